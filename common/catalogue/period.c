/*  period.c — names of periods, and the windows that the calendars give them.
 *
 *  A name says nothing about days by itself: 2020-H1 is another window in each form's calendar. */

#include "catalogue/period.h"
#include "base/day.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

static bool is_digit (char c)
{
    return c >= '0' && c <= '9';
}

/*  Splits NAME into year, kind and month.  There is one way to write a period, so that a report cannot be filed
 *  twice under two spellings. */
static bool name_split (const char *name, period_t *period)
{
    for (int i = 0; i < 4; i++)
        if (!is_digit (name[i]))
            return false;
    period->year = (name[0] - '0') * 1000 + (name[1] - '0') * 100 + (name[2] - '0') * 10 + (name[3] - '0');
    period->month = 0;
    if (period->year < PERIOD_YEAR_MIN || period->year > PERIOD_YEAR_MAX)
        return false;
    const char *rest = name + 4;
    if (*rest == '\0') {
        strcpy (period->kind, "Y");
        return true;
    }
    if (*rest++ != '-')
        return false;
    if (rest[0] == 'M' && is_digit (rest[1]) && is_digit (rest[2]) && rest[3] == '\0') {
        period->month = (rest[1] - '0') * 10 + (rest[2] - '0');
        strcpy (period->kind, "M");
        return period->month >= 1 && period->month <= 12;
    }
    /*  Two characters; "Y" and "M" are kinds too, but not how a period is written. */
    if (strnlen (rest, 3) != 2)
        return false;
    memcpy (period->kind, rest, 3);
    return true;
}

bool calendar_is_month (const calendar_line_t *line)
{
    return line->from_day <= 1 && line->to_day <= 1;
}

/*  The month itself; or from a day of the month before it on. */
static void month_window (const calendar_line_t *line, period_t *period)
{
    bool january = period->month == 1, december = period->month == 12;
    period->from = day_from_civil (period->year, period->month, 1);
    period->to = day_from_civil (period->year + december, december ? 1 : period->month + 1, 1) - 1;
    if (calendar_is_month (line))
        return;
    period->from = day_from_civil (period->year - january, january ? 12 : period->month - 1, line->from_day);
    period->to = day_from_civil (period->year, period->month, line->to_day);
}

/*  Gives PERIOD the window of LINE; false where that ends on a day on which the line does not hold. */
static bool line_window (const calendar_line_t *line, period_t *period)
{
    if (period->month) {
        month_window (line, period);
    } else {
        period->from = day_from_civil (period->year + line->from_year, line->from_month, line->from_day);
        period->to = day_from_civil (period->year + line->to_year, line->to_month, line->to_day);
    }
    return line->valid_from <= period->to && period->to <= line->valid_to;
}

qcdc_status period_parse (const catalog_t *catalog, const char *calendar, const char *name, period_t *period)
{
    period_t parsed = {0};
    if (!name_split (name, &parsed))
        return QCDC_BAD_PERIOD;
    const calendar_line_t *line = NULL;
    for (size_t i = 0; i < catalog->calendar_count && !line; i++)
        if (strcmp (catalog->calendar[i].calendar, calendar) == 0 &&
            strcmp (catalog->calendar[i].period, parsed.kind) == 0 && line_window (&catalog->calendar[i], &parsed))
            line = &catalog->calendar[i];
    if (!line)
        return QCDC_BAD_PERIOD;
    parsed.opens_on = parsed.to - line->opens_days;
    memcpy (parsed.name, name, strlen (name) + 1);
    *period = parsed;
    return QCDC_OK;
}

bool period_is_known (const catalog_t *catalog, const char *name)
{
    period_t period;
    for (size_t i = 0; i < catalog->calendar_count; i++)
        if (period_parse (catalog, catalog->calendar[i].calendar, name, &period) == QCDC_OK)
            return true;
    return false;
}

/*  As people write it: the year itself, one of its months, or a part of it. */
qcdc_status period_of_form (const catalog_t *catalog, const form_t *form, int year, const char *kind, int month,
                            period_t *period)
{
    char name[32]; /* longer than the name of any */
    if (strcmp (kind, "Y") == 0)
        snprintf (name, sizeof name, "%04d", year);
    else if (strcmp (kind, "M") == 0)
        snprintf (name, sizeof name, "%04d-M%02d", year, month);
    else
        snprintf (name, sizeof name, "%04d-%.8s", year, kind);
    return period_parse (catalog, form->calendar, name, period);
}

void period_year_before (const char *name, char before[PERIOD_TEXT_BYTES])
{
    before[0] = '\0';
    size_t length = strnlen (name, PERIOD_TEXT_BYTES);
    if (length < 4 || length == PERIOD_TEXT_BYTES || strspn (name, "0123456789") < 4 ||
        strncmp (name, "0000", 4) == 0)
        return;
    memcpy (before, name, length + 1);
    /*  Subtraction as on paper: borrow from the next digit on the left. */
    int digit = 3;
    while (before[digit] == '0')
        before[digit--] = '9';
    before[digit]--;
}

/*  A circular that begins to hold within a period is the one that the period is reported by: the report is written after it. */
bool period_served_by (const period_t *self, const form_t *form)
{
    return period_fits_form (self, form) && form->valid_from <= self->to && self->to <= form->valid_to;
}

bool period_served_once (const period_t *self, const form_t *form)
{
    return period_fits_form (self, form) && form->valid_from <= self->to && self->from <= form->valid_to;
}

const form_t *period_form (const catalog_t *catalog, const char *code, const char *name, period_t *period)
{
    const form_t *found = NULL;
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        period_t parsed;
        if (strcmp (form->code, code) == 0 && (!found || form->version > found->version) &&
            period_parse (catalog, form->calendar, name, &parsed) == QCDC_OK && period_served_by (&parsed, form)) {
            found = form;
            *period = parsed;
        }
    }
    return found;
}

bool period_fits_form (const period_t *self, const form_t *form)
{
    for (const char *const *kind = form->periods; *kind; kind++)
        if (strcmp (*kind, self->kind) == 0)
            return true;
    return false;
}
