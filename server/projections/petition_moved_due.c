/*  petition_moved_due.c — a page of petitions at a time: read with their steps, counted, and what differs written by one statement. */

#include "projections/petition_moved_due.h"

#include "base/log.h"
#include "base/memory.h"
#include "matters/petition_due.h"
#include "matters/petition_due_memo.h"
#include "pg/advisory.h"
#include "projections/reference_tables.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PAGE_ROWS 5000

/*  Microseconds since 1970 of a timestamptz, whole. */
#define MICROSECONDS(of) "(extract(epoch from " of ") * 1000000)::int8"
#define DAY(of) "(" of " - date '1970-01-01')"
#define SUSPENDED "7"
_Static_assert(QCDC__MOVE__SUSPENDED == 7, "the statement says so, and the index petition_event_suspended");

/*  $2: only what petition_due_reached says, of days from $3 to $4, and of many publications ($5). */
static const statement_t
    PAGE = {"due_page",
            "select p.id, p.office::int4, p.unit, p.kind, p.received_on, p.channel, p.flags, "
            "p.instance, " MICROSECONDS ("j.first_committed_at") ", p.due_on, p.due_from, p.due_rule, "
                                                                 "p.due_was_on, " MICROSECONDS (
                                                                     "p.due_moved_at") ", p.settle_due_on, e.steps"
                                                                                       " from (select * from "
                                                                                       "petition r where id > $1 and "
                                                                                       "not voided and (not $2 or "
                                                                                       "(received_on < $4 and due_on "
                                                                                       ">= $3)"
                                                                                       "         or ($5 and "
                                                                                       "due_moved_at is not null)"
                                                                                       "         or exists (select "
                                                                                       "from petition_event h where "
                                                                                       "h.petition = r.id and h.move "
                                                                                       "= " SUSPENDED "))"
                                                                                       "       order by id limit "
                                                                                       "5000) p"
                                                                                       " join journal j on "
                                                                                       "j.commit_seq = p.id"
                                                                                       " left join lateral (select "
                                                                                       "string_agg(concat_ws(' ', "
                                                                                       "s.move, " DAY (
                                                                                           "s.on_day") ", s.days, "
                                                                                                       "s.from_"
                                                                                                       "register::"
                                                                                                       "int,"
                                                                                                       "     "
                                                                                                       "s.outcome, "
                                                                                                       "s.answer, "
                                                                                                       "coalesce(s."
                                                                                                       "answers, 0), "
                                                                                                       "(s.to_office "
                                                                                                       "is not "
                                                                                                       "null)::int, "
                                                                                                       "s.id,"
                                                                                                       " " MICROSECONDS (
                                                                                                           "s.moved_"
                                                                                                           "at") "),"
                                                                                                                 "   "
                                                                                                                 "  "
                                                                                                                 "' "
                                                                                                                 "' "
                                                                                                                 "ord"
                                                                                                                 "er "
                                                                                                                 "by "
                                                                                                                 "s."
                                                                                                                 "mov"
                                                                                                                 "ed_"
                                                                                                                 "at,"
                                                                                                                 " s."
                                                                                                                 "id)"
                                                                                                                 " as"
                                                                                                                 " st"
                                                                                                                 "eps"
                                                                                                                 " fr"
                                                                                                                 "om "
                                                                                                                 "pet"
                                                                                                                 "iti"
                                                                                                                 "on_"
                                                                                                                 "eve"
                                                                                                                 "nt "
                                                                                                                 "s "
                                                                                                                 "whe"
                                                                                                                 "re "
                                                                                                                 "s."
                                                                                                                 "pet"
                                                                                                                 "iti"
                                                                                                                 "on "
                                                                                                                 "= "
                                                                                                                 "p."
                                                                                                                 "id "
                                                                                                                 "and"
                                                                                                                 " no"
                                                                                                                 "t "
                                                                                                                 "s."
                                                                                                                 "voi"
                                                                                                                 "ded"
                                                                                                                 ") "
                                                                                                                 "e "
                                                                                                                 "on "
                                                                                                                 "tru"
                                                                                                                 "e"
                                                                                                                 " or"
                                                                                                                 "der"
                                                                                                                 " by"
                                                                                                                 " p."
                                                                                                                 "i"
                                                                                                                 "d"};

