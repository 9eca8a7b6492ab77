/*  accept.h — holds an append against its origin's head, chain and signature, and takes its entries into a batch. */

#ifndef QCDC_ACCEPT_H
#define QCDC_ACCEPT_H

#include "ingest/writer.h"

/*  Begins with JOB; then accept_step is called until OVER.  Anything but QCDC_OK is a refusal for the client (or
 *  NO_MEMORY, or DATABASE_AWAY); the batch is then as it was before. */
qcdc_status accept_begin (writer_t *writer, acceptance_t *self, job_t *job, const batch_t *batch,
                          fault_t *fault) QCDC_CHECK;
qcdc_status accept_step (writer_t *writer, acceptance_t *self, batch_t *batch, bool *over, fault_t *fault) QCDC_CHECK;
void accept_undo (acceptance_t *self, batch_t *batch);

/*  Whether accept_begin will ask the database about the append's origin. */
bool accept_needs_database (writer_t *writer, const job_t *job);

#endif
