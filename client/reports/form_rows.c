/*  form_rows.c — what stands in a form to fill.
 *
 *  The places of all cells are found first, because a rate's formula names cells that come behind it. */

#include "reports/form_rows.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "reports/report_rates.h"
#include "rules/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- which cells there are */

static qcdc_status row_add (form_rows_t *self, const indicator_t *indicator, const char *cell)
{
    form_row_t *rows = memory_room (self->rows, self->row_count, &self->rows_size, sizeof *rows);
    if (rows)
        self->rows = rows;
    char *copy = rows ? strdup (cell) : NULL;
    if (!copy)
        return QCDC_NO_MEMORY;
    rows[self->row_count++] = (form_row_t){.indicator = indicator, .cell = copy};
    return QCDC_OK;
}

bool form_row_find (const form_rows_t *self, const char *cell, size_t *place)
{
    for (*place = 0; *place < self->row_count; ++*place)
        if (strcmp (self->rows[*place].cell, cell) == 0)
            return true;
    return false;
}

static qcdc_status each_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    return row_add (arg, indicator, cell);
}

/*  The codes of the office's own that it used before. */
static qcdc_status rows_of_report (form_rows_t *self, const indicator_t *indicator, const report_view_t *view)
{
    size_t length = strlen (indicator->code), place;
    for (size_t i = 0; report_view_stands (view) && i < view->report.cell_count; i++) {
        const report_cell_t *cell = &view->report.cells[i];
        if (!cell->removed && strncmp (cell->cell, indicator->code, length) == 0 && cell->cell[length] == '.' &&
            !form_row_find (self, cell->cell, &place))
            QCDC_TRY (row_add (self, indicator, cell->cell));
    }
    return QCDC_OK;
}

bool indicator_is_open (const indicator_t *indicator)
{
    for (size_t i = 0; indicator->dimensions[i]; i++)
        if (indicator->dimensions[i]->open)
            return true;
    return false;
}

static qcdc_status rows_find (form_rows_t *self)
{
    for (const indicator_t *const *at = self->form->indicators; *at; at++) {
        const indicator_t *indicator = *at;
        /* A rate stands before its parts. */
        if (indicator->type == VALUE_RATIO && indicator->dimensions[0])
            QCDC_TRY (row_add (self, indicator, indicator->code));
        QCDC_TRY (indicator_each_cell (indicator, each_cell, self));
        if (!indicator_is_open (indicator))
            continue;
        QCDC_TRY (rows_of_report (self, indicator, &self->before));
        QCDC_TRY (rows_of_report (self, indicator, &self->year_ago));
    }
    return QCDC_OK;
}

static qcdc_status hints_find (form_rows_t *self)
{
    self->hints = calloc (self->row_count + 1, sizeof *self->hints);
    for (size_t i = 0; self->hints && i < self->row_count; i++)
        self->hints[i].cell = self->rows[i].cell;
    return self->hints
               ? workbook_hints (self->desk->home.catalog, self->form, self->period, self->hints, self->row_count)
               : QCDC_NO_MEMORY;
}

/*  ---------------------------------------------------------------- the period before, and the year before */

/*  NAME, if it is of the form, ended before the period of the book and after *FOUND. */
static void period_offer (const form_rows_t *self, const char *name, period_t *found)
{
    period_t period;
    if (period_parse (self->desk->home.catalog, self->form->calendar, name, &period) == QCDC_OK &&
        period_fits_form (&period, self->form) && period.to < self->period->to &&
        (!found->name[0] || period.to > found->to))
        *found = period;
}

/*  The period of the form that ended last before this one. */
static period_t period_before (const form_rows_t *self)
{
    period_t found = {0};
    char name[32];
    for (int year = self->period->year - 1; year <= self->period->year; year++)
        for (const char *const *kind = self->form->periods; *kind; kind++) {
            for (int month = 1; strcmp (*kind, "M") == 0 && month <= 12; month++) {
                snprintf (name, sizeof name, "%d-M%02d", year, month);
                period_offer (self, name, &found);
            }
            snprintf (name, sizeof name, strcmp (*kind, "Y") == 0 ? "%d" : "%d-%s", year, *kind);
            period_offer (self, name, &found);
        }
    return found;
}

