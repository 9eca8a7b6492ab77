/*  sync_lost.h — giving back what a restored server has lost. */

#ifndef QCDC_SYNC_LOST_H
#define QCDC_SYNC_LOST_H

#include "line/sync_line.h"

/*  Everything that a restored server has lost of this office's devices, in the order in which it was first committed.  The
 *  feed must have been taken to its end: what it did not bring again in this epoch is what is lost of the others. */
qcdc_status sync_lost_give_back (sync_t *sync, fault_t *fault) QCDC_CHECK;

#endif