/*  Whether a step was committed since: it is judged by what was known before, which has changed.  Not of the batch itself ($2 is its first entry),
 *  whose entries are all of one moment: what these steps are of is settled by what it has published (settle_things).  By the index of
 *  moments, which has few of them, and not along the ids, hence id + 0. */
static const statement_t JUDGED = {"due_judged",
                                   "select exists (select from petition_event where moved_at >= $1 and id + 0 < $2)"};

#define NO_DAY INT32_MIN
static const statement_t UPDATE = {
    "due_update",
    "update petition p set due_on = date '1970-01-01' + nullif(k.due_on, -2147483648),"
    " due_from = date '1970-01-01' + nullif(k.due_from, -2147483648), due_rule = nullif(k.due_rule, ''),"
    " due_was_on = date '1970-01-01' + nullif(k.was_on, -2147483648),"
    " due_moved_at = nullif(k.moved_at, timestamptz '1970-01-01 00:00:00+00'),"
    " settle_due_on = date '1970-01-01' + nullif(k.settle_on, -2147483648)"
    " from unnest($1::int8[], $2::int4[], $3::int4[], $4::text[], $5::int4[], $6::timestamptz[], $7::int4[])"
    "   as k(id, due_on, due_from, due_rule, was_on, moved_at, settle_on) where p.id = k.id"};

typedef struct {
    int64_t id;
    petition_due_t due;
} moved_t;

/*  The steps of a row, "2 18270 0 0 0 0 0 0 8 1580000000000000 …". */
static qcdc_status steps_take (petition_t *petition, const char *text)
{
    char *rest = (char *)text;
    for (uint64_t number = 1; *rest; number++) {
        move_t move = {0};
        move.move = (int)strtol (rest, &rest, 10);
        move.on = (int32_t)strtol (rest, &rest, 10);
        move.days = (int)strtol (rest, &rest, 10);
        move.from_register = strtol (rest, &rest, 10) != 0;
        move.outcome = (int)strtol (rest, &rest, 10);
        move.answer = (int)strtol (rest, &rest, 10);
        move.answers.seq = strtoull (rest, &rest, 10);
        if (strtol (rest, &rest, 10)) /* whichever office it went to */
            strcpy (move.to_office, "?");
        move.entry.seq = strtoull (rest, &rest, 10);
        move.order = (stamp_t){strtoll (rest, &rest, 10), (int64_t)number};
        QCDC_TRY (petition_put_move (petition, &move));
    }
    return QCDC_OK;
}

static int32_t day_or_none (const PGresult *page, int row, int column)
{
    return pg_null (page, row, column) ? 0 : pg_date (page, row, column);
}

/*  What stands there. */
static petition_due_t due_stored (const PGresult *page, int row)
{
    petition_due_t due = {.on = day_or_none (page, row, 9),
                          .from = day_or_none (page, row, 10),
                          .was_on = day_or_none (page, row, 12),
                          .moved_at_us = pg_null (page, row, 13) ? 0 : pg_int8 (page, row, 13),
                          .was_settled = !pg_null (page, row, 14),
                          .settle_on = day_or_none (page, row, 14)};
    if (!pg_null (page, row, 11))
        snprintf (due.rule, sizeof due.rule, "%s", pg_text (page, row, 11));
    return due;
}

/*  What is due of one row. */
static qcdc_status due_of (const PGresult *page, int row, due_memo_t *memo, petition_due_t *due)
{
    petition_t petition = {.flags = strdup (pg_text (page, row, 6))};
    petition.office = (int)pg_int8 (page, row, 1);
    petition.unit = (int)pg_int8 (page, row, 2);
    petition.kind = (int)pg_int8 (page, row, 3);
    petition.received_on = pg_date (page, row, 4);
    petition.channel = (int)pg_int8 (page, row, 5);
    petition.instance = (int)pg_int8 (page, row, 7);
    petition.created_at_us = pg_int8 (page, row, 8);
    qcdc_status status = petition.flags ? QCDC_OK : QCDC_NO_MEMORY;
    if (status == QCDC_OK && !pg_null (page, row, 15))
        status = steps_take (&petition, pg_text (page, row, 15));
    (void)petition_fold (&petition, NULL); /* where it stops it stands */
    due_memo_set (memo, &petition);
    *due = petition.due;
    petition_release (&petition);
    return status;
}

