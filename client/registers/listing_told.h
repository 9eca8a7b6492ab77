/*  listing_told.h — what came on a list of the province since it was last told: at the province what is told at once (hotspots), at an office
 *  its own cases; and how many wait to be looked at. */

#ifndef QCDC_LISTING_TOLD_H
#define QCDC_LISTING_TOLD_H

#include "desk/desk.h"

#include <stdio.h>

/*  Says in FILE what is new, once, and remembers that it was said; and, each time, what has come off of an office's cases is not told: list show has it. */
qcdc_status listings_tell (desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

/*  Cases on lists that tell at once (ALERTS), and those whose day to be looked at again has passed. */
qcdc_status listings_count (desk_t *desk, unsigned long *alerts, unsigned long *late, fault_t *fault) QCDC_CHECK;

#endif
