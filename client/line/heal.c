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
    bool confirming;            /* the journal holds all of it: only the receipts are missing */
    uint64_t again_to_seq;      /* their receipts are held, too, and taken once more, up to here */
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
    QCDC_TRY (refiling_keep (taking->refiling, sync->journal, sync->home->role, sync->own, seq, fault));
    return journal_cut (sync->journal, sync->own, seq, fault);
}

/*  One entry to its place; *CONFIRMED: it stood there already. */
static qcdc_status take_entry (taking_t *taking, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                               bool *confirmed, fault_t *fault)
{
    sync_t *sync = taking->sync;
    bool there = false;
    *confirmed = false;
    if (!taking->refiling)
        QCDC_TRY (compare (taking, entry->seq, hash, &there, confirmed, fault));
    if (there && !*confirmed)
        QCDC_TRY (diverge (taking, entry->seq, fault));
    QCDC_TRY (journal_put (sync->journal, entry, hash, 0, 0, fault));
    sync->result->taken += !*confirmed;
    return QCDC_OK;
}

static qcdc_status take_entries (taking_t *taking, const Qcdc__Segment *wire, segment_t *segment, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t confirmed_count = 0;
    QCDC_TRY (sync_begin (sync, fault));
    for (size_t i = 0; i < segment->count; i++) {
        bool confirmed;
        if (segment->entries[i].seq <= taking->at_seq)
            continue;
        QCDC_TRY (take_entry (taking, &segment->entries[i], segment->hashes[i], &confirmed, fault));
        confirmed_count += confirmed;
    }
    /* Sent before, in a run that was cut off: only the receipt had not come back. */
    sync->result->sent += confirmed_count;
    if (confirmed_count)
        QCDC_TRY (sync_result_count (sync->result, &segment->journal.receipt, true, fault));
    segment->journal.epoch = sync->epoch;
    QCDC_TRY (wire_segment_store (sync->journal, wire, segment, &sync->place.known, fault));
    return sync_written (sync, fault);
}

/*  ---------------------------------------------------------------- staging */

static qcdc_status differs (taking_t *taking, const segment_t *segment, bool *differ, fault_t *fault)
{
    *differ = false;
    for (size_t i = 0; !*differ && i < segment->count; i++) {
        bool there, same;
        QCDC_TRY (compare (taking, segment->entries[i].seq, segment->hashes[i], &there, &same, fault));
        *differ = there && !same;
    }
    return QCDC_OK;
}

static void bytes_free (uint8_t **bytes)
{
    free (*bytes);
}

static qcdc_status stage (const taking_t *taking, const Qcdc__Segment *wire, const segment_t *segment, fault_t *fault)
{
    sync_t *sync = taking->sync;
    const journal_segment_t *journal = &segment->journal;
    size_t length = qcdc__segment__get_packed_size (wire);
    uint8_t *bytes QCDC_CLEANUP (bytes_free) = malloc (length);
    if (!bytes)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    qcdc__segment__pack (wire, bytes);
    QCDC_TRY (sync_begin (sync, fault));
    QCDC_TRY (journal_stage (sync->journal, journal->first_seq, journal->last_seq, journal->last_hash,
                             (bytes_t){bytes, length}, fault));
    return sync_written (sync, fault);
}

static qcdc_status unstage (sync_t *sync, fault_t *fault)
{
    QCDC_TRY (sync_begin (sync, fault));
    QCDC_TRY (journal_unstage (sync->journal, fault));
    return sync_commit (sync, fault);
}

