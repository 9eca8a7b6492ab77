/*  journal_others.h — what only synchronisation asks of a journal. */

#ifndef QCDC_JOURNAL_OTHERS_H
#define QCDC_JOURNAL_OTHERS_H

#include "journal/journal.h"

/*  An origin known by single acts.  Idempotent; what is known of an origin already stays: QCDC_BAD_SIGNATURE where
 *  OFFICE or the key is another one. */
qcdc_status journal_put_act_origin (journal_t *self, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                    fault_t *fault) QCDC_CHECK;

/*  *SEQ is the first AnnexErased of ORIGIN at FROM_SEQ or later; 0 if there is none. */
qcdc_status journal_next_erasure (journal_t *self, uint64_t origin, uint64_t from_seq, uint64_t *seq,
                                  fault_t *fault) QCDC_CHECK;

/*  Takes another device's entries from FIRST_SEQ on out of the journal, receipts or not: a branch that has given
 *  way to the one the server holds.  QCDC_FORK for the own origin, whose receipted past never gives way. */
qcdc_status journal_forget (journal_t *self, uint64_t origin, uint64_t first_seq, fault_t *fault) QCDC_CHECK;

#endif
