/*  refiling.h — filing facts again: the same fact under a new address, with the address and hash of its first copy.
 *
 *  Used where entries cannot stay where they are: divergent entries of this device behind the server's head,
 *  entries of a lost branch of another device, and the entries of an old home.  `was` tells the server that it is
 *  the same fact, so however often it comes it counts once. */

#ifndef QCDC_REFILING_H
#define QCDC_REFILING_H

#include "facts/role.h"
#include "journal/journal.h"

typedef struct refiling refiling_t;

/*  NULL when out of memory. */
refiling_t *refiling_new (void);
void refiling_destroy (refiling_t **self_p);

/*  The address and the whole hash of a copy of a fact. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
    uint8_t hash[HASH_BYTES];
} copy_t;

/*  The first copy of an entry's fact: what its `was` says, else the entry itself. */
void refiling_first (refiling_t *self, const entry_t *entry, const uint8_t hash[HASH_BYTES], copy_t *first);

/*  From here on references to the entry (ORIGIN, SEQ, hash that begins with HASH8) mean *TO. */
qcdc_status refiling_move (refiling_t *self, uint64_t origin, uint64_t seq, uint64_t hash8,
                           const address_t *to) QCDC_CHECK;

/*  Files ENTRY (with HASH, of whatever journal) again at the end of JOURNAL, inside the caller's transaction: `was`
 *  set unless it has one, references to what was moved rewritten, the annex kept unless it was erased; and
 *  remembers where it went. */
qcdc_status refiling_file (refiling_t *self, journal_t *journal, const entry_t *entry, const uint8_t hash[HASH_BYTES],
                           fault_t *fault) QCDC_CHECK;

/*  Copies the entries of ORIGIN from FIRST_SEQ on, which are about to be cut or replaced, of a home of ROLE ... */
qcdc_status refiling_keep (refiling_t *self, journal_t *journal, role_t role, uint64_t origin, uint64_t first_seq,
                           fault_t *fault) QCDC_CHECK;

/*  ... and files them again in that order.  *FILED grows by their number. */
qcdc_status refiling_file_kept (refiling_t *self, journal_t *journal, uint64_t *filed, fault_t *fault) QCDC_CHECK;

#endif
