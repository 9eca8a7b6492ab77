/*  catalog_read_clock.h — the rows of the tables that the legal clock goes by: deadlines, traits of units, holidays as they became known. */

#ifndef QCDC_CATALOG_READ_CLOCK_H
#define QCDC_CATALOG_READ_CLOCK_H

#include "catalogue/catalog_row.h"

/*  Each reads a row into its place in the catalog's array. */
qcdc_status holiday_known_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status unit_trait_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status legal_deadline_row (row_source_t *self, void *row) QCDC_CHECK;

/*  Once all are read. */
qcdc_status holidays_order (row_source_t *self) QCDC_CHECK;
qcdc_status extensions_check (row_source_t *self) QCDC_CHECK;

#endif
