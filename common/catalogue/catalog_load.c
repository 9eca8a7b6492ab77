/*  catalog_load.c — the reference data brought into memory: read, checked, and only then shown to anyone.
 *
 *  The loader owns the memory behind a catalog: one arena holds every row and every string, so that pointers between
 *  rows live exactly as long as the catalog does.  After loading nothing is ever written to it, and threads may
 *  share it. */

#include "catalogue/catalog_load.h"
#include "catalogue/catalog_check.h"
#include "catalogue/catalog_read.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/*  Twenty times what the reference files need: a file that large is not one of ours. */
#define CATALOG_BYTES_MAX (8u * 1024u * 1024u)

/*  The catalog that others see, and the memory behind it. */
typedef struct {
    catalog_t catalog; /* first, so that a pointer to one is a pointer to the other */
    arena_t *arena;
} catalog_full_t;

/*  BLAKE2b-256 over name, NUL, length (64-bit little-endian) and content of each file, in the order of the table,
 *  which is sorted by name. */
static void files_hash (const embed_t *files, uint8_t hash[32])
{
    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, 32);
    for (const embed_t *file = files; file->name; file++) {
        uint64_t length = (uint64_t)(file->end - file->begin);
        uint8_t length_le[8];
        for (int i = 0; i < 8; i++)
            length_le[i] = (uint8_t)(length >> (8 * i));
        crypto_generichash_update (&state, (const uint8_t *)file->name, strlen (file->name) + 1);
        crypto_generichash_update (&state, length_le, sizeof length_le);
        crypto_generichash_update (&state, (const uint8_t *)file->begin, length);
    }
    crypto_generichash_final (&state, hash, 32);
}

qcdc_status catalog_new_from (const embed_t *files, catalog_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    catalog_full_t *full = calloc (1, sizeof *full);
    if (!full)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    catalog_t *self QCDC_CLEANUP (catalog_destroy) = &full->catalog;
    full->arena = arena_new (CATALOG_BYTES_MAX);
    if (!full->arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (catalog_read (files, self, full->arena, fault));
    QCDC_TRY (catalog_check (self, fault));
    files_hash (files, self->hash);
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status catalog_new (catalog_t **self_p, fault_t *fault)
{
    return catalog_new_from (embed_reference, self_p, fault);
}

void catalog_destroy (catalog_t **self_p)
{
    catalog_full_t *self = (catalog_full_t *)*self_p;
    if (!self)
        return;
    if (self->arena)
        arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}
