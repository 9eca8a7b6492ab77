/*  catalog_read_brief.h — the rows of brief.csv: what a brief says, under which heading, with which figures. */

#ifndef QCDC_CATALOG_READ_BRIEF_H
#define QCDC_CATALOG_READ_BRIEF_H

#include "catalogue/catalog_row.h"

/*  The columns, which end with NULL, and what reads a row into its place in the catalog's array. */
extern const char *const BRIEF_COLUMNS[];
qcdc_status brief_row (row_source_t *self, void *row) QCDC_CHECK;

#endif
