/*  petition_due.h — what the province keeps of a petition's legal clock: what is due next, and whether the settlement was in time.
 *
 *  A pure function of the petition and of what is published, as the clock is: it is worked out when the petition changes and when what it
 *  goes by does, and read as a column. */

#ifndef QCDC_PETITION_DUE_H
#define QCDC_PETITION_DUE_H

#include "matters/petition.h"

/*  Goes up with every change by which petition_due_set makes something else of the same petition and the same catalogue: the province notes it
 *  beside what it keeps, and works that out anew where another program has (server/projections/petition_moved_due.h). */
#define PETITION_DUE_EDITION 2

/*  Sets what SELF has of it (petition_due_t). */
void petition_due_set (petition_t *self, const catalog_t *catalog);

/*  Whether both are the same. */
bool petition_due_same (const petition_due_t *one, const petition_due_t *other);

typedef enum {
    DUE_NOTHING,
    DUE_OPEN, /* days off are published or withdrawn */
    DUE_ANY   /* deadlines, or for whom they hold */
} due_scope;

/*  What of the petitions can be due otherwise by one catalogue than by another. */
typedef struct {
    due_scope scope;
    int64_t
        since_us; /* the earliest moment at which what is new became known: before steps that are there, where it came back late */
    int32_t first, last; /* of DUE_OPEN: the days that are worked otherwise lie between these */
    bool many;           /* so much was published that what moved a day first is told no more */
} due_reach_t;
due_reach_t petition_due_reach (const catalog_t *now, const catalog_t *next);

/*  Whether PETITION, which is as the first of the two says, may be due otherwise by the other one; of DUE_OPEN, where nothing was judged since. */
bool petition_due_reached (const due_reach_t *reach, const petition_t *petition);

#endif
