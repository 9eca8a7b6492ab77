/*  duty.c — the life of an office's unit held against a period. */

#include "catalogue/duty.h"

#include <string.h>

const unit_t *duty_unit (const catalog_t *catalog, const office_t *office, const period_t *period)
{
    const unit_t *found = NULL;
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        if (unit->valid_from <= period->to && unit->valid_to >= period->from &&
            strcmp (unit->code, office->unit_code) == 0 && (!found || unit->valid_from > found->valid_from))
            found = unit;
    }
    return found;
}

bool duty_owed (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                int32_t today)
{
    return office_owes (office, form->code) && period_served_by (period, form) && period->from <= today &&
           duty_unit (catalog, office, period);
}
