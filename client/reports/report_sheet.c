/*  report_sheet.c — reading filled forms from CSV.
 *
 *  A file may hold several forms and periods, its rows in any order; each becomes one sheet.  Bad rows do not stop the
 *  reading, so that all of them are named. */

#include "reports/report_sheet.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "base/text_damage.h"
#include "catalogue/suggest.h"
#include "files/csv_closing.h"
#include "files/csv_field.h"
#include "files/csv_guard.h"
#include "files/csv_sniff.h"
#include "files/table.h"
#include "petitions/petition_row.h"
#include "reports/form_find.h"
#include "reports/sheet_owner.h"
#include "reports/sheet_reading.h"
#include "texts/reason.h"

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
                                            {"register", "theo so", false, true},
                                            {"computed_as", "cach tinh|ghi chu", false, true},
                                            {NULL, NULL, false, false}};

/*  ---------------------------------------------------------------- rows */

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
    if ((*found = sheet_known (sheets, reading->clean[SHEET_FORM], reading->clean[SHEET_PERIOD])))
        return QCDC_OK;
    desk_t *desk = reading->desk;
    QCDC_TRY (form_find (desk, reading->clean[SHEET_FORM], reading->clean[SHEET_PERIOD], &fresh.form, &fresh.period,
                         fault));
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
    qcdc_status status = text_clean (copy, length, i == SHEET_VALUE, clean, NULL);
    if (status == QCDC_OK && i != SHEET_VALUE && !**clean)
        status = QCDC_EMPTY;
    if (status != QCDC_OK)
        fault_set (fault, status, COLUMNS[i], "%s", _ (status_text (status)));
    if (status == QCDC_BAD_CHARACTER)
        fault_advise (fault, "%s", _ ("an invisible character stands in it: type it anew"));
    if (status == QCDC_BAD_UTF8)
        fault_advise (fault, "%s", _ (text_encoding_advice (copy, length)));
    if (status == QCDC_OK && i < SHEET_CELL)
        text_code_case (*clean);
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

static bool field_is_blank (const csv_record_t *record, int column)
{
    return column < 0 || (size_t)column >= record->count ||
           csv_is_blank (record->fields[column], record->lengths[column]);
}

/*  Form and period of the only sheet of a workbook, where a row says neither: they stand in columns that a form hides, and are blank in a row
 *  that was inserted. */
static qcdc_status place_take_over (sheet_reading_t *reading, int i)
{
    const sheet_t *sheet = &reading->sheets->items[0];
    reading->clean[i] = strdup (i == SHEET_FORM ? sheet->form->code : sheet->period.name);
    return reading->clean[i]
               ? QCDC_OK
               : fault_set (reading_fault (reading), QCDC_NO_MEMORY, COLUMNS[i], "%s", _ ("the file is too large"));
}

/*  In each column that is not clean NULL stands afterwards. */
static qcdc_status row_clean (sheet_reading_t *reading, const int columns[SHEET_PLACE_COUNT],
                              const csv_record_t *record)
{
    const char *version = columns[SHEET_VERSION] >= 0 ? record->fields[columns[SHEET_VERSION]] : NULL;
    bool inserted = table_is_workbook (reading->sheets->table) && reading->sheets->count == 1 &&
                    field_is_blank (record, columns[SHEET_FORM]) && field_is_blank (record, columns[SHEET_PERIOD]);
    for (int i = 0; i < SHEET_COLUMN_COUNT; i++) {
        if (inserted && i < SHEET_CELL) {
            QCDC_TRY (place_take_over (reading, i));
            continue;
        }
        qcdc_status status = value_clean (i, record->fields[columns[i]], record->lengths[columns[i]],
                                          &reading->clean[i], reading_fault (reading));
        if (status != QCDC_OK) {
            free (reading->clean[i]);
            reading->clean[i] = NULL;
        }
        QCDC_TRY (reading_keep (reading, status));
    }
    if (columns[SHEET_NOTE] >= 0)
        QCDC_TRY (reading_keep (reading, note_read (reading, record->fields[columns[SHEET_NOTE]],
                                                    record->lengths[columns[SHEET_NOTE]], reading_fault (reading))));
    return reading_keep (reading, version_read (version, reading->version, reading_fault (reading)));
}

