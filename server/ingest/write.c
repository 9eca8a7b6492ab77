/*  write.c — one batch in one transaction: its rows by table, then what changes in rows that are there.
 *
 *  Few entries go in one round trip, many by COPY, where what is not decided yet is decided while the entries go; so
 *  nothing that deciding may still change of an entry's row is sent before it is over. */

#include "ingest/write.h"

#include "base/log.h"
#include "ingest/erase.h"
#include "ingest/signed.h"
#include "ingest/write_addressed.h"
#include "projections/copied_texts.h"
#include "projections/entry_words.h"
#include "projections/open_data.h"
#include "projections/petition_moved_due.h"
#include "projections/reference_tables.h"

#include <string.h>

static const Oid JOURNAL_TYPES[] = {OID_INT8,        OID_INT4,        OID_INT8,  OID_TIMESTAMPTZ,
                                    OID_TIMESTAMPTZ, OID_TIMESTAMPTZ, OID_BYTEA, OID_BYTEA,
                                    OID_BYTEA,       OID_BYTEA,       OID_BYTEA};
static const pg_table_t JOURNAL = {
    "copy journal (commit_seq, origin, seq, written_at, committed_at, first_committed_at, hash, commit_hash, body, "
    "annex,"
    " annex_hash) from stdin (format binary)",
    {"insert_journal",
     "insert into journal (commit_seq, origin, seq, written_at, committed_at, first_committed_at, hash,"
     " commit_hash, body, annex, annex_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
    11,
    JOURNAL_TYPES};

static const Oid SEGMENT_TYPES[] = {OID_INT4, OID_INT8,        OID_INT8,        OID_BYTEA, OID_BYTEA,
                                    OID_INT8, OID_TIMESTAMPTZ, OID_TIMESTAMPTZ, OID_BYTEA};
static const pg_table_t SEGMENT = {
    "copy segment (origin, first_seq, last_seq, last_hash, signature, commit_seq, committed_at, first_committed_at, "
    "verdicts)"
    " from stdin (format binary)",
    {"insert_segment",
     "insert into segment (origin, first_seq, last_seq, last_hash, signature, commit_seq, committed_at,"
     " first_committed_at, verdicts) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
    9,
    SEGMENT_TYPES};

static const Oid VERDICT_TYPES[] = {OID_INT8, OID_INT8, OID_INT2, OID_TEXT, OID_TEXT, OID_TEXT, OID_INT8};
static const pg_table_t VERDICT = {
    "copy verdict (entry, given_at, state, code, field, message, alias_of) from stdin (format binary)",
    {"insert_verdict", "insert into verdict (entry, given_at, state, code, field, message, alias_of)"
                       " values ($1, $2, $3, $4, $5, $6, $7)"},
    7,
    VERDICT_TYPES};

static const Oid LATER_TYPES[] = {OID_INT4, OID_INT8, OID_INT8, OID_TIMESTAMPTZ, OID_BYTEA};
static const pg_table_t LATER = {
    "copy later_receipt (origin, seq, commit_seq, committed_at, verdicts) from stdin (format binary)",
    {"insert_later",
     "insert into later_receipt (origin, seq, commit_seq, committed_at, verdicts) values ($1, $2, $3, $4, $5)"},
    5,
    LATER_TYPES};

static const Oid WAITING_TYPES[] = {OID_INT8, OID_BYTEA, OID_INT8};
static const pg_table_t WAITING = {
    "copy waiting (entry, target_origin, target_seq) from stdin (format binary)",
    {"insert_waiting", "insert into waiting (entry, target_origin, target_seq) values ($1, $2, $3)"},
    3,
    WAITING_TYPES};

static const Oid REFILED_TYPES[] = {OID_BYTEA, OID_INT8, OID_BYTEA, OID_INT8};
static const pg_table_t REFILED = {
    "copy refiled (origin, seq, hash, entry) from stdin (format binary)",
    {"insert_refiled", "insert into refiled (origin, seq, hash, entry) values ($1, $2, $3, $4)"},
    4,
    REFILED_TYPES};

static const Oid ERASED_TYPES[] = {OID_BYTEA, OID_INT8, OID_INT8};
static const pg_table_t ERASED = {
    "copy annex_erased (origin, seq, entry) from stdin (format binary)",
    {"insert_annex_erased", "insert into annex_erased (origin, seq, entry) values ($1, $2, $3)"},
    3,
    ERASED_TYPES};

static const Oid FEED_TYPES[] = {OID_INT4, OID_INT8, OID_INT2, OID_INT4, OID_INT8, OID_INT8, OID_BYTEA};
static const pg_table_t FEED = {
    "copy feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash) from stdin (format binary)",
    {"insert_feed", "insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash)"
                    " values ($1, $2, $3, $4, $5, $6, $7)"},
    7,
    FEED_TYPES};

static const statement_t BEGIN = {"write_begin", "begin"};
static const statement_t COMMIT = {"write_commit", "commit"};
static const statement_t ROLLBACK = {"write_rollback", "rollback"};
static const statement_t MOVE_HEADS = {
    "move_heads", "update origin o set head_seq = k.seq, head_hash = k.hash"
                  "  from unnest($1::int4[], $2::int8[], $3::bytea[]) as k(id, seq, hash) where o.id = k.id"};
static const statement_t MOVE_HEAD = {"move_head", "update origin set head_seq = $2, head_hash = $3 where id = $1"};
/*  In the transaction of the entries that prove the restore: a server that dies after it must not leave them open. */
static const statement_t VOID_INVITATIONS = {
    "void_invitations",
    "update invitation set voided_at = now() where used_at is null and voided_at is null and issued_at <= $1"};
static const statement_t STOP_WAITING = {"stop_waiting", "delete from waiting where entry = any ($1::int8[])"};

qcdc_status write_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&JOURNAL.insert,
                                                    &SEGMENT.insert,
                                                    &VERDICT.insert,
                                                    &LATER.insert,
                                                    &WAITING.insert,
                                                    &REFILED.insert,
                                                    &ERASED.insert,
                                                    &FEED.insert,
                                                    &BEGIN,
                                                    &COMMIT,
                                                    &ROLLBACK,
                                                    &MOVE_HEADS,
                                                    &MOVE_HEAD,
                                                    &VOID_INVITATIONS,
                                                    &STOP_WAITING,
                                                    &ENTRY_WORDS.insert,
                                                    &COPIED_TEXT.insert};
    QCDC_TRY (state_prepare (pg, fault));
    QCDC_TRY (erase_prepare (pg, fault));
    QCDC_TRY (addressed_prepare (pg, fault));
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    return QCDC_OK;
}

