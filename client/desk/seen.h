/*  seen.h — the keys that a file has brought so far, each with what it said.  They are kept on the disk: memory does not grow with the
 *  file. */

#ifndef QCDC_SEEN_H
#define QCDC_SEEN_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct seen seen_t;

/*  As scratch_open. */
qcdc_status seen_new (seen_t **self_p, fault_t *fault) QCDC_CHECK;
void seen_destroy (seen_t **self_p);

/*  Whether KEY was added. */
qcdc_status seen_has (seen_t *self, const char *key, bool *has, fault_t *fault) QCDC_CHECK;

/*  Adds KEY, which stands in ROW and says what FINGERPRINT tells.  QCDC_OK when it is new; else *ROW is where it
 *  stood first: QCDC_EXISTS when it said the same there, QCDC_DUPLICATE when it did not; neither of them is in FAULT. */
qcdc_status seen_add (seen_t *self, const char *key, const uint8_t fingerprint[32], size_t *row,
                      fault_t *fault) QCDC_CHECK;

#endif
