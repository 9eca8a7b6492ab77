/*  erase_handed.c — erased texts of petitions that went from office to office.
 *
 *  What was handed over, and what was taken in of it, are entries of their own, and the order names one of them.  Which ones have the
 *  same text is asked of table copied_text, by the functions of its schema.  Each office that has one, or was shown one, gets the order into its feed;
 *  a fetch says beside it what there goes (reading/fetch_items.c): the office itself may not know how the two hang together. */

#include "ingest/erase_handed.h"

#include "base/limits.h"
#include "base/memory.h"
#include "ingest/erase_text.h"
#include "matters/copied_text.h"

#include <stdlib.h>

/*  What has a text of the entry at ($1, $2), $3: and that itself; nothing where it never went to another office. */
static const statement_t COPIES = {
    "handed_copies",
    "with copy as materialized (select c.entry, c.texts from text_copies(array(select text_at($1, $2))) c)"
    " select o.origin, j.seq, c.texts, j.annex is not null from copy c"
    "  join journal j on j.commit_seq = c.entry join origin o on o.id = j.origin"
    " where exists (select from copy d join copied_text x on x.entry = d.entry and x.relation in (1, 2, 5, 6))"
    "   and ($3 or o.origin <> $1 or j.seq <> $2)"};
static const statement_t ERASE = {
    "handed_erase", "insert into annex_erased (origin, seq, entry, texts)"
                    " select k.origin, k.seq, $4, k.texts from unnest($1::bytea[], $2::int8[], $3::int2[])"
                    "   as k (origin, seq, texts)"
                    " on conflict (origin, seq, entry) do update set texts = annex_erased.texts | excluded.texts"};
/*  Whom the order ($1) concerns besides its own office, and how often it is to be told each: as often as it takes to say all that it reaches there.
 *  The office of an origin ($2) gets it, or had what came, and is told what does not go with that. */
static const statement_t OFFICES = {
    "handed_offices",
    "with concerned as (select distinct x.office, je.origin, je.seq, je.commit_seq"
    "  from journal je join origin oe on oe.id = je.origin"
    "  join annex_erased a on a.entry = je.commit_seq join origin o on o.origin = a.origin"
    "  cross join lateral (select o.office where a.texts is not null"
    "    union select f.office from feed f where f.kind = 1 and f.origin = o.id and f.seq = a.seq) x"
    "  where je.commit_seq = $1 and x.office <> oe.office)"
    " select c.office, c.origin, c.seq, erasure_rows(c.office, c.commit_seq, $3) - case"
    "   when c.office in (select t.office from origin t where t.origin = $2) then greatest(1, (select count(*) from "
    "feed f"
    "     where f.kind = 1 and f.origin = c.origin and f.seq = c.seq and f.office = c.office)) else 0 end"
    " from concerned c"};
/*  Orders by which texts of the entries $1, which are there, would have gone; the copies are found once, and not for each order. */
#define ORDERS_OF                                                                                                    \
    "with copy as materialized (select c.entry from text_copies(array(select s.commit_seq from journal s"            \
    "   where s.commit_seq = any ($1::int8[]) and s.annex is not null)) c)"                                          \
    " select a.entry from copy c join journal j on j.commit_seq = c.entry join origin o on o.id = j.origin"          \
    "  join annex_erased a on a.origin = o.origin and a.seq = j.seq"
static const statement_t ANY_ORDER = {"handed_any_order", ORDERS_OF " limit 1"};
static const statement_t ORDER_OF = {"handed_order", ORDERS_OF " order by a.entry limit 1"};
/*  Orders that name why a petition was given back. */
static const statement_t OWED = {
    "handed_owed", "select a.entry, a.origin, a.seq from annex_erased a join origin o on o.origin = a.origin"
                   "  join journal j on j.origin = o.id and j.seq = a.seq"
                   "  join copied_text c on c.entry = j.commit_seq and c.relation in (5, 6)"
                   " where a.texts is null order by a.entry"};
static const statement_t OWED_NO_MORE = {
    "handed_owed_no_more", "insert into setting (name, value) values ('reasons_erased', '') on conflict do nothing"};

