/*  catalog_check.c — what must hold between the rows of the reference files.
 *
 *  Judging takes all of this for granted: a unit without a district above it on some day, or a ratio without a
 *  denominator, would otherwise be found by the first office that meets it, years later. */

#include "catalogue/catalog_check.h"

#include "base/i18n.h"

#include <string.h>

/*  Names the row of TABLE at INDEX. */
static qcdc_status check_fail (const catalog_tables_t *tables, const char *table, size_t index, fault_t *fault,
                               const char *what, const char *code)
{
    size_t count, kind = (size_t)table_kind_find (table);
    const table_row_t *rows = tables_rows (tables, kind, &count);
    return table_row_fail (kind, &rows[index], -1, fault, "%s '%s'", what, code);
}

/*  What is above a unit is there on its first and its last day, and is of a higher level, so that there is no way around in a
 *  circle. */
static qcdc_status units_check (const catalog_t *catalog, const catalog_tables_t *tables, fault_t *fault)
{
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (unit->level == UNIT_PROVINCE)
            continue;
        const unit_t *first = catalog_unit_on (catalog, unit->parent_code, unit->valid_from);
        const unit_t *last = catalog_unit_on (catalog, unit->parent_code, unit->valid_to);
        if (!first || !last) {
            check_fail (tables, "units", i, fault, _ ("at that time there is no unit above it with code"),
                        unit->parent_code);
            if (!first && last)
                fault_advise (fault, "%s",
                              _ ("say from which day on it is there: valid_from in the row, or from=DAY"));
            else if (first)
                fault_advise (fault, "%s", _ ("say until when it is there, too: valid_to"));
            return fault->status;
        }
        if (first->level >= unit->level || last->level >= unit->level)
            return check_fail (tables, "units", i, fault,
                               _ ("it cannot be below a unit that is not of a higher level:"), unit->parent_code);
    }
    return QCDC_OK;
}

/*  Reports name a form by code and version. */
static qcdc_status forms_check (const catalog_t *catalog, const catalog_tables_t *tables, fault_t *fault)
{
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        if (catalog_form (catalog, form->code, form->version) != form)
            return check_fail (tables, "forms", i, fault, _ ("there are two equal versions of form"), form->code);
    }
    return QCDC_OK;
}

qcdc_status catalog_check (const catalog_t *catalog, const catalog_tables_t *tables, fault_t *fault)
{
    QCDC_TRY (units_check (catalog, tables, fault));
    return forms_check (catalog, tables, fault);
}
