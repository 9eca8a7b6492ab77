/*  petition_merge.h — what a correction of a petition, or of a step of it, comes to. */

#ifndef QCDC_PETITION_MERGE_H
#define QCDC_PETITION_MERGE_H

#include "matters/judge.h"
#include "matters/merge.h"
#include "matters/petition.h"

/*  ROW is what stands, and is changed to what the correction makes of it.  QCDC_STALE where both changed one column, unseen of each
 *  other. */
qcdc_status petition_merge (merging_t *self, const petition_t *petition, Qcdc__PetitionReceived *row) QCDC_CHECK;
qcdc_status move_merge (merging_t *self, const move_t *move, Qcdc__PetitionMoved *row) QCDC_CHECK;

#endif
