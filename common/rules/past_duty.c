/*  past_duty.c — the duty behind a report as one catalogue has it, and as the next one does.
 *
 *  What a row says is not compared with what another row said: only what comes of it for the report, so that a row that says the same
 *  again, or something of other days, touches nothing. */

#include "rules/past_duty.h"

#include "base/day.h"
#include "catalogue/duty.h"

#include <string.h>

/*  A last day is moved on over so many days at the most: the longest time to hand in, and holidays behind it. */
#define DUE_DAYS_MAX 400

/*  What is looked at: the report's office, of whatever version, and what it owes. */
typedef struct {
    bool has; /* it files it, of its own accord or for another one */
    bool exempt;
    int unit; /* id of the version; 0: none */
    int32_t due_on;
} owed_t;

static owed_t owed_by (const catalog_t *catalog, const past_report_t *report)
{
    owed_t owed = {.due_on = QCDC_DAY_MAX};
    const office_t *office = catalog_office (catalog, report->office);
    const form_t *form = catalog_form (catalog, report->form->code, report->form->version);
    if (!office || !form)
        return owed;
    const unit_t *unit = duty_unit_of (catalog, office, form, report->period);
    owed.has = duty_is_own (catalog, office, form, report->period) ||
               duty_owed (catalog, office, form, report->period, report->period->to);
    owed.exempt = duty_exempt (catalog, office, form, report->period, report->period->to);
    owed.unit = unit ? unit->id : 0;
    owed.due_on = duty_due_on (catalog, office, form, report->period);
    return owed;
}

/*  Whether it was in time by the one day and is not by the other.  Where nobody knows when it came, both days have to be ahead still. */
static bool time_differs (int32_t was, int32_t is, const past_report_t *report)
{
    if (was == is)
        return false;
    if (report->filed_on != QCDC_DAY_MIN)
        return (report->filed_on <= was) != (report->filed_on <= is);
    return (was < is ? was : is) < report->today;
}

static bool duty_differs (const catalog_t *now, const catalog_t *next, const past_report_t *report)
{
    owed_t was = owed_by (now, report), is = owed_by (next, report);
    /* What an office did not owe it has not filed, unless it is here. */
    if (!was.has && report->filed_on == QCDC_DAY_MIN)
        return false;
    return was.has != is.has || was.exempt != is.exempt || was.unit != is.unit ||
           time_differs (was.due_on, is.due_on, report);
}

/*  The row's column as it stands there. */
static const char *field (const past_change_t *change, int column)
{
    return change->row->fields[column];
}

bool past_near_holiday (const past_change_t *change, const past_report_t *report)
{
    int32_t to = report->period->to;
    return to < change->day && change->day <= to + DUE_DAYS_MAX;
}

bool past_near_deadline (const past_change_t *change, const past_report_t *report)
{
    return strcmp (field (change, 0), report->form->calendar) == 0 &&
           strcmp (field (change, 1), report->period->kind) == 0 && past_near_day (change, report);
}

bool past_near_duty (const past_change_t *change, const past_report_t *report)
{
    return strcmp (field (change, 0), report->form->code) == 0 &&
           strcmp (field (change, 1), report->period->name) == 0;
}

bool past_near_day (const past_change_t *change, const past_report_t *report)
{
    return change->day <= report->period->to;
}

bool past_touches_duty (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                        const past_report_t *report)
{
    (void)change;
    return duty_differs (now, next, report);
}

bool past_touches_office (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                          const past_report_t *report)
{
    return strcmp (field (change, 0), report->office) == 0 && duty_differs (now, next, report);
}

/*  The code of the unit that the office stands for in the period; "" where it is none. */
static const char *unit_code (const catalog_t *catalog, const past_report_t *report)
{
    const office_t *office =
        catalog_office_within (catalog, report->office, report->period->from, report->period->to);
    return office ? office->unit_code : "";
}

static bool is_of (const char *code, const catalog_t *now, const catalog_t *next, const past_report_t *report)
{
    return strcmp (unit_code (next, report), code) == 0 || strcmp (unit_code (now, report), code) == 0;
}

bool past_touches_unit (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                        const past_report_t *report)
{
    return is_of (field (change, 0), now, next, report) && duty_differs (now, next, report);
}

bool past_touches_event (const past_change_t *change, const catalog_t *now, const catalog_t *next,
                         const past_report_t *report)
{
    return (is_of (field (change, 1), now, next, report) || is_of (field (change, 2), now, next, report)) &&
           (report->filed_on != QCDC_DAY_MIN || owed_by (now, report).has);
}
