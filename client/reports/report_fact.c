/*  report_fact.c — the fact that a filled form becomes, held against what is filed.
 *
 *  The same figures in another order are the same fact: cells are sorted before they are packed and hashed. */

#include "reports/report_sheet.h"

#include "base/i18n.h"
#include "base/text.h"
#include "facts/make.h"

#include <stdio.h>
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

/*  ---------------------------------------------------------------- what a sheet says of each cell */

static void put_value (Qcdc__CellValue *values, Qcdc__CellValue **list, Qcdc__ReportFiled *filed, char *cell,
                       int64_t value_e4)
{
    Qcdc__CellValue *value = &values[filed->n_cells];
    qcdc__cell_value__init (value);
    value->cell = cell;
    value->value_e4 = value_e4;
    list[filed->n_cells++] = value;
}

static void put_text (sheet_fact_t *made, const filled_t *filled)
{
    Qcdc__TextCell *text = &made->texts[made->filed.n_text_cells];
    qcdc__text_cell__init (text);
    text->cell = filled->cell;
    text->text = filled->text;
    made->text_list[made->filed.n_text_cells++] = text;
}

static void count_change (sheet_fact_t *made, const filled_t *filled, size_t *count)
{
    sheet_changes_t *changes = &made->changes;
    size_t used = strlen (changes->names);
    if (used + strlen (filled->cell) + 6 < sizeof changes->names)
        snprintf (changes->names + used, sizeof changes->names - used, "%s%s", used ? ", " : "", filled->cell);
    else if (used < 3 || strcmp (changes->names + used - strlen ("…"), "…") != 0)
        snprintf (changes->names + used, sizeof changes->names - used, " …");
    ++*count;
}

/*  What was seen in a cell that is changed: a narrative by its name, for it is not compared. */
static void put_seen (sheet_fact_t *made, const filled_t *filled, const report_cell_t *stands)
{
    if (stands->is_text)
        made->seen_cells[made->seen.n_text_cells++] = filled->cell;
    else
        put_value (made->seen_values, made->seen_list, &made->seen, filled->cell, stands->value_e4);
}

/*  Blank is not zero, and no wish either: what is filed goes only where the clerk says so. */
static void take_blank (const sheet_t *sheet, const filled_t *filled, const report_cell_t *stands, sheet_fact_t *made)
{
    if (!stands)
        return;
    if (!sheet->removes_blanks) {
        made->changes.kept++;
        return;
    }
    put_seen (made, filled, stands);
    count_change (made, filled, &made->changes.removed);
}

/*  Whether a cell that stands says what the sheet says.  A narrative that is not here (erased) counts as unchanged and is never
 *  brought back. */
static bool says_same (const sheet_t *sheet, const filled_t *filled, const report_cell_t *stands)
{
    if (!filled->text)
        return stands->value_e4 == filled->value_e4;
    const char *known = report_narrative (&sheet->filed, filled->cell);
    return !known || strcmp (known, filled->text) == 0;
}

void cell_version (const char *form, const char *period, const char *cell, const int64_t *value_e4, const char *text,
                   char version[VERSION_BYTES])
{
    char number[24] = "";
    if (value_e4)
        snprintf (number, sizeof number, "%lld", (long long)*value_e4);
    const char *texts[] = {form, period, cell, number, text};
    version_make (texts, sizeof texts / sizeof *texts, version);
}

/*  What stands in a cell, for a message. */
static const char *cell_shown (const sheet_t *sheet, const filled_t *filled, const report_cell_t *stands, char text[48])
{
    char number[32];
    const char *known = stands && stands->is_text ? report_narrative (&sheet->filed, filled->cell) : NULL;
    if (!stands || (stands->is_text && (!known || !*known)))
        return _ ("blank");
    if (!stands->is_text)
        return strcpy (text, value_format (stands->value_e4, number));
    return text_shorten (known, text, 48);
}

/*  A cell that was edited, and changed by somebody else meanwhile: what it says now, and by which entry. */
static void stale_say (const sheet_t *sheet, const filled_t *filled, const report_cell_t *stands, const report_cell_t *last,
                       sheet_fact_t *made, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES] = "", text[48];
    size_t used = strlen (made->stale);
    const char *shown = cell_shown (sheet, filled, stands, text);
    if (last && last->entry.seq)
        address_format (last->entry.origin, last->entry.seq, address);
    if (made->changes.stale++ == 0)
        fault_about (fault, filled->cell);
    if (used + strlen (filled->cell) + strlen (shown) + strlen (address) + 8 < sizeof made->stale)
        snprintf (made->stale + used, sizeof made->stale - used, "%s%s: %s%s%s%s", used ? "; " : "", filled->cell, shown,
                  *address ? " (" : "", address, *address ? ")" : "");
    else if (used < 3 || strcmp (made->stale + used - strlen ("…"), "…") != 0)
        snprintf (made->stale + used, sizeof made->stale - used, " …");
}

/*  Whether the file's word on a cell goes no further: as it was exported it is no edit, whatever stands by now; and an edit of what
 *  stands otherwise by now, and not as the file wants it, is refused.  What there is no report of cannot have been changed. */
