/*  report_sheet.c — reading filled forms from CSV.
 *
 *  A file may hold several forms and periods, its rows in any order; each becomes one sheet.  Bad rows do not stop the
 *  reading, so that all of them are named. */

#include "commands/report_sheet.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_damage.h"
#include "catalogue/duty.h"
#include "catalogue/suggest.h"
#include "commands/cell_named.h"
#include "commands/petition_row.h"
#include "commands/reason.h"
#include "files/csv_field.h"
#include "files/csv_guard.h"
#include "files/csv_sniff.h"
#include "files/table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_COLUMN "note"
static const char *const COLUMNS[] = {"form", "period", "cell", "value", NULL};
/*  As the program itself calls them, too. */
static const csv_column_t FILE_COLUMNS[] = {{"form", "bieu mau|bieu|mau bieu|ma bieu", true, false},
                                            {"period", "ky bao cao|ky", true, false},
                                            {"cell", "o so lieu|chi tieu|ma chi tieu|o", true, false},
                                            {"value", "gia tri|so lieu", true, false},
                                            {VERSION_COLUMN, VERSION_LABELS, false, false},
                                            {NOTE_COLUMN, "giai trinh|ly do", false, false},
                                            {"row", "stt|tt|so tt|so thu tu", false, true},
                                            {"form_name", "ten bieu mau|ten bieu", false, true},
                                            {"cell_name", "ten chi tieu|ten o so lieu|noi dung", false, true},
                                            {"measure", "don vi tinh|don vi", false, true},
                                            {"last_period", "ky truoc", false, true},
                                            {"last_year", "cung ky nam truoc|cung ky", false, true},
                                            {"rules", "quy tac", false, true},
                                            {"computed_as", "cach tinh|ghi chu", false, true},
                                            {NULL, NULL, false, false}};

enum { FORM, PERIOD, CELL, VALUE, COLUMN_COUNT, VERSION = COLUMN_COUNT, NOTE, PLACE_COUNT };

typedef struct {
    desk_t *desk;
    sheets_t *sheets;
    bool removes_blanks, names_meant;
    cell_names_t *names; /* of the form of the last cell that was no code */
    size_t row;
    char *clean[COLUMN_COUNT];
    char *note;                      /* of the row; NULL where it has none */
    char version[VERSION_BYTES];     /* of the row, "" where the file has none */
    fault_t faults[PLACE_COUNT + 1]; /* what is wrong with the row, one of a column at most; room for the next */
    size_t fault_count;
} sheet_reading_t;

/*  ---------------------------------------------------------------- form and period */

/*  Names the forms that the office does file, in PERIOD where that is one ("": not known): most slips are a letter away. */
static qcdc_status form_fail (const desk_t *desk, const char *code, const period_t *period, fault_t *fault)
{
    char owed[120] = "";
    size_t length = 0;
    const catalog_t *catalog = desk->home.catalog;
    const office_t *office = desk->home.office, *then = NULL;
    bool known = catalog_form_latest (catalog, code) != NULL;
    if (*period->name)
        then = catalog_office_within (catalog, office->code, period->from, period->to);
    const char *const *forms = (then ? then : office)->forms;
    for (size_t i = 0; forms[i] && length < sizeof owed; i++)
        length += (size_t)snprintf (owed + length, sizeof owed - length, "%s%s", i > 0 ? ", " : "", forms[i]);
    if (!known)
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("there is no form %.40s"), code);
    else if (*period->name && duty_is_known (catalog, office, code))
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("%s does not file form %s for %s"), office->code, code,
                   period->name);
    else
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("%s does not file form %.40s"), office->code, code);
    nearest_t nearest;
    if (!known && form_suggest (catalog, code, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else if (owed[0])
        fault_advise (fault, _ ("your office files: %s"), owed);
    else
        fault_advise (fault, "%s", _ ("your office files no form"));
    return QCDC_BAD_FORM;
}

/*  The first day that a period may end on for any version of form CODE. */
static int32_t form_since (const catalog_t *catalog, const char *code)
{
    int32_t since = QCDC_DAY_MAX;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (strcmp (catalog->forms[i].code, code) == 0 && catalog->forms[i].valid_from < since)
            since = catalog->forms[i].valid_from;
    return since;
}

/*  The report of this office that stands for the form and period, whatever has been published since: its version, NULL where there is none. */
static qcdc_status standing_form (desk_t *desk, const form_t *latest, const char *period_name, const form_t **form,
                                  period_t *period, fault_t *fault)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    const catalog_t *catalog = desk->home.catalog;
    *form = NULL;
    if (period_parse (catalog, latest->calendar, period_name, period) != QCDC_OK)
        return QCDC_OK;
    QCDC_TRY (report_view_read (desk, desk->home.office->code, latest->code, period->name, &view, fault));
    *form = report_view_stands (&view) ? catalog_form_by_id (catalog, view.report.form) : NULL;
    return QCDC_OK;
}

