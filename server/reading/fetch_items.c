/*  fetch_items.c — what one row of the feed, or one segment, is on the wire.
 *
 *  Entries and hashes point into the database's results; receipts are signed anew, and come out as they were given. */

#include "reading/fetch_items.h"

#include "base/array.h"
#include "base/limits.h"
#include "wire/entry.h"
#include "wire/receipt.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#define ITEMS_MAX 4096u
#define REACH_BYTES 18u
#define ITEM_BYTES 400u /* what an item costs besides its entries: hashes, signatures */
#define ENTRY_BYTES 12u

#define REACHES_MAX QCDC_LIMIT_TEXT (QCDC_REACHES_COUNT_MAX)

/*  An analyst sees what is published and nothing else; a device of the office that publishes has it in its segments.
 *  The device's own segments are left out: they come by own_from.  Later receipts of the office's other devices are
 *  not: what they show is folded on every device.
 *  Of what an erasure reaches a row shows QCDC_REACHES_COUNT_MAX at most: the last one of an order the first of them, the one before it those that
 *  follow, and so on.  Whoever tells the order gives it as many rows as that takes (erasure_rows), so that one who reads on to the end has all,
 *  however many there are by then. */
const statement_t FETCH_FEED = {
    "fetch_feed",
    "select f.feed_seq, f.kind, f.origin, f.seq, f.commit_hash, o.origin, o.sign_key, o.office, "
    "j.written_at, j.body, j.annex, j.annex_hash, j.hash, p.hash, j.commit_seq, j.committed_at, "
    "j.first_committed_at, "
    "l.commit_seq, l.committed_at, l.verdicts, s.signature, "
    "case when f.kind = 1 and exists (select from annex_erased e where e.entry = j.commit_seq and e.texts is not "
    "null) "
    "then (select string_agg(r.origin || int8send(r.seq) || int2send(r.texts), '' order by r.origin, r.seq) "
    "from (select * from erasure_reaches(f.office, j.commit_seq) order by origin, seq limit " REACHES_MAX
    " offset " REACHES_MAX " * (select count(*) from feed x "
    "where x.office = f.office and x.kind = 1 and x.origin = f.origin and x.seq = f.seq and x.feed_seq > "
    "f.feed_seq)) r) end "
    "from feed f join origin o on o.id = f.origin "
    "left join journal j on f.kind <> 0 and j.origin = f.origin and j.seq = f.seq "
    "left join journal p on f.kind = 1 and p.origin = f.origin and p.seq = f.seq - 1 "
    "left join segment s on f.kind = 1 and s.origin = f.origin and s.first_seq = f.seq and s.last_seq = f.seq "
    "left join later_receipt l on f.kind = 2 and l.origin = f.origin and l.seq = f.seq and l.commit_seq = "
    "f.commit_seq "
    "where f.office = $1 and f.feed_seq > $2 and f.feed_seq <= $3 "
    "and not (f.kind = 0 and f.origin = $4) "
    "and case when $5 then f.kind = 1 and exists (select from publication u where u.entry = j.commit_seq) "
    "else f.kind <> 1 or o.office <> f.office end order by f.feed_seq limit 64"};
enum {
    F_SEQ,
    F_KIND,
    F_ORIGIN,
    F_ENTRY,
    F_COMMIT_HASH,
    F_ORIGIN_ID,
    F_SIGN_KEY,
    F_OFFICE,
    F_WRITTEN,
    F_BODY,
    F_ANNEX,
    F_ANNEX_HASH,
    F_HASH,
    F_PREVIOUS,
    F_COMMIT,
    F_COMMITTED,
    F_FIRST,
    F_LATER_COMMIT,
    F_LATER_COMMITTED,
    F_LATER_VERDICTS,
    F_SIGNATURE,
    F_REACHES /* of an erasure: what it reaches in the office besides, origin (8), seq (8), texts (2) */
};

#define SEGMENT_COLUMNS                                                                                              \
    "select s.first_seq, s.last_seq, s.last_hash, s.signature, s.commit_seq, s.committed_at, s.first_committed_at, " \
    "s.verdicts, o.origin, o.sign_key from segment s join origin o on o.id = s.origin "
