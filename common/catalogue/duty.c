/*  duty.c — the life of an office's unit held against a period. */

#include "catalogue/duty.h"
#include "base/day.h"
#include "base/limits.h"

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
    return office_owes (office, form->code) && period_served_by (period, form) && period->from <= today &&
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

static int year_of (int32_t day)
{
    int year, month, day_of_month;
    day_to_civil (day, &year, &month, &day_of_month);
    return year;
}

qcdc_status duty_each (const catalog_t *catalog, const office_t *office, const form_t *form, int32_t today,
                       duty_fn *each, void *arg)
{
    if (!office_owes (office, form->code))
        return QCDC_OK;
    int this_year = year_of (today);
    /* The first window of a year may begin in the one before; each ends within a year of that which it is named by. */
    int first = form->valid_from > QCDC_DAY_MIN ? year_of (form->valid_from) - 1 : PERIOD_YEAR_MIN;
    int last = this_year + 1 > PERIOD_YEAR_MAX ? PERIOD_YEAR_MAX : this_year + 1;
    if (form->valid_to < QCDC_DAY_MAX && year_of (form->valid_to) + 1 < last)
        last = year_of (form->valid_to) + 1;
    for (int year = last; year >= PERIOD_YEAR_MIN && year >= first; year--)
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
