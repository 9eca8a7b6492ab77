/*  report_judge.c — what may be said of a report: form and period, cells, rules, and what holds the period already.
 *
 *  A correction is held against what stands, cell by cell: what another one changed unseen is stale. */

#include "matters/report_judge.h"

#include "base/day.h"
#include "base/nearest.h"
#include "catalogue/cell.h"
#include "catalogue/duty.h"
#include "facts/make.h"
#include "matters/report_held.h"
#include "matters/report_review.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const report_t *report_of (const thing_t *thing)
{
    return (const report_t *)thing;
}

/*  ---------------------------------------------------------------- what a filing must say by itself */

static qcdc_status check_value (const indicator_t *indicator, const Qcdc__CellValue *cell, fault_t *fault)
{
    switch (indicator->type) {
    case VALUE_RATIO:
        fault_set (fault, QCDC_DERIVED_CELL, cell->cell, "%s is computed from other cells and never typed in",
                   cell->cell);
        fault_advise (fault, "leave it out");
        return QCDC_DERIVED_CELL;
    case VALUE_TEXT:
        return fault_set (fault, QCDC_BAD_CELL, cell->cell, "%s takes a text, not a number", cell->cell);
    case VALUE_COUNT:
        if (cell->value_e4 % 10000 != 0)
            return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "%s counts, so its value is a whole number",
                              cell->cell);
        break;
    case VALUE_DECIMAL:
        break;
    }
    if (cell->value_e4 < 0)
        return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "the value of %s is negative", cell->cell);
    if (cell->value_e4 > QCDC_VALUE_E4_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, cell->cell, "the value of %s is too large", cell->cell);
    return QCDC_OK;
}

qcdc_status report_fits (const Qcdc__Fact *fact, fault_t *fault)
{
    if (fact_kind (fact)->effect == FACT_STEPS)
        return review_fits (fact->report_reviewed, fault);
    const Qcdc__ReportFiled *filed = fact->report_filed;
    if (filed->n_cells > QCDC_CELLS_COUNT_MAX || filed->n_text_cells > QCDC_TEXT_CELLS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "cell", "at most %u cells and %u texts", QCDC_CELLS_COUNT_MAX,
                          QCDC_TEXT_CELLS_COUNT_MAX);
    if (filed->n_answered > QCDC_NOTES_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "note", "at most %u notes", QCDC_NOTES_COUNT_MAX);
    return QCDC_OK;
}

static qcdc_status check_cells (const judge_input_t *input, const form_t *form, const Qcdc__ReportFiled *fact,
                                fault_t *fault)
{
    cell_t cell;
    if (fact->nil && fact->n_cells + fact->n_text_cells > 0)
        return fault_set (fault, QCDC_BAD_CELL, "cell", "a report that says there is nothing to report has no cells");
    for (size_t i = 0; i < fact->n_cells; i++) {
        const Qcdc__CellValue *value = fact->cells[i];
        qcdc_status status = cell_parse (input->catalog, form, value->cell, &cell, fault);
        if (status == QCDC_OK)
            status = check_value (cell.indicator, value, fault);
        if (status != QCDC_OK)
            return status;
        if (i > 0 && strcmp (fact->cells[i - 1]->cell, value->cell) >= 0)
            return fault_set (fault, QCDC_BAD_CELL, value->cell, "cells are sorted and not repeated");
    }
    for (size_t i = 0; i < fact->n_text_cells; i++) {
        const char *text = fact->text_cells[i];
        qcdc_status status = cell_parse (input->catalog, form, text, &cell, fault);
        if (status != QCDC_OK)
            return status;
        if (cell.indicator->type != VALUE_TEXT)
            return fault_set (fault, QCDC_BAD_CELL, text, "%s takes a number, not a text", text);
        if (i > 0 && strcmp (fact->text_cells[i - 1], text) >= 0)
            return fault_set (fault, QCDC_BAD_CELL, text, "cells are sorted and not repeated");
    }
    return QCDC_OK;
}

/*  Whether CODE may be one of a form that is still to be published: none that is written like a known one is (set_check.h). */
static bool may_be_published (const catalog_t *catalog, const char *code)
{
    for (size_t i = 0; i < catalog->form_count; i++)
        if (word_same (catalog->forms[i].code, code))
            return false;
    return catalog_code_is_valid (code);
}

/*  A report names the version that it was filled under, and is judged by that: also by one that another version took over from while the
 *  period lasted, for a desk hears of that later than it files.  One that was over before the period began is none of it. */
