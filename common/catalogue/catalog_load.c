/*  catalog_load.c — what was published brought into memory: read, checked, and only then shown to anyone.
 *
 *  The loader owns the memory behind a catalog: one arena holds every row and every string, so that pointers between
 *  rows live exactly as long as the catalog does.  After loading nothing is ever written to it, and threads may
 *  share it. */

#include "catalogue/catalog_load.h"
#include "base/limits.h"
#include "catalogue/catalog_check.h"
#include "catalogue/catalog_read.h"
#include "catalogue/vouching.h"

#include <stdlib.h>
#include <string.h>

/*  Twice what tables may have. */
#define CATALOG_BYTES_MAX (2u * QCDC_TABLES_BYTES_MAX)

/*  The catalog that others see, and the memory behind it. */
typedef struct {
    catalog_t catalog; /* first, so that a pointer to one is a pointer to the other */
    arena_t *arena;
} catalog_full_t;

qcdc_status catalog_of_tables (const catalog_tables_t *tables, catalog_t **self_p, fault_t *fault)
{
    *self_p = NULL;
    catalog_full_t *full = calloc (1, sizeof *full);
    if (!full)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    catalog_t *self QCDC_CLEANUP (catalog_destroy) = &full->catalog;
    full->arena = arena_new (CATALOG_BYTES_MAX);
    if (!full->arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (tables_check (tables, fault));
    QCDC_TRY (devices_check (tables, fault));
    QCDC_TRY (catalog_read (tables, self, full->arena, fault));
    QCDC_TRY (catalog_check (self, tables, fault));
    tables_hash (tables, self->hash);
    *self_p = self;
    self = NULL;
    return QCDC_OK;
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
