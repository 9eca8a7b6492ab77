/*  schema.h — the database's tables at this program's version.
 *
 *  Whoever has called both may use every table that sql/schema describes. */

#ifndef QCDC_SCHEMA_H
#define QCDC_SCHEMA_H

#include "pg/pg.h"

/*  Applies the schema files that the database lacks, one transaction each.  QCDC_VERSION for a database of a newer
 *  program, QCDC_DATABASE for one that cannot hold our text (not UTF-8) or is too old. */
qcdc_status schema_upgrade (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Setting NAME, malloc'ed in *VALUE, or NULL if there is none (or no table of settings yet). */
qcdc_status schema_get_setting (pg_t *pg, const char *name, char **value, fault_t *fault) QCDC_CHECK;
qcdc_status schema_put_setting (pg_t *pg, const char *name, const char *value, fault_t *fault) QCDC_CHECK;

#endif
