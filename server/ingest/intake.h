/*  intake.h — what comes in is taken in, up to a turn's limits. */

#ifndef QCDC_INTAKE_H
#define QCDC_INTAKE_H

#include "ingest/writer.h"

/*  The one append of BATCH, which is not committed, was not signed: its sender is told, and BATCH is empty. */
void intake_forged (writer_t *self, batch_t *batch, const fault_t *why);

void intake_all (writer_t *self);

/*  One step of it; false: there was nothing to do.  ALONE: nobody else is using the database. */
bool intake_step (writer_t *self, bool alone);

/*  A pg_wait_fn whose ARG is the writer_t: waits for the database like poll, and uses the time: decides the rest of
 *  CURRENT, signs its receipts, takes in NEXT.  -1: told to stop, and the database does not answer. */
short intake_wait (void *arg, int fd, short events);

/*  The same for pg_set_patience: waits for a single answer, and does nothing else meanwhile than listen for the word to stop. */
short intake_patience (void *arg, int fd, short events);

#endif
