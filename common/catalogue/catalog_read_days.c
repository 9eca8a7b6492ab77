/*  catalog_read_days.c — the files that are about days, row by row. */

#include "catalogue/catalog_read_days.h"
#include "base/i18n.h"

#include <string.h>

const char *const CALENDAR_COLUMNS[] = {"calendar", "period",     "from_year", "from_month", "from_day",
                                        "to_year",  "to_month",   "to_day",    "due_year",   "due_month",
                                        "due_day",  "opens_days", NULL};
static const char *const PERIODS[] = {"H1", "Y", "Q1", "Q2", "Q3", "Q4", "9M", "M", NULL};

/*  A day of a calendar year that every year has, in the columns from COLUMN on. */
static qcdc_status calendar_day (row_source_t *self, int column, int year_min, int *year, int *month, int *day)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    QCDC_TRY (row_int (self, column, year_min, 1, year));
    QCDC_TRY (row_int (self, column + 1, 0, 12, month));
    return row_int (self, column + 2, *month ? 1 : 0, *month ? DAYS[*month - 1] : 1, day);
}

qcdc_status calendar_row (row_source_t *self, void *row)
{
    calendar_line_t *line = row;
    int period = 0;
    QCDC_TRY (row_code (self, 0, &line->calendar));
    QCDC_TRY (row_choice (self, 1, PERIODS, &period));
    QCDC_TRY (calendar_day (self, 2, -1, &line->from_year, &line->from_month, &line->from_day));
    QCDC_TRY (calendar_day (self, 5, -1, &line->to_year, &line->to_month, &line->to_day));
    QCDC_TRY (calendar_day (self, 8, 0, &line->due_year, &line->due_month, &line->due_day));
    QCDC_TRY (row_int (self, 11, 0, 366, &line->opens_days));
    line->period = PERIODS[period];
    /*  The window of a month is the month itself, given by no month at all. */
    bool month = strcmp (line->period, "M") == 0;
    if (month && line->due_month != 0)
        return row_fail (self, 9, N_ ("a month has no due date of its own in a calendar"));
    if (month != (line->from_month == 0) || month != (line->to_month == 0))
        return row_fail (self, 3, N_ ("0 stands for the month itself and for nothing else"));
    int from = (line->from_year * 12 + line->from_month) * 31 + line->from_day;
    int to = (line->to_year * 12 + line->to_month) * 31 + line->to_day;
    int due = (line->due_year * 12 + line->due_month) * 31 + line->due_day;
    if (!month && from > to)
        return row_fail (self, 5, N_ ("the window ends before it begins"));
    if (line->due_month != 0 && due <= to)
        return row_fail (self, 8, N_ ("a report cannot be due before its window has ended"));
    return QCDC_OK;
}
