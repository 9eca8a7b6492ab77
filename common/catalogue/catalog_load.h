/*  catalog_load.h — making a catalog of what was published, and giving it back.
 *
 *  Whoever makes a catalog owns it; everybody else holds it for reading only, and no pointer into it outlives it. */

#ifndef QCDC_CATALOG_LOAD_H
#define QCDC_CATALOG_LOAD_H

#include "catalogue/catalog.h"

/*  Makes a catalog of TABLES, which need not outlive it.  QCDC_BAD_CATALOGUE with file, row and column of what is wrong. */
qcdc_status catalog_of_tables (const catalog_tables_t *tables, catalog_t **self_p, fault_t *fault) QCDC_CHECK;

void catalog_destroy (catalog_t **self_p);

#endif
