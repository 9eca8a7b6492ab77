/*  duty.c — the life of an office and of its unit held against a period.
 *
 *  What an office owes for a period is what it was last in that period, whatever it is today. */

#include "catalogue/duty.h"
#include "base/day.h"
#include "base/limits.h"
#include "catalogue/workdays.h"

#include <stdio.h>
#include <string.h>

/*  The last version that lived while OFFICE did: a code that was given anew in the period is another unit's. */
static const unit_t *unit_of (const catalog_t *catalog, const office_t *office, const period_t *period)
{
    return catalog_unit_within (catalog, office->unit_code,
                                office->valid_from > period->from ? office->valid_from : period->from,
                                office->valid_to < period->to ? office->valid_to : period->to);
}

const unit_t *duty_unit (const catalog_t *catalog, const office_t *office, const period_t *period)
{
    const office_t *then = catalog_office_within (catalog, office->code, period->from, period->to);
    return then ? unit_of (catalog, then, period) : NULL;
}

static bool class_is_named (const char *const *classes, const char *name)
{
    while (*classes && strcmp (*classes, name) != 0)
        classes++;
    return *classes;
}

/*  The line of the calendar's deadlines that is for OFFICE as it was then: one that names its class, else the one for all others. */
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

static const duty_change_t *change_named (const catalog_t *catalog, const office_t *office, const form_t *form,
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

static bool passes_on (const duty_change_t *change, const char *form, const char *period)
{
    return change->successor[0] && strcmp (change->form, form) == 0 && strcmp (change->period, period) == 0;
}

/*  The row by which the office CODE passes its duty on. */
static const duty_change_t *passing (const catalog_t *catalog, const char *code, const char *form, const char *period)
{
    for (size_t i = 0; i < catalog->duty_change_count; i++) {
        const duty_change_t *change = &catalog->duty_changes[i];
        if (passes_on (change, form, period) && strcmp (change->office, code) == 0)
            return change;
    }
    return NULL;
}

const office_t *duty_next (const catalog_t *catalog, const office_t *office, const char *form, const char *period)
{
    const duty_change_t *change = passing (catalog, office->code, form, period);
    return change ? catalog_office (catalog, change->successor) : NULL;
}

/*  Whether what CHANGE passes on comes to OFFICE in the end, or goes through it. */
static bool comes_to (const catalog_t *catalog, const duty_change_t *change, const office_t *office)
{
    /* No duty goes in a circle (catalog_read_days.c); counted all the same. */
    for (size_t steps = 0; change && steps < catalog->duty_change_count; steps++) {
        if (strcmp (change->successor, office->code) == 0)
            return true;
        change = passing (catalog, change->successor, change->form, change->period);
    }
    return false;
}

const office_t *duty_predecessor (const catalog_t *catalog, const office_t *office, const char *form,
                                  const char *period, const office_t *last)
{
    bool past = last == NULL, named = false;
    /* Hardly ever there is one, and this is asked for every office and period. */
    for (size_t i = 0; i < catalog->duty_change_count && !named; i++)
        named = passes_on (&catalog->duty_changes[i], form, period) &&
                strcmp (catalog->duty_changes[i].successor, office->code) == 0;
    for (size_t i = 0; named && i < catalog->duty_change_count; i++) {
        const duty_change_t *change = &catalog->duty_changes[i];
        if (!passes_on (change, form, period) || !comes_to (catalog, change, office))
            continue;
        if (past)
            return catalog_office (catalog, change->office);
        past = strcmp (change->office, last->code) == 0;
    }
    return NULL;
}

bool duty_is_own (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period)
{
    const office_t *then = catalog_office_within (catalog, office->code, period->from, period->to);
    return then && office_owes (then, form->code) && period_served_by (period, form) &&
           unit_of (catalog, then, period);
}

bool duty_may_file (const catalog_t *catalog, const office_t *office, const char *form, const period_t *period)
{
    const office_t *then = catalog_office_within (catalog, office->code, period->from, period->to);
    return (then && office_owes (then, form)) || office_owes (office, form) ||
           duty_predecessor (catalog, office, form, period->name, NULL);
}

/*  Whom OFFICE succeeds in a duty that is not its own; NULL: it is its own, or none. */
static const office_t *succeeded (const catalog_t *catalog, const office_t *office, const form_t *form,
                                  const period_t *period)
{
    const office_t *before = duty_predecessor (catalog, office, form->code, period->name, NULL);
    if (!before || duty_is_own (catalog, office, form, period))
        return NULL;
    while (before && !duty_is_own (catalog, before, form, period))
        before = duty_predecessor (catalog, office, form->code, period->name, before);
    return before;
}

const unit_t *duty_unit_of (const catalog_t *catalog, const office_t *office, const form_t *form,
                            const period_t *period)
{
    const office_t *before = succeeded (catalog, office, form, period);
    return duty_unit (catalog, before ? before : office, period);
}

int32_t duty_usual_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period)
{
    const office_t *before = succeeded (catalog, office, form, period);
    const office_t *whose = before ? before : office,
                   *then = catalog_office_within (catalog, whose->code, period->from, period->to);
    const deadline_t *deadline = deadline_find (catalog, then ? then : whose, form, period);
    if (!deadline)
        return QCDC_DAY_MAX;
    return deadline->working ? workday_after (catalog, period->to, deadline->days)
                             : workday_from (catalog, period->to + deadline->days);
}

