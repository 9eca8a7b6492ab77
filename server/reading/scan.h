/*  scan.h — sealed bytes of scans, on their way up and down.
 *
 *  The one thing that a reader writes: what is known by its hash can come in any order and twice, and ingest does not wait for it. */

#ifndef QCDC_SCAN_H
#define QCDC_SCAN_H

#include "reading/answer.h"

/*  Takes a part, or says how far a scan has come: for the office whose entry, accepted and not erased, attached it. */
qcdc_status scan_put_answer (answer_t *answer, const job_t *job, fault_t *fault) QCDC_CHECK;

/*  A part of one, for whoever may see it: QCDC_NOT_FOUND for everybody else, as if there were none. */
qcdc_status scan_get_answer (answer_t *answer, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
