/*  fetch.h — entries on their way down: the feed, or the own journal. */

#ifndef QCDC_FETCH_H
#define QCDC_FETCH_H

#include "reading/answer.h"

/*  Answers JOB with one frame or several; where it fails the caller refuses. */
qcdc_status fetch_answer (answer_t *answer, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
