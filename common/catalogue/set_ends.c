/*  set_ends.c — ends of what others go on being of. */

#include "catalogue/set_ends.h"

#include "base/day.h"
#include "base/i18n.h"

#include <string.h>

enum {
    CLASS_CODE = 0,
    CALENDAR_CODE = 0,
    CALENDAR_PERIOD = 1,
    OFFICE_CLASS = 2,
    FORM_CALENDAR = 5,
    FORM_PERIODS = 6
};

bool table_row_is_over (const catalog_tables_t *tables, size_t table, const table_row_t *row)
{
    if (row->to == QCDC_DAY_MAX)
        return false;
    for (const table_row_t *other = tables_line (tables, table, (const char *const *)row->fields); other;
         other = tables_before (tables, table, other))
        if (other->to > row->to)
            return false;
    return true;
}

/*  Two tables, one whose rows are of rows of the other. */
typedef struct {
    const catalog_tables_t *tables;
    size_t of, by;                      /* classes and offices, calendar and forms */
    size_t of_before, by_before;        /* how many rows they had */
    const catalog_tables_t *tables_now; /* NULL: nothing was there */
} ending_t;

static ending_t ending_of (const catalog_tables_t *tables_now, const catalog_tables_t *tables, const char *of,
                           const char *by)
{
    ending_t self = {.tables = tables,
                     .of = (size_t)table_kind_find (of),
                     .by = (size_t)table_kind_find (by),
                     .tables_now = tables_now};
    if (tables_now) {
        (void)tables_rows (tables_now, self.of, &self.of_before);
        (void)tables_rows (tables_now, self.by, &self.by_before);
    }
    return self;
}

/*  Whether the row at INDEX of the table of has ended by this set. */
static bool ends_now (const ending_t *self, size_t index)
{
    size_t count;
    const table_row_t *old = self->tables_now ? tables_rows (self->tables_now, self->of, &count) : NULL;
    return index >= self->of_before || !table_row_is_over (self->tables_now, self->of, &old[index]);
}

/*  What is wrong is the row that comes: of the two the one that is new. */
static qcdc_status classes_check (const ending_t *self, fault_t *fault)
{
    size_t class_count, office_count;
    char day[DAY_TEXT_BYTES];
    const table_row_t *classes = tables_rows (self->tables, self->of, &class_count);
    const table_row_t *offices = tables_rows (self->tables, self->by, &office_count);
    for (size_t i = 0; i < class_count; i++) {
        if (!table_row_is_over (self->tables, self->of, &classes[i]))
            continue;
        for (size_t k = ends_now (self, i) ? 0 : self->by_before; k < office_count; k++) {
            if (offices[k].to <= classes[i].to ||
                strcmp (offices[k].fields[OFFICE_CLASS], classes[i].fields[CLASS_CODE]))
                continue;
            day_format_people (classes[i].to, day);
            if (k >= self->by_before)
                table_row_fail (self->by, &offices[k], OFFICE_CLASS, fault, _ ("the class '%s' is over on %s"),
                                classes[i].fields[CLASS_CODE], day);
            else
                table_row_fail (self->of, &classes[i], table_kind_at (self->of)->to, fault,
                                _ ("the office %s goes on being of the class beyond that day"), offices[k].fields[0]);
            fault_advise (fault, "%s", _ ("end the offices of the class as well, or give them another class"));
            return fault->status;
        }
    }
    return QCDC_OK;
}

static bool has_period (const form_t *form, const char *period)
{
    for (const char *const *kind = form->periods; *kind; kind++)
        if (strcmp (*kind, period) == 0)
            return true;
    return false;
}

static qcdc_status calendar_check (const ending_t *self, const catalog_t *next, fault_t *fault)
{
    size_t line_count, form_count;
    char day[DAY_TEXT_BYTES];
    const table_row_t *lines = tables_rows (self->tables, self->of, &line_count);
    const table_row_t *forms = tables_rows (self->tables, self->by, &form_count);
    for (size_t i = 0; i < line_count; i++) {
        if (!table_row_is_over (self->tables, self->of, &lines[i]))
            continue;
        for (size_t k = ends_now (self, i) ? 0 : self->by_before; k < form_count; k++) {
            if (forms[k].to <= lines[i].to ||
                strcmp (forms[k].fields[FORM_CALENDAR], lines[i].fields[CALENDAR_CODE]) ||
                !has_period (&next->forms[k], lines[i].fields[CALENDAR_PERIOD]))
                continue;
            day_format_people (lines[i].to, day);
            if (k >= self->by_before)
                table_row_fail (self->by, &forms[k], FORM_PERIODS, fault,
                                _ ("the calendar '%s' has no '%s' after %s"), lines[i].fields[CALENDAR_CODE],
                                lines[i].fields[CALENDAR_PERIOD], day);
            else
                table_row_fail (self->of, &lines[i], table_kind_at (self->of)->to, fault,
                                _ ("the form %s goes on being filled for %s beyond that day"), forms[k].fields[0],
                                lines[i].fields[CALENDAR_PERIOD]);
            fault_advise (fault, "%s", _ ("end the forms as well, or publish versions of them without that period"));
            return fault->status;
        }
    }
    return QCDC_OK;
}

qcdc_status set_ends_check (const catalog_tables_t *tables_now, const catalog_tables_t *tables, const catalog_t *next,
                            fault_t *fault)
{
    const ending_t classes = ending_of (tables_now, tables, "classes", "offices"),
                   calendar = ending_of (tables_now, tables, "calendar", "forms");
    QCDC_TRY (classes_check (&classes, fault));
    return calendar_check (&calendar, next, fault);
}
