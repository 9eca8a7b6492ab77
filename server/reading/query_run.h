/*  query_run.h — the answer to a named query. */

#ifndef QCDC_QUERY_RUN_H
#define QCDC_QUERY_RUN_H

#include "reading/answer.h"

/*  Answers JOB with one frame or several; where it fails the caller refuses. */
qcdc_status query_answer (answer_t *answer, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