static const statement_t SEGMENT = {"fetch_segment", SEGMENT_COLUMNS "where s.origin = $1 and s.first_seq = $2"};
const statement_t FETCH_OWN = {"fetch_own", SEGMENT_COLUMNS
                               "where s.origin = $1 and s.first_seq >= coalesce((select first_seq from segment "
                               "where origin = $1 and first_seq <= $2 order by first_seq desc limit 1), 0) "
                               "and s.last_seq >= $2 order by s.first_seq limit 64"};
enum {
    S_FIRST_SEQ,
    S_LAST_SEQ,
    S_LAST_HASH,
    S_SIGNATURE,
    S_COMMIT,
    S_COMMITTED,
    S_FIRST,
    S_VERDICTS,
    S_ORIGIN,
    S_SIGN_KEY
};

static const statement_t ENTRIES = {"fetch_entries", "select written_at, body, annex, annex_hash from journal "
                                                     "where origin = $1 and seq between $2 and $3 order by seq"};
static const statement_t LATER = {
    "fetch_later", "select l.seq, l.commit_seq, l.committed_at, l.verdicts, j.hash, j.first_committed_at "
                   "from later_receipt l join journal j on j.origin = l.origin and j.seq = l.seq "
                   "where l.origin = $1 and l.seq between $2 and $3 order by l.commit_seq, l.seq"};

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

bool fetch_begin (fetch_t *self)
{
    self->params = pg_params_new ();
    self->items = arena_alloc (self->answer->arena, ITEMS_MAX * sizeof *self->items);
    return self->params && self->items;
}

void fetch_end (fetch_t *self)
{
    for (size_t i = 0; i < self->result_count; i++)
        PQclear (self->results[i]);
    free (self->results);
    pg_params_destroy (&self->params);
}

qcdc_status fetch_run (fetch_t *self, const statement_t *statement, PGresult **result, fault_t *fault)
{
    if (!array_grow (&self->results, self->result_count, &self->result_capacity, sizeof *self->results))
        return no_memory (fault);
    qcdc_status status = pg_run (self->answer->pg, statement, self->params, result, fault);
    if (status == QCDC_OK)
        self->results[self->result_count++] = *result;
    pg_params_reset (self->params);
    return status;
}

static void *allocate (fetch_t *self, size_t bytes)
{
    return arena_alloc (self->answer->arena, bytes);
}

ProtobufCBinaryData fetch_binary (const PGresult *result, int row, int column)
{
    size_t length;
    const void *data = pg_bytes (result, row, column, &length);
    return (ProtobufCBinaryData){.len = length, .data = (uint8_t *)data};
}

static qcdc_status copy_hash (const PGresult *result, int row, int column, uint8_t hash[HASH_BYTES], fault_t *fault)
{
    ProtobufCBinaryData bytes = fetch_binary (result, row, column);
    if (bytes.len != HASH_BYTES)
        return fault_set (fault, QCDC_CORRUPT, NULL, "a hash in the database has %zu bytes", bytes.len);
    memcpy (hash, bytes.data, HASH_BYTES);
    return QCDC_OK;
}

/*  Signs what RECEIPT says and puts it into a message.  Signing is deterministic: it is the receipt that was given.
 *  */
static Qcdc__Receipt *receipt_message (fetch_t *self, const receipt_t *receipt)
{
    Qcdc__Receipt *message = allocate (self, sizeof *message);
    receipt_t *kept = allocate (self, sizeof *kept);
    if (!message || !kept)
        return NULL;
    *kept = *receipt;
    receipt_sign (kept, self->answer->server->keys->sign_secret);
    receipt_to_wire (kept, message);
    return message;
}

