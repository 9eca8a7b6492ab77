/*  petition_receipt.h — what a petition must say where it is received, and what a correction of that comes to. */

#ifndef QCDC_PETITION_RECEIPT_H
#define QCDC_PETITION_RECEIPT_H

#include "matters/petition.h"

/*  What holds whatever else is there: at most QCDC_FLAGS_COUNT_MAX flags. */
qcdc_status receipt_fits (const Qcdc__PetitionReceived *fact, fault_t *fault) QCDC_CHECK;

void receipt_judge (const judge_input_t *input, const Qcdc__PetitionReceived *fact,
                    const uint8_t content[CONTENT_BYTES], verdict_t *verdict);
void receipt_correct (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict);

#endif
