/*  sync_up.c — sending entries: several segments under way, as many bytes as the server has granted.
 *
 *  Three kinds go up through the same pipeline: own segments that a restored server has lost, exactly as they were,
 *  with their receipts; new own entries, signed now; and segments of the office's other devices that a restored
 *  server has lost. */

#include "sync.h"

#include "day.h"
#include "i18n.h"
#include "journal_others.h"
#include "limits.h"
#include "receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLIGHTS_MAX 64u

/*  Sizes of new segments: the first frame is some 16 KiB under zstd; later ones are what the line moves in two
 *  seconds, or less: a segment goes in one piece for ever, and the next one to fetch it may have a line that
 *  breaks.  Larger ones are no faster, for several are under way. */
#define TARGET_BYTES_MIN (64u * 1024u)
#define TARGET_BYTES_MAX (128u * 1024u)
#define TARGET_SECONDS 2
/*  What is under way beyond this is of no use on a slow line and would be sent twice when it breaks. */
#define WINDOW_BYTES_MIN (128u * 1024u)
#define WINDOW_SECONDS 8

typedef enum { SENDING_NEW, SENDING_AGAIN, SENDING_RETURNED } sending_kind;

/*  A segment under way. */
typedef struct {
    sending_kind kind;
    uint64_t call;
    size_t wire_bytes;
    size_t plain_bytes;
    bool refused;
    journal_segment_t journal; /* without its receipt */
} flight_t;

/*  What a restored server has lost of one device of the office. */
typedef struct {
    uint64_t origin;
    uint64_t from_seq;   /* of the first segment to be given back */
    int64_t epoch_below; /* segments that the feed has brought since it began anew are not lost */
    bool over;
} lost_t;

typedef struct {
    sync_t *sync;
    flight_t flights[FLIGHTS_MAX];
    size_t flight_first, flight_count;
    size_t wire_bytes; /* of them all */
    /* what is packed and waits for room */
    uint8_t *ready;
    flight_t ready_flight;
    /* the rate of the line, measured since the first byte */
    int64_t began_us;
    uint64_t acked_wire_bytes, acked_plain_bytes;
    size_t target_bytes;
    /* own entries */
    uint64_t next_seq, head_seq;
    /* lost ones, own and others' */
    lost_t *lost;
    size_t lost_count;
    uint64_t refused_origin; /* of which it was said that the server does not want it; 0 if none */
} up_t;

/*  ---------------------------------------------------------------- packing */

/*  Packs WIRE and keeps it ready.  QCDC_TOO_LARGE without a message, for the caller to try less. */
static qcdc_status make_ready (up_t *up, Qcdc__Segment *wire, sending_kind kind, size_t plain_bytes, fault_t *fault)
{
    Qcdc__Append append = QCDC__APPEND__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    flight_t *flight = &up->ready_flight;
    size_t length = 0;
    append.segment = wire;
    frame.kind_case = QCDC__FRAME__KIND_APPEND;
    frame.append = &append;
    qcdc_status status = session_pack (up->sync->session, &frame, &up->ready, &length, fault);
    if (status != QCDC_OK)
        return status;
    *flight = (flight_t){.kind = kind, .call = frame.call, .wire_bytes = length, .plain_bytes = plain_bytes};
    flight->journal.origin = wire->origin;
    flight->journal.first_seq = wire->first_seq;
    flight->journal.last_seq = wire->first_seq + wire->n_entries - 1;
    flight->journal.epoch = up->sync->epoch;
    memcpy (flight->journal.last_hash, wire->last_hash.data, HASH_BYTES);
    memcpy (flight->journal.signature, wire->signature.data, SIGNATURE_BYTES);
    return QCDC_OK;
}

/*  Where a segment from next_seq on has to end: an order to erase goes alone, for its signature is what makes the
 *  devices of another office obey. */
static qcdc_status find_cut (const up_t *up, uint64_t *last_seq, fault_t *fault)
{
    uint64_t erasure = 0;
    qcdc_status status = journal_next_erasure (up->sync->journal, up->sync->own, up->next_seq, &erasure, fault);
    *last_seq = up->head_seq;
    if (status == QCDC_OK && erasure && erasure <= up->head_seq)
        *last_seq = erasure == up->next_seq ? erasure : erasure - 1;
    return status;
}

