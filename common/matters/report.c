/*  report.c — reports: what a form may say, what holds its period, and how corrections replace it.
 *
 *  A report is one content at a time: a correction replaces all of it. */

#include "matters/report.h"

#include "base/day.h"
#include "catalogue/cell.h"
#include "catalogue/period.h"

#include <stdio.h>
#include <string.h>

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

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    if (filed->n_cells > QCDC_CELLS_COUNT_MAX || filed->n_text_cells > QCDC_TEXT_CELLS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "cell", "at most %u cells and %u texts", QCDC_CELLS_COUNT_MAX,
                          QCDC_TEXT_CELLS_COUNT_MAX);
    return QCDC_OK;
}

static qcdc_status check_cells (const judge_input_t *input, const form_t *form, const Qcdc__ReportFiled *fact,
                                fault_t *fault)
{
    cell_t cell;
    if (fact->n_cells + fact->n_text_cells == 0)
        return fault_set (fault, QCDC_EMPTY, "cell", "a report without a single figure or text");
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

static qcdc_status report_check (const judge_input_t *input, const Qcdc__ReportFiled *fact, fault_t *fault)
{
    const form_t *latest = catalog_form_latest (input->catalog, fact->form);
    const form_t *form = catalog_form (input->catalog, fact->form, fact->form_version);
    if (!latest)
        return fault_set (fault, QCDC_BAD_FORM, "form", "unknown form %s", fact->form);
    if (!form && fact->form_version > latest->version)
        return fault_set (fault, QCDC_WAITING, "form", "waits for version %u of form %s", fact->form_version,
                          fact->form);
    if (!form)
        return fault_set (fault, QCDC_BAD_FORM, "form", "form %s has no version %u", fact->form, fact->form_version);
    if (!office_owes (input->office, fact->form))
        return fault_set (fault, QCDC_BAD_FORM, "form", "%s does not file form %s", input->office->code, fact->form);

    period_t period;
    qcdc_status status = period_parse (input->catalog, form->calendar, fact->period, &period);
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "unknown period %.32s", fact->period);
    if (strcmp (period.name, fact->period) != 0 || !period_fits_form (&period, form))
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "form %s is not filed for %s", fact->form, fact->period);
    if (period.from < form->valid_from || period.from > form->valid_to)
        return fault_set (fault, QCDC_BAD_PERIOD, "period", "version %u of form %s does not serve %s",
                          fact->form_version, fact->form, fact->period);
    if (period.from > day_of_moment (input->committed_at_us)) {
        fault_set (fault, QCDC_BAD_PERIOD, "period", "%s has not begun yet", fact->period);
        verdict_advise_today (input, fault);
        return QCDC_BAD_PERIOD;
    }
    if (!catalog_unit_on (input->catalog, input->office->unit_code, period.from))
        return fault_set (fault, QCDC_BAD_UNIT, "period", "unit %s was not in being in %s", input->office->unit_code,
                          fact->period);
    return check_cells (input, form, fact, fault);
}

/*  ---------------------------------------------------------------- keys and second copies */

static const report_t *report_of (const thing_t *thing)
{
    return (const report_t *)thing;
}

static bool report_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    if (strlen (filed->form) >= REPORT_FORM_BYTES || strlen (filed->period) >= REPORT_PERIOD_BYTES)
        return false;
    snprintf (key, MATTER_KEY_BYTES, "%s/%s", filed->form, filed->period);
    return true;
}

static void report_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    snprintf (key, MATTER_KEY_BYTES, "%s/%s", report_of (self)->form_code, report_of (self)->period);
}

static bool report_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            address_t *entry, int64_t *commit_seq)
{
    (void)fact;
    *entry = thing->entry;
    *commit_seq = thing->commit_seq;
    return content_equal (thing->content, content);
}

/*  ---------------------------------------------------------------- verdicts */

