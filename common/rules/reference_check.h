/*  reference_check.h — what a set must not do that is published from now on, its rules included: set_check.h, and what only they tell. */

#ifndef QCDC_REFERENCE_CHECK_H
#define QCDC_REFERENCE_CHECK_H

#include "rules/reference.h"

/*  What set_check asks, and: a form's rate is computed by a rule that is for this form while it holds; what a rule needs has a value for as
 *  long as the rule holds; a rule divides by something, and says in words what it is about.  NOW and NEXT have their rules; what NOW, of
 *  TABLES_NOW (both NULL: nothing has been published), has of the kind already is not asked about.  QCDC_BAD_CATALOGUE with the row, its
 *  column and what to do. */
qcdc_status reference_check (const catalog_tables_t *tables_now, const catalog_t *now, const catalog_tables_t *tables,
                             const catalog_t *next, const char *office, fault_t *fault) QCDC_CHECK;

#endif
