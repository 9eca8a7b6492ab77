/*  catalog_read_days.h — the rows of the tables that are about days: calendars, deadlines, holidays, changes of duties. */

#ifndef QCDC_CATALOG_READ_DAYS_H
#define QCDC_CATALOG_READ_DAYS_H

#include "catalogue/catalog_row.h"

/*  Each reads a row into its place in the catalog's array. */
qcdc_status calendar_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status deadline_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status holiday_row (row_source_t *self, void *row) QCDC_CHECK;
qcdc_status duty_change_row (row_source_t *self, void *row) QCDC_CHECK;

#endif
