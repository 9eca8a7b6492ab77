/*  heal.c — taking back what the server holds of this device and the journal does not.
 *
 *  An old copy of the home has lost entries: they come back from the server.  Where the clerk has gone on in
 *  that copy, his new entries stand at addresses that others have already: they have no receipts, so nobody has
 *  relied on them, and their facts are filed again behind the server's head.  That is one transaction; a lost
 *  line or a kill leaves all as it was.
 *
 *  Where the server was restored and another device has given our entries back, they stand at other places of
 *  its commit order than our receipts say.  Their new receipts are fetched too: what an office shows is folded
 *  in that order. */

#include "heal.h"
#include "sync.h"

#include "i18n.h"

#include <string.h>

typedef struct {
    sync_t *sync;
    uint64_t at_seq; /* up to here the server's entries are in the journal */
    uint8_t at_hash[HASH_BYTES];
    uint64_t receipted_seq; /* up to here there are receipts already */
    bool moved;             /* some of them name another place in the order of commit */
    refiling_t *refiling;   /* of the divergent entries, once there is one */
} taking_t;

/*  Whether the journal holds HASH at SEQ; *THERE: it holds anything. */
static qcdc_status compare (const taking_t *taking, uint64_t seq, const uint8_t hash[HASH_BYTES], bool *there,
                            bool *same, fault_t *fault)
{
    uint8_t held[HASH_BYTES];
    fault_t ignored = {0};
    qcdc_status status = journal_hash_at (taking->sync->journal, taking->sync->own, seq, held, &ignored);
    *there = status == QCDC_OK;
    *same = *there && memcmp (held, hash, HASH_BYTES) == 0;
    if (status == QCDC_NOT_FOUND)
        status = QCDC_OK;
    if (status != QCDC_OK && fault)
        *fault = ignored;
    return status;
}

/*  The first difference: from here on our entries give way.  The transaction must now end whole. */
static qcdc_status diverge (taking_t *taking, uint64_t seq, fault_t *fault)
{
    sync_t *sync = taking->sync;
    taking->refiling = refiling_new ();
    if (!taking->refiling)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
    sync->held = true;
    qcdc_status status = refiling_keep (taking->refiling, sync->journal, sync->own, seq, fault);
    if (status == QCDC_OK)
        status = journal_cut (sync->journal, sync->own, seq, fault);
    return status;
}

static qcdc_status take_entries (taking_t *taking, const Qcdc__Segment *wire, segment_t *segment, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t confirmed = 0;
    qcdc_status status = sync_begin (sync, fault);
    for (size_t i = 0; status == QCDC_OK && i < segment->count; i++) {
        const entry_t *entry = &segment->entries[i];
        bool there = false, same = false;
        if (entry->seq <= taking->at_seq)
            continue;
        if (!taking->refiling)
            status = compare (taking, entry->seq, segment->hashes[i], &there, &same, fault);
        if (status == QCDC_OK && there && !same)
            status = diverge (taking, entry->seq, fault);
        if (status == QCDC_OK)
            status = journal_put (sync->journal, entry, segment->hashes[i], 0, 0, fault);
        confirmed += same && entry->seq > taking->receipted_seq;
        if (status == QCDC_OK && !same)
            sync->result->taken++;
    }
    /* Sent before, in a run that was cut off: only the receipt had not come back. */
    sync->result->sent += confirmed;
    if (status == QCDC_OK && confirmed)
        status = receipt_count (&segment->journal.receipt, &sync->result->rejected, &sync->result->waiting, fault);
    if (status == QCDC_OK) {
        segment->journal.epoch = sync->epoch;
        status = wire_segment_store (sync->journal, wire, segment, sync->server_sign, fault);
    }
    return status == QCDC_OK ? sync_written (sync, fault) : status;
}

/*  Whether the receipt that came for entries which have one names another place. */
static qcdc_status notice_move (taking_t *taking, const segment_t *segment, fault_t *fault)
{
    journal_row_t row;
    qcdc_status status =
        journal_at (taking->sync->journal, taking->sync->own, segment->journal.last_seq, &row, fault);
    taking->moved |= status == QCDC_OK && (uint64_t)row.commit_seq != segment->journal.receipt.commit_seq;
    return status;
}

static qcdc_status take_segment (taking_t *taking, const Qcdc__Segment *wire, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint8_t previous[HASH_BYTES];
    segment_t segment = {0};
    if (wire->origin != sync->own || wire->first_seq < 1 || wire->first_seq > taking->at_seq + 1)
        return session_unexpected (_ ("entries that were not asked for"), fault);
    if (wire->first_seq + wire->n_entries - 1 <= taking->at_seq)
        return QCDC_OK;
    qcdc_status status = QCDC_OK;
    if (wire->first_seq == taking->at_seq + 1)
        memcpy (previous, taking->at_hash, HASH_BYTES);
    else
        status = journal_hash_at (sync->journal, sync->own, wire->first_seq - 1, previous, fault);
    if (status == QCDC_OK)
        status = wire_segment_read (wire, sync->home->keys.sign_public, sync->server_sign, previous, &segment, fault);
    if (status == QCDC_OK && segment.journal.last_seq <= taking->receipted_seq)
        status = notice_move (taking, &segment, fault);
    if (status == QCDC_OK)
        status = take_entries (taking, wire, &segment, fault);
    if (status == QCDC_OK) {
        taking->at_seq = segment.journal.last_seq;
        memcpy (taking->at_hash, segment.journal.last_hash, HASH_BYTES);
        sync_progress (sync, _ ("taking back"), taking->at_seq, sync->server_seq);
    }
    segment_release (&segment);
    return status;
}

