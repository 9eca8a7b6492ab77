/*  nearest.h — what a person probably meant by a word that is not known.
 *
 *  Words are compared as they are typed in a hurry: without case, without Vietnamese marks ("thu ly" is "thụ lý"), with
 *  spaces, hyphens and underscores alike.  Only a word that is near enough is offered: a wild guess helps nobody. */

#ifndef QCDC_NEAREST_H
#define QCDC_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

enum { WORD_PLAIN_BYTES = 64 };

/*  The letters of TEXT in small ASCII where there are such ("Thụ lý" → "thu ly"); cut where it is longer. */
void word_plain (const char *text, char plain[WORD_PLAIN_BYTES]);

/*  Whether two words are the same, typed either way; what is cut is never the same. */
bool word_same (const char *one, const char *other);

typedef struct {
    char typed[WORD_PLAIN_BYTES];
    char found[WORD_PLAIN_BYTES]; /* as it is to be shown */
    size_t distance;
    size_t distance_max; /* further away is not near */
} nearest_t;

void nearest_begin (nearest_t *self, const char *typed);

/*  Offers CANDIDATE, which would be shown as SHOWN; the first of equally near ones stays. */
void nearest_offer (nearest_t *self, const char *candidate, const char *shown);

/*  The word that is meant, or NULL where none is near enough.  Lives as long as SELF. */
const char *nearest_found (const nearest_t *self);

#endif
