/*  verify.c — qcdcd verify and qcdcd rebuild: the projections are what the journals say, or are made so.
 *
 *  verify replays the journals into temporary tables of the same names, in one snapshot, and compares row by row.  rebuild
 *  empties the real ones and replays into them, in one transaction, as the only writer. */

#include "pg/advisory.h"
#include "commands/commands.h"
#include "ingest/reconsider.h"
#include "base/i18n.h"
#include "proof/replay.h"
#include "schema/schema.h"
#include "commands/site.h"
#include "proof/verify_receipts.h"
#include "ingest/write.h"

#include <stdio.h>
#include <string.h>

#define DIFFERENCES_PER_TABLE 5

static const char *const REFERENCES[] = {"unit",        "unit_lineage",   "office",      "form",
                                         "form_office", "form_period",    "calendar",    "form_cell",
                                         "indicator",   "form_indicator", "derived_term"};
#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static size_t count_tables (void)
{
    size_t count = 0;
    while (projection_tables ()[count])
        count++;
    return count;
}

typedef struct {
    int problems;
} findings_t;

static bool print_problem (const char *place, void *arg)
{
    findings_t *findings = arg;
    findings->problems++;
    printf ("%s\n", place);
    return true;
}

static qcdc_status make_shadows (pg_t *pg, const char *const *tables, size_t count, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < count; i++) {
        char sql[200];
        snprintf (sql, sizeof sql, "create temp table %s (like public.%s including all) on commit drop", tables[i],
                  tables[i]);
        status = pg_exec (pg, sql, fault);
    }
    return status;
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
        print_problem (line, findings);
    }
    PQclear (result);
    return status;
}

static qcdc_status compare (pg_t *pg, const char *const *tables, size_t count, findings_t *findings, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < count; i++) {
        status = compare_side (pg, tables[i], "public", "pg_temp", "the database holds, against the journals,",
                               findings, fault);
        if (status == QCDC_OK)
            status = compare_side (pg, tables[i], "pg_temp", "public", "the journals say, and the database lacks,",
                                   findings, fault);
    }
    return status;
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
    "  where j.commit_hash is distinct from f.commit_hash limit 20";

static qcdc_status check_left_over (pg_t *pg, findings_t *findings, fault_t *fault)
{
    PGresult *result = NULL;
    qcdc_status status = pg_run_text (pg, LEFT_OVER, 0, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        print_problem (PQgetvalue (result, row, 0), findings);
    PQclear (result);
    return status;
}

static qcdc_status verify (site_t *site, findings_t *findings, replay_counts_t *counts, fault_t *fault)
{
    qcdc_status status = pg_exec (site->pg,
                                  "begin isolation level repeatable read; set local enable_seqscan = off;"
                                  "set local enable_hashjoin = off; set local enable_mergejoin = off",
                                  fault);
    if (status == QCDC_OK)
        status = make_shadows (site->pg, projection_tables (), count_tables (), fault);
    if (status == QCDC_OK)
        status = make_shadows (site->pg, REFERENCES, COUNT (REFERENCES), fault);
    if (status == QCDC_OK)
        status = schema_load_reference (site->pg, site->catalog, fault);
    if (status == QCDC_OK)
        status = replay_run (site->pg, site->catalog, print_problem, findings, counts, fault);
    if (status == QCDC_OK)
        status = pg_exec (site->pg, "reset enable_seqscan; reset enable_hashjoin; reset enable_mergejoin", fault);
    if (status == QCDC_OK)
        status = compare (site->pg, projection_tables (), count_tables (), findings, fault);
    if (status == QCDC_OK)
        status = compare (site->pg, REFERENCES, COUNT (REFERENCES), findings, fault);
    if (status == QCDC_OK)
        status = verify_receipts (site->pg, print_problem, findings, fault);
    if (status == QCDC_OK)
        status = check_left_over (site->pg, findings, fault);
    if (status == QCDC_OK)
        status = pg_exec (site->pg, "rollback", fault);
    return status;
}

int command_verify (const options_t *options)
{
    fault_t fault = {0};
    site_t *site = NULL;
    findings_t findings = {0};
    replay_counts_t counts;
    qcdc_status status = site_open (options, &site, &fault);
    if (status == QCDC_OK)
        status = verify (site, &findings, &counts, &fault);
    site_close (&site);
    if (status != QCDC_OK)
        return command_fail (&fault);
    if (findings.problems) {
        fprintf (
            stderr, "qcdcd: %s\n",
            _ ("not identical; projections are mended by qcdcd rebuild; for a damaged journal, restore a copy from a "
               "backup: the offices' next synchronisations bring back what it lacks"));
        return 1;
    }
    printf (_ ("identical: %llu entries of %llu origins in %llu segments\n"), (unsigned long long)counts.entries,
            (unsigned long long)counts.origins, (unsigned long long)counts.segments);
    return 0;
}

static const statement_t LOCK = {"rebuild_lock", "select pg_try_advisory_lock($1)"};

static qcdc_status take_writer_lock (pg_t *pg, fault_t *fault)
{
    PGresult *result = NULL;
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, ADVISORY_WRITER);
    qcdc_status status = pg_run (pg, &LOCK, params, &result, fault);
    if (status == QCDC_OK && !pg_bool (result, 0, 0)) {
        status = fault_set (fault, QCDC_BUSY, NULL, _ ("a qcdcd is writing to this database"));
        fault_advise (fault, _ ("stop it, rebuild, and start it again"));
    }
    PQclear (result);
    pg_params_destroy (&params);
    return status;
}

