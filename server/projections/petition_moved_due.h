/*  petition_moved_due.h — what a publication, or another program, moves: the days that petitions are due on. */

#ifndef QCDC_PETITION_MOVED_DUE_H
#define QCDC_PETITION_MOVED_DUE_H

#include "projections/state.h"

/*  How many were worked out anew, and how many of them were written. */
typedef struct {
    size_t looked_at, changed;
} due_followed_t;

/*  Works out anew, of the petitions that are stored, what can be due otherwise by what STATE's batch has published, and writes what is.  Once new
 *  rows are written, before the changes of others are; outside a pipeline.  BATCH_FROM: commit_seq of the first entry of the batch. */
qcdc_status petition_due_follow (const state_t *state, int64_t batch_from, pg_t *pg, due_followed_t *done,
                                 fault_t *fault) QCDC_CHECK;

/*  Where the days that are kept are those of a program that counts otherwise (PETITION_DUE_EDITION), works all of them out anew by CATALOG, the
 *  one that holds, in a transaction of its own; outside of others.  Where somebody else writes to the database, nothing is done: that is his. */
qcdc_status petition_due_ensure (pg_t *pg, const catalog_t *catalog, fault_t *fault) QCDC_CHECK;

#endif
