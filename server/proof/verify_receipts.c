/*  verify_receipts.c — the verdicts that were signed, against the rows that everything is judged and shown by.
 *
 *  A verdict decides what counts.  A row of table verdict that says anything else than the receipt of its entry
 *  would change figures without an entry being touched, and rebuild would follow it.  The receipts are opened into a
 *  temporary table, a page at a time, and the two tables are compared where they are: memory stays constant however
 *  many there are. */

#include "proof/verify_receipts.h"

#include "base/arena.h"
#include "wire.pb-c.h"
#include "wire/receipt.h"

#include <stdio.h>

#define RECEIPT_ARENA_BYTES_MAX (8u * 1024u * 1024u)

static const char MAKE[] =
    "create temp table receipt_verdict (entry bigint not null, given_at bigint not null,"
    " state smallint not null, code text not null, field text not null, message text not null,"
    " repeats_origin bytea not null, repeats_seq bigint not null)"
    " on commit drop;"
    /* what a verdict's seq must be added to, and 0 for those given with the commit itself */
    "declare verify_receipts no scroll cursor for"
    " select s.commit_seq - s.last_seq, 0::bigint, s.verdicts"
    "   from public.segment s where s.verdicts is not null"
    " union all"
    " select j.commit_seq - j.seq, l.commit_seq, l.verdicts"
    "   from public.later_receipt l join public.journal j on j.origin = l.origin and j.seq = l.seq";
static const statement_t FETCH = {"verify_receipts_fetch", "fetch 200 from verify_receipts"};
static const char COPY[] = "copy receipt_verdict from stdin (format binary)";

/*  Rows that stand on one side only. */
static const char DIFFERENCES[] =
    "with held as (select entry, given_at, state, code, field, message from public.verdict),"
    " signed as (select entry, given_at, state, code, field, message from receipt_verdict),"
    " only_held as (select * from held except all select * from signed),"
    " only_signed as (select * from signed except all select * from held)"
    " select 'verdict of entry ' || coalesce(encode(o.origin, 'hex') || ':' || j.seq, 'with commit ' || d.entry)"
    "        || ': ' || d.words || ' '"
    "        || (array['accepted', 'alias', 'rejected', 'waiting', 'unsupported'])[d.state + 1]"
    "        || rtrim(' ' || d.code)"
    "   from (select entry, state, code, 'the database holds, against the receipt,' as words from only_held"
    "         union all select entry, state, code, 'the receipt says, and the database lacks,' from only_signed) d"
    "   left join public.journal j on j.commit_seq = d.entry left join public.origin o on o.id = j.origin"
    "  order by d.entry limit 20";

/*  A device folds a second copy into what its receipt names, the province into what the row names: they have to be one, or a copy of
 *  the one. */
static const char COPIES[] =
    "select 'verdict of entry ' || encode(o.origin, 'hex') || ':' || j.seq || ': to its device it is a copy of '"
    "        || encode(r.repeats_origin, 'hex') || ':' || r.repeats_seq || ', and to the province of commit ' || "
    "v.alias_of"
    "   from receipt_verdict r join public.verdict v on v.entry = r.entry and v.given_at = r.given_at"
    "   join public.journal j on j.commit_seq = r.entry join public.origin o on o.id = j.origin"
    "  where r.repeats_seq <> 0 and v.alias_of is not null and not exists ("
    "    select from public.origin fo join public.journal f on f.origin = fo.id and f.seq = r.repeats_seq"
    "     where fo.origin = r.repeats_origin and (f.commit_seq = v.alias_of or v.alias_of = ("
    "       select l.alias_of from public.verdict l where l.entry = f.commit_seq order by l.given_at desc limit 1)))"
    "  order by r.entry limit 20";

/*  One receipt's verdicts as rows. */
static qcdc_status open_receipt (const PGresult *page, int row, arena_t *arena, pg_rows_t *rows,
                                 replay_problem_fn *problem, void *arg, fault_t *fault)
{
    int64_t base = pg_int8 (page, row, 0), given_at = pg_int8 (page, row, 1);
    bytes_t bytes;
    bytes.data = pg_bytes (page, row, 2, &bytes.length);
    arena_reset (arena);
    const Qcdc__Verdicts *verdicts;
    qcdc_status status = verdicts_unpack (bytes, arena, &verdicts);
    if (status == QCDC_TOO_LARGE || status == QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (status != QCDC_OK) {
        char line[120];
        snprintf (line, sizeof line, "verdicts of the receipt behind commit %lld: they cannot be read",
                  (long long)base);
        problem (line, arg);
        return QCDC_OK;
    }
    for (size_t i = 0; i < verdicts->n_items; i++) {
        const Qcdc__Verdict *item = verdicts->items[i];
        int64_t entry = base + (int64_t)item->seq;
        pg_rows_row (rows, 8);
        pg_rows_int8 (rows, entry);
        pg_rows_int8 (rows, given_at ? given_at : entry);
        pg_rows_int2 (rows, (int16_t)item->state);
        pg_rows_text (rows, item->code);
        pg_rows_text (rows, item->field);
        pg_rows_text (rows, item->message);
        pg_rows_u64 (rows, item->repeats_origin);
        pg_rows_int8 (rows, (int64_t)item->repeats_seq);
    }
    return QCDC_OK;
}

/*  The next page of receipts; *OVER when there was none. */
static qcdc_status open_page (pg_t *pg, arena_t *arena, replay_problem_fn *problem, void *arg, bool *over,
                              fault_t *fault)
{
    PGresult *page = NULL;
    pg_rows_t rows = {0};
    qcdc_status status = pg_run (pg, &FETCH, NULL, &page, fault);
    int count = status == QCDC_OK ? PQntuples (page) : 0;
    *over = count == 0;
    for (int row = 0; status == QCDC_OK && row < count; row++)
        status = open_receipt (page, row, arena, &rows, problem, arg, fault);
    if (status == QCDC_OK && rows.failed)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (status == QCDC_OK && rows.rows > 0)
        status = pg_copy (pg, COPY, rows.data, rows.length, fault);
    pg_rows_release (&rows);
    PQclear (page);
    return status;
}

qcdc_status verify_receipts (pg_t *pg, replay_problem_fn *problem, void *arg, fault_t *fault)
{
    PGresult *result = NULL;
    bool over = false;
    arena_t *arena = arena_new (RECEIPT_ARENA_BYTES_MAX);
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    qcdc_status status = pg_exec (pg, MAKE, fault);
    while (status == QCDC_OK && !over)
        status = open_page (pg, arena, problem, arg, &over, fault);
    if (status == QCDC_OK)
        status = pg_exec (pg, "close verify_receipts; create index on receipt_verdict (entry, given_at desc);"
                              " analyze receipt_verdict", fault);
    if (status == QCDC_OK)
        status = pg_run_text (pg, DIFFERENCES, 0, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        problem (PQgetvalue (result, row, 0), arg);
    PQclear (result);
    result = NULL;
    if (status == QCDC_OK)
        status = pg_run_text (pg, COPIES, 0, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++)
        problem (PQgetvalue (result, row, 0), arg);
    PQclear (result);
    arena_destroy (&arena);
    return status;
}
