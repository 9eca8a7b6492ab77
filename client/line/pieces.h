/*  pieces.h — an answer that comes in pieces, because the line does not let it through whole.
 *
 *  What has come stays while connections break and are opened again; the hash that comes with each piece tells whether it is
 *  still the same answer. */

#ifndef QCDC_PIECES_H
#define QCDC_PIECES_H

#include "base/arena.h"
#include "base/fault.h"
#include "wire/entry.h"
#include "wire/frame.h"

typedef struct {
    uint8_t *data;
    size_t have, total; /* total 0: none has come */
    uint8_t hash[HASH_BYTES];
    arena_t *arena; /* of the answer put together */
} pieces_t;

/*  Takes PIECE in.  One of another answer, or of another place in it, begins it anew.  QCDC_PROTOCOL, QCDC_NO_MEMORY. */
qcdc_status pieces_add (pieces_t *self, const Qcdc__Piece *piece, fault_t *fault) QCDC_CHECK;

/*  Whether all of it is here. */
bool pieces_whole (const pieces_t *self);

/*  Puts the answer together: *FRAME holds Entries and lives until the next one; the pieces are forgotten. */
qcdc_status pieces_join (pieces_t *self, Qcdc__Frame **frame, fault_t *fault) QCDC_CHECK;

/*  Forgets what has come of an answer that is not asked for any more. */
void pieces_forget (pieces_t *self);
void pieces_release (pieces_t *self);

#endif
