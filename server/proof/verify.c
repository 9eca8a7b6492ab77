/*  verify.c — the projections against the journals: compared, or made anew.
 *
 *  Comparing replays into temporary tables that hide the real ones by their names, so that the very code that fills the
 *  projections is what they are held against.  The tables are those of the registry of projections. */

#include "proof/verify.h"

#include "base/i18n.h"
#include "pg/advisory.h"
#include "projections/entry_rows.h"
#include "projections/open_data.h"
#include "projections/projection.h"
#include "projections/reference_tables.h"
#include "projections/snapshot_load.h"
#include "proof/verify_devices.h"
#include "proof/verify_receipts.h"
#include "proof/verify_scans.h"

#include <stdio.h>
#include <string.h>

#define DIFFERENCES_PER_TABLE 5

static size_t count_names (const char *const *names)
{
    size_t count = 0;
    while (names[count])
        count++;
    return count;
}

/*  Who hears of problems, and how many there were. */
typedef struct {
    replay_problem_fn *problem;
    void *arg;
    uint64_t count;
} findings_t;

static bool find_problem (const char *place, void *arg)
{
    findings_t *findings = arg;
    findings->count++;
    return findings->problem (place, findings->arg);
}

static qcdc_status make_shadows (pg_t *pg, const char *const *tables, size_t count, fault_t *fault)
{
    for (size_t i = 0; i < count; i++) {
        char sql[200];
        snprintf (sql, sizeof sql, "create temp table %s (like public.%s including all) on commit drop", tables[i],
                  tables[i]);
        QCDC_TRY (pg_exec (pg, sql, fault));
    }
    return QCDC_OK;
}

/*  Rows that stand on one side only.  What is printed is identifiers and figures: the tables hold no free text. */
static qcdc_status compare_side (pg_t *pg, const char *table, const char *here, const char *there, const char *words,
                                 findings_t *findings, fault_t *fault)
{
    char sql[300], line[600];
    PGresult *result = NULL;
    snprintf (sql, sizeof sql, "select d::text from (select * from %s.%s except all select * from %s.%s) d limit %d",
              here, table, there, table, DIFFERENCES_PER_TABLE);
    qcdc_status status = pg_run_text (pg, sql, 0, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        snprintf (line, sizeof line, "%s: %s %s", table, words, PQgetvalue (result, row, 0));
        find_problem (line, findings);
    }
    PQclear (result);
    return status;
}

/*  What the database has, and what it lacks, in words. */
typedef struct {
    const char *has;
    const char *lacks;
} sides_t;
static const sides_t JOURNALS = {"the database holds, against the journals,",
                                 "the journals say, and the database lacks,"};
static const sides_t DEVICES = {"the database holds, and devices of its office do not show,",
                                "devices of its office show, and the database lacks,"};

static qcdc_status compare (pg_t *pg, const char *const *tables, size_t count, const sides_t *sides,
                            findings_t *findings, fault_t *fault)
{
    for (size_t i = 0; i < count; i++) {
        QCDC_TRY (compare_side (pg, tables[i], "public", "pg_temp", sides->has, findings, fault));
        QCDC_TRY (compare_side (pg, tables[i], "pg_temp", "public", sides->lacks, findings, fault));
    }
    return QCDC_OK;
}

/*  Whether the tables behind the views are those of this transaction's snapshot.  A publication makes them anew, and what it put into
 *  them nobody sees who began before: the next verify holds it against the journals.  They stay as they are from here on. */
static qcdc_status open_data_is_ours (pg_t *pg, bool *ours, fault_t *fault)
{
    PGresult *result = NULL;
    QCDC_TRY (pg_exec (pg, "lock table open_data.duty_list, open_data.total_list in access share mode", fault));
    QCDC_TRY (pg_run_text (pg,
                           "select count(*) = 2 from pg_class where oid in ('open_data.duty_list'::regclass,"
                           " 'open_data.total_list'::regclass)",
                           0, NULL, &result, fault));
    *ours = strcmp (PQgetvalue (result, 0, 0), "t") == 0;
    PQclear (result);
    return QCDC_OK;
}

/*  What stands behind the views for analysts, worked out anew of the tables themselves, which were held against the journals before: in the
 *  search path what verify has replayed hides them otherwise. */
