/*  sync_up.c — sending entries: several segments under way, as many bytes as the server has granted.
 *
 *  What goes up is new here: own entries, signed now.  What a restored server has lost goes through the same pipeline
 *  and comes from sync_lost.c. */

#include "line/sync_up.h"

#include "base/day.h"
#include "base/i18n.h"
#include "line/segment.h"
#include "line/sync_pieces.h"
#include "wire/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FLIGHTS_MAX SYNC_FLIGHTS_MAX

/*  Sizes of new segments: the first frame is some 16 KiB under zstd; later ones are what the line moves in two
 *  seconds, or less: a segment goes in one piece for ever, and the next one to fetch it may have a line that
 *  breaks.  Larger ones are no faster, for several are under way. */
#define TARGET_BYTES_MIN (64u * 1024u)
#define TARGET_BYTES_MAX (128u * 1024u)
#define TARGET_SECONDS 2
/*  What is under way beyond this is of no use on a slow line and would be sent twice when it breaks. */
#define WINDOW_BYTES_MIN (128u * 1024u)
#define WINDOW_SECONDS 8
#define WINDOW_CAPS                                                                                                  \
    2u /* frames under way on a line that tears: what breaks it should not come before the first answer */
#define TARGET_BYTES_LEAST 256u

/*  A segment under way. */
typedef struct {
    sending_kind kind;
    uint64_t call;
    size_t wire_bytes;
    size_t plain_bytes;
    bool refused;
    journal_segment_t journal; /* without its receipt */
} flight_t;

struct sending {
    sync_t *sync;
    const sending_source_t *source;
    flight_t flights[FLIGHTS_MAX];
    size_t flight_first, flight_count;
    size_t wire_bytes; /* of them all */
    /* what is packed and waits for room */
    uint8_t *ready;
    flight_t ready_flight;
    bool in_pieces; /* it is an append with call 0, of which the last piece will be the flight */
    /* the rate of the line, measured since the first byte */
    int64_t began_us;
    uint64_t acked_wire_bytes, acked_plain_bytes;
    size_t target_bytes;
    /* new own entries; 0 where there are none */
    uint64_t next_seq, head_seq;
    uint64_t refused_origin; /* of which it was said that the server does not want it; 0 if none */
};

/*  ---------------------------------------------------------------- packing */

qcdc_status sending_make_ready (sending_t *self, Qcdc__Segment *wire, sending_kind kind, size_t plain_bytes,
                                fault_t *fault)
{
    Qcdc__Append append = QCDC__APPEND__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    flight_t *flight = &self->ready_flight;
    size_t length = 0;
    append.segment = wire;
    frame.kind_case = QCDC__FRAME__KIND_APPEND;
    frame.append = &append;
    QCDC_TRY (session_pack (self->sync->session, &frame, &self->ready, &length, fault));
    self->in_pieces =
        (kind != SENDING_NEW || wire->n_entries == 1) && sync_pieces_wanted (self->sync, length);
    if (self->in_pieces) {
        /* The same bytes on every connection: the server goes on with what it has of them. */
        free (self->ready);
        frame.call = 0;
        qcdc_status status = frame_pack (&frame, &self->ready, &length);
        if (status != QCDC_OK) {
            self->ready = NULL;
            return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
        }
    }
    *flight = (flight_t){.kind = kind, .call = frame.call, .wire_bytes = length, .plain_bytes = plain_bytes};
    flight->journal.origin = wire->origin;
    flight->journal.first_seq = wire->first_seq;
    flight->journal.last_seq = wire->first_seq + wire->n_entries - 1;
    flight->journal.epoch = self->sync->epoch;
    memcpy (flight->journal.last_hash, wire->last_hash.data, HASH_BYTES);
    memcpy (flight->journal.signature, wire->signature.data, SIGNATURE_BYTES);
    return QCDC_OK;
}

