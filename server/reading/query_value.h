/*  query_value.h — the value of one parameter, checked and brought into the form in which it is bound (query.h). */

#ifndef QCDC_QUERY_VALUE_H
#define QCDC_QUERY_VALUE_H

#include "catalogue/lineage.h"
#include "reading/query.h"

/*  A question whose parameters are bound in their order. */
typedef struct {
    const query_t *query;
    const catalog_t *catalog;
    const office_t *office;
    role_t role;
    bool units_now; /* units are those of today; given before the unit, as the form is before period and cell */
    const form_t
        *form;     /* the one given, if any: parameters are checked in order, so it stands before period and cell */
    int32_t today; /* or the day that is asked about in its place, whose catalogue it is then */
    fault_t *fault;
} binder_t;

/*  GIVEN as it is bound for PARAM, malloc'ed into *VALUE, which is the caller's whatever comes of it; what later parameters depend on
 *  is remembered in SELF.  Refuses with what is possible: QCDC_USAGE, QCDC_FORBIDDEN or the code of what is wrong (QCDC_BAD_UNIT, …). */
qcdc_status value_check (binder_t *self, const param_t *param, const char *given, char **value) QCDC_CHECK;

/*  How the asker's own unit would be given, in TEXT or elsewhere. */
const char *value_own_unit (const binder_t *self, char text[UNIT_TEXT_BYTES]);

/*  TEXT bound as it is, malloc'ed into *VALUE; QCDC_NO_MEMORY. */
qcdc_status value_copy (const binder_t *self, const char *text, char **value) QCDC_CHECK;

/*  Says so; QCDC_NO_MEMORY. */
qcdc_status value_no_memory (const binder_t *self);

#endif
