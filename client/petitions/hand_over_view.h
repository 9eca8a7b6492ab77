/*  hand_over_view.h — petitions that other offices have handed over to this one, or to one whose work it goes on with: as they stood, with
 *  what was answered.
 *
 *  A hand-over came with the feed, under the address of a petition that is not here; the answers to it stand beside it. */

#ifndef QCDC_HAND_OVER_VIEW_H
#define QCDC_HAND_OVER_VIEW_H

#include "desk/desk.h"
#include "matters/petition.h"

typedef struct {
    petition_t petition; /* the sender's, folded from the hand-over and its answers */
    address_t entry;     /* the hand-over */
    char sender[64];     /* the code of the office that handed it over */
    char *title;         /* malloc'ed, as are the next two; NULL: erased */
    char *summary, *reason;
    uint8_t *identity; /* who sent it, a SealedIdentity, packed, where it came along; malloc'ed */
    size_t identity_length;
    bool text_erased;
    const move_t *last; /* the last answer that says more than a reply; NULL: there is none */
    char answered[64];  /* the code of the office whose answer that is: this one, or one whose work it goes on with */
    bool waits;         /* for this office: nobody has answered it, or one that took it in and has ended since */
} hand_over_view_t;

void hand_over_release (hand_over_view_t *self);

/*  The hand-over of its petition, as it stands there. */
const move_t *hand_over_sent (const hand_over_view_t *self);

/*  Reads the hand-over at ENTRY (the hash is not looked at).  QCDC_NOT_FOUND where there is none that came to this office. */
qcdc_status hand_over_read (desk_t *desk, const address_t *entry, hand_over_view_t *view, fault_t *fault) QCDC_CHECK;

/*  The code of the office that has PETITION, which is handed over: the one that took it in last, or else the one that it went to or goes on
 *  with its work.  TEXT has room for it. */
qcdc_status hand_over_holder (desk_t *desk, const petition_t *petition, char text[64], fault_t *fault) QCDC_CHECK;

/*  Who goes on with PETITION, which stands open here and was taken in by this office, that has ended: the one that took it in after it, or its
 *  sender, to whom it came back.  CODE is "" where nobody does; else *STEP (NULL: nobody asks) is the one by which it was passed on or given back, as forms
 *  count it (sql/schema/057_given_back.sql, petition_gone). */
qcdc_status hand_over_gone_on (desk_t *desk, const petition_t *petition, char code[64], move_t *step,
                               fault_t *fault) QCDC_CHECK;

/*  Calls EACH with every hand-over that came to this office, in no order. */
typedef qcdc_status (hand_over_fn) (const hand_over_view_t *view, void *arg);
qcdc_status hand_over_each (desk_t *desk, hand_over_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

/*  How many of them wait for this office, to be taken in or returned. */
qcdc_status hand_over_waiting (desk_t *desk, unsigned long *count, fault_t *fault) QCDC_CHECK;

/*  Folds the answer FACT, which was appended at ENTRY, into VIEW. */
qcdc_status hand_over_answer (hand_over_view_t *view, const desk_t *desk, const Qcdc__Fact *fact,
                              const address_t *entry, fault_t *fault) QCDC_CHECK;

/*  A judge's input for an answer to VIEW; and the same for what is taken in of it. */
judge_input_t hand_over_input (const desk_t *desk, const hand_over_view_t *view);
judge_input_t hand_over_source (const desk_t *desk, const hand_over_view_t *view);

#endif
