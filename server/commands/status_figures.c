/*  status_figures.c — the figures of qcdcd status for programs: names, meanings and values, from one statement.
 *
 *  A figure that is not known (no commit yet, no backup) is left out, for zero would be a figure.  Names are in both formats the
 *  columns of the statement; what they mean stands in FIGURES and in qcdcd(8). */

#include "commands/status_figures.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name;
    const char *help;
} FIGURES[] = {
    {"up", "1 while qcdcd run serves"},
    {"offices", "offices that there are"},
    {"offices_joined", "offices with a device that is not shut out"},
    {"devices", "devices that have joined"},
    {"devices_revoked", "devices that are shut out"},
    {"entries", "entries of all journals"},
    {"last_commit_timestamp_seconds", "when the last entry was committed"},
    {"clock_seconds_behind_last_commit", "how far the clock is behind the last commit; 300 stop the server"},
    {"entries_clock_ahead", "entries committed while the clock ran ahead"},
    {"waiting", "entries that wait for another one"},
    {"rejected", "entries that were rejected"},
    {"unsupported", "entries of a kind that this program does not know"},
    {"erasures_asked", "texts that offices ask to have erased and that still stand"},
    {"receipts", "receipts that were given for appended segments"},
    {"invitations_open", "invitations that somebody can still use"},
    {"database_size_bytes", "size of the database"},
    {"last_backup_timestamp_seconds", "when qcdcd backup made its last copy"},
};
#define FIGURE_COUNT (sizeof FIGURES / sizeof *FIGURES)

/*  In the order of FIGURES, whole numbers all. */
static const statement_t VALUES = {
    "status_figures",
    "with last as (select committed_at, case when committed_at > now() then first_committed_at else committed_at end as received_at from journal order by commit_seq "
    "desc limit 1), "
    "v as (select count(*) filter (where state = 3) as waiting, count(*) filter (where state = 2) as rejected, "
    "count(*) filter (where state = 4) as unsupported "
    "from (select distinct on (entry) state from verdict order by entry, given_at desc, place desc) l) "
    "select exists (select from pg_stat_activity where application_name = 'qcdcd gate' and datname = "
    "current_database())::int::int8, "
    "(select count(*) from office), "
    "(select count(distinct office) from origin where revoked_at is null and curve_key is not null), "
    "(select count(*) from origin), (select count(*) from origin where revoked_at is not null), "
    "(select coalesce(max(commit_seq), 0) from journal), (select extract(epoch from received_at)::int8 from last), "
    "(select greatest(0, extract(epoch from committed_at - now()))::int8 from last), "
    "(select count(*) from entry_clock_ahead), "
    "v.waiting, v.rejected, v.unsupported, "
    "(select count(*) from erasure_asked e join journal t on t.commit_seq = e.target where t.annex is not null), "
    "(select count(*) from segment), "
    "(select count(*) from invitation where used_at is null and voided_at is null and expires_at > now()), "
    "pg_database_size(current_database()), "
    "(select extract(epoch from value::timestamptz)::int8 from setting where name = 'backup_at') from v"};

static const statement_t DEVICES = {
    "status_figures_devices",
    "select encode(o.origin, 'hex'), coalesce(f.code, ''), o.head_seq, "
    "extract(epoch from j.committed_at)::int8, (o.revoked_at is not null), "
    "extract(epoch from o.seen_at)::int8 from origin o left join office f on f.id = "
    "o.office "
    "left join journal j on j.origin = o.id and j.seq = o.head_seq order by o.office, o.id"};

static const statement_t ABSENT = {
    "status_figures_absent",
    "select code from office o where not exists (select from origin where office = o.id) order by id"};

static const statement_t AHEAD = {
    "status_figures_ahead",
    "select coalesce(f.code, ''), count(*), min(j.commit_seq), max(j.commit_seq), "
    "extract(epoch from min(j.first_committed_at))::int8, extract(epoch from max(j.first_committed_at))::int8 "
    "from entry_clock_ahead a join journal j using (commit_seq) join origin o on o.id = j.origin "
    "left join office f on f.id = o.office group by f.code, o.office order by o.office"};

