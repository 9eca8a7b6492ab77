/*  pieces.c — putting an answer together, byte after byte, and checking that it is what its pieces said. */

#include "line/pieces.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "line/session.h"

#include <stdlib.h>
#include <string.h>

void pieces_forget (pieces_t *self)
{
    free (self->data);
    self->data = NULL;
    self->have = self->total = 0;
}

void pieces_release (pieces_t *self)
{
    pieces_forget (self);
    arena_destroy (&self->arena);
}

bool pieces_whole (const pieces_t *self)
{
    return self->total && self->have == self->total;
}

static bool is_of (const pieces_t *self, const Qcdc__Piece *piece)
{
    return self->total == piece->total && memcmp (self->hash, piece->hash.data, HASH_BYTES) == 0;
}

qcdc_status pieces_add (pieces_t *self, const Qcdc__Piece *piece, fault_t *fault)
{
    if (!piece->total || piece->total > QCDC_FRAME_BYTES_MAX || piece->hash.len != HASH_BYTES ||
        piece->from > piece->total || piece->data.len > piece->total - piece->from)
        return session_unexpected (_ ("a piece of an answer that cannot be"), fault);
    if (!self->total || !is_of (self, piece)) {
        pieces_forget (self);
        if (!(self->data = malloc (piece->total)))
            return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
        self->total = piece->total;
        memcpy (self->hash, piece->hash.data, HASH_BYTES);
    }
    /* One that does not go on where we are is of an answer that has changed since: asked for again from here. */
    if (piece->from != self->have)
        return QCDC_OK;
    if (!piece->data.len)
        return session_unexpected (_ ("a piece of an answer that cannot be"), fault);
    memcpy (self->data + self->have, piece->data.data, piece->data.len);
    self->have += piece->data.len;
    return QCDC_OK;
}

qcdc_status pieces_join (pieces_t *self, Qcdc__Frame **frame, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    if (!self->arena && !(self->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX)))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for the answer"));
    arena_reset (self->arena);
    hash_bytes (self->data, self->total, hash);
    qcdc_status status = memcmp (hash, self->hash, HASH_BYTES) == 0
                             ? frame_unpack (self->data, self->total, self->arena, frame, fault)
                             : session_unexpected (_ ("pieces that are not of their answer"), fault);
    pieces_forget (self);
    QCDC_TRY (status);
    return (*frame)->kind_case == QCDC__FRAME__KIND_ENTRIES && !(*frame)->entries->piece
               ? QCDC_OK
               : session_unexpected (_ ("pieces that are not of their answer"), fault);
}
