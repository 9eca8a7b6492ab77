/*  duty.c — the life of an office's unit held against a period. */

#include "catalogue/duty.h"
#include "base/day.h"

#include <stdio.h>
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
    return office_owes (office, form->code) && period_fits_form (period, form) && period->from <= today &&
           duty_unit (catalog, office, period);
}

#define NAME_BYTES 32u /* longer than the name of any period */

/*  The period of that YEAR and KIND, as people write it: the year itself, one of its months, or a part of it. */
static void name_make (int year, const char *kind, int month, char name[NAME_BYTES])
{
    if (strcmp (kind, "Y") == 0)
        snprintf (name, NAME_BYTES, "%04d", year);
    else if (strcmp (kind, "M") == 0)
        snprintf (name, NAME_BYTES, "%04d-M%02d", year, month);
    else
        snprintf (name, NAME_BYTES, "%04d-%.8s", year, kind);
}

qcdc_status duty_each (const catalog_t *catalog, const office_t *office, const form_t *form, int32_t today,
                       duty_fn *each, void *arg)
{
    int this_year, month, day_of_month;
    day_to_civil (today, &this_year, &month, &day_of_month);
    /* The first window of a year may begin in the one before. */
    int last = this_year + 1 > PERIOD_YEAR_MAX ? PERIOD_YEAR_MAX : this_year + 1;
    for (int year = last; year >= PERIOD_YEAR_MIN; year--)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int m = 1; m <= (strcmp (*kind, "M") == 0 ? 12 : 1); m++) {
                char name[NAME_BYTES];
                period_t period;
                name_make (year, *kind, m, name);
                if (period_parse (catalog, form->calendar, name, &period) == QCDC_OK &&
                    duty_owed (catalog, office, form, &period, today))
                    QCDC_TRY (each (&period, arg));
            }
    return QCDC_OK;
}
