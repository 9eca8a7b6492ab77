/*  inherit.h — what is addressed to an office, and to those that have ended and whose work it goes on with.
 *
 *  What is handed over is in the feed of the office named from the day that it came; its heir gets it when it asks next, whether that office
 *  ended before it came or after, and by whichever publication or day.  What several offices follow (kind.h: ROUTE_THREAD) all get when they
 *  ask, those named, too: who is named late has to have what went before. */

#ifndef QCDC_INHERIT_H
#define QCDC_INHERIT_H

#include "ingest/writer.h"

/*  Appends to the feed of OFFICE what it lacks of that.  Between two commits, before its device is told where its feed ends. */
qcdc_status inherit_feed (writer_t *self, int office, fault_t *fault) QCDC_CHECK;

/*  The same, and whatever went to OFFICE itself before it had a device, in the transaction in which one joins. */
qcdc_status inherit_first (writer_t *self, int office, pg_params_t *params, fault_t *fault) QCDC_CHECK;

void inherits_release (inherits_t *self);

#endif
