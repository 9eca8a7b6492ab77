/*  decide_private.h — what decide.c and reconsider.c share. */

#ifndef QCDC_DECIDE_PRIVATE_H
#define QCDC_DECIDE_PRIVATE_H

#include "ingest/decide.h"

/*  Judges ENTRY as things stand.  *HOLDER: the commit_seq of the entry that holds the same fact, for an alias. */
void decide_judge (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict, int64_t *holder);

/*  Carries out a verdict given at commit_seq GIVEN_AT: state, memory, row.  LATER: it was judged before.  *ROW is NULL for
 *  plain acceptance at first. */
qcdc_status decide_carry_out (const decide_t *self, const batch_entry_t *entry, const verdict_t *verdict,
                              int64_t holder, int64_t given_at, bool later, batch_verdict_t **row) QCDC_CHECK;

/*  Judges again what waited for ORIGIN:SEQ, now that TRIGGER (a commit_seq) is there; and what waited for that. */
qcdc_status decide_wake (const decide_t *self, uint64_t origin, uint64_t seq, int64_t trigger) QCDC_CHECK;

/*  Feed rows of the verdicts that changed. */
qcdc_status decide_feed_later (const decide_t *self) QCDC_CHECK;

#endif
