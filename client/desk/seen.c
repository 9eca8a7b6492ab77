/*  seen.c — a table with open addressing; keys are known by their hash, long enough never to meet by chance.
 *
 *  A register may have a million rows: keeping the keys themselves would take more memory than all else together. */

#include "desk/seen.h"

#include "wire/entry.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 16, FINGERPRINT_BYTES = 8, SLOTS_FIRST = 1024 };

typedef struct {
    uint8_t key[KEY_BYTES];
    uint8_t fingerprint[FINGERPRINT_BYTES];
    uint32_t row; /* 0: free */
} seen_slot_t;

struct seen {
    seen_slot_t *slots;
    size_t size; /* a power of two, never more than three quarters full */
    size_t used;
};

seen_t *seen_new (void)
{
    seen_t *self = calloc (1, sizeof *self);
    if (self && !(self->slots = calloc (SLOTS_FIRST, sizeof *self->slots))) {
        free (self);
        return NULL;
    }
    if (self)
        self->size = SLOTS_FIRST;
    return self;
}

void seen_destroy (seen_t **self_p)
{
    if (*self_p)
        free ((*self_p)->slots);
    free (*self_p);
    *self_p = NULL;
}

/*  The slot of the key, or the free one where it belongs. */
static seen_slot_t *slot_find (seen_slot_t *slots, size_t size, const uint8_t key[KEY_BYTES])
{
    size_t place;
    memcpy (&place, key, sizeof place);
    place &= size - 1;
    while (slots[place].row && memcmp (slots[place].key, key, KEY_BYTES) != 0)
        place = (place + 1) & (size - 1);
    return &slots[place];
}

/*  Twice the size; the keys are hashes already and need no hashing again. */
static qcdc_status seen_grow (seen_t *self)
{
    seen_slot_t *slots = calloc (self->size * 2, sizeof *slots);
    if (!slots)
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < self->size; i++)
        if (self->slots[i].row)
            *slot_find (slots, self->size * 2, self->slots[i].key) = self->slots[i];
    free (self->slots);
    self->slots = slots;
    self->size *= 2;
    return QCDC_OK;
}

bool seen_has (const seen_t *self, const char *key)
{
    uint8_t hash[HASH_BYTES];
    hash_bytes (key, strlen (key), hash);
    return slot_find (self->slots, self->size, hash)->row != 0;
}

qcdc_status seen_add (seen_t *self, const char *key, const uint8_t fingerprint[32], size_t *row)
{
    uint8_t hash[HASH_BYTES];
    hash_bytes (key, strlen (key), hash);
    seen_slot_t *slot = slot_find (self->slots, self->size, hash);
    if (slot->row) {
        *row = slot->row;
        return memcmp (slot->fingerprint, fingerprint, FINGERPRINT_BYTES) == 0 ? QCDC_EXISTS : QCDC_DUPLICATE;
    }
    if (self->used * 4 >= self->size * 3) {
        QCDC_TRY (seen_grow (self));
        slot = slot_find (self->slots, self->size, hash);
    }
    memcpy (slot->key, hash, KEY_BYTES);
    memcpy (slot->fingerprint, fingerprint, FINGERPRINT_BYTES);
    slot->row = (uint32_t)*row;
    self->used++;
    return QCDC_OK;
}
