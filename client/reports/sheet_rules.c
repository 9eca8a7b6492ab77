/*  sheet_rules.c — the rules as the clerk hears them.
 *
 *  Figures of other periods are those of the office's own reports here.  What contradicts an earlier one is refused, as the province
 *  would; where the earlier one is corrected and a later one contradicts it, that is said, and filed: which of the two is wrong nobody
 *  but the office knows. */

#include "reports/sheet_rules.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "matters/report_rules.h"
#include "reports/other_reports.h"
#include "reports/own_findings.h"
#include "rules/rule_say.h"
#include "show/messages.h"
#include "show/naming.h"
#include "show/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const sheet_t *sheet;
    const report_rules_t *rules;
    problems_t *problems;
    sheet_rules_t *told;
} holding_t;

static rule_figure other_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    return other_reports_value (arg, cell, value_e4);
}

static bool other_locked (rule_period period, void *arg)
{
    return other_reports_locked (arg, period);
}

/*  SHEET as MADE says it, without other reports. */
static report_rules_t rules_of (const desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made)
{
    return (report_rules_t){.catalog = desk->home.catalog,
                            .form = sheet->form,
                            .period = &sheet->period,
                            .report = made->corrects ? &sheet->filed.report : NULL,
                            .put = &made->filed,
                            .seen = made->corrects ? &made->seen : NULL};
}

typedef struct {
    const report_rules_t *rules;
    sheet_rule_fn *each;
    void *arg;
} sheet_walk_t;

static qcdc_status take_result (const rule_result_t *result, void *arg)
{
    const sheet_walk_t *self = arg;
    return self->each (self->rules, result, self->arg);
}

/*  Holds the sheet against its rules, and against the office's other reports. */
static qcdc_status rules_hold (report_rules_t *rules, desk_t *desk, const sheet_t *sheet, rule_each_fn *each,
                               void *arg, fault_t *fault)
{
    other_reports_t others = {.desk = desk, .form = sheet->form, .period = &sheet->period, .fault = fault};
    rules->other = other_value;
    rules->locked = other_locked;
    rules->arg = &others;
    qcdc_status status = report_rules_each (rules, each, arg);
    other_reports_release (&others);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    return status == QCDC_OK ? others.status : status;
}

qcdc_status sheet_rules_each (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, sheet_rule_fn *each,
                              void *arg, fault_t *fault)
{
    report_rules_t rules = rules_of (desk, sheet, made);
    sheet_walk_t walk = {&rules, each, arg};
    return rules_hold (&rules, desk, sheet, take_result, &walk, fault);
}

/*  ---------------------------------------------------------------- what is said */

char *sheet_number (int64_t value_e4, char *text)
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

/*  What does not keep the report from being filed is still to be looked at. */
static const char *advice_say (const holding_t *self, const rule_result_t *result)
{
    if (report_rules_answered (self->rules, result))
        return _ ("a note says why");
    if (rule_severity_of (result->rule) == RULE_ALERT || report_rules_within (result))
        return _ ("mend it if it is a slip; else it is taken as it is, and the province sees it");
    return _ (
        "one of the two reports is wrong: correct that one; this one is taken as it is, and the province sees both");
}

/*  What judging advises, in the reader's words. */
static void advise_people (const holding_t *self, const rule_result_t *result, fault_t *fault)
{
    fault_t judged = {0};
    report_rules_advise (self->rules, result, &judged);
    char *advice QCDC_CLEANUP (memory_free) = message_people (judged.advice, self->desk->home.origin);
    fault_advise (fault, "%s", advice ? advice : judged.advice);
}

/*  What keeps the report from being filed: an error, or a warning without the note that it asks for. */
static bool refuse (holding_t *self, const rule_result_t *result, size_t row, fault_t *fault)
{
    const char *code = rule_text (result->rule)->code;
    char other[PERIOD_TEXT_BYTES];
    if (report_rules_refuse (self->rules, result)) {
        report_rules_other (self->rules, result, other);
        if (*other) {
            fault_t contradicts = *fault;
            fault_set (fault, fault->status, result->cell, _ ("contradicts your report for %s: %s"), other,
                       contradicts.message);
        }
        advise_people (self, result, fault);
    } else if (report_rules_ask (self->rules, result) && !report_rules_answered (self->rules, result)) {
        fault->status = QCDC_NO_NOTE;
        if (self->rules->report && report_answers (self->rules->report, code))
            fault_advise (fault,
                          _ ("its note was written for other figures: mend it if it is a slip; else say why it is "
                             "right: --note %s=\"…\""),
                          code);
        else
            fault_advise (
                fault, _ ("mend it if it is a slip; else say why it is right: --note %s=\"…\", or in a column note"),
                code);
    } else
        return false;
    problems_add (self->problems, row, fault);
    return true;
}

static qcdc_status take_broken (const rule_result_t *result, void *arg)
{
    holding_t *self = arg;
    const rule_text_t *text = rule_text (result->rule);
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, sheet_number);
    if (!said)
        return QCDC_NO_MEMORY;
    fault_t fault = {0};
    const char *words = i18n_is_vietnamese () ? text->words_vi : text->words_en;
    size_t row = sheet_row (self->sheet, result->cell);
    fault_set (&fault, QCDC_BROKEN_RULE, result->cell, "%s; %s: %s", said, text->code, words);
    if (refuse (self, result, row, &fault))
        return QCDC_OK;
    char *explained QCDC_CLEANUP (memory_free) =
        people_explained (self->desk->home.catalog, fault.message, result->cell, self->sheet->period.to);
    text_say (stderr, "%s:%zu: %s: %s: %s; %s\n", self->problems->file, row, severity_say (result), result->cell,
              explained ? explained : fault.message, advice_say (self, result));
    self->told->warnings++;
    return QCDC_OK;
}

/*  Another report, which came before, and which this one contradicts. */
static qcdc_status take_other (const report_view_t *view, const rule_result_t *result, void *arg)
{
    holding_t *self = arg;
    const rule_text_t *text = rule_text (result->rule);
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, sheet_number);
    if (!said)
        return QCDC_NO_MEMORY;
    text_say (stderr, _ ("%s: contradicts your report for %s: %s: %s; %s: %s; %s\n"), self->problems->file,
              view->report.period, result->cell, said, text->code,
              i18n_is_vietnamese () ? text->words_vi : text->words_en,
              _ ("one of the two reports is wrong: correct that one; this one is taken as it is, and the province "
                 "sees both"));
    self->told->warnings++;
    return QCDC_OK;
}

qcdc_status sheet_rules (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, problems_t *problems,
                         sheet_rules_t *told, fault_t *fault)
{
    report_rules_t rules = rules_of (desk, sheet, made);
    holding_t held = {.desk = desk, .sheet = sheet, .rules = &rules, .problems = problems, .told = told};
    QCDC_TRY (rules_hold (&rules, desk, sheet, take_broken, &held, fault));
    return own_findings_of_sheet (desk, sheet, made, take_other, &held, fault);
}
