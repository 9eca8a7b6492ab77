/*  catalog_read.h — the rows of a catalog, out of the CSV files that hold them.
 *
 *  The arrays are filled as they are read; nobody else may see the catalog before catalog_check has passed it. */

#ifndef QCDC_CATALOG_READ_H
#define QCDC_CATALOG_READ_H

#include "base/arena.h"
#include "base/embed.h"
#include "catalogue/catalog.h"

/*  Reads the eight reference files among FILES (which end with a NULL name) into CATALOG, every array and string from
 *  ARENA.  QCDC_CORRUPT with file, row and column, or QCDC_NO_MEMORY. */
qcdc_status catalog_read (const embed_t *files, catalog_t *catalog, arena_t *arena, fault_t *fault) QCDC_CHECK;

#endif
