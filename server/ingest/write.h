/*  write.h — one batch, one transaction: journal, segments, verdicts, projections, feed, heads. */

#ifndef QCDC_WRITE_H
#define QCDC_WRITE_H

#include "ingest/decide.h"

/*  Batches of at most so many entries go out as one pipeline of prepared statements (one round trip, for the lone
 *  clerk); larger ones by COPY. */
#define WRITE_PIPELINE_ENTRIES_MAX 16u

/*  Prepares every statement on a new connection. */
qcdc_status write_prepare (pg_t *pg, fault_t *fault) QCDC_CHECK;

/*  Decides what is left of DECIDE and writes it all.  QCDC_OK: committed (COMMIT false: written and rolled back, to
 *  find out what the database refuses).  QCDC_POISON: refused for what some entry says, QCDC_DATABASE: for another
 *  reason, QCDC_BAD_SIGNATURE: for its only append's; nothing was done.  QCDC_DATABASE_AWAY: the connection is gone and the outcome is not known. */
qcdc_status batch_write (decide_t *decide, bool commit, fault_t *fault) QCDC_CHECK;

/*  Whether something in BATCH came back with an earlier receipt of ours, which proves that this database was
 *  restored from an older copy; and from when until when such receipts were given.  What invitations were open until
 *  then is withdrawn. */
bool write_returned (const batch_t *batch, int64_t *from_us, int64_t *until_us);

#endif
