/*  reference.c — makes the catalog, compiles its rules over it, and ties the two together. */

#include "rules/reference.h"

#include "catalogue/catalog_load.h"
#include "rules/rule_set.h"

#include <stddef.h>

qcdc_status reference_new (catalog_t **self_p, fault_t *fault)
{
    catalog_t *catalog QCDC_CLEANUP (reference_destroy) = NULL;
    rule_set_t *rules = NULL;
    *self_p = NULL;
    QCDC_TRY (catalog_new (&catalog, fault));
    QCDC_TRY (rule_set_new (catalog, &rules, fault));
    catalog->rules = rules;
    *self_p = catalog;
    catalog = NULL;
    return QCDC_OK;
}

void reference_destroy (catalog_t **self_p)
{
    if (!*self_p)
        return;
    rule_set_t *rules = (rule_set_t *)(*self_p)->rules;
    rule_set_destroy (&rules);
    catalog_destroy (self_p);
}
