/*  journal_erase.h — texts that were erased: dropping them with all their copies, and keeping them out. */

#ifndef QCDC_JOURNAL_ERASE_H
#define QCDC_JOURNAL_ERASE_H

#include "journal/journal_sql.h"

/*  Erasures by entries FIRST_SEQ … LAST_SEQ of the origin with surrogate ID that no verdict refuses: their
 *  targets lose their annexes, with all copies; and aliases among them lose those that were erased before. */
qcdc_status erasures_apply (journal_t *self, int64_t id, uint64_t first_seq, uint64_t last_seq,
                            fault_t *fault) QCDC_CHECK;

/*  An erasure, entry SEQ of that origin, that is written here or comes as an act.  Staged segments may hold the text too: they go whole, and
 *  come again from the server, which has erased it by then. */
qcdc_status erasure_carry_out (journal_t *self, int64_t id, uint64_t seq, fault_t *fault) QCDC_CHECK;

/*  How far an erasure reaches. */
typedef enum {
    REACH_NONE, /* nothing is erased */
    REACH_OWN,  /* this device took its own text out before it was sent: the copies among its own entries */
    REACH_ALL   /* the province erased it: all copies */
} erasure_reach;

/*  Drops the text at ADDRESS (hash8 0: whatever stands there) and its copies, as far as REACH says. */
qcdc_status copies_drop (journal_t *self, const address_t *address, erasure_reach reach, fault_t *fault) QCDC_CHECK;

/*  Takes out the text of one entry, without its copies.  Inside a transaction. */
qcdc_status annex_take_out (journal_t *self, const address_t *address, fault_t *fault) QCDC_CHECK;

/*  Whether the text of an entry that comes to ADDRESS was erased, there or in another copy of its fact, and how far that reaches. */
qcdc_status annex_forbidden (journal_t *self, const address_t *address, const char *subject, bytes_t body,
                             erasure_reach *reach, fault_t *fault) QCDC_CHECK;

/*  Leaves of the annex only its hash, which the entry's own hash covers. */
void annex_strip (entry_t *entry, uint8_t annex_hash[HASH_BYTES]);

#endif
