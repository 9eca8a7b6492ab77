/*  heal.h — taking back what the server holds of this device and the journal has lost. */

#ifndef QCDC_HEAL_H
#define QCDC_HEAL_H

#include "line/sync_line.h"

/*  Takes back what follows RECEIPTED_SEQ up to the server's head; what stands there otherwise is filed again behind it.  A
 *  run that is cut is taken up by the next one.  A server that turned out to be another one than before sets `collided`. */
qcdc_status heal_take_back (sync_t *sync, uint64_t receipted_seq, fault_t *fault) QCDC_CHECK;

/*  Takes the receipts of the entries up to RECEIPTED_SEQ once more: a restored server got those again from another device, and may
 *  have judged them otherwise. */
qcdc_status heal_receipts (sync_t *sync, uint64_t receipted_seq, fault_t *fault) QCDC_CHECK;

#endif
