/*  petition_refold.h — whether the steps that stand would still be possible, if a petition or one of them were otherwise. */

#ifndef QCDC_PETITION_REFOLD_H
#define QCDC_PETITION_REFOLD_H

#include "matters/petition.h"

/*  What is looked at, and what its writer had seen where it is a correction; a voiding does not say. */
typedef struct {
    const judge_input_t *input;
    const Qcdc__Corrected *fact;
} refolding_t;

/*  Would PETITION be possible if it was what AS says (NULL: as it is), with REPLACEMENT in the place of MOVE (NULL: without it)?  MOVE
 *  NULL: with all its steps. */
qcdc_status petition_refold (const refolding_t *self, const petition_t *petition, const Qcdc__PetitionReceived *as,
                             const move_t *move, const move_t *replacement, fault_t *fault) QCDC_CHECK;

#endif
