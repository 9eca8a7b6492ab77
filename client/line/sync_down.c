/*  sync_down.c — taking the feed: the province's acts, the office's other devices, verdicts that have changed.
 *
 *  The cursor moves in the transaction that stores what it stands behind.  Entries already known are recognised by
 *  address and hash; another hash at a known address is another branch of that device, and the server's replaces
 *  ours: the facts of the lost branch, for which the server once gave receipts, are filed again by this device
 *  before they go. */

#include "line/sync_down.h"

#include "base/i18n.h"
#include "catalogue/vouching.h"
#include "facts/kind.h"
#include "journal/published.h"
#include "line/belief.h"
#include "line/refiling.h"
#include "line/segment.h"
#include "matters/copied_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    sync_t *sync;
    refiling_t *refiling;            /* made when the first lost branch is met */
    published_followed_t *published; /* NULL: nobody has asked yet, or it is to be read again */
} taking_feed_t;

/*  ---------------------------------------------------------------- what is published by now */

/*  QCDC_EXISTS at the first publication. */
static qcdc_status stop_at_published (const journal_row_t *row, void *arg)
{
    (void)arg;
    return strcmp (row->subject, PUBLISHED_SUBJECT) == 0 ? QCDC_EXISTS : QCDC_OK;
}

/*  Entries from FIRST to LAST of ORIGIN were written, or a receipt about them. */
static qcdc_status look_for_published (taking_feed_t *feed, uint64_t origin, uint64_t first, uint64_t last,
                                       fault_t *fault)
{
    if (!feed->published)
        return QCDC_OK;
    qcdc_status status = journal_each (feed->sync->journal, origin, first, last, stop_at_published, NULL, fault);
    if (status == QCDC_EXISTS)
        published_leave (&feed->published);
    return status == QCDC_EXISTS ? QCDC_OK : status;
}

static believing_t believing_of (taking_feed_t *feed)
{
    const home_t *home = feed->sync->home;
    return (believing_t){home->journal, home->path, &feed->published};
}

/*  ---------------------------------------------------------------- what only the province may say */

/*  Whether OFFICE is the province's: as it was when the home was opened, or as it was published since, in this session. */
static qcdc_status is_provincial (taking_feed_t *feed, const Qcdc__Fact *fact, const char *code, bool *provincial,
                                  fault_t *fault)
{
    const office_t *office = catalog_office (feed->sync->home->catalog, code);
    const believing_t believing = believing_of (feed);
    *provincial = office && office->provincial;
    return *provincial ? QCDC_OK : office_may_say (&believing, code, fact, provincial, fault);
}

/*  What has no effect is said once, the first of this synchronisation by its address. */
static void count_unbelieved (taking_feed_t *feed, uint64_t origin, uint64_t seq, const char *office)
{
    sync_result_t *result = feed->sync->result;
    char address[ADDRESS_TEXT_BYTES];
    if (result->unbelieved++ == 0)
        snprintf (result->unbelieved_of, sizeof result->unbelieved_of, "%s, %.64s",
                  address_format (origin, seq, address), office);
}

/*  ---------------------------------------------------------------- another device's segment */

/*  Another device of the office itself is one on the server's word alone: what only the province may say is believed of it where the office is
 *  the province's and the device was vouched for, as an act is. */
static qcdc_status is_believed (taking_feed_t *feed, const entry_t *entry, const receipt_t *receipt, bool *believed,
                                fault_t *fault)
{
    sync_t *sync = feed->sync;
    Qcdc__Fact *fact = NULL;
    *believed = true;
    arena_reset (sync->arena);
    qcdc_status status = fact_unpack (entry->body, sync->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK || (!fact_is_provincial (fact) && !fact_is_sworn (fact)))
        return QCDC_OK;
    const act_t act = {fact, entry->origin, receipt->first_committed_at_us, (int64_t)receipt->commit_seq};
    const believing_t believing = believing_of (feed);
    if (fact_is_sworn (fact))
        return belief_of_sworn (&believing, sync->office, &act, believed, fault);
    QCDC_TRY (is_provincial (feed, fact, sync->office, believed, fault));
    return *believed ? belief_in_segment (&believing, &act, believed, fault) : QCDC_OK;
}

/*  Entries from FIRST_SEQ of ORIGIN are new here. */
typedef struct {
    taking_feed_t *feed;
    uint64_t origin, first_seq;
    fault_t *fault;
} came_t;