/*  Every table's rows of one batch. */
typedef struct {
    pg_rows_t journal, segment, verdict, later, waiting, refiled, erased, feed, addressed, words, copied;
} rows_t;

static void put_entry (rows_t *rows, const batch_entry_t *entry, int64_t committed_at_us)
{
    pg_rows_t *to = &rows->journal;
    pg_rows_row (to, JOURNAL.columns);
    pg_rows_int8 (to, entry->commit_seq);
    pg_rows_int4 (to, entry->origin_id);
    pg_rows_int8 (to, (int64_t)entry->entry.seq);
    pg_rows_timestamp (to, entry->entry.written_at_us);
    pg_rows_timestamp (to, committed_at_us);
    pg_rows_timestamp (to, entry->first_committed_at_us);
    pg_rows_bytea (to, entry->hash, HASH_BYTES);
    pg_rows_bytea (to, entry->commit_hash, HASH_BYTES);
    pg_rows_bytea (to, entry->entry.body.data, entry->entry.body.length);
    pg_rows_bytea (to, entry->entry.annex.length ? entry->entry.annex.data : NULL, entry->entry.annex.length);
    pg_rows_bytea (to, entry->entry.annex_hash.length ? entry->entry.annex_hash.data : NULL,
                   entry->entry.annex_hash.length);
}

