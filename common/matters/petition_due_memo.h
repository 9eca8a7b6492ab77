/*  petition_due_memo.h — the legal clock of many petitions: what it cannot tell apart is counted once.
 *
 *  A published holiday moves the last days of all that is open.  Of a million petitions most are of a few kinds, were received on the same days
 *  and have the same steps behind them; so what is due is remembered by what the clock looks at, and by nothing else of a petition. */

#ifndef QCDC_PETITION_DUE_MEMO_H
#define QCDC_PETITION_DUE_MEMO_H

#include "matters/petition.h"

/*  Made for one catalogue, which it keeps; so many different petitions are remembered at most, then it begins anew. */
#define DUE_MEMO_MAX 65536u
/*  A petition with more steps than these is counted by itself. */
#define DUE_MEMO_STEPS_MAX 24u

typedef struct due_memo due_memo_t;

/*  NULL when out of memory. */
due_memo_t *due_memo_new (const catalog_t *catalog);
void due_memo_destroy (due_memo_t **self_p);

/*  As petition_due_set, of a petition that is folded. */
void due_memo_set (due_memo_t *self, petition_t *petition);

/*  How many were counted so far, for those that asked. */
size_t due_memo_counted (const due_memo_t *self);

#endif
