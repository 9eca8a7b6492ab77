/*  turn.c — the life of a turn, and what it means for where an origin's next append is expected. */

#include "ingest/turn.h"

#include <stdlib.h>
#include <string.h>

turn_t *turn_new (void)
{
    turn_t *self = calloc (1, sizeof *self);
    if (self)
        self->batch = batch_new ();
    if (self && !self->batch)
        turn_destroy (&self);
    return self;
}

void turn_destroy (turn_t **self_p)
{
    if (*self_p)
        batch_destroy (&(*self_p)->batch);
    free (*self_p);
    *self_p = NULL;
}

bool turn_is_empty (const turn_t *self)
{
    return self->batch->append_count == 0 && self->other_count == 0 && !self->accepting.job;
}

void turn_advance_heads (const turn_t *self, memory_t *memory)
{
    const batch_t *batch = self->batch;
    /* One that is still being taken in may yet be refused, and then nobody would move its head back. */
    size_t count = batch->append_count + batch->hidden_appends - (self->accepting.has_append ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        const batch_append_t *append = &batch->appends[i];
        origin_node_t *origin = memory_origin (memory, append->origin);
        if (!origin)
            continue;
        origin->accepted_seq = append->last_seq;
        memcpy (origin->accepted_hash, batch->entries[append->begin + append->count - 1].hash, HASH_BYTES);
    }
}

void turn_committed (const batch_t *batch, memory_t *memory)
{
    for (size_t i = 0; i < batch->append_count; i++) {
        const batch_append_t *append = &batch->appends[i];
        origin_node_t *origin = memory_origin (memory, append->origin);
        if (!origin)
            continue;
        origin->head_seq = append->last_seq;
        memcpy (origin->head_hash, append->receipt.last_hash, HASH_BYTES);
    }
}