static void put_verdict (rows_t *rows, const batch_verdict_t *verdict)
{
    pg_rows_t *to = &rows->verdict;
    pg_rows_row (to, VERDICT.columns);
    pg_rows_int8 (to, verdict->entry);
    pg_rows_int8 (to, verdict->given_at);
    pg_rows_int2 (to, (int16_t)verdict->state);
    pg_rows_text (to, verdict->code);
    pg_rows_text (to, verdict->field);
    pg_rows_text (to, verdict->message);
    if (verdict->alias_of)
        pg_rows_int8 (to, verdict->alias_of);
    else
        pg_rows_null (to);
}

static void put_waiting (rows_t *rows, const batch_entry_t *entry)
{
    address_t target = entry->verdict->awaits;
    pg_rows_row (&rows->waiting, WAITING.columns);
    pg_rows_int8 (&rows->waiting, entry->commit_seq);
    pg_rows_u64 (&rows->waiting, target.origin);
    pg_rows_int8 (&rows->waiting, (int64_t)target.seq);
}

static void put_refiled (rows_t *rows, const Qcdc__Was *was, int64_t entry)
{
    pg_rows_row (&rows->refiled, REFILED.columns);
    pg_rows_u64 (&rows->refiled, was->origin);
    pg_rows_int8 (&rows->refiled, (int64_t)was->seq);
    pg_rows_bytea (&rows->refiled, was->hash.data, was->hash.len);
    pg_rows_int8 (&rows->refiled, entry);
}

static void put_erased (rows_t *rows, const Qcdc__Fact *fact, int64_t entry)
{
    address_t target;
    if (!fact_target (fact, &target))
        return;
    pg_rows_row (&rows->erased, ERASED.columns);
    pg_rows_u64 (&rows->erased, target.origin);
    pg_rows_int8 (&rows->erased, (int64_t)target.seq);
    pg_rows_int8 (&rows->erased, entry);
}

