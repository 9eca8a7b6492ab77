/*  heal.c — taking back what the server holds of this device and the journal does not.
 *
 *  An old copy of the home has lost entries: they come back from the server.  Where the clerk has gone on in that
 *  copy, his new entries stand at addresses that others have already: they have no receipts, so nobody has relied
 *  on them, and their facts are filed again behind the server's head.  That is one transaction; a lost line or a
 *  kill leaves all as it was.  Until the last segment for it has come, those that have are staged: a line that breaks
 *  all the time brings them one after the other. */

#include "line/heal.h"

#include "base/i18n.h"
#include "journal/journal_staged.h"
#include "line/refiling.h"
#include "line/segment.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    sync_t *sync;
    uint64_t at_seq; /* up to here the server's entries are in the journal */
    uint8_t at_hash[HASH_BYTES];
    bool staging;               /* our own entries differ: what comes waits for the rest */
    uint64_t staged_behind_seq; /* where that began: what agreed before it is in its place already */
    uint8_t staged_behind_hash[HASH_BYTES];
    bool applying;               /* all is here */
    sync_result_t result_before; /* as it was when that began */
    refiling_t *refiling;        /* of the divergent entries, once there is one */
} taking_t;

/*  Whether the journal holds HASH at SEQ; *THERE: it holds anything. */
static qcdc_status compare (const taking_t *taking, uint64_t seq, const uint8_t hash[HASH_BYTES], bool *there,
                            bool *same, fault_t *fault)
{
    uint8_t held[HASH_BYTES];
    *same = false;
    QCDC_TRY (journal_find_hash (taking->sync->journal, taking->sync->own, seq, held, there, fault));
    *same = *there && memcmp (held, hash, HASH_BYTES) == 0;
    return QCDC_OK;
}

/*  The first difference: from here on our entries give way.  The transaction must now end whole. */
static qcdc_status diverge (taking_t *taking, uint64_t seq, fault_t *fault)
{
    sync_t *sync = taking->sync;
    taking->refiling = refiling_new ();
    if (!taking->refiling)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
    sync->held = true;
    QCDC_TRY (refiling_keep (taking->refiling, sync->journal, sync->own, seq, fault));
    return journal_cut (sync->journal, sync->own, seq, fault);
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
        confirmed += same;
        if (status == QCDC_OK && !same)
            sync->result->taken++;
    }
    /* Sent before, in a run that was cut off: only the receipt had not come back. */
    sync->result->sent += confirmed;
    if (status == QCDC_OK && confirmed)
        status = sync_result_count (sync->result, &segment->journal.receipt, fault);
    if (status == QCDC_OK) {
        segment->journal.epoch = sync->epoch;
        status = wire_segment_store (sync->journal, wire, segment, sync->server_sign, fault);
    }
    return status == QCDC_OK ? sync_written (sync, fault) : status;
}

/*  ---------------------------------------------------------------- staging */

static qcdc_status differs (taking_t *taking, const segment_t *segment, bool *differ, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    *differ = false;
    for (size_t i = 0; status == QCDC_OK && !*differ && i < segment->count; i++) {
        bool there, same;
        status = compare (taking, segment->entries[i].seq, segment->hashes[i], &there, &same, fault);
        *differ = there && !same;
    }
    return status;
}

static qcdc_status stage (const taking_t *taking, const Qcdc__Segment *wire, const segment_t *segment, fault_t *fault)
{
    sync_t *sync = taking->sync;
    size_t length = qcdc__segment__get_packed_size (wire);
    uint8_t *bytes = malloc (length);
    if (!bytes)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    qcdc__segment__pack (wire, bytes);
    qcdc_status status = sync_begin (sync, fault);
    if (status == QCDC_OK)
        status = journal_stage (sync->journal, segment->journal.first_seq, segment->journal.last_seq,
                                segment->journal.last_hash, (bytes_t){bytes, length}, fault);
    free (bytes);
    return status == QCDC_OK ? sync_written (sync, fault) : status;
}

static qcdc_status unstage (sync_t *sync, fault_t *fault)
{
    QCDC_TRY (sync_begin (sync, fault));
    QCDC_TRY (journal_unstage (sync->journal, fault));
    return sync_commit (sync, fault);
}

static void stage_from_here (taking_t *taking)
{
    taking->staging = true;
    taking->staged_behind_seq = taking->at_seq;
    memcpy (taking->staged_behind_hash, taking->at_hash, HASH_BYTES);
}