static qcdc_status check_version (const judge_input_t *input, const form_t *form, const period_t *period,
                                  fault_t *fault)
{
    period_t served;
    char day[DAY_TEXT_BYTES];
    const form_t *now = period_form (input->catalog, form->code, period->name, &served);
    if (period_served_by (period, form) || (now && period_served_once (period, form)))
        return QCDC_OK;
    if (!now || now->valid_from == QCDC_DAY_MIN)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "version %u of form %s does not serve %s", form->version,
                          form->code, period->name);
    return fault_set (fault, QCDC_BAD_PERIOD, "form",
                      "version %u of form %s does not serve %s: version %u does, from %s on", form->version,
                      form->code, period->name, now->version, day_format_iso (now->valid_from, day));
}

/*  Of a filing, REPORT is NULL, and of a correction, which may remove cells only, the report that it corrects: what was right when that
 *  was filed stays so, whatever has been published since. */
static qcdc_status report_check (const judge_input_t *input, const report_t *report, const Qcdc__ReportFiled *fact,
                                 fault_t *fault)
{
    const form_t *latest = catalog_form_latest (input->catalog, fact->form);
    const form_t *form = catalog_form (input->catalog, fact->form, fact->form_version);
    if (!latest && !may_be_published (input->catalog, fact->form))
        return fault_set (fault, QCDC_BAD_FORM, "form", "unknown form %s", fact->form);
    /* A restored server may lack what a device has known for long. */
    if (!form && (!latest || fact->form_version > latest->version))
        return fault_set (fault, QCDC_WAITING, "form", "waits for version %u of form %s", fact->form_version,
                          fact->form);
    if (!form)
        return fault_set (fault, QCDC_BAD_FORM, "form", "form %s has no version %u", fact->form, fact->form_version);
    if (report && form->id == report->form && strcmp (fact->period, report->period) == 0) {
        QCDC_TRY (filed_check_answered (fact, fault));
        return check_cells (input, form, fact, fault);
    }
    if (!duty_is_known (input->catalog, input->office, fact->form))
        return fault_set (fault, QCDC_BAD_FORM, "form", "%s does not file form %s", input->office->code, fact->form);

    period_t period;
    qcdc_status status = period_parse (input->catalog, form->calendar, fact->period, &period);
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "unknown period %.32s", fact->period);
    if (strcmp (period.name, fact->period) != 0 || !period_fits_form (&period, form))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "form %s is not filed for %s", fact->form, fact->period);
    QCDC_TRY (check_version (input, form, &period, fault));
    if (!duty_may_file (input->catalog, input->office, fact->form, &period))
        return fault_set (fault, QCDC_BAD_FORM, "form", "%s does not file form %s for %s", input->office->code,
                          fact->form, fact->period);
    if (period.from > day_of_moment (input->committed_at_us)) {
        fault_set (fault, QCDC_BAD_PERIOD, "period", "%s has not begun yet", fact->period);
        verdict_advise_today (input, fault);
        return QCDC_BAD_PERIOD;
    }
    if (period.opens_on > day_of_moment (input->committed_at_us)) {
        char day[DAY_TEXT_BYTES];
        fault_set (fault, QCDC_BAD_PERIOD, "period", "reports for %s are taken from %s on", fact->period,
                   day_format_iso (period.opens_on, day));
        verdict_advise_today (input, fault);
        return QCDC_BAD_PERIOD;
    }
    if (!duty_unit_of (input->catalog, input->office, form, &period))
        return fault_set (fault, QCDC_BAD_UNIT, "period", "unit %s was not in being in %s", input->office->unit_code,
                          fact->period);
    QCDC_TRY (filed_check_answered (fact, fault));
    return check_cells (input, form, fact, fault);
}

/*  ---------------------------------------------------------------- second copies */

/*  The content that a filing has. */
static bool filed_content (Qcdc__ReportFiled *filed, uint8_t content[CONTENT_BYTES])
{
    uint8_t *body = NULL;
    size_t length = 0;
    Qcdc__Fact as = fact_of_report (filed);
    if (fact_pack (&as, &body, &length) != QCDC_OK)
        return false;
    fact_content ((bytes_t){body, length}, content);
    free (body);
    return true;
}

/*  Whether what stands is FILED but for the word with which it was handed in again as it is: that is of the return, and a device which has
 *  not heard of it files the same report. */
static bool repeats_answered (const report_t *report, const Qcdc__ReportFiled *filed,
                              const uint8_t content[CONTENT_BYTES])
{
    report_said_t said QCDC_CLEANUP (report_said_release) = {0};
    uint8_t stands[CONTENT_BYTES];
    size_t kept = 0;
    if (!report_answers (report, CELL_ANSWER) || report_say (report, filed->form_version, &said) != QCDC_OK)
        return false;
    /* of this version of the form */
    if (!filed_content (&said.filed, stands) || !content_equal (report->thing.content, stands))
        return false;
    for (size_t i = 0; i < said.filed.n_answered; i++)
        if (strcmp (said.filed.answered[i], CELL_ANSWER) != 0)
            said.filed.answered[kept++] = said.filed.answered[i];
    said.filed.n_answered = kept;
    return filed_content (&said.filed, stands) && content_equal (stands, content);
}

