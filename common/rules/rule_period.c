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

/*  Whether the period begins with its year, so that what happened in it is what has happened since. */
static bool begins_year (const catalog_t *catalog, const form_t *form, const period_t *period)
{
    char name[PERIOD_TEXT_BYTES];
    period_t year;
    year_name (period, name);
    return period_parse (catalog, form->calendar, name, &year) == QCDC_OK && year.from == period->from;
}

void rule_period_name (const catalog_t *catalog, const form_t *form, const period_t *period, rule_period which,
                       char name[PERIOD_TEXT_BYTES])
{
    *name = '\0';
    if (which == RULE_P || (which == RULE_YTD && begins_year (catalog, form, period)))
        snprintf (name, PERIOD_TEXT_BYTES, "%s", period->name);
    else if (which == RULE_PREVIOUS)
        name_before (catalog, form, period, name);
    else if (which == RULE_YEAR_AGO)
        period_year_before (period->name, name);
    else if (which == RULE_YEAR)
        year_name (period, name);
    else if (which == RULE_H1)
        snprintf (name, PERIOD_TEXT_BYTES, "%04d-H1", period->year % 10000);
}