/*  Form first, then period: a message about the period must be about a form that exists. */
qcdc_status form_find (desk_t *desk, const char *code, const char *period_name, const form_t **form, period_t *period,
                       fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    const form_t *latest = catalog_form_latest (catalog, code);
    *period = (period_t){.name = ""};
    if (!latest)
        return form_fail (desk, code, period, fault);
    *form = period_form (catalog, code, period_name, period);
    if (*form && duty_may_file (catalog, desk->home.office, code, period))
        return QCDC_OK;
    period_t asked = *period;
    QCDC_TRY (standing_form (desk, latest, period_name, form, period, fault));
    if (*form)
        return QCDC_OK;
    if (*asked.name || !duty_is_known (catalog, desk->home.office, code))
        return form_fail (desk, code, &asked, fault);
    char kinds[80] = "";
    size_t length = 0;
    for (size_t i = 0; latest->periods[i] && length < sizeof kinds; i++)
        length += (size_t)snprintf (kinds + length, sizeof kinds - length, "%s%s%s", i > 0 ? ", " : "",
                                    strcmp (latest->periods[i], "Y") == 0 ? "2020" : "2020-",
                                    strcmp (latest->periods[i], "Y") == 0 ? "" : latest->periods[i]);
    fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("form %s is not filed for %.40s"), code, period_name);
    nearest_t nearest;
    char day[DAY_TEXT_BYTES];
    int32_t since = form_since (catalog, code);
    if (period_parse (catalog, latest->calendar, period_name, period) == QCDC_OK && period->to < since)
        fault_advise (fault, _ ("it is filed for the periods that end on %s or later"),
                      day_format_people (since, day));
    else if (period_suggest (catalog, latest, period_name, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else
        fault_advise (fault, _ ("periods are written like %s"), kinds);
    return QCDC_BAD_PERIOD;
}

/*  ---------------------------------------------------------------- rows */

static void filled_release (filled_t *filled)
{
    free (filled->cell);
    free (filled->text);
    free (filled->computed);
}

static void sheet_release (sheet_t *sheet)
{
    for (size_t i = 0; i < sheet->cell_count; i++)
        filled_release (&sheet->cells[i]);
    for (size_t i = 0; i < sheet->note_count; i++) {
        free (sheet->notes[i].cell);
        free (sheet->notes[i].text);
    }
    free (sheet->cells);
    free (sheet->notes);
    report_view_release (&sheet->filed);
}

void sheets_release (sheets_t *sheets)
{
    for (size_t i = 0; i < sheets->count; i++)
        sheet_release (&sheets->items[i]);
    free (sheets->items);
    table_destroy (&sheets->table);
    *sheets = (sheets_t){0};
}

/*  Rows of one form come together: the last sheet is nearly always the right one. */
static sheet_t *sheet_known (const sheets_t *sheets, const char *form, const char *period)
{
    for (size_t i = sheets->count; i > 0; i--) {
        sheet_t *sheet = &sheets->items[i - 1];
        if (strcmp (sheet->form->code, form) == 0 && strcmp (sheet->period.name, period) == 0)
            return sheet;
    }
    return NULL;
}

/*  The sheet that the row belongs to, made when it is the first of its kind. */
static qcdc_status sheet_find (sheet_reading_t *reading, sheet_t **found, fault_t *fault)
{
    sheets_t *sheets = reading->sheets;
    sheet_t fresh = {.row = reading->row, .removes_blanks = reading->removes_blanks};
    if ((*found = sheet_known (sheets, reading->clean[FORM], reading->clean[PERIOD])))
        return QCDC_OK;
    desk_t *desk = reading->desk;
    QCDC_TRY (form_find (desk, reading->clean[FORM], reading->clean[PERIOD], &fresh.form, &fresh.period, fault));
    QCDC_TRY (report_view_read (reading->desk, desk->home.office->code, fresh.form->code, fresh.period.name,
                                &fresh.filed, fault));
    /* What is filed is corrected under the version that it was filled under. */
    const form_t *filled =
        report_view_stands (&fresh.filed) ? catalog_form_by_id (desk->home.catalog, fresh.filed.report.form) : NULL;
    fresh.form = filled ? filled : fresh.form;
    sheet_t *items = memory_room (sheets->items, sheets->count, &sheets->size, sizeof *items);
    if (!items) {
        report_view_release (&fresh.filed);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    }
    sheets->items = items;
    items[sheets->count] = fresh;
    *found = &items[sheets->count++];
    return QCDC_OK;
}

size_t sheet_row (const sheet_t *sheet, const char *cell)
{
    for (size_t i = 0; i < sheet->cell_count; i++)
        if (strcmp (sheet->cells[i].cell, cell) == 0)
            return sheet->cells[i].row;
    return sheet->row;
}

/*  A value that is not blank, in a cell of INDICATOR. */
static qcdc_status value_fill (const sheet_reading_t *reading, const indicator_t *indicator, filled_t *filled,
                               fault_t *fault)
{
    const char *name = reading->clean[CELL], *value = reading->clean[VALUE];
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

/*  The fault that is filled next is another one.  What keeps the whole from going on is the last. */
static qcdc_status fault_keep (sheet_reading_t *reading, qcdc_status status)
{
    reading->fault_count += status != QCDC_OK;
    return problems_stop (status) ? status : QCDC_OK;
}

static fault_t *fault_next (sheet_reading_t *reading)
{
    fault_t *fault = &reading->faults[reading->fault_count];
    *fault = (fault_t){0};
    return fault;
}

static qcdc_status no_memory (sheet_reading_t *reading)
{
    return fault_keep (reading,
                       fault_set (fault_next (reading), QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large")));
}

/*  The rate that NAME is, where the file is a workbook; with its member, or of all of them. */
static const indicator_t *rate_named (const sheet_reading_t *reading, const form_t *form, const char *name)
{
    char code[QCDC_CELL_BYTES_MAX + 1];
    cell_t cell;
    fault_t ignored;
    if (!table_is_workbook (reading->sheets->table))
        return NULL;
    snprintf (code, sizeof code, "%.*s", (int)strcspn (name, "."), name);
    const indicator_t *indicator = form_indicator (form, code);
    bool is_rate =
        indicator && indicator->type == VALUE_RATIO &&
        (!*cell_member (name) || cell_parse (reading->desk->home.catalog, form, name, &cell, &ignored) == QCDC_OK);
    return is_rate ? indicator : NULL;
}

/*  In a workbook that is what a formula has come to: it is held against what follows from the figures when all are read. */
static qcdc_status rate_fill (sheet_reading_t *reading, const indicator_t *ratio, filled_t *filled)
{
    const char *value = reading->clean[VALUE];
    filled->blank = true;
    /* Of a program that does not compute, the formula is all there is. */
    if (!value || *value == '\0' || *value == '=')
        return QCDC_OK;
    filled->ratio = ratio;
    filled->computed = strdup (value);
    return filled->computed ? QCDC_OK : no_memory (reading);
}

/*  The cell is looked up even where its value is blank: a slip in its name must not pass as "not reported".  Where only a
 *  part of it is unknown, its indicator says what the value has to be. */
static qcdc_status cell_fill (sheet_reading_t *reading, const form_t *form, filled_t *filled)
{
    cell_t cell;
    const char *name = reading->clean[CELL], *value = reading->clean[VALUE];
    const indicator_t *ratio = rate_named (reading, form, name);
    if (ratio)
        return rate_fill (reading, ratio, filled);
    fault_t *fault = fault_next (reading);
    qcdc_status status = cell_parse (reading->desk->home.catalog, form, name, &cell, fault);
    if (status != QCDC_OK)
        fault_about (fault, name);
    QCDC_TRY (fault_keep (reading, status));
    filled->blank = value && *value == '\0';
    if (!cell.indicator || !value || filled->blank)
        return QCDC_OK;
    fault = fault_next (reading);
    status = value_fill (reading, cell.indicator, filled, fault);
    if (status != QCDC_OK)
        fault_about (fault, name);
    return fault_keep (reading, status);
}

static qcdc_status cell_store (sheet_reading_t *reading, sheet_t *sheet, filled_t *filled)
{
    filled_t *cells = memory_room (sheet->cells, sheet->cell_count, &sheet->cells_size, sizeof *cells);
    if (cells)
        sheet->cells = cells;
    if (!cells || !(filled->cell = strdup (reading->clean[CELL])))
        return no_memory (reading);
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
    char *cell = notes ? strdup (reading->clean[CELL]) : NULL;
    if (!cell)
        return no_memory (reading);
    notes[sheet->note_count++] = (sheet_note_t){.cell = cell, .text = reading->note, .row = reading->row};
    reading->note = NULL;
    return QCDC_OK;
}

/*  Puts the code of the cell in the place of what it is called in the file. */
static qcdc_status cell_find (sheet_reading_t *reading, const form_t *form, fault_t *fault)
{
    const catalog_t *catalog = reading->desk->home.catalog;
    char code[QCDC_CELL_BYTES_MAX + 1];
    if (cell_in_case (catalog, form, reading->clean[CELL]))
        return QCDC_OK;
    if (!reading->names || cell_names_form (reading->names) != form) {
        cell_names_destroy (&reading->names);
        QCDC_TRY (cell_names_new (catalog, form, &reading->names, fault));
    }
    qcdc_status status = cell_named (reading->names, reading->clean[CELL], code, fault);
    /* What is wrong with a code is said with what is wrong with its value. */
    if (status != QCDC_OK)
        return cell_is_code (reading->clean[CELL]) ? QCDC_OK : status;
    char *copy = strdup (code);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    free (reading->clean[CELL]);
    reading->clean[CELL] = copy;
    return QCDC_OK;
}

/*  A cell twice is a slip even with the same value: one of the two was meant to be another. */
static qcdc_status cell_add (sheet_reading_t *reading, sheet_t *sheet)
{
    qcdc_status found = cell_find (reading, sheet->form, fault_next (reading));
    if (found != QCDC_OK)
        return fault_keep (reading, found);
    const char *name = reading->clean[CELL];
    filled_t filled = {.row = reading->row};
    for (size_t i = 0; i < sheet->cell_count; i++)
        if (strcmp (sheet->cells[i].cell, name) == 0) {
            QCDC_TRY (
                fault_keep (reading, fault_set (fault_next (reading), QCDC_BAD_CELL, name,
                                                _ ("%s stands in row %zu already"), name, sheet->cells[i].row)));
            break;
        }
    memcpy (filled.version, reading->version, sizeof filled.version);
    qcdc_status status = cell_fill (reading, sheet->form, &filled);
    if (status == QCDC_OK && reading->fault_count == 0)
        status = cell_store (reading, sheet, &filled);
    filled_release (&filled);
    if (status == QCDC_OK && reading->fault_count == 0)
        status = note_store (reading, sheet);
    return status;
}

/*  One value in normal form.  Only narratives may span lines; codes are taken in any case. */
static qcdc_status value_clean (int i, const char *text, size_t length, char **clean, fault_t *fault)
{
    char *copy QCDC_CLEANUP (memory_free) = malloc (length + 1);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    memcpy (copy, text, length);
    copy[length] = '\0';
    /* What stands behind a NUL must not get lost unseen. */
    if (strlen (copy) == length) {
        csv_unguard (copy);
        length = strlen (copy);
    }
    qcdc_status status = text_clean (copy, length, i == VALUE, clean, NULL);
    if (status == QCDC_OK && i != VALUE && !**clean)
        status = QCDC_EMPTY;
    if (status != QCDC_OK)
        fault_set (fault, status, COLUMNS[i], "%s", _ (status_text (status)));
    if (status == QCDC_BAD_CHARACTER)
        fault_advise (fault, "%s", _ ("an invisible character stands in it: type it anew"));
    if (status == QCDC_BAD_UTF8)
        fault_advise (fault, "%s", _ (text_encoding_advice (copy, length)));
    for (char *at = *clean; status == QCDC_OK && i < CELL && *at; at++)
        *at = (char)toupper ((unsigned char)*at);
    return status;
}

static qcdc_status note_read (sheet_reading_t *reading, const char *text, size_t length, fault_t *fault)
{
    char *copy QCDC_CLEANUP (memory_free) = text ? strndup (text, length) : NULL;
    if (!text || csv_is_blank (text, length))
        return QCDC_OK;
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the file is too large"));
    if (memchr (text, 0, length)) {
        fault_set (fault, QCDC_BAD_CHARACTER, NOTE_COLUMN, "%s", _ (status_text (QCDC_BAD_CHARACTER)));
        fault_advise (fault, "%s", _ ("an invisible character stands in it: type it anew"));
        return QCDC_BAD_CHARACTER;
    }
    csv_unguard (copy);
    return note_clean (copy, reading->names_meant, &reading->note, fault);
}

/*  In each column that is not clean NULL stands afterwards. */
static qcdc_status row_clean (sheet_reading_t *reading, const int columns[PLACE_COUNT], const csv_record_t *record)
{
    const char *version = columns[VERSION] >= 0 ? record->fields[columns[VERSION]] : NULL;
    for (int i = 0; i < COLUMN_COUNT; i++) {
        qcdc_status status = value_clean (i, record->fields[columns[i]], record->lengths[columns[i]],
                                          &reading->clean[i], fault_next (reading));
        if (status != QCDC_OK) {
            free (reading->clean[i]);
            reading->clean[i] = NULL;
        }
        QCDC_TRY (fault_keep (reading, status));
    }
    if (columns[NOTE] >= 0)
        QCDC_TRY (fault_keep (reading, note_read (reading, record->fields[columns[NOTE]],
                                                  record->lengths[columns[NOTE]], fault_next (reading))));
    return fault_keep (reading, version_read (version, reading->version, fault_next (reading)));
}

/*  What can be said of a period where its form is not known. */
static qcdc_status period_check (const sheet_reading_t *reading, fault_t *fault)
{
    const catalog_t *catalog = reading->desk->home.catalog;
    const char *name = reading->clean[PERIOD];
    nearest_t nearest;
    if (period_is_filled (catalog, NULL, name))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("unknown period %.32s"), name);
    if (period_suggest (catalog, NULL, name, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    return QCDC_BAD_PERIOD;
}

/*  A row that belongs to no sheet: what else is wrong with it, so that it is mended once. */
static qcdc_status stray_check (sheet_reading_t *reading, qcdc_status found)
{
    const catalog_t *catalog = reading->desk->home.catalog;
    const form_t *form = reading->clean[FORM] ? catalog_form_latest (catalog, reading->clean[FORM]) : NULL;
    filled_t filled = {.row = reading->row};
    if (reading->clean[PERIOD] && found != QCDC_BAD_PERIOD)
        QCDC_TRY (fault_keep (reading, period_check (reading, fault_next (reading))));
    /* What a cell is called depends on its form. */
    if (!reading->clean[CELL] || !cell_is_code (reading->clean[CELL]))
        return QCDC_OK;
    /* Of an unknown form, the cell is held against all that there are: the indicator, at least, is one or none. */
    for (size_t i = 0; !form && i < catalog->form_count; i++) {
        cell_t cell;
        fault_t ignored;
        (void)cell_in_case (catalog, &catalog->forms[i], reading->clean[CELL]);
        qcdc_status parsed = cell_parse (catalog, &catalog->forms[i], reading->clean[CELL], &cell, &ignored);
        form = parsed == QCDC_OK || cell.indicator ? &catalog->forms[i] : NULL;
    }
    form = form ? form : &catalog->forms[0];
    (void)cell_in_case (catalog, form, reading->clean[CELL]);
    qcdc_status status = cell_fill (reading, form, &filled);
    filled_release (&filled);
    return status;
}

/*  The template as a workbook ends with rows for codes of the office's own: where none was typed, nothing was said. */
static bool row_is_free (const sheet_reading_t *reading, const int columns[PLACE_COUNT], const csv_record_t *record)
{
    return table_is_workbook (reading->sheets->table) &&
           csv_is_blank (record->fields[columns[CELL]], record->lengths[columns[CELL]]) &&
           csv_is_blank (record->fields[columns[VALUE]], record->lengths[columns[VALUE]]);
}

static qcdc_status row_take (sheet_reading_t *reading, const int columns[PLACE_COUNT], const csv_record_t *record)
{
    sheet_t *sheet = NULL;
    reading->row = record->row;
    reading->fault_count = 0;
    if (row_is_free (reading, columns, record))
        return QCDC_OK;
    if (csv_record_is_total (record))
        return fault_keep (reading, csv_refuse_total (fault_next (reading)));
    QCDC_TRY (row_clean (reading, columns, record));
    qcdc_status found = QCDC_OK;
    if (reading->clean[FORM] && reading->clean[PERIOD]) {
        found = sheet_find (reading, &sheet, fault_next (reading));
        QCDC_TRY (fault_keep (reading, found));
    }
    if (!sheet)
        return stray_check (reading, found);
    qcdc_status status = reading->clean[CELL] ? cell_add (reading, sheet) : QCDC_OK;
    sheet->refused |= reading->fault_count > 0;
    return status;
}

static qcdc_status row_read (sheet_reading_t *reading, const int columns[PLACE_COUNT], const csv_record_t *record,
                             problems_t *problems, fault_t *fault)
{
    qcdc_status status = row_take (reading, columns, record);
    for (int i = 0; i < COLUMN_COUNT; i++) {
        free (reading->clean[i]);
        reading->clean[i] = NULL;
    }
    free (reading->note);
    reading->note = NULL;
    if (reading->fault_count > 0)
        *fault = reading->faults[reading->fault_count - 1];
    for (size_t i = 0; status == QCDC_OK && i < reading->fault_count; i++)
        problems_add (problems, record->row, &reading->faults[i]);
    return status;
}

/*  Goes on after a bad row, so that the clerk hears of all of them at once. */
static qcdc_status rows_read (sheet_reading_t *reading, csv_reader_t *reader, problems_t *problems, fault_t *fault)
{
    int columns[PLACE_COUNT];
    csv_record_t record;
    qcdc_status status = csv_reader_columns (reader, FILE_COLUMNS, fault);
    if (status != QCDC_OK) {
        problems_add (problems, 0, fault);
        return QCDC_OK;
    }
    for (int i = 0; i < COLUMN_COUNT; i++)
        columns[i] = csv_reader_column (reader, COLUMNS[i]);
    columns[VERSION] = csv_reader_column (reader, VERSION_COLUMN);
    columns[NOTE] = csv_reader_column (reader, NOTE_COLUMN);
    for (;;) {
        status = csv_reader_next (reader, &record, fault);
        if (status == QCDC_BAD_ROW) {
            problems_add (problems, 0, fault);
            continue;
        }
        if (status != QCDC_OK)
            break;
        QCDC_TRY (row_read (reading, columns, &record, problems, fault));
    }
    if (status != QCDC_NOT_FOUND)
        problems_add (problems, 0, fault);
    return QCDC_OK;
}

qcdc_status sheets_read (desk_t *desk, const char *path, const char *sheet, bool removes_blanks, bool names_meant,
                         sheets_t *sheets, problems_t *problems, fault_t *fault)
{
    sheet_reading_t reading = {
        .desk = desk, .sheets = sheets, .removes_blanks = removes_blanks, .names_meant = names_meant};
    *sheets = (sheets_t){0};
    QCDC_TRY (table_open (path, sheet, &sheets->table, fault));
    problems->table = sheets->table;
    problems->value = COLUMNS[VALUE];
    qcdc_status status = rows_read (&reading, table_reader (sheets->table), problems, fault);
    cell_names_destroy (&reading.names);
    if (status != QCDC_OK)
        sheets_release (sheets);
    QCDC_TRY (status);
    if (problems->count == 0 && sheets->count == 0) {
        fault_set (fault, QCDC_EMPTY, NULL, _ ("%s holds no figures"), path);
        problems_add (problems, 0, fault);
    }
    return QCDC_OK;
}
