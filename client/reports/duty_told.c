/*  duty_told.c — changes of duties, told to the office that they concern.
 *
 *  Who has filed nothing yet needs it most: it is he who hurries for a day that was put off, or lets pass what he has inherited. */

#include "reports/duty_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/duty.h"

#include <string.h>

/*  The columns of duty-changes.csv (catalogue/table_kinds.c). */
enum { FORM, PERIOD, OFFICE, REASON = 5, SUCCESSOR = 8 };

/*  A duty as one catalogue has it. */
typedef struct {
    const form_t *form; /* NULL: there is none */
    period_t period;
    bool owed, exempt;
    int32_t due_on; /* QCDC_DAY_MAX: none */
} duty_t;

static duty_t duty_of (const catalog_t *catalog, const char *code, const table_row_t *row)
{
    duty_t duty = {.due_on = QCDC_DAY_MAX};
    const office_t *office = catalog_office (catalog, code);
    duty.form = office ? period_form (catalog, row->fields[FORM], row->fields[PERIOD], &duty.period) : NULL;
    if (!duty.form)
        return duty;
    /* As of the day after it: what is put off is told before it is owed, too. */
    duty.owed = duty_owed (catalog, office, duty.form, &duty.period, duty.period.to + 1);
    duty.exempt = duty_exempt (catalog, office, duty.form, &duty.period, duty.period.to + 1);
    duty.due_on = duty_due_on (catalog, office, duty.form, &duty.period);
    return duty;
}

/*  Whether the duty of FROM has come to the office CODE. */
static bool has_come (const catalog_t *catalog, const char *code, const char *from, const table_row_t *row)
{
    const office_t *office = catalog_office (catalog, code), *before = NULL;
    while (office &&
           (before = duty_predecessor (catalog, office, row->fields[FORM], row->fields[PERIOD], before)) != NULL)
        if (strcmp (before->code, from) == 0)
            return true;
    return false;
}

/*  The row says who reports in whose place. */
static bool passed_told (const catalog_t *now, const catalog_t *next, const char *code, const table_row_t *row,
                         const char *lead, FILE *file)
{
    char day[DAY_TEXT_BYTES];
    const char *form = row->fields[FORM], *period = row->fields[PERIOD], *from = row->fields[OFFICE];
    if (strcmp (from, code) == 0) {
        fprintf (file, _ ("%s%s %s is to be reported by %s in place of this office: %s\n"), lead, form, period,
                 row->fields[SUCCESSOR], row->fields[REASON]);
        return true;
    }
    if (!has_come (next, code, from, row) || has_come (now, code, from, row))
        return false;
    duty_t duty = duty_of (next, code, row);
    if (duty.due_on == QCDC_DAY_MAX)
        fprintf (file, _ ("%s%s %s is to be reported by this office where %s has not done it: %s\n"), lead, form, period, from,
                 row->fields[REASON]);
    else
        fprintf (file, _ ("%s%s %s is to be reported by this office where %s has not done it, until %s: %s\n"), lead, form,
                 period, from, day_format_people (duty.due_on, day), row->fields[REASON]);
    return true;
}

bool duty_told (const catalog_t *now, const catalog_t *next, const char *code, const table_row_t *row,
                const char *lead, FILE *file)
{
    char day[DAY_TEXT_BYTES], before[DAY_TEXT_BYTES];
    const char *form = row->fields[FORM], *period = row->fields[PERIOD], *office = row->fields[OFFICE];
    if (row->fields[SUCCESSOR] && *row->fields[SUCCESSOR])
        return passed_told (now, next, code, row, lead, file);
    if (*office && strcmp (office, code) != 0)
        return false;
    duty_t was = duty_of (now, code, row), is = duty_of (next, code, row);
    if (!was.owed && !was.exempt && !is.owed && !is.exempt)
        return false;
    if (is.exempt && !was.exempt)
        fprintf (file, _ ("%s%s %s need not be reported: %s\n"), lead, form, period, row->fields[REASON]);
    else if (is.owed && was.exempt)
        fprintf (file, _ ("%s%s %s has to be reported again: %s\n"), lead, form, period, row->fields[REASON]);
    else if (is.due_on == was.due_on || is.due_on == QCDC_DAY_MAX)
        return false;
    else if (was.due_on == QCDC_DAY_MAX)
        fprintf (file, _ ("%s%s %s is due on %s: %s\n"), lead, form, period, day_format_people (is.due_on, day),
                 row->fields[REASON]);
    else
        fprintf (file, _ ("%s%s %s is due on %s, and not on %s any more: %s\n"), lead, form, period,
                 day_format_people (is.due_on, day), day_format_people (was.due_on, before), row->fields[REASON]);
    return true;
}