static bool version_stops (const sheet_t *sheet, const filled_t *filled, const report_cell_t *stands, sheet_fact_t *made,
                           fault_t *fault)
{
    char version[VERSION_BYTES];
    const char *form = sheet->form->code, *period = sheet->period.name;
    if (!filled->version[0] || !made->corrects)
        return false;
    cell_version (form, period, filled->cell, filled->blank || filled->text ? NULL : &filled->value_e4, filled->text,
                  version);
    if (strcmp (version, filled->version) == 0)
        return true;
    const report_cell_t *last = stands;
    stands = stands && !stands->removed ? stands : NULL;
    bool same = filled->blank ? !stands || !sheet->removes_blanks : stands && says_same (sheet, filled, stands);
    cell_version (form, period, filled->cell, stands && !stands->is_text ? &stands->value_e4 : NULL,
                  stands && stands->is_text ? report_narrative (&sheet->filed, filled->cell) : NULL, version);
    if (same || strcmp (version, filled->version) == 0)
        return false;
    stale_say (sheet, filled, stands, last, made, fault);
    return true;
}

static void take_filled (const sheet_t *sheet, const filled_t *filled, sheet_fact_t *made, fault_t *fault)
{
    const report_cell_t *stands = made->corrects ? report_cell (&sheet->filed.report, filled->cell) : NULL;
    if (version_stops (sheet, filled, stands, made, fault))
        return;
    if (stands && stands->removed)
        stands = NULL;
    if (filled->blank) {
        take_blank (sheet, filled, stands, made);
        return;
    }
    if (stands && says_same (sheet, filled, stands)) {
        made->changes.erased += filled->text && !report_narrative (&sheet->filed, filled->cell);
        return;
    }
    if (filled->text)
        put_text (made, filled);
    else
        put_value (made->values, made->value_list, &made->filed, filled->cell, filled->value_e4);
    if (stands)
        put_seen (made, filled, stands);
    count_change (made, filled, stands ? &made->changes.changed : &made->changes.added);
}

static int compare_names (const void *a, const void *b)
{
    return strcmp (*(char *const *)a, *(char *const *)b);
}

static void form_fill (const sheet_t *sheet, Qcdc__ReportFiled *filed, Qcdc__CellValue **cells, char **text_cells)
{
    filed->form = (char *)sheet->form->code;
    filed->form_version = sheet->form->version;
    filed->period = (char *)sheet->period.name;
    filed->cells = cells;
    filed->text_cells = text_cells;
    qsort (cells, filed->n_cells, sizeof *cells, compare_values);
    qsort (text_cells, filed->n_text_cells, sizeof *text_cells, compare_names);
}

static void content_fill (const sheet_t *sheet, sheet_fact_t *made, fault_t *fault)
{
    for (size_t i = 0; i < sheet->cell_count; i++)
        take_filled (sheet, &sheet->cells[i], made, fault);
    qsort (made->text_list, made->filed.n_text_cells, sizeof *made->text_list, compare_texts);
    for (size_t i = 0; i < made->filed.n_text_cells; i++)
        made->text_cells[i] = made->text_list[i]->cell;
    form_fill (sheet, &made->filed, made->value_list, made->text_cells);
    form_fill (sheet, &made->seen, made->seen_list, made->seen_cells);
    made->text.cells = made->text_list;
    made->text.n_cells = made->filed.n_text_cells;
}

/*  All arrays are as long as the sheet: there are never more figures or texts than rows. */
static bool arrays_make (sheet_fact_t *made, size_t count)
{
    made->values = calloc (count, sizeof *made->values);
    made->value_list = calloc (count, sizeof *made->value_list);
    made->seen_values = calloc (count, sizeof *made->seen_values);
    made->seen_list = calloc (count, sizeof *made->seen_list);
    made->texts = calloc (count, sizeof *made->texts);
    made->text_list = calloc (count, sizeof *made->text_list);
    made->text_cells = calloc (count, sizeof *made->text_cells);
    made->seen_cells = calloc (count, sizeof *made->seen_cells);
    return made->values && made->value_list && made->seen_values && made->seen_list && made->texts &&
           made->text_list && made->text_cells && made->seen_cells;
}

qcdc_status sheet_fact_make (const sheet_t *sheet, sheet_fact_t *made, fault_t *fault)
{
    memset (made, 0, sizeof *made);
    qcdc__fact__init (&made->fact);
    qcdc__corrected__init (&made->corrected);
    qcdc__report_filed__init (&made->filed);
    qcdc__report_filed__init (&made->seen);
    qcdc__annex_text__init (&made->text);
    if (!arrays_make (made, sheet->cell_count ? sheet->cell_count : 1)) {
        sheet_fact_release (made);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    }
    made->corrects = report_view_stands (&sheet->filed);
    content_fill (sheet, made, fault);
    if (made->changes.stale) {
        char field[sizeof fault->field];
        snprintf (field, sizeof field, "%s", fault->field);
        fault_set (fault, QCDC_STALE, field, _ ("changed since this file was exported; it says now: %s"), made->stale);
        fault_advise (fault, _ ("export it anew (qcdc report show %s %s --format csv) and change it there"),
                      sheet->form->code, sheet->period.name);
        sheet_fact_release (made);
        return QCDC_STALE;
    }
    Qcdc__Fact as = fact_of_report (&made->filed), saw = fact_of_report (&made->seen);
    if (!made->corrects) {
        made->fact = as;
        return QCDC_OK;
    }
    ref_set (&made->target, &sheet->filed.report.entry);
    made->fact = fact_of_correction (&made->corrected, &made->target, &saw, &as, sheet->filed.report.newest_us);
    made->same = made->changes.changed + made->changes.added + made->changes.removed == 0;
    return QCDC_OK;
}

void sheet_fact_release (sheet_fact_t *made)
{
    free (made->values);
    free (made->value_list);
    free (made->texts);
    free (made->text_list);
    free (made->text_cells);
    free (made->seen_values);
    free (made->seen_list);
    free (made->seen_cells);
    for (size_t i = 0; i < made->note_count; i++)
        free (made->notes[i].text);
    free (made->notes);
    free (made->answered);
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
