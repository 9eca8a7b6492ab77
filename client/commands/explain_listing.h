/*  explain_listing.h — what a figure of a list of cases comes from: PERIOD/LIST/FIGURE[@OFFICE]. */

#ifndef QCDC_EXPLAIN_LISTING_H
#define QCDC_EXPLAIN_LISTING_H

#include "commands/command.h"
#include "desk/desk.h"

/*  Whether the second part of WORD is the name of a list; then *STATUS is what came of explaining it. */
bool explain_listing (desk_t *desk, const args_t *args, const char *word, qcdc_status *status, fault_t *fault);

#endif
