/*  item_opening.h — a task that is opened: by itself, or with the others of a notice. */

#ifndef QCDC_ITEM_OPENING_H
#define QCDC_ITEM_OPENING_H

#include "conclusions/item_view.h"

typedef struct {
    const char *number;
    int source;
    const thing_t *about;       /* whose entry it names; NULL: nothing */
    address_t entry;            /* of ABOUT */
    int task;                   /* of a notice; 0 */
    const char *owner, *person; /* ""; an office's code, and who there */
    int32_t on, due_on;         /* DUE_ON 0: none is set */
    const char *title, *text;
} opening_t;

/*  Judges and appends it, inside the caller's transaction; *APPENDED is false where the same is opened already. */
qcdc_status item_open (desk_t *desk, const opening_t *opening, bool *appended, fault_t *fault) QCDC_CHECK;

/*  The text GIVEN for KEY as it is kept, malloc'ed: NULL stays NULL.  QCDC_EMPTY where it has no word in it, QCDC_TOO_LARGE over MAX bytes,
 *  QCDC_BAD_UTF8 …, QCDC_IDENTITY_TEXT. */
qcdc_status item_text_clean (const char *key, const char *given, size_t max, bool names_meant, char **clean,
                             fault_t *fault) QCDC_CHECK;

/*  The code of the office that is GIVEN, as it is published; what is not is left for the judge. */
const char *item_office (const desk_t *desk, const char *given);

#endif
