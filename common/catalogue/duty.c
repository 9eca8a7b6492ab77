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

/*  The version of its own unit that OFFICE's report for PERIOD is of; NULL where none lived in any part of it. */
static const unit_t *own_unit (const catalog_t *catalog, const office_t *office, const period_t *period)
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

/*  A duty, of an office or of a successor. */
typedef struct {
    const char *form, *period, *code;
} duty_key_t;

/*  The first of COUNT changes in the order of form, period and CODE_OF that is of KEY, or stands behind it. */
static size_t change_first (const duty_change_t *const *changes, size_t count, const duty_key_t *key,
                            const char *(*code_of) (const duty_change_t *))
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp (changes[middle]->form, key->form);
        order = order ? order : strcmp (changes[middle]->period, key->period);
        order = order ? order : strcmp (code_of (changes[middle]), key->code);
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_of (const duty_change_t *change, const duty_key_t *key, const char *code)
{
    return strcmp (change->form, key->form) == 0 && strcmp (change->period, key->period) == 0 &&
           strcmp (code, key->code) == 0;
}

static const char *office_of (const duty_change_t *change)
{
    return change->office;
}

static const char *successor_of (const duty_change_t *change)
{
    return change->successor;
}

/*  Of a duty there is one row that holds: the newest of its line. */
static const duty_change_t *change_of (const catalog_t *catalog, const char *office, const char *form,
                                       const char *period)
{
    const duty_key_t key = {form, period, office};
    size_t at = change_first (catalog->duty_changes_by_office, catalog->duty_change_count, &key, office_of);
    const duty_change_t *found = at < catalog->duty_change_count ? catalog->duty_changes_by_office[at] : NULL;
    return found && is_of (found, &key, found->office) ? found : NULL;
}

static const duty_change_t *change_named (const catalog_t *catalog, const office_t *office, const form_t *form,
                                          const period_t *period)
{
    const duty_change_t *found = change_of (catalog, office->code, form->code, period->name);
    return found ? found : change_of (catalog, "", form->code, period->name);
}

/*  The row by which the office CODE passes its duty on. */
static const duty_change_t *passing (const catalog_t *catalog, const char *code, const char *form, const char *period)
{
    const duty_change_t *change = change_of (catalog, code, form, period);
    return change && change->successor[0] ? change : NULL;
}

const office_t *duty_next (const catalog_t *catalog, const office_t *office, const char *form, const char *period)
{
    const duty_change_t *change = passing (catalog, office->code, form, period);
    return change ? catalog_office (catalog, change->successor) : NULL;
}

/*  Of the rows behind AFTER by which the duty passes to KEY's code, straight or by others, the first in the order of the table, where it
 *  stands before FOUND.  No duty goes in a circle (catalog_read_days.c); STEPS are counted all the same. */
static const duty_change_t *passed_first (const catalog_t *catalog, const duty_key_t *key, const duty_change_t *after,
                                          const duty_change_t *found, size_t steps)
{
    const duty_change_t *const *changes = catalog->duty_changes_by_successor;
    size_t count = catalog->duty_change_count, at = change_first (changes, count, key, successor_of);
    for (; steps > 0 && at < count && is_of (changes[at], key, changes[at]->successor); at++) {
        const duty_key_t before = {key->form, key->period, changes[at]->office};
        if ((!after || changes[at] > after) && (!found || changes[at] < found))
            found = changes[at];
        found = passed_first (catalog, &before, after, found, steps - 1);
    }
    return found;
}

const office_t *duty_predecessor (const catalog_t *catalog, const office_t *office, const char *form,
                                  const char *period, const office_t *last)
{
    const duty_key_t key = {form, period, office->code};
    const duty_change_t *after = last ? passing (catalog, last->code, form, period) : NULL;
    if (last && !after)
        return NULL;
    const duty_change_t *found = passed_first (catalog, &key, after, NULL, catalog->duty_change_count);
    return found ? catalog_office (catalog, found->office) : NULL;
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
    return own_unit (catalog, before ? before : office, period);
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
