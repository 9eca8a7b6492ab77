/*  unlike_view.h — what this office has said of petitions that are not the same, from its own journal. */

#ifndef QCDC_UNLIKE_VIEW_H
#define QCDC_UNLIKE_VIEW_H

#include "desk/desk.h"
#include "matters/unlike.h"

/*  Whether the office has told the petitions A and B apart, and that stands: in *FOUND then, which owns nothing. */
qcdc_status unlike_find (desk_t *desk, const address_t *a, const address_t *b, unlike_t *found, bool *is_found,
                         fault_t *fault) QCDC_CHECK;

/*  Every pair that the office has told apart, as long as that stands. */
typedef qcdc_status (unlike_fn) (const unlike_t *unlike, void *arg);
qcdc_status unlike_each (desk_t *desk, unlike_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

#endif