/*  New entries from next_seq on: as many as the line and the credit suggest. */
static qcdc_status ready_new (up_t *up, fault_t *fault)
{
    sync_t *sync = up->sync;
    uint8_t signature[SIGNATURE_BYTES];
    uint64_t cut_seq;
    qcdc_status status = find_cut (up, &cut_seq, fault);
    if (status != QCDC_OK)
        return status;
    for (size_t target = up->target_bytes;; target /= 2) {
        Qcdc__Segment wire;
        size_t plain_bytes = 0;
        arena_reset (sync->arena);
        status = wire_segment_load (sync->journal, sync->own, up->next_seq, cut_seq, target, sync->arena, &wire,
                                    &plain_bytes, fault);
        if (status != QCDC_OK)
            return status;
        uint64_t last_seq = wire.first_seq + wire.n_entries - 1;
        append_sign (sync->own, wire.first_seq, last_seq, wire.last_hash.data, sync->home->keys.sign_secret,
                     signature);
        wire.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, signature};
        wire.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, sync->home->keys.sign_public};
        status = make_ready (up, &wire, SENDING_NEW, plain_bytes, fault);
        bool too_large = status == QCDC_TOO_LARGE;
        if (status == QCDC_OK && sync->credit_bytes && up->ready_flight.wire_bytes > sync->credit_bytes) {
            too_large = true;
            if (wire.n_entries > 1) {
                free (up->ready);
                up->ready = NULL;
            }
        }
        if (!too_large || wire.n_entries == 1)
            return status;
    }
}

typedef struct {
    journal_segment_t segment;
    int64_t epoch_below; /* only a segment of an older epoch */
    bool found;
    uint8_t *verdicts; /* malloc'ed copy */
    bool no_memory;
} finding_t;

static qcdc_status find_segment (const journal_segment_t *segment, void *arg)
{
    finding_t *finding = arg;
    if (segment->epoch >= finding->epoch_below)
        return QCDC_OK;
    finding->segment = *segment;
    size_t length = segment->receipt.verdicts.length;
    finding->verdicts = malloc (length ? length : 1);
    finding->found = finding->verdicts != NULL;
    finding->no_memory = !finding->found;
    if (finding->found && length)
        memcpy (finding->verdicts, segment->receipt.verdicts.data, length);
    finding->segment.receipt.verdicts.data = finding->verdicts;
    return QCDC_EXISTS;
}

/*  The first segment of ORIGIN that ends at FROM_SEQ or later and is of an epoch below EPOCH_BELOW. */
static qcdc_status segment_from (journal_t *journal, uint64_t origin, uint64_t from_seq, int64_t epoch_below,
                                 finding_t *finding, fault_t *fault)
{
    *finding = (finding_t){.epoch_below = epoch_below};
    qcdc_status status = journal_each_segment (journal, origin, from_seq, find_segment, finding, fault);
    if (finding->no_memory)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    return status == QCDC_EXISTS ? QCDC_OK : status;
}

typedef struct {
    arena_t *arena;
    Qcdc__Receipt **receipts;
    size_t count, size;
    bool no_memory;
} laters_t;

static qcdc_status collect_later (const receipt_t *receipt, void *arg)
{
    laters_t *laters = arg;
    receipt_t *copy = arena_alloc (laters->arena, sizeof *copy);
    Qcdc__Receipt *wire = arena_alloc (laters->arena, sizeof *wire);
    uint8_t *verdicts = arena_alloc (laters->arena, receipt->verdicts.length ? receipt->verdicts.length : 1);
    if (laters->count == laters->size) {
        size_t size = laters->size ? laters->size * 2 : 8;
        Qcdc__Receipt **grown = arena_alloc (laters->arena, size * sizeof *grown);
        if (grown && laters->count)
            memcpy (grown, laters->receipts, laters->count * sizeof *grown);
        laters->receipts = grown;
        laters->size = size;
    }
    if (!copy || !wire || !verdicts || !laters->receipts) {
        laters->no_memory = true;
        return QCDC_NO_MEMORY;
    }
    *copy = *receipt;
    if (receipt->verdicts.length)
        memcpy (verdicts, receipt->verdicts.data, receipt->verdicts.length);
    copy->verdicts.data = verdicts;
    receipt_to_wire (copy, wire);
    laters->receipts[laters->count++] = wire;
    return QCDC_OK;
}

