/*  copied_text.h — texts of petitions that stand in more than one entry, because the petition went from office to office.
 *
 *  A hand-over brings title, summary and, sealed, who sent it, as they stand at the sender; what is taken in brings those of the hand-over.  Whoever gives
 *  back what he took in says why twice: to the sender, and in his own register.  Each is an entry of its own, with an annex of its own, and says where its
 *  text is from. */

#ifndef QCDC_COPIED_TEXT_H
#define QCDC_COPIED_TEXT_H

#include "facts/fact.h"

/*  What an entry has of the texts of a petition; the numbers are stored. */
typedef enum {
    TEXT_OF_NONE,
    TEXT_HANDED_OVER, /* as they stand */
    TEXT_TAKEN_IN,    /* as they were handed over */
    TEXT_CORRECTED,   /* new ones, in the place of others */
    TEXT_RECEIVED,    /* first ones */
    TEXT_SAID_BACK,   /* why it is given back, as its sender is told */
    TEXT_GIVEN_BACK   /* the same, of the step in the register of whoever gives it back */
} text_relation;

enum { TEXT_TITLE = 1, TEXT_SUMMARY = 2, TEXT_IDENTITY = 4, TEXT_REASON = 8, TEXT_ALL = 15 };

typedef struct {
    text_relation relation;
    int texts; /* TEXT_TITLE, TEXT_SUMMARY, TEXT_IDENTITY: who sent it, sealed; TEXT_REASON */
    address_t
        of; /* the petition that is handed over, corrected or given back; the hand-over of what is taken in or said back; seq 0 of
                     what is received */
    int64_t seen_at_us; /* the newest version that its writer saw */
} copied_text_t;

/*  Fills TEXT; its relation is TEXT_OF_NONE where FACT brings no text of a petition. */
void copied_text_read (const Qcdc__Fact *fact, copied_text_t *text);

/*  Whether TEXT says what another entry says, too. */
bool copied_text_is_copy (const copied_text_t *text);

#endif
