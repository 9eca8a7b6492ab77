/*  refused_matter.h — what was refused of matters, and of petitions that join them. */

#ifndef QCDC_REFUSED_MATTER_H
#define QCDC_REFUSED_MATTER_H

#include "attention/refused.h"

/*  As refused_reception: whether FACT is about a matter, or about which one a petition is in, and then what it is about and whether it is
 *  mended, to ABOUT.  SUBJECT is its entry's. */
qcdc_status refused_matter (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                            const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                            refused_about_t *about, fault_t *fault) QCDC_CHECK;

#endif
