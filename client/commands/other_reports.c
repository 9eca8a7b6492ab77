/*  other_reports.c — reports of other periods, from the journal. */

#include "commands/other_reports.h"

#include "rules/rule_period.h"

/*  NULL where there is none, or it cannot be read (status says why). */
static const report_view_t *report_of (other_reports_t *self, rule_period period)
{
    char name[PERIOD_TEXT_BYTES];
    for (size_t i = 0; i < self->count; i++)
        if (self->items[i].period == period)
            return &self->items[i].view;
    rule_period_name (self->desk->home.catalog, self->form, self->period, period, name);
    if (!*name || self->count == OTHER_REPORTS_MAX || self->status != QCDC_OK)
        return NULL;
    self->items[self->count].period = period;
    self->status = report_view_read (self->desk, self->desk->home.office->code, self->form->code, name,
                                     &self->items[self->count].view, self->fault);
    return self->status == QCDC_OK ? &self->items[self->count++].view : NULL;
}

rule_figure other_reports_value (other_reports_t *self, const rule_cell_t *cell, int64_t *value_e4)
{
    const report_view_t *view = report_of (self, cell->period);
    if (!view || !report_view_stands (view) || !report_number (&view->report, cell->text, value_e4))
        return FIGURE_BLANK;
    const address_t filed = view->report.entry, said = report_cell (&view->report, cell->text)->entry;
    return filed.origin == said.origin && filed.seq == said.seq ? FIGURE_HELD : FIGURE_CORRECTED;
}

void other_reports_release (other_reports_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        report_view_release (&self->items[i].view);
    self->count = 0;
}