qcdc_status handed_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&COPIES,   &ERASE, &OFFICES,     &ANY_ORDER,
                                                    &ORDER_OF, &OWED,  &OWED_NO_MORE};
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    return QCDC_OK;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

/*  That the rows (origin, seq, texts, there) of COPIES are erased, and stay so. */
static qcdc_status note_erased (const PGresult *rows, int64_t order, memory_t *memory, pg_t *pg, pg_params_t *params,
                                fault_t *fault)
{
    int count = PQntuples (rows);
    pg_params_reset (params);
    pg_params_array_begin (params, OID_BYTEA);
    for (int row = 0; row < count; row++)
        pg_params_u64 (params, pg_u64 (rows, row, 0));
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT8);
    for (int row = 0; row < count; row++)
        pg_params_int8 (params, pg_int8 (rows, row, 1));
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_INT2);
    for (int row = 0; row < count; row++)
        pg_params_int2 (params, (int16_t)pg_int8 (rows, row, 2));
    pg_params_array_end (params);
    pg_params_int8 (params, order);
    QCDC_TRY (pg_run (pg, &ERASE, params, NULL, fault));
    for (int row = 0; row < count; row++)
        if (memory_add_erased (memory, pg_u64 (rows, row, 0), (uint64_t)pg_int8 (rows, row, 1)) != QCDC_OK)
            return no_memory (fault);
    return QCDC_OK;
}

/*  All of them at once: the copies of one fact are copies of one another. */
static qcdc_status erase_rows (const PGresult *rows, int64_t order, memory_t *memory, pg_t *pg, pg_params_t *params,
                               fault_t *fault)
{
    int count = PQntuples (rows);
    address_t *copies QCDC_CLEANUP (memory_free) = count ? calloc ((size_t)count, sizeof *copies) : NULL;
    if (!count)
        return QCDC_OK;
    if (!copies)
        return no_memory (fault);
    for (int row = 0; row < count; row++)
        copies[row] = (address_t){pg_u64 (rows, row, 0), (uint64_t)pg_int8 (rows, row, 1), 0};
    QCDC_TRY (note_erased (rows, order, memory, pg, params, fault));
    return erase_texts (copies, (size_t)count, order, memory, pg, fault);
}

/*  A row (office, origin, seq, how often) of OFFICES. */
static qcdc_status tell_office (const handed_t *self, const PGresult *offices, int row, batch_t *batch,
                                fault_t *fault)
{
    for (int64_t times = pg_int8 (offices, row, 3); times > 0; times--) {
        batch_feed_t *feed = batch_add_feed (batch);
        if (!feed)
            return no_memory (fault);
        *feed = (batch_feed_t){.office = (int)pg_int8 (offices, row, 0),
                               .kind = FEED_ACT,
                               .origin_id = (int)pg_int8 (offices, row, 1),
                               .seq = (uint64_t)pg_int8 (offices, row, 2),
                               .commit_seq = self->given_at};
    }
    return QCDC_OK;
}

static qcdc_status tell_offices (const handed_t *self, batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    PGresult *offices QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_reset (params);
    pg_params_int8 (params, self->order);
    pg_params_u64 (params, self->anew ? 0 : self->first.origin);
    pg_params_int4 (params, QCDC_REACHES_COUNT_MAX);
    QCDC_TRY (pg_run (pg, &OFFICES, params, &offices, fault));
    for (int row = 0; row < PQntuples (offices); row++)
        QCDC_TRY (tell_office (self, offices, row, batch, fault));
    return QCDC_OK;
}

/*  All that has a text of what SELF names; WITH_FIRST: that itself, too.  Somebody is to be told where another text than that was still
 *  there, and of a new order in any case. */