static qcdc_status segment_receipt (fetch_t *self, const PGresult *row, int at, Qcdc__Receipt **message,
                                    fault_t *fault)
{
    ProtobufCBinaryData verdicts = fetch_binary (row, at, S_VERDICTS);
    receipt_t receipt = {.origin = pg_u64 (row, at, S_ORIGIN),
                         .first_seq = (uint64_t)pg_int8 (row, at, S_FIRST_SEQ),
                         .last_seq = (uint64_t)pg_int8 (row, at, S_LAST_SEQ),
                         .commit_seq = (uint64_t)pg_int8 (row, at, S_COMMIT),
                         .committed_at_us = pg_timestamp (row, at, S_COMMITTED),
                         .first_committed_at_us = pg_timestamp (row, at, S_FIRST),
                         .verdicts = {.data = verdicts.data, .length = verdicts.len}};
    QCDC_TRY (copy_hash (row, at, S_LAST_HASH, receipt.last_hash, fault));
    *message = receipt_message (self, &receipt);
    return *message ? QCDC_OK : no_memory (fault);
}

/*  A receipt about one entry whose verdict has changed; the columns are given by number. */
typedef struct {
    int seq, commit, committed, verdicts, hash, first;
} later_columns_t;

static qcdc_status later_receipt (fetch_t *self, const PGresult *row, int at, const later_columns_t *columns,
                                  uint64_t origin, Qcdc__Receipt **message, fault_t *fault)
{
    ProtobufCBinaryData verdicts = fetch_binary (row, at, columns->verdicts);
    uint64_t seq = (uint64_t)pg_int8 (row, at, columns->seq);
    receipt_t receipt = {.origin = origin,
                         .first_seq = seq,
                         .last_seq = seq,
                         .commit_seq = (uint64_t)pg_int8 (row, at, columns->commit),
                         .committed_at_us = pg_timestamp (row, at, columns->committed),
                         .first_committed_at_us = pg_timestamp (row, at, columns->first),
                         .verdicts = {.data = verdicts.data, .length = verdicts.len}};
    QCDC_TRY (copy_hash (row, at, columns->hash, receipt.last_hash, fault));
    *message = receipt_message (self, &receipt);
    return *message ? QCDC_OK : no_memory (fault);
}

/*  The segment's entries, moments as steps; adds their bytes to *BYTES. */
static qcdc_status segment_entries (fetch_t *self, int origin, Qcdc__Segment *segment, int64_t last_seq,
                                    size_t *bytes, fault_t *fault)
{
    PGresult *rows = NULL;
    pg_params_int4 (self->params, origin);
    pg_params_int8 (self->params, (int64_t)segment->first_seq);
    pg_params_int8 (self->params, last_seq);
    QCDC_TRY (fetch_run (self, &ENTRIES, &rows, fault));
    size_t count = (size_t)PQntuples (rows);
    if (count != (size_t)(last_seq - (int64_t)segment->first_seq + 1))
        return fault_set (fault, QCDC_CORRUPT, NULL, "a segment of %zu entries lacks some", count);
    segment->entries = allocate (self, count * sizeof *segment->entries);
    Qcdc__Entry *entries = allocate (self, count * sizeof *entries);
    if (!segment->entries || !entries)
        return no_memory (fault);
    int64_t before_us = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t written_us = pg_timestamp (rows, (int)i, 0);
        qcdc__entry__init (&entries[i]);
        entries[i].written_at = written_us - before_us;
        entries[i].body = fetch_binary (rows, (int)i, 1);
        entries[i].annex = fetch_binary (rows, (int)i, 2);
        entries[i].annex_hash = fetch_binary (rows, (int)i, 3);
        *bytes += ENTRY_BYTES + entries[i].body.len + entries[i].annex.len + entries[i].annex_hash.len;
        before_us = written_us;
        segment->entries[i] = &entries[i];
    }
    segment->n_entries = count;
    return QCDC_OK;
}

