/*  fetch.c — entries on their way down: the office's feed from a cursor, or the origin's own segments from a seq.
 *
 *  What is sent points into the database's results, which are kept until the frame is packed.  An answer holds about
 *  as much as was asked for, and at least one item, so that nothing is too large to be fetched. */

#include "reading/fetch.h"

#include "base/array.h"
#include "base/limits.h"
#include "base/memory.h"
#include "wire/entry.h"
#include "wire/receipt.h"

#include <stdlib.h>
#include <string.h>

#define BYTES_DEFAULT (256u * 1024u)
#define BYTES_MAX (768u * 1024u) /* leaves room for what is not counted, should nothing of it compress */
#define ITEMS_MAX 4096u
#define ITEM_BYTES 400u /* what an item costs besides its entries: hashes, signatures */
#define ENTRY_BYTES 12u

static const statement_t CURSOR = {"fetch_cursor",
                                   "select commit_hash from feed where office = $1 and feed_seq = $2"};
static const statement_t TAIL = {
    "fetch_tail", "select feed_seq, commit_hash from feed where office = $1 order by feed_seq desc limit 1"};

/*  The device's own segments are left out: they come by own_from.  Later receipts of the office's other devices are
 *  not: what they show is folded on every device. */
static const statement_t FEED = {
    "fetch_feed",
    "select f.feed_seq, f.kind, f.origin, f.seq, f.commit_hash, o.origin, o.sign_key, o.office, "
    "j.written_at, j.body, j.annex, j.annex_hash, j.hash, p.hash, j.commit_seq, j.committed_at, "
    "j.first_committed_at, "
    "l.commit_seq, l.committed_at, l.verdicts, s.signature "
    "from feed f join origin o on o.id = f.origin "
    "left join journal j on f.kind <> 0 and j.origin = f.origin and j.seq = f.seq "
    "left join journal p on f.kind = 1 and p.origin = f.origin and p.seq = f.seq - 1 "
    "left join segment s on f.kind = 1 and s.origin = f.origin and s.first_seq = f.seq and s.last_seq = f.seq "
    "left join later_receipt l on f.kind = 2 and l.origin = f.origin and l.seq = f.seq and l.commit_seq = "
    "f.commit_seq "
    "where f.office = $1 and f.feed_seq > $2 and f.feed_seq <= $3 "
    "and not (f.kind = 0 and f.origin = $4) order by f.feed_seq limit 64"};
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
    F_SIGNATURE
};

#define SEGMENT_COLUMNS                                                                                              \
    "select s.first_seq, s.last_seq, s.last_hash, s.signature, s.commit_seq, s.committed_at, s.first_committed_at, " \
    "s.verdicts, o.origin, o.sign_key from segment s join origin o on o.id = s.origin "
