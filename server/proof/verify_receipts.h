/*  verify_receipts.h — the verdicts that were signed, against the rows that everything is judged and shown by.
 *
 *  Part of verifying and of rebuilding, in memory that does not grow with the journal. */

#ifndef QCDC_VERIFY_RECEIPTS_H
#define QCDC_VERIFY_RECEIPTS_H

#include "proof/replay.h"

/*  Inside a transaction on PG.  Differences go to PROBLEM, a line each; QCDC_OK even then. */
qcdc_status verify_receipts (pg_t *pg, replay_problem_fn *problem, void *arg, fault_t *fault) QCDC_CHECK;

#endif
