/*  catalog_read_days.c — the tables that are about days, row by row. */

#include "catalogue/catalog_read_days.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "catalogue/period.h"
#include "catalogue/workdays.h"

#include <string.h>

static const char *const PERIODS[] = {"H1", "H2", "Y", "Q1", "Q2", "Q3", "Q4", "9M", "M", NULL};

#define MONTH_DAY_MAX 28 /* that every month has */

/*  A day of a calendar year that every year has, in the columns from COLUMN on; of the month itself, one that every month has. */
static qcdc_status calendar_day (row_source_t *self, int column, int year_min, int *year, int *month, int *day)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    QCDC_TRY (row_int (self, column, year_min, 1, year));
    QCDC_TRY (row_int (self, column + 1, 0, 12, month));
    return row_int (self, column + 2, *month ? 1 : 0, *month ? DAYS[*month - 1] : MONTH_DAY_MAX, day);
}

qcdc_status calendar_row (row_source_t *self, void *row)
{
    calendar_line_t *line = row;
    int period = 0;
    QCDC_TRY (row_code (self, 0, &line->calendar));
    QCDC_TRY (row_choice (self, 1, PERIODS, &period));
    QCDC_TRY (calendar_day (self, 2, -1, &line->from_year, &line->from_month, &line->from_day));
    QCDC_TRY (calendar_day (self, 5, -1, &line->to_year, &line->to_month, &line->to_day));
    QCDC_TRY (row_int (self, 8, 0, 366, &line->opens_days));
    line->period = PERIODS[period];
    line->valid_from = self->row->from;
    line->valid_to = self->row->to;
    /*  The window of a month is the month itself, given by no month at all, or goes from a day of the month before it to the day before
     *  that one. */
    bool month = strcmp (line->period, "M") == 0;
    if (month != (line->from_month == 0) || month != (line->to_month == 0))
        return row_fail (self, 3, N_ ("0 stands for the month itself and for nothing else"));
    if (month && !calendar_is_month (line) && line->from_day != line->to_day + 1)
        return row_fail (
            self, 7,
            N_ ("the window of a month goes from 1 to 0, which is its last day, or from a day of the month before it "
                "to the day before that one: from 15 to 14"));
    int from = (line->from_year * 12 + line->from_month) * 31 + line->from_day;
    int to = (line->to_year * 12 + line->to_month) * 31 + line->to_day;
    if (!month && from > to)
        return row_fail (self, 5, N_ ("the window ends before it begins"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- deadlines */

/*  Whether two lines name a class in common, or both are for those that none names. */
static bool classes_meet (const char *const *some, const char *const *others)
{
    if (!some[0] || !others[0])
        return !some[0] && !others[0];
    for (; *some; some++)
        for (const char *const *other = others; *other; other++)
            if (strcmp (*some, *other) == 0)
                return true;
    return false;
}

/*  The row at INDEX is for some of the same offices. */
static qcdc_status deadline_meets (const row_source_t *self, size_t index)
{
    size_t count;
    const table_row_t *other = &tables_rows (self->tables, self->table, &count)[index];
    if (!other->file)
        return row_fail (self, 2, N_ ("what is published gives the same offices a last day at the same time"));
    return row_fail (self, 2, N_ ("row %zu gives the same offices a last day at the same time"), other->place);
}

qcdc_status deadline_row (row_source_t *self, void *row)
{
    deadline_t *deadline = row;
    QCDC_TRY (row_code (self, 0, &deadline->calendar));
    QCDC_TRY (row_code (self, 1, &deadline->period));
    QCDC_TRY (row_words (self, 2, &deadline->classes));
    QCDC_TRY (row_int (self, 3, 1, 366, &deadline->days));
    QCDC_TRY (row_bool (self, 4, &deadline->working));
    deadline->valid_from = self->row->from;
    deadline->valid_to = self->row->to;
    bool known = false;
    for (size_t i = 0; i < self->catalog->calendar_count && !known; i++)
        known = strcmp (self->catalog->calendar[i].calendar, deadline->calendar) == 0 &&
                strcmp (self->catalog->calendar[i].period, deadline->period) == 0;
    if (!known)
        return row_fail (self, 1, N_ ("the calendar '%s' has no period '%s'"), deadline->calendar, deadline->period);
    for (const deadline_t *other = self->catalog->deadlines; other < deadline; other++)
        if (strcmp (other->calendar, deadline->calendar) == 0 && strcmp (other->period, deadline->period) == 0 &&
            other->valid_from <= deadline->valid_to && deadline->valid_from <= other->valid_to &&
            classes_meet (other->classes, deadline->classes))
            return deadline_meets (self, (size_t)(other - self->catalog->deadlines));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- holidays */

qcdc_status holiday_row (row_source_t *self, void *row)
{
    holiday_t *holiday = row;
    QCDC_TRY (row_day (self, 0, QCDC_DAY_MIN, &holiday->day));
    if (holiday->day == QCDC_DAY_MIN)
        return row_fail (self, 0, N_ ("a value is required"));
    QCDC_TRY (row_bool (self, 1, &holiday->works));
    QCDC_TRY (row_text (self, 2, true, &holiday->name_vi));
    QCDC_TRY (row_text (self, 3, true, &holiday->name_en));
    /* Official lists name holidays of a weekend, too: they change nothing. */
    if (holiday->works && !day_is_weekend (holiday->day))
        return row_fail (self, 1, N_ ("a day on which work is made up for is one of a weekend, and this is none"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- changes of duties */

/*  Whether both are of one duty of which OTHER says who owes it in place of whom. */
static bool passes_same (const duty_change_t *other, const duty_change_t *change)
{
    return other->successor[0] && strcmp (other->form, change->form) == 0 &&
           strcmp (other->period, change->period) == 0;
}

/*  A duty that is passed on again goes to one office in the end: whichever row closes a circle is refused. */
static qcdc_status circle_check (row_source_t *self, const duty_change_t *change)
{
    const char *at = change->successor;
    const duty_change_t *first = self->catalog->duty_changes, *other = first;
    while (other < change) {
        if (!passes_same (other, change) || strcmp (other->office, at) != 0) {
            other++;
            continue;
        }
        at = other->successor;
        if (strcmp (at, change->office) == 0)
            return row_fail (self, 8, N_ ("the duty would come back to '%s'"), change->office);
        other = first;
    }
    return QCDC_OK;
}

static qcdc_status successor_check (row_source_t *self, const duty_change_t *change)
{
    if (!change->office[0])
        return row_fail (self, 8, N_ ("a duty of one office passes on, not that of all"));
    if (!catalog_office (self->catalog, change->successor))
        return row_fail (self, 8, N_ ("there is no office '%s'"), change->successor);
    if (strcmp (change->successor, change->office) == 0)
        return row_fail (self, 8, N_ ("'%s' cannot succeed itself"), change->office);
    return circle_check (self, change);
}

/*  Whether a row, read already or not, passes the duty to the office of CHANGE. */
static bool is_taken_over (const row_source_t *self, const duty_change_t *change)
{
    size_t count;
    const table_row_t *rows = tables_rows (self->tables, self->table, &count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].to == QCDC_DAY_MAX && strcmp (rows[i].fields[0], change->form) == 0 &&
            strcmp (rows[i].fields[1], change->period) == 0 && strcmp (rows[i].fields[8], change->office) == 0)
            return true;
    return false;
}

qcdc_status duty_change_row (row_source_t *self, void *row)
{
    duty_change_t *change = row;
    period_t period;
    QCDC_TRY (row_code (self, 0, &change->form));
    QCDC_TRY (row_code (self, 1, &change->period));
    QCDC_TRY (row_text (self, 2, false, &change->office));
    QCDC_TRY (row_day (self, 3, QCDC_DAY_MAX, &change->due_on));
    QCDC_TRY (row_bool (self, 4, &change->exempt));
    QCDC_TRY (row_text (self, 5, true, &change->reason));
    QCDC_TRY (row_text (self, 8, false, &change->successor));
    if (!catalog_form_latest (self->catalog, change->form))
        return row_fail (self, 0, N_ ("there is no form '%s'"), change->form);
    if (!period_form (self->catalog, change->form, change->period, &period))
        return row_fail (self, 1, N_ ("the form '%s' is not filled for '%s'"), change->form, change->period);
    if (change->office[0]) {
        const office_t *office = catalog_office (self->catalog, change->office);
        if (!office)
            return row_fail (self, 2, N_ ("there is no office '%s'"), change->office);
        if (!catalog_office_ever_owes (self->catalog, change->office, change->form) &&
            !(change->successor[0] && is_taken_over (self, change)))
            return row_fail (self, 2, N_ ("'%s' does not file the form '%s'"), change->office, change->form);
    }
    if (change->successor[0])
        QCDC_TRY (successor_check (self, change));
    if (change->exempt ? change->due_on != QCDC_DAY_MAX || change->successor[0]
                       : change->due_on == QCDC_DAY_MAX && !change->successor[0])
        return row_fail (self, 3,
                         N_ ("either another last day is given, or another office, or that nothing is owed"));
    if (change->due_on != QCDC_DAY_MAX && change->due_on <= period.to)
        return row_fail (self, 3, N_ ("a report cannot be due before its window has ended"));
    return QCDC_OK;
}
