/*  day_read.c — days as people write them.
 *
 *  Vietnam writes the day first, files the year first, and a spreadsheet with American settings the month first.  Two
 *  figures for day and month, as in 05/07/2020, are how people write here; a lone figure is what a program has written,
 *  and then only what reads one way is taken. */

#include "base/day_read.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Three groups of figures with the same mark between them. */
typedef struct {
    int value[3];
    size_t figures[3];
} parts_t;

static bool parts_read (const char *text, parts_t *parts)
{
    char mark = 0;
    for (size_t i = 0; i < 3; i++) {
        parts->figures[i] = strspn (text, "0123456789");
        if (parts->figures[i] == 0 || parts->figures[i] > 4)
            return false;
        parts->value[i] = atoi (text);
        text += parts->figures[i];
        if (i == 2)
            break;
        if (*text == '\0' || !strchr ("/-.", *text) || (mark && *text != mark))
            return false;
        mark = *text++;
    }
    /* The time that a spreadsheet puts behind a day. */
    static const char *const MIDNIGHTS[] = {"",         " 00:00",    " 0:00",     " 00:00:00",
                                            " 0:00:00", "T00:00:00", "T00:00:00Z"};
    for (size_t i = 0; i < sizeof MIDNIGHTS / sizeof *MIDNIGHTS; i++)
        if (strcmp (text, MIDNIGHTS[i]) == 0)
            return true;
    return false;
}

/*  Whether there is such a day. */
static bool day_make (int year, int month, int day_of_month, int32_t *day)
{
    char iso[48];
    snprintf (iso, sizeof iso, "%04d-%02d-%02d", year, month, day_of_month);
    return day_parse (iso, day) == QCDC_OK;
}

static qcdc_status refuse (const char *text, const char *why, const char *advice, fault_t *fault)
{
    fault_set (fault, QCDC_BAD_DATE, NULL, why, text);
    fault_advise (fault, "%s", advice);
    return QCDC_BAD_DATE;
}

/*  Days before 1900 are none of this program's, but that is another fault than a 31 February.  The calendar repeats after 400 years,
 *  so it is asked about a day of the same name then. */
static bool is_too_old (int year, int month, int day_of_month)
{
    int32_t day;
    return year < 1900 && day_make (year + 2000, month, day_of_month, &day);
}

/*  Of what is no day here: too old, or none at all. */
static qcdc_status refuse_day (const char *text, int year, int month, int day_of_month, fault_t *fault)
{
    char first[DAY_TEXT_BYTES];
    if (year == 1899 && month == 12 && is_too_old (year, month, day_of_month) && day_of_month >= 30)
        return fault_set (fault, QCDC_BAD_DATE, NULL,
                          _ ("%s is what a spreadsheet makes of an empty cell or of a number"), text);
    if (is_too_old (year, month, day_of_month))
        return fault_set (fault, QCDC_BAD_DATE, NULL, _ ("%s is before %s, and no register is that old"), text,
                          day_format_people (QCDC_REGISTER_DAY_MIN, first));
    return refuse (text, _ ("\"%.40s\" is not a day that exists"), _ ("write it as in 13/07/2020"), fault);
}

/*  Day and month before the year. */
static qcdc_status year_last (const char *text, const parts_t *parts, int32_t *day, fault_t *fault)
{
    int32_t other;
    char first[DAY_TEXT_BYTES], second[DAY_TEXT_BYTES];
    bool day_first = day_make (parts->value[2], parts->value[1], parts->value[0], day);
    bool month_first = day_make (parts->value[2], parts->value[0], parts->value[1], &other);
    bool figures = parts->figures[0] == 2 && parts->figures[1] == 2;
    if (!day_first && month_first)
        return refuse (text, _ ("\"%.40s\" has the month first"), _ ("write the day first, as in 13/07/2020"), fault);
    if (!day_first)
        return refuse_day (text, parts->value[2], parts->value[1], parts->value[0], fault);
    if (figures || !month_first || other == *day)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_DATE, NULL, _ ("is \"%.40s\" to be read as %s or as %s?"), text,
               day_format_people (*day, first), day_format_people (other, second));
    fault_advise (fault, _ ("write %s or %s"), first, second);
    return QCDC_BAD_DATE;
}

/*  43961, 43961.5: a day as a spreadsheet counts it, from the last day of 1899. */
static bool is_serial (const char *text, char shown[DAY_TEXT_BYTES])
{
    size_t figures = strspn (text, "0123456789");
    size_t rest = figures + (text[figures] == '.' || text[figures] == ',');
    int serial = figures == 5 ? atoi (text) : 0;
    if (serial < 20000 || serial > 60000 || strspn (text + rest, "0123456789") != strlen (text + rest))
        return false;
    day_format_people (day_from_civil (1899, 12, 30) + serial, shown);
    return true;
}

qcdc_status day_read (const char *text, int32_t *day, fault_t *fault)
{
    parts_t parts;
    char shown[DAY_TEXT_BYTES];
    if (parts_read (text, &parts)) {
        if (parts.figures[0] == 4 && parts.figures[1] <= 2 && parts.figures[2] <= 2) {
            if (day_make (parts.value[0], parts.value[1], parts.value[2], day))
                return QCDC_OK;
            return refuse_day (text, parts.value[0], parts.value[1], parts.value[2], fault);
        }
        if (parts.figures[0] <= 2 && parts.figures[1] <= 2 && parts.figures[2] == 4)
            return year_last (text, &parts, day, fault);
        if (parts.figures[2] <= 2)
            return refuse (text, _ ("\"%.40s\" does not say which year it is"),
                           _ ("write the year with four figures, as in 13/07/2020"), fault);
    }
    if (is_serial (text, shown)) {
        fault_set (fault, QCDC_BAD_DATE, NULL, _ ("\"%.40s\" is not a date"), text);
        fault_advise (fault, _ ("it is how a spreadsheet counts days: %s, if it was made so"), shown);
        return QCDC_BAD_DATE;
    }
    if (text_debris_day (text))
        return refuse (text, _ ("\"%.40s\" is not how a day is written here"),
                       _ ("write it dd/mm/yyyy or yyyy-mm-dd, as in 13/07/2020 or 2020-07-13"), fault);
    const char *debris = text_debris (text);
    if (debris) {
        fault_set (fault, QCDC_BAD_DATE, NULL, _ ("\"%.40s\" is not a date: %s"), text, _ (debris));
        fault_advise (fault, "%s", _ ("write it as in 13/07/2020"));
        return QCDC_BAD_DATE;
    }
    return refuse (text, _ ("\"%.40s\" is not a date"), _ ("write it as in 13/07/2020"), fault);
}
