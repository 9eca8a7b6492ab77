/*  report.c — reports as a fold: what stands in each cell, and how corrections change it.
 *
 *  Cell by cell the later stamp holds, so the order in which corrections are met does not matter. */

#include "matters/report.h"

#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/duty.h"
#include "facts/make.h"
#include "matters/report_held.h"
#include "matters/report_judge.h"
#include "matters/report_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- keys */

static const report_t *report_of (const thing_t *thing)
{
    return (const report_t *)thing;
}

static bool report_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    return report_key_make (filed->form, filed->period, key);
}

static void report_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    snprintf (key, MATTER_KEY_BYTES, "%s/%s", report_of (self)->form_code, report_of (self)->period);
}

/*  ---------------------------------------------------------------- the fold */

static int form_of (const fact_event_t *event, const Qcdc__ReportFiled *filed)
{
    const form_t *form = catalog_form (event->catalog, filed->form, filed->form_version);
    return form ? form->id : 0;
}

/*  Office and period decide the unit, by the catalogue of the filing: what is published later moves no report, corrected or not.  Of a
 *  version that this program does not know (an office's, older than the province's) the figures show all the same. */
static void take_unit (report_t *self, const fact_event_t *event, const Qcdc__ReportFiled *filed)
{
    const form_t *form = catalog_form (event->catalog, filed->form, filed->form_version);
    const office_t *office = catalog_office_by_id (event->catalog, self->office);
    const unit_t *unit = NULL;
    period_t period;
    if (form && office && period_parse (event->catalog, form->calendar, filed->period, &period) == QCDC_OK)
        unit = duty_unit_of (event->catalog, office, form, &period);
    self->unit = unit ? unit->id : 0;
}

static void take_form (report_t *self, const fact_event_t *event, const Qcdc__ReportFiled *filed)
{
    if (!self->unit)
        take_unit (self, event, filed);
    self->form = form_of (event, filed);
    snprintf (self->form_code, sizeof self->form_code, "%s", filed->form);
    snprintf (self->period, sizeof self->period, "%s", filed->period);
}

static bool say (report_t *self, const report_saying_t *saying)
{
    report_saying_t *said = memory_room (self->said, self->said_count, &self->said_room, sizeof *said);
    if (!said)
        return false;
    self->said = said;
    said[self->said_count++] = *saying;
    return true;
}

/*  Keeps what a correction says of CELL; before the first one also what the filing said, which it hides. */
static bool note_saying (report_t *self, const report_cell_t *cell, const report_saying_t *saying)
{
    bool filed = cell->entry.seq && !cell->set.at.at_us;
    report_saying_t first = {
        .cell = cell->cell,
        .entry = cell->entry,
        .by = {stamp_make (self->filed_at_us, self->commit_seq ? self->commit_seq : (int64_t)self->thing.entry.seq),
               self->thing.entry.origin, self->thing.entry.seq},
        .form = self->form_filed,
        .is_text = cell->is_text,
        .value_e4 = cell->value_e4};
    return (!filed || say (self, &first)) && say (self, saying);
}

/*  What EVENT says of one cell; VALUE is NULL for a narrative. */
static qcdc_status take_cell (report_t *self, const fact_event_t *event, int form, const char *name,
                              const Qcdc__CellValue *value, bool removed, const setter_t *by, size_t *taken)
{
    report_cell_t *cell = report_cell_place (self, name);
    if (!cell)
        return QCDC_NO_MEMORY;
    report_saying_t saying = {.cell = cell->cell,
                              .entry = event->entry,
                              .by = *by,
                              .form = form,
                              .is_text = !value,
                              .removed = removed,
                              .value_e4 = value && !removed ? value->value_e4 : 0};
    if (by->at.at_us && !note_saying (self, cell, &saying))
        return QCDC_NO_MEMORY;
    if (!setter_take (&cell->set, by))
        return QCDC_OK;
    ++*taken;
    cell->is_text = !value;
    cell->removed = removed;
    cell->value_e4 = value && !removed ? value->value_e4 : 0;
    cell->entry = event->entry;
    return QCDC_OK;
}

static qcdc_status take_cells (report_t *self, const fact_event_t *event, const Qcdc__ReportFiled *filed,
                               const setter_t *by, size_t *taken)
{
    int form = form_of (event, filed);
    self->cells_changed = true;
    for (size_t i = 0; i < filed->n_cells; i++)
        QCDC_TRY (take_cell (self, event, form, filed->cells[i]->cell, filed->cells[i], false, by, taken));
    for (size_t i = 0; i < filed->n_text_cells; i++)
        QCDC_TRY (take_cell (self, event, form, filed->text_cells[i], NULL, false, by, taken));
    for (size_t i = 0; i < filed->n_answered; i++) {
        char name[CELL_NOTE_BYTES];
        if (cell_note_name (filed->answered[i], name))
            QCDC_TRY (take_cell (self, event, form, name, NULL, false, by, taken));
    }
    return QCDC_OK;
}

static void note_entry (report_t *self, const fact_event_t *event)
{
    self->values_entry = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.seq;
}

