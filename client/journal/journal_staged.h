/*  journal_staged.h — own segments that came back from the server and cannot be put in their places yet.
 *
 *  Where a copy of the home went on by itself, its entries give way to the server's in one transaction; until the last of
 *  them is here, those that came wait as they came.  A line that breaks costs nothing that has arrived. */

#ifndef QCDC_JOURNAL_STAGED_H
#define QCDC_JOURNAL_STAGED_H

#include "journal/journal.h"

/*  A packed Segment whose chain and signatures were checked, LAST_HASH at LAST_SEQ at its end. */
qcdc_status journal_stage (journal_t *self, uint64_t first_seq, uint64_t last_seq,
                           const uint8_t last_hash[HASH_BYTES], bytes_t wire, fault_t *fault) QCDC_CHECK;

/*  Where the first one begins and the last one ends; FIRST_SEQ 0 where there is none. */
qcdc_status journal_staged (journal_t *self, uint64_t *first_seq, uint64_t *last_seq, uint8_t last_hash[HASH_BYTES],
                            fault_t *fault) QCDC_CHECK;

/*  The one that holds SEQ: *WIRE is malloc'ed.  QCDC_NOT_FOUND. */
qcdc_status journal_staged_at (journal_t *self, uint64_t seq, uint8_t **wire, size_t *length,
                               fault_t *fault) QCDC_CHECK;

/*  Forgets them all. */
qcdc_status journal_unstage (journal_t *self, fault_t *fault) QCDC_CHECK;

#endif
