/*  query_periods.h — the periods that a question about several of them is of. */

#ifndef QCDC_QUERY_PERIODS_H
#define QCDC_QUERY_PERIODS_H

#include "base/fault.h"
#include "catalogue/period.h"

/*  The text array, malloc'ed into *VALUE, of the periods that FORM (NULL: any form) is filled for and that have begun by the day TODAY:
 *  those of GIVEN, which is "2020-H1", "2019,2020-H1" or "2018-H1..2020", or where it is NULL all of YEAR (0: of every year).
 *  QCDC_BAD_PERIOD: one is none, or has not begun; NAME is the parameter that says so. */
qcdc_status query_periods (const catalog_t *catalog, const form_t *form, const char *name, const char *given,
                           int year, int32_t today, char **value, fault_t *fault) QCDC_CHECK;

/*  The period of that name for which FORM is filled by any of its versions, or where it is NULL the first form that is. */
bool query_period_find (const catalog_t *catalog, const form_t *form, const char *name, period_t *period);

/*  It has begun by TODAY and is one of FORM's, or of any form's: QCDC_OK; else what is wrong with the parameter NAME's GIVEN. */
qcdc_status query_period_check (const catalog_t *catalog, const form_t *form, const char *name, const char *given,
                                int32_t today, fault_t *fault) QCDC_CHECK;

#endif
