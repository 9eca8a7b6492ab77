/*  report_rules.c — where a rule finds the figures of a report.
 *
 *  A figure is what the fact puts into its cell, else blank where the fact removes what it saw there, else what stands. */

#include "matters/report_rules.h"

#include "base/memory.h"
#include "catalogue/cell.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"
#include "rules/rule_set.h"

#include <stdlib.h>
#include <string.h>

/*  The members that a report has of an open dimension, each once; all memory is one list, its strings borrowed from the cells
 *  but for their last part, which is copied. */
typedef struct {
    const dimension_t *dimension;
    char **codes; /* malloc'ed each, ended with NULL */
    size_t count, size;
} members_t;

typedef struct {
    const report_rules_t *report;
    members_t members;
    bool failed; /* out of memory */
} source_t;

static void members_release (members_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->codes[i]);
    free (self->codes);
    *self = (members_t){0};
}

/*  Whether PERIOD, said from this report, is its own: the year of a year's report, what has been since the year began in its first
 *  quarter's. */
static bool is_own (const report_rules_t *self, rule_period period)
{
    char name[PERIOD_TEXT_BYTES];
    if (period == RULE_P)
        return true;
    rule_period_name (self->catalog, self->form, self->period, period, name);
    return strcmp (name, self->period->name) == 0;
}

static rule_figure value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const report_rules_t *self = ((const source_t *)arg)->report;
    if (!is_own (self, cell->period))
        return self->other ? self->other (cell, value_e4, self->arg) : FIGURE_BLANK;
    const Qcdc__CellValue *put = filed_value (self->put, cell->text);
    if (put) {
        *value_e4 = put->value_e4;
        return FIGURE_HELD;
    }
    if (!self->report || (self->seen && filed_value (self->seen, cell->text)))
        return FIGURE_BLANK;
    return report_number (self->report, cell->text, value_e4) ? FIGURE_HELD : FIGURE_BLANK;
}

static bool constant (const char *name, int64_t *value_e4, void *arg)
{
    const report_rules_t *self = ((const source_t *)arg)->report;
    const rule_constant_t *found = rule_constant_on (&self->catalog->rules->names, name, self->period->to);
    if (found)
        *value_e4 = found->value_e4;
    return found != NULL;
}

/*  The member that CELL has of the dimension that is looked for, if it is new. */
static void take_member (source_t *self, const char *name)
{
    members_t *members = &self->members;
    cell_t cell;
    fault_t ignored;
    char *text QCDC_CLEANUP (memory_free) = strdup (name);
    if (!text || cell_parse (self->report->catalog, self->report->form, name, &cell, &ignored) != QCDC_OK) {
        self->failed |= !text;
        return;
    }
    char *at = strchr (text, '.');
    for (size_t i = 0; at && cell.indicator->dimensions[i]; i++) {
        char *member = at + 1;
        at = strchr (member, '.');
        if (at)
            *at = '\0';
        if (cell.indicator->dimensions[i] != members->dimension)
            continue;
        for (size_t known = 0; known < members->count; known++)
            if (strcmp (members->codes[known], member) == 0)
                return;
        char **codes = memory_room (members->codes, members->count + 1, &members->size, sizeof *codes);
        if (codes)
            members->codes = codes;
        char *code = codes ? strdup (member) : NULL;
        if (!code) {
            self->failed = true;
            return;
        }
        codes[members->count++] = code;
        codes[members->count] = NULL;
        return;
    }
}

static const char *const *members (const dimension_t *dimension, void *arg)
{
    source_t *self = arg;
    const report_rules_t *report = self->report;
    if (self->members.dimension != dimension) {
        members_release (&self->members);
        self->members.dimension = dimension;
        for (size_t i = 0; i < report->put->n_cells; i++)
            take_member (self, report->put->cells[i]->cell);
        for (size_t i = 0; report->report && i < report->report->cell_count; i++)
            if (!report->report->cells[i].removed && !report->report->cells[i].is_text)
                take_member (self, report->report->cells[i].cell);
    }
    return self->members.count ? (const char *const *)self->members.codes : NULL;
}

typedef struct {
    rule_each_fn *each;
    void *arg;
    bool all; /* not only what is broken */
} wanted_t;

static qcdc_status take_result (const rule_result_t *result, void *arg)
{
    const wanted_t *self = arg;
    return self->all || result->outcome == RULE_BROKEN ? self->each (result, self->arg) : QCDC_OK;
}

