/*  command_reception_import.c — qcdc reception import FILE: a register of receptions, all of it or nothing.
 *
 *  One transaction holds the whole file.  Bad rows do not stop the reading, so that all of them are named, but a single one keeps
 *  everything out: half a register would be taken for the whole. */

#include "commands/command_reception.h"
#include "texts/identity_text.h"

#include "base/day_read.h"
#include "base/i18n.h"
#include "base/progress.h"
#include "desk/problems.h"
#include "desk/seen.h"
#include "files/csv_closing.h"
#include "files/csv_sniff.h"
#include "files/table.h"
#include "petitions/import_rows.h"
#include "petitions/register_memory.h"
#include "registers/reception_file.h"
#include "texts/given.h"

#include <stdio.h>
#include <string.h>

enum { ROW, HOW, FIRST_COLUMN, CHANGES = FIRST_COLUMN + RECEPTION_COLUMN_COUNT, SHOWN_COUNT };

/*  One run over a file. */
typedef struct {
    desk_t *desk;
    table_t *table;
    int columns[RECEPTION_COLUMN_COUNT];             /* -1: not in this file */
    int office_column, entry_column, version_column; /* of a table that was written by qcdc; likewise */
    seen_t *seen;                                    /* the rows read so far, by number and year */
    file_mode mode;
    bool old_meant;
    import_rows_t *rows; /* what would be done, where that is to be seen; NULL: it is not */
    register_map_t *map; /* what this office calls its columns and words */
    problems_t problems;
    row_faults_t faults; /* of one row */
    size_t results[FILED_VOIDED + 1];
    size_t repeated;
    size_t entries;
    filed_left_t left;
    progress_t progress;
    csv_closing_t closing;
} import_t;

/*  "" also where a row of another shape ends before the column. */
static const char *cell_at (const csv_record_t *record, int column)
{
    return column >= 0 && (size_t)column < record->count ? record->fields[column] : "";
}

/*  A table that qcdc wrote says whose it is: another office's register is not taken in for the own one. */
static qcdc_status check_own (const import_t *import, const csv_record_t *record, fault_t *fault)
{
    const home_t *home = &import->desk->home;
    const char *office = cell_at (record, import->office_column), *entry = cell_at (record, import->entry_column);
    uint64_t origin, seq;
    uint8_t hash[HASH_BYTES];
    bool held = true;
    if (*office && strcmp (office, home->office->code) != 0)
        return fault_set (fault, QCDC_NOT_YOURS, "office", _ ("this row is of %.60s; the desk is %s's"), office,
                          home->office->code);
    if (*entry && address_parse (entry, &origin, &seq) == QCDC_OK)
        QCDC_TRY (journal_find_hash (home->journal, origin, seq, hash, &held, fault));
    if (held)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_YOURS, "entry", _ ("entry %.60s is not in this office's journal"), entry);
    fault_advise (fault, "%s",
                  _ ("if the table is this office's, run qcdc sync first; to enter receptions anew, leave the column "
                     "entry out"));
    return QCDC_NOT_YOURS;
}

/*  Reads a row; whose it is, its columns, and the version that it was exported with.  Of one that is refused all is told; the last of it
 *  is the caller's to add. */
static qcdc_status row_read (import_t *import, const csv_record_t *record, reception_row_t *row, fault_t *fault)
{
    given_t values[RECEPTION_COLUMN_COUNT] = {0};
    row_faults_t *faults = &import->faults;
    fault_t of_version = {0};
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (import->columns[i] >= 0 && (size_t)import->columns[i] < record->count) {
            const char *cell = record->fields[import->columns[i]];
            const char *word = register_map_word (import->map, RECEPTION_COLUMNS[i].name, cell);
            values[i] = (given_t){word, word == cell ? record->lengths[import->columns[i]] : strlen (word)};
        }
    qcdc_status own = check_own (import, record, fault);
    if (own != QCDC_OK && problems_stop (own))
        return own;
    qcdc_status read = reception_row_parse (import->desk, values, row, faults);
    if (read != QCDC_OK && problems_stop (read)) {
        *fault = faults->items[0];
        return read;
    }
    if (version_read (cell_at (record, import->version_column), row->version, &of_version) != QCDC_OK)
        row_faults_add (faults, &of_version);
    if (own != QCDC_OK)
        row_faults_add (faults, fault);
    if (!faults->count)
        return QCDC_OK;
    for (size_t i = 0; i + 1 < faults->count; i++)
        problems_add (&import->problems, record->row, &faults->items[i]);
    *fault = faults->items[faults->count - 1];
    return fault->status;
}

