/*  query_pairs.h — which of the pairs that share a few prints are alike, worked out of their texts as an answer is read.
 *
 *  Of a query that says `pairs` in its head the SQL gives in the first column the least likeness that is wanted, in the second four
 *  annexes in hex with colons between: with the title and with the summary of the one petition, and the same of the other ("=": it is the
 *  annex before), and in the third what else speaks for them being the same ("": nothing).  What goes out there is how alike they are, the
 *  phrases that both have, and all that speaks for it, "text" where they are as alike as is wanted; rows for which nothing speaks do not
 *  go out, and the most alike go first. */

#ifndef QCDC_QUERY_PAIRS_H
#define QCDC_QUERY_PAIRS_H

#include "pg/pg.h"
#include "reading/query.h"

/*  The pairs that one answer holds at most: the most alike. */
#define PAIRS_SHOWN_MAX 5000u

typedef struct pairs pairs_t;

/*  Reads what is common in the petitions that were taken last, in the transaction that PG is in. */
qcdc_status pairs_new (pairs_t **self_p, pg_t *pg, const query_t *query, fault_t *fault) QCDC_CHECK;
void pairs_destroy (pairs_t **self_p);

/*  Holds row ROW of RESULT, of the query's columns, and keeps it if its texts are alike.  QCDC_NO_MEMORY. */
qcdc_status pairs_take (pairs_t *self, const PGresult *result, int row) QCDC_CHECK;

/*  Orders what was kept; then the texts of each by its PLACE, NULL behind the last one, as the database gave them but for the first
 *  three. */
void pairs_order (pairs_t *self);
const char *const *pairs_row (const pairs_t *self, size_t place);

#endif