static qcdc_status count_new (const journal_unbelieved_t *item, void *arg)
{
    const came_t *came = arg;
    if (item->origin == came->origin && item->seq >= came->first_seq)
        count_unbelieved (came->feed, item->origin, item->seq, item->office);
    return QCDC_OK;
}

static qcdc_status publication_came (const journal_row_t *row, void *arg)
{
    const came_t *came = arg;
    return strcmp (row->subject, PUBLISHED_SUBJECT) == 0 ? published_came (&came->feed->published, row, came->fault)
                                                         : QCDC_OK;
}

/*  A segment is in the journal now, with its receipts; ADDED of its entries were not, and UNBELIEVED of those are to be looked for. */
static qcdc_status segment_came (taking_feed_t *feed, const segment_t *segment, bool receipted_later, size_t added,
                                 size_t unbelieved, fault_t *fault)
{
    journal_t *journal = feed->sync->journal;
    const journal_segment_t *of = &segment->journal;
    came_t came = {feed, of->origin, of->last_seq - added + 1, fault};
    if (unbelieved)
        QCDC_TRY (journal_each_unbelieved (journal, count_new, &came, fault));
    if (!feed->published)
        return QCDC_OK;
    if (added == segment->count && !receipted_later)
        return journal_each (journal, of->origin, of->first_seq, of->last_seq, publication_came, &came, fault);
    return look_for_published (feed, of->origin, of->first_seq, of->last_seq, fault);
}

static qcdc_status hash_before (sync_t *sync, const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                                uint8_t previous[HASH_BYTES], fault_t *fault)
{
    bool held = true;
    if (wire->first_seq <= 1)
        origin_root (sign_key, previous);
    else
        QCDC_TRY (journal_find_hash (sync->journal, wire->origin, wire->first_seq - 1, previous, &held, fault));
    return held ? QCDC_OK : session_unexpected (_ ("entries of another device with a gap before them"), fault);
}

/*  Saves the facts of the branch that gives way from SEQ on, and makes room for the server's. */
static qcdc_status leave_branch (taking_feed_t *feed, uint64_t origin, uint64_t seq, fault_t *fault)
{
    sync_t *sync = feed->sync;
    if (!feed->refiling)
        feed->refiling = refiling_new ();
    if (!feed->refiling)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to file entries again"));
    sync->held = true;
    published_leave (&feed->published);
    QCDC_TRY (refiling_keep (feed->refiling, sync->journal, sync->home->role, origin, seq, fault));
    return journal_forget (sync->journal, origin, seq, fault);
}

static qcdc_status store_segment (taking_feed_t *feed, const Qcdc__Segment *wire, segment_t *segment, fault_t *fault)
{
    sync_t *sync = feed->sync;
    bool branched = false;
    size_t added = 0, unbelieved = 0;
    for (size_t i = 0; i < segment->count; i++) {
        const entry_t *entry = &segment->entries[i];
        uint8_t hash[HASH_BYTES];
        bool held = false;
        if (!branched)
            QCDC_TRY (journal_find_hash (sync->journal, entry->origin, entry->seq, hash, &held, fault));
        if (held && memcmp (hash, segment->hashes[i], HASH_BYTES) != 0) {
            branched = true;
            held = false;
            QCDC_TRY (leave_branch (feed, entry->origin, entry->seq, fault));
        }
        bool believed = true;
        if (!held)
            QCDC_TRY (is_believed (feed, entry, &segment->journal.receipt, &believed, fault));
        QCDC_TRY (believed ? journal_put (sync->journal, entry, segment->hashes[i], 0, 0, fault)
                           : journal_put_unbelieved (sync->journal, entry, segment->hashes[i], 0, 0, fault));
        added += !held;
        unbelieved += !believed;
    }
    segment->journal.epoch = sync->epoch;
    QCDC_TRY (wire_segment_store (sync->journal, wire, segment, &sync->place.known, fault));
    QCDC_TRY (segment_came (feed, segment, wire->n_later > 0, added, unbelieved, fault));
    if (branched)
        QCDC_TRY (refiling_file_kept (feed->refiling, sync->journal, &sync->result->refiled, fault));
    sync->result->received += added;
    sync->held = false;
    return QCDC_OK;
}

