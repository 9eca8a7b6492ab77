/*  refused_reception.h — whether something has mended a refused entry about a reception since. */

#ifndef QCDC_REFUSED_RECEPTION_H
#define QCDC_REFUSED_RECEPTION_H

#include "attention/refused.h"

/*  Whether FACT, whose entry's VERDICT is known and which has the content hash CONTENT, is about a reception; then what it is about, as people
 *  call it, and whether it is mended, go to ABOUT.  SUBJECT is its entry's.  FACT is not in the desk's arena. */
qcdc_status refused_reception (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                               const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                               refused_about_t *about, fault_t *fault) QCDC_CHECK;

#endif
