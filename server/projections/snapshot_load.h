/*  snapshot_load.h — the catalogue as a database has it: what the province was founded with, and its publications folded. */

#ifndef QCDC_SNAPSHOT_LOAD_H
#define QCDC_SNAPSHOT_LOAD_H

#include "base/snapshot.h"
#include "pg/pg.h"

/*  The settings that say what the province was founded with. */
#define FOUNDING_OFFICE "founding_office"
#define FOUNDING_NAME "founding_name"
#define FOUNDING_UNIT "founding_unit"
#define FOUNDING_UNIT_NAME "founding_unit_name"

/*  The catalogue before the first publication. */
qcdc_status snapshot_load_first (pg_t *pg, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The catalogue after the last commit.  QCDC_CORRUPT where a publication that was accepted cannot be folded. */
qcdc_status snapshot_load (pg_t *pg, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

/*  What the first COUNT of its publications, of view publication_order, made of it: the catalogue alone, the caller's to give back by
 *  reference_destroy.  QCDC_CORRUPT. */
qcdc_status snapshot_load_early (pg_t *pg, int64_t count, catalog_t **catalog_p, fault_t *fault) QCDC_CHECK;

/*  The catalogue after the last commit, and the reference tables hold it: they are written where they belong to another edition.  In a transaction of its own. */
qcdc_status snapshot_open (pg_t *pg, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

#endif
