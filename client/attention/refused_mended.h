/*  refused_mended.h — what counts as the mending of a refused entry, whatever it is about. */

#ifndef QCDC_REFUSED_MENDED_H
#define QCDC_REFUSED_MENDED_H

#include "facts/fact.h"
#include "journal/journal.h"

/*  What a device wrote of something after its entry about it was refused. */
bool refused_own_later (const journal_verdict_t *verdict, uint64_t origin, uint64_t seq);

/*  What stands in the place of a refused entry is no mending, unless it says the same or was written afterwards. */
bool refused_says_it (const journal_verdict_t *verdict, const uint8_t rejected[CONTENT_BYTES],
                      const address_t *standing, const uint8_t content[CONTENT_BYTES]);

/*  To take a thing back is the end of what was wanted of it, unless that was refused for this very reason. */
bool refused_is_over (const journal_verdict_t *verdict, bool voided);

/*  What is not here is nothing: STATUS, with which something was looked for, where that is not QCDC_NOT_FOUND. */
qcdc_status refused_found (qcdc_status status, fault_t *fault) QCDC_CHECK;

#endif
