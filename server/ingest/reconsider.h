/*  reconsider.h — entries that were not accepted at first, judged again. */

#ifndef QCDC_RECONSIDER_H
#define QCDC_RECONSIDER_H

#include "ingest/judging.h"

/*  Judges again what waited for ORIGIN:SEQ, now that TRIGGER (a commit_seq) is there; and what waited for that.  A few with this
 *  batch; where there are many, memory's list of woken ones has the rest. */
qcdc_status reconsider_wake (const decide_t *self, uint64_t origin, uint64_t seq, int64_t trigger) QCDC_CHECK;

/*  Judges again what waited for what the snapshot has and BEFORE had not, at TRIGGER. */
qcdc_status reconsider_catalogue (const decide_t *self, const catalog_t *before, int64_t trigger) QCDC_CHECK;

/*  A page of what memory has woken, at TRIGGER; in a batch that has no entries of its own. */
qcdc_status reconsider_some (const decide_t *self, int64_t trigger) QCDC_CHECK;
qcdc_status reconsider_woken (decide_t *self) QCDC_CHECK;

/*  Feed rows of the verdicts that changed. */
qcdc_status reconsider_feed (const decide_t *self) QCDC_CHECK;

/*  Judges again a page of entries that stand rejected, waiting or unsupported, behind commit_seq *AFTER, which it moves on.
 *  The batch has no entries of its own; what changes becomes a later verdict of it.  *MORE is false when there was none
 *  left. */
qcdc_status reconsider_page (decide_t *self, int64_t *after, bool *more) QCDC_CHECK;

#endif
