/*  query_binder.h — a question whose parameters are being bound, and what all that binds one says. */

#ifndef QCDC_QUERY_BINDER_H
#define QCDC_QUERY_BINDER_H

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

/*  TEXT bound as it is, malloc'ed into *VALUE; QCDC_NO_MEMORY. */
qcdc_status value_copy (const binder_t *self, const char *text, char **value) QCDC_CHECK;

/*  Whether GIVEN is one of WORDS, which end with NULL; says which there are where it is none. */
qcdc_status value_word (binder_t *self, const param_t *param, const char *given, const char *const *words) QCDC_CHECK;

/*  Says so; QCDC_NO_MEMORY. */
qcdc_status value_no_memory (const binder_t *self);

#endif