/*  The same number twice in one file is a slip, unless the rows say the same: then *REPEATED. */
static qcdc_status repetition_check (import_t *import, const reception_row_t *row, size_t number, bool *repeated,
                                     fault_t *fault)
{
    qcdc_status status = seen_add (import->seen, row->key, row->fingerprint, &number, fault);
    *repeated = status == QCDC_EXISTS;
    if (status == QCDC_DUPLICATE)
        return fault_set (fault, status, "local_no", _ ("%s stands in row %zu with other content"),
                          row->clean[RECEPTION_LOCAL_NO], number);
    return status == QCDC_EXISTS ? QCDC_OK : status;
}

/*  The row as it was understood, defaults among it where it is a new one. */
static qcdc_status row_show (import_t *import, const reception_row_t *row, size_t number, filed_result result,
                             fault_t *fault)
{
    char place[24], texts[RECEPTION_COLUMN_COUNT][RECEPTION_TEXT_BYTES];
    const char *cells[SHOWN_COUNT] = {[ROW] = place, [HOW] = result == FILED_NEW ? "added" : "changed"};
    reception_said_t said;
    if (result != FILED_NEW && result != FILED_CORRECTED)
        return QCDC_OK;
    snprintf (place, sizeof place, "%zu", number);
    reception_row_say (row, NULL, &said);
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (row->said[i] || result == FILED_NEW)
            cells[FIRST_COLUMN + i] = reception_column_text ((reception_column)i, &said.held, texts[i]);
    cells[FIRST_COLUMN + RECEPTION_PETITIONS] = row->clean[RECEPTION_PETITIONS];
    cells[FIRST_COLUMN + RECEPTION_SUMMARY] = row->clean[RECEPTION_SUMMARY];
    cells[CHANGES] = result == FILED_CORRECTED ? import->left.changes : NULL;
    return import_rows_add_cells (import->rows, cells, fault);
}

/*  One row: read, held against the rows before it, filed.  What is wrong with it goes into FAULT and stops only this row. */
static qcdc_status import_row (import_t *import, const csv_record_t *record, fault_t *fault)
{
    reception_row_t row QCDC_CLEANUP (reception_row_release) = {0};
    filed_result result = FILED_UNCHANGED;
    bool repeated;
    QCDC_TRY (row_read (import, record, &row, fault));
    QCDC_TRY (repetition_check (import, &row, record->row, &repeated, fault));
    if (repeated) {
        import->repeated++;
        return QCDC_OK;
    }
    QCDC_TRY (reception_file (import->desk, &row, import->mode, import->old_meant, &result, &import->entries,
                              &import->left, fault));
    if (result == FILED_CORRECTED && !import->rows)
        printf (_ ("corrected %s: %s\n"), row.clean[RECEPTION_LOCAL_NO], import->left.changes);
    import->results[result]++;
    return import->rows ? row_show (import, &row, record->row, result, fault) : QCDC_OK;
}

/*  Whether a column that holds codes or days has one: the row is a reception's then, however little else stands in it. */
static bool row_has_code (const import_t *import, const csv_record_t *record)
{
    fault_t ignored;
    int32_t day;
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (RECEPTION_COLUMNS[i].says == COLUMN_SAYS_CODE &&
            RECEPTION_COLUMNS[i].read (cell_at (record, import->columns[i])))
            return true;
    return day_read (cell_at (record, import->columns[RECEPTION_HELD_ON]), &day, &ignored) == QCDC_OK;
}