static qcdc_status take_segment (taking_feed_t *feed, const Qcdc__Segment *wire, fault_t *fault)
{
    sync_t *sync = feed->sync;
    uint8_t previous[HASH_BYTES];
    segment_t segment QCDC_CLEANUP (segment_release) = {0};
    if (wire->origin == sync->own)
        return QCDC_OK;
    if (wire->sign_key.len != SIGN_KEY_BYTES || origin_id (wire->sign_key.data) != wire->origin)
        return session_unexpected (_ ("a key that is not its origin's"), fault);
    QCDC_TRY (journal_put_origin (sync->journal, wire->sign_key.data, sync->office, fault));
    QCDC_TRY (hash_before (sync, wire, wire->sign_key.data, previous, fault));
    QCDC_TRY (wire_segment_read (wire, wire->sign_key.data, &sync->place.known, previous, &segment, fault));
    return store_segment (feed, wire, &segment, fault);
}

/*  ---------------------------------------------------------------- acts and verdicts */

/*  An act is carried out for its author's signature, never on the server's word. */
static qcdc_status check_act (const Qcdc__Act *wire, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                              fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    address_format (entry->origin, entry->seq, address);
    if (memcmp (hash, wire->hash.data, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_BAD_CHAIN, NULL, _ ("entry %s of %s does not have its hash"), address,
                          wire->office);
    if (wire->sign_key.len == SIGN_KEY_BYTES && wire->signature.len == SIGNATURE_BYTES &&
        origin_id (wire->sign_key.data) == entry->origin &&
        append_verify (entry->origin, entry->seq, entry->seq, hash, wire->sign_key.data, wire->signature.data))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_SIGNATURE, NULL,
               _ ("entry %s, which the server says is of %s, is not signed by its device"), address, wire->office);
    fault_advise (fault, _ ("nothing was taken from it; tell the province's administrator"));
    return QCDC_BAD_SIGNATURE;
}

/*  What only the province may say is not believed of others, and of the province's devices, as the rest that it says for itself, where they were
 *  vouched for: *BELIEVED. */
static qcdc_status check_author (taking_feed_t *feed, const Qcdc__Act *wire, bytes_t body, bool *believed,
                                 fault_t *fault)
{
    sync_t *sync = feed->sync;
    Qcdc__Fact *fact = NULL;
    char address[ADDRESS_TEXT_BYTES];
    arena_reset (sync->arena);
    qcdc_status status = fact_unpack (body, sync->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK || (!fact_is_provincial (fact) && !fact_is_sworn (fact)))
        return QCDC_OK; /* it is kept; nothing is carried out */
    const act_t act = {fact, wire->origin, wire->committed_at, (int64_t)wire->commit_seq};
    const believing_t believing = believing_of (feed);
    if (fact_is_sworn (fact))
        return belief_of_sworn (&believing, wire->office, &act, believed, fault);
    bool provincial = false;
    QCDC_TRY (is_provincial (feed, fact, wire->office, &provincial, fault));
    if (provincial)
        return belief_of (&believing, &act, believed, fault);
    fault_set (fault, QCDC_FORBIDDEN, NULL,
               fact_erases (fact) ? _ ("entry %s of %s orders a text erased, which only the province may")
                                  : _ ("entry %s of %s says what only the province may say"),
               address_format (wire->origin, wire->seq, address), wire->office);
    fault_advise (fault, _ ("nothing was taken from it; tell the province's administrator"));
    return QCDC_FORBIDDEN;
}

/*  An act that was not here is in the journal now. */
static qcdc_status act_came (taking_feed_t *feed, const Qcdc__Act *wire, fault_t *fault)
{
    journal_row_t row;
    if (!feed->published)
        return QCDC_OK;
    QCDC_TRY (journal_at (feed->sync->journal, wire->origin, wire->seq, &row, fault));
    return strcmp (row.subject, PUBLISHED_SUBJECT) == 0 ? published_came (&feed->published, &row, fault) : QCDC_OK;
}

