/*  taken_twice.h — one hand-over that two devices of the office took in.
 *
 *  The second one is refused, but by a server that was put back to a day before the first: it takes the second, and the first comes back to it with its
 *  receipt. Both stand then, and the office keeps one: the one that the sender was told of last. */

#ifndef QCDC_TAKEN_TWICE_H
#define QCDC_TAKEN_TWICE_H

#include "desk/desk.h"
#include "petitions/hand_over_view.h"

/*  What this office took in and has neither returned nor taken back. */
typedef struct {
    size_t count;
    char *numbers; /* "8/A, 8/B"; malloc'ed; NULL: none */
} taken_t;
void taken_release (taken_t *self);

/*  What was taken in of HAND_OVER so, other than what BUT made (NULL: all): nothing where it was taken in once. */
qcdc_status taken_read (desk_t *desk, const address_t *hand_over, const address_t *but, taken_t *taken,
                        fault_t *fault) QCDC_CHECK;

/*  Whether PETITION is the one that the sender of SENT was told of last. */
bool taken_is_known (const hand_over_view_t *sent, const petition_t *petition);

/*  How many hand-overs stand twice. */
qcdc_status taken_twice_count (desk_t *desk, unsigned long *count, fault_t *fault) QCDC_CHECK;

#endif