#define ARRAY(oid, put, value)                                                                                       \
    pg_params_array_begin (params, oid);                                                                             \
    for (size_t i = 0; i < count; i++)                                                                               \
        put (params, value);                                                                                         \
    pg_params_array_end (params)

static qcdc_status write_moved (pg_t *pg, const moved_t *moved, size_t count, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = count ? pg_params_new () : NULL;
    if (!count)
        return QCDC_OK;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    ARRAY (OID_INT8, pg_params_int8, moved[i].id);
    ARRAY (OID_INT4, pg_params_int4, *moved[i].due.rule ? moved[i].due.on : NO_DAY);
    ARRAY (OID_INT4, pg_params_int4, *moved[i].due.rule ? moved[i].due.from : NO_DAY);
    ARRAY (OID_TEXT, pg_params_text, moved[i].due.rule);
    ARRAY (OID_INT4, pg_params_int4, moved[i].due.moved_at_us ? moved[i].due.was_on : NO_DAY);
    ARRAY (OID_TIMESTAMPTZ, pg_params_timestamp, moved[i].due.moved_at_us);
    ARRAY (OID_INT4, pg_params_int4, moved[i].due.was_settled ? moved[i].due.settle_on : NO_DAY);
    return pg_run (pg, &UPDATE, params, &result, fault);
}

/*  The page behind *LAST, which is its last row then; *ROWS: how many there are, and DONE goes up by what was done of them. */
static qcdc_status page_follow (due_memo_t *memo, pg_t *pg, pg_params_t *params, int64_t *last, int *rows,
                                due_followed_t *done, fault_t *fault)
{
    size_t count = 0;
    PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
    moved_t *moved QCDC_CLEANUP (memory_free) = malloc (PAGE_ROWS * sizeof *moved);
    if (!moved)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (pg_run (pg, &PAGE, params, &page, fault));
    *rows = PQntuples (page);
    for (int row = 0; row < *rows; row++) {
        petition_due_t stored = due_stored (page, row), due;
        if (due_of (page, row, memo, &due) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
        *last = pg_int8 (page, row, 0);
        if (!petition_due_same (&stored, &due))
            moved[count++] = (moved_t){*last, due};
    }
    done->looked_at += (size_t)*rows;
    done->changed += count;
    return write_moved (pg, moved, count, fault);
}

/*  All of them, or of what is open those that REACH says. */
static qcdc_status pages_follow (const catalog_t *catalog, pg_t *pg, const due_reach_t *reach, due_followed_t *done,
                                 fault_t *fault)
{
    int64_t last = 0;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    due_memo_t *memo QCDC_CLEANUP (due_memo_destroy) = due_memo_new (catalog);
    if (!params || !memo)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (int rows = PAGE_ROWS; rows == PAGE_ROWS;) {
        pg_params_reset (params);
        pg_params_int8 (params, last);
        pg_params_bool (params, reach->scope == DUE_OPEN);
        pg_params_date (params, reach->first);
        pg_params_date (params, reach->last);
        pg_params_bool (params, reach->many);
        QCDC_TRY (page_follow (memo, pg, params, &last, &rows, done, fault));
    }
    return QCDC_OK;
}

static qcdc_status ask_judged (pg_t *pg, int64_t since_us, int64_t batch_from, bool *judged, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_timestamp (params, since_us);
    pg_params_int8 (params, batch_from);
    QCDC_TRY (pg_run (pg, &JUDGED, params, &result, fault));
    *judged = pg_bool (result, 0, 0);
    return QCDC_OK;
}

qcdc_status petition_due_follow (const state_t *state, int64_t batch_from, pg_t *pg, due_followed_t *done,
                                 fault_t *fault)
{
    bool judged = false;
    *done = (due_followed_t){0};
    if (!state->new_catalog || !state->past_count)
        return QCDC_OK;
    due_reach_t reach = petition_due_reach (state->past[0]->catalog, state->snapshot->catalog);
    if (reach.scope == DUE_NOTHING)
        return QCDC_OK;
    if (reach.scope == DUE_OPEN)
        QCDC_TRY (ask_judged (pg, reach.since_us, batch_from, &judged, fault));
    if (judged)
        reach.scope = DUE_ANY;
    return pages_follow (state->snapshot->catalog, pg, &reach, done, fault);
}

/*  ---------------------------------------------------------------- days of another program */

static const statement_t GET_EDITION = {"due_get_edition", "select value from setting where name = 'petition_due'"};
static const statement_t PUT_EDITION = {"due_put_edition",
                                        "insert into setting (name, value) values ('petition_due', $1)"
                                        " on conflict (name) do update set value = $1"};
static const statement_t LOCK_SCHEMA = {"due_lock_schema", "select pg_advisory_lock($1)"};
static const statement_t LOCK_WRITER = {"due_lock_writer", "select pg_try_advisory_lock($1)"};
static const statement_t UNLOCK = {"due_unlock", "select pg_advisory_unlock($1)"};

static const char *edition_text (char text[16])
{
    snprintf (text, 16, "%d", PETITION_DUE_EDITION);
    return text;
}

static qcdc_status is_ours (pg_t *pg, bool *ours, fault_t *fault)
{
    char text[16];
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, &GET_EDITION, NULL, &result, fault));
    *ours = PQntuples (result) == 1 && strcmp (pg_text (result, 0, 0), edition_text (text)) == 0;
    return QCDC_OK;
}