/*  The same erasure comes again where more is found that it reaches. */
static qcdc_status take_reaches (sync_t *sync, const Qcdc__Act *wire, fault_t *fault)
{
    journal_reach_t reaches[QCDC_REACHES_COUNT_MAX];
    size_t count = wire->n_reaches / 3;
    bool holds = wire->n_reaches % 3 == 0 && count <= QCDC_REACHES_COUNT_MAX;
    for (size_t i = 0; holds && i < count; i++) {
        const uint64_t *from = &wire->reaches[3 * i];
        reaches[i] = (journal_reach_t){{from[0], from[1], 0}, (int)(from[2] & TEXT_ALL)};
        holds = from[1] >= 1 && from[1] <= INT64_MAX;
    }
    if (!holds)
        return session_unexpected (_ ("an act that is not complete"), fault);
    return count ? journal_reach (sync->journal, wire->origin, wire->seq, reaches, count, fault) : QCDC_OK;
}

static qcdc_status take_act (taking_feed_t *feed, const Qcdc__Act *wire, fault_t *fault)
{
    sync_t *sync = feed->sync;
    entry_t entry = {.origin = wire->origin, .seq = wire->seq};
    uint8_t hash[HASH_BYTES], before[HASH_BYTES];
    bool held = false;
    if (!wire->entry || wire->previous_hash.len != HASH_BYTES || wire->hash.len != HASH_BYTES || wire->seq < 1 ||
        wire->seq > INT64_MAX || wire->commit_seq > INT64_MAX || wire->origin == sync->own)
        return session_unexpected (_ ("an act that is not complete"), fault);
    QCDC_TRY (wire_entry_read (wire->entry, &entry, fault));
    if (entry_check (&entry) != QCDC_OK)
        return session_unexpected (_ ("an entry beyond the limits"), fault);
    entry_hash (&entry, wire->previous_hash.data, hash);
    QCDC_TRY (check_act (wire, &entry, hash, fault));
    QCDC_TRY (journal_find_hash (sync->journal, entry.origin, entry.seq, before, &held, fault));
    bool same = held && memcmp (before, hash, HASH_BYTES) == 0, believed = true;
    /* What was believed once is not asked about again: whose it is may have ended since. */
    if (!same)
        QCDC_TRY (check_author (feed, wire, entry.body, &believed, fault));
    QCDC_TRY (journal_put_act_origin (sync->journal, wire->sign_key.data, wire->office, fault));
    QCDC_TRY (believed
                  ? journal_put (sync->journal, &entry, hash, (int64_t)wire->commit_seq, wire->committed_at, fault)
                  : journal_put_unbelieved (sync->journal, &entry, hash, (int64_t)wire->commit_seq,
                                            wire->committed_at, fault));
    QCDC_TRY (take_reaches (sync, wire, fault));
    if (same)
        return QCDC_OK;
    sync->result->received++;
    if (!believed)
        count_unbelieved (feed, wire->origin, wire->seq, wire->office);
    if (held) /* what stood there is no more */
        published_leave (&feed->published);
    return act_came (feed, wire, fault);
}

