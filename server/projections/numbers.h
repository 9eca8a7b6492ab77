/*  numbers.h — which register numbers have been met: most that come in are new, and nobody need be asked about those.
 *
 *  A set of fingerprints, 64 bits each, of every (office, local_no) that the database holds or that was ever asked about.
 *  It errs on one side only: a number that is not in it is in no petition; one that is in it has to be looked up. */

#ifndef QCDC_NUMBERS_H
#define QCDC_NUMBERS_H

#include "pg/pg.h"

#include <stdint.h>

typedef struct {
    uint64_t *slots; /* open addressing; 0 is empty */
    size_t count;
    size_t capacity; /* a power of two; 0: nothing is known, everything has to be looked up */
    uint8_t key[16]; /* of the fingerprints, so that nobody outside can choose colliding numbers */
} numbers_t;

/*  The set of nothing.  QCDC_NO_MEMORY. */
qcdc_status numbers_init (numbers_t *self, fault_t *fault) QCDC_CHECK;

/*  Reads the numbers of every petition; what was known is forgotten first.  About 11 to 21 bytes of memory per petition.
 *  QCDC_NO_MEMORY, QCDC_DATABASE_AWAY. */
qcdc_status numbers_load (numbers_t *self, pg_t *pg, fault_t *fault) QCDC_CHECK;
void numbers_release (numbers_t *self);

/*  Whether NUMBER (a key of state_key) may be some petition's.  It is remembered from now on.  Without the memory for that
 *  the set is given up, and the answer is always yes. */
bool numbers_meet (numbers_t *self, const char *number);

#endif
