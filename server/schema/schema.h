/*  schema.h — the database's tables at this program's version, and its reference data at this program's edition.
 *
 *  Whoever has called both may use every table that sql/schema describes. */

#ifndef QCDC_SCHEMA_H
#define QCDC_SCHEMA_H

#include "catalogue/catalog.h"
#include "pg/pg.h"

/*  Applies the schema files that the database lacks, one transaction each.  QCDC_VERSION for a database of a newer
 *  program, QCDC_DATABASE for one that cannot hold our text (not UTF-8) or is too old. */
qcdc_status schema_upgrade (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Replaces all rows of the reference tables by the catalog's, in the caller's transaction, in the tables that the
 *  search path finds. */
qcdc_status schema_load_reference (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  The same in a transaction of its own, where setting `reference` says that the tables hold another edition. */
qcdc_status schema_refresh_reference (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

/*  Setting NAME, malloc'ed in *VALUE, or NULL if there is none (or no table of settings yet). */
qcdc_status schema_get_setting (pg_t *pg, const char *name, char **value, fault_t *fault) QCDC_CHECK;
qcdc_status schema_put_setting (pg_t *pg, const char *name, const char *value, fault_t *fault) QCDC_CHECK;

#endif
