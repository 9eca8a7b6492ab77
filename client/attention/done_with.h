/*  done_with.h — what a clerk says of an entry that the province did not take, or took in vain: that nothing is left to do for it.
 *
 *  Not all that mends one can be found in the journal: it may be right to leave it, or to have entered it again as something else. */

#ifndef QCDC_DONE_WITH_H
#define QCDC_DONE_WITH_H

#include "desk/desk.h"

/*  Keeps it, in a transaction of its own. */
qcdc_status done_with_note (desk_t *desk, const address_t *entry, fault_t *fault) QCDC_CHECK;

/*  *DONE: somebody has said so of ENTRY. */
qcdc_status done_with (desk_t *desk, const address_t *entry, bool *done, fault_t *fault) QCDC_CHECK;

#endif