static qcdc_status rules_each (const report_rules_t *self, wanted_t *wanted)
{
    source_t held = {.report = self};
    const rule_source_t source = {value, constant, members, self->form, &held};
    const rule_set_t *rules = self->catalog->rules;
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; rules && status == QCDC_OK && i < rules->rule_count; i++) {
        const rule_t *rule = rules->rules[i];
        if (rule_severity_of (rule) != RULE_DERIVED &&
            rule_concerns (rule, self->form, self->period->kind, self->period->to))
            status = rule_evaluate (rule, &source, take_result, wanted);
    }
    members_release (&held.members);
    return status == QCDC_OK && held.failed ? QCDC_NO_MEMORY : status;
}

qcdc_status report_rules_each (const report_rules_t *self, rule_each_fn *each, void *arg)
{
    return rules_each (self, &(wanted_t){each, arg, false});
}

static qcdc_status rules_each_of (const report_rules_t *self, const report_figure_t *figures, size_t count, wanted_t *wanted)
{
    report_rules_t filed = *self;
    Qcdc__ReportFiled put = QCDC__REPORT_FILED__INIT;
    Qcdc__CellValue *values QCDC_CLEANUP (memory_free) = calloc (count + 1, sizeof *values);
    Qcdc__CellValue **cells QCDC_CLEANUP (memory_free) = calloc (count + 1, sizeof *cells);
    if (!values || !cells)
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        qcdc__cell_value__init (&values[i]);
        values[i].cell = (char *)figures[i].cell;
        values[i].value_e4 = figures[i].value_e4;
        cells[i] = &values[i];
    }
    put.cells = cells;
    put.n_cells = count;
    filed.put = &put;
    return rules_each (&filed, wanted);
}

qcdc_status report_rules_each_of (const report_rules_t *self, const report_figure_t *figures, size_t count,
                                  rule_each_fn *each, void *arg)
{
    return rules_each_of (self, figures, count, &(wanted_t){each, arg, false});
}

qcdc_status report_rules_all_of (const report_rules_t *self, const report_figure_t *figures, size_t count,
                                 rule_each_fn *each, void *arg)
{
    return rules_each_of (self, figures, count, &(wanted_t){each, arg, true});
}

bool report_rules_within (const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && result->inputs[i].cell.period != RULE_P)
            return false;
    return true;
}

/*  Whether the fact says something of CELL: a figure, or that there is none any more. */
static bool is_said (const report_rules_t *self, const char *cell)
{
    return filed_value (self->put, cell) || (self->seen && filed_value (self->seen, cell));
}

bool report_rules_ask (const report_rules_t *self, const rule_result_t *result)
{
    if (!rule_asks_note (result->rule) || !report_rules_within (result))
        return false;
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && is_said (self, result->inputs[i].cell.text))
            return true;
    return false;
}

bool report_rules_answered (const report_rules_t *self, const char *rule)
{
    return filed_answers (self->put, rule) || (self->report && report_answers (self->report, rule));
}

typedef struct {
    const report_rules_t *report;
    fault_t *fault;
} checking_t;

/*  Stops at the first error; a note that is missing is said where there is none. */
static qcdc_status refuse_first (const rule_result_t *result, void *arg)
{
    const checking_t *self = arg;
    fault_t *fault = self->fault;
    const char *code = rule_text (result->rule)->code;
    bool error = rule_severity_of (result->rule) == RULE_ERROR && report_rules_within (result);
    if (!error && (fault->status == QCDC_NO_NOTE || !report_rules_ask (self->report, result) ||
                   report_rules_answered (self->report, code)))
        return QCDC_OK;
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, value_format);
    if (!said)
        return QCDC_NO_MEMORY;
    if (error) {
        fault_set (fault, QCDC_BROKEN_RULE, result->cell, "rule %s is broken: %s", code, said);
        fault_advise (fault, "compare the figures with the paper form, and mend the one that is wrong");
        return QCDC_BROKEN_RULE;
    }
    fault_set (fault, QCDC_NO_NOTE, result->cell, "rule %s is broken, and no note says why: %s", code, said);
    fault_advise (fault, "mend the figure, or say why it is right: qcdc report file FILE --note %s=\"…\"", code);
    return QCDC_OK;
}

qcdc_status report_rules_check (const report_rules_t *self, fault_t *fault)
{
    checking_t checking = {self, fault};
    fault->status = QCDC_OK;
    qcdc_status status = report_rules_each (self, refuse_first, &checking);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "out of memory");
    return status == QCDC_OK ? fault->status : status;
}
