/*  unlike.h — two petitions that somebody has said are not the same: a pair that is offered no more.
 *
 *  An office says so once of two petitions, whichever it names first, until it takes that back; several may say so of the same two.
 *  It says nothing but that: what is wrong in it is taken back and said anew. */

#ifndef QCDC_UNLIKE_H
#define QCDC_UNLIKE_H

#include "matters/matter.h"

typedef struct {
    THING;
    address_t one, other;       /* the petitions, as they were named, the lesser address first */
    char key[MATTER_KEY_BYTES]; /* unlike_key_print of them */
    int32_t on;
} unlike_t;

/*  All that is known of them: matter.h. */
extern const matter_t UNLIKE_MATTER;

/*  What the pair of A and B is known by in an office that says so; the same whichever comes first. */
void unlike_key_print (const address_t *a, const address_t *b, char key[MATTER_KEY_BYTES]);

#endif
