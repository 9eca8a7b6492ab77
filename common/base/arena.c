/*  arena.c — a capped bump allocator.
 *
 *  Blocks form a list, newest first, each twice as large as the one before up to a limit; only the newest is filled.
 *  The cap counts what was handed out, not what is held: whoever sends the frame decides the former, we the latter.
 *  An arena belongs to one thread. */

#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*  As malloc aligns, so that anything may lie in it. */
#define ARENA_ALIGN 16u
#define ARENA_FIRST_BYTES (64u * 1024u)

typedef struct block {
    struct block *next;
    size_t size;
    size_t used;
    /* ARENA_ALIGN-aligned data follows */
} block_t;

#define BLOCK_HEADER ((sizeof (block_t) + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN)

struct arena {
    ProtobufCAllocator allocator;
    block_t *blocks; /* newest first; the first block made is the last of the list */
    size_t bytes_max;
    size_t handed_out;
    bool exhausted;
    bool starved; /* not by the cap: the machine had no memory */
};

static void *allocator_alloc (void *data, size_t size)
{
    return arena_alloc (data, size);
}

/*  protobuf-c frees while it unpacks what it cannot use; all of it goes with the arena. */
static void allocator_free (void *data, void *pointer)
{
    (void)data;
    (void)pointer;
}

arena_t *arena_new (size_t bytes_max)
{
    arena_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->bytes_max = bytes_max;
    self->allocator.alloc = allocator_alloc;
    self->allocator.free = allocator_free;
    self->allocator.allocator_data = self;
    return self;
}

void arena_destroy (arena_t **self_p)
{
    arena_t *self = *self_p;
    if (!self)
        return;
    for (block_t *block = self->blocks; block;) {
        block_t *next = block->next;
        free (block);
        block = next;
    }
    free (self);
    *self_p = NULL;
}

/*  The cap is held against what was asked for before it is rounded or allocated, so no sum here can overflow. */
void *arena_alloc (arena_t *self, size_t bytes)
{
    if (bytes > self->bytes_max || self->bytes_max - bytes < self->handed_out) {
        self->exhausted = true;
        return NULL;
    }
    size_t size = (bytes + ARENA_ALIGN - 1) / ARENA_ALIGN * ARENA_ALIGN;
    block_t *block = self->blocks;
    if (!block || block->size - block->used < size) {
        size_t wanted = block ? block->size * 2 : ARENA_FIRST_BYTES;
        if (wanted > 4u * 1024u * 1024u)
            wanted = 4u * 1024u * 1024u;
        if (wanted < size)
            wanted = size;
        block = malloc (BLOCK_HEADER + wanted);
        if (!block) {
            self->exhausted = self->starved = true;
            return NULL;
        }
        block->size = wanted;
        block->used = 0;
        block->next = self->blocks;
        self->blocks = block;
    }
    void *pointer = (char *)block + BLOCK_HEADER + block->used;
    block->used += size;
    self->handed_out += size;
    return pointer;
}

char *arena_strdup (arena_t *self, const char *text)
{
    size_t size = strlen (text) + 1;
    char *copy = arena_alloc (self, size);
    if (copy)
        memcpy (copy, text, size);
    return copy;
}

bool arena_exhausted (const arena_t *self)
{
    return self->exhausted;
}

qcdc_status arena_why (const arena_t *self, qcdc_status otherwise)
{
    if (self->starved)
        return QCDC_NO_MEMORY;
    return self->exhausted ? QCDC_TOO_LARGE : otherwise;
}

size_t arena_bytes (const arena_t *self)
{
    size_t bytes = sizeof *self;
    for (const block_t *block = self->blocks; block; block = block->next)
        bytes += BLOCK_HEADER + block->size;
    return bytes;
}

/*  The block that stays is the one made first, mostly the smallest: one large frame must not keep its memory for
 *  ever. */
void arena_reset (arena_t *self)
{
    block_t *first = self->blocks;
    while (first && first->next) {
        block_t *next = first->next;
        free (first);
        first = next;
    }
    if (first)
        first->used = 0;
    self->blocks = first;
    self->handed_out = 0;
    self->exhausted = self->starved = false;
}

ProtobufCAllocator *arena_allocator (arena_t *self)
{
    return &self->allocator;
}
