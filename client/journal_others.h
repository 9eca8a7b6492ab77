/*  journal_others.h — what only synchronisation does to the entries that a journal holds of others. */

#ifndef QCDC_JOURNAL_OTHERS_H
#define QCDC_JOURNAL_OTHERS_H

#include "journal.h"

/*  An origin known by single acts only: its key did not come with them (zeros stand for it).  Idempotent; an origin
 *  whose key is held keeps it. */
qcdc_status journal_put_origin_office (journal_t *self, uint64_t origin, const char *office,
                                       fault_t *fault) QCDC_CHECK;

/*  Takes another device's entries from FIRST_SEQ on out of the journal, receipts or not: a branch that has given
 *  way to the one the server holds.  QCDC_FORK for the own origin, whose receipted past never gives way. */
qcdc_status journal_forget (journal_t *self, uint64_t origin, uint64_t first_seq, fault_t *fault) QCDC_CHECK;

#endif