static qcdc_status fetch_own (sync_t *sync, uint64_t from_seq, uint32_t bytes_max, uint64_t *call, fault_t *fault)
{
    Qcdc__Fetch fetch = QCDC__FETCH__INIT;
    fetch.bytes_max = bytes_max;
    fetch.what_case = QCDC__FETCH__WHAT_OWN_FROM;
    fetch.own_from = from_seq;
    return sync_fetch (sync, &fetch, call, fault);
}

/*  Page after page; the next one is asked for before this one is worked through. */
static qcdc_status take_pages (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t call = 0;
    qcdc_status status = fetch_own (sync, taking->at_seq + 1, 0, &call, fault);
    bool more = true;
    while (status == QCDC_OK && more) {
        Qcdc__Frame *frame = NULL;
        status = sync_answer (sync, call, QCDC__FRAME__KIND_ENTRIES, &frame, fault);
        if (status != QCDC_OK)
            break;
        const Qcdc__Entries *entries = frame->entries;
        uint64_t before = taking->at_seq;
        more = entries->more;
        if (more && entries->next_own <= before)
            status = session_unexpected (_ ("a page that leads nowhere"), fault);
        else if (more)
            status = fetch_own (sync, entries->next_own, 0, &call, fault);
        for (size_t i = 0; status == QCDC_OK && i < entries->n_items; i++) {
            if (entries->items[i]->item_case != QCDC__FEED_ITEM__ITEM_SEGMENT)
                status = session_unexpected (_ ("an item that was not asked for"), fault);
            else
                status = take_segment (taking, entries->items[i]->segment, fault);
        }
        if (status == QCDC_OK && more && taking->at_seq == before)
            status = session_unexpected (_ ("an empty page"), fault);
    }
    if (status == QCDC_OK && taking->at_seq < sync->server_seq)
        status = session_unexpected (_ ("fewer entries than it holds"), fault);
    return status;
}

/*  ---------------------------------------------------------------- receipts of a restored server */

/*  Takes the segments behind FROM_SEQ again, up to the one that holds TO_SEQ. */
static qcdc_status renew_from (taking_t *taking, uint64_t from_seq, uint64_t to_seq, uint32_t bytes_max,
                               fault_t *fault)
{
    sync_t *sync = taking->sync;
    qcdc_status status = journal_hash_at (sync->journal, sync->own, from_seq, taking->at_hash, fault);
    taking->at_seq = from_seq;
    while (status == QCDC_OK && taking->at_seq < to_seq) {
        uint64_t call = 0, before = taking->at_seq;
        Qcdc__Frame *frame = NULL;
        status = fetch_own (sync, before + 1, bytes_max, &call, fault);
        if (status == QCDC_OK)
            status = sync_answer (sync, call, QCDC__FRAME__KIND_ENTRIES, &frame, fault);
        for (size_t i = 0; status == QCDC_OK && taking->at_seq < to_seq && i < frame->entries->n_items; i++) {
            const Qcdc__FeedItem *item = frame->entries->items[i];
            if (item->item_case != QCDC__FEED_ITEM__ITEM_SEGMENT)
                status = session_unexpected (_ ("an item that was not asked for"), fault);
            else
                status = take_segment (taking, item->segment, fault);
        }
        if (status == QCDC_OK && taking->at_seq == before)
            status = session_unexpected (_ ("an empty page"), fault);
    }
    return status;
}

static qcdc_status last_segment (const journal_segment_t *segment, void *arg)
{
    *(journal_segment_t *)arg = *segment;
    return QCDC_EXISTS;
}

/*  Only where the server was restored since the last receipt came, and only what the server holds.  What it had
 *  lost is the end of the journal: where the last receipt still holds, all do. */
static qcdc_status renew_receipts (sync_t *self, uint64_t receipted_seq, fault_t *fault)
{
    taking_t taking = {.sync = self, .receipted_seq = receipted_seq};
    journal_segment_t last = {0};
    uint64_t to_seq = self->server_seq < receipted_seq ? self->server_seq : receipted_seq;
    if (!self->epoch || !to_seq)
        return QCDC_OK;
    qcdc_status status = journal_each_segment (self->journal, self->own, to_seq, last_segment, &last, fault);
    if (status != QCDC_EXISTS || last.epoch >= self->epoch)
        return status == QCDC_EXISTS ? QCDC_OK : status;
    status = renew_from (&taking, last.first_seq - 1, to_seq, 1, fault);
    if (status == QCDC_OK && taking.moved)
        status = renew_from (&taking, 0, to_seq, 0, fault);
    return status == QCDC_OK ? sync_commit (self, fault) : status;
}

/*  ---------------------------------------------------------------- taking back */

qcdc_status heal_take_back (sync_t *self, uint64_t receipted_seq, fault_t *fault)
{
    taking_t taking = {.sync = self, .at_seq = receipted_seq, .receipted_seq = receipted_seq};
    uint64_t taken_before = self->result->taken, refiled_before = self->result->refiled;
    qcdc_status status = renew_receipts (self, receipted_seq, fault);
    if (status != QCDC_OK || self->server_seq <= receipted_seq)
        return status;
    status = journal_hash_at (self->journal, self->own, receipted_seq, taking.at_hash, fault);
    if (status == QCDC_OK)
        status = take_pages (&taking, fault);
    if (status == QCDC_OK && taking.refiling)
        status = refiling_file_kept (taking.refiling, self->journal, &self->result->refiled, fault);
    if (status == QCDC_OK) {
        self->held = false;
        self->server_seq = taking.at_seq;
        status = sync_commit (self, fault);
    }
    if (status != QCDC_OK && self->held) {
        sync_rollback (self);
        self->result->taken = taken_before;
        self->result->refiled = refiled_before;
    }
    refiling_destroy (&taking.refiling);
    return status;
}