/*  A segment as it was: the origin's signature and every receipt that the server once gave for it. */
static qcdc_status ready_again (up_t *up, const journal_segment_t *segment, sending_kind kind, fault_t *fault)
{
    sync_t *sync = up->sync;
    Qcdc__Segment wire;
    Qcdc__Receipt receipt;
    uint8_t sign_key[SIGN_KEY_BYTES];
    size_t plain_bytes = 0;
    laters_t laters = {.arena = sync->arena};
    arena_reset (sync->arena);
    qcdc_status status = wire_segment_load (sync->journal, segment->origin, segment->first_seq, segment->last_seq,
                                            SIZE_MAX, sync->arena, &wire, &plain_bytes, fault);
    if (status == QCDC_OK)
        status = journal_origin_key (sync->journal, segment->origin, sign_key, NULL, fault);
    if (status == QCDC_OK)
        status = journal_each_later (sync->journal, segment->origin, segment->first_seq, segment->last_seq,
                                     collect_later, &laters, fault);
    if (laters.no_memory)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    if (status != QCDC_OK)
        return status;
    if (wire.n_entries != segment->last_seq - segment->first_seq + 1 ||
        memcmp (wire.last_hash.data, segment->last_hash, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_CORRUPT, NULL,
                          _ ("the journal does not hold the entries of a receipt, %llu to %llu"),
                          (unsigned long long)segment->first_seq, (unsigned long long)segment->last_seq);
    wire.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, (uint8_t *)segment->signature};
    wire.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, sign_key};
    receipt_to_wire (&segment->receipt, &receipt);
    wire.receipt = &receipt;
    wire.later = laters.receipts;
    wire.n_later = laters.count;
    return make_ready (up, &wire, kind, plain_bytes, fault);
}

/*  ---------------------------------------------------------------- what comes next */

static qcdc_status next_own (up_t *up, fault_t *fault)
{
    return up->next_seq > up->head_seq ? QCDC_OK : ready_new (up, fault);
}

/*  The next lost segment of one device; the own ones go on exactly where the server's head is. */
static qcdc_status find_lost (const up_t *up, lost_t *lost, finding_t *finding, fault_t *fault)
{
    qcdc_status status =
        segment_from (up->sync->journal, lost->origin, lost->from_seq, lost->epoch_below, finding, fault);
    if (status != QCDC_OK)
        return status;
    lost->over = !finding->found;
    if (lost->origin == up->sync->own && finding->found && finding->segment.first_seq != lost->from_seq)
        return fault_set (fault, QCDC_CORRUPT, NULL,
                          _ ("the server's last entry %llu is not the end of a receipt held here"),
                          (unsigned long long)lost->from_seq - 1);
    if (finding->found)
        lost->from_seq = finding->segment.first_seq;
    return QCDC_OK;
}

static bool came_before (const journal_segment_t *a, const journal_segment_t *b)
{
    if (a->receipt.first_committed_at_us != b->receipt.first_committed_at_us)
        return a->receipt.first_committed_at_us < b->receipt.first_committed_at_us;
    return a->receipt.commit_seq < b->receipt.commit_seq;
}

/*  Of all that was lost the segment that was committed first: what the devices of an office wrote builds on each
 *  other, and the last correction wins, so it must come back in the order in which it came. */
static qcdc_status next_lost (up_t *up, fault_t *fault)
{
    finding_t first = {0};
    lost_t *of = NULL;
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < up->lost_count; i++) {
        lost_t *lost = &up->lost[i];
        finding_t finding = {0};
        if (lost->over)
            continue;
        status = find_lost (up, lost, &finding, fault);
        if (status == QCDC_OK && finding.found && (!of || came_before (&finding.segment, &first.segment))) {
            finding_t later = first;
            first = finding;
            finding = later;
            of = lost;
        }
        free (finding.verdicts);
    }
    if (status == QCDC_OK && of) {
        status =
            ready_again (up, &first.segment, of->origin == up->sync->own ? SENDING_AGAIN : SENDING_RETURNED, fault);
        of->from_seq = first.segment.last_seq + 1;
    }
    free (first.verdicts);
    return status;
}