/*  What was reported for NAME, where that is this office's to be compared with. */
static qcdc_status earlier_read (form_rows_t *self, size_t which, const char *name, report_view_t *view,
                                 fault_t *fault)
{
    char *names QCDC_CLEANUP (memory_free) = NULL;
    compared_kind *kind = &self->kinds[which];
    QCDC_TRY (compared_with (self->desk, self->form, self->period, name, kind, &names, fault));
    QCDC_TRY (compared_text (self->desk, self->form, self->period, name, &self->apart[which], fault));
    if (*kind != COMPARED_OWN && *kind != COMPARED_MOSTLY)
        return QCDC_OK;
    return report_view_read (self->desk, self->desk->home.office->code, self->form->code, name, view, fault);
}

typedef struct {
    form_rows_t *form;
    size_t which;
} earlier_rates_t;

static qcdc_status earlier_rate_take (const char *cell, const char *value, void *arg)
{
    const earlier_rates_t *self = arg;
    size_t place;
    if (form_row_find (self->form, cell, &place))
        snprintf (self->form->rows[place].earlier[self->which], sizeof self->form->rows[place].earlier[0], "%s",
                  value);
    return QCDC_OK;
}

/*  What the rates of the form came to in an earlier report of the office. */
static qcdc_status earlier_rates_read (form_rows_t *self, size_t which, const report_view_t *view, fault_t *fault)
{
    earlier_rates_t rates = {self, which};
    for (const indicator_t *const *at = self->form->indicators; *at && report_view_stands (view); at++)
        if ((*at)->type == VALUE_RATIO)
            QCDC_TRY (report_rates_each (self->desk, view, self->form, *at, earlier_rate_take, &rates, fault));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- all of it */

bool form_row_counted (const form_rows_t *self, const form_row_t *row, int64_t *value)
{
    size_t cell;
    return self->count && register_count_find (self->count, row->cell, &cell) &&
           register_count_value (self->count, cell, value);
}

qcdc_status form_rows_fill (form_rows_t *self, fault_t *fault)
{
    char year_ago[PERIOD_TEXT_BYTES];
    period_t before = period_before (self);
    period_year_before (self->period->name, year_ago);
    snprintf (self->before_name, sizeof self->before_name, "%s", before.name);
    QCDC_TRY (reference_rules (self->desk->home.catalog, fault));
    if (before.name[0])
        QCDC_TRY (earlier_read (self, 0, before.name, &self->before, fault));
    QCDC_TRY (earlier_read (self, 1, year_ago, &self->year_ago, fault));
    /* Said once, where both are of one period. */
    if (self->apart[0] && self->apart[1] && strcmp (self->apart[0], self->apart[1]) == 0) {
        free (self->apart[0]);
        self->apart[0] = NULL;
    }
    if (rows_find (self) != QCDC_OK || hints_find (self) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    QCDC_TRY (earlier_rates_read (self, 0, &self->before, fault));
    QCDC_TRY (earlier_rates_read (self, 1, &self->year_ago, fault));
    for (size_t i = 0; i < self->row_count; i++)
        self->counted |= form_row_counted (self, &self->rows[i], &(int64_t){0});
    return QCDC_OK;
}

void form_rows_release (form_rows_t *self)
{
    for (size_t i = 0; i < self->row_count; i++) {
        free (self->rows[i].cell);
        free (self->hints ? self->hints[i].hint : NULL);
    }
    free (self->hints);
    free (self->rows);
    free (self->apart[0]);
    free (self->apart[1]);
    report_view_release (&self->before);
    report_view_release (&self->year_ago);
}
