/*  other_reports.c — reports of other periods, from the journal. */

#include "commands/other_reports.h"

#include "matters/report_rules.h"
#include "rules/rule_period.h"

#include <stdio.h>
#include <string.h>

/*  NULL where there is none, or it cannot be read (status says why). */
static const report_view_t *report_named (other_reports_t *self, const char *name)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->items[i].period, name) == 0)
            return &self->items[i].view;
    if (!*name || self->count == OTHER_REPORTS_MAX || self->status != QCDC_OK)
        return NULL;
    snprintf (self->items[self->count].period, PERIOD_TEXT_BYTES, "%s", name);
    self->status = report_view_read (self->desk, self->desk->home.office->code, self->form->code, name,
                                     &self->items[self->count].view, self->fault);
    return self->status == QCDC_OK ? &self->items[self->count++].view : NULL;
}

/*  The report that stands for PERIOD, said from the one that is looked at. */
static const report_t *report_of (other_reports_t *self, rule_period period)
{
    char name[PERIOD_TEXT_BYTES];
    rule_period_name (self->desk->home.catalog, self->form, self->period, period, name);
    const report_view_t *view = report_named (self, name);
    return view && report_view_stands (view) ? &view->report : NULL;
}

rule_figure other_reports_value (other_reports_t *self, const rule_cell_t *cell, int64_t *value_e4)
{
    const report_t *report = report_of (self, cell->period);
    return report ? report_rules_figure (report, cell->text, value_e4) : FIGURE_BLANK;
}

bool other_reports_locked (other_reports_t *self, rule_period period)
{
    const report_t *report = report_of (self, period);
    return report && report->standing == REPORT_LOCKED;
}

const thing_t *other_reports_thing (const char *key, void *arg)
{
    const char *slash = strchr (key, '/');
    const report_view_t *view = slash ? report_named (arg, slash + 1) : NULL;
    return view && report_view_stands (view) ? &view->report.thing : NULL;
}

void other_reports_release (other_reports_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        report_view_release (&self->items[i].view);
    self->count = 0;
}
