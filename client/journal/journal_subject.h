/*  journal_subject.h — where an entry belongs, and whether it orders a text erased. */

#ifndef QCDC_JOURNAL_SUBJECT_H
#define QCDC_JOURNAL_SUBJECT_H

#include "journal/journal_sql.h"

#define JOURNAL_SUBJECT_BYTES 256u

/*  What a body says about where it belongs. */
typedef struct {
    char text[JOURNAL_SUBJECT_BYTES];   /* the subject, "" if none */
    char alias[JOURNAL_SUBJECT_BYTES];  /* another one by which it is to be found, "" if none */
    char first[JOURNAL_SUBJECT_BYTES];  /* for a fact filed again: that of whatever is about its first copy */
    char source[JOURNAL_SUBJECT_BYTES]; /* what finds what was taken in by its hand-over; "" if none */
    address_t was;                      /* that copy; seq 0 if none */
    bool erases;                        /* a fact that erases */
    bool took_out;                      /* or one by which a device took a text out of its own journal, unsent */
    address_t target;                   /* of either */
    bool denounces;                     /* it says that a petition is a denunciation */
} journal_subject_t;

/*  The subject of what is about an entry that is not here: two branches may have had one at the same address. */
void subject_waiting (const address_t *target, char text[JOURNAL_SUBJECT_BYTES]);

/*  What finds the things that were made of what stands at SOURCE, a hand-over of another office. */
void subject_made_of (const address_t *source, char text[JOURNAL_SUBJECT_BYTES]);

qcdc_status subject_of (journal_t *self, const char *office, bytes_t body, journal_subject_t *subject,
                        fault_t *fault) QCDC_CHECK;

#endif
