/*  sheet_changes.c — the fact that a sheet becomes, as a table: what would be put into each cell, and what stands there.
 *
 *  Facts are made once more, of the same sheets and the same reports, so that what is shown is what would be filed. */

#include "reports/sheet_changes.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const sheet_t *sheet;
    const sheet_fact_t *made;
    output_t *output;
    fault_t *fault;
} changes_t;

/*  What stands in CELL; NULL where that is nothing, or not here. */
static const char *stands_in (const changes_t *self, const char *cell, char text[32])
{
    const report_cell_t *stands = self->made->corrects ? report_cell (&self->sheet->filed.report, cell) : NULL;
    if (!stands || stands->removed)
        return NULL;
    return stands->is_text ? report_narrative (&self->sheet->filed, cell) : value_format (stands->value_e4, text);
}

static qcdc_status change_put (const changes_t *self, const char *cell, const char *value, const char *how)
{
    char was[32];
    const char *cells[] = {
        self->sheet->form->code, self->sheet->period.name, cell, stands_in (self, cell, was), value, how};
    return output_row (self->output, cells, self->fault);
}

static bool is_put (const sheet_fact_t *made, const char *cell)
{
    for (size_t i = 0; i < made->filed.n_cells; i++)
        if (strcmp (made->filed.cells[i]->cell, cell) == 0)
            return true;
    for (size_t i = 0; i < made->text.n_cells; i++)
        if (strcmp (made->text.cells[i]->cell, cell) == 0)
            return true;
    return false;
}

/*  What was seen in a cell into which nothing is put is taken out. */
static qcdc_status removed_put (const changes_t *self)
{
    const Qcdc__ReportFiled *seen = &self->made->seen;
    for (size_t i = 0; i < seen->n_cells; i++)
        if (!is_put (self->made, seen->cells[i]->cell))
            QCDC_TRY (change_put (self, seen->cells[i]->cell, NULL, "removed"));
    for (size_t i = 0; i < seen->n_text_cells; i++)
        if (!is_put (self->made, seen->text_cells[i]))
            QCDC_TRY (change_put (self, seen->text_cells[i], NULL, "removed"));
    return QCDC_OK;
}

/*  Texts: narratives, and behind them notes. */
static qcdc_status sheet_put (const changes_t *self)
{
    const sheet_fact_t *made = self->made;
    char text[32];
    for (size_t i = 0; i < made->filed.n_cells; i++) {
        const Qcdc__CellValue *value = made->filed.cells[i];
        QCDC_TRY (change_put (self, value->cell, value_format (value->value_e4, text),
                              stands_in (self, value->cell, (char[32]){""}) ? "changed" : "added"));
    }
    for (size_t i = 0; i < made->text.n_cells; i++) {
        const Qcdc__TextCell *narrative = made->text.cells[i];
        const report_cell_t *stands =
            made->corrects ? report_cell (&self->sheet->filed.report, narrative->cell) : NULL;
        QCDC_TRY (
            change_put (self, narrative->cell, narrative->text, stands && !stands->removed ? "changed" : "added"));
    }
    return removed_put (self);
}

qcdc_status sheets_changes (desk_t *desk, const sheets_t *sheets, given_notes_t *given, format_t format,
                            fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("form"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("was"), QCDC__COLUMN_TYPE__DECIMAL},
        {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL}, {N_ ("how"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_none (output, _ ("nothing of it is new"));
    for (size_t i = 0; i < sheets->count; i++) {
        sheet_fact_t made;
        QCDC_TRY (sheet_fact_make (&sheets->items[i], &made, fault));
        const changes_t changes = {&sheets->items[i], &made, output, fault};
        qcdc_status status = sheet_notes_put (desk, &sheets->items[i], given, &made, fault);
        if (status == QCDC_OK)
            status = sheet_put (&changes);
        sheet_fact_release (&made);
        QCDC_TRY (status);
    }
    return output_finish (output, fault);
}
