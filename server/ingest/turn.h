/*  turn.h — what is taken in together: appends for one commit, and what is answered after it.
 *
 *  A turn owns its jobs: those of its appends through the batch, the one that is being taken in, and the others. */

#ifndef QCDC_TURN_H
#define QCDC_TURN_H

#include "ingest/batch.h"
#include "ingest/memory.h"

#define OTHERS_MAX 1024 /* hellos and joins taken in one turn */

/*  An append on its way into a batch. */
typedef struct {
    job_t *job;               /* NULL: there is none */
    size_t begin;             /* of its entries in the batch */
    size_t taken;             /* entries */
    size_t unpacked;          /* up to this one of the batch */
    bool has_append;          /* it is in the batch's list, the last one there */
    int64_t written_at_us;    /* of the last entry taken */
    uint8_t hash[HASH_BYTES]; /* the same */
} acceptance_t;

typedef struct {
    batch_t *batch;
    acceptance_t accepting;
    job_t *others[OTHERS_MAX];
    size_t other_count;
} turn_t;

turn_t *turn_new (void);             /* NULL when out of memory */
void turn_destroy (turn_t **self_p); /* not the jobs */
bool turn_is_empty (const turn_t *self);

/*  Puts the heads of origins in MEMORY, which was read afresh, behind what SELF has taken in and nobody has
 *  committed. */
void turn_advance_heads (const turn_t *self, memory_t *memory);

/*  BATCH is committed: that is what devices are told of. */
void turn_committed (const batch_t *batch, memory_t *memory);

#endif
