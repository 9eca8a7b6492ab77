/*  petition_step.h — what a step of a petition must say, whether it is possible there, and what a correction of it comes to. */

#ifndef QCDC_PETITION_STEP_H
#define QCDC_PETITION_STEP_H

#include "matters/petition.h"

/*  Whether a step of SELF that stands says the same: *ENTRY and *COMMIT_SEQ are then its. */
bool step_repeats (const petition_t *self, const Qcdc__PetitionMoved *fact, address_t *entry, int64_t *commit_seq);

void step_judge (const judge_input_t *input, const Qcdc__PetitionMoved *moved, verdict_t *verdict);
void step_correct (const judge_input_t *input, const move_t *move, const Qcdc__Corrected *fact, verdict_t *verdict);

#endif
