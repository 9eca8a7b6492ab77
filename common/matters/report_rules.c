/*  report_rules.c — where a rule finds the figures of a report.
 *
 *  A figure is what the fact puts into its cell, else blank where the fact removes what it saw there, else what stands. */

#include "matters/report_rules.h"

#include "base/memory.h"
#include "catalogue/cell.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"
#include "rules/rule_set.h"

#include <stdio.h>
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

static qcdc_status rules_each_of (const report_rules_t *self, const report_figure_t *figures, size_t count,
                                  wanted_t *wanted)
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

rule_figure report_rules_figure (const report_t *report, const char *cell, int64_t *value_e4)
{
    if (!report_number (report, cell, value_e4))
        return FIGURE_BLANK;
    return report_cell (report, cell)->set.at.at_us ? FIGURE_CORRECTED : FIGURE_HELD;
}

/*  ---------------------------------------------------------------- other reports */

/*  The whole year, said from its first half, ends later: that report is held against this one, and not this one against it. */
static bool is_later (rule_period period)
{
    return period == RULE_YEAR;
}

unsigned report_rules_periods (const catalog_t *catalog, const form_t *form, const period_t *period, bool derived)
{
    unsigned looked = 0;
    for (size_t i = 0; catalog->rules && i < catalog->rules->rule_count; i++) {
        const rule_t *rule = catalog->rules->rules[i];
        if ((derived || rule_severity_of (rule) != RULE_DERIVED) &&
            rule_concerns (rule, form, period->kind, period->to))
            looked |= rule_periods (rule);
    }
    return looked;
}

bool report_rules_looks_at (const catalog_t *catalog, const form_t *form, const period_t *period, size_t index,
                            char name[PERIOD_TEXT_BYTES])
{
    unsigned looked = 0;
    for (size_t i = 0; catalog->rules && i < catalog->rules->rule_count; i++) {
        const rule_t *rule = catalog->rules->rules[i];
        if (rule_severity_of (rule) == RULE_ERROR && rule_concerns (rule, form, period->kind, period->to))
            looked |= rule_periods (rule);
    }
    for (rule_period which = RULE_P; which <= RULE_YTD; which++) {
        if (which == RULE_P || is_later (which) || !(looked & 1u << which))
            continue;
        rule_period_name (catalog, form, period, which, name);
        if (*name && strcmp (name, period->name) != 0 && index-- == 0)
            return true;
    }
    return false;
}

bool report_rules_within (const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && result->inputs[i].cell.period != RULE_P)
            return false;
    return true;
}

/*  The first other period that RESULT looks at; RULE_P: none. */
static rule_period other_period (const report_rules_t *self, const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && !is_own (self, result->inputs[i].cell.period))
            return result->inputs[i].cell.period;
    return RULE_P;
}

void report_rules_other (const report_rules_t *self, const rule_result_t *result, char name[PERIOD_TEXT_BYTES])
{
    rule_period which = other_period (self, result);
    *name = '\0';
    if (which != RULE_P)
        rule_period_name (self->catalog, self->form, self->period, which, name);
}

/*  ---------------------------------------------------------------- what a fact changes */

static const report_cell_t *place_of (const report_rules_t *self, const char *cell)
{
    return self->report ? report_cell (self->report, cell) : NULL;
}

/*  Whether CELL has another figure with the fact than without it. */
static bool is_changed (const report_rules_t *self, const char *cell)
{
    const Qcdc__CellValue *put = filed_value (self->put, cell);
    int64_t value_e4 = 0;
    bool stood = self->report && report_number (self->report, cell, &value_e4);
    if (put)
        return !stood || put->value_e4 != value_e4;
    return stood && self->seen && filed_value (self->seen, cell);
}

/*  Whether a figure of this report that RESULT speaks of is changed by the fact. */
static bool changes (const report_rules_t *self, const rule_result_t *result)
{
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && is_own (self, result->inputs[i].cell.period) &&
            is_changed (self, result->inputs[i].cell.text))
            return true;
    return false;
}

bool report_rules_refuse (const report_rules_t *self, const rule_result_t *result)
{
    if (rule_severity_of (result->rule) != RULE_ERROR)
        return false;
    if (report_rules_within (result) || other_period (self, result) == RULE_P)
        return true;
    for (size_t i = 0; i < result->input_count; i++)
        if (result->inputs[i].cell.indicator && is_later (result->inputs[i].cell.period) &&
            !is_own (self, result->inputs[i].cell.period))
            return false;
    return changes (self, result);
}

void report_rules_advise (const report_rules_t *self, const rule_result_t *result, fault_t *fault)
{
    char name[PERIOD_TEXT_BYTES];
    rule_period which = other_period (self, result);
    report_rules_other (self, result, name);
    if (which == RULE_P)
        fault_advise (fault, "compare the figures with the paper form, and mend the one that is wrong");
    else if (self->locked && self->locked (which, self->arg))
        fault_advise (
            fault, "the report for %s is locked: correct this one, or ask the provincial office to reopen that one",
            name);
    else
        fault_advise (fault, "one of the two reports is wrong: correct the one for %s, or this one", name);
}

/*  ---------------------------------------------------------------- notes */

bool report_rules_ask (const report_rules_t *self, const rule_result_t *result)
{
    return rule_asks_note (result->rule) && report_rules_within (result) && changes (self, result);
}

bool report_rules_note_stands (const report_t *report, const rule_result_t *result)
{
    char name[CELL_NOTE_BYTES];
    const char *rule = rule_text (result->rule)->code;
    if (!report_answers (report, rule) || !cell_note_name (rule, name))
        return false;
    const report_cell_t *note = report_cell (report, name);
    for (size_t i = 0; i < result->input_count; i++) {
        const rule_input_t *input = &result->inputs[i];
        const report_cell_t *cell =
            input->cell.indicator && input->cell.period == RULE_P ? report_cell (report, input->cell.text) : NULL;
        if (cell && stamp_before (note->set.at, cell->set.at))
            return false;
    }
    return true;
}