static qcdc_status check_open_data (pg_t *pg, const catalog_t *catalog, findings_t *findings, fault_t *fault)
{
    static const char *const TABLES[] = {"duty_list", "total_list"};
    bool there;
    QCDC_TRY (open_data_is_there (pg, &there, fault));
    if (there)
        QCDC_TRY (open_data_is_ours (pg, &there, fault));
    if (!there)
        return QCDC_OK;
    QCDC_TRY (pg_exec (pg,
                       "create temp table duty_list (like open_data.duty_list) on commit drop;"
                       "create temp table total_list (like open_data.total_list) on commit drop;"
                       "set local search_path = public, pg_temp",
                       fault));
    QCDC_TRY (open_data_fill (pg, catalog, "pg_temp", fault));
    QCDC_TRY (pg_exec (pg, "set local search_path to default", fault));
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++) {
        QCDC_TRY (compare_side (pg, TABLES[i], "open_data", "pg_temp", JOURNALS.has, findings, fault));
        QCDC_TRY (compare_side (pg, TABLES[i], "pg_temp", "open_data", JOURNALS.lacks, findings, fault));
    }
    return QCDC_OK;
}

/*  What waits, and what each office has still to see: no projections, but derived from the journals all the same. */
static const char LEFT_OVER[] =
    "select 'waiting: entry with commit ' || coalesce(w.entry, v.entry)"
    "       || case when w.entry is null then ' waits, and is not listed' else ' is listed, and does not wait' end"
    "  from waiting w full join (select entry from (select distinct on (entry) entry, state from public.verdict"
    "       order by entry, given_at desc) l where state = 3) v on v.entry = w.entry"
    " where w.entry is null or v.entry is null"
    " union all"
    " select 'feed: row ' || f.feed_seq || ' of office ' || f.office || ' is not of the commit that it names'"
    "   from feed f left join public.journal j on j.commit_seq = f.commit_seq"
    "  where j.commit_hash is distinct from f.commit_hash"
    " union all"
    " select 'addressed: entry with commit ' || h.entry || ' is addressed to ' || h.code || ', and is not listed'"
    "   from public.addressee h where not exists (select from public.addressed a where a.entry = h.entry and a.code "
    "= h.code)"
    " union all"
    " select 'feed: office ' || i.office || ' was shown what is addressed to ' || i.code || ' up to row ' || i.place "
    "|| ', and lacks ' || a.entry"
    "   from public.inherited i join public.addressed a on a.code = i.code and a.place <= i.place"
    "   join public.journal j on j.commit_seq = a.entry join public.origin o on o.id = j.origin and o.office <> "
    "i.office"
    "  where not exists (select from public.feed f where f.kind = 1 and f.origin = j.origin and f.seq = j.seq and "
    "f.office = i.office)"
    "  limit 20";

static qcdc_status check_left_over (pg_t *pg, findings_t *findings, fault_t *fault)
{
    PGresult *result = NULL;
    qcdc_status status = pg_run_text (pg, LEFT_OVER, 0, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        find_problem (PQgetvalue (result, row, 0), findings);
    PQclear (result);
    return status;
}

/*  The words are of free text: a row that differs is named by its entry alone. */
static const char ROWS_DIFFER[] =
    "select 'entry_words: the words of the entry with commit ' || entry || ' are not those of its text'"
    "  from (select entry, corrects, number, words, prints from public.entry_words) a"
    "  full join (select entry, corrects, number, words, prints from pg_temp.entry_words) b using (entry)"
    " where a.corrects is distinct from b.corrects or a.number is distinct from b.number"
    "    or a.words is distinct from b.words or a.prints is distinct from b.prints"
    " union all"
    " select 'copied_text: the row of the entry with commit ' || entry || ' is not what it says'"
    "  from public.copied_text a full join pg_temp.copied_text b using (entry)"
    " where (a.relation, a.texts, a.of_origin, a.of_seq, a.seen_us) is distinct from"
    "       (b.relation, b.texts, b.of_origin, b.of_seq, b.seen_us) limit 5";

static qcdc_status check_entry_rows (pg_t *pg, findings_t *findings, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_exec (pg,
                       "create temp table entry_words (like public.entry_words) on commit drop;"
                       "create temp table copied_text (like public.copied_text) on commit drop",
                       fault));
    QCDC_TRY (entry_rows_fill (pg, fault));
    QCDC_TRY (pg_run_text (pg, ROWS_DIFFER, 0, NULL, &result, fault));
    for (int row = 0; row < PQntuples (result); row++)
        find_problem (PQgetvalue (result, row, 0), findings);
    return QCDC_OK;
}

