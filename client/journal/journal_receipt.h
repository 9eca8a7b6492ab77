/*  journal_receipt.h — what a receipt says. */

#ifndef QCDC_JOURNAL_RECEIPT_H
#define QCDC_JOURNAL_RECEIPT_H

#include "base/arena.h"
#include "journal/journal.h"

/*  The verdicts of RECEIPT, unpacked into ARENA: none where every entry was plainly accepted.  What is not a well-formed
 *  Verdicts message gives its status, one that does not fit QCDC_TOO_LARGE. */
qcdc_status receipt_verdicts (const receipt_t *receipt, arena_t *arena, const Qcdc__Verdicts **verdicts,
                              fault_t *fault) QCDC_CHECK;

#endif
