/*  rejudge.h — everything that was not accepted, judged by this program. */

#ifndef QCDC_REJUDGE_H
#define QCDC_REJUDGE_H

#include "base/snapshot.h"
#include "pg/pg.h"

/*  Adds a verdict where it differs from the last one.  *CHANGED: how many.  The caller holds the writer's lock
 *  (verify_rebuild has taken it). */
qcdc_status rejudge_all (pg_t *pg, const snapshot_t *snapshot, size_t *changed, fault_t *fault) QCDC_CHECK;

#endif
