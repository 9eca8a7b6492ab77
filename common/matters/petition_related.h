/*  petition_related.h — the matter that a petition is one of (affair.h): where that may be said, and what stands. */

#ifndef QCDC_PETITION_RELATED_H
#define QCDC_PETITION_RELATED_H

#include "matters/petition.h"

/*  Whether the petition is in a matter: in *MATTER (NULL: not asked) then. */
bool petition_related (const petition_t *self, address_t *matter);

/*  What a fact that relates a petition must say by itself. */
qcdc_status petition_relates_fits (const Qcdc__Fact *fact, fault_t *fault) QCDC_CHECK;

/*  Whether it is still possible where SELF stands. */
bool petition_relates_possible (const petition_t *self, const Qcdc__Fact *fact);

/*  Its verdict. */
void petition_relates_judge (const judge_input_t *input, const Qcdc__Fact *fact, verdict_t *verdict);

/*  Folds it into SELF; of several the last holds. */
void petition_relates_apply (petition_t *self, const fact_event_t *event);

#endif
