/*  form_find.h — the form and period of a report that a person names: of what the office may file, and of what stands. */

#ifndef QCDC_FORM_FIND_H
#define QCDC_FORM_FIND_H

#include "catalogue/period.h"
#include "desk/desk.h"

/*  Finds form and period for the desk's office, of what it may file and of what stands: QCDC_BAD_FORM (unknown, or not owed in that
 *  period), QCDC_BAD_PERIOD. */
qcdc_status form_find (desk_t *desk, const char *code, const char *period_name, const form_t **form, period_t *period,
                       fault_t *fault) QCDC_CHECK;

#endif
