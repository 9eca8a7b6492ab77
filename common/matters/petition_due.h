/*  petition_due.h — what the province keeps of a petition's legal clock: what is due next, and whether the settlement was in time.
 *
 *  A pure function of the petition and of what is published, as the clock is: it is worked out when the petition changes and when what it
 *  goes by does, and read as a column. */

#ifndef QCDC_PETITION_DUE_H
#define QCDC_PETITION_DUE_H

#include "matters/petition.h"

/*  Goes up with every change by which petition_due_set makes something else of the same petition and the same catalogue: the province notes it
 *  beside what it keeps, and works that out anew where another program has (server/projections/petition_moved_due.h). */
#define PETITION_DUE_EDITION 1

/*  Sets what SELF has of it (petition_due_t). */
void petition_due_set (petition_t *self, const catalog_t *catalog);

/*  Whether both are the same. */
bool petition_due_same (const petition_due_t *one, const petition_due_t *other);

/*  What of the petitions can be due otherwise by NEXT than by NOW; *SINCE_US: the earliest moment at which what is new became known, which
 *  is before steps that are there where a publication came back late. */
typedef enum {
    DUE_NOTHING,
    DUE_OPEN, /* only those that are due on some day, or suspended: days off are published or withdrawn */
    DUE_ANY   /* deadlines, or for whom they hold */
} due_scope;
due_scope petition_due_scope (const catalog_t *now, const catalog_t *next, int64_t *since_us);

#endif
