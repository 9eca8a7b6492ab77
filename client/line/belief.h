/*  belief.h — which of the province's acts have an effect here: those of devices that were vouched for (catalogue/vouching.h), whatever the
 *  server says, and whether they come as acts or, of the home's own office, in segments.
 *
 *  One that does not is kept, as everything that came is, and the synchronisation goes on; once its device is vouched for it has its effect. */

#ifndef QCDC_BELIEF_H
#define QCDC_BELIEF_H

#include "facts/kind.h"
#include "journal/published.h"

/*  The journal that takes acts, and what is published in it by now (published_follow). */
typedef struct {
    journal_t *journal;
    const char *home;
    published_followed_t **published;
} believing_t;

/*  An act, as it came, and its place in the commit order. */
typedef struct {
    const Qcdc__Fact *fact;
    uint64_t origin;
    int64_t committed_at_us, commit_seq;
} act_t;

/*  *BELIEVED: ACT's device is vouched for today; or, of a review, it was where that was committed: its vouching may have ended since.  The
 *  time of commit is the server's word: what is published, and what cannot be undone, an order to erase, is asked as of today alone. */
qcdc_status belief_of (const believing_t *self, const act_t *act, bool *believed, fault_t *fault) QCDC_CHECK;

/*  The same of what another device of the home's own office said in a segment.  The end of a vouching that this office published itself stands here
 *  before what that device published before it, so that a publication counts where it was committed, too. */
qcdc_status belief_in_segment (const believing_t *self, const act_t *act, bool *believed, fault_t *fault) QCDC_CHECK;

/*  *MAY: what only the province may say FACT says for OFFICE, which is the province's as it is published by now.  A device to which nothing was
 *  published yet takes the first publication from whoever the server says it is of. */
qcdc_status office_may_say (const believing_t *self, const char *office, const Qcdc__Fact *fact, bool *may,
                            fault_t *fault) QCDC_CHECK;

/*  *BELIEVED of what a device of OFFICE says and other offices say in their own name (fact_is_sworn): everything, but what OFFICE, or the office
 *  that it says it is said by, says as the province's, which is believed as ACT is. */
qcdc_status belief_of_sworn (const believing_t *self, const char *office, const act_t *act, bool *believed,
                             fault_t *fault) QCDC_CHECK;

/*  Asks again about what is not believed yet, inside a transaction, where something was published since or another day has begun; *LEFT of them
 *  are not. */
qcdc_status belief_renew (const believing_t *self, size_t *left, fault_t *fault) QCDC_CHECK;

#endif