static void json_ahead (const PGresult *ahead)
{
    static const char *const NAMES[] = {NULL, "entries", "first_commit_seq", "last_commit_seq",
                                        "first_timestamp_seconds", "last_timestamp_seconds"};
    printf (",\n  \"clock_ahead\": [");
    for (int row = 0; row < PQntuples (ahead); row++) {
        printf ("%s\n    {\"office\": \"%s\"", row ? "," : "", pg_text (ahead, row, 0));
        for (int column = 1; column < PQnfields (ahead); column++)
            printf (", \"%s\": %lld", NAMES[column], (long long)pg_int8 (ahead, row, column));
        putchar ('}');
    }
    printf ("]");
}

static void json_devices (const PGresult *devices)
{
    printf (",\n  \"device\": [");
    for (int row = 0; row < PQntuples (devices); row++) {
        printf ("%s\n    {\"id\": \"%s\", \"office\": \"%s\", \"entries\": %lld, \"last_entry_timestamp_seconds\": ",
                row ? "," : "", pg_text (devices, row, 0), pg_text (devices, row, 1),
                (long long)pg_int8 (devices, row, 2));
        if (pg_null (devices, row, 3))
            printf ("null");
        else
            printf ("%lld", (long long)pg_int8 (devices, row, 3));
        printf (", \"last_contact_timestamp_seconds\": ");
        if (pg_null (devices, row, 5))
            printf ("null");
        else
            printf ("%lld", (long long)pg_int8 (devices, row, 5));
        printf (", \"revoked\": %s}", pg_bool (devices, row, 4) ? "true" : "false");
    }
    printf ("]");
}

qcdc_status status_print_json (site_t *site, fault_t *fault)
{
    PGresult *values QCDC_CLEANUP (pg_clear) = NULL, *devices QCDC_CLEANUP (pg_clear) = NULL,
                                  *absent QCDC_CLEANUP (pg_clear) = NULL, *ahead QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &VALUES, NULL, &values, fault));
    QCDC_TRY (pg_run (site->pg, &DEVICES, NULL, &devices, fault));
    QCDC_TRY (pg_run (site->pg, &ABSENT, NULL, &absent, fault));
    QCDC_TRY (pg_run (site->pg, &AHEAD, NULL, &ahead, fault));
    printf ("{");
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        printf ("%s\n  \"%s\": ", i ? "," : "", FIGURES[i].name);
        if (pg_null (values, 0, (int)i))
            printf ("null");
        else
            printf ("%lld", (long long)pg_int8 (values, 0, (int)i));
    }
    json_devices (devices);
    json_ahead (ahead);
    printf (",\n  \"never_joined\": [");
    for (int row = 0; row < PQntuples (absent); row++)
        printf ("%s\"%s\"", row ? ", " : "", pg_text (absent, row, 0));
    printf ("]\n}\n");
    return QCDC_OK;
}

qcdc_status status_print_prometheus (site_t *site, fault_t *fault)
{
    PGresult *values QCDC_CLEANUP (pg_clear) = NULL, *devices QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (site->pg, &VALUES, NULL, &values, fault));
    QCDC_TRY (pg_run (site->pg, &DEVICES, NULL, &devices, fault));
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        if (pg_null (values, 0, (int)i))
            continue;
        printf ("# HELP qcdc_%s %s\n# TYPE qcdc_%s gauge\nqcdc_%s %lld\n", FIGURES[i].name, FIGURES[i].help,
                FIGURES[i].name, FIGURES[i].name, (long long)pg_int8 (values, 0, (int)i));
    }
    printf ("# HELP qcdc_device_last_contact_timestamp_seconds when the device last greeted the server\n"
            "# TYPE qcdc_device_last_contact_timestamp_seconds gauge\n");
    for (int row = 0; row < PQntuples (devices); row++)
        if (!pg_null (devices, row, 5))
            printf ("qcdc_device_last_contact_timestamp_seconds{device=\"%s\",office=\"%s\"} %lld\n",
                    pg_text (devices, row, 0), pg_text (devices, row, 1), (long long)pg_int8 (devices, row, 5));
    return QCDC_OK;
}
