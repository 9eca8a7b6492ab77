/*  seen.h — the keys that a file has brought so far, each with what it said.
 *
 *  Some forty bytes a key, whatever its length. */

#ifndef QCDC_SEEN_H
#define QCDC_SEEN_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct seen seen_t;

seen_t *seen_new (void); /* NULL when out of memory */
void seen_destroy (seen_t **self_p);

/*  Whether KEY was added. */
bool seen_has (const seen_t *self, const char *key);

/*  Adds KEY, which stands in ROW and says what FINGERPRINT tells.  QCDC_OK when it is new; else *ROW is where it
 *  stood first: QCDC_EXISTS when it said the same there, QCDC_DUPLICATE when it did not.  QCDC_NO_MEMORY. */
qcdc_status seen_add (seen_t *self, const char *key, const uint8_t fingerprint[32], size_t *row) QCDC_CHECK;

#endif
