/*  report_fact.c — the fact that a filled form becomes, held against what is filed.
 *
 *  The same figures in another order are the same fact: cells are sorted before they are packed and hashed. */

#include "commands/report_sheet.h"

#include "base/i18n.h"
#include "facts/make.h"

#include <stdlib.h>
#include <string.h>

static int compare_values (const void *a, const void *b)
{
    return strcmp ((*(Qcdc__CellValue *const *)a)->cell, (*(Qcdc__CellValue *const *)b)->cell);
}

static int compare_texts (const void *a, const void *b)
{
    return strcmp ((*(Qcdc__TextCell *const *)a)->cell, (*(Qcdc__TextCell *const *)b)->cell);
}

/*  Blank cells are left out: not reported is not zero. */
static void content_fill (const sheet_t *sheet, sheet_fact_t *made)
{
    Qcdc__ReportFiled *filed = &made->filed;
    for (size_t i = 0; i < sheet->cell_count; i++) {
        const filled_t *filled = &sheet->cells[i];
        if (filled->blank)
            continue;
        if (filled->text) {
            Qcdc__TextCell *text = &made->texts[filed->n_text_cells];
            qcdc__text_cell__init (text);
            text->cell = filled->cell;
            text->text = filled->text;
            made->text_list[filed->n_text_cells++] = text;
        } else {
            Qcdc__CellValue *value = &made->values[filed->n_cells];
            qcdc__cell_value__init (value);
            value->cell = filled->cell;
            value->value_e4 = filled->value_e4;
            made->value_list[filed->n_cells++] = value;
        }
    }
    qsort (made->value_list, filed->n_cells, sizeof *made->value_list, compare_values);
    qsort (made->text_list, filed->n_text_cells, sizeof *made->text_list, compare_texts);
    for (size_t i = 0; i < filed->n_text_cells; i++)
        made->text_cells[i] = made->text_list[i]->cell;
    filed->cells = made->value_list;
    filed->text_cells = made->text_cells;
    filed->form = (char *)sheet->form->code;
    filed->form_version = sheet->form->version;
    filed->period = (char *)sheet->period.name;
    made->text.cells = made->text_list;
    made->text.n_cells = filed->n_text_cells;
}

/*  Whether the narratives differ from those filed.  Those that are not here (erased) count as unchanged and are never
 *  brought back. */
static bool texts_differ (const report_view_t *filed, const sheet_fact_t *made)
{
    if (filed->text_unknown)
        return false;
    for (size_t i = 0; i < made->text.n_cells; i++)
        if (strcmp (report_narrative (filed, made->text_list[i]->cell), made->text_list[i]->text) != 0)
            return true;
    return false;
}

/*  All arrays are as long as the sheet: there are never more figures or texts than rows. */
qcdc_status sheet_fact_make (const sheet_t *sheet, sheet_fact_t *made, fault_t *fault)
{
    size_t count = sheet->cell_count ? sheet->cell_count : 1;
    memset (made, 0, sizeof *made);
    qcdc__fact__init (&made->fact);
    qcdc__corrected__init (&made->corrected);
    qcdc__report_filed__init (&made->filed);
    qcdc__annex_text__init (&made->text);
    made->values = calloc (count, sizeof *made->values);
    made->value_list = calloc (count, sizeof *made->value_list);
    made->texts = calloc (count, sizeof *made->texts);
    made->text_list = calloc (count, sizeof *made->text_list);
    made->text_cells = calloc (count, sizeof *made->text_cells);
    if (!made->values || !made->value_list || !made->texts || !made->text_list || !made->text_cells) {
        sheet_fact_release (made);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    }
    content_fill (sheet, made);
    made->corrects = sheet->filed.found && !sheet->filed.report.voided;
    if (!made->corrects) {
        made->fact = fact_of_report (&made->filed);
        made->text_changed = made->text.n_cells > 0;
        return QCDC_OK;
    }
    uint8_t content[CONTENT_BYTES];
    ref_set (&made->target, &sheet->filed.report.entry);
    Qcdc__Fact as = fact_of_report (&made->filed);
    made->fact = fact_of_correction (&made->corrected, &made->target, &as);
    made->text_changed = texts_differ (&sheet->filed, made);
    /* Content that cannot even be packed is not the same; the judge says what is wrong with it. */
    made->same = fact_content_of (&made->corrected, content) == QCDC_OK &&
                 memcmp (content, sheet->filed.report.content, CONTENT_BYTES) == 0 && !made->text_changed;
    return QCDC_OK;
}

void sheet_fact_release (sheet_fact_t *made)
{
    free (made->values);
    free (made->value_list);
    free (made->texts);
    free (made->text_list);
    free (made->text_cells);
    memset (made, 0, sizeof *made);
}

/*  What is filed is both what a correction refers to and who holds the form and period. */
judge_input_t sheet_input (const desk_t *desk, const sheet_t *sheet, const sheet_fact_t *made)
{
    judge_input_t input = desk_input (desk);
    if (made->corrects) {
        input.target = TARGET_THING;
        input.thing = &sheet->filed.report.thing;
        input.holder = &sheet->filed.report.thing;
        input.target_office = sheet->filed.report.office;
    }
    return input;
}
