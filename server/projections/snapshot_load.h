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

/*  The catalogue after the last commit.  By table publication, which is believed.  Fails as snapshot_not_followed says. */
qcdc_status snapshot_load (pg_t *pg, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The same for who writes on by it: QCDC_CORRUPT also where the reference tables are of another edition. */
qcdc_status snapshot_load_current (pg_t *pg, snapshot_t **self_p, fault_t *fault) QCDC_CHECK;

/*  What the first COUNT of its publications, of view publication_order, made of it: the catalogue alone, the caller's to give back by
 *  reference_destroy.  QCDC_CORRUPT. */
qcdc_status snapshot_load_early (pg_t *pg, int64_t count, catalog_t **catalog_p, fault_t *fault) QCDC_CHECK;

/*  What NOW becomes by WHAT, which was ACCEPTED, or refused: *NEXT, held once; NULL where nothing had come of a set that was refused.
 *  Fails as snapshot_not_followed says. */
qcdc_status snapshot_next (const snapshot_t *now, const publishing_t *what, bool accepted, snapshot_t **next,
                           fault_t *fault) QCDC_CHECK;

/*  What STATUS, and FAULT where it is of it, say of an accepted publication that cannot be folded: QCDC_VERSION where a newer program took it,
 *  else QCDC_CORRUPT, for then the journals or the list of publications are not what they were; QCDC_NO_MEMORY. */
qcdc_status snapshot_not_followed (int64_t commit_seq, qcdc_status status, fault_t *fault) QCDC_CHECK;

#endif
