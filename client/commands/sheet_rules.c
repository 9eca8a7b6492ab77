/*  sheet_rules.c — the rules as the clerk hears them.
 *
 *  Figures of other periods are those of the office's own reports here.  A contradiction with one of them is said and does not
 *  refuse the report: it may be the other one that is wrong, and that can be corrected later. */

#include "commands/sheet_rules.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "matters/report_rules.h"
#include "rules/rule_say.h"
#include "show/naming.h"
#include "show/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OTHERS_MAX 4u /* the period before, a year ago, the half-year, the year */

/*  A report of the office for another period, read when it is first asked for. */
typedef struct {
    rule_period period;
    report_view_t view;
} other_t;

typedef struct {
    desk_t *desk;
    const sheet_t *sheet;
    problems_t *problems;
    sheet_rules_t *told;
    other_t others[OTHERS_MAX];
    size_t other_count;
    qcdc_status status; /* of reading the others */
    fault_t *fault;
} holding_t;

/*  ---------------------------------------------------------------- reports of other periods */

/*  The period that ends on the day before this one begins; "" where the form is filled for none such. */
static void name_before (const holding_t *self, char name[PERIOD_TEXT_BYTES])
{
    const sheet_t *sheet = self->sheet;
    *name = '\0';
    for (int year = sheet->period.year; year >= sheet->period.year - 1 && !*name; year--)
        for (const char *const *kind = sheet->form->periods; *kind && !*name; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                char tried[32];
                period_t period;
                if (strcmp (*kind, "M") == 0)
                    snprintf (tried, sizeof tried, "%04d-M%02d", year, month);
                else
                    snprintf (tried, sizeof tried, "%04d%s%.8s", year, strcmp (*kind, "Y") == 0 ? "" : "-",
                              strcmp (*kind, "Y") == 0 ? "" : *kind);
                if (period_parse (self->desk->home.catalog, sheet->form->calendar, tried, &period) == QCDC_OK &&
                    period.to == sheet->period.from - 1)
                    snprintf (name, PERIOD_TEXT_BYTES, "%s", period.name);
            }
}

static void name_other (const holding_t *self, rule_period period, char name[PERIOD_TEXT_BYTES])
{
    *name = '\0';
    if (period == RULE_PREVIOUS)
        name_before (self, name);
    else if (period == RULE_YEAR_AGO)
        period_year_before (self->sheet->period.name, name);
    else if (period == RULE_H1 || period == RULE_YEAR)
        snprintf (name, PERIOD_TEXT_BYTES, "%04d%s", self->sheet->period.year % 10000, period == RULE_H1 ? "-H1" : "");
}

/*  NULL where there is none, or it cannot be read (status says why). */
static const report_view_t *other_report (holding_t *self, rule_period period)
{
    char name[PERIOD_TEXT_BYTES];
    for (size_t i = 0; i < self->other_count; i++)
        if (self->others[i].period == period)
            return &self->others[i].view;
    name_other (self, period, name);
    if (!*name || self->other_count == OTHERS_MAX || self->status != QCDC_OK)
        return NULL;
    other_t *other = &self->others[self->other_count];
    other->period = period;
    self->status = report_view_read (self->desk, self->desk->home.office->code, self->sheet->form->code, name,
                                     &other->view, self->fault);
    if (self->status != QCDC_OK)
        return NULL;
    self->other_count++;
    return &other->view;
}

static rule_figure other_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const report_view_t *view = other_report (arg, cell->period);
    if (!view || !report_view_stands (view) || !report_number (&view->report, cell->text, value_e4))
        return FIGURE_BLANK;
    const address_t filed = view->report.entry, said = report_cell (&view->report, cell->text)->entry;
    return filed.origin == said.origin && filed.seq == said.seq ? FIGURE_HELD : FIGURE_CORRECTED;
}

/*  ---------------------------------------------------------------- what is said */

/*  A figure as the reader writes it. */
static char *number_say (int64_t value_e4, char *text)
{
    value_format (value_e4, text);
    char *people QCDC_CLEANUP (memory_free) = people_format (QCDC__COLUMN_TYPE__DECIMAL, text);
    if (people)
        snprintf (text, RULE_NUMBER_BYTES, "%s", people);
    return text;
}

static const char *severity_say (const rule_result_t *result)
{
    if (rule_severity_of (result->rule) == RULE_ALERT)
        return _ ("alert");
    return report_rules_within (result) ? _ ("warning") : _ ("contradicts another report of yours");
}

static qcdc_status take_broken (const rule_result_t *result, void *arg)
{
    holding_t *self = arg;
    const rule_text_t *text = rule_text (result->rule);
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, number_say);
    if (!said)
        return QCDC_NO_MEMORY;
    fault_t fault = {0};
    const char *words = i18n_is_vietnamese () ? text->words_vi : text->words_en;
    size_t row = sheet_row (self->sheet, result->cell);
    fault_set (&fault, QCDC_BROKEN_RULE, result->cell, "%s; %s: %s", said, text->code, words);
    if (rule_severity_of (result->rule) == RULE_ERROR && report_rules_within (result)) {
        problems_add (self->problems, row, &fault);
        return QCDC_OK;
    }
    char *explained QCDC_CLEANUP (memory_free) =
        people_explained (self->desk->home.catalog, fault.message, result->cell);
    fprintf (stderr, "%s:%zu: %s: %s: %s\n", self->problems->file, row, severity_say (result), result->cell,
             explained ? explained : fault.message);
    self->told->warnings++;
    return QCDC_OK;
}

qcdc_status sheet_rules (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, problems_t *problems,
                         sheet_rules_t *told, fault_t *fault)
{
    holding_t held = {.desk = desk, .sheet = sheet, .problems = problems, .told = told, .fault = fault};
    const report_rules_t rules = {.catalog = desk->home.catalog,
                                  .form = sheet->form,
                                  .period = &sheet->period,
                                  .report = made->corrects ? &sheet->filed.report : NULL,
                                  .put = &made->filed,
                                  .seen = made->corrects ? &made->seen : NULL,
                                  .other = other_value,
                                  .arg = &held};
    qcdc_status status = report_rules_each (&rules, take_broken, &held);
    for (size_t i = 0; i < held.other_count; i++)
        report_view_release (&held.others[i].view);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    return status == QCDC_OK ? held.status : status;
}
