/*  reference_tables.h — the catalogue as rows, for the queries that join it: a projection of what was published. */

#ifndef QCDC_REFERENCE_TABLES_H
#define QCDC_REFERENCE_TABLES_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

/*  Their names, NULL-terminated: what verify compares. */
const char *const *reference_tables (void);

/*  Replaces all their rows by CATALOG's, in the caller's transaction, in the tables that the search path finds. */
qcdc_status reference_tables_load (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The same, and setting `reference` says whose they are. */
qcdc_status reference_tables_write (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  Whether setting `reference` says that the tables hold another edition than CATALOG. */
qcdc_status reference_tables_are_stale (pg_t *pg, const catalog_t *catalog, bool *stale, fault_t *fault) QCDC_CHECK;

#endif
