/*  noting.h — how notes about a set are made and kept: what publish_notes, and its parts, have in common. */

#ifndef QCDC_NOTING_H
#define QCDC_NOTING_H

#include "catalogue/catalog.h"
#include "catalogue/comparison.h"

/*  What notes are made of. */
typedef struct {
    const catalog_tables_t *tables; /* as they are; those with the set are set->next */
    const catalog_t *now;           /* NULL: nothing is published yet */
    const catalog_t *next;
    int32_t today;
    change_set_t *set;
    fault_t *fault;
} noting_t;

/*  The rows of TABLE that the set adds: *COUNT of them. */
const table_row_t *noting_added (const noting_t *self, const char *table, size_t *count);

/*  Adds a note about ROW of TABLE to the set.  WORDS (taken over; NULL: out of memory) are all that is said. */
qcdc_status noting_say (const noting_t *self, const char *table, const table_row_t *row, char *words) QCDC_CHECK;

#endif