/*  ---------------------------------------------------------------- answers */

/*  The line's rate so far decides about the next segments. */
static void measure (up_t *up, const flight_t *flight)
{
    up->acked_wire_bytes += flight->wire_bytes;
    up->acked_plain_bytes += flight->plain_bytes;
    int64_t elapsed_us = monotonic_us () - up->began_us;
    double seconds = elapsed_us > 1000 ? (double)elapsed_us / 1e6 : 0.001;
    double plain_target = (double)up->acked_plain_bytes / seconds * TARGET_SECONDS;
    double most = 2.0 * (double)up->target_bytes;
    if (plain_target > most)
        plain_target = most;
    if (plain_target > TARGET_BYTES_MAX)
        plain_target = TARGET_BYTES_MAX;
    up->target_bytes = plain_target < TARGET_BYTES_MIN ? TARGET_BYTES_MIN : (size_t)plain_target;
}

/*  How many bytes may be under way now. */
static size_t window_bytes (const up_t *up)
{
    size_t credit = up->sync->credit_bytes;
    if (!up->acked_wire_bytes)
        return credit < WINDOW_BYTES_MIN ? credit : WINDOW_BYTES_MIN;
    int64_t elapsed_us = monotonic_us () - up->began_us;
    double seconds = elapsed_us > 1000 ? (double)elapsed_us / 1e6 : 0.001;
    double useful = (double)up->acked_wire_bytes / seconds * WINDOW_SECONDS;
    if (useful < WINDOW_BYTES_MIN)
        useful = WINDOW_BYTES_MIN;
    return useful < (double)credit ? (size_t)useful : credit;
}

/*  The receipt must be for what was sent; one for several appends that were committed together names the end of the
 *  last. */
static qcdc_status check_receipt (up_t *up, const flight_t *flight, const receipt_t *receipt, fault_t *fault)
{
    const journal_segment_t *sent = &flight->journal;
    uint8_t last_hash[HASH_BYTES];
    if (receipt->origin != sent->origin || receipt->first_seq > sent->first_seq || receipt->last_seq < sent->last_seq)
        return session_unexpected (_ ("a receipt for other entries"), fault);
    memcpy (last_hash, sent->last_hash, HASH_BYTES);
    if (receipt->last_seq != sent->last_seq) {
        qcdc_status status = journal_hash_at (up->sync->journal, sent->origin, receipt->last_seq, last_hash, fault);
        if (status != QCDC_OK)
            return status;
    }
    if (memcmp (receipt->last_hash, last_hash, HASH_BYTES) != 0)
        return session_unexpected (_ ("a receipt for other entries"), fault);
    return QCDC_OK;
}

static flight_t *flight_first (up_t *up)
{
    return &up->flights[up->flight_first];
}

static flight_t *flight_of (up_t *up, uint64_t call)
{
    for (size_t i = 0; i < up->flight_count; i++) {
        flight_t *flight = &up->flights[(up->flight_first + i) % FLIGHTS_MAX];
        if (flight->call == call)
            return flight;
    }
    return NULL;
}

/*  Takes the first one out, and those behind it that are settled already: a refusal may overtake an
 *  acknowledgement. */
static void flight_drop (up_t *up)
{
    do {
        up->wire_bytes -= flight_first (up)->wire_bytes;
        up->flight_first = (up->flight_first + 1) % FLIGHTS_MAX;
        up->flight_count--;
    } while (up->flight_count && flight_first (up)->refused);
}

