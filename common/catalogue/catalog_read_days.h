/*  catalog_read_days.h — the rows of the files that are about days: calendars, deadlines, holidays, changes of duties. */

#ifndef QCDC_CATALOG_READ_DAYS_H
#define QCDC_CATALOG_READ_DAYS_H

#include "catalogue/catalog_row.h"

/*  The columns of each file, which end with NULL, and what reads a row of it into its place in the catalog's array. */
extern const char *const CALENDAR_COLUMNS[];
qcdc_status calendar_row (row_source_t *self, void *row) QCDC_CHECK;
extern const char *const DEADLINE_COLUMNS[];
qcdc_status deadline_row (row_source_t *self, void *row) QCDC_CHECK;
extern const char *const HOLIDAY_COLUMNS[];
qcdc_status holiday_row (row_source_t *self, void *row) QCDC_CHECK;
extern const char *const DUTY_CHANGE_COLUMNS[];
qcdc_status duty_change_row (row_source_t *self, void *row) QCDC_CHECK;

#endif
