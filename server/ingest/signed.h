/*  signed.h — whether the device that an append names has signed it.
 *
 *  To see that takes longer than to decide what a petition becomes, so that of a lone small append it is seen while the database
 *  works: its rows are sent, and the COMMIT behind them only when it is signed.  Nothing else is taken in until then. */

#ifndef QCDC_SIGNED_H
#define QCDC_SIGNED_H

#include "ingest/batch.h"
#include "ingest/memory.h"

/*  QCDC_BAD_SIGNATURE; what is found to be signed is not looked at again. */
qcdc_status batch_check_signed (batch_t *batch, memory_t *memory, fault_t *fault) QCDC_CHECK;

/*  Whether something in BATCH has still to be looked at: then it has one append. */
bool batch_has_unseen (const batch_t *batch);

/*  Takes the append of BATCH back out, all that it has: its origin is where it was before. */
void batch_take_back (batch_t *batch, memory_t *memory);

#endif