static qcdc_status take_acked (up_t *up, const Qcdc__Frame *frame, fault_t *fault)
{
    sync_t *sync = up->sync;
    const Qcdc__Acked *acked = frame->acked;
    flight_t *flight = flight_first (up);
    if (!up->flight_count || frame->call != flight->call || !acked->receipt)
        return session_unexpected (_ ("an acknowledgement out of order"), fault);
    receipt_t *receipt = &flight->journal.receipt;
    qcdc_status status = wire_receipt_read (acked->receipt, sync->server_sign, receipt, fault);
    if (status == QCDC_OK)
        status = check_receipt (up, flight, receipt, fault);
    if (status == QCDC_OK && flight->kind == SENDING_NEW)
        status = receipt_count (receipt, &sync->result->rejected, &sync->result->waiting, fault);
    if (status == QCDC_OK)
        status = sync_begin (sync, fault);
    if (status == QCDC_OK)
        status = journal_put_segment (sync->journal, &flight->journal, fault);
    if (status == QCDC_OK)
        status = sync_written (sync, fault);
    if (status != QCDC_OK)
        return status;
    uint64_t count = flight->journal.last_seq - flight->journal.first_seq + 1;
    uint64_t *counters[] = {[SENDING_NEW] = &sync->result->sent,
                            [SENDING_AGAIN] = &sync->result->resent,
                            [SENDING_RETURNED] = &sync->result->returned};
    *counters[flight->kind] += count;
    if (flight->kind != SENDING_RETURNED)
        sync->server_seq = flight->journal.last_seq;
    sync->credit_bytes = acked->credit_bytes;
    measure (up, flight);
    flight_drop (up);
    patience_progress (&sync->patience);
    sync_progress (sync, _ ("sending"), flight->journal.last_seq,
                   flight->kind == SENDING_RETURNED ? 0 : up->head_seq);
    return QCDC_OK;
}

/*  What another device's entries are refused for is for that device to settle: it is said, and this one goes on. */
static void note_refusal (up_t *up, flight_t *flight, const Qcdc__Refused *refused)
{
    sync_t *sync = up->sync;
    char origin[ORIGIN_TEXT_BYTES];
    if (flight->journal.origin != up->refused_origin)
        snprintf (sync->result->note, sizeof sync->result->note,
                  _ ("The server did not take back the entries of device %s from %llu on: %s: %s."),
                  origin_format (flight->journal.origin, origin), (unsigned long long)flight->journal.first_seq,
                  refused->code, refused->message);
    up->refused_origin = flight->journal.origin;
    for (size_t i = 0; i < up->lost_count; i++)
        up->lost[i].over |= up->lost[i].origin == flight->journal.origin;
    flight->refused = true;
    if (flight == flight_first (up))
        flight_drop (up);
}

static qcdc_status take_refused (up_t *up, const Qcdc__Frame *frame, fault_t *fault)
{
    sync_t *sync = up->sync;
    const Qcdc__Refused *refused = frame->refused;
    flight_t *flight = flight_of (up, frame->call);
    if (!flight && frame->call)
        return QCDC_OK; /* of a ping */
    qcdc_status status = refused_fault (refused, fault);
    bool collided = flight && (status == QCDC_FORK || status == QCDC_GAP || status == QCDC_BAD_CHAIN);
    if (flight && flight->kind == SENDING_RETURNED && (collided ? sync->collisions > 0 : !refused->retry)) {
        note_refusal (up, flight, refused);
        return QCDC_OK;
    }
    sync->retry = refused->retry;
    sync->collided = collided;
    sync->collisions += collided;
    return status;
}

static qcdc_status take_frame (up_t *up, const Qcdc__Frame *frame, fault_t *fault)
{
    if (frame->kind_case == QCDC__FRAME__KIND_ACKED)
        return take_acked (up, frame, fault);
    if (frame->kind_case == QCDC__FRAME__KIND_REFUSED)
        return take_refused (up, frame, fault);
    if (frame->kind_case == QCDC__FRAME__KIND_CREDIT) {
        patience_progress (&up->sync->patience);
        return QCDC_OK;
    }
    return session_unexpected (_ ("an answer to nothing that was asked"), fault);
}

/*  ---------------------------------------------------------------- the pipeline */

static bool has_room (const up_t *up)
{
    if (up->flight_count == FLIGHTS_MAX)
        return false;
    /* One frame is always taken, however large, as long as anything is granted. */
    if (up->flight_count == 0)
        return up->sync->credit_bytes > 0;
    return up->wire_bytes + up->ready_flight.wire_bytes <= window_bytes (up);
}