/*  Goes on behind what was staged before, if that is of the journal as it stands here and of the server as it stands there. */
static qcdc_status resume (taking_t *taking, bool *resumed, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t first_seq, last_seq;
    uint8_t last_hash[HASH_BYTES];
    *resumed = false;
    qcdc_status status = journal_staged (sync->journal, &first_seq, &last_seq, last_hash, fault);
    if (status != QCDC_OK || !first_seq)
        return status;
    if (first_seq > taking->at_seq + 1 || last_seq <= taking->at_seq || last_seq > sync->server_seq ||
        (last_seq == sync->server_seq && memcmp (last_hash, sync->server_hash, HASH_BYTES) != 0))
        return unstage (sync, fault);
    *resumed = true;
    stage_from_here (taking);
    taking->at_seq = last_seq;
    memcpy (taking->at_hash, last_hash, HASH_BYTES);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- segments that came */

static qcdc_status take_segment (taking_t *taking, const Qcdc__Segment *wire, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint8_t previous[HASH_BYTES];
    char origin[ORIGIN_TEXT_BYTES];
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
    /* What comes again with it must be what is here: the chain is checked from its own beginning. */
    if (status == QCDC_OK && wire->first_seq <= taking->at_seq &&
        memcmp (segment.hashes[taking->at_seq - wire->first_seq], taking->at_hash, HASH_BYTES) != 0)
        status =
            fault_set (fault, QCDC_BAD_CHAIN, NULL, _ ("entries %llu to %llu of %s do not follow what is held here"),
                       (unsigned long long)segment.journal.first_seq, (unsigned long long)segment.journal.last_seq,
                       origin_format (wire->origin, origin));
    bool differ = false;
    if (status == QCDC_OK && !taking->staging)
        status = differs (taking, &segment, &differ, fault);
    if (differ)
        stage_from_here (taking);
    if (status == QCDC_OK)
        status = taking->staging && !taking->applying ? stage (taking, wire, &segment, fault)
                                                      : take_entries (taking, wire, &segment, fault);
    if (status == QCDC_OK) {
        taking->at_seq = segment.journal.last_seq;
        memcpy (taking->at_hash, segment.journal.last_hash, HASH_BYTES);
        sync_progress (sync, _ ("taking back"), taking->at_seq, sync->server_seq);
    }
    segment_release (&segment);
    return status;
}

static qcdc_status fetch_own (sync_t *sync, uint64_t from_seq, uint64_t *call, fault_t *fault)
{
    Qcdc__Fetch fetch = QCDC__FETCH__INIT;
    fetch.what_case = QCDC__FETCH__WHAT_OWN_FROM;
    fetch.own_from = from_seq;
    return sync_fetch (sync, &fetch, call, fault);
}

/*  Page after page; the next one is asked for before this one is worked through. */
static qcdc_status take_pages (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t call = 0;
    qcdc_status status = fetch_own (sync, taking->at_seq + 1, &call, fault);
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
            status = fetch_own (sync, entries->next_own, &call, fault);
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

/*  The last one has come: all that is staged goes to its place, in the transaction in which ours give way. */
static qcdc_status apply_staged (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t to_seq = taking->at_seq;
    qcdc_status status = sync_commit (sync, fault);
    if (status == QCDC_OK)
        status = sync_begin (sync, fault);
    sync->held = taking->applying = true;
    taking->result_before = *sync->result;
    taking->at_seq = taking->staged_behind_seq;
    memcpy (taking->at_hash, taking->staged_behind_hash, HASH_BYTES);
    while (status == QCDC_OK && taking->at_seq < to_seq) {
        uint8_t *bytes = NULL;
        size_t length = 0;
        arena_reset (sync->arena);
        status = journal_staged_at (sync->journal, taking->at_seq + 1, &bytes, &length, fault);
        const Qcdc__Segment *wire =
            status == QCDC_OK ? qcdc__segment__unpack (arena_allocator (sync->arena), length, bytes) : NULL;
        if (status == QCDC_OK)
            status = wire ? take_segment (taking, wire, fault)
                          : fault_set (fault, QCDC_CORRUPT, NULL, _ ("a segment in the journal is damaged"));
        free (bytes);
    }
    return status == QCDC_OK ? journal_unstage (sync->journal, fault) : status;
}

/*  The server is not the one of which the staged ones came: the next attempt begins anew. */
static void begin_anew (sync_t *sync)
{
    fault_t ignored = {0};
    sync->collided = unstage (sync, &ignored) == QCDC_OK;
    sync->collisions++;
}

static qcdc_status take_back (taking_t *taking, uint64_t receipted_seq, bool *resumed, fault_t *fault)
{
    sync_t *sync = taking->sync;
    QCDC_TRY (journal_hash_at (sync->journal, sync->own, receipted_seq, taking->at_hash, fault));
    QCDC_TRY (resume (taking, resumed, fault));
    if (taking->at_seq < sync->server_seq)
        QCDC_TRY (take_pages (taking, fault));
    if (taking->staging)
        QCDC_TRY (apply_staged (taking, fault));
    if (taking->refiling)
        QCDC_TRY (refiling_file_kept (taking->refiling, sync->journal, &sync->result->refiled, fault));
    return QCDC_OK;
}

/*  What was staged for a server that was restored since is of no use any more. */
static qcdc_status forget_staged (sync_t *sync, fault_t *fault)
{
    uint64_t first_seq, last_seq;
    uint8_t last_hash[HASH_BYTES];
    qcdc_status status = journal_staged (sync->journal, &first_seq, &last_seq, last_hash, fault);
    return status == QCDC_OK && first_seq ? unstage (sync, fault) : status;
}

qcdc_status heal_take_back (sync_t *self, uint64_t receipted_seq, fault_t *fault)
{
    taking_t taking = {.sync = self, .at_seq = receipted_seq};
    bool resumed = false;
    if (self->server_seq <= receipted_seq)
        return forget_staged (self, fault);
    qcdc_status status = take_back (&taking, receipted_seq, &resumed, fault);
    if (status == QCDC_OK) {
        self->held = false;
        self->server_seq = taking.at_seq;
        status = sync_commit (self, fault);
    } else if (taking.applying) {
        sync_rollback (self);
        *self->result = taking.result_before;
    }
    if (status == QCDC_BAD_CHAIN && resumed)
        begin_anew (self);
    refiling_destroy (&taking.refiling);
    return status;
}