/*  What an entry leaves beside its journal row, by its verdict. */
static void put_traces (rows_t *rows, const batch_entry_t *entry)
{
    int state = entry->verdict ? entry->verdict->state : QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    if (entry->verdict)
        put_verdict (rows, entry->verdict);
    if (!entry->fact || entry->poison)
        return;
    if (state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        put_waiting (rows, entry);
    if (fact_erases (entry->fact) &&
        (state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_WAITING))
        put_erased (rows, entry->fact, entry->commit_seq);
}

static void put_segment (rows_t *rows, const batch_append_t *append)
{
    const receipt_t *receipt = &append->receipt;
    pg_rows_t *to = &rows->segment;
    pg_rows_row (to, SEGMENT.columns);
    pg_rows_int4 (to, append->origin_id);
    pg_rows_int8 (to, (int64_t)append->first_seq);
    pg_rows_int8 (to, (int64_t)append->last_seq);
    pg_rows_bytea (to, receipt->last_hash, HASH_BYTES);
    pg_rows_bytea (to, append->signature, SIGNATURE_BYTES);
    pg_rows_int8 (to, (int64_t)receipt->commit_seq);
    pg_rows_timestamp (to, receipt->committed_at_us);
    pg_rows_timestamp (to, receipt->first_committed_at_us);
    pg_rows_bytea (to, receipt->verdicts.length ? receipt->verdicts.data : NULL, receipt->verdicts.length);
}

static void put_later (rows_t *rows, const batch_later_t *later, int64_t committed_at_us)
{
    pg_rows_t *to = &rows->later;
    put_verdict (rows, later->verdict);
    pg_rows_row (to, LATER.columns);
    pg_rows_int4 (to, later->origin_id);
    pg_rows_int8 (to, (int64_t)later->seq);
    pg_rows_int8 (to, later->verdict->given_at);
    pg_rows_timestamp (to, committed_at_us);
    pg_rows_bytea (to, later->verdicts.data, later->verdicts.length);
}

static qcdc_status put_feed (rows_t *rows, const batch_t *batch, memory_t *memory, const batch_feed_t *feed)
{
    office_node_t *office = memory_office (memory, feed->office);
    if (!office)
        return QCDC_NO_MEMORY;
    const uint8_t *hash = memory->commit_hash;
    if (batch->entry_count && feed->commit_seq >= batch->entries[0].commit_seq)
        hash = batch->entries[feed->commit_seq - batch->entries[0].commit_seq].commit_hash;
    pg_rows_t *to = &rows->feed;
    pg_rows_row (to, FEED.columns);
    pg_rows_int4 (to, feed->office);
    pg_rows_int8 (to, ++office->feed_seq);
    pg_rows_int2 (to, (int16_t)feed->kind);
    pg_rows_int4 (to, feed->origin_id);
    pg_rows_int8 (to, (int64_t)feed->seq);
    pg_rows_int8 (to, feed->commit_seq);
    pg_rows_bytea (to, hash, HASH_BYTES);
    return QCDC_OK;
}

static void rows_release (rows_t *rows)
{
    pg_rows_release (&rows->journal);
    pg_rows_release (&rows->segment);
    pg_rows_release (&rows->verdict);
    pg_rows_release (&rows->later);
    pg_rows_release (&rows->waiting);
    pg_rows_release (&rows->refiled);
    pg_rows_release (&rows->erased);
    pg_rows_release (&rows->feed);
    pg_rows_release (&rows->addressed);
    pg_rows_release (&rows->words);
    pg_rows_release (&rows->copied);
}

/*  The entries that will stay as they are, whatever is still to be decided. */
static void collect_entries (rows_t *rows, decide_t *decide)
{
    for (size_t i = 0; i < decide->batch->entry_count; i++) {
        batch_entry_t *entry = &decide->batch->entries[i];
        entry->held = !decide->over && erase_may_reach (entry, decide->memory);
        if (!entry->held)
            put_entry (rows, entry, decide->batch->committed_at_us);
    }
}

static void collect_held (rows_t *rows, const batch_t *batch)
{
    pg_rows_reset (&rows->journal);
    for (size_t i = 0; i < batch->entry_count; i++)
        if (batch->entries[i].held)
            put_entry (rows, &batch->entries[i], batch->committed_at_us);
}

/*  All but the entries. */
static qcdc_status collect_rows (rows_t *rows, const batch_t *batch, memory_t *memory, fault_t *fault)
{
    for (size_t i = 0; i < batch->entry_count; i++)
        put_traces (rows, &batch->entries[i]);
    for (size_t i = 0; i < batch->entry_count; i++) {
        const batch_entry_t *entry = &batch->entries[i];
        if (entry_words_put (&rows->words, entry->commit_seq, entry->fact, entry->entry.annex) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory while writing %zu entries",
                              batch->entry_count);
    }
    for (size_t i = 0; i < batch->entry_count; i++)
        copied_texts_put (&rows->copied, batch->entries[i].commit_seq, batch->entries[i].fact);
    for (size_t i = 0; i < batch->append_count; i++)
        put_segment (rows, &batch->appends[i]);
    for (size_t i = 0; i < batch->later_count; i++)
        put_later (rows, &batch->later[i], batch->committed_at_us);
    for (size_t i = 0; i < batch->refiled_count; i++)
        put_refiled (rows, batch->refiled[i].was, batch->refiled[i].entry);
    for (size_t i = 0; i < batch->addressed_count; i++)
        addressed_put (&rows->addressed, &batch->addressed[i]);
    memory->addressed += batch->addressed_count > 0;
    for (size_t i = 0; i < batch->addressed_count; i++)
        if (memory_address (memory, batch->addressed[i].code) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory while writing %zu entries",
                              batch->entry_count);
    for (size_t i = 0; i < batch->feed_count; i++)
        if (put_feed (rows, batch, memory, &batch->feed[i]) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory while writing %zu entries",
                              batch->entry_count);
    return QCDC_OK;
}

static qcdc_status send_all (pg_t *pg, const rows_t *rows, bool queue, fault_t *fault)
{
    const struct {
        const pg_table_t *table;
        const pg_rows_t *rows;
    } parts[] = {{&SEGMENT, &rows->segment},    {&VERDICT, &rows->verdict},   {&LATER, &rows->later},
                 {&WAITING, &rows->waiting},    {&REFILED, &rows->refiled},   {&ERASED, &rows->erased},
                 {&FEED, &rows->feed},          {&ENTRY_WORDS, &rows->words}, {&COPIED_TEXT, &rows->copied},
                 {&ADDRESSED, &rows->addressed}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        QCDC_TRY (pg_rows_send (pg, parts[i].table, parts[i].rows, queue, fault));
    return QCDC_OK;
}

static qcdc_status move_head (const batch_append_t *append, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    pg_params_reset (params);
    pg_params_int4 (params, append->origin_id);
    pg_params_int8 (params, (int64_t)append->last_seq);
    pg_params_bytea (params, append->receipt.last_hash, HASH_BYTES);
    return pg_pipeline_add (pg, &MOVE_HEAD, params, fault);
}

/*  Whether the append is the last one of its origin in the batch: that one has its head. */
static bool has_head (const batch_t *batch, memory_t *memory, size_t number)
{
    const origin_node_t *origin = memory_origin (memory, batch->appends[number].origin);
    return !origin || origin->last_append == number;
}

static qcdc_status move_heads (const batch_t *batch, memory_t *memory, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    if (batch->append_count == 0)
        return QCDC_OK;
    if (batch->append_count == 1) /* to set up a statement over arrays takes longer than to write one head */
        return move_head (&batch->appends[0], pg, params, fault);
    for (size_t i = 0; i < batch->append_count; i++) {
        origin_node_t *origin = memory_origin (memory, batch->appends[i].origin);
        if (origin)
            origin->last_append = i;
    }
    static const Oid COLUMNS[] = {OID_INT4, OID_INT8, OID_BYTEA};
    pg_params_reset (params);
    for (size_t column = 0; column < sizeof COLUMNS / sizeof COLUMNS[0]; column++) {
        pg_params_array_begin (params, COLUMNS[column]);
        for (size_t i = 0; i < batch->append_count; i++) {
            const batch_append_t *append = &batch->appends[i];
            if (!has_head (batch, memory, i))
                continue;
            if (column == 0)
                pg_params_int4 (params, append->origin_id);
            else if (column == 1)
                pg_params_int8 (params, (int64_t)append->last_seq);
            else
                pg_params_bytea (params, append->receipt.last_hash, HASH_BYTES);
        }
        pg_params_array_end (params);
    }
    return pg_pipeline_add (pg, &MOVE_HEADS, params, fault);
}

static qcdc_status stop_waiting (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    if (batch->later_count == 0)
        return QCDC_OK;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < batch->later_count; i++)
        pg_params_int8 (params, batch->later[i].verdict->entry);
    pg_params_array_end (params);
    return pg_pipeline_add (pg, &STOP_WAITING, params, fault);
}

bool write_returned (const batch_t *batch, int64_t *from_us, int64_t *until_us)
{
    *from_us = INT64_MAX;
    *until_us = 0;
    for (size_t i = 0; i < batch->append_count; i++) {
        const batch_append_t *append = &batch->appends[i];
        if (append->returned && append->returned_at_us > *until_us)
            *until_us = append->returned_at_us;
        if (append->returned && append->returned_at_us < *from_us)
            *from_us = append->returned_at_us;
    }
    return *until_us > 0;
}

static qcdc_status void_invitations (const batch_t *batch, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    int64_t from_us, until_us;
    if (!write_returned (batch, &from_us, &until_us))
        return QCDC_OK;
    pg_params_reset (params);
    pg_params_timestamp (params, until_us);
    return pg_pipeline_add (pg, &VOID_INVITATIONS, params, fault);
}

/*  How a transaction ends behind what was queued. */
typedef enum {
    END_COMMIT,
    END_ROLLBACK, /* it was to find out what the database refuses */
    END_OPEN      /* something follows that has questions to ask */
} end_kind;

/*  Where figures for analysts change with the batch, they are worked out of its rows before it is committed. */
static qcdc_status end_find (const decide_t *decide, bool commit, end_kind *end, fault_t *fault)
{
    bool concerned = false;
    if (commit)
        QCDC_TRY (open_data_concerned (decide->state, decide->pg, &concerned, fault));
    *end = !commit ? END_ROLLBACK : concerned ? END_OPEN : END_COMMIT;
    return QCDC_OK;
}

static qcdc_status end_open (const decide_t *decide, fault_t *fault)
{
    QCDC_TRY (open_data_follow_batch (decide->state, decide->pg, fault));
    return pg_exec (decide->pg, "commit", fault);
}

/*  The changes that go with the new rows, and the end of the transaction. */
static qcdc_status queue_changes (const decide_t *decide, pg_params_t *params, end_kind end, fault_t *fault)
{
    QCDC_TRY (state_flush_changes (decide->state, decide->pg, fault));
    QCDC_TRY (addressed_follow (decide->batch, decide->pg, params, fault));
    QCDC_TRY (stop_waiting (decide->batch, decide->pg, params, fault));
    QCDC_TRY (void_invitations (decide->batch, decide->pg, params, fault));
    QCDC_TRY (move_heads (decide->batch, decide->memory, decide->pg, params, fault));
    if (batch_has_unseen (decide->batch)) {
        QCDC_TRY (pg_pipeline_flush (decide->pg, fault));
        QCDC_TRY (batch_check_signed (decide->batch, decide->memory, fault));
    }
    return end == END_OPEN ? QCDC_OK
                           : pg_pipeline_add (decide->pg, end == END_COMMIT ? &COMMIT : &ROLLBACK, NULL, fault);
}

/*  What is not decided yet is, while the entries go; then follow those whose texts may be copies of erased ones. */
static qcdc_status write_entries (decide_t *decide, rows_t *rows, fault_t *fault)
{
    bool later = !decide->over;
    QCDC_TRY (pg_rows_send (decide->pg, &JOURNAL, &rows->journal, false, fault));
    if (!later)
        return QCDC_OK;
    QCDC_TRY (decide_rest (decide));
    QCDC_TRY (erase_copies (decide->batch, decide->memory, decide->pg, fault));
    collect_held (rows, decide->batch);
    return pg_rows_send (decide->pg, &JOURNAL, &rows->journal, false, fault);
}

/*  Whom an erasure concerns is known when it is carried out. */
static qcdc_status erase_and_tell (const decide_t *decide, rows_t *rows, fault_t *fault)
{
    batch_t *batch = decide->batch;
    size_t told = batch->feed_count;
    QCDC_TRY (erase_annexes (batch, decide->memory, decide->pg, fault));
    pg_rows_reset (&rows->feed);
    for (size_t i = told; i < batch->feed_count; i++)
        if (put_feed (rows, batch, decide->memory, &batch->feed[i]) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory while writing %zu entries",
                              batch->entry_count);
    return pg_rows_send (decide->pg, &FEED, &rows->feed, false, fault);
}

/*  The days that petitions are due on follow what was published. */
static qcdc_status follow_due (const decide_t *decide, fault_t *fault)
{
    const batch_t *batch = decide->batch;
    due_followed_t done;
    int64_t from = batch->entry_count ? batch->entries[0].commit_seq : INT64_MAX;
    QCDC_TRY (petition_due_follow (decide->state, from, decide->pg, &done, fault));
    if (done.looked_at)
        LOG_INFO ("what was published may move the last days of %zu petitions, and moves those of %zu",
                  done.looked_at, done.changed);
    return QCDC_OK;
}

/*  New rows, then the pipeline of changes that ends the transaction. */
static qcdc_status write_copied (decide_t *decide, rows_t *rows, pg_params_t *params, bool commit, fault_t *fault)
{
    pg_t *pg = decide->pg;
    QCDC_TRY (pg_exec (pg, "begin", fault));
    QCDC_TRY (write_entries (decide, rows, fault));
    QCDC_TRY (collect_rows (rows, decide->batch, decide->memory, fault));
    QCDC_TRY (send_all (pg, rows, false, fault));
    QCDC_TRY (state_flush_new (decide->state, pg, false, fault));
    if (decide->state->new_catalog)
        QCDC_TRY (reference_tables_write (pg, decide->state->snapshot->catalog, fault));
    QCDC_TRY (follow_due (decide, fault));
    QCDC_TRY (erase_and_tell (decide, rows, fault));
    end_kind end;
    QCDC_TRY (end_find (decide, commit, &end, fault));
    QCDC_TRY (pg_pipeline_begin (pg, fault));
    QCDC_TRY (pg_pipeline_conclude (pg, queue_changes (decide, params, end, fault), fault));
    return end == END_OPEN ? end_open (decide, fault) : QCDC_OK;
}

static qcdc_status queue_all (const decide_t *decide, const rows_t *rows, pg_params_t *params, end_kind end,
                              fault_t *fault)
{
    pg_t *pg = decide->pg;
    QCDC_TRY (pg_pipeline_add (pg, &BEGIN, NULL, fault));
    QCDC_TRY (pg_rows_send (pg, &JOURNAL, &rows->journal, true, fault));
    QCDC_TRY (send_all (pg, rows, true, fault));
    QCDC_TRY (state_flush_new (decide->state, pg, true, fault));
    return queue_changes (decide, params, end, fault);
}

/*  Everything in one round trip, but for what follows from its reports for analysts. */
static qcdc_status write_pipelined (decide_t *decide, rows_t *rows, pg_params_t *params, bool commit, fault_t *fault)
{
    QCDC_TRY (collect_rows (rows, decide->batch, decide->memory, fault));
    end_kind end;
    QCDC_TRY (end_find (decide, commit, &end, fault));
    QCDC_TRY (pg_pipeline_begin (decide->pg, fault));
    QCDC_TRY (pg_pipeline_conclude (decide->pg, queue_all (decide, rows, params, end, fault), fault));
    return end == END_OPEN ? end_open (decide, fault) : QCDC_OK;
}

/*  Few entries go with one round trip; an erasure has questions to ask in between, and a catalogue has tables to fill. */
static bool is_small (const decide_t *decide)
{
    return decide->batch->entry_count <= WRITE_PIPELINE_ENTRIES_MAX && !erase_is_in (decide->batch, decide->memory) &&
           !decide->state->new_catalog;
}

static qcdc_status write_all (decide_t *decide, rows_t *rows, bool commit, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    /* Few rows are sent before it is seen, and none are committed. */
    if (!is_small (decide))
        QCDC_TRY (batch_check_signed (decide->batch, decide->memory, fault));
    if (decide->over)
        QCDC_TRY (erase_copies (decide->batch, decide->memory, decide->pg, fault));
    collect_entries (rows, decide);
    return is_small (decide) ? write_pipelined (decide, rows, params, commit, fault)
                             : write_copied (decide, rows, params, commit, fault);
}

qcdc_status batch_write (decide_t *decide, bool commit, fault_t *fault)
{
    rows_t rows QCDC_CLEANUP (rows_release) = {0};
    qcdc_status status = write_all (decide, &rows, commit, fault);
    if (status == QCDC_DATABASE && pg_is_data_error (decide->pg))
        status = QCDC_POISON;
    fault_t ignored = {0};
    if (status != QCDC_OK && status != QCDC_DATABASE_AWAY && pg_exec (decide->pg, "rollback", &ignored) != QCDC_OK)
        status = QCDC_DATABASE_AWAY;
    return status;
}
