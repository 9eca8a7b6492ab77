/*  bench_database.c — what the database alone can do: the other side of every comparison.
 *
 *    bench_database copy CONNINFO TABLE=FILE …   one connection, one transaction, COPY BINARY of each file; prints seconds
 *    bench_database insert CONNINFO COUNT FROM   one prepared INSERT and COMMIT per petition; prints the median in µs and
 *                                                petitions per second
 *    bench_database entry CONNINFO COUNT FROM    BEGIN, one prepared INSERT into journal and COMMIT, sent together; prints the
 *                                                median in µs */

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_us (void)
{
    struct timespec now;
    clock_gettime (CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void run (PGconn *conn, const char *sql)
{
    PGresult *result = PQexec (conn, sql);
    ExecStatusType status = PQresultStatus (result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
        fprintf (stderr, "%s: %s", sql, PQerrorMessage (conn));
        exit (1);
    }
    PQclear (result);
}

/*  The file is read before the clock starts: it is the database that is measured. */
static char *read_file (const char *path, size_t *length)
{
    FILE *file = fopen (path, "rb");
    if (!file || fseek (file, 0, SEEK_END) != 0) {
        perror (path);
        exit (1);
    }
    *length = (size_t)ftell (file);
    rewind (file);
    char *data = malloc (*length ? *length : 1);
    if (!data || fread (data, 1, *length, file) != *length) {
        perror (path);
        exit (1);
    }
    fclose (file);
    return data;
}

static void copy (PGconn *conn, const char *table, const char *data, size_t length)
{
    char sql[200];
    snprintf (sql, sizeof sql, "copy %s from stdin (format binary)", table);
    run (conn, sql);
    for (size_t at = 0; at < length;) {
        size_t chunk = length - at < 262144 ? length - at : 262144;
        if (PQputCopyData (conn, data + at, (int)chunk) != 1)
            exit (1);
        at += chunk;
    }
    if (PQputCopyEnd (conn, NULL) != 1)
        exit (1);
    PGresult *result;
    while ((result = PQgetResult (conn)) != NULL) {
        if (PQresultStatus (result) != PGRES_COMMAND_OK) {
            fprintf (stderr, "%s: %s", sql, PQerrorMessage (conn));
            exit (1);
        }
        PQclear (result);
    }
}

static int bench_copy (PGconn *conn, int count, char **pairs)
{
    char *data[16];
    size_t length[16];
    if (count > 16)
        return 2;
    for (int i = 0; i < count; i++) {
        char *file = strchr (pairs[i], '=');
        if (!file)
            return 2;
        *file++ = '\0';
        data[i] = read_file (file, &length[i]);
    }
    double begin = now_us ();
    run (conn, "begin");
    for (int i = 0; i < count; i++)
        copy (conn, pairs[i], data[i], length[i]);
    run (conn, "commit");
    printf ("%.6f\n", (now_us () - begin) / 1e6);
    return 0;
}

static int by_size (const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static int bench_insert (PGconn *conn, int count, int from)
{
    static const char SQL[] =
        "insert into petition (id, office, unit, local_no, key, kind, field, received_on, channel, "
        "people, flags, instance, state, settled_on,"
        " outcome, voided, content, from_hops, handed, handler, handler_key, answer, ended, scans) values ($1, 2, 2, $2, "
        "lower ($2) || '@2011', 1, 1, '2011-07-01', 1, 1, '', 1, 0, "
        "null, 0, false, '\\x00112233445566778899aabbccddeeff', 0, 0, '', '', 0, 0, 0)";
    double *times = malloc ((size_t)count * sizeof *times);
    if (!times)
        return 1;
    PQclear (PQprepare (conn, "p", SQL, 0, NULL));
    double begin = now_us ();
    for (int i = 0; i < count; i++) {
        char id[32], no[32];
        snprintf (id, sizeof id, "%d", 1000000000 + from + i); /* behind every commit_seq */
        snprintf (no, sizeof no, "B-%d", from + i + 1);
        const char *values[] = {id, no};
        double start = now_us ();
        PGresult *result = PQexecPrepared (conn, "p", 2, values, NULL, NULL, 0); /* its own transaction */
        if (PQresultStatus (result) != PGRES_COMMAND_OK) {
            fprintf (stderr, "%s", PQerrorMessage (conn));
            return 1;
        }
        PQclear (result);
        times[i] = now_us () - start;
    }
    double total = now_us () - begin;
    qsort (times, (size_t)count, sizeof *times, by_size);
    printf ("%.1f %.0f\n", times[count / 2], count / (total / 1e6));
    free (times);
    return 0;
}

static void queue (PGconn *conn, const char *name, int count, const char *const *values)
{
    if (PQsendQueryPrepared (conn, name, count, values, NULL, NULL, 0) != 1) {
        fprintf (stderr, "%s", PQerrorMessage (conn));
        exit (1);
    }
}

/*  Until the answer to all that was sent is there. */
static void drain (PGconn *conn)
{
    for (bool synced = false; !synced;) {
        PGresult *result = PQgetResult (conn);
        ExecStatusType status = PQresultStatus (result);
        synced = status == PGRES_PIPELINE_SYNC;
        if (result && !synced && status != PGRES_COMMAND_OK) {
            fprintf (stderr, "%s", PQerrorMessage (conn));
            exit (1);
        }
        PQclear (result);
    }
}

/*  The least that keeps an entry: no head, no petition, no counts. */
static int bench_entry (PGconn *conn, int count, int from)
{
    static const char SQL[] =
        "insert into journal (commit_seq, origin, seq, written_at, committed_at, first_committed_at, hash, "
        "commit_hash, body)"
        " select $1, 1, $1, now(), now(), now(), h, h, h from (values (decode(repeat($2, 32), 'hex'))) v(h)";
    double *times = malloc ((size_t)count * sizeof *times);
    if (!times)
        return 1;
    PQclear (PQprepare (conn, "b", "begin", 0, NULL));
    PQclear (PQprepare (conn, "e", SQL, 0, NULL));
    PQclear (PQprepare (conn, "c", "commit", 0, NULL));
    if (PQenterPipelineMode (conn) != 1)
        return 1;
    for (int i = 0; i < count; i++) {
        char id[32];
        snprintf (id, sizeof id, "%d", 1000000000 + from + i); /* behind every commit_seq */
        const char *values[] = {id, "5a"};
        double start = now_us ();
        queue (conn, "b", 0, NULL);
        queue (conn, "e", 2, values);
        queue (conn, "c", 0, NULL);
        if (PQpipelineSync (conn) != 1)
            return 1;
        drain (conn);
        times[i] = now_us () - start;
    }
    qsort (times, (size_t)count, sizeof *times, by_size);
    printf ("%.1f\n", times[count / 2]);
    free (times);
    return 0;
}

int main (int argc, char **argv)
{
    if (argc < 4 || (strcmp (argv[1], "copy") != 0 && argc < 5))
        return 2;
    PGconn *conn = PQconnectdb (argv[2]);
    if (PQstatus (conn) != CONNECTION_OK) {
        fprintf (stderr, "%s", PQerrorMessage (conn));
        return 1;
    }
    int status = strcmp (argv[1], "copy") == 0    ? bench_copy (conn, argc - 3, argv + 3)
                 : strcmp (argv[1], "entry") == 0 ? bench_entry (conn, atoi (argv[3]), atoi (argv[4]))
                                                  : bench_insert (conn, atoi (argv[3]), atoi (argv[4]));
    PQfinish (conn);
    return status;
}