static qcdc_status rebuild (site_t *site, findings_t *findings, replay_counts_t *counts, fault_t *fault)
{
    qcdc_status status = take_writer_lock (site->pg, fault);
    if (status == QCDC_OK)
        status = pg_exec (site->pg,
                          "begin; set local enable_seqscan = off; set local enable_hashjoin = off;"
                          "set local enable_mergejoin = off",
                          fault);
    const char *const *tables = projection_tables ();
    for (size_t i = 0; status == QCDC_OK && tables[i]; i++) {
        char sql[100];
        snprintf (sql, sizeof sql, "truncate public.%s", tables[i]);
        status = pg_exec (site->pg, sql, fault);
    }
    if (status == QCDC_OK)
        status = schema_load_reference (site->pg, site->catalog, fault);
    if (status == QCDC_OK)
        status = replay_run (site->pg, site->catalog, print_problem, findings, counts, fault);
    if (status == QCDC_OK)
        status = verify_receipts (site->pg, print_problem, findings, fault);
    /* Projections of a journal that is itself damaged are not better than those there were. */
    if (status == QCDC_OK)
        status = pg_exec (site->pg, findings->problems ? "rollback" : "commit", fault);
    return status;
}

static qcdc_status rejudge_page (site_t *site, memory_t *memory, int64_t *after, bool *more, size_t *changed,
                                 fault_t *fault)
{
    batch_t *batch = batch_new ();
    state_t state;
    if (!batch)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    state_init (&state, site->catalog, batch->arena);
    batch->committed_at_us = memory->committed_at_us;
    decide_t decide = {.batch = batch, .state = &state, .memory = memory, .pg = site->pg, .fault = fault};
    qcdc_status status = reconsider_page (&decide, after, more);
    if (status == QCDC_OK && batch->later_count > 0)
        status = batch_write (&decide, true, fault);
    *changed += batch->later_count;
    state_release (&state);
    batch_destroy (&batch);
    return status;
}

/*  What was not accepted, judged by this program: the old verdicts stay, new ones are added where they differ. */
static qcdc_status rejudge (site_t *site, size_t *changed, fault_t *fault)
{
    memory_t memory = {0};
    int64_t after = 0;
    bool more = true;
    i18n_off ();
    qcdc_status status = write_prepare (site->pg, fault);
    if (status == QCDC_OK)
        status = memory_load (&memory, site->pg, fault);
    while (status == QCDC_OK && more)
        status = rejudge_page (site, &memory, &after, &more, changed, fault);
    memory_release (&memory);
    return status;
}

int command_rebuild (const options_t *options)
{
    fault_t fault = {0};
    site_t *site = NULL;
    findings_t findings = {0};
    replay_counts_t counts;
    size_t changed = 0;
    qcdc_status status = site_open (options, &site, &fault);
    if (status == QCDC_OK)
        status = rebuild (site, &findings, &counts, &fault);
    if (status == QCDC_OK && options->rejudge && !findings.problems)
        status = rejudge (site, &changed, &fault);
    site_close (&site);
    if (status != QCDC_OK)
        return command_fail (&fault);
    if (findings.problems) {
        fprintf (stderr, "qcdcd: %s\n", _ ("the journals are damaged; nothing was rebuilt"));
        return 1;
    }
    printf (_ ("rebuilt from %llu entries of %llu origins\n"), (unsigned long long)counts.entries,
            (unsigned long long)counts.origins);
    if (options->rejudge)
        printf (_ ("%zu entries were judged differently\n"), changed);
    return 0;
}
