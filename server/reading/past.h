/*  past.h — the catalogue as it was at the end of a day: for answers as of that day, which are those that were given then.
 *
 *  A rule, a due day, an office, a lineage that was published later is not in it.  It is folded from the publications that had come
 *  by then; on a restored server also from those that stand before one of these in the order in which they came back, for that order
 *  gives units, offices and forms their numbers.
 *
 *  The reference tables of that day are temporary ones of the reader's session, of the same names.  Other answers do not see them:
 *  they stand last in the session's search path, and first in that of PAST_PATH. */

#ifndef QCDC_PAST_H
#define QCDC_PAST_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

/*  For the transaction of an answer that is bound to such a catalogue. */
#define PAST_PATH "set local search_path = pg_temp, public"

/*  A reader's: the catalogues that it has folded last. */
typedef struct past past_t;

/*  NULL when out of memory. */
past_t *past_new (void);
void past_destroy (past_t **self_p);

/*  *CATALOG is the one of the end of DAY, and the session's tables hold it; it is SELF's, until the next call.  NULL where it is the one
 *  that stands.  Not within a transaction.  QCDC_CORRUPT where it cannot be folded. */
qcdc_status past_catalog (past_t *self, pg_t *pg, int32_t day, const catalog_t **catalog, fault_t *fault) QCDC_CHECK;

#endif