/*  New entries from next_seq on: as many as the line and the credit suggest. */
static qcdc_status ready_new (sending_t *sending, fault_t *fault)
{
    sync_t *sync = sending->sync;
    uint8_t signature[SIGNATURE_BYTES];
    qcdc_status status;
    for (size_t target = sending->target_bytes;; target /= 2) {
        Qcdc__Segment wire;
        size_t plain_bytes = 0;
        arena_reset (sync->arena);
        status = wire_segment_load (sync->journal, sync->own, sending->next_seq, sending->head_seq, target, sync->arena, &wire,
                                    &plain_bytes, fault);
        if (status != QCDC_OK)
            return status;
        uint64_t last_seq = wire.first_seq + wire.n_entries - 1;
        append_sign (sync->own, wire.first_seq, last_seq, wire.last_hash.data, sync->home->keys.sign_secret,
                     signature);
        wire.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, signature};
        wire.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, sync->home->keys.sign_public};
        status = sending_make_ready (sending, &wire, SENDING_NEW, plain_bytes, fault);
        bool too_large = status == QCDC_TOO_LARGE;
        size_t most = passage_limit (&sync->up, sync->credit_bytes ? sync->credit_bytes : SIZE_MAX);
        if (status == QCDC_OK && sending->ready_flight.wire_bytes > most) {
            too_large = true;
            sending->target_bytes = target > TARGET_BYTES_LEAST ? target : TARGET_BYTES_LEAST;
            if (wire.n_entries > 1) {
                free (sending->ready);
                sending->ready = NULL;
            }
        }
        if (!too_large || wire.n_entries == 1)
            return status;
    }
}

static qcdc_status next_own (sending_t *sending, void *arg, fault_t *fault)
{
    (void)arg;
    return sending->next_seq > sending->head_seq ? QCDC_OK : ready_new (sending, fault);
}

/*  ---------------------------------------------------------------- answers */

/*  The line's rate so far decides about the next segments. */
static void measure (sending_t *sending, const flight_t *flight)
{
    sending->acked_wire_bytes += flight->wire_bytes;
    sending->acked_plain_bytes += flight->plain_bytes;
    int64_t elapsed_us = monotonic_us () - sending->began_us;
    double seconds = elapsed_us > 1000 ? (double)elapsed_us / 1e6 : 0.001;
    double plain_target = (double)sending->acked_plain_bytes / seconds * TARGET_SECONDS;
    double most = 2.0 * (double)sending->target_bytes;
    if (plain_target > most)
        plain_target = most;
    if (plain_target > TARGET_BYTES_MAX)
        plain_target = TARGET_BYTES_MAX;
    /* What a tearing line lets through is for the passage to say: no rate that was measured makes it more. */
    if (plain_target < TARGET_BYTES_MIN)
        plain_target = most < TARGET_BYTES_MIN ? most : TARGET_BYTES_MIN;
    sending->target_bytes = (size_t)plain_target;
    passage_passed (&sending->sync->up, flight->wire_bytes);
}

/*  How many bytes may be under way now. */
static size_t window_bytes (const sending_t *sending)
{
    size_t credit = sending->sync->credit_bytes, cap = sending->sync->up.cap_bytes;
    if (cap && cap < credit / WINDOW_CAPS)
        credit = WINDOW_CAPS * cap;
    if (!sending->acked_wire_bytes)
        return credit < WINDOW_BYTES_MIN ? credit : WINDOW_BYTES_MIN;
    int64_t elapsed_us = monotonic_us () - sending->began_us;
    double seconds = elapsed_us > 1000 ? (double)elapsed_us / 1e6 : 0.001;
    double useful = (double)sending->acked_wire_bytes / seconds * WINDOW_SECONDS;
    if (useful < WINDOW_BYTES_MIN)
        useful = WINDOW_BYTES_MIN;
    return useful < (double)credit ? (size_t)useful : credit;
}

/*  The receipt must be for what was sent; one for several appends that were committed together names the end of the
 *  last. */
