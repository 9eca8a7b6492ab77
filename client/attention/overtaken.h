/*  overtaken.h — own corrections that were accepted and have lost what they said, to one whose writer did not know of them.
 *
 *  A server that was put back to an old copy takes corrections anew and gets the lost ones back from the offices afterwards.
 *  Which of two stands is decided by their stamps; a clock that had run ahead can make the one that comes back win.  Its
 *  writer is told by no verdict, for nothing was said of his entry since; his own journal shows it. */

#ifndef QCDC_OVERTAKEN_H
#define QCDC_OVERTAKEN_H

#include "desk/desk.h"

/*  Calls EACH for every such correction of this device with a verdict made here: accepted, NO_EFFECT, and by whom the column is what
 *  it is.  One that was corrected again since, by anybody, is none. */
qcdc_status overtaken_each (desk_t *desk, qcdc_status (*each) (const journal_verdict_t *verdict, void *arg), void *arg,
                            fault_t *fault) QCDC_CHECK;

#endif
