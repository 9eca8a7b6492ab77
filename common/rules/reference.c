/*  reference.c — makes the catalog, compiles its rules over it, and ties the two together. */

#include "rules/reference.h"

#include "base/i18n.h"
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

/*  A figure of a form that is computed, and that no rule computes, would be blank for ever.  One of no form yet waits for its rule. */
static qcdc_status figures_check (const catalog_t *catalog, const catalog_tables_t *tables, fault_t *fault)
{
    size_t count, table = (size_t)table_kind_find ("forms");
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < catalog->form_count; i++)
        for (const indicator_t *const *figure = catalog->forms[i].indicators; *figure; figure++) {
            if ((*figure)->type != VALUE_RATIO || rule_set_computes (catalog->rules, *figure))
                continue;
            table_row_fail (table, &rows[i], table_column (table_kind_at (table), "indicators"), fault,
                            _ ("no rule computes %s"), (*figure)->code);
            fault_advise (fault, _ ("publish the rule for it, too (rules.csv: %s = …), or leave it out of the form"),
                          (*figure)->code);
            return fault->status;
        }
    return QCDC_OK;
}

qcdc_status reference_of_tables (const catalog_tables_t *tables, catalog_t **self_p, fault_t *fault)
{
    catalog_t *catalog QCDC_CLEANUP (reference_destroy) = NULL;
    *self_p = NULL;
    QCDC_TRY (catalog_of_tables (tables, &catalog, fault));
    QCDC_TRY (reference_rules (catalog, fault));
    QCDC_TRY (figures_check (catalog, tables, fault));
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
