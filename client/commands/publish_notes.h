/*  publish_notes.h — what a set does that its rows do not say: noticed before it is published, for what is published stays.
 *
 *  Notes refuse nothing.  They are pure: of the catalogue as it is and as it would be, and of the day. */

#ifndef QCDC_PUBLISH_NOTES_H
#define QCDC_PUBLISH_NOTES_H

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

/*  Those about rows that hold from the first day on: publish_owed.c. */
qcdc_status note_owed_at_once (const noting_t *self) QCDC_CHECK;

/*  Every note there is, behind the changes of the set. */
qcdc_status publish_notes (const noting_t *self) QCDC_CHECK;

#endif