/*  What can be said of a period where its form is not known. */
static qcdc_status period_check (const sheet_reading_t *reading, fault_t *fault)
{
    const catalog_t *catalog = reading->desk->home.catalog;
    const char *name = reading->clean[SHEET_PERIOD];
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
    const form_t *form =
        reading->clean[SHEET_FORM] ? catalog_form_latest (catalog, reading->clean[SHEET_FORM]) : NULL;
    filled_t filled = {.row = reading->row};
    if (reading->clean[SHEET_PERIOD] && found != QCDC_BAD_PERIOD)
        QCDC_TRY (reading_keep (reading, period_check (reading, reading_fault (reading))));
    /* What a cell is called depends on its form. */
    if (!reading->clean[SHEET_CELL] || !cell_is_code (reading->clean[SHEET_CELL]))
        return QCDC_OK;
    /* Of an unknown form, the cell is held against all that there are: the indicator, at least, is one or none. */
    for (size_t i = 0; !form && i < catalog->form_count; i++) {
        cell_t cell;
        fault_t ignored;
        (void)cell_in_case (catalog, &catalog->forms[i], reading->clean[SHEET_CELL]);
        qcdc_status parsed = cell_parse (catalog, &catalog->forms[i], reading->clean[SHEET_CELL], &cell, &ignored);
        form = parsed == QCDC_OK || cell.indicator ? &catalog->forms[i] : NULL;
    }
    form = form ? form : &catalog->forms[0];
    (void)cell_in_case (catalog, form, reading->clean[SHEET_CELL]);
    qcdc_status status = reading_fill (reading, form, &filled);
    filled_release (&filled);
    return status;
}

/*  The template as a workbook ends with rows for codes of the office's own: where none was typed, nothing was said, in what a
 *  spreadsheet saved of it as CSV neither. */
static bool row_is_free (const int columns[SHEET_PLACE_COUNT], const csv_record_t *record)
{
    return field_is_blank (record, columns[SHEET_CELL]) && field_is_blank (record, columns[SHEET_VALUE]) &&
           field_is_blank (record, columns[SHEET_NOTE]) &&
           field_is_blank (record, columns[SHEET_FORM]) == field_is_blank (record, columns[SHEET_PERIOD]);
}

/*  Whether the row names a form, or a cell of the sheet before it: it is one of the table then, however little else stands in it. */
static bool row_names (const sheet_reading_t *reading, const int columns[SHEET_PLACE_COUNT],
                       const csv_record_t *record)
{
    char text[QCDC_CELL_BYTES_MAX + 1], code[QCDC_CELL_BYTES_MAX + 1];
    fault_t ignored;
    if (!field_is_blank (record, columns[SHEET_FORM])) {
        snprintf (text, sizeof text, "%s", record->fields[columns[SHEET_FORM]]);
        text_code_case (text);
        if (catalog_form_latest (reading->desk->home.catalog, text))
            return true;
    }
    return !field_is_blank (record, columns[SHEET_CELL]) && reading->names &&
           cell_named (reading->names, record->fields[columns[SHEET_CELL]], code, &ignored) == QCDC_OK;
}

/*  Whether the row is one of those that a form ends with.  Where it is one of the table, those before it were none. */
static bool row_closes (sheet_reading_t *reading, const int columns[SHEET_PLACE_COUNT], const csv_record_t *record,
                        problems_t *problems)
{
    fault_t fault;
    size_t first;
    if (!row_names (reading, columns, record) && csv_closing_take (&reading->closing, record))
        return true;
    bool apart = row_is_free (columns, record) || csv_record_is_total (record);
    if (!apart && csv_closing_break (&reading->closing, record->row, &first, &fault) != QCDC_OK)
        problems_add (problems, first, &fault);
    return false;
}

/*  Of a form that the office does not file nothing but that is said, once: its rows are not for this desk. */
static qcdc_status foreign_refuse (sheet_reading_t *reading, const fault_t *found)
{
    reading->faults[0] = *found;
    reading->fault_count = reading_was_told (reading, found->message) ? 0 : 1;
    return QCDC_OK;
}