static qcdc_status check_receipt (sending_t *sending, const flight_t *flight, const receipt_t *receipt,
                                  fault_t *fault)
{
    const journal_segment_t *sent = &flight->journal;
    uint8_t last_hash[HASH_BYTES];
    if (receipt->origin != sent->origin || receipt->first_seq > sent->first_seq || receipt->last_seq < sent->last_seq)
        return session_unexpected (_ ("a receipt for other entries"), fault);
    memcpy (last_hash, sent->last_hash, HASH_BYTES);
    if (receipt->last_seq != sent->last_seq) {
        qcdc_status status =
            journal_hash_at (sending->sync->journal, sent->origin, receipt->last_seq, last_hash, fault);
        if (status != QCDC_OK)
            return status;
    }
    if (memcmp (receipt->last_hash, last_hash, HASH_BYTES) != 0)
        return session_unexpected (_ ("a receipt for other entries"), fault);
    return QCDC_OK;
}

/*  What is acknowledged now is signed with the key of now: a key that was replaced may be in anybody's hands. */
static qcdc_status check_present (const sync_t *sync, const receipt_t *receipt, fault_t *fault)
{
    if (receipt_verify (receipt, sync->place.known.sign))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_SIGNATURE, NULL, _ ("the server signs with a key that it has replaced"));
    fault_advise (fault,
                  _ ("nothing counts as sent; the province's administrator has to bring back the newest keys"));
    return QCDC_BAD_SIGNATURE;
}

static flight_t *flight_first (sending_t *sending)
{
    return &sending->flights[sending->flight_first];
}

static flight_t *flight_of (sending_t *sending, uint64_t call)
{
    for (size_t i = 0; i < sending->flight_count; i++) {
        flight_t *flight = &sending->flights[(sending->flight_first + i) % FLIGHTS_MAX];
        if (flight->call == call)
            return flight;
    }
    return NULL;
}

/*  Takes the first one out, and those behind it that are settled already: a refusal may overtake an
 *  acknowledgement. */
static void flight_drop (sending_t *sending)
{
    do {
        sending->wire_bytes -= flight_first (sending)->wire_bytes;
        sending->flight_first = (sending->flight_first + 1) % FLIGHTS_MAX;
        sending->flight_count--;
    } while (sending->flight_count && flight_first (sending)->refused);
}

static qcdc_status take_acked (sending_t *sending, const Qcdc__Frame *frame, fault_t *fault)
{
    sync_t *sync = sending->sync;
    const Qcdc__Acked *acked = frame->acked;
    flight_t *flight = flight_first (sending);
    if (!sending->flight_count || frame->call != flight->call || !acked->receipt)
        return session_unexpected (_ ("an acknowledgement out of order"), fault);
    receipt_t *receipt = &flight->journal.receipt;
    QCDC_TRY (wire_receipt_read (acked->receipt, &sync->place.known, receipt, fault));
    QCDC_TRY (check_receipt (sending, flight, receipt, fault));
    QCDC_TRY (check_present (sync, receipt, fault));
    QCDC_TRY (sync_result_count (sync->result, receipt, flight->kind == SENDING_NEW, fault));
    QCDC_TRY (sync_begin (sync, fault));
    QCDC_TRY (journal_put_segment (sync->journal, &flight->journal, fault));
    QCDC_TRY (sync_written (sync, fault));
    uint64_t count = flight->journal.last_seq - flight->journal.first_seq + 1;
    uint64_t *counters[] = {[SENDING_NEW] = &sync->result->sent,
                            [SENDING_AGAIN] = &sync->result->resent,
                            [SENDING_RETURNED] = &sync->result->returned};
    *counters[flight->kind] += count;
    if (flight->kind != SENDING_RETURNED)
        sync->server_seq = flight->journal.last_seq;
    sync->credit_bytes = acked->credit_bytes;
    measure (sending, flight);
    flight_drop (sending);
    sync_acknowledged (sync);
    sync_progress (sync, _ ("sending"), flight->journal.last_seq, sending->head_seq);
    return QCDC_OK;
}

/*  What another device's entries are refused for is for that device to settle: it is said, and this one goes on. */
static void note_refusal (sending_t *sending, flight_t *flight, const char *code, const char *message)
{
    sync_t *sync = sending->sync;
    char origin[ORIGIN_TEXT_BYTES];
    if (flight->journal.origin != sending->refused_origin)
        snprintf (sync->result->note, sizeof sync->result->note,
                  _ ("The server did not take back the entries of device %s from %llu on: %s: %s."),
                  origin_format (flight->journal.origin, origin), (unsigned long long)flight->journal.first_seq, code,
                  message);
    sending->refused_origin = flight->journal.origin;
    sending->source->refused (flight->journal.origin, sending->source->arg);
    flight->refused = true;
    if (flight == flight_first (sending))
        flight_drop (sending);
}