/*  Whether the row is one of those that a register ends with.  Where it is a reception's, those before it were none. */
static bool row_closes (import_t *import, const csv_record_t *record)
{
    fault_t fault;
    size_t first;
    if (!row_has_code (import, record) && csv_closing_take (&import->closing, record))
        return true;
    if (!csv_record_is_total (record) && csv_closing_break (&import->closing, record->row, &first, &fault) != QCDC_OK)
        problems_add (&import->problems, first, &fault);
    return false;
}

static bool columns_find (import_t *import, const csv_column_t *columns, fault_t *fault)
{
    csv_reader_t *reader = table_reader (import->table);
    csv_reader_of_register (reader);
    if (table_columns (import->table, columns, fault) != QCDC_OK) {
        problems_add (&import->problems, 0, fault);
        return false;
    }
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        import->columns[i] = csv_reader_column (reader, RECEPTION_COLUMNS[i].name);
    import->office_column = csv_reader_column (reader, "office");
    import->entry_column = csv_reader_column (reader, "entry");
    import->version_column = csv_reader_column (reader, VERSION_COLUMN);
    return true;
}

/*  Goes on after a bad row, so that the clerk hears of all of them at once. */
static qcdc_status import_rows (import_t *import, fault_t *fault)
{
    csv_record_t record;
    csv_reader_t *reader = table_reader (import->table);
    qcdc_status status = QCDC_OK;
    const csv_column_t *columns = register_map_columns (import->map);
    if (!columns)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    if (!columns_find (import, columns, fault))
        return QCDC_OK;
    for (;;) {
        *fault = (fault_t){0};
        status = csv_reader_next (reader, &record, fault);
        bool read = status == QCDC_OK || status == QCDC_BAD_ROW;
        if (read && row_closes (import, &record))
            continue;
        if (status == QCDC_BAD_ROW) {
            problems_add (&import->problems, 0, fault);
            continue;
        }
        if (status != QCDC_OK)
            break;
        progress_count (&import->progress, _ ("reading rows:"), record.row, 0);
        status = csv_record_is_total (&record) ? csv_refuse_total (fault) : import_row (import, &record, fault);
        if (problems_stop (status))
            return status;
        if (status != QCDC_OK) {
            fault->status = status;
            problems_add (&import->problems, record.row, fault);
        }
    }
    if (status != QCDC_NOT_FOUND)
        problems_add (&import->problems, 0, fault);
    progress_end (&import->progress);
    csv_closing_say (&import->closing, stderr, import->problems.file);
    table_unread_say (import->table, stderr, import->problems.file);
    (void)table_left_out_say (import->table, stderr, import->problems.file);
    return QCDC_OK;
}

/*  The counts go to OUT, where a script reads them; the hint is for the person only. */
static void import_say (const import_t *import, FILE *out, bool dry_run)
{
    size_t skipped = import->repeated + import->results[FILED_VOIDED];
    fprintf (out,
             dry_run
                 ? _ ("In order: %zu to import, %zu to correct, %zu as they stand, %zu to skip; %zu entries for the "
                      "journal.\n")
                 : _ ("%zu imported, %zu corrected, %zu unchanged, %zu skipped; %zu entries added to the journal\n"),
             import->results[FILED_NEW], import->results[FILED_CORRECTED], import->results[FILED_UNCHANGED], skipped,
             import->entries);
    blanks_say (import->left.blanks);
    if (import->left.erased > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu text was erased and is not taken from the file; qcdc reception correct enters "
                           "another\n",
                           "qcdc: %zu texts were erased and are not taken from the file; qcdc reception correct "
                           "enters others\n",
                           import->left.erased),
                 import->left.erased);
    if (import->results[FILED_VOIDED] > 0)
        fprintf (stderr,
                 _ ("qcdc: %zu rows are of receptions that were taken back; qcdc reception add, or import --new, "
                    "enters one again\n"),
                 import->results[FILED_VOIDED]);
}

