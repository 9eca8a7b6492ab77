/*  gathering.c — what has come of each key's append, the one that was heard of longest ago first.
 *
 *  Memory is taken for what has come, never for what a piece says is to come: to have a megabyte held, one has to send it. */

#include "line/gathering.h"

#include "base/limits.h"
#include "wire/entry.h"

#include <stdlib.h>
#include <string.h>
#include <uthash.h>
#include <utlist.h>

typedef struct whole {
    uint8_t key[CURVE_KEY_BYTES];
    uint8_t hash[HASH_BYTES];
    uint8_t *data;
    size_t have, size, total; /* size: of the memory at data */
    int64_t heard_us;
    account_t *account;
    struct whole *prev, *next; /* by when they were heard of */
    UT_hash_handle hh;
} whole_t;

struct gathering {
    whole_t *by_key;
    whole_t *oldest;
    size_t bytes;
};

gathering_t *gathering_new (void)
{
    return calloc (1, sizeof (gathering_t));
}

static void whole_destroy (whole_t *whole)
{
    if (whole->size)
        account_settle (whole->account, whole->size);
    account_drop (&whole->account);
    free (whole->data);
    free (whole);
}

static void drop (gathering_t *self, whole_t *whole)
{
    HASH_DEL (self->by_key, whole);
    DL_DELETE (self->oldest, whole);
    self->bytes -= whole->size;
    whole_destroy (whole);
}

void gathering_destroy (gathering_t **self_p)
{
    gathering_t *self = *self_p;
    while (self && self->oldest)
        drop (self, self->oldest);
    free (self);
    *self_p = NULL;
}

static whole_t *find (const gathering_t *self, const uint8_t key[CURVE_KEY_BYTES])
{
    whole_t *whole;
    HASH_FIND (hh, self->by_key, key, CURVE_KEY_BYTES, whole);
    return whole;
}

static whole_t *make (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES], account_t *account,
                      const Qcdc__Piece *piece)
{
    whole_t *whole = calloc (1, sizeof *whole);
    if (!whole)
        return NULL;
    memcpy (whole->key, key, CURVE_KEY_BYTES);
    memcpy (whole->hash, piece->hash.data, HASH_BYTES);
    whole->total = piece->total;
    whole->account = account_hold (account);
    HASH_ADD (hh, self->by_key, key, CURVE_KEY_BYTES, whole);
    if (!whole->hh.tbl) {
        whole_destroy (whole);
        return NULL;
    }
    DL_APPEND (self->oldest, whole);
    return whole;
}

/*  Room for NEEDED bytes; the account owes what there is, not what is used. */
static bool grow (gathering_t *self, whole_t *whole, size_t needed)
{
    if (needed <= whole->size)
        return true;
    size_t size = 2 * whole->size < whole->total ? 2 * whole->size : whole->total;
    if (size < needed)
        size = needed;
    uint8_t *data = realloc (whole->data, size);
    if (!data)
        return false;
    account_owe (whole->account, size);
    if (whole->size)
        account_settle (whole->account, whole->size);
    self->bytes += size - whole->size;
    whole->data = data;
    whole->size = size;
    return true;
}

/*  Others give way until the limits are kept: WHOLE was heard of last, and fits in by itself. */
static void make_room (gathering_t *self, const whole_t *whole)
{
    while (self->oldest != whole &&
           (self->bytes > QCDC_GATHERED_BYTES_MAX || HASH_COUNT (self->by_key) > QCDC_GATHERED_COUNT_MAX))
        drop (self, self->oldest);
}

static qcdc_status check (const Qcdc__Piece *piece, fault_t *fault)
{
    if (piece->total > QCDC_FRAME_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "an append of %zu bytes, at most %u are taken",
                          (size_t)piece->total, QCDC_FRAME_BYTES_MAX);
    if (!piece->total || piece->hash.len != HASH_BYTES || piece->from > piece->total ||
        piece->data.len > piece->total - piece->from)
        return fault_set (fault, QCDC_MALFORMED, NULL, "a piece of an append that cannot be");
    return QCDC_OK;
}

qcdc_status gathering_take (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES], account_t *account,
                            const Qcdc__Piece *piece, int64_t now_us, size_t *have, fault_t *fault)
{
    *have = 0;
    QCDC_TRY (check (piece, fault));
    whole_t *whole = find (self, key);
    bool same = whole && whole->total == piece->total && memcmp (whole->hash, piece->hash.data, HASH_BYTES) == 0;
    if (!same) {
        /* Only what is the beginning of another one takes the place of what is here. */
        if (piece->from || !piece->data.len)
            return QCDC_OK;
        if (whole)
            drop (self, whole);
        if (!(whole = make (self, key, account, piece)))
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    }
    whole->heard_us = now_us;
    DL_DELETE (self->oldest, whole);
    DL_APPEND (self->oldest, whole);
    size_t end = piece->from + piece->data.len;
    if (piece->from <= whole->have && end > whole->have) {
        if (!grow (self, whole, end))
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
        memcpy (whole->data + whole->have, piece->data.data + (whole->have - piece->from), end - whole->have);
        whole->have = end;
        make_room (self, whole);
    }
    *have = whole->have;
    return QCDC_OK;
}

static qcdc_status unpack (const whole_t *whole, arena_t *arena, Qcdc__Frame **frame, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    uint64_t call;
    hash_bytes (whole->data, whole->have, hash);
    if (memcmp (hash, whole->hash, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_MALFORMED, NULL, "pieces that are not of their append");
    QCDC_TRY (frame_unpack_request (whole->data, whole->have, arena, frame, &call, fault));
    if ((*frame)->kind_case != QCDC__FRAME__KIND_APPEND)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "pieces that are not of an append");
    return QCDC_OK;
}

qcdc_status gathering_open (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES], arena_t *arena,
                            Qcdc__Frame **frame, fault_t *fault)
{
    whole_t *whole = find (self, key);
    if (!whole || whole->have != whole->total)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "pieces that are not of an append");
    qcdc_status status = unpack (whole, arena, frame, fault);
    if (status != QCDC_OK && status != QCDC_NO_MEMORY)
        drop (self, whole);
    return status;
}

static reply_t *answer (const job_t *job, size_t have)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Piece piece = *job->frame->piece;
    piece.from = (uint32_t)have;
    piece.data = (ProtobufCBinaryData){0};
    frame.kind_case = QCDC__FRAME__KIND_PIECE;
    frame.piece = &piece;
    return reply_new (job, &frame, true);
}

qcdc_status gathering_serve (gathering_t *self, job_t *job, int64_t now_us, reply_t **reply, fault_t *fault)
{
    const Qcdc__Piece *piece = job->frame->piece;
    size_t have;
    *reply = NULL;
    QCDC_TRY (gathering_take (self, job->curve_key, job->account, piece, now_us, &have, fault));
    if (have == piece->total && piece->from + piece->data.len == have)
        return gathering_open (self, job->curve_key, job->arena, &job->frame, fault);
    *reply = answer (job, have);
    return *reply ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

void gathering_forget (gathering_t *self, const uint8_t key[CURVE_KEY_BYTES])
{
    whole_t *whole = find (self, key);
    if (whole)
        drop (self, whole);
}

void gathering_expire (gathering_t *self, int64_t now_us)
{
    while (self->oldest && now_us - self->oldest->heard_us > QCDC_GATHERED_AGE_US)
        drop (self, self->oldest);
}

size_t gathering_bytes (const gathering_t *self)
{
    return self->bytes;
}
