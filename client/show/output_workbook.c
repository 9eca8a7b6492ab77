/*  output_workbook.c — a table as a workbook: values with their types, and beside the codes their names. */

#include "show/output_inside.h"

#include "base/memory.h"
#include "show/redirect.h"

#include <stdio.h>
#include <string.h>

/*  The names of codes have a column of their own, so that the codes can be counted and filtered by. */
static bool is_named (const output_t *self, const shown_column_t *column)
{
    return self->catalog && column->type == QCDC__COLUMN_TYPE__TEXT && people_names_column (column->name);
}

static qcdc_status workbook_begin (output_t *self, fault_t *fault)
{
    const char *path = redirect_path ();
    if (!path)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("a workbook is written with -o FILE.xlsx"));
    QCDC_TRY (xlsx_out_new (path, &self->workbook, fault));
    for (size_t i = 0; i < self->column_count; i++) {
        const shown_column_t *column = &self->columns[i];
        char *shown QCDC_CLEANUP (memory_free) = people_heading_in (self->headings, column->name), name[80];
        if (!shown)
            return output_too_large (QCDC_NO_MEMORY, fault);
        QCDC_TRY (xlsx_out_column (self->workbook, shown, column->type, fault));
        if (column->sums)
            xlsx_out_sum (self->workbook);
        if (!is_named (self, column))
            continue;
        snprintf (name, sizeof name, "%s_name", column->name);
        char *named QCDC_CLEANUP (memory_free) = people_heading (name);
        if (!named)
            return output_too_large (QCDC_NO_MEMORY, fault);
        QCDC_TRY (xlsx_out_column (self->workbook, named, QCDC__COLUMN_TYPE__TEXT, fault));
    }
    return QCDC_OK;
}

qcdc_status workbook_cell (output_t *self, const shown_column_t *column, const char *text, fault_t *fault)
{
    if (!self->workbook)
        QCDC_TRY (workbook_begin (self, fault));
    char *listed QCDC_CLEANUP (memory_free) = text ? people_listed (column->name, text) : NULL;
    char *finding QCDC_CLEANUP (memory_free) =
        text && strcmp (column->name, "finding") == 0 ? people_finding (text) : NULL;
    const char *said = listed ? listed : finding ? finding : text;
    /* A table of the catalogue is one to publish again: by its codes. */
    if (text && !self->headings && column->type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (column->name))
        said = people_word (column->name, text);
    QCDC_TRY (xlsx_out_cell (self->workbook, said, fault));
    if (!is_named (self, column))
        return QCDC_OK;
    char *named QCDC_CLEANUP (memory_free) =
        text ? people_name_alone (self->catalog, column->name, text, &self->when) : NULL;
    return xlsx_out_cell (self->workbook, named, fault);
}

qcdc_status workbook_finish (output_t *self, fault_t *fault)
{
    if (!self->workbook)
        QCDC_TRY (workbook_begin (self, fault));
    return xlsx_out_finish (self->workbook, fault);
}