static qcdc_status verify (pg_t *pg, findings_t *findings, replay_counts_t *counts, fault_t *fault)
{
    QCDC_TRY (pg_exec (pg,
                       "begin isolation level repeatable read; set local enable_seqscan = off;"
                       "set local enable_hashjoin = off; set local enable_mergejoin = off",
                       fault));
    QCDC_TRY (make_shadows (pg, projection_tables (), count_names (projection_tables ()), fault));
    QCDC_TRY (make_shadows (pg, reference_tables (), count_names (reference_tables ()), fault));
    snapshot_t *snapshot QCDC_CLEANUP (snapshot_drop) = NULL;
    QCDC_TRY (snapshot_load_first (pg, &snapshot, fault));
    QCDC_TRY (replay_run (pg, &snapshot, find_problem, findings, counts, fault));
    QCDC_TRY (reference_tables_load (pg, snapshot->catalog, fault));
    QCDC_TRY (pg_exec (pg, "reset enable_seqscan; reset enable_hashjoin; reset enable_mergejoin", fault));
    QCDC_TRY (compare (pg, projection_tables (), count_names (projection_tables ()), &JOURNALS, findings, fault));
    QCDC_TRY (compare (pg, reference_tables (), count_names (reference_tables ()), &JOURNALS, findings, fault));
    QCDC_TRY (check_entry_rows (pg, findings, fault));
    QCDC_TRY (check_open_data (pg, snapshot->catalog, findings, fault));
    QCDC_TRY (verify_receipts (pg, find_problem, findings, fault));
    QCDC_TRY (verify_scans (pg, find_problem, findings, fault));
    QCDC_TRY (verify_devices (pg, snapshot, fault));
    QCDC_TRY (compare (pg, projection_tables (), projection_thing_tables (), &DEVICES, findings, fault));
    QCDC_TRY (check_left_over (pg, findings, fault));
    return pg_exec (pg, "rollback", fault);
}

qcdc_status verify_run (pg_t *pg, replay_problem_fn *problem, void *arg, verify_result_t *result, fault_t *fault)
{
    findings_t findings = {problem, arg, 0};
    QCDC_TRY (verify (pg, &findings, &result->counts, fault));
    result->problems = findings.count;
    return QCDC_OK;
}

static const statement_t LOCK = {"rebuild_lock", "select pg_try_advisory_lock($1)"};

static qcdc_status take_writer_lock (pg_t *pg, fault_t *fault)
{
    PGresult *result = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, ADVISORY_WRITER);
    qcdc_status status = pg_run (pg, &LOCK, params, &result, fault);
    if (status == QCDC_OK && !pg_bool (result, 0, 0)) {
        status = fault_set (fault, QCDC_BUSY, NULL, _ ("a qcdcd is writing to this database"));
        fault_advise (fault, _ ("stop it, rebuild, and start it again"));
    }
    PQclear (result);
    return status;
}

/*  A feed that lacks something of what it was shown gets it when its office asks next, which reads on from before that. */
static const char READ_AGAIN[] =
    "update public.inherited i set place = l.place - 1 from ("
    " select i.office, i.code, min(a.place) as place"
    " from public.inherited i join public.addressed a on a.code = i.code and a.place <= i.place"
    " join public.journal j on j.commit_seq = a.entry join public.origin o on o.id = j.origin and o.office <> "
    "i.office"
    " where not exists (select from public.feed f where f.kind = 1 and f.origin = j.origin and f.seq = j.seq and "
    "f.office = i.office)"
    " group by i.office, i.code) l where l.office = i.office and l.code = i.code";

qcdc_status verify_rebuild (pg_t *pg, replay_problem_fn *problem, void *arg, verify_result_t *result, fault_t *fault)
{
    findings_t findings = {problem, arg, 0};
    QCDC_TRY (take_writer_lock (pg, fault));
    QCDC_TRY (pg_exec (pg,
                       "begin; set local enable_seqscan = off; set local enable_hashjoin = off;"
                       "set local enable_mergejoin = off",
                       fault));
    const char *const *tables = projection_tables ();
    for (size_t i = 0; tables[i]; i++) {
        char sql[100];
        snprintf (sql, sizeof sql, "truncate public.%s", tables[i]);
        QCDC_TRY (pg_exec (pg, sql, fault));
    }
    snapshot_t *snapshot QCDC_CLEANUP (snapshot_drop) = NULL;
    QCDC_TRY (snapshot_load_first (pg, &snapshot, fault));
    QCDC_TRY (replay_run (pg, &snapshot, find_problem, &findings, &result->counts, fault));
    if (!findings.count) {
        QCDC_TRY (pg_exec (pg, "truncate public.entry_words, public.copied_text", fault));
        QCDC_TRY (entry_rows_fill (pg, fault));
        QCDC_TRY (reference_tables_write (pg, snapshot->catalog, fault));
        QCDC_TRY (pg_exec (pg,
                           "insert into public.addressed (code, entry) select distinct h.code, h.entry"
                           " from public.addressee h where not exists"
                           " (select from public.addressed a where a.entry = h.entry and a.code = h.code)",
                           fault));
        QCDC_TRY (pg_exec (pg, READ_AGAIN, fault));
        QCDC_TRY (open_data_follow (pg, snapshot->catalog, fault));
    }
    QCDC_TRY (verify_receipts (pg, find_problem, &findings, fault));
    result->problems = findings.count;
    /* Projections of a journal that is itself damaged are not better than those there were. */
    return pg_exec (pg, findings.count ? "rollback" : "commit", fault);
}
