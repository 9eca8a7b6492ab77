/*  verify_scans.h — the sealed bytes of scans, against the hashes that they are known by.
 *
 *  Part of verifying; nothing of it is derived, and what is damaged comes back only from the device that brought it. */

#ifndef QCDC_VERIFY_SCANS_H
#define QCDC_VERIFY_SCANS_H

#include "proof/replay.h"

/*  Inside a transaction on PG, in memory for one part at a time.  Differences go to PROBLEM, a line each; QCDC_OK even then. */
qcdc_status verify_scans (pg_t *pg, replay_problem_fn *problem, void *arg, fault_t *fault) QCDC_CHECK;

#endif