bool report_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                     address_t *entry, int64_t *commit_seq)
{
    if (fact_kind (fact)->effect == FACT_STEPS)
        return review_repeats (report_of (thing), fact->report_reviewed, content, entry, commit_seq);
    *entry = thing->entry;
    *commit_seq = thing->commit_seq;
    return content_equal (thing->content, content) ||
           (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED &&
            repeats_answered (report_of (thing), fact->report_filed, content));
}

/*  ---------------------------------------------------------------- verdicts */

/*  Two devices of an office may both file first: the second one is told of the first. */
static qcdc_status filed_already (const thing_t *holder, const Qcdc__ReportFiled *filed, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    const setter_t first = {{holder->created_at_us, holder->commit_seq}, holder->entry.origin, holder->entry.seq};
    if (verdict_said_by (&first, by, day))
        return fault_set (fault, QCDC_DUPLICATE, "period",
                          "%s for %s was filed already by %s of %s and says something else", filed->form,
                          filed->period, by, day);
    return fault_set (fault, QCDC_DUPLICATE, "period", "%s for %s was filed already and says something else",
                      filed->form, filed->period);
}

static qcdc_status report_stands (const report_t *report, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!report->voided)
        return QCDC_OK;
    if (verdict_said_by (&report->voided_by, by, day))
        return fault_set (fault, QCDC_TARGET_VOID, "report", "the report %s for %s was taken back by %s of %s",
                          report->form_code, report->period, by, day);
    return fault_set (fault, QCDC_TARGET_VOID, "report", "the report %s for %s was taken back", report->form_code,
                      report->period);
}

static const char *fulfilled_by (const judge_input_t *input)
{
    const office_t *office = catalog_office_by_id (input->catalog, input->fulfilled->office);
    return office ? office->code : "?";
}

static void judge_filed (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                         verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    const Qcdc__ReportFiled *filed = fact->report_filed;
    qcdc_status status = report_check (input, NULL, filed, &verdict->fault);
    if (status == QCDC_OK && filed->n_cells + filed->n_text_cells == 0 && !filed->nil)
        status = fault_set (&verdict->fault, QCDC_EMPTY, "cell", "a report without a single figure or text");
    if (status == QCDC_OK && input->holder && report_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK && input->holder)
        status = filed_already (input->holder, filed, &verdict->fault);
    if (status == QCDC_OK && input->fulfilled)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "period",
                            "%s for %s was filed already by %s, whose duty this is, too", filed->form, filed->period,
                            fulfilled_by (input));
    if (status == QCDC_OK)
        status = report_hold (input, NULL, filed, NULL, &verdict->fault);
    verdict_conclude (verdict, status);
}

/*  What a correction comes to. */
typedef struct {
    const judge_input_t *input;
    const Qcdc__Corrected *fact;
    const report_t *report;
    size_t changes;
    int64_t blank; /* cells more (or, below zero, fewer) that are not filled any more */
    fault_t *fault;
} merging_t;

#define VALUE_TEXT_BYTES 40u

/*  "blank", or the number as files have it. */
static const char *value_text (bool known, int64_t value_e4, char text[VALUE_TEXT_BYTES])
{
    if (!known)
        return "blank";
    if (value_e4 % 10000 == 0)
        snprintf (text, VALUE_TEXT_BYTES, "%" PRId64, value_e4 / 10000);
    else
        snprintf (text, VALUE_TEXT_BYTES, "%" PRId64 ".%04d", value_e4 / 10000, (int)(value_e4 % 10000));
    return text;
}

/*  Of a number: SEEN and WANTED are NULL where blank. */
static qcdc_status merge_value (merging_t *self, const char *cell, const Qcdc__CellValue *seen,
                                const Qcdc__CellValue *wanted)
{
    static const setter_t NOBODY = {0};
    char was[VALUE_TEXT_BYTES], is[VALUE_TEXT_BYTES];
    int64_t value_e4 = 0;
    bool stands = report_number (self->report, cell, &value_e4);
    if (stands == (wanted != NULL) && (!wanted || wanted->value_e4 == value_e4))
        return QCDC_OK;
    const report_cell_t *place = report_cell (self->report, cell);
    const setter_t *set = place ? &place->set : &NOBODY;
    bool as_seen = stands == (seen != NULL) && (!seen || seen->value_e4 == value_e4);
    if (!as_seen || verdict_overtaken (self->input, self->fact->seen_at_us, set->at)) {
        column_now_t now = {cell, value_text (seen != NULL, seen ? seen->value_e4 : 0, was),
                            value_text (stands, value_e4, is), set};
        return verdict_stale (&now, self->fault);
    }
    self->changes++;
    self->blank += !wanted - !stands;
    return QCDC_OK;
}

