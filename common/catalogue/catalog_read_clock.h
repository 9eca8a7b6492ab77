/*  catalog_read_clock.h — the rows of the tables that the legal clock goes by: deadlines, traits of units, holidays as they became known. */

#ifndef QCDC_CATALOG_READ_CLOCK_H
#define QCDC_CATALOG_READ_CLOCK_H

#include "catalogue/catalog_row.h"

/*  With what a deadline begins that is no step: the day on which who complains was given the decision or knew of it, by the petition's flags; the
 *  last day of the time for its settlement, where it was not settled. */
#define DEADLINE_DECISION_KNOWN "DECISION_KNOWN"
#define DEADLINE_TIME_OVER "TIME_OVER"

/*  Each reads a row into its place in the catalog's array. */
qcdc_status holiday_known_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status unit_trait_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status legal_deadline_row (row_source_t *self, void *row) QCDC_CHECK;

/*  Once all are read. */
qcdc_status holidays_order (row_source_t *self) QCDC_CHECK;
qcdc_status extensions_check (row_source_t *self) QCDC_CHECK;

#endif