static qcdc_status row_take (sheet_reading_t *reading, const int columns[SHEET_PLACE_COUNT],
                             const csv_record_t *record)
{
    sheet_t *sheet = NULL;
    reading->row = record->row;
    reading->period = NULL;
    reading->fault_count = 0;
    if (row_is_free (columns, record))
        return QCDC_OK;
    if (csv_record_is_total (record))
        return reading_keep (reading, csv_refuse_total (reading_fault (reading)));
    QCDC_TRY (row_clean (reading, columns, record));
    qcdc_status found = QCDC_OK;
    if (reading->clean[SHEET_FORM] && reading->clean[SHEET_PERIOD]) {
        fault_t fault = {0};
        found = sheet_find (reading, &sheet, &fault);
        if (found == QCDC_BAD_FORM && catalog_form_latest (reading->desk->home.catalog, reading->clean[SHEET_FORM]))
            return foreign_refuse (reading, &fault);
        if (found != QCDC_OK && !reading_was_told (reading, fault.message)) {
            *reading_fault (reading) = fault;
            QCDC_TRY (reading_keep (reading, found));
        }
    }
    reading->period = sheet ? &sheet->period : NULL;
    if (!sheet)
        return stray_check (reading, found);
    qcdc_status status = reading->clean[SHEET_CELL] ? reading_cell (reading, sheet) : QCDC_OK;
    sheet->refused |= reading->fault_count > 0;
    return status;
}

static qcdc_status row_read (sheet_reading_t *reading, const int columns[SHEET_PLACE_COUNT],
                             const csv_record_t *record, problems_t *problems, fault_t *fault)
{
    qcdc_status status = row_take (reading, columns, record);
    for (int i = 0; i < SHEET_COLUMN_COUNT; i++) {
        free (reading->clean[i]);
        reading->clean[i] = NULL;
    }
    free (reading->note);
    reading->note = NULL;
    if (reading->fault_count > 0)
        *fault = reading->faults[reading->fault_count - 1];
    problems->period = reading->period;
    for (size_t i = 0; status == QCDC_OK && i < reading->fault_count; i++)
        problems_add (problems, record->row, &reading->faults[i]);
    problems->period = NULL;
    return status;
}

/*  Goes on after a bad row, so that the clerk hears of all of them at once. */
static qcdc_status rows_read (sheet_reading_t *reading, csv_reader_t *reader, problems_t *problems, fault_t *fault)
{
    int columns[SHEET_PLACE_COUNT];
    csv_record_t record;
    qcdc_status status = table_columns (reading->sheets->table, FILE_COLUMNS, fault);
    if (status != QCDC_OK) {
        problems_add (problems, 0, fault);
        return QCDC_OK;
    }
    if (sheet_owner_check (reading->desk, reader, problems->file, fault) != QCDC_OK)
        problems_add (problems, 0, fault);
    for (int i = 0; i < SHEET_COLUMN_COUNT; i++)
        columns[i] = csv_reader_column (reader, COLUMNS[i]);
    columns[SHEET_VERSION] = csv_reader_column (reader, VERSION_COLUMN);
    columns[SHEET_NOTE] = csv_reader_column (reader, NOTE_COLUMN);
    for (;;) {
        status = csv_reader_next (reader, &record, fault);
        bool read = status == QCDC_OK || status == QCDC_BAD_ROW;
        if (read && row_closes (reading, columns, &record, problems))
            continue;
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
    csv_closing_say (&reading->closing, stderr, problems->file);
    table_unread_say (reading->sheets->table, stderr, problems->file);
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
    problems->value = COLUMNS[SHEET_VALUE];
    qcdc_status status = rows_read (&reading, table_reader (sheets->table), problems, fault);
    cell_names_destroy (&reading.names);
    for (size_t i = 0; i < reading.told_count; i++)
        free (reading.told[i]);
    if (status != QCDC_OK)
        sheets_release (sheets);
    QCDC_TRY (status);
    if (problems->count == 0 && sheets->count == 0) {
        fault_set (fault, QCDC_EMPTY, NULL, _ ("%s holds no figures"), path);
        problems_add (problems, 0, fault);
    }
    return QCDC_OK;
}
