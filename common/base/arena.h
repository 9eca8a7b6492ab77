/*  arena.h — a capped bump allocator: everything that one frame or one fact unpacks into, freed at once.
 *
 *  protobuf-c amplifies hostile input forty times; the cap turns that into QCDC_TOO_LARGE instead of an exhausted
 *  machine. */

#ifndef QCDC_ARENA_H
#define QCDC_ARENA_H

#include "base/status.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct arena arena_t;

/*  NULL when out of memory.  No more than BYTES_MAX are ever handed out between two resets. */
arena_t *arena_new (size_t bytes_max);
void arena_destroy (arena_t **self_p);

/*  16-byte aligned, not cleared.  NULL when the cap is reached or memory is out; arena_exhausted tells that it
 *  happened. */
void *arena_alloc (arena_t *self, size_t bytes);
char *arena_strdup (arena_t *self, const char *text);
bool arena_exhausted (const arena_t *self);

/*  Why what was to be unpacked into it was not: QCDC_NO_MEMORY where the machine had none, which says nothing of what was to be
 *  unpacked; QCDC_TOO_LARGE at the cap; OTHERWISE where it had all that was asked for. */
qcdc_status arena_why (const arena_t *self, qcdc_status otherwise) QCDC_CHECK;

/*  Bytes of memory that the arena holds. */
size_t arena_bytes (const arena_t *self);

/*  Forgets everything handed out and keeps the first block. */
void arena_reset (arena_t *self);

/*  For protobuf-c: allocations come from the arena, frees do nothing. */
ProtobufCAllocator *arena_allocator (arena_t *self);

#endif