static const output_column_t *shown_columns (void)
{
    static output_column_t columns[SHOWN_COUNT] = {[ROW] = {N_ ("row"), QCDC__COLUMN_TYPE__INTEGER},
                                                   [HOW] = {N_ ("how"), QCDC__COLUMN_TYPE__TEXT},
                                                   [CHANGES] = {N_ ("changes"), QCDC__COLUMN_TYPE__TEXT}};
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        columns[FIRST_COLUMN + i] = (output_column_t){
            RECEPTION_COLUMNS[i].name, RECEPTION_COLUMNS[i].says == COLUMN_SAYS_COUNT ? QCDC__COLUMN_TYPE__INTEGER
                                       : RECEPTION_COLUMNS[i].says == COLUMN_SAYS_DAY ? QCDC__COLUMN_TYPE__DATE
                                                                                      : QCDC__COLUMN_TYPE__TEXT};
    return columns;
}

/*  Committed only if no row was wrong; the frame rolls back what is left open. */
static qcdc_status import_file (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    import_t *import = arg;
    import->desk = desk;
    import->problems.file = args->words[0];
    import->problems.places = desk->home.catalog;
    import->mode = args->switched & 1u ? FILE_NEW : FILE_REGISTER;
    import->faults.names_meant = args->switched & 2u;
    import->faults.keeps_blanks = !(args->switched & 4u);
    import->old_meant = args->switched & 8u;
    QCDC_TRY (register_memory_load (desk, &RECEPTION_REGISTER, &import->map, fault));
    for (size_t i = 0; i < args->repeat_count; i++)
        QCDC_TRY (register_map_add (import->map, args->repeats[i], desk->home.office->code, fault));
    QCDC_TRY (seen_new (&import->seen, fault));
    if (args->dry_run)
        QCDC_TRY (import_rows_new_of (shown_columns (), SHOWN_COUNT, &import->rows, fault));
    QCDC_TRY (table_open (args->words[0], args_value (args, "sheet"), &import->table, fault));
    import->problems.table = import->table;
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    qcdc_status status = import_rows (import, fault);
    progress_end (&import->progress);
    QCDC_TRY (status);
    if (import->problems.count > 0)
        return QCDC_OK;
    if (args->dry_run) {
        import_say (import, args->format == FORMAT_TABLE ? stdout : stderr, true);
        QCDC_TRY (import_rows_show (import->rows, desk->home.catalog, args->format, SIZE_MAX, fault));
    }
    QCDC_TRY (register_memory_keep (desk, import->map, fault));
    return command_commit (desk, args, fault);
}

static int import_done (const args_t *args, void *arg)
{
    const import_t *import = arg;
    problems_end (&import->problems, _ ("no reception was imported"));
    if (import->problems.count > 0)
        return EXIT_FAILED;
    if (!args->dry_run)
        import_say (import, stdout, false);
    return EXIT_DONE;
}

int reception_import (const command_t *command)
{
    static const char *const SHEET_KEYS[] = {"sheet", NULL};
    static const char *const SWITCHES[] = {"--new", CONFIRM_NAMES, REMOVE_BLANKS, CONFIRM_OLD, NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1,
                                              .words_max = 1,
                                              .keys = SHEET_KEYS,
                                              .takes_format = true,
                                              .switches = SWITCHES,
                                              .repeated = "--map",
                                              .rehearses = true},
                                     .check = args_table_rehearsed,
                                     .work = import_file,
                                     .done = import_done};
    import_t import = {0};
    int status = command_at_desk (command, &WORK, &import);
    table_destroy (&import.table);
    seen_destroy (&import.seen);
    import_rows_destroy (&import.rows);
    register_map_destroy (&import.map);
    return status;
}