/*  Whether a figure that RESULT speaks of, and the fact leaves as it is, was changed by somebody else since the fact's version: a note of
 *  the fact was written for another one. */
static bool is_overtaken (const report_rules_t *self, const rule_result_t *result)
{
    for (size_t i = 0; self->input && i < result->input_count; i++) {
        const rule_cell_t *cell = &result->inputs[i].cell;
        const report_cell_t *place =
            cell->indicator && is_own (self, cell->period) ? place_of (self, cell->text) : NULL;
        if (place && !is_changed (self, cell->text) && verdict_unseen (self->input, self->seen_at_us, &place->set))
            return true;
    }
    return false;
}

bool report_rules_answered (const report_rules_t *self, const rule_result_t *result)
{
    if (filed_answers (self->put, rule_text (result->rule)->code))
        return !is_overtaken (self, result);
    return self->report && !changes (self, result) && report_rules_note_stands (self->report, result);
}

typedef struct {
    const report_rules_t *report;
    const char *rule;
    bool stands;
} note_t;

static qcdc_status take_answered (const rule_result_t *result, void *arg)
{
    note_t *self = arg;
    if (strcmp (rule_text (result->rule)->code, self->rule) == 0)
        self->stands |= report_rules_note_stands (self->report->report, result);
    return QCDC_OK;
}

qcdc_status report_rules_note_former (const report_rules_t *self, const char *rule, bool *former)
{
    note_t note = {self, rule, false};
    QCDC_TRY (report_rules_each (self, take_answered, &note));
    *former = !note.stands;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the verdict */

/*  What is refused, all of it; and what a note is missing for. */
typedef struct {
    size_t count;
    fault_t fault;                             /* of the first one */
    char said[sizeof ((fault_t *)0)->message]; /* each, as far as they find room */
} refused_t;

typedef struct {
    const report_rules_t *report;
    refused_t errors, notes;
} checking_t;

/*  "V-B1: B04 = B01 + B02 + B03: 120 ≠ 60 + 40 + 19"; of what looks at another report with its period. */
static void add_said (refused_t *self, const char *code, const char *said, const char *other)
{
    size_t used = strlen (self->said);
    int length = snprintf (self->said + used, sizeof self->said - used, "%s%s: %s%s%s%s", used ? "; " : "", code,
                           said, *other ? " (" : "", other, *other ? ")" : "");
    if (length < 0 || (size_t)length >= sizeof self->said - used)
        self->said[used] = '\0';
    self->count++;
}

static void refuse_error (const report_rules_t *report, const rule_result_t *result, const char *said,
                          const char *other, fault_t *fault)
{
    const char *code = rule_text (result->rule)->code;
    if (*other)
        fault_set (fault, QCDC_BROKEN_RULE, result->cell, "rule %s is broken beside the report for %s: %s", code,
                   other, said);
    else
        fault_set (fault, QCDC_BROKEN_RULE, result->cell, "rule %s is broken: %s", code, said);
    report_rules_advise (report, result, fault);
}

static void ask_note (const report_rules_t *report, const rule_result_t *result, const char *said, fault_t *fault)
{
    const char *code = rule_text (result->rule)->code;
    if (filed_answers (report->put, code) || (report->report && report_answers (report->report, code)))
        fault_set (fault, QCDC_NO_NOTE, result->cell,
                   "rule %s is broken, and the note was written for other figures: %s", code, said);
    else
        fault_set (fault, QCDC_NO_NOTE, result->cell, "rule %s is broken, and no note says why: %s", code, said);
    fault_advise (fault, "mend the figure, or say why it is right: qcdc report file FILE --note %s=\"…\"", code);
}

static qcdc_status take_refused (const rule_result_t *result, void *arg)
{
    checking_t *self = arg;
    const report_rules_t *report = self->report;
    const char *code = rule_text (result->rule)->code;
    char other[PERIOD_TEXT_BYTES] = "";
    bool error = report_rules_refuse (report, result);
    bool misses = !error && !report_rules_answered (report, result) &&
                  (report_rules_ask (report, result) || filed_answers (report->put, code));
    if (!error && !misses)
        return QCDC_OK;
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, value_format);
    if (!said)
        return QCDC_NO_MEMORY;
    refused_t *refused = error ? &self->errors : &self->notes;
    if (error)
        report_rules_other (report, result, other);
    if (refused->count == 0 && error)
        refuse_error (report, result, said, other, &refused->fault);
    else if (refused->count == 0)
        ask_note (report, result, said, &refused->fault);
    add_said (refused, code, said, other);
    return QCDC_OK;
}

qcdc_status report_rules_check (const report_rules_t *self, fault_t *fault)
{
    checking_t checking = {.report = self};
    qcdc_status status = report_rules_each (self, take_refused, &checking);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "out of memory");
    const refused_t *refused = checking.errors.count ? &checking.errors : &checking.notes;
    if (refused->count == 0)
        return QCDC_OK;
    *fault = refused->fault;
    if (refused->count == 1)
        return fault->status;
    if (refused == &checking.errors)
        fault_set (fault, fault->status, refused->fault.field, "rules are broken in %zu places: %s", refused->count,
                   refused->said);
    else
        fault_set (fault, fault->status, refused->fault.field, "no note says why rules are broken in %zu places: %s",
                   refused->count, refused->said);
    fault_advise (fault, "%s", refused->fault.advice);
    return fault->status;
}
