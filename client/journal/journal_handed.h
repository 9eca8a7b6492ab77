/*  journal_handed.h — texts of petitions that went from office to office: in how many entries of this journal the same one stands. */

#ifndef QCDC_JOURNAL_HANDED_H
#define QCDC_JOURNAL_HANDED_H

#include "journal/journal_sql.h"
#include "matters/copied_text.h"

/*  An entry, and what it has of the texts of a petition. */
typedef struct {
    address_t entry;
    copied_text_t text;
} handed_text_t;

/*  What ROW has of them. */
qcdc_status handed_read (journal_t *self, const journal_row_t *row, handed_text_t *handed, fault_t *fault) QCDC_CHECK;

typedef qcdc_status (handed_fn) (const address_t *entry, int texts, void *arg, fault_t *fault);

/*  Calls EACH for what was made here of TEXTS of OF, which stands under SUBJECT, one step on: hand-overs of what was received, taken in or
 *  corrected, with those that they have of it; and what was taken in of a hand-over. */
qcdc_status handed_each (journal_t *self, const handed_text_t *of, const char *subject, int texts, handed_fn *each,
                         void *arg, fault_t *fault) QCDC_CHECK;

/*  Calls EACH for every entry here by which HAND_OVER was taken in, refused ones too. */
qcdc_status journal_each_taken_in (journal_t *self, const address_t *hand_over, handed_fn *each, void *arg,
                                   fault_t *fault) QCDC_CHECK;

/*  Calls EACH with every hand-over of which there is more than one such entry. */
typedef qcdc_status (made_twice_fn) (const address_t *hand_over, void *arg, fault_t *fault);
qcdc_status journal_each_made_twice (journal_t *self, made_twice_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  Whether what is held at ADDRESS, whatever its hash, is a text that went between offices. */
qcdc_status handed_between (journal_t *self, const address_t *address, bool *went, fault_t *fault) QCDC_CHECK;

#endif
