/*  catalog_check.h — what must hold between the rows of the reference files.
 *
 *  Each row has been held against its own columns by catalog_read; here are the invariants of which no single row
 *  knows. */

#ifndef QCDC_CATALOG_CHECK_H
#define QCDC_CATALOG_CHECK_H

#include "catalogue/catalog.h"

/*  QCDC_BAD_CATALOGUE with the row of TABLES, of which CATALOG was made. */
qcdc_status catalog_check (const catalog_t *catalog, const catalog_tables_t *tables, fault_t *fault) QCDC_CHECK;

#endif
