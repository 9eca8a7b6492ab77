/*  report_cells.c — the cells of a report as they stand, and the report as one fact again. */

#include "matters/report.h"

#include "base/limits.h"
#include "catalogue/cell.h"

#include <stdlib.h>
#include <string.h>

/*  Where CELL stands, or would. */
static size_t place_of (const report_t *self, const char *cell, bool *found)
{
    size_t low = 0, high = self->cell_count;
    *found = false;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp (self->cells[middle].cell, cell);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

report_cell_t *report_cell (const report_t *self, const char *cell)
{
    bool found;
    size_t place = place_of (self, cell, &found);
    return found ? &self->cells[place] : NULL;
}

report_cell_t *report_cell_place (report_t *self, const char *cell)
{
    bool found;
    size_t place = place_of (self, cell, &found);
    if (found)
        return &self->cells[place];
    if (self->cell_count == self->cell_room) {
        size_t room = self->cell_room ? self->cell_room * 2 : 32;
        report_cell_t *cells = realloc (self->cells, room * sizeof *cells);
        if (!cells)
            return NULL;
        self->cells = cells;
        self->cell_room = room;
    }
    char *name = strdup (cell);
    if (!name)
        return NULL;
    memmove (self->cells + place + 1, self->cells + place, (self->cell_count - place) * sizeof *self->cells);
    self->cells[place] = (report_cell_t){.cell = name};
    self->cell_count++;
    return &self->cells[place];
}

bool report_number (const report_t *self, const char *cell, int64_t *value_e4)
{
    const report_cell_t *found = report_cell (self, cell);
    if (!found || found->removed || found->is_text)
        return false;
    *value_e4 = found->value_e4;
    return true;
}

bool report_answers (const report_t *self, const char *rule)
{
    char name[CELL_NOTE_BYTES];
    const report_cell_t *note = cell_note_name (rule, name) ? report_cell (self, name) : NULL;
    return note && !note->removed;
}

size_t report_filled (const report_t *self)
{
    size_t filled = 0;
    for (size_t i = 0; i < self->cell_count; i++)
        filled += !self->cells[i].removed && !cell_note_rule (self->cells[i].cell);
    return filled;
}

qcdc_status report_say (const report_t *self, uint32_t form_version, report_said_t *said)
{
    size_t room = self->cell_count ? self->cell_count : 1;
    Qcdc__ReportFiled *filed = &said->filed;
    qcdc__report_filed__init (filed);
    said->values = calloc (room, sizeof *said->values);
    filed->cells = calloc (room, sizeof *filed->cells);
    filed->text_cells = calloc (room, sizeof *filed->text_cells);
    filed->answered = calloc (room, sizeof *filed->answered);
    if (!said->values || !filed->cells || !filed->text_cells || !filed->answered) {
        report_said_release (said);
        return QCDC_NO_MEMORY;
    }
    filed->form = (char *)self->form_code;
    filed->form_version = form_version;
    filed->period = (char *)self->period;
    for (size_t i = 0; i < self->cell_count; i++) {
        const report_cell_t *cell = &self->cells[i];
        if (cell->removed)
            continue;
        const char *rule = cell_note_rule (cell->cell);
        if (rule) {
            filed->answered[filed->n_answered++] = (char *)rule;
            continue;
        }
        if (cell->is_text) {
            filed->text_cells[filed->n_text_cells++] = cell->cell;
            continue;
        }
        Qcdc__CellValue *value = &said->values[filed->n_cells];
        qcdc__cell_value__init (value);
        value->cell = cell->cell;
        value->value_e4 = cell->value_e4;
        filed->cells[filed->n_cells++] = value;
    }
    filed->nil = filed->n_cells + filed->n_text_cells == 0;
    return QCDC_OK;
}

void report_said_release (report_said_t *said)
{
    free (said->values);
    free (said->filed.cells);
    free (said->filed.text_cells);
    free (said->filed.answered);
    *said = (report_said_t){0};
}

/*  ---------------------------------------------------------------- a fact's own cells */

const Qcdc__CellValue *filed_value (const Qcdc__ReportFiled *filed, const char *cell)
{
    for (size_t low = 0, high = filed->n_cells; low < high;) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp (filed->cells[middle]->cell, cell);
        if (order == 0)
            return filed->cells[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

bool filed_has_text (const Qcdc__ReportFiled *filed, const char *cell)
{
    for (size_t i = 0; i < filed->n_text_cells; i++)
        if (strcmp (filed->text_cells[i], cell) == 0)
            return true;
    return false;
}

bool filed_answers (const Qcdc__ReportFiled *filed, const char *rule)
{
    for (size_t i = 0; i < filed->n_answered; i++)
        if (strcmp (filed->answered[i], rule) == 0)
            return true;
    return false;
}

qcdc_status filed_check_answered (const Qcdc__ReportFiled *fact, fault_t *fault)
{
    for (size_t i = 0; i < fact->n_answered; i++) {
        const char *rule = fact->answered[i];
        size_t length = strlen (rule);
        bool is_code = length > 0 && length <= QCDC_RULE_CODE_BYTES_MAX && strcspn (rule, " \t\r\n=\"") == length;
        if (!is_code && strcmp (rule, CELL_ANSWER) != 0)
            return fault_set (fault, QCDC_BAD_RULE, "note", "a note names the rule that it answers by its code");
        if (i > 0 && strcmp (fact->answered[i - 1], rule) >= 0)
            return fault_set (fault, QCDC_BAD_RULE, "note", "notes are sorted by their rules and not repeated");
    }
    return QCDC_OK;
}
