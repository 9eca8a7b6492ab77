/*  receipt.h — receipts between structure and wire.
 *
 *  What a receipt proves is said in entry.h; here is only how it travels. */

#ifndef QCDC_RECEIPT_H
#define QCDC_RECEIPT_H

#include "base/arena.h"
#include "wire.pb-c.h"
#include "wire/entry.h"

#include <stdbool.h>

/*  TO borrows the bytes of RECEIPT, which must outlive it. */
void receipt_to_wire (const receipt_t *receipt, Qcdc__Receipt *to);

/*  RECEIPT borrows the verdicts of FROM.  false: a hash or signature of the wrong size. */
bool receipt_from_wire (const Qcdc__Receipt *from, receipt_t *receipt);

/*  The verdicts that a receipt carries, packed: *VERDICTS is in the arena, with no items where BYTES is empty.  QCDC_MALFORMED and
 *  what wire_check says; QCDC_TOO_LARGE where the arena is too small. */
qcdc_status verdicts_unpack (bytes_t bytes, arena_t *arena, const Qcdc__Verdicts **verdicts) QCDC_CHECK;

#endif
