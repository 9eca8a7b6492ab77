/*  merge.h — what a correction comes to: the columns that it changes are taken over into what stands, unless they were changed since. */

#ifndef QCDC_MERGE_H
#define QCDC_MERGE_H

#include "matters/verdict.h"

typedef struct {
    const judge_input_t *input;
    const Qcdc__Corrected *fact;
    size_t changes; /* columns that say something else afterwards */
    fault_t *fault;
} merging_t;

/*  The text NAME, that SET put there, where the correction CHANGES it: texts are not compared.  QCDC_STALE where its writer had not seen
 *  what stands there. */
qcdc_status merge_text (merging_t *self, bool changes, const setter_t *set, const char *name) QCDC_CHECK;

#endif
