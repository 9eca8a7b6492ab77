/*  catalog_read.h — building a catalog from reference files; used by catalog.c, and by tests with files of their own. */

#ifndef QCDC_CATALOG_READ_H
#define QCDC_CATALOG_READ_H

#include "base/arena.h"
#include "catalogue/catalog.h"
#include "base/embed.h"

/*  Reads the eight reference files among FILES (which end with a NULL name) into CATALOG, every array and string from
 *  ARENA.  QCDC_CORRUPT with file, row and column, or QCDC_NO_MEMORY. */
qcdc_status catalog_read (const embed_t *files, catalog_t *catalog, arena_t *arena, fault_t *fault) QCDC_CHECK;

/*  What must hold between rows and between files.  QCDC_CORRUPT with file and row. */
qcdc_status catalog_check (const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  catalog_new over other files. */
qcdc_status catalog_new_from (const embed_t *files, catalog_t **self_p, fault_t *fault) QCDC_CHECK;

#endif
