/*  verify_devices.h — what every office's devices show, against the province's rows. */

#ifndef QCDC_VERIFY_DEVICES_H
#define QCDC_VERIFY_DEVICES_H

#include "proof/replay.h"

/*  Folds every office's entries by their receipts, as its devices do, into the temporary tables of the projections, which it
 *  empties first.  Behind verify_receipts, whose table of verdicts it reads.  An office's things are in memory at a time, a kind
 *  after the other.  The caller compares. */
qcdc_status verify_devices (pg_t *pg, const snapshot_t *snapshot, fault_t *fault) QCDC_CHECK;

#endif
