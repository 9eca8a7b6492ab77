/*  set_check.h — what a set must not do that is published from now on, beside what holds of every catalogue (catalog_check.h).
 *
 *  What was taken before somebody thought of it stays taken, for no accepted fact becomes invalid: only what a set brings about itself
 *  is refused.  The province's desk asks before it publishes, the server before it takes a set.  Pure. */

#ifndef QCDC_SET_CHECK_H
#define QCDC_SET_CHECK_H

#include "catalogue/catalog.h"

/*  Whether what NEXT, made of TABLES, says of units and duties fits together where NOW, of TABLES_NOW, did (both NULL: nothing has been
 *  published): a unit that merged as a whole is over, and merged once; of what happened on a day none leads back to where it began; a
 *  duty that is changed is owed, and passes to an office that is there; a day to hand in is for classes that are; no new code is an old one in other capitals, marks or separators; and a new
 *  key of a device is written in small letters.  And the office OFFICE, which publishes, is still one of the province's.
 *  QCDC_BAD_CATALOGUE with the row, its column and what to do. */
qcdc_status set_check (const catalog_tables_t *tables_now, const catalog_t *now, const catalog_tables_t *tables,
                       const catalog_t *next, const char *office, fault_t *fault) QCDC_CHECK;

#endif
