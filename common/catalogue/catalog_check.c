/*  catalog_check.c — what must hold between the rows of the reference files.
 *
 *  Judging takes all of this for granted: a unit without a district above it on some day, or a ratio without a
 *  denominator, would otherwise be found by the first office that meets it, years later. */

#include "catalogue/catalog_check.h"

#include <string.h>

/*  Names the file and the row of the element at INDEX: the header is row 1. */
static qcdc_status check_fail (fault_t *fault, const char *file, size_t index, const char *what, const char *code)
{
    return fault_set (fault, QCDC_CORRUPT, NULL, "%s, row %zu: %s '%s'", file, index + 2, what, code);
}

/*  Two versions of one code never hold on the same day; what is above a unit is there on its first and its last day. */
static qcdc_status units_check (const catalog_t *catalog, fault_t *fault)
{
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        for (size_t j = 0; j < i; j++) {
            const unit_t *other = &catalog->units[j];
            if (unit->valid_from <= other->valid_to && other->valid_from <= unit->valid_to &&
                strcmp (unit->code, other->code) == 0)
                return check_fail (fault, "units.csv", i, "two versions overlap of unit", unit->code);
        }
        if (unit->level == UNIT_PROVINCE)
            continue;
        const unit_t *first = catalog_unit_on (catalog, unit->parent_code, unit->valid_from);
        const unit_t *last = catalog_unit_on (catalog, unit->parent_code, unit->valid_to);
        if (!first || !last || first->level >= unit->level || last->level >= unit->level)
            return check_fail (fault, "units.csv", i, "at that time there is no unit above it with code",
                               unit->parent_code);
    }
    return QCDC_OK;
}

/*  Codes are what people and facts name things by: where two things had one, the first would hide the second. */
static qcdc_status codes_check (const catalog_t *catalog, fault_t *fault)
{
    for (size_t i = 0; i < catalog->office_count; i++)
        if (catalog_office (catalog, catalog->offices[i].code) != &catalog->offices[i])
            return check_fail (fault, "offices.csv", i, "there are two offices", catalog->offices[i].code);
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        if (catalog_form (catalog, form->code, form->version) != form)
            return check_fail (fault, "forms.csv", i, "there are two equal versions of form", form->code);
        for (size_t j = 0; j < i; j++) {
            const form_t *other = &catalog->forms[j];
            if (form->valid_from <= other->valid_to && other->valid_from <= form->valid_to &&
                strcmp (form->code, other->code) == 0)
                return check_fail (fault, "forms.csv", i, "two versions overlap of form", form->code);
        }
    }
    for (size_t i = 0; i < catalog->dimension_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (catalog->dimensions[i].code, catalog->dimensions[j].code) == 0)
                return check_fail (fault, "dimensions.csv", i, "there are two dimensions",
                                   catalog->dimensions[i].code);
    for (size_t i = 0; i < catalog->calendar_count; i++)
        for (size_t j = 0; j < i; j++)
            if (strcmp (catalog->calendar[i].calendar, catalog->calendar[j].calendar) == 0 &&
                strcmp (catalog->calendar[i].period, catalog->calendar[j].period) == 0)
                return check_fail (fault, "calendar.csv", i, "there are two windows for period",
                                   catalog->calendar[i].period);
    return QCDC_OK;
}

qcdc_status catalog_check (const catalog_t *catalog, fault_t *fault)
{
    QCDC_TRY (units_check (catalog, fault));
    return codes_check (catalog, fault);
}
