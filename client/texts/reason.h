/*  reason.h — why something was done, as the command line says it: reason=… of a step or of what is taken back.
 *
 *  It is free text and lives in the annex, which nobody judges: here alone it is looked at. */

#ifndef QCDC_REASON_H
#define QCDC_REASON_H

#include "base/fault.h"

#include <stdbool.h>

/*  QCDC_EMPTY where nothing was GIVEN: taking back, opening and the like are never done without saying why. */
qcdc_status reason_wanted (const char *given, fault_t *fault) QCDC_CHECK;

/*  The reason as it is kept, malloc'ed; NULL stays NULL.  KIND is the petition's, whose denouncer must not be named; 0: of no
 *  petition.  QCDC_EMPTY where it is given and has no word in it, QCDC_TOO_LARGE, QCDC_BAD_UTF8 …, QCDC_IDENTITY_TEXT. */
qcdc_status reason_clean (const char *given, bool names_meant, int kind, char **reason, fault_t *fault) QCDC_CHECK;

/*  The note GIVEN to a rule, clean (malloc'ed, whatever is returned): QCDC_EMPTY, QCDC_TOO_LARGE, or what is wrong with the text. */
qcdc_status note_clean (const char *given, bool names_meant, char **note, fault_t *fault) QCDC_CHECK;

#endif