static qcdc_status take_refused (sending_t *sending, const Qcdc__Frame *frame, fault_t *fault)
{
    sync_t *sync = sending->sync;
    const Qcdc__Refused *refused = frame->refused;
    flight_t *flight = flight_of (sending, frame->call);
    if (!flight && frame->call)
        return QCDC_OK; /* of a ping */
    qcdc_status status = refused_fault (refused, fault);
    bool collided = flight && (status == QCDC_FORK || status == QCDC_GAP || status == QCDC_BAD_CHAIN);
    if (flight && flight->kind == SENDING_RETURNED && (collided ? sync->collisions > 0 : !refused->retry)) {
        note_refusal (sending, flight, refused->code, fault->message);
        return QCDC_OK;
    }
    sync->retry = refused->retry;
    sync->collided = collided;
    sync->collisions += collided;
    return status;
}

static qcdc_status take_frame (sending_t *sending, const Qcdc__Frame *frame, fault_t *fault)
{
    if (frame->kind_case == QCDC__FRAME__KIND_ACKED)
        return take_acked (sending, frame, fault);
    if (frame->kind_case == QCDC__FRAME__KIND_REFUSED)
        return take_refused (sending, frame, fault);
    if (frame->kind_case == QCDC__FRAME__KIND_CREDIT) {
        patience_heard (&sending->sync->patience);
        return QCDC_OK;
    }
    if (frame->kind_case == QCDC__FRAME__KIND_PIECE && flight_of (sending, frame->call)) {
        sending->sync->retry = true; /* the server says then how much it has */
        return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("the server has forgotten the pieces that it had"));
    }
    return session_unexpected (_ ("an answer to nothing that was asked"), fault);
}

/*  ---------------------------------------------------------------- the pipeline */

static bool has_room (const sending_t *sending)
{
    if (sending->flight_count == FLIGHTS_MAX)
        return false;
    /* One frame is always taken, however large, as long as anything is granted. */
    if (sending->flight_count == 0)
        return sending->sync->credit_bytes > 0;
    return !sending->in_pieces && sending->wire_bytes + sending->ready_flight.wire_bytes <= window_bytes (sending);
}

/*  Sends all pieces but the last, which takes the place of the whole. */
static qcdc_status send_pieces (sending_t *sending, fault_t *fault)
{
    flight_t *flight = &sending->ready_flight;
    uint8_t *last = NULL;
    QCDC_TRY (sync_pieces_send (sending->sync, sending->ready, flight->wire_bytes, &last, &flight->wire_bytes,
                                &flight->call, fault));
    free (sending->ready);
    sending->ready = last;
    sending->in_pieces = false;
    return QCDC_OK;
}

static qcdc_status send_ready (sending_t *sending, fault_t *fault)
{
    if (sending->in_pieces)
        QCDC_TRY (send_pieces (sending, fault));
    flight_t *flight = &sending->flights[(sending->flight_first + sending->flight_count) % FLIGHTS_MAX];
    *flight = sending->ready_flight;
    qcdc_status status = session_send_bytes (sending->sync->session, sending->ready, flight->wire_bytes, fault);
    sending->sync->retry = status == QCDC_TIMEOUT;
    if (!sending->began_us)
        sending->began_us = monotonic_us ();
    sending->flight_count++;
    sending->wire_bytes += flight->wire_bytes;
    if (flight->kind == SENDING_NEW)
        sending->next_seq = flight->journal.last_seq + 1;
    free (sending->ready);
    sending->ready = NULL;
    return status;
}

/*  What was first under way did not get through, and whatever is tried next has to be smaller. */
static void shrink (sync_t *sync, size_t wire_bytes, bool alone)
{
    bool passed = sync->up.passed_bytes > 0;
    bool smaller = passage_lost (&sync->up, wire_bytes);
    if (!passed && (alone || !smaller))
        sync->stuck_bytes = wire_bytes;
}

