/*  other_words.h — second copies of a petition, or of a report, in other words: how many somebody has still to look at.
 *
 *  Judging reads no text: to the province both are one.  The desk tells after a sync until the words are corrected, the thing is
 *  taken back, or somebody here has been shown both (qcdc petition show, qcdc report show). */

#ifndef QCDC_OTHER_WORDS_H
#define QCDC_OTHER_WORDS_H

#include "desk/desk.h"

/*  How many petitions and reports that stand have a second copy that nobody has seen on this device. */
typedef struct {
    size_t petitions, reports;
} other_words_t;
qcdc_status other_words_count (desk_t *desk, other_words_t *count, fault_t *fault) QCDC_CHECK;

/*  A person is shown what the copy at ENTRY says. */
qcdc_status other_words_seen (desk_t *desk, const address_t *entry, fault_t *fault) QCDC_CHECK;

#endif