const duty_change_t *duty_change (const catalog_t *catalog, const office_t *office, const form_t *form,
                                  const period_t *period)
{
    const office_t *before = succeeded (catalog, office, form, period);
    const duty_change_t *change = change_named (catalog, before ? before : office, form, period);
    /* Of one that was passed on again, the last word. */
    while (before && change && strcmp (change->successor, office->code) != 0)
        change = passing (catalog, change->successor, form->code, period->name);
    return change;
}

/*  The last day that was given with the duty on its way from BEFORE to OFFICE, the last time; QCDC_DAY_MAX: never. */
static int32_t passed_due_on (const catalog_t *catalog, const office_t *before, const office_t *office,
                              const form_t *form, const period_t *period)
{
    int32_t due_on = QCDC_DAY_MAX;
    const duty_change_t *change = passing (catalog, before->code, form->code, period->name);
    while (change) {
        if (change->due_on != QCDC_DAY_MAX)
            due_on = change->due_on;
        change = strcmp (change->successor, office->code) == 0
                     ? NULL
                     : passing (catalog, change->successor, form->code, period->name);
    }
    return due_on;
}

int32_t duty_due_on (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period)
{
    static const office_t NOBODY = {.code = ""};
    const office_t *before = succeeded (catalog, office, form, period);
    const duty_change_t *change = duty_change (catalog, office, form, period);
    int32_t due_on = before   ? passed_due_on (catalog, before, office, form, period)
                     : change ? change->due_on
                              : QCDC_DAY_MAX;
    /* A row that only passes the duty on leaves the day that all have. */
    if (due_on == QCDC_DAY_MAX && change && change->successor[0]) {
        change = change_named (catalog, &NOBODY, form, period);
        due_on = change ? change->due_on : QCDC_DAY_MAX;
    }
    return due_on != QCDC_DAY_MAX ? due_on : duty_usual_on (catalog, office, form, period);
}

bool duty_owed (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                int32_t today)
{
    if (period->from > today)
        return false;
    if (!duty_is_own (catalog, office, form, period))
        return succeeded (catalog, office, form, period) &&
               !passing (catalog, office->code, form->code, period->name);
    const duty_change_t *change = duty_change (catalog, office, form, period);
    return !(change && (change->exempt || change->successor[0]));
}

bool duty_exempt (const catalog_t *catalog, const office_t *office, const form_t *form, const period_t *period,
                  int32_t today)
{
    const duty_change_t *change = duty_change (catalog, office, form, period);
    return change && change->exempt && period->from <= today && duty_is_own (catalog, office, form, period);
}

bool duty_is_known (const catalog_t *catalog, const office_t *office, const char *form)
{
    if (catalog_office_ever_owes (catalog, office->code, form))
        return true;
    for (size_t i = 0; i < catalog->duty_change_count; i++)
        if (strcmp (catalog->duty_changes[i].form, form) == 0 &&
            strcmp (catalog->duty_changes[i].successor, office->code) == 0)
            return true;
    return false;
}

qcdc_status duty_each (const catalog_t *catalog, const office_t *office, const form_t *form, int32_t today,
                       duty_fn *each, void *arg)
{
    if (!duty_is_known (catalog, office, form->code))
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