static qcdc_status segment_later (fetch_t *self, int origin, Qcdc__Segment *segment, int64_t last_seq, size_t *bytes,
                                  fault_t *fault)
{
    static const later_columns_t COLUMNS = {
        .seq = 0, .commit = 1, .committed = 2, .verdicts = 3, .hash = 4, .first = 5};
    PGresult *rows = NULL;
    pg_params_int4 (self->params, origin);
    pg_params_int8 (self->params, (int64_t)segment->first_seq);
    pg_params_int8 (self->params, last_seq);
    QCDC_TRY (fetch_run (self, &LATER, &rows, fault));
    size_t count = (size_t)PQntuples (rows);
    size_t most = segment->n_entries ? QCDC_LATER_WITH_ENTRIES_MAX : QCDC_SEGMENT_ENTRIES_MAX;
    if (count > most)
        count = most;
    segment->later = allocate (self, (count ? count : 1) * sizeof *segment->later);
    if (!segment->later)
        return no_memory (fault);
    for (size_t i = 0; i < count; i++) {
        QCDC_TRY (later_receipt (self, rows, (int)i, &COLUMNS, segment->origin, &segment->later[i], fault));
        *bytes += ITEM_BYTES;
    }
    segment->n_later = count;
    return QCDC_OK;
}

qcdc_status fetch_segment (fetch_t *self, int origin, const PGresult *row, int at, Qcdc__Segment **message,
                           size_t *bytes, fault_t *fault)
{
    Qcdc__Segment *segment = allocate (self, sizeof *segment);
    if (!segment)
        return no_memory (fault);
    qcdc__segment__init (segment);
    int64_t last_seq = pg_int8 (row, at, S_LAST_SEQ);
    segment->origin = pg_u64 (row, at, S_ORIGIN);
    segment->first_seq = (uint64_t)pg_int8 (row, at, S_FIRST_SEQ);
    segment->last_hash = fetch_binary (row, at, S_LAST_HASH);
    segment->signature = fetch_binary (row, at, S_SIGNATURE);
    segment->sign_key = fetch_binary (row, at, S_SIGN_KEY);
    *message = segment;
    *bytes += ITEM_BYTES + fetch_binary (row, at, S_VERDICTS).len;
    QCDC_TRY (segment_receipt (self, row, at, &segment->receipt, fault));
    if (!self->job->frame->fetch->receipts_only)
        QCDC_TRY (segment_entries (self, origin, segment, last_seq, bytes, fault));
    return segment_later (self, origin, segment, last_seq, bytes, fault);
}

/*  What an erasure reaches in the office besides what it names: three numbers for each text. */
static qcdc_status act_reaches (fetch_t *self, const PGresult *row, int at, Qcdc__Act *act, size_t *bytes,
                                fault_t *fault)
{
    if (pg_null (row, at, F_REACHES))
        return QCDC_OK;
    ProtobufCBinaryData packed = fetch_binary (row, at, F_REACHES);
    size_t count = packed.len / REACH_BYTES;
    act->reaches = allocate (self, (count ? count : 1) * 3 * sizeof *act->reaches);
    if (!act->reaches)
        return no_memory (fault);
    for (size_t i = 0; i < count; i++) {
        const uint8_t *from = packed.data + i * REACH_BYTES;
        uint64_t origin, seq;
        memcpy (&origin, from, sizeof origin);
        memcpy (&seq, from + 8, sizeof seq);
        act->reaches[act->n_reaches++] = le64toh (origin);
        act->reaches[act->n_reaches++] = be64toh (seq);
        act->reaches[act->n_reaches++] = from[17];
    }
    *bytes += act->n_reaches * sizeof *act->reaches;
    return QCDC_OK;
}

/*  One entry of another office, with what its hash and its signature need.  It was appended alone; one that was not
 *  has no signature of its own, and the device refuses it. */