static qcdc_status apply_filing (report_t *self, const fact_event_t *event)
{
    static const setter_t FIRST = {0};
    self->filed_at_us = event->stamp.at_us == STAMP_UNCOMMITTED_US ? 0 : event->stamp.at_us;
    take_form (self, event, event->fact->report_filed);
    self->form_filed = self->form;
    note_entry (self, event);
    memcpy (self->content, event->content, CONTENT_BYTES);
    size_t taken = 0;
    return take_cells (self, event, event->fact->report_filed, &FIRST, &taken);
}

/*  The content hash that a filing of all that stands by now would have. */
static qcdc_status note_content (report_t *self, uint32_t form_version)
{
    report_said_t said QCDC_CLEANUP (report_said_release) = {0};
    uint8_t *body = NULL;
    size_t length = 0;
    QCDC_TRY (report_say (self, form_version, &said));
    Qcdc__Fact as = fact_of_report (&said.filed);
    QCDC_TRY (fact_pack (&as, &body, &length));
    fact_content ((bytes_t){body, length}, self->content);
    free (body);
    return QCDC_OK;
}

static qcdc_status apply_correction (report_t *self, const fact_event_t *event)
{
    const Qcdc__Corrected *corrected = event->fact->corrected;
    setter_t by = change_setter (event);
    const Qcdc__ReportFiled *seen = corrected->report_seen, *wanted = corrected->report;
    size_t taken = 0;
    int form = form_of (event, wanted);
    QCDC_TRY (take_cells (self, event, wanted, &by, &taken));
    for (size_t i = 0; i < seen->n_cells; i++)
        if (!filed_value (wanted, seen->cells[i]->cell))
            QCDC_TRY (take_cell (self, event, form, seen->cells[i]->cell, seen->cells[i], true, &by, &taken));
    for (size_t i = 0; i < seen->n_text_cells; i++)
        if (!filed_has_text (wanted, seen->text_cells[i]))
            QCDC_TRY (take_cell (self, event, form, seen->text_cells[i], NULL, true, &by, &taken));
    if (taken == 0)
        event_has_no_effect (event);
    if (setter_take (&self->form_set, &by)) {
        take_form (self, event, wanted);
        note_entry (self, event);
    }
    thing_note_change (&self->thing, &self->changed, event);
    const form_t *last = catalog_form_by_id (event->catalog, self->form);
    return note_content (self, last ? last->version : wanted->form_version);
}

static qcdc_status report_apply (thing_t *thing, const fact_event_t *event)
{
    report_t *self = (report_t *)thing;
    Qcdc__Fact seen;
    switch (fact_kind (event->fact)->effect) {
    case FACT_CREATES:
        return apply_filing (self, event);
    case FACT_CORRECTS:
        if (event->part.seq || !fact_seen (event->fact, &seen))
            return QCDC_CORRUPT;
        QCDC_TRY (apply_correction (self, event));
        report_stand (self);
        return QCDC_OK;
    case FACT_STEPS:
        return review_apply (self, event);
    case FACT_VOIDS: /* for good */
        if (event->part.seq)
            return QCDC_CORRUPT;
        void_take (&self->voided, &self->voided_by, event);
        return QCDC_OK;
    default:
        return QCDC_CORRUPT;
    }
}

bool report_form_name (const char *code, uint32_t version, char name[MATTER_KEY_BYTES])
{
    int length = snprintf (name, MATTER_KEY_BYTES, "form:%s:%u", code, (unsigned)version);
    return length > 0 && (unsigned)length < MATTER_KEY_BYTES;
}

static bool awaits (const Qcdc__Fact *fact, const char *field, char name[MATTER_KEY_BYTES])
{
    const Qcdc__ReportFiled *filed = fact->report_filed;
    return strcmp (field, "form") == 0 && report_form_name (filed->form, filed->form_version, name);
}

static bool possible (const thing_t *self, const Qcdc__Fact *fact)
{
    const report_t *report = report_of (self);
    return !report->voided && review_possible (report->standing, (int)fact->report_reviewed->verdict);
}

static bool has_part (const thing_t *self, address_t part)
{
    return report_review_at (report_of (self), part.origin, part.seq) != NULL;
}

static size_t remembered (const thing_t *thing)
{
    return report_of (thing)->said_count;
}

static void forget (thing_t *thing)
{
    ((report_t *)thing)->said_count = 0;
}

static void release (thing_t *thing)
{
    report_t *self = (report_t *)thing;
    for (size_t i = 0; i < self->cell_count; i++)
        free (self->cells[i].cell);
    free (self->cells);
    free (self->said);
    report_reviews_release (self);
    self->cells = NULL;
    self->said = NULL;
    self->cell_count = self->cell_room = self->said_count = self->said_room = 0;
}

const matter_t REPORT_MATTER = {.id = MATTER_REPORT,
                                .name = "report",
                                .size = sizeof (report_t),
                                .key = report_key,
                                .key_of = report_key_of,
                                .repeats = report_repeats,
                                .looks_at = report_looks_at,
                                .awaits = awaits,
                                .possible = possible,
                                .fits = report_fits,
                                .judge = report_judge,
                                .apply = report_apply,
                                .has_part = has_part,
                                .remembered = remembered,
                                .forget = forget,
                                .shed = release,
                                .release = release};
