/*  sync_down.h — taking the feed. */

#ifndef QCDC_SYNC_DOWN_H
#define QCDC_SYNC_DOWN_H

#include "line/sync_line.h"

/*  Takes all that stands in the feed behind the journal's cursor, page by page; the cursor moves with each. */
qcdc_status sync_down (sync_t *sync, fault_t *fault) QCDC_CHECK;

#endif
