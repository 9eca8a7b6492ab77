/*  petition_law.h — a step held against what is published of the law (catalogue/petition_moves.h): only judging asks it, never the fold.
 *
 *  What was accepted stays whatever is published afterwards; so a change of what stands is refused only where a step that the law allowed
 *  before would not be allowed after it. */

#ifndef QCDC_PETITION_LAW_H
#define QCDC_PETITION_LAW_H

#include "matters/petition.h"

/*  Whether MOVE may be taken on DAY by a petition of KIND and INSTANCE in STATE, as far as its state goes; *ROW is what is published of
 *  it, NULL where nothing is. */
bool petition_law_possible (const catalog_t *catalog, int kind, int instance, petition_state state, int move,
                            int32_t day, const petition_move_t **row);

/*  What STEP, taken in STATE, says too little of: QCDC_EMPTY, in FAULT; or that it is not possible, for petition LOCAL_NO: QCDC_BAD_MOVE,
 *  with what is possible then.  A step from the register is possible as it is. */
qcdc_status petition_law_check (const catalog_t *catalog, const petition_t *petition, petition_state state,
                                const move_t *step, fault_t *fault) QCDC_CHECK;

/*  PETITION as it stands against AFTER, which has the same steps, changed or taken back: QCDC_BAD_MOVE where one that the law allows now
 *  would not be allowed any more. */
qcdc_status petition_law_keeps (const catalog_t *catalog, const petition_t *petition, const petition_t *after,
                                fault_t *fault) QCDC_CHECK;

/*  The steps that are possible in STATE on DAY: "ACCEPTED, REFUSED"; returns LIST. */
#define PETITION_STEPS_BYTES 400u
const char *petition_law_steps (const catalog_t *catalog, const petition_t *petition, petition_state state,
                                int32_t day, char list[PETITION_STEPS_BYTES]);

#endif
