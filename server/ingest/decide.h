/*  decide.h — what becomes of each entry of a batch.
 *
 *  Entries are decided in order: what an earlier one of the batch did is there for a later one.  What waits is decided again
 *  as soon as what it waits for is there. */

#ifndef QCDC_DECIDE_H
#define QCDC_DECIDE_H

#include "ingest/memory.h"
#include "projections/state.h"

/*  A batch being decided against STATE (prefetched here from PG) and MEMORY: verdicts, receipts (unsigned), later receipts and
 *  feed rows.  Errors are operating errors, and go to FAULT too; bad facts are verdicts. */
typedef struct {
    batch_t *batch;
    state_t *state;
    memory_t *memory;
    pg_t *pg;
    fault_t *fault;
    size_t next; /* entry to be decided */
    bool over;
    qcdc_status status;
} decide_t;

/*  Sets commit_seqs and hashes, and reads what the facts refer to. */
qcdc_status decide_begin (decide_t *self) QCDC_CHECK;

/*  Whether what is left needs no database and changes nothing of what the journal keeps of the entries, but for the texts that
 *  erase_may_reach tells of. */
bool decide_is_free (const decide_t *self);

/*  Decides some more entries, a fraction of a millisecond's worth; false where all is over, or has failed. */
bool decide_step (decide_t *self);

/*  Decides all that is left; tells of a step that failed, too. */
qcdc_status decide_rest (decide_t *self) QCDC_CHECK;

/*  Unpacks the bodies of entries FROM … TO - 1 and computes their content. */
qcdc_status batch_unpack (batch_t *batch, size_t from, size_t to, fault_t *fault) QCDC_CHECK;

/*  Applies entries whose verdicts are given (entry->verdict, NULL for plain acceptance) and whose commit_seqs are set: what
 *  verify and rebuild do with a journal. */
qcdc_status batch_replay (batch_t *batch, state_t *state, pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Judges again a page of entries that stand rejected, waiting or unsupported, behind commit_seq *AFTER, which it moves on.
 *  The batch has no entries of its own; what changes becomes a later verdict of it.  *MORE is false when there was none
 *  left. */
qcdc_status decide_again (decide_t *self, int64_t *after, bool *more) QCDC_CHECK;

#endif
