/*  reference.c — makes the catalog, compiles its rules over it, and ties the two together. */

#include "rules/reference.h"

#include "catalogue/catalog_load.h"
#include "rules/rule_set.h"

#include <stddef.h>

qcdc_status reference_rules (catalog_t *self, fault_t *fault)
{
    rule_set_t *rules = NULL;
    if (self->rules)
        return QCDC_OK;
    QCDC_TRY (rule_set_new (self, &rules, fault));
    self->rules = rules;
    return QCDC_OK;
}

qcdc_status reference_of_tables (const catalog_tables_t *tables, catalog_t **self_p, fault_t *fault)
{
    catalog_t *catalog QCDC_CLEANUP (reference_destroy) = NULL;
    *self_p = NULL;
    QCDC_TRY (catalog_of_tables (tables, &catalog, fault));
    QCDC_TRY (reference_rules (catalog, fault));
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
