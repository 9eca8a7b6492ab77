/*  sync_scans.h — scans that wait, on their way up once everything else has come and gone.
 *
 *  Entries go before scans, and a sync does not wait for them longer than QCDC_SCANS_SYNC_US: what is left goes on at the next one, where
 *  it stopped. */

#ifndef QCDC_SYNC_SCANS_H
#define QCDC_SYNC_SCANS_H

#include "line/sync_line.h"

/*  What the server refuses is no failure of the sync: it is told (sync_result_t), and waits. */
qcdc_status sync_scans (sync_t *sync, fault_t *fault) QCDC_CHECK;

#endif
