/*  crossing.h — two reviewers of the province who decided about one report otherwise, unseen of each other.
 *
 *  The server takes both, and the later one stands; neither device hears of the other before it has said its own.  So each looks through
 *  the reviews that came with a synchronisation, and says it once where they contradict its own. */

#ifndef QCDC_CROSSING_H
#define QCDC_CROSSING_H

#include "desk/desk.h"
#include "line/query.h"

#include <stdio.h>

/*  After a synchronisation, with QUERY open: looks through the reviews that came from other devices of this office since, and keeps those
 *  that contradict the last word of this one about the same version, with where the report stands.  Where the server does not answer they are
 *  looked through again next time. */
qcdc_status crossing_ask (desk_t *desk, asking_t *query, fault_t *fault) QCDC_CHECK;

/*  Says in FILE what is kept, a line each, and keeps it no more. */
qcdc_status crossing_tell (desk_t *desk, FILE *file, fault_t *fault) QCDC_CHECK;

#endif
