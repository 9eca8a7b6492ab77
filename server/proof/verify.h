/*  verify.h — the projections against the journals: compared, or made anew.
 *
 *  The journals are the truth and the projections follow from them; here that is held against the database, and
 *  restored where it does not hold.  Neither opens nor prints anything: the caller gives a connection and hears of
 *  each problem. */

#ifndef QCDC_VERIFY_H
#define QCDC_VERIFY_H

#include "proof/replay.h"

typedef struct {
    replay_counts_t counts;
    uint64_t problems; /* that PROBLEM was told of */
} verify_result_t;

/*  Replays the journals into temporary tables of the same names, in one snapshot, and compares row by row; checks
 *  what was signed and what waits.  Differences go to PROBLEM, a line each; QCDC_OK even then. */
qcdc_status verify_run (pg_t *pg, replay_problem_fn *problem, void *arg,
                        verify_result_t *result, fault_t *fault) QCDC_CHECK;

/*  Empties the projections and replays the journals into them, in one transaction, as the only writer (QCDC_BUSY
 *  where there is another).  Damaged journals go to PROBLEM, and nothing is changed then. */
qcdc_status verify_rebuild (pg_t *pg, replay_problem_fn *problem, void *arg,
                            verify_result_t *result, fault_t *fault) QCDC_CHECK;

#endif