/*  The line broke.  Of new entries the next welcome tells how far they came: that no answer did says nothing of their size. */
static void lose (sending_t *sending)
{
    sync_t *sync = sending->sync;
    size_t piece_bytes = sync->piece_bytes;
    sync->piece_bytes = 0;
    if (!session_broke (sync->session) || !(piece_bytes || sending->flight_count))
        return;
    const flight_t *flight = flight_first (sending);
    if (piece_bytes || flight->kind != SENDING_NEW) {
        size_t bytes = piece_bytes ? piece_bytes : flight->wire_bytes;
        shrink (sync, bytes, sync_pieces_least (sync, bytes));
        return;
    }
    for (size_t i = 0; i < sending->flight_count; i++) {
        flight = &sending->flights[(sending->flight_first + i) % FLIGHTS_MAX];
        sync->unsure[i] = (unsure_t){.last_seq = flight->journal.last_seq,
                                     .wire_bytes = flight->wire_bytes,
                                     .alone = flight->journal.first_seq == flight->journal.last_seq &&
                                              sync_pieces_least (sync, flight->wire_bytes)};
    }
    sync->unsure_count = sending->flight_count;
}

void sync_up_resolve (sync_t *self)
{
    size_t arrived = 0;
    for (; arrived < self->unsure_count && self->unsure[arrived].last_seq <= self->server_seq; arrived++)
        passage_passed (&self->up, self->unsure[arrived].wire_bytes);
    if (arrived < self->unsure_count)
        shrink (self, self->unsure[arrived].wire_bytes, self->unsure[arrived].alone);
    self->unsure_count = 0;
    passage_begin (&self->up);
}

/*  Sends what the source makes ready until it makes nothing more, and waits for every answer. */
static qcdc_status pump (sending_t *sending, fault_t *fault)
{
    sync_t *sync = sending->sync;
    qcdc_status status = QCDC_OK;
    while (status == QCDC_OK) {
        if (!sending->ready)
            status = sending->source->next (sending, sending->source->arg, fault);
        if (status != QCDC_OK)
            break;
        if (!sending->ready && !sending->flight_count)
            return sync_commit (sync, fault);
        bool sends = sending->ready && has_room (sending);
        if (sends && (status = send_ready (sending, fault)) != QCDC_OK)
            break;
        Qcdc__Frame *frame = NULL;
        status = sync_next (sync, !sends, &frame, fault);
        if (status == QCDC_OK)
            status = take_frame (sending, frame, fault);
        else if (status == QCDC_NOT_FOUND && sends)
            status = QCDC_OK;
    }
    lose (sending);
    return status;
}

static void sending_destroy (sending_t **self_p)
{
    if (!*self_p)
        return;
    free ((*self_p)->ready);
    free (*self_p);
    *self_p = NULL;
}

static sending_t *sending_new (sync_t *sync, const sending_source_t *source, fault_t *fault)
{
    sending_t *sending = calloc (1, sizeof *sending);
    if (!sending) {
        fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to send"));
        return NULL;
    }
    sending->sync = sync;
    sending->source = source;
    sending->target_bytes = TARGET_BYTES_MIN;
    return sending;
}

qcdc_status sending_run (sync_t *sync, const sending_source_t *source, fault_t *fault)
{
    sending_t *sending = sending_new (sync, source, fault);
    if (!sending)
        return QCDC_NO_MEMORY;
    qcdc_status status = pump (sending, fault);
    sending_destroy (&sending);
    return status;
}

qcdc_status sync_up_own (sync_t *self, fault_t *fault)
{
    static const sending_source_t OWN = {.next = next_own};
    uint8_t hash[HASH_BYTES];
    sending_t *sending = sending_new (self, &OWN, fault);
    if (!sending)
        return QCDC_NO_MEMORY;
    sending->next_seq = self->server_seq + 1;
    qcdc_status status = journal_head (self->journal, self->own, &sending->head_seq, hash, fault);
    if (status == QCDC_OK)
        status = pump (sending, fault);
    sending_destroy (&sending);
    return status;
}
