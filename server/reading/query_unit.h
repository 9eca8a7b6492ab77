/*  query_unit.h — units in questions: which versions one names, and whose asker may ask for it. */

#ifndef QCDC_QUERY_UNIT_H
#define QCDC_QUERY_UNIT_H

#include "catalogue/lineage.h"
#include "reading/query_binder.h"

/*  As value_check: the ids of the versions that GIVEN names, "{7,9}". */
qcdc_status value_unit (binder_t *self, const param_t *param, const char *given, char **value) QCDC_CHECK;

/*  As value_check: "then" or "now"; of the latter what each unit that has ended is shown as, "{7:593}". */
qcdc_status value_units (binder_t *self, const param_t *param, const char *given, char **value) QCDC_CHECK;

/*  How the asker's own unit would be given, in TEXT or elsewhere. */
const char *value_own_unit (const binder_t *self, char text[UNIT_TEXT_BYTES]);

#endif
