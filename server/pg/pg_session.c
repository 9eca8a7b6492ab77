/*  pg_session.c — what a connection must be before we rely on it: one session, and no secret for others to read.
 *
 *  The only writer is who holds an advisory lock of his session; a pooler in transaction or statement mode gives that session
 *  to somebody else after each transaction.  It shows itself: the process that a pooler names at the greeting is none of
 *  PostgreSQL's.  One in session mode does so too, so its sessions are watched. */

#include "pg/pg_private.h"

#include "base/i18n.h"

#include <stdlib.h>

/*  Others who use the pooler may take what we look for; they do not do so each time. */
#define ROUNDS 8

/*  The process that answers; 0 where none does.  As a plain statement: a prepared one would be lost before it is used. */
static int backend (PGconn *conn)
{
    PGresult *result = PQexec (conn, "select pg_backend_pid()");
    int pid = PQresultStatus (result) == PGRES_TUPLES_OK ? atoi (PQgetvalue (result, 0, 0)) : 0;
    PQclear (result);
    return pid;
}

static bool say (PGconn *conn, const char *sql)
{
    PGresult *result = PQexec (conn, sql);
    bool done = PQresultStatus (result) == PGRES_COMMAND_OK;
    PQclear (result);
    return done;
}

/*  Whether two statements of one connection, or one of each of two, come to the same process: OTHER holds the one that it
 *  was given while we ask again. */
static bool session_moves (PGconn *conn, PGconn *other)
{
    bool moves = false;
    for (int round = 0; round < ROUNDS && !moves; round++) {
        int first = backend (conn);
        moves = backend (conn) != first;
        if (moves)
            break;
        /* A pooler in statement mode has no transactions at all. */
        if (!say (other, "begin"))
            return true;
        moves = backend (other) == first || backend (conn) != first;
        if (!say (other, "rollback"))
            return true;
    }
    return moves;
}

qcdc_status pg_check_sessions (pg_t *self, const char *conninfo, fault_t *fault)
{
    PGconn *conn = pg_conn (self);
    int pid = backend (conn);
    if (pid == 0 || pid == PQbackendPID (conn))
        return QCDC_OK;
    pg_t *other QCDC_CLEANUP (pg_close) = NULL;
    QCDC_TRY (pg_open (conninfo, "qcdcd", &other, fault));
    if (!session_moves (conn, pg_conn (other)))
        return QCDC_OK;
    fault_set (
        fault, QCDC_DATABASE, NULL,
        _ ("a pooler (such as pgbouncer) stands before the database and hands sessions on between transactions: "
           "locks and prepared statements would be lost"));
    fault_advise (fault, _ ("connect to PostgreSQL itself, or set pool_mode = session"));
    return QCDC_DATABASE;
}

char *pg_conninfo_take (char *conninfo, bool *secret)
{
    *secret = false;
    char *copy = strdup (conninfo);
    PQconninfoOption *options = copy ? PQconninfoParse (copy, NULL) : NULL;
    for (const PQconninfoOption *option = options; option && option->keyword; option++)
        *secret =
            *secret || ((strcmp (option->keyword, "password") == 0 || strcmp (option->keyword, "sslpassword") == 0) &&
                        option->val && *option->val);
    /* What libpq cannot read it takes for a name, or refuses; nobody knows what it holds. */
    if (*secret || !options)
        memset (conninfo, 'x', strlen (conninfo));
    PQconninfoFree (options);
    return copy;
}
