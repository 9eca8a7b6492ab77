/*  hello.h — the beginning of a session. */

#ifndef QCDC_HELLO_H
#define QCDC_HELLO_H

#include "ingest/writer.h"

/*  Answers JOB, which stays the caller's.  QCDC_DATABASE_AWAY: not answered, try again. */
qcdc_status hello_answer (writer_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
