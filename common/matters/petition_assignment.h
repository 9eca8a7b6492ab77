/*  petition_assignment.h — who handles a petition inside its office: the one that was said last. */

#ifndef QCDC_PETITION_ASSIGNMENT_H
#define QCDC_PETITION_ASSIGNMENT_H

#include "matters/petition.h"

/*  The verdict on ASSIGNED: an alias where it is said already, STALE where another device has said otherwise meanwhile. */
void assignment_judge (const judge_input_t *input, const Qcdc__PetitionAssigned *assigned, verdict_t *verdict);

#endif
