/*  own_findings.c — rules held against the reports of the journal.
 *
 *  An office has a few reports of a form, each folded in less than a millisecond: nothing is stored, so that what is said is what
 *  stands. */

#include "reports/own_findings.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "matters/report_rules.h"
#include "reports/other_reports.h"
#include "rules/reference.h"
#include "rules/rule_period.h"
#include "rules/rule_say.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const sheet_t *sheet; /* NULL: reports are held against each other as they stand */
    const sheet_fact_t *made;
    own_finding_fn *each;
    void *arg;
    fault_t *fault;
    const report_view_t *view; /* the report that is looked at */
    const form_t *form;
    period_t period;
    other_reports_t others;
} walk_t;

/*  Whether CELL is one of the sheet's report. */
static bool is_of_sheet (const walk_t *self, const rule_cell_t *cell)
{
    char name[PERIOD_TEXT_BYTES];
    if (!self->sheet)
        return false;
    rule_period_name (self->desk->home.catalog, self->form, &self->period, cell->period, name);
    return strcmp (name, self->sheet->period.name) == 0;
}

/*  Whether the sheet's fact says something of CELL: a figure, or that there is none any more. */
static bool is_said (const walk_t *self, const char *cell)
{
    return filed_value (&self->made->filed, cell) || (self->made->corrects && filed_value (&self->made->seen, cell));
}

static rule_figure other_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    walk_t *self = arg;
    if (!is_of_sheet (self, cell))
        return other_reports_value (&self->others, cell, value_e4);
    if (!other_reports_own (&self->others, cell->period))
        return FIGURE_BLANK;
    const Qcdc__CellValue *put = filed_value (&self->made->filed, cell->text);
    if (put) {
        *value_e4 = put->value_e4;
        return self->made->corrects ? FIGURE_CORRECTED : FIGURE_HELD;
    }
    return is_said (self, cell->text) ? FIGURE_BLANK : other_reports_value (&self->others, cell, value_e4);
}

static qcdc_status take_broken (const rule_result_t *result, void *arg)
{
    walk_t *self = arg;
    bool touched = !self->sheet;
    for (size_t i = 0; i < result->input_count && !touched; i++)
        touched = result->inputs[i].cell.indicator && is_of_sheet (self, &result->inputs[i].cell) &&
                  is_said (self, result->inputs[i].cell.text);
    return touched ? self->each (self->view, result, self->arg) : QCDC_OK;
}

static qcdc_status view_judge (walk_t *self, const report_view_t *view)
{
    Qcdc__ReportFiled nothing = QCDC__REPORT_FILED__INIT;
    const catalog_t *catalog = self->desk->home.catalog;
    self->view = view;
    self->form = report_view_stands (view) ? catalog_form_by_id (catalog, view->report.form) : NULL;
    if (!self->form || period_parse (catalog, self->form->calendar, view->report.period, &self->period) != QCDC_OK)
        return QCDC_OK;
    self->others =
        (other_reports_t){.desk = self->desk, .form = self->form, .period = &self->period, .fault = self->fault};
    const report_rules_t rules = {.catalog = catalog,
                                  .form = self->form,
                                  .period = &self->period,
                                  .report = &view->report,
                                  .put = &nothing,
                                  .other = other_value,
                                  .arg = self};
    qcdc_status status = report_rules_each (&rules, take_broken, self);
    other_reports_release (&self->others);
    if (status == QCDC_NO_MEMORY)
        return fault_set (self->fault, status, NULL, "%s", _ (status_text (status)));
    return status == QCDC_OK ? self->others.status : status;
}

/*  Whether rules of the report for NAME may look at the sheet's: what does not is not even read. */
static bool looks_at_sheet (const walk_t *self, const char *name)
{
    static const rule_period OTHERS[] = {RULE_PREVIOUS, RULE_YEAR_AGO, RULE_H1, RULE_YEAR, RULE_YTD};
    const catalog_t *catalog = self->desk->home.catalog;
    const form_t *form = self->sheet->form;
    period_t period;
    if (strcmp (name, self->sheet->period.name) == 0 ||
        period_parse (catalog, form->calendar, name, &period) != QCDC_OK)
        return false;
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++) {
        char other[PERIOD_TEXT_BYTES];
        rule_period_name (catalog, form, &period, OTHERS[i], other);
        if (strcmp (other, self->sheet->period.name) == 0)
            return true;
    }
    return false;
}

