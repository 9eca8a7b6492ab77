/*  commit.h — a batch of appends in one transaction: committed once, or not at all. */

#ifndef QCDC_INGEST_COMMIT_H
#define QCDC_INGEST_COMMIT_H

#include "ingest/writer.h"

/*  Waiting entries judged again with one batch. */
#define WAKE_MAX 256u

typedef enum {
    COMMITTED,
    STOPPED,  /* told to, or the clock is wrong: nothing was acknowledged; or it was not signed, and is empty */
    TOO_MUCH, /* it fails again and again, and memory is as if it had never been tried */
    OVERTAKEN /* somebody else has written: what it follows is not the end of its origin's journal here */
} commit_outcome;

/*  Commits BATCH; *WHY is the last failure.  What does not fit into memory is TOO_MUCH at once; anything else may be the database's
 *  trouble, and is tried again a few times. */
commit_outcome commit_batch (writer_t *self, batch_t *batch, fault_t *why);

#endif
