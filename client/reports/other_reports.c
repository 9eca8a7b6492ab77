/*  other_reports.c — reports of other periods, from the journal. */

#include "reports/other_reports.h"

#include "base/memory.h"
#include "matters/report_rules.h"
#include "rules/rule_period.h"

#include <stdio.h>
#include <string.h>

/*  The place of the office's own for NAME; count where there is none, or it cannot be read (status says why). */
static size_t place_of (other_reports_t *self, const char *name)
{
    char *names QCDC_CLEANUP (memory_free) = NULL;
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->items[i].period, name) == 0)
            return i;
    if (!*name || self->count == OTHER_REPORTS_MAX || self->status != QCDC_OK)
        return self->count;
    snprintf (self->items[self->count].period, PERIOD_TEXT_BYTES, "%s", name);
    self->items[self->count].view = (report_view_t){0};
    self->status = compared_with (self->desk, self->form, self->period, name, &self->items[self->count].kind, &names,
                                  self->fault);
    if (self->status == QCDC_OK)
        self->status = report_view_read (self->desk, self->desk->home.office->code, self->form->code, name,
                                         &self->items[self->count].view, self->fault);
    return self->status == QCDC_OK ? self->count++ : self->count;
}

/*  That for PERIOD, said from the one that is looked at; NULL where it is not what that is held against. */
static const report_view_t *view_of (other_reports_t *self, rule_period period)
{
    char name[PERIOD_TEXT_BYTES];
    rule_period_name (self->desk->home.catalog, self->form, self->period, period, name);
    size_t place = place_of (self, name);
    return place < self->count && self->items[place].kind == COMPARED_OWN ? &self->items[place].view : NULL;
}

bool other_reports_own (other_reports_t *self, rule_period period)
{
    return view_of (self, period) != NULL;
}

/*  The report that stands there. */
static const report_t *report_of (other_reports_t *self, rule_period period)
{
    const report_view_t *view = view_of (self, period);
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
    other_reports_t *self = arg;
    size_t place = slash ? place_of (self, slash + 1) : self->count;
    const report_view_t *view = place < self->count ? &self->items[place].view : NULL;
    return view && report_view_stands (view) ? &view->report.thing : NULL;
}

void other_reports_release (other_reports_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        report_view_release (&self->items[i].view);
    self->count = 0;
}
