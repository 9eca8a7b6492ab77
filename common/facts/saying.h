/*  saying.h — what a fact says, apart from where it stands: by which two copies of a text are known. */

#ifndef QCDC_SAYING_H
#define QCDC_SAYING_H

#include "facts/kind.h"

/*  What FACT, of body BODY, says, whichever copy of its target it names: the content hash without the target of a step, and of a
 *  correction that of its replacement.  *SAYS is the row of the kind that says it; NULL where FACT says nothing of its own.
 *  QCDC_NO_MEMORY, QCDC_TOO_LARGE. */
qcdc_status fact_saying (const Qcdc__Fact *fact, bytes_t body, const fact_kind_t **says,
                         uint8_t content[CONTENT_BYTES]) QCDC_CHECK;

#endif
