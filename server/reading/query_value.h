/*  query_value.h — the value of one parameter, checked and brought into the form in which it is bound (query.h). */

#ifndef QCDC_QUERY_VALUE_H
#define QCDC_QUERY_VALUE_H

#include "reading/query_binder.h"

/*  GIVEN as it is bound for PARAM, malloc'ed into *VALUE, which is the caller's whatever comes of it; what later parameters depend on
 *  is remembered in SELF.  Refuses with what is possible: QCDC_USAGE, QCDC_FORBIDDEN or the code of what is wrong (QCDC_BAD_UNIT, …). */
qcdc_status value_check (binder_t *self, const param_t *param, const char *given, char **value) QCDC_CHECK;

#endif