static void judge_filed (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                         verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    const Qcdc__ReportFiled *filed = fact->report_filed;
    qcdc_status status = report_check (input, filed, &verdict->fault);
    if (status == QCDC_OK && input->holder && report_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK && input->holder)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "period", "%s for %s was filed with other figures",
                            filed->form, filed->period);
    verdict_conclude (verdict, status);
}

static void correct_report (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    uint8_t content[CONTENT_BYTES];
    const thing_t *report = input->thing, *holder = input->holder;
    qcdc_status status = QCDC_OK;
    if (report->voided)
        status = fault_set (&verdict->fault, QCDC_TARGET_VOID, "report", "the report %s for %s was taken back",
                            report_of (report)->form_code, report_of (report)->period);
    if (status == QCDC_OK)
        status = report_check (input, fact->report, &verdict->fault);
    if (status == QCDC_OK && holder && holder != report)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "period", "%s for %s was filed in another report",
                            fact->report->form, fact->report->period);
    if (status == QCDC_OK)
        status = fact_content_of (fact, content);
    if (status == QCDC_OK && content_equal (report->content, content))
        verdict_alias (verdict, report->entry, 0);
    else
        verdict_conclude (verdict, status);
}

static void report_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    fact_effect effect = fact_kind (fact)->effect;
    if (effect == FACT_CREATES)
        judge_filed (input, fact, content, verdict);
    else if (effect == FACT_CORRECTS)
        correct_report (input, fact->corrected, verdict);
    else if (input->thing->voided)
        verdict_alias (verdict, input->thing->entry, 0);
    else
        verdict_conclude (verdict, QCDC_OK);
}

/*  ---------------------------------------------------------------- the fold */

static qcdc_status take_content (report_t *self, const fact_event_t *event, const Qcdc__ReportFiled *filed)
{
    const form_t *form = catalog_form (event->catalog, filed->form, filed->form_version);
    const office_t *office = catalog_office_by_id (event->catalog, self->office);
    const unit_t *unit = NULL;
    period_t period;
    /* Of a version that this program does not know (an office's, older than the province's) the figures show all the same. */
    if (form && office && period_parse (event->catalog, form->calendar, filed->period, &period) == QCDC_OK)
        unit = catalog_unit_on (event->catalog, office->unit_code, period.from);
    self->unit = unit ? unit->id : 0;
    self->form = form ? form->id : 0;
    snprintf (self->form_code, sizeof self->form_code, "%s", filed->form);
    snprintf (self->period, sizeof self->period, "%s", filed->period);
    self->values = filed;
    self->values_entry = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
    memcpy (self->content, event->content, CONTENT_BYTES);
    return QCDC_OK;
}

static qcdc_status report_apply (thing_t *thing, const fact_event_t *event)
{
    report_t *self = (report_t *)thing;
    Qcdc__Fact as;
    switch (fact_kind (event->fact)->effect) {
    case FACT_CREATES:
        self->filed_at_us = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.at_us;
        return take_content (self, event, event->fact->report_filed);
    case FACT_CORRECTS:
        if (!fact_replacement (event->fact, &as))
            return QCDC_CORRUPT;
        if (!thing_change (&self->changed, event->stamp))
            return QCDC_OK;
        return take_content (self, event, as.report_filed);
    case FACT_VOIDS:
        self->voided = true;
        return QCDC_OK;
    default:
        return QCDC_CORRUPT;
    }
}

/*  No fact adds to a report. */
static bool possible (const thing_t *self, const Qcdc__Fact *fact)
{
    (void)self;
    (void)fact;
    return false;
}

static bool has_part (const thing_t *self, address_t part)
{
    (void)self;
    (void)part;
    return false;
}

/*  Its values are its event's memory. */
static void release (thing_t *self)
{
    (void)self;
}

const matter_t REPORT_MATTER = {.id = MATTER_REPORT,
                                .name = "report",
                                .size = sizeof (report_t),
                                .key = report_key,
                                .key_of = report_key_of,
                                .repeats = report_repeats,
                                .possible = possible,
                                .fits = fits,
                                .judge = report_judge,
                                .apply = report_apply,
                                .has_part = has_part,
                                .release = release};
