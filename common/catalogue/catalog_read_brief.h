/*  catalog_read_brief.h — the rows of brief.csv: what a brief says, under which heading, with which figures. */

#ifndef QCDC_CATALOG_READ_BRIEF_H
#define QCDC_CATALOG_READ_BRIEF_H

#include "catalogue/catalog_row.h"

/*  Reads a row into its place in the catalog's array. */
qcdc_status brief_row (row_source_t *self, void *row) QCDC_CHECK;

#endif
