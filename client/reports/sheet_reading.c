/*  sheet_reading.c — one row of a filled form: its cell by code or name, its value, and what is wrong with them. */

#include "reports/sheet_reading.h"

#include "base/amount.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text_damage.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHEET_CELLS_MAX (2u * QCDC_CELLS_COUNT_MAX) /* with blank ones: each is held against all before it */

void filled_release (filled_t *filled)
{
    free (filled->cell);
    free (filled->text);
    free (filled->computed);
}

qcdc_status reading_keep (sheet_reading_t *reading, qcdc_status status)
{
    reading->fault_count += status != QCDC_OK;
    return problems_stop (status) ? status : QCDC_OK;
}

fault_t *reading_fault (sheet_reading_t *reading)
{
    fault_t *fault = &reading->faults[reading->fault_count];
    *fault = (fault_t){0};
    return fault;
}

qcdc_status reading_no_memory (sheet_reading_t *reading)
{
    return reading_keep (
        reading, fault_set (reading_fault (reading), QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large")));
}

bool reading_was_told (sheet_reading_t *reading, const char *message)
{
    for (size_t i = 0; i < reading->told_count; i++)
        if (strcmp (reading->told[i], message) == 0)
            return true;
    char *copy = reading->told_count < TOLD_MAX ? strdup (message) : NULL;
    if (copy)
        reading->told[reading->told_count++] = copy;
    return false;
}

/*  ---------------------------------------------------------------- the cell */

/*  A value that is not blank, in a cell of INDICATOR. */
static qcdc_status value_fill (const sheet_reading_t *reading, const indicator_t *indicator, filled_t *filled,
                               fault_t *fault)
{
    const char *name = reading->clean[SHEET_CELL], *value = reading->clean[SHEET_VALUE];
    value_type type = indicator->type;
    if (type == VALUE_TEXT) {
        if (strlen (value) > QCDC_NARRATIVE_BYTES_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, name, _ ("longer than %u bytes"), QCDC_NARRATIVE_BYTES_MAX);
        QCDC_TRY (identity_check (0, reading->names_meant, name, value, fault));
        const char *damage = text_damage (value);
        damage = damage ? damage : text_debris_error (value);
        if (damage) {
            fault_set (fault, QCDC_DAMAGED_TEXT, name, "\"%.40s\": %s", value, _ (damage));
            fault_advise (fault, "%s",
                          text_damage (value) ? _ ("convert it to Unicode, then hand it in again")
                                              : _ ("write the text itself"));
            return QCDC_DAMAGED_TEXT;
        }
        filled->text = strdup (value);
        return filled->text ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    }
    if (type == VALUE_RATIO) {
        fault_set (fault, QCDC_DERIVED_CELL, name, _ ("%s is computed from other cells and never typed in"), name);
        fault_advise (fault, "%s", _ ("leave its value empty"));
        return QCDC_DERIVED_CELL;
    }
    return value_parse (value, type, &filled->value_e4, fault);
}

/*  The rate that NAME is; with its member, or of all of them. */
static const indicator_t *rate_named (const sheet_reading_t *reading, const form_t *form, const char *name)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    cell_t cell;
    fault_t ignored;
    snprintf (code, sizeof code, "%.*s", (int)strcspn (name, "."), name);
    const indicator_t *indicator = form_indicator (form, code);
    bool is_rate =
        indicator && indicator->type == VALUE_RATIO &&
        (!*cell_member (name) || cell_parse (reading->desk->home.catalog, form, name, &cell, &ignored) == QCDC_OK);
    return is_rate ? indicator : NULL;
}

/*  That is what a formula of a spreadsheet has come to, in a workbook or in the CSV that was saved of it: it is held against what
 *  follows from the figures when all are read. */
static qcdc_status rate_fill (sheet_reading_t *reading, const indicator_t *ratio, filled_t *filled)
{
    const char *value = reading->clean[SHEET_VALUE];
    filled->blank = true;
    /* Of a program that does not compute, the formula is all there is. */
    if (!value || *value == '\0' || *value == '=')
        return QCDC_OK;
    filled->ratio = ratio;
    filled->computed = strdup (value);
    return filled->computed ? QCDC_OK : reading_no_memory (reading);
}

qcdc_status reading_fill (sheet_reading_t *reading, const form_t *form, filled_t *filled)
{
    cell_t cell;
    const char *name = reading->clean[SHEET_CELL], *value = reading->clean[SHEET_VALUE];
    const indicator_t *ratio = rate_named (reading, form, name);
    if (ratio)
        return rate_fill (reading, ratio, filled);
    fault_t *fault = reading_fault (reading);
    qcdc_status status = cell_parse (reading->desk->home.catalog, form, name, &cell, fault);
    if (status != QCDC_OK)
        fault_about (fault, name);
    QCDC_TRY (reading_keep (reading, status));
    filled->blank = value && *value == '\0';
    if (!cell.indicator || !value || filled->blank)
        return QCDC_OK;
    fault = reading_fault (reading);
    status = value_fill (reading, cell.indicator, filled, fault);
    if (status != QCDC_OK)
        fault_about (fault, name);
    return reading_keep (reading, status);
}

static qcdc_status cell_store (sheet_reading_t *reading, sheet_t *sheet, filled_t *filled)
{
    filled_t *cells = memory_room (sheet->cells, sheet->cell_count, &sheet->cells_size, sizeof *cells);
    if (cells)
        sheet->cells = cells;
    if (!cells || !(filled->cell = strdup (reading->clean[SHEET_CELL])))
        return reading_no_memory (reading);
    cells[sheet->cell_count++] = *filled;
    filled->cell = filled->text = filled->computed = NULL;
    return QCDC_OK;
}

/*  Kept with the sheet: which rules it answers is known when all cells are read. */
static qcdc_status note_store (sheet_reading_t *reading, sheet_t *sheet)
{
    if (!reading->note)
        return QCDC_OK;
    sheet_note_t *notes = memory_room (sheet->notes, sheet->note_count, &sheet->notes_size, sizeof *notes);
    if (notes)
        sheet->notes = notes;
    char *cell = notes ? strdup (reading->clean[SHEET_CELL]) : NULL;
    if (!cell)
        return reading_no_memory (reading);
    notes[sheet->note_count++] = (sheet_note_t){.cell = cell, .text = reading->note, .row = reading->row};
    reading->note = NULL;
    return QCDC_OK;
}

/*  Puts the code of the cell in the place of what it is called in the file. */
static qcdc_status cell_find (sheet_reading_t *reading, const form_t *form, fault_t *fault)
{
    const catalog_t *catalog = reading->desk->home.catalog;
    char code[QCDC_CELL_BYTES_MAX + 1];
    if (cell_in_case (catalog, form, reading->clean[SHEET_CELL]))
        return QCDC_OK;
    if (!reading->names || cell_names_form (reading->names) != form) {
        cell_names_destroy (&reading->names);
        QCDC_TRY (cell_names_new (catalog, form, &reading->names, fault));
    }
    qcdc_status status = cell_named (reading->names, reading->clean[SHEET_CELL], code, fault);
    /* What is wrong with a code is said with what is wrong with its value. */
    if (status != QCDC_OK)
        return cell_is_code (reading->clean[SHEET_CELL]) ? QCDC_OK : status;
    char *copy = strdup (code);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    free (reading->clean[SHEET_CELL]);
    reading->clean[SHEET_CELL] = copy;
    return QCDC_OK;
}

/*  Of what is beyond the limit no more than that is said, once. */
static qcdc_status full_refuse (sheet_reading_t *reading)
{
    fault_t fault = {0};
    fault_set (&fault, QCDC_TOO_LARGE, "cell", _ ("a report has at most %u cells"), QCDC_CELLS_COUNT_MAX);
    if (reading_was_told (reading, fault.message))
        return QCDC_OK;
    *reading_fault (reading) = fault;
    return reading_keep (reading, QCDC_TOO_LARGE);
}

qcdc_status reading_cell (sheet_reading_t *reading, sheet_t *sheet)
{
    if (sheet->cell_count == SHEET_CELLS_MAX)
        return full_refuse (reading);
    qcdc_status found = cell_find (reading, sheet->form, reading_fault (reading));
    if (found != QCDC_OK)
        return reading_keep (reading, found);
    const char *name = reading->clean[SHEET_CELL];
    filled_t filled = {.row = reading->row};
    for (size_t i = 0; i < sheet->cell_count; i++)
        if (strcmp (sheet->cells[i].cell, name) == 0) {
            QCDC_TRY (
                reading_keep (reading, fault_set (reading_fault (reading), QCDC_BAD_CELL, name,
                                                  _ ("%s stands in row %zu already"), name, sheet->cells[i].row)));
            break;
        }
    memcpy (filled.version, reading->version, sizeof filled.version);
    qcdc_status status = reading_fill (reading, sheet->form, &filled);
    if (status == QCDC_OK && reading->fault_count == 0)
        status = cell_store (reading, sheet, &filled);
    filled_release (&filled);
    if (status == QCDC_OK && reading->fault_count == 0)
        status = note_store (reading, sheet);
    return status;
}
