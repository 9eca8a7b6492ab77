/*  rule_period.c — periods before and around the one of a report.
 *
 *  The period before is looked for among those that the form is filled for: a form of half-years and years has the year before its
 *  first half-year, and not the second half, which nobody hands in. */

#include "rules/rule_period.h"

#include <stdio.h>
#include <string.h>

static void year_name (const period_t *period, char name[PERIOD_TEXT_BYTES])
{
    snprintf (name, PERIOD_TEXT_BYTES, "%04d", period->year % 10000);
}

/*  The period that ends on the day before this one begins. */
static void name_before (const catalog_t *catalog, const form_t *form, const period_t *period,
                         char name[PERIOD_TEXT_BYTES])
{
    for (int year = period->year; year >= period->year - 1 && !*name; year--)
        for (const char *const *kind = form->periods; *kind && !*name; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t before;
                if (period_of_form (catalog, form, year, *kind, month, &before) == QCDC_OK &&
                    before.to == period->from - 1)
                    snprintf (name, PERIOD_TEXT_BYTES, "%s", before.name);
            }
}

/*  The period of the form that runs from the first day of the year to the last of this one: the first quarter itself, the year for its
 *  second half.  Where the form has none, as for the second of four quarters, what has happened since is not in one report, and blank. */
static void name_year_to_date (const catalog_t *catalog, const form_t *form, const period_t *period,
                               char name[PERIOD_TEXT_BYTES])
{
    char whole[PERIOD_TEXT_BYTES];
    period_t year, one;
    year_name (period, whole);
    if (period_parse (catalog, form->calendar, whole, &year) != QCDC_OK)
        return;
    if (year.from == period->from) {
        snprintf (name, PERIOD_TEXT_BYTES, "%s", period->name);
        return;
    }
    for (const char *const *kind = form->periods; *kind && !*name; kind++)
        if (period_of_form (catalog, form, period->year, *kind, 1, &one) == QCDC_OK && one.from == year.from &&
            one.to == period->to)
            snprintf (name, PERIOD_TEXT_BYTES, "%s", one.name);
}

void rule_period_name (const catalog_t *catalog, const form_t *form, const period_t *period, rule_period which,
                       char name[PERIOD_TEXT_BYTES])
{
    *name = '\0';
    if (which == RULE_P)
        snprintf (name, PERIOD_TEXT_BYTES, "%s", period->name);
    else if (which == RULE_YTD)
        name_year_to_date (catalog, form, period, name);
    else if (which == RULE_PREVIOUS)
        name_before (catalog, form, period, name);
    else if (which == RULE_YEAR_AGO)
        period_year_before (period->name, name);
    else if (which == RULE_YEAR)
        year_name (period, name);
    else if (which == RULE_H1)
        snprintf (name, PERIOD_TEXT_BYTES, "%04d-H1", period->year % 10000);
}
