/*  scratch.h — what a command has to remember while it works, on the disk: keys with values that nobody else sees, in a file
 *  without a name that is gone with the program.
 *
 *  A register may have a million rows: memory stays what it is, however many are kept.  Keys are hashes or numbers, values few
 *  bytes of what the journal holds anyway. */

#ifndef QCDC_SCRATCH_H
#define QCDC_SCRATCH_H

#include "base/fault.h"

#include <stddef.h>

typedef struct scratch scratch_t;

#define SCRATCH_VALUE_BYTES_MAX 2048u

/*  QCDC_NO_MEMORY; QCDC_IO where no folder for temporary files takes one. */
qcdc_status scratch_open (scratch_t **self_p, fault_t *fault) QCDC_CHECK;
void scratch_close (scratch_t **self_p);

/*  QCDC_EXISTS where the key is there already, with its value as it was. */
qcdc_status scratch_add (scratch_t *self, const void *key, size_t key_bytes, const void *value, size_t value_bytes,
                         fault_t *fault) QCDC_CHECK;

/*  Copies the value, of at most SCRATCH_VALUE_BYTES_MAX, and tells its length.  QCDC_NOT_FOUND. */
qcdc_status scratch_get (scratch_t *self, const void *key, size_t key_bytes, void *value, size_t *value_bytes,
                         fault_t *fault) QCDC_CHECK;

#endif
