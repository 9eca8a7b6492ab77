/*  judge.h — is this fact allowed, complete and arithmetically right?
 *
 *  A pure function of the fact, the state it meets, the role of its origin and the time of commit: no clock, no locale,
 *  no database.  The client calls it before it appends, so that the clerk hears at once what the server would say later;
 *  the server calls it when it commits. */

#ifndef QCDC_JUDGE_H
#define QCDC_JUDGE_H

#include "matters/matter.h"

/*  Judges FACT, whose body has the content hash CONTENT. */
void judge_fact (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                 verdict_t *verdict);

#endif