static qcdc_status send_ready (up_t *up, fault_t *fault)
{
    flight_t *flight = &up->flights[(up->flight_first + up->flight_count) % FLIGHTS_MAX];
    *flight = up->ready_flight;
    qcdc_status status = session_send_bytes (up->sync->session, up->ready, flight->wire_bytes, fault);
    up->sync->retry = status == QCDC_TIMEOUT;
    if (!up->began_us)
        up->began_us = monotonic_us ();
    up->flight_count++;
    up->wire_bytes += flight->wire_bytes;
    if (flight->kind != SENDING_RETURNED)
        up->next_seq = flight->journal.last_seq + 1;
    free (up->ready);
    up->ready = NULL;
    return status;
}

typedef qcdc_status (next_fn) (up_t *up, fault_t *fault);

/*  Sends what NEXT makes ready until it makes nothing more, and waits for every answer. */
static qcdc_status pump (up_t *up, next_fn *next, fault_t *fault)
{
    sync_t *sync = up->sync;
    qcdc_status status = QCDC_OK;
    while (status == QCDC_OK) {
        if (!up->ready)
            status = next (up, fault);
        if (status != QCDC_OK)
            break;
        if (!up->ready && !up->flight_count)
            return sync_commit (sync, fault);
        bool sends = up->ready && has_room (up);
        if (sends && (status = send_ready (up, fault)) != QCDC_OK)
            break;
        Qcdc__Frame *frame = NULL;
        status = sync_next (sync, !sends, &frame, fault);
        if (status == QCDC_OK)
            status = take_frame (up, frame, fault);
        else if (status == QCDC_NOT_FOUND && sends)
            status = QCDC_OK;
    }
    return status;
}

static void up_release (up_t **up_p)
{
    if (!*up_p)
        return;
    free ((*up_p)->ready);
    free ((*up_p)->lost);
    free (*up_p);
    *up_p = NULL;
}

static up_t *up_new (sync_t *sync, fault_t *fault)
{
    up_t *up = calloc (1, sizeof *up);
    if (!up) {
        fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to send"));
        return NULL;
    }
    up->sync = sync;
    up->target_bytes = TARGET_BYTES_MIN;
    return up;
}

qcdc_status sync_up_own (sync_t *self, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    up_t *up = up_new (self, fault);
    if (!up)
        return QCDC_NO_MEMORY;
    up->next_seq = self->server_seq + 1;
    qcdc_status status = journal_head (self->journal, self->own, &up->head_seq, hash, fault);
    if (status == QCDC_OK)
        status = pump (up, next_own, fault);
    up_release (&up);
    return status;
}

/*  ---------------------------------------------------------------- giving back */

typedef struct {
    up_t *up;
    const char *office;
    bool no_memory;
} collecting_t;

static qcdc_status collect_origin (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                   bool own, void *arg)
{
    collecting_t *collecting = arg;
    up_t *up = collecting->up;
    const sync_t *sync = up->sync;
    if (origin_id (sign_key) != origin || strcmp (office, collecting->office) != 0)
        return QCDC_OK;
    lost_t *lost = realloc (up->lost, (up->lost_count + 1) * sizeof *lost);
    if (!lost) {
        collecting->no_memory = true;
        return QCDC_NO_MEMORY;
    }
    up->lost = lost;
    lost[up->lost_count++] =
        own ? (lost_t){origin, sync->server_seq + 1, INT64_MAX, false} : (lost_t){origin, 1, sync->epoch, false};
    return QCDC_OK;
}

qcdc_status sync_up_lost (sync_t *self, fault_t *fault)
{
    up_t *up = up_new (self, fault);
    if (!up)
        return QCDC_NO_MEMORY;
    collecting_t collecting = {up, self->office, false};
    qcdc_status status = journal_each_origin (self->journal, collect_origin, &collecting, fault);
    if (collecting.no_memory)
        fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to send"));
    if (status == QCDC_OK)
        status = pump (up, next_lost, fault);
    up_release (&up);
    return status;
}
