/*  petition_steps.h — the steps that are possible now of a petition of this office: for qcdc petition next, for advice and for
 *  completion. */

#ifndef QCDC_PETITION_STEPS_H
#define QCDC_PETITION_STEPS_H

#include "catalogue/petition_moves.h"
#include "petitions/petition_view.h"

/*  The day on which a step would be taken now: today, or that of the last step where that is later. */
int32_t petition_step_day (const petition_t *petition);

/*  What is published of MOVE, which leads to NEXT; ROW is NULL where nothing is published of the kind. */
typedef qcdc_status (petition_step_fn) (int move, petition_state next, const petition_move_t *row, void *arg);

/*  Calls EACH for every step that may be taken on DAY, until one does not return QCDC_OK; returns that.  None of what was taken back. */
qcdc_status petition_steps_each (const catalog_t *catalog, const petition_t *petition, int32_t day,
                                 petition_step_fn *each, void *arg) QCDC_CHECK;

/*  The reason of ROW in the reader's language, with its place in the law: "…  (Luật Khiếu nại, Điều 27)"; malloc'ed, NULL when out of
 *  memory. */
char *petition_step_why (const petition_move_t *row);

/*  Advises on a step that is not possible: why, the steps that are, and the way to enter one from a register that does not tell the
 *  earlier ones. */
void petition_step_advise (const catalog_t *catalog, const petition_t *petition, const Qcdc__PetitionMoved *moved,
                           fault_t *fault);

#endif
