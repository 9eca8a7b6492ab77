/*  decide.h — what becomes of each entry of a batch.
 *
 *  Entries are decided in order: what an earlier one of the batch did is there for a later one.  What waits is decided again
 *  as soon as what it waits for is there. */

#ifndef QCDC_DECIDE_H
#define QCDC_DECIDE_H

#include "ingest/judging.h"

/*  Sets commit_seqs and hashes, and reads what the facts refer to. */
qcdc_status decide_begin (decide_t *self) QCDC_CHECK;

/*  Whether what is left needs no database, but for an entry or two that look at what nobody wanted in advance, and changes nothing of what the journal keeps of the entries, but for the texts that
 *  erase_may_reach tells of. */
bool decide_is_free (const decide_t *self);

/*  Decides some more entries, a fraction of a millisecond's worth; false where all is over, or has failed, or where the next one needs the
 *  database, which is busy. */
bool decide_step (decide_t *self);

/*  Decides all that is left; tells of a step that failed, too. */
qcdc_status decide_rest (decide_t *self) QCDC_CHECK;

/*  Unpacks the bodies of entries FROM … TO - 1 and computes their content. */
qcdc_status batch_unpack (batch_t *batch, size_t from, size_t to, fault_t *fault) QCDC_CHECK;

#endif