static qcdc_status act_message (fetch_t *self, const PGresult *row, int at, Qcdc__Act **message, size_t *bytes,
                                fault_t *fault)
{
    Qcdc__Act *act = allocate (self, sizeof *act);
    Qcdc__Entry *entry = allocate (self, sizeof *entry);
    if (!act || !entry)
        return no_memory (fault);
    if (pg_null (row, at, F_HASH))
        return fault_set (fault, QCDC_CORRUPT, NULL, "a feed names an entry that the journal lacks");
    const office_t *office = catalog_office_by_id (self->job->snapshot->catalog, (int)pg_int8 (row, at, F_OFFICE));
    qcdc__act__init (act);
    qcdc__entry__init (entry);
    act->origin = pg_u64 (row, at, F_ORIGIN_ID);
    act->seq = (uint64_t)pg_int8 (row, at, F_ENTRY);
    act->previous_hash = fetch_binary (row, at, F_PREVIOUS);
    if (act->seq == 1) {
        uint8_t *root = allocate (self, HASH_BYTES);
        ProtobufCBinaryData key = fetch_binary (row, at, F_SIGN_KEY);
        if (!root || key.len != SIGN_KEY_BYTES)
            return root ? fault_set (fault, QCDC_CORRUPT, NULL, "a signing key has %zu bytes", key.len)
                        : no_memory (fault);
        origin_root (key.data, root);
        act->previous_hash = (ProtobufCBinaryData){HASH_BYTES, root};
    }
    act->hash = fetch_binary (row, at, F_HASH);
    entry->written_at = pg_timestamp (row, at, F_WRITTEN);
    entry->body = fetch_binary (row, at, F_BODY);
    entry->annex = fetch_binary (row, at, F_ANNEX);
    entry->annex_hash = fetch_binary (row, at, F_ANNEX_HASH);
    act->entry = entry;
    act->commit_seq = (uint64_t)pg_int8 (row, at, F_COMMIT);
    act->committed_at = pg_timestamp (row, at, F_FIRST);
    act->office = office ? (char *)office->code : act->office;
    act->signature = fetch_binary (row, at, F_SIGNATURE);
    act->sign_key = fetch_binary (row, at, F_SIGN_KEY);
    *bytes += ITEM_BYTES + entry->body.len + entry->annex.len;
    *message = act;
    return act_reaches (self, row, at, act, bytes, fault);
}

qcdc_status fetch_item_of_feed (fetch_t *self, const PGresult *row, int at, Qcdc__FeedItem *item, size_t *bytes,
                                fault_t *fault)
{
    static const later_columns_t COLUMNS = {.seq = F_ENTRY,
                                            .commit = F_LATER_COMMIT,
                                            .committed = F_LATER_COMMITTED,
                                            .verdicts = F_LATER_VERDICTS,
                                            .hash = F_HASH,
                                            .first = F_FIRST};
    int origin = (int)pg_int8 (row, at, F_ORIGIN);
    PGresult *segment = NULL;
    item->feed_seq = (uint64_t)pg_int8 (row, at, F_SEQ);
    item->commit_hash = fetch_binary (row, at, F_COMMIT_HASH);
    switch (pg_int8 (row, at, F_KIND)) {
    case 0:
        item->item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
        pg_params_int4 (self->params, origin);
        pg_params_int8 (self->params, pg_int8 (row, at, F_ENTRY));
        QCDC_TRY (fetch_run (self, &SEGMENT, &segment, fault));
        if (PQntuples (segment) != 1)
            return fault_set (fault, QCDC_CORRUPT, NULL, "a feed names a segment that is not there");
        return fetch_segment (self, origin, segment, 0, &item->segment, bytes, fault);
    case 1:
        item->item_case = QCDC__FEED_ITEM__ITEM_ACT;
        return act_message (self, row, at, &item->act, bytes, fault);
    default:
        item->item_case = QCDC__FEED_ITEM__ITEM_VERDICT;
        *bytes += ITEM_BYTES;
        if (pg_null (row, at, F_LATER_COMMIT))
            return fault_set (fault, QCDC_CORRUPT, NULL, "a feed names a receipt that is not there");
        return later_receipt (self, row, at, &COLUMNS, pg_u64 (row, at, F_ORIGIN_ID), &item->verdict, fault);
    }
}

bool fetch_item_add (fetch_t *self, Qcdc__FeedItem *item, size_t bytes)
{
    if (self->item_count && (self->bytes + bytes > self->bytes_max || self->item_count == ITEMS_MAX))
        return false;
    self->bytes += bytes;
    self->items[self->item_count++] = item;
    return true;
}

Qcdc__FeedItem *fetch_item_new (fetch_t *self)
{
    Qcdc__FeedItem *item = allocate (self, sizeof *item);
    if (item)
        qcdc__feed_item__init (item);
    return item;
}
