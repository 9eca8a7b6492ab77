/*  duty.c — the life of an office and of its unit held against a period.
 *
 *  What an office owes for a period is what it was last in that period, whatever it is today. */

#include "catalogue/duty.h"
#include "base/day.h"
#include "base/limits.h"
#include "catalogue/workdays.h"

#include <stdio.h>
#include <string.h>

const unit_t *duty_unit (const catalog_t *catalog, const office_t *office, const period_t *period)
{
    const office_t *then = catalog_office_within (catalog, office->code, period->from, period->to);
    return then ? catalog_unit_within (catalog, then->unit_code, period->from, period->to) : NULL;
}

static bool class_is_named (const char *const *classes, const char *name)
{
    while (*classes && strcmp (*classes, name) != 0)
        classes++;
    return *classes;
}

/*  The line of the calendar's deadlines that is for OFFICE: one that names its class, else the one for all others. */
static const deadline_t *deadline_find (const catalog_t *catalog, const office_t *office, const form_t *form,
                                        const period_t *period)
{
    const deadline_t *found = NULL;
    for (size_t i = 0; i < catalog->deadline_count; i++) {
        const deadline_t *deadline = &catalog->deadlines[i];
        if (strcmp (deadline->calendar, form->calendar) != 0 || strcmp (deadline->period, period->kind) != 0 ||
            period->to < deadline->valid_from || deadline->valid_to < period->to)
            continue;
        if (class_is_named (deadline->classes, office->office_class))
            return deadline;
        if (!deadline->classes[0])
            found = deadline;
    }
    return found;
}

const duty_change_t *duty_change (const catalog_t *catalog, const office_t *office, const form_t *form,
                                  const period_t *period)
{
    const duty_change_t *found = NULL;
    for (size_t i = 0; i < catalog->duty_change_count; i++) {
        const duty_change_t *change = &catalog->duty_changes[i];
        if (strcmp (change->form, form->code) != 0 || strcmp (change->period, period->name) != 0)
            continue;
        if (strcmp (change->office, office->code) == 0)
            return change;
        if (!change->office[0])
            found = change;
    }
    return found;
}

int32_t duty_usual_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period)
{
    const deadline_t *deadline = deadline_find (catalog, office, form, period);
    if (!deadline)
        return QCDC_DAY_MAX;
    return deadline->working ? workday_after (catalog, period->to, deadline->days)
                             : workday_from (catalog, period->to + deadline->days);
}

int32_t duty_due_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period)
{
    const duty_change_t *change = duty_change (catalog, office, form, period);
    return change && change->due_on != QCDC_DAY_MAX ? change->due_on : duty_usual_on (catalog, office, form, period);
}

/*  Whether it is one of those that report for PERIOD at all. */
static bool duty_concerns (const catalog_t *catalog, const office_t *office, const form_t *form,
                           const period_t *period, int32_t today)
{
    const office_t *then = catalog_office_within (catalog, office->code, period->from, period->to);
    return then && office_owes (then, form->code) && period_served_by (period, form) && period->from <= today &&
           catalog_unit_within (catalog, then->unit_code, period->from, period->to);
}

bool duty_owed (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                int32_t today)
{
    const duty_change_t *change = duty_change (catalog, office, form, period);
    return !(change && change->exempt) && duty_concerns (catalog, office, form, period, today);
}

bool duty_exempt (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                  int32_t today)
{
    const duty_change_t *change = duty_change (catalog, office, form, period);
    return change && change->exempt && duty_concerns (catalog, office, form, period, today);
}

qcdc_status duty_each (const catalog_t *catalog, const office_t *office, const form_t *form, int32_t today,
                       duty_fn *each, void *arg)
{
    if (!office_owes (office, form->code))
        return QCDC_OK;
    int this_year = day_year (today);
    /* The first window of a year may begin in the one before; each ends within a year of that which it is named by. */
    int first = form->valid_from > QCDC_DAY_MIN ? day_year (form->valid_from) - 1 : PERIOD_YEAR_MIN;
    int last = this_year + 1 > PERIOD_YEAR_MAX ? PERIOD_YEAR_MAX : this_year + 1;
    if (form->valid_to < QCDC_DAY_MAX && day_year (form->valid_to) + 1 < last)
        last = day_year (form->valid_to) + 1;
    for (int year = last; year >= PERIOD_YEAR_MIN && year >= first; year--)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int m = 1; m <= (strcmp (*kind, "M") == 0 ? 12 : 1); m++) {
                period_t period;
                if (period_of_form (catalog, form, year, *kind, m, &period) == QCDC_OK &&
                    duty_owed (catalog, office, form, &period, today))
                    QCDC_TRY (each (&period, duty_due_on (catalog, office, form, &period), arg));
            }
    return QCDC_OK;
}
