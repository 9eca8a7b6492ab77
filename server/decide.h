/*  decide.h — what becomes of each entry of a batch.
 *
 *  Entries are decided in order: what an earlier one of the batch did is there for a later one.  What waits is decided again
 *  as soon as what it waits for is there. */

#ifndef QCDC_DECIDE_H
#define QCDC_DECIDE_H

#include "memory.h"
#include "state.h"

/*  Decides every entry of BATCH against STATE (prefetched here from PG) and MEMORY, fills verdicts, receipts (unsigned), later
 *  receipts and feed rows.  commit_seqs and hashes are set.  Errors are operating errors; bad facts are verdicts. */
qcdc_status batch_decide (batch_t *batch, state_t *state, memory_t *memory, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Unpacks the bodies of entries FROM … TO - 1 and computes their content. */
qcdc_status batch_unpack (batch_t *batch, size_t from, size_t to, fault_t *fault) QCDC_CHECK;

/*  Applies entries whose verdicts are given (entry->verdict, NULL for plain acceptance) and whose commit_seqs are set: what
 *  verify and rebuild do with a journal. */
qcdc_status batch_replay (batch_t *batch, state_t *state, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Judges again a page of entries that stand rejected, waiting or unsupported, behind commit_seq *AFTER, which it moves on.
 *  What changes becomes a later verdict of BATCH.  *MORE is false when there was none left. */
qcdc_status batch_rejudge (batch_t *batch, state_t *state, memory_t *memory, pg_t *pg, int64_t *after, bool *more,
                           fault_t *fault) QCDC_CHECK;

#endif
