/*  replay.h — the journals once more, from the first commit to the last: every hash and signature checked, every accepted fact
 *  applied to the projections that the search path finds (shadow tables for verify, the real ones for rebuild).
 *
 *  Constant memory: a cursor, and chunks of a fixed number of entries. */

#ifndef QCDC_REPLAY_H
#define QCDC_REPLAY_H

#include "base/snapshot.h"
#include "pg/pg.h"
#include "wire/keys.h"

typedef struct {
    uint64_t entries;
    uint64_t origins;
    uint64_t segments;
} replay_counts_t;

/*  Called for everything that does not fit: one line that names the place.  Returns false to stop. */
typedef bool (replay_problem_fn) (const char *place, void *arg);

/*  Inside a transaction on PG, on which the statements of state_prepare may be prepared already.  Problems of the journals go to
 *  PROBLEM; QCDC_OK even then. */
qcdc_status replay_run (pg_t *pg, snapshot_t **snapshot, replay_problem_fn *problem, void *arg,
                        replay_counts_t *counts, fault_t *fault) QCDC_CHECK;

#endif