static qcdc_status erase_all (const handed_t *self, bool with_first, batch_t *batch, memory_t *memory, pg_t *pg,
                              fault_t *fault)
{
    PGresult *rows QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    bool told = !with_first && !self->anew;
    if (!params)
        return no_memory (fault);
    pg_params_u64 (params, self->first.origin);
    pg_params_int8 (params, (int64_t)self->first.seq);
    pg_params_bool (params, with_first);
    QCDC_TRY (pg_run (pg, &COPIES, params, &rows, fault));
    for (int row = 0; row < PQntuples (rows); row++) {
        bool is_first =
            pg_u64 (rows, row, 0) == self->first.origin && (uint64_t)pg_int8 (rows, row, 1) == self->first.seq;
        told |= !is_first && pg_bool (rows, row, 3);
    }
    QCDC_TRY (erase_rows (rows, self->order, memory, pg, params, fault));
    /* An order also reaches whoever was shown that entry alone, though nothing was handed over: a case that was put on a list, a matter joined. */
    bool concerns = PQntuples (rows) || !with_first;
    return concerns && told && !self->waits ? tell_offices (self, batch, pg, params, fault) : QCDC_OK;
}

qcdc_status handed_erase (const handed_t *self, batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault)
{
    return erase_all (self, false, batch, memory, pg, fault);
}

/*  ---------------------------------------------------------------- texts that come */

static bool may_be_erased (const batch_entry_t *entry, const memory_t *memory)
{
    copied_text_t text;
    if (!memory->erased || !entry->fact || !entry->entry.annex.length)
        return false;
    copied_text_read (entry->fact, &text);
    return copied_text_is_copy (&text);
}

bool handed_is_in (const batch_t *batch, const memory_t *memory)
{
    bool found = false;
    for (size_t i = 0; !found && i < batch->entry_count; i++)
        found = may_be_erased (&batch->entries[i], memory);
    return found;
}

/*  Whether an order names a text of any of them: hardly ever one does, and one question is enough for all. */
static qcdc_status ask_any (const batch_t *batch, const memory_t *memory, pg_t *pg, pg_params_t *params, bool *any,
                            fault_t *fault)
{
    PGresult *order QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < batch->entry_count; i++)
        if (may_be_erased (&batch->entries[i], memory))
            pg_params_int8 (params, batch->entries[i].commit_seq);
    pg_params_array_end (params);
    QCDC_TRY (pg_run (pg, &ANY_ORDER, params, &order, fault));
    *any = PQntuples (order) > 0;
    return QCDC_OK;
}

static qcdc_status erase_one_late (const batch_entry_t *entry, batch_t *batch, memory_t *memory, pg_t *pg,
                                   pg_params_t *params, fault_t *fault)
{
    PGresult *order QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    pg_params_int8 (params, entry->commit_seq);
    pg_params_array_end (params);
    QCDC_TRY (pg_run (pg, &ORDER_OF, params, &order, fault));
    if (!PQntuples (order))
        return QCDC_OK;
    const handed_t late = {.order = pg_int8 (order, 0, 0),
                           .given_at = entry->commit_seq,
                           .first = {entry->entry.origin, entry->entry.seq, 0}};
    return erase_all (&late, true, batch, memory, pg, fault);
}

/*  In their order: what was taken in follows what was handed over. */
qcdc_status handed_erase_late (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault)
{
    bool any = handed_is_in (batch, memory);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = any ? pg_params_new () : NULL;
    if (!any)
        return QCDC_OK;
    if (!params)
        return no_memory (fault);
    QCDC_TRY (ask_any (batch, memory, pg, params, &any, fault));
    for (size_t i = 0; any && i < batch->entry_count; i++)
        if (may_be_erased (&batch->entries[i], memory))
            QCDC_TRY (erase_one_late (&batch->entries[i], batch, memory, pg, params, fault));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what an earlier program left */

qcdc_status handed_erase_owed (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault)
{
    PGresult *orders QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, &OWED, NULL, &orders, fault));
    for (int row = 0; row < PQntuples (orders); row++) {
        const handed_t owed = {.order = pg_int8 (orders, row, 0),
                               .given_at = pg_int8 (orders, row, 0),
                               .anew = true,
                               .first = {pg_u64 (orders, row, 1), (uint64_t)pg_int8 (orders, row, 2), 0}};
        QCDC_TRY (erase_all (&owed, false, batch, memory, pg, fault));
    }
    return pg_run (pg, &OWED_NO_MORE, NULL, NULL, fault);
}
