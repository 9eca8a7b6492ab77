/*  join.h — a one-time code becomes a member. */

#ifndef QCDC_JOIN_H
#define QCDC_JOIN_H

#include "ingest/writer.h"

/*  Answers JOB, which stays the caller's.  QCDC_DATABASE_AWAY: not answered, try again. */
qcdc_status join_answer (writer_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