/*  A later receipt is about the entry that has its hash; of another branch, or of one not here, it says nothing. */
static qcdc_status take_verdict (taking_feed_t *feed, const Qcdc__Receipt *wire, fault_t *fault)
{
    sync_t *sync = feed->sync;
    receipt_t receipt;
    uint8_t hash[HASH_BYTES];
    bool held = false;
    QCDC_TRY (wire_receipt_read (wire, &sync->place.known, &receipt, fault));
    QCDC_TRY (journal_find_hash (sync->journal, receipt.origin, receipt.last_seq, hash, &held, fault));
    if (!held || memcmp (hash, receipt.last_hash, HASH_BYTES) != 0)
        return QCDC_OK;
    QCDC_TRY (journal_put_later (sync->journal, &receipt, fault));
    QCDC_TRY (look_for_published (feed, receipt.origin, receipt.first_seq, receipt.last_seq, fault));
    return receipt.origin == sync->own ? sync_result_count (sync->result, &receipt, true, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- pages */

static qcdc_status take_item (taking_feed_t *feed, const Qcdc__FeedItem *item, fault_t *fault)
{
    switch (item->item_case) {
    case QCDC__FEED_ITEM__ITEM_SEGMENT:
        return take_segment (feed, item->segment, fault);
    case QCDC__FEED_ITEM__ITEM_ACT:
        return take_act (feed, item->act, fault);
    case QCDC__FEED_ITEM__ITEM_VERDICT:
        return take_verdict (feed, item->verdict, fault);
    default:
        return session_unexpected (_ ("a feed item of a kind that this program does not know"), fault);
    }
}

typedef struct {
    uint64_t feed_seq;
    uint8_t commit_hash[HASH_BYTES];
} feed_place_t;

static qcdc_status read_cursor (const Qcdc__Cursor *cursor, feed_place_t *place, fault_t *fault)
{
    if (!cursor || (cursor->feed_seq && cursor->commit_hash.len != HASH_BYTES))
        return session_unexpected (_ ("a page without its end"), fault);
    place->feed_seq = cursor->feed_seq;
    if (cursor->feed_seq)
        memcpy (place->commit_hash, cursor->commit_hash.data, HASH_BYTES);
    return QCDC_OK;
}

static qcdc_status store_place (sync_t *sync, const feed_place_t *place, fault_t *fault)
{
    char seq[24], hash[2 * HASH_BYTES + 1];
    snprintf (seq, sizeof seq, "%llu", (unsigned long long)place->feed_seq);
    QCDC_TRY (journal_set (sync->journal, "feed_seq", seq, fault));
    return journal_set (sync->journal, "feed_commit_hash",
                        place->feed_seq ? hex_format (place->commit_hash, HASH_BYTES, hash) : "", fault);
}

static qcdc_status fetch_feed (sync_t *sync, const feed_place_t *place, fault_t *fault)
{
    asked_t asked = {.what = QCDC__FETCH__WHAT_FEED, .from = place->feed_seq};
    if (place->feed_seq)
        memcpy (asked.commit_hash, place->commit_hash, HASH_BYTES);
    return sync_fetch (sync, &asked, fault);
}

static qcdc_status take_items (taking_feed_t *feed, const Qcdc__Entries *entries, const feed_place_t *next,
                               fault_t *fault)
{
    sync_t *sync = feed->sync;
    QCDC_TRY (sync_begin (sync, fault));
    for (size_t i = 0; i < entries->n_items; i++)
        QCDC_TRY (take_item (feed, entries->items[i], fault));
    QCDC_TRY (store_place (sync, next, fault));
    QCDC_TRY (sync_written (sync, fault));
    sync_progress (sync, _ ("receiving"), sync->result->received, 0);
    return QCDC_OK;
}

static qcdc_status start_place (sync_t *sync, feed_place_t *place, fault_t *fault)
{
    char *seq QCDC_CLEANUP (journal_free_value) = NULL, *hash QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (sync->journal, "feed_seq", &seq, fault));
    QCDC_TRY (journal_get (sync->journal, "feed_commit_hash", &hash, fault));
    place->feed_seq = strtoull (seq, NULL, 10);
    if (place->feed_seq && hex_parse (hash, place->commit_hash, HASH_BYTES) != QCDC_OK)
        return fault_set (fault, QCDC_CORRUPT, NULL, _ ("the journal does not know how far the feed was read"));
    return QCDC_OK;
}

/*  One page; PLACE becomes that of the next one, which is on its way while this one is stored. */
static qcdc_status take_page (taking_feed_t *feed, feed_place_t *place, bool *more, fault_t *fault)
{
    sync_t *sync = feed->sync;
    Qcdc__Entries *entries = NULL;
    feed_place_t next = {0};
    QCDC_TRY (sync_fetched (sync, &entries, fault));
    QCDC_TRY (read_cursor (entries->next, &next, fault));
    *more = entries->more;
    if (*more && next.feed_seq <= place->feed_seq)
        return session_unexpected (_ ("a page that leads nowhere"), fault);
    if (*more)
        QCDC_TRY (fetch_feed (sync, &next, fault));
    QCDC_TRY (take_items (feed, entries, &next, fault));
    *place = next;
    return QCDC_OK;
}

static void feed_release (taking_feed_t *feed)
{
    refiling_destroy (&feed->refiling);
    published_leave (&feed->published);
}

qcdc_status sync_down (sync_t *self, fault_t *fault)
{
    taking_feed_t feed QCDC_CLEANUP (feed_release) = {.sync = self};
    feed_place_t place = {0};
    QCDC_TRY (start_place (self, &place, fault));
    QCDC_TRY (fetch_feed (self, &place, fault));
    for (bool more = true; more;)
        QCDC_TRY (take_page (&feed, &place, &more, fault));
    const believing_t believing = believing_of (&feed);
    QCDC_TRY (sync_begin (self, fault));
    size_t left = 0;
    QCDC_TRY (belief_renew (&believing, &left, fault));
    if (self->result->unbelieved > left)
        self->result->unbelieved = left;
    return sync_commit (self, fault);
}