static const statement_t SEGMENT = {"fetch_segment", SEGMENT_COLUMNS "where s.origin = $1 and s.first_seq = $2"};
static const statement_t OWN = {"fetch_own", SEGMENT_COLUMNS
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

typedef struct {
    answer_t *answer;
    const job_t *job;
    pg_params_t *params;
    PGresult **results; /* whatever the items point into */
    size_t result_count;
    size_t result_capacity;
    Qcdc__FeedItem **items;
    size_t item_count;
    size_t bytes;
    size_t bytes_max;
} fetch_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  Runs a statement with the parameters at hand and keeps its result. */
static qcdc_status run (fetch_t *self, const statement_t *statement, PGresult **result, fault_t *fault)
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

static ProtobufCBinaryData binary (const PGresult *result, int row, int column)
{
    size_t length;
    const void *data = pg_bytes (result, row, column, &length);
    return (ProtobufCBinaryData){.len = length, .data = (uint8_t *)data};
}

static qcdc_status copy_hash (const PGresult *result, int row, int column, uint8_t hash[HASH_BYTES], fault_t *fault)
{
    ProtobufCBinaryData bytes = binary (result, row, column);
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
    ProtobufCBinaryData verdicts = binary (row, at, S_VERDICTS);
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
    ProtobufCBinaryData verdicts = binary (row, at, columns->verdicts);
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
    QCDC_TRY (run (self, &ENTRIES, &rows, fault));
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
        entries[i].body = binary (rows, (int)i, 1);
        entries[i].annex = binary (rows, (int)i, 2);
        entries[i].annex_hash = binary (rows, (int)i, 3);
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
    QCDC_TRY (run (self, &LATER, &rows, fault));
    size_t count = (size_t)PQntuples (rows);
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

/*  The segment of ROW, whole; ORIGIN is the database's surrogate. */
static qcdc_status segment_message (fetch_t *self, int origin, const PGresult *row, int at, Qcdc__Segment **message,
                                    size_t *bytes, fault_t *fault)
{
    Qcdc__Segment *segment = allocate (self, sizeof *segment);
    if (!segment)
        return no_memory (fault);
    qcdc__segment__init (segment);
    int64_t last_seq = pg_int8 (row, at, S_LAST_SEQ);
    segment->origin = pg_u64 (row, at, S_ORIGIN);
    segment->first_seq = (uint64_t)pg_int8 (row, at, S_FIRST_SEQ);
    segment->last_hash = binary (row, at, S_LAST_HASH);
    segment->signature = binary (row, at, S_SIGNATURE);
    segment->sign_key = binary (row, at, S_SIGN_KEY);
    *message = segment;
    *bytes += ITEM_BYTES + binary (row, at, S_VERDICTS).len;
    QCDC_TRY (segment_receipt (self, row, at, &segment->receipt, fault));
    if (!self->job->frame->fetch->receipts_only)
        QCDC_TRY (segment_entries (self, origin, segment, last_seq, bytes, fault));
    return segment_later (self, origin, segment, last_seq, bytes, fault);
}

/*  Adds ITEM of BYTES; false where the answer is full without it. */
static bool add_item (fetch_t *self, Qcdc__FeedItem *item, size_t bytes)
{
    if (self->item_count && (self->bytes + bytes > self->bytes_max || self->item_count == ITEMS_MAX))
        return false;
    self->bytes += bytes;
    self->items[self->item_count++] = item;
    return true;
}

static Qcdc__FeedItem *new_item (fetch_t *self)
{
    Qcdc__FeedItem *item = allocate (self, sizeof *item);
    if (item)
        qcdc__feed_item__init (item);
    return item;
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
    const office_t *office = catalog_office_by_id (self->answer->server->catalog, (int)pg_int8 (row, at, F_OFFICE));
    qcdc__act__init (act);
    qcdc__entry__init (entry);
    act->origin = pg_u64 (row, at, F_ORIGIN_ID);
    act->seq = (uint64_t)pg_int8 (row, at, F_ENTRY);
    act->previous_hash = binary (row, at, F_PREVIOUS);
    if (act->seq == 1) {
        uint8_t *root = allocate (self, HASH_BYTES);
        ProtobufCBinaryData key = binary (row, at, F_SIGN_KEY);
        if (!root || key.len != SIGN_KEY_BYTES)
            return root ? fault_set (fault, QCDC_CORRUPT, NULL, "a signing key has %zu bytes", key.len)
                        : no_memory (fault);
        origin_root (key.data, root);
        act->previous_hash = (ProtobufCBinaryData){HASH_BYTES, root};
    }
    act->hash = binary (row, at, F_HASH);
    entry->written_at = pg_timestamp (row, at, F_WRITTEN);
    entry->body = binary (row, at, F_BODY);
    entry->annex = binary (row, at, F_ANNEX);
    entry->annex_hash = binary (row, at, F_ANNEX_HASH);
    act->entry = entry;
    act->commit_seq = (uint64_t)pg_int8 (row, at, F_COMMIT);
    act->committed_at = pg_timestamp (row, at, F_COMMITTED);
    act->office = office ? (char *)office->code : act->office;
    act->signature = binary (row, at, F_SIGNATURE);
    act->sign_key = binary (row, at, F_SIGN_KEY);
    *bytes += ITEM_BYTES + entry->body.len + entry->annex.len;
    *message = act;
    return QCDC_OK;
}

/*  The item of one feed row. */
static qcdc_status feed_item (fetch_t *self, const PGresult *row, int at, Qcdc__FeedItem *item, size_t *bytes,
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
    item->commit_hash = binary (row, at, F_COMMIT_HASH);
    switch (pg_int8 (row, at, F_KIND)) {
    case 0:
        item->item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
        pg_params_int4 (self->params, origin);
        pg_params_int8 (self->params, pg_int8 (row, at, F_ENTRY));
        QCDC_TRY (run (self, &SEGMENT, &segment, fault));
        if (PQntuples (segment) != 1)
            return fault_set (fault, QCDC_CORRUPT, NULL, "a feed names a segment that is not there");
        return segment_message (self, origin, segment, 0, &item->segment, bytes, fault);
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

/*  The answer with its first item alone.  Nothing in it but that item decides what it is, so that its pieces fit together
 *  however much time lies between them. */
static void first_alone (Qcdc__Entries *entries, Qcdc__Cursor *next)
{
    const Qcdc__FeedItem *item = entries->items[0];
    entries->n_items = 1;
    entries->more = true;
    if (!item->feed_seq) {
        entries->next_own = item->segment->receipt->last_seq + 1;
        return;
    }
    next->feed_seq = item->feed_seq;
    next->commit_hash = item->commit_hash;
    entries->next = next;
}

static qcdc_status pack_whole (const fetch_t *self, Qcdc__Entries *entries, uint8_t **data, size_t *length,
                               fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    qcdc_status status =
        self->job->plain ? frame_pack_plain (&frame, data, length) : frame_pack (&frame, data, length);
    if (status == QCDC_TOO_LARGE && entries->items[0]->item_case == QCDC__FEED_ITEM__ITEM_SEGMENT &&
        entries->items[0]->segment->n_later) {
        entries->items[0]->segment->n_later = 0; /* as in send_entries */
        return pack_whole (self, entries, data, length, fault);
    }
    return status == QCDC_OK ? status : fault_set (fault, status, NULL, "%s", status_text (status));
}

static qcdc_status send_piece (fetch_t *self, const uint8_t *whole, size_t length, size_t most, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    uint8_t hash[HASH_BYTES];
    size_t from = self->job->frame->fetch->piece_from;
    if (from > length)
        from = length;
    hash_bytes (whole, length, hash);
    piece.from = (uint32_t)from;
    piece.total = (uint32_t)length;
    piece.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    piece.data = (ProtobufCBinaryData){length - from < most ? length - from : most, (uint8_t *)whole + from};
    entries.piece = &piece;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = &entries;
    return answer_send (self->answer, self->job, &frame, true, fault);
}

/*  What the line of this client does not let through whole: *SENT where it was that.  An answer of several items becomes one
 *  of its first item, and that one is cut if it has to be. */
static qcdc_status send_small (fetch_t *self, Qcdc__Entries *entries, bool *sent, fault_t *fault)
{
    const Qcdc__Fetch *ask = self->job->frame->fetch;
    size_t most = ask->piece_bytes > QCDC_PIECE_BYTES_MIN ? ask->piece_bytes : QCDC_PIECE_BYTES_MIN, length = 0;
    uint8_t *data QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__Cursor next = QCDC__CURSOR__INIT;
    *sent = false;
    if (!ask->piece_bytes || !self->item_count || (!ask->piece_from && self->bytes <= most))
        return QCDC_OK;
    if (!ask->piece_from && self->item_count > 1) {
        QCDC_TRY (pack_whole (self, entries, &data, &length, fault));
        if (length <= most)
            return QCDC_OK;
        free (data);
        data = NULL;
    }
    first_alone (entries, &next);
    QCDC_TRY (pack_whole (self, entries, &data, &length, fault));
    *sent = ask->piece_from || length > most;
    if (*sent)
        return send_piece (self, data, length, most, fault);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    *sent = true;
    return answer_send (self->answer, self->job, &frame, true, fault);
}

static qcdc_status send_entries (fetch_t *self, Qcdc__Entries *entries, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    bool sent = false;
    entries->items = self->items;
    entries->n_items = self->item_count;
    QCDC_TRY (send_small (self, entries, &sent, fault));
    if (sent)
        return QCDC_OK;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    qcdc_status status = answer_send (self->answer, self->job, &frame, true, fault);
    /* A segment that fills a frame by itself goes without its later receipts rather than not at all: to its own
     * origin they come by the feed as well. */
    if (status == QCDC_TOO_LARGE && self->item_count == 1 &&
        self->items[0]->item_case == QCDC__FEED_ITEM__ITEM_SEGMENT && self->items[0]->segment->n_later) {
        self->items[0]->segment->n_later = 0;
        status = answer_send (self->answer, self->job, &frame, true, fault);
    }
    return status;
}

/*  Where to begin: *SEQ 0 where the cursor is not one of ours (a server restored from a backup has not got it). */
static qcdc_status find_cursor (fetch_t *self, const Qcdc__Cursor *cursor, int64_t *seq, fault_t *fault)
{
    *seq = 0;
    if (!cursor || cursor->feed_seq == 0 || cursor->feed_seq > INT64_MAX)
        return QCDC_OK;
    PGresult *row = NULL;
    pg_params_int4 (self->params, self->job->member.office);
    pg_params_int8 (self->params, (int64_t)cursor->feed_seq);
    QCDC_TRY (run (self, &CURSOR, &row, fault));
    if (PQntuples (row) == 1) {
        ProtobufCBinaryData hash = binary (row, 0, 0);
        if (hash.len == cursor->commit_hash.len && memcmp (hash.data, cursor->commit_hash.data, hash.len) == 0)
            *seq = (int64_t)cursor->feed_seq;
    }
    return QCDC_OK;
}

/*  Adds items after *SEQ up to TAIL until the answer is full; *NEXT is the last row that was dealt with. */
static qcdc_status gather_feed (fetch_t *self, int64_t seq, int64_t tail, Qcdc__Cursor *next, bool *full,
                                fault_t *fault)
{
    for (;;) {
        PGresult *rows = NULL;
        pg_params_int4 (self->params, self->job->member.office);
        pg_params_int8 (self->params, seq);
        pg_params_int8 (self->params, tail);
        pg_params_int4 (self->params, self->job->member.id);
        QCDC_TRY (run (self, &FEED, &rows, fault));
        if (PQntuples (rows) == 0)
            return QCDC_OK;
        for (int at = 0; at < PQntuples (rows); at++) {
            size_t bytes = 0;
            Qcdc__FeedItem *item = new_item (self);
            qcdc_status status = item ? feed_item (self, rows, at, item, &bytes, fault) : no_memory (fault);
            if (status == QCDC_NO_MEMORY && self->item_count)
                *full = true; /* it will fit into the next answer, alone */
            else if (status != QCDC_OK)
                return status;
            if (*full || !add_item (self, item, bytes)) {
                *full = true;
                return QCDC_OK;
            }
            seq = pg_int8 (rows, at, F_SEQ);
            next->feed_seq = (uint64_t)seq;
            next->commit_hash = binary (rows, at, F_COMMIT_HASH);
        }
    }
}

static qcdc_status answer_feed (fetch_t *self, const Qcdc__Cursor *cursor, fault_t *fault)
{
    PGresult *tail = NULL;
    int64_t seq = 0;
    bool full = false;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__Cursor next = QCDC__CURSOR__INIT;
    QCDC_TRY (find_cursor (self, cursor, &seq, fault));
    if (seq)
        next = *cursor;
    pg_params_int4 (self->params, self->job->member.office);
    QCDC_TRY (run (self, &TAIL, &tail, fault));
    if (PQntuples (tail) == 1 && pg_int8 (tail, 0, 0) > seq) {
        QCDC_TRY (gather_feed (self, seq, pg_int8 (tail, 0, 0), &next, &full, fault));
        if (!full) {
            /* Rows that were left out at the end are behind us too. */
            next.feed_seq = (uint64_t)pg_int8 (tail, 0, 0);
            next.commit_hash = binary (tail, 0, 1);
        }
    }
    entries.next = &next;
    entries.more = full;
    return send_entries (self, &entries, fault);
}

static qcdc_status answer_own (fetch_t *self, uint64_t from, fault_t *fault)
{
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    PGresult *rows = NULL;
    if (from > INT64_MAX)
        from = INT64_MAX;
    entries.next_own = from;
    while (!entries.more) {
        pg_params_int4 (self->params, self->job->member.id);
        pg_params_int8 (self->params, (int64_t)entries.next_own);
        QCDC_TRY (run (self, &OWN, &rows, fault));
        if (PQntuples (rows) == 0)
            break;
        for (int at = 0; at < PQntuples (rows) && !entries.more; at++) {
            size_t bytes = 0;
            Qcdc__FeedItem *item = new_item (self);
            qcdc_status status = item ? QCDC_OK : no_memory (fault);
            if (status == QCDC_OK) {
                item->item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
                status = segment_message (self, self->job->member.id, rows, at, &item->segment, &bytes, fault);
            }
            if (status == QCDC_NO_MEMORY && self->item_count)
                entries.more = true;
            else if (status != QCDC_OK)
                return status;
            if (entries.more || !add_item (self, item, bytes))
                entries.more = true;
            else
                entries.next_own = (uint64_t)pg_int8 (rows, at, S_LAST_SEQ) + 1;
        }
    }
    return send_entries (self, &entries, fault);
}

qcdc_status fetch_answer (answer_t *answer, const job_t *job, fault_t *fault)
{
    const Qcdc__Fetch *ask = job->frame->fetch;
    if (job->member.role == ROLE_ANALYST)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "an analyst reads aggregates, no entries and no text");
    fetch_t self = {.answer = answer, .job = job, .bytes_max = ask->bytes_max ? ask->bytes_max : BYTES_DEFAULT};
    if (self.bytes_max > BYTES_MAX)
        self.bytes_max = BYTES_MAX;
    qcdc_status status;
    self.params = pg_params_new ();
    self.items = allocate (&self, ITEMS_MAX * sizeof *self.items);
    if (!self.params || !self.items)
        status = no_memory (fault);
    else if (ask->what_case == QCDC__FETCH__WHAT_FEED)
        status = answer_feed (&self, ask->feed, fault);
    else if (ask->what_case == QCDC__FETCH__WHAT_OWN_FROM)
        status = answer_own (&self, ask->own_from, fault);
    else
        status = fault_set (fault, QCDC_PROTOCOL, NULL, "a fetch says what it wants: the feed or the own journal");
    for (size_t i = 0; i < self.result_count; i++)
        PQclear (self.results[i]);
    free (self.results);
    pg_params_destroy (&self.params);
    return status;
}