/*  Of a narrative, which is not compared: who wrote it after the version that was seen wrote what was not seen. */
static qcdc_status merge_text (merging_t *self, const char *cell, bool wanted)
{
    const report_cell_t *place = report_cell (self->report, cell);
    bool stands = place && !place->removed;
    if (!wanted && !stands)
        return QCDC_OK;
    if (place && (verdict_unseen (self->input, self->fact->seen_at_us, &place->set) ||
                  verdict_overtaken (self->input, self->fact->seen_at_us, place->set.at))) {
        column_now_t now = {.name = cell, .set = &place->set};
        return verdict_stale (&now, self->fault);
    }
    self->changes++;
    self->blank += !wanted - !stands;
    return QCDC_OK;
}

static qcdc_status merge_cells (merging_t *self)
{
    const Qcdc__ReportFiled *seen = self->fact->report_seen, *wanted = self->fact->report;
    for (size_t i = 0; i < wanted->n_cells; i++)
        QCDC_TRY (
            merge_value (self, wanted->cells[i]->cell, filed_value (seen, wanted->cells[i]->cell), wanted->cells[i]));
    for (size_t i = 0; i < seen->n_cells; i++)
        if (!filed_value (wanted, seen->cells[i]->cell))
            QCDC_TRY (merge_value (self, seen->cells[i]->cell, seen->cells[i], NULL));
    for (size_t i = 0; i < wanted->n_text_cells; i++)
        QCDC_TRY (merge_text (self, wanted->text_cells[i], true));
    for (size_t i = 0; i < seen->n_text_cells; i++)
        if (!filed_has_text (wanted, seen->text_cells[i]))
            QCDC_TRY (merge_text (self, seen->text_cells[i], false));
    /* Of two notes the later one stands: neither takes anything away that is judged. */
    self->changes += wanted->n_answered;
    return QCDC_OK;
}

/*  A correction stays with its form and period: what was filed for the wrong one is taken back and filed anew. */
static qcdc_status check_same_report (const report_t *report, const Qcdc__Corrected *fact, fault_t *fault)
{
    const Qcdc__ReportFiled *rows[] = {fact->report, fact->report_seen};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp (rows[i]->form, report->form_code) != 0 || strcmp (rows[i]->period, report->period) != 0) {
            fault_set (fault, QCDC_BAD_PERIOD, "period",
                       "a correction keeps form and period: this one is of %s for %s", report->form_code,
                       report->period);
            fault_advise (fault, "take the report back and file it for the right period");
            return QCDC_BAD_PERIOD;
        }
    if (fact->report_seen->n_answered > 0)
        return fault_set (fault, QCDC_BAD_RULE, "note",
                          "a correction says which notes it brings, and not which it saw");
    if (fact->report->nil || fact->report_seen->nil)
        return fault_set (fault, QCDC_BAD_CELL, "cell", "a correction says which cells it changes");
    return QCDC_OK;
}

static void correct_report (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const report_t *report = report_of (input->thing);
    fault_t *fault = &verdict->fault;
    merging_t merging = {.input = input, .fact = fact, .report = report, .fault = fault};
    qcdc_status status = report_stands (report, fault);
    if (status == QCDC_OK)
        status = report_check (input, report, fact->report, fault);
    if (status == QCDC_OK)
        status = report_check (input, report, fact->report_seen, fault);
    if (status == QCDC_OK)
        status = check_same_report (report, fact, fault);
    if (status == QCDC_OK)
        status = report_check_open (report, fault);
    if (status == QCDC_OK)
        status = merge_cells (&merging);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, report->entry, 0);
        return;
    }
    /* One that has no figure says that there is none, and may say why. */
    if (status == QCDC_OK && merging.blank > 0 && merging.blank == (int64_t)report_filled (report)) {
        status = fault_set (fault, QCDC_EMPTY, "cell", "nothing would be left of the report");
        fault_advise (fault, "take the whole report back instead");
    }
    if (status == QCDC_OK)
        status = report_hold (input, report, fact->report, fact, fault);
    verdict_conclude (verdict, status);
}

void report_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                   verdict_t *verdict)
{
    fact_effect effect = fact_kind (fact)->effect;
    if (effect == FACT_CREATES)
        judge_filed (input, fact, content, verdict);
    else if (effect == FACT_STEPS)
        review_judge (input, fact->report_reviewed, content, verdict);
    else if (input->target == TARGET_PART)
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_TARGET_KIND, "target",
                                              "a review is not changed: review the report again"));
    else if (effect == FACT_CORRECTS)
        correct_report (input, fact->corrected, verdict);
    else if (input->thing->voided)
        verdict_alias (verdict, input->thing->entry, 0);
    else
        verdict_conclude (verdict, report_check_open (report_of (input->thing), &verdict->fault));
}