static qcdc_status run_lock (pg_t *pg, const statement_t *statement, int64_t key, bool *got, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, key);
    QCDC_TRY (pg_run (pg, statement, params, &result, fault));
    if (got)
        *got = pg_bool (result, 0, 0);
    return QCDC_OK;
}

static qcdc_status put_edition (pg_t *pg, fault_t *fault)
{
    char text[16];
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_text (params, edition_text (text));
    return pg_run (pg, &PUT_EDITION, params, NULL, fault);
}

/*  Inside the transaction and the locks.  The catalogue may have been another one's by now: then the next command does it. */
static qcdc_status work_out_anew (pg_t *pg, const catalog_t *catalog, due_followed_t *done, fault_t *fault)
{
    bool ours, stale;
    QCDC_TRY (is_ours (pg, &ours, fault));
    QCDC_TRY (reference_tables_are_stale (pg, catalog, &stale, fault));
    if (ours || stale)
        return QCDC_OK;
    const due_reach_t all = {.scope = DUE_ANY, .first = QCDC_DAY_MIN, .last = QCDC_DAY_MAX, .many = true};
    QCDC_TRY (pages_follow (catalog, pg, &all, done, fault));
    return put_edition (pg, fault);
}

static qcdc_status ensure_locked (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    fault_t ignored;
    due_followed_t done = {0};
    QCDC_TRY (pg_exec (pg, "begin", fault));
    qcdc_status status = work_out_anew (pg, catalog, &done, fault);
    if (status == QCDC_OK)
        status = pg_exec (pg, "commit", fault);
    else
        (void)!pg_exec (pg, "rollback", &ignored);
    if (status == QCDC_OK && done.changed)
        LOG_INFO ("%zu petitions are due on other days by this program than by the one before", done.changed);
    return status;
}

qcdc_status petition_due_ensure (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    bool ours, writes = false;
    fault_t ignored;
    QCDC_TRY (is_ours (pg, &ours, fault));
    if (ours)
        return QCDC_OK;
    QCDC_TRY (run_lock (pg, &LOCK_SCHEMA, ADVISORY_SCHEMA, NULL, fault));
    qcdc_status status = run_lock (pg, &LOCK_WRITER, ADVISORY_WRITER, &writes, fault);
    if (status == QCDC_OK && writes) {
        status = ensure_locked (pg, catalog, fault);
        (void)!run_lock (pg, &UNLOCK, ADVISORY_WRITER, NULL, &ignored);
    }
    (void)!run_lock (pg, &UNLOCK, ADVISORY_SCHEMA, NULL, &ignored);
    return status;
}
