/*  single.h — what the registry's row (matter.h) says of a kind of thing that is said once: it has no steps and no parts. */

#ifndef QCDC_SINGLE_H
#define QCDC_SINGLE_H

#include "matters/matter.h"

/*  The same content is the same thing. */
bool single_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq);

/*  No step leads on. */
bool single_possible (const thing_t *self, const Qcdc__Fact *fact);
bool single_has_part (const thing_t *self, address_t part);

/*  Nothing is asked of it before what it refers to is there. */
qcdc_status single_fits (const Qcdc__Fact *fact, fault_t *fault) QCDC_CHECK;

/*  It owns nothing. */
void single_release (thing_t *self);

/*  The verdict on taking it back: who does so twice says nothing new. */
void single_judge_voided (const judge_input_t *input, verdict_t *verdict);

#endif
