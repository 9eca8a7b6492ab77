/*  sync_pieces.c — one piece at a time, as large as what gets through: the answer to each says where the next one begins. */

#include "line/sync_pieces.h"

#include "base/i18n.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

#define ENVELOPE_BYTES 64u /* of a piece: its place and the hash of its whole */

bool sync_pieces_wanted (const sync_t *sync, size_t bytes)
{
    size_t most = passage_limit (&sync->up, bytes);
    return sync->takes_pieces && bytes > most && bytes > QCDC_PIECE_BYTES_MIN + ENVELOPE_BYTES;
}

bool sync_pieces_least (const sync_t *sync, size_t bytes)
{
    return !sync->takes_pieces || bytes <= QCDC_PIECE_BYTES_MIN + ENVELOPE_BYTES;
}

/*  What is being sent, and how much of it the server has. */
typedef struct {
    const uint8_t *data;
    size_t length, have;
    uint8_t hash[HASH_BYTES];
} whole_t;

static qcdc_status pack (sync_t *sync, whole_t *whole, size_t from, size_t bytes, uint8_t **data, size_t *length,
                         uint64_t *call, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    piece.from = (uint32_t)from;
    piece.total = (uint32_t)whole->length;
    piece.hash = (ProtobufCBinaryData){HASH_BYTES, whole->hash};
    piece.data = (ProtobufCBinaryData){bytes, (uint8_t *)whole->data + from};
    frame.kind_case = QCDC__FRAME__KIND_PIECE;
    frame.piece = &piece;
    QCDC_TRY (session_pack (sync->session, &frame, data, length, fault));
    *call = frame.call;
    return QCDC_OK;
}

/*  More of it is there than ever was: only that is progress, or a server that forgets would be waited for without end. */
static void note (sync_t *sync, const whole_t *whole)
{
    if (memcmp (sync->brought_hash, whole->hash, HASH_BYTES) != 0) {
        memcpy (sync->brought_hash, whole->hash, HASH_BYTES);
        sync->brought_bytes = 0;
    }
    if (whole->have > sync->brought_bytes) {
        sync->brought_bytes = whole->have;
        sync_acknowledged (sync);
    }
}

static qcdc_status exchange (sync_t *sync, whole_t *whole, size_t from, size_t bytes, fault_t *fault)
{
    Qcdc__Frame *frame = NULL;
    uint8_t *data = NULL;
    size_t length = 0;
    uint64_t call = 0;
    QCDC_TRY (pack (sync, whole, from, bytes, &data, &length, &call, fault));
    qcdc_status status = session_send_bytes (sync->session, data, length, fault);
    sync->retry = status == QCDC_TIMEOUT;
    free (data);
    QCDC_TRY (status);
    sync->piece_bytes = bytes ? length : 0;
    QCDC_TRY (sync_answer (sync, call, QCDC__FRAME__KIND_PIECE, &frame, fault));
    sync->piece_bytes = 0;
    const Qcdc__Piece *said = frame->piece;
    if (said->total != whole->length || said->from > said->total || said->hash.len != HASH_BYTES ||
        memcmp (said->hash.data, whole->hash, HASH_BYTES) != 0)
        return session_unexpected (_ ("a word on another piece than was sent"), fault);
    if (bytes)
        passage_passed (&sync->up, length);
    whole->have = said->from;
    note (sync, whole);
    return QCDC_OK;
}

qcdc_status sync_pieces_send (sync_t *sync, const uint8_t *whole, size_t length, uint8_t **last, size_t *last_length,
                              uint64_t *call, fault_t *fault)
{
    whole_t sent = {.data = whole, .length = length};
    hash_bytes (whole, length, sent.hash);
    QCDC_TRY (exchange (sync, &sent, 0, 0, fault));
    for (;;) {
        size_t left = length - sent.have, most = passage_limit (&sync->up, left);
        if (most < QCDC_PIECE_BYTES_MIN)
            most = QCDC_PIECE_BYTES_MIN;
        if (left <= most)
            return pack (sync, &sent, sent.have, left, last, last_length, call, fault);
        QCDC_TRY (exchange (sync, &sent, sent.have, most, fault));
        if ((sync->retry = patience_over (&sync->patience)))
            return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("%s is connected but does not answer"),
                              sync->place.endpoint);
    }
}
