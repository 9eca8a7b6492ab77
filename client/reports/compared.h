/*  compared.h — with which periods reports of this office are held together, and what is said where that cannot be done here.
 *
 *  A device holds the reports of its own office.  What others reported that went into it since is at the province, which adds them up
 *  (catalogue/heirs.h): half of a sum is never shown as if it were one. */

#ifndef QCDC_COMPARED_H
#define QCDC_COMPARED_H

#include "catalogue/heirs.h"
#include "desk/desk.h"

/*  What the office's report of FORM for PERIOD is held against for the period NAME; *NAMES as heirs_compared has it.  QCDC_NO_MEMORY. */
qcdc_status compared_with (const desk_t *desk, const form_t *form, const period_t *period, const char *name,
                           compared_kind *kind, char **names, fault_t *fault) QCDC_CHECK;

/*  That as a sentence, malloc'ed; *TEXT is NULL where the office's own report is what it is held against.  QCDC_NO_MEMORY. */
qcdc_status compared_text (const desk_t *desk, const form_t *form, const period_t *period, const char *name,
                           char **text, fault_t *fault) QCDC_CHECK;

/*  Says on standard error, a line each, of every earlier period that rules of the form look at from this one. */
qcdc_status compared_say (desk_t *desk, const form_t *form, const period_t *period, fault_t *fault) QCDC_CHECK;

#endif
