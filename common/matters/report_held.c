/*  report_held.c — where judging finds the figures of other reports. */

#include "matters/report_held.h"

#include "base/day.h"
#include "catalogue/heirs.h"
#include "matters/report_rules.h"
#include "rules/rule_period.h"

#include <stdio.h>
#include <string.h>

bool report_key_make (const char *form, const char *period, char key[MATTER_KEY_BYTES])
{
    if (strlen (form) >= REPORT_FORM_BYTES || strlen (period) >= REPORT_PERIOD_BYTES)
        return false;
    snprintf (key, MATTER_KEY_BYTES, "%s/%s", form, period);
    return true;
}

/*  The office's other reports, as far as rules have asked for them. */
typedef struct {
    const judge_input_t *input;
    const form_t *form;
    const period_t *period;
    const report_t *reports[RULE_YTD + 1];
    bool asked[RULE_YTD + 1];
    bool failed; /* out of memory */
} others_t;

/*  Whether the office's own report for NAME is what this one is held against: what it is the heir of since is another sum, which the
 *  province alone can add up, and half of it contradicts nothing. */
static bool is_compared (others_t *self, const char *name)
{
    compared_kind kind;
    const judge_input_t *input = self->input;
    if (heirs_compared_kind (input->kept, input->catalog, input->office, self->form, self->period, name,
                             day_of_moment (input->committed_at_us), &kind))
        return kind == COMPARED_OWN;
    self->failed = true;
    return false;
}

static const report_t *other_report (others_t *self, rule_period which)
{
    char name[PERIOD_TEXT_BYTES], key[MATTER_KEY_BYTES];
    if (self->asked[which] || !self->input->other)
        return self->reports[which];
    self->asked[which] = true;
    rule_period_name (self->input->catalog, self->form, self->period, which, name);
    if (!*name || !report_key_make (self->form->code, name, key))
        return NULL;
    /* Where there is none, nobody need be asked whose it is. */
    const report_t *report = (const report_t *)self->input->other (key, self->input->other_arg);
    self->reports[which] = report && is_compared (self, name) ? report : NULL;
    return self->reports[which];
}

static rule_figure other_figure (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const report_t *report = other_report (arg, cell->period);
    return report ? report_rules_figure (report, cell->text, value_e4) : FIGURE_BLANK;
}

static bool other_locked (rule_period which, void *arg)
{
    const report_t *report = other_report (arg, which);
    return report && report->standing == REPORT_LOCKED;
}

bool report_looks_at (const catalog_t *catalog, const Qcdc__Fact *fact, size_t index, char key[MATTER_KEY_BYTES])
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    const form_t *form = catalog_form (catalog, filed->form, filed->form_version);
    char name[PERIOD_TEXT_BYTES];
    period_t period;
    return form && period_parse (catalog, form->calendar, filed->period, &period) == QCDC_OK &&
           report_rules_looks_at (catalog, form, &period, index, name) && report_key_make (filed->form, name, key);
}

qcdc_status report_hold (const judge_input_t *input, const report_t *report, const Qcdc__ReportFiled *put,
                         const Qcdc__Corrected *corrected, fault_t *fault)
{
    period_t period;
    others_t others = {.input = input, .period = &period};
    report_rules_t rules = {.catalog = input->catalog,
                            .form = catalog_form (input->catalog, put->form, put->form_version),
                            .period = &period,
                            .report = report,
                            .put = put,
                            .seen = corrected ? corrected->report_seen : NULL,
                            .other = other_figure,
                            .locked = other_locked,
                            .arg = &others,
                            .input = input,
                            .seen_at_us = corrected ? corrected->seen_at_us : 0};
    others.form = rules.form;
    QCDC_TRY (period_parse (input->catalog, rules.form->calendar, put->period, &period));
    qcdc_status status = report_rules_check (&rules, fault);
    return others.failed ? fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY)) : status;
}