/*  SUBJECT is "report:OFFICE:FORM/PERIOD". */
static qcdc_status subject_judge (const char *subject, void *arg)
{
    walk_t *self = arg;
    const char *slash = strrchr (subject, '/');
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    if (self->sheet && (!slash || !looks_at_sheet (self, slash + 1)))
        return QCDC_OK;
    QCDC_TRY (report_view_of_subject (self->desk, subject, &view, self->fault));
    return view_judge (self, &view);
}

static qcdc_status subjects_judge (walk_t *self, const char *form)
{
    char prefix[120];
    snprintf (prefix, sizeof prefix, "report:%s:%s%s", self->desk->home.office->code, form, *form ? "/" : "");
    QCDC_TRY (reference_rules (self->desk->home.catalog, self->fault));
    return journal_each_subject (self->desk->home.journal, prefix, subject_judge, self, self->fault);
}

qcdc_status own_findings_each (desk_t *desk, own_finding_fn *each, void *arg, fault_t *fault)
{
    walk_t self = {.desk = desk, .each = each, .arg = arg, .fault = fault};
    return subjects_judge (&self, "");
}

qcdc_status own_findings_of_sheet (desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made, own_finding_fn *each,
                                   void *arg, fault_t *fault)
{
    walk_t self = {.desk = desk, .sheet = sheet, .made = made, .each = each, .arg = arg, .fault = fault};
    return subjects_judge (&self, sheet->form->code);
}

const char *finding_severity (const rule_result_t *result)
{
    return rule_severity_of (result->rule) == RULE_ALERT ? "alert"
           : report_rules_within (result)                ? "warning"
                                                         : "contradiction";
}

/*  ---------------------------------------------------------------- telling */

/*  A key of each that was told and still stands.  The province's desk keeps what it told of others under a name of its own. */
#define TOLD "own_contradictions_told"
#define KEYS_MAX 1000u
#define KEY_BYTES 17u /* 16 digits and a space */

typedef struct {
    const char *told;
    char keys[KEYS_MAX * KEY_BYTES + 1];
    size_t length, fresh;
    char form[REPORT_FORM_BYTES], period[REPORT_PERIOD_BYTES]; /* of one that is new */
} telling_t;

static uint64_t mixed (uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (uint8_t)*text) * 0x100000001B3u;
    return (hash ^ 0xFFu) * 0x100000001B3u;
}

/*  A contradiction is the same one as long as its report, its rule, its cell and its figures are. */
static qcdc_status note_contradiction (const report_view_t *view, const rule_result_t *result, void *arg)
{
    telling_t *self = arg;
    char key[KEY_BYTES + 1];
    if (strcmp (finding_severity (result), "contradiction") != 0)
        return QCDC_OK;
    uint64_t hash = mixed (mixed (0xCBF29CE484222325u, view->report.form_code), view->report.period);
    hash = mixed (mixed (hash, rule_text (result->rule)->code), result->cell ? result->cell : "");
    char *said QCDC_CLEANUP (memory_free) = rule_say_result (result, value_format);
    if (!said)
        return QCDC_NO_MEMORY;
    hash = mixed (hash, said);
    snprintf (key, sizeof key, "%016" PRIx64 " ", hash);
    if (!strstr (self->told, key)) {
        self->fresh++;
        snprintf (self->form, sizeof self->form, "%s", view->report.form_code);
        snprintf (self->period, sizeof self->period, "%s", view->report.period);
    }
    if (self->length + KEY_BYTES < sizeof self->keys) {
        memcpy (self->keys + self->length, key, sizeof key);
        self->length += KEY_BYTES;
    }
    return QCDC_OK;
}

qcdc_status own_findings_tell (desk_t *desk, fault_t *fault)
{
    char *told QCDC_CLEANUP (journal_free_value) = NULL;
    telling_t *telling QCDC_CLEANUP (memory_free) = calloc (1, sizeof *telling);
    if (!telling)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    QCDC_TRY (journal_get (desk->home.journal, TOLD, &told, fault));
    telling->told = told ? told : "";
    QCDC_TRY (own_findings_each (desk, note_contradiction, telling, fault));
    if (telling->fresh > 0)
        fprintf (
            stderr,
            ngettext (
                "qcdc: %zu new contradiction between reports of your office (%s, %s); qcdc report check shows it\n",
                "qcdc: %zu new contradictions between reports of your office (one of them in %s, %s); qcdc "
                "report check shows them\n",
                telling->fresh),
            telling->fresh, telling->form, telling->period);
    if (strcmp (telling->told, telling->keys) == 0)
        return QCDC_OK;
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (journal_set (desk->home.journal, TOLD, telling->keys, fault));
    return journal_commit (desk->home.journal, fault);
}