/*  What was staged for a server that was restored since is of no use any more. */
static qcdc_status forget_staged (sync_t *sync, fault_t *fault)
{
    uint64_t first_seq, last_seq;
    uint8_t last_hash[HASH_BYTES];
    QCDC_TRY (journal_staged (sync->journal, &first_seq, &last_seq, last_hash, fault));
    return first_seq ? unstage (sync, fault) : QCDC_OK;
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
    QCDC_TRY (journal_staged (sync->journal, &first_seq, &last_seq, last_hash, fault));
    if (!first_seq)
        return QCDC_OK;
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

/*  Reads and checks what came; it may begin within what is here already, and must then agree with it. */
static qcdc_status read_segment (const taking_t *taking, const Qcdc__Segment *wire, segment_t *segment,
                                 fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint8_t previous[HASH_BYTES];
    char origin[ORIGIN_TEXT_BYTES];
    if (wire->first_seq == taking->at_seq + 1)
        memcpy (previous, taking->at_hash, HASH_BYTES);
    else
        QCDC_TRY (journal_hash_at (sync->journal, sync->own, wire->first_seq - 1, previous, fault));
    QCDC_TRY (wire_segment_read (wire, sync->home->keys.sign_public, &sync->place.known, previous, segment, fault));
    if (wire->first_seq > taking->at_seq ||
        memcmp (segment->hashes[taking->at_seq - wire->first_seq], taking->at_hash, HASH_BYTES) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_CHAIN, NULL, _ ("entries %llu to %llu of %s do not follow what is held here"),
               (unsigned long long)segment->journal.first_seq, (unsigned long long)segment->journal.last_seq,
               origin_format (wire->origin, origin));
    return sync_advise_rescue (sync, fault);
}

static qcdc_status take_segment (taking_t *taking, const Qcdc__Segment *wire, fault_t *fault)
{
    sync_t *sync = taking->sync;
    segment_t segment QCDC_CLEANUP (segment_release) = {0};
    bool differ = false;
    if (wire->origin != sync->own || wire->first_seq < 1 || wire->first_seq > taking->at_seq + 1)
        return session_unexpected (_ ("entries that were not asked for"), fault);
    if (wire->first_seq + wire->n_entries - 1 <= taking->at_seq)
        return QCDC_OK;
    QCDC_TRY (read_segment (taking, wire, &segment, fault));
    if (!taking->staging)
        QCDC_TRY (differs (taking, &segment, &differ, fault));
    if (differ)
        stage_from_here (taking);
    if (taking->staging && !taking->applying)
        QCDC_TRY (stage (taking, wire, &segment, fault));
    else
        QCDC_TRY (take_entries (taking, wire, &segment, fault));
    taking->at_seq = segment.journal.last_seq;
    memcpy (taking->at_hash, segment.journal.last_hash, HASH_BYTES);
    sync_progress (sync, _ ("taking back"), taking->at_seq, sync->server_seq);
    return QCDC_OK;
}

/*  A segment without its entries, which are here and only lack its receipt: a run was cut off before that came. */
static qcdc_status confirm_segment (taking_t *taking, const Qcdc__Segment *wire, fault_t *fault)
{
    sync_t *sync = taking->sync;
    segment_t segment = {0};
    uint8_t held[HASH_BYTES];
    bool there = false;
    if (wire->origin != sync->own || wire->n_entries || wire->first_seq < 1 || wire->first_seq > taking->at_seq + 1)
        return session_unexpected (_ ("entries that were not asked for"), fault);
    QCDC_TRY (wire_segment_confirm (wire, sync->home->keys.sign_public, &sync->place.known, &segment, fault));
    const journal_segment_t *journal = &segment.journal;
    if (journal->last_seq <= taking->at_seq)
        return QCDC_OK;
    if (taking->again_to_seq && journal->last_seq > taking->again_to_seq) {
        taking->at_seq = journal->last_seq;
        return QCDC_OK;
    }
    QCDC_TRY (journal_find_hash (sync->journal, sync->own, journal->last_seq, held, &there, fault));
    if (!there || journal->last_seq > sync->server_seq || memcmp (held, journal->last_hash, HASH_BYTES) != 0)
        return session_unexpected (_ ("a receipt that is not of its segment"), fault);
    segment.journal.epoch = sync->epoch;
    QCDC_TRY (sync_begin (sync, fault));
    QCDC_TRY (wire_segment_store (sync->journal, wire, &segment, &sync->place.known, fault));
    if (!taking->again_to_seq) {
        sync->result->sent += journal->last_seq - taking->at_seq;
        QCDC_TRY (sync_result_count (sync->result, &journal->receipt, true, fault));
    }
    taking->at_seq = journal->last_seq;
    memcpy (taking->at_hash, journal->last_hash, HASH_BYTES);
    return sync_written (sync, fault);
}

static qcdc_status fetch_own (const taking_t *taking, uint64_t from_seq, fault_t *fault)
{
    asked_t asked = {.what = QCDC__FETCH__WHAT_OWN_FROM, .from = from_seq, .receipts_only = taking->confirming};
    return sync_fetch (taking->sync, &asked, fault);
}

/*  One page; the next one is asked for before this one is worked through. */
static qcdc_status take_page (taking_t *taking, bool *more, fault_t *fault)
{
    sync_t *sync = taking->sync;
    Qcdc__Entries *entries = NULL;
    QCDC_TRY (sync_fetched (sync, &entries, fault));
    uint64_t before = taking->at_seq;
    *more = entries->more;
    if (*more && entries->next_own <= before)
        return session_unexpected (_ ("a page that leads nowhere"), fault);
    if (*more)
        QCDC_TRY (fetch_own (taking, entries->next_own, fault));
    for (size_t i = 0; i < entries->n_items; i++) {
        if (entries->items[i]->item_case != QCDC__FEED_ITEM__ITEM_SEGMENT)
            return session_unexpected (_ ("an item that was not asked for"), fault);
        const Qcdc__Segment *segment = entries->items[i]->segment;
        QCDC_TRY (taking->confirming ? confirm_segment (taking, segment, fault)
                                     : take_segment (taking, segment, fault));
    }
    return *more && taking->at_seq == before ? session_unexpected (_ ("an empty page"), fault) : QCDC_OK;
}

static qcdc_status take_pages (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    QCDC_TRY (fetch_own (taking, taking->at_seq + 1, fault));
    for (bool more = true; more;)
        QCDC_TRY (take_page (taking, &more, fault));
    return taking->at_seq < sync->server_seq ? session_unexpected (_ ("fewer entries than it holds"), fault)
                                             : QCDC_OK;
}

static qcdc_status apply_next (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint8_t *bytes QCDC_CLEANUP (bytes_free) = NULL;
    size_t length = 0;
    arena_reset (sync->arena);
    QCDC_TRY (journal_staged_at (sync->journal, taking->at_seq + 1, &bytes, &length, fault));
    const Qcdc__Segment *wire = qcdc__segment__unpack (arena_allocator (sync->arena), length, bytes);
    if (wire)
        return take_segment (taking, wire, fault);
    if (arena_why (sync->arena, QCDC_CORRUPT) == QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    return fault_set (fault, QCDC_CORRUPT, NULL, _ ("a segment in the journal is damaged"));
}

/*  The last one has come: all that is staged goes to its place, in the transaction in which ours give way. */
static qcdc_status apply_staged (taking_t *taking, fault_t *fault)
{
    sync_t *sync = taking->sync;
    uint64_t to_seq = taking->at_seq;
    QCDC_TRY (sync_commit (sync, fault));
    QCDC_TRY (sync_begin (sync, fault));
    sync->held = taking->applying = true;
    taking->result_before = *sync->result;
    taking->at_seq = taking->staged_behind_seq;
    memcpy (taking->at_hash, taking->staged_behind_hash, HASH_BYTES);
    while (taking->at_seq < to_seq)
        QCDC_TRY (apply_next (taking, fault));
    return journal_unstage (sync->journal, fault);
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
    bool there = false;
    QCDC_TRY (journal_hash_at (sync->journal, sync->own, receipted_seq, taking->at_hash, fault));
    /* Its last entry is in our chain, hence all that come before it are. */
    QCDC_TRY (compare (taking, sync->server_seq, sync->server_hash, &there, &taking->confirming, fault));
    if (taking->confirming)
        QCDC_TRY (forget_staged (sync, fault));
    else
        QCDC_TRY (resume (taking, resumed, fault));
    if (taking->at_seq < sync->server_seq)
        QCDC_TRY (take_pages (taking, fault));
    if (taking->staging)
        QCDC_TRY (apply_staged (taking, fault));
    if (taking->refiling)
        QCDC_TRY (refiling_file_kept (taking->refiling, sync->journal, &sync->result->refiled, fault));
    return QCDC_OK;
}

qcdc_status heal_receipts (sync_t *self, uint64_t receipted_seq, fault_t *fault)
{
    taking_t taking = {.sync = self, .confirming = true, .again_to_seq = receipted_seq};
    QCDC_TRY (journal_hash_at (self->journal, self->own, 0, taking.at_hash, fault));
    QCDC_TRY (take_pages (&taking, fault));
    return sync_commit (self, fault);
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
