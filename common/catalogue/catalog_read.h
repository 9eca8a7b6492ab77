/*  catalog_read.h — the rows of a catalog, out of the tables that hold their texts.
 *
 *  The arrays are filled as they are read; nobody else may see the catalog before catalog_check has passed it. */

#ifndef QCDC_CATALOG_READ_H
#define QCDC_CATALOG_READ_H

#include "base/arena.h"
#include "catalogue/catalog.h"

/*  Makes CATALOG of TABLES, every array and string from ARENA.  QCDC_BAD_CATALOGUE with file, row and column, or QCDC_NO_MEMORY. */
qcdc_status catalog_read (const catalog_tables_t *tables, catalog_t *catalog, arena_t *arena, fault_t *fault) QCDC_CHECK;

#endif
