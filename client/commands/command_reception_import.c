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
#include "petitions/register_import.h"
#include "petitions/register_memory.h"
#include "registers/reception_file.h"
#include "texts/given.h"

#include <stdio.h>
#include <string.h>

enum { ROW, HOW, FIRST_COLUMN, CHANGES = FIRST_COLUMN + RECEPTION_COLUMN_COUNT, SHOWN_COUNT };

/*  One run over a file. */
typedef struct {
    register_import_t file;
    int columns[RECEPTION_COLUMN_COUNT]; /* -1: not in this file */
} import_t;

/*  Reads a row; whose it is, its columns, and the version that it was exported with.  Of one that is refused all is told; the last of it
 *  is the caller's to add. */
static qcdc_status row_read (import_t *import, const csv_record_t *record, reception_row_t *row, fault_t *fault)
{
    given_t values[RECEPTION_COLUMN_COUNT] = {0};
    row_faults_t *faults = &import->file.faults;
    fault_t of_version = {0};
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        values[i] = register_import_value (&import->file, record, import->columns[i], RECEPTION_COLUMNS[i].name);
    qcdc_status own = register_import_own (&import->file, record, fault);
    if (own != QCDC_OK && problems_stop (own))
        return own;
    qcdc_status read = reception_row_parse (import->file.desk, values, row, faults);
    if (read != QCDC_OK && problems_stop (read)) {
        *fault = faults->items[0];
        return read;
    }
    if (version_read (register_import_cell (record, import->file.version_column), row->version, &of_version) !=
        QCDC_OK)
        row_faults_add (faults, &of_version);
    if (own != QCDC_OK)
        row_faults_add (faults, fault);
    return faults->count ? register_import_refuse (&import->file, record->row, fault) : QCDC_OK;
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
    cells[CHANGES] = result == FILED_CORRECTED ? import->file.left.changes : NULL;
    return import_rows_add_cells (import->file.rows, cells, fault);
}

/*  One row: read, held against the rows before it, filed.  What is wrong with it goes into FAULT and stops only this row. */
static qcdc_status import_row (const csv_record_t *record, void *arg, fault_t *fault)
{
    import_t *import = arg;
    reception_row_t row QCDC_CLEANUP (reception_row_release) = {0};
    filed_result result = FILED_UNCHANGED;
    bool repeated;
    QCDC_TRY (row_read (import, record, &row, fault));
    QCDC_TRY (register_import_meet (&import->file, record, row.key, row.fingerprint, row.clean[RECEPTION_LOCAL_NO],
                                    &repeated, fault));
    if (repeated)
        return QCDC_OK;
    QCDC_TRY (reception_file (import->file.desk, &row, import->file.mode, import->file.old_meant, &result,
                              &import->file.entries, &import->file.left, fault));
    if (result == FILED_CORRECTED && !import->file.rows)
        printf (_ ("corrected %s: %s\n"), row.clean[RECEPTION_LOCAL_NO], import->file.left.changes);
    import->file.results[result]++;
    return import->file.rows ? row_show (import, &row, record->row, result, fault) : QCDC_OK;
}

/*  Whether a column that holds codes or days has one: the row is a reception's then, however little else stands in it. */
static bool row_has_code (const csv_record_t *record, void *arg)
{
    const import_t *import = arg;
    fault_t ignored;
    int32_t day;
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (RECEPTION_COLUMNS[i].says == COLUMN_SAYS_CODE &&
            RECEPTION_COLUMNS[i].read (register_import_cell (record, import->columns[i])))
            return true;
    return day_read (register_import_cell (record, import->columns[RECEPTION_HELD_ON]), &day, &ignored) == QCDC_OK;
}

static void columns_take (csv_reader_t *reader, void *arg)
{
    import_t *import = arg;
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        import->columns[i] = csv_reader_column (reader, RECEPTION_COLUMNS[i].name);
}

static const register_import_kind_t REGISTER = {
    .kind = &RECEPTION_REGISTER,
    .own_advice =
        N_ ("if the table is this office's, run qcdc sync first; to enter receptions anew, leave the column "
            "entry out"),
    .columns = columns_take,
    .has_code = row_has_code,
    .row = import_row};

/*  The hints behind the counts are for the person only. */
static void import_say (const import_t *import, FILE *out, bool dry_run)
{
    register_import_say (&import->file, out, dry_run);
    blanks_say (import->file.left.blanks);
    if (import->file.left.erased > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu text was erased and is not taken from the file; qcdc reception correct enters "
                           "another\n",
                           "qcdc: %zu texts were erased and are not taken from the file; qcdc reception correct "
                           "enters others\n",
                           import->file.left.erased),
                 import->file.left.erased);
    if (import->file.results[FILED_VOIDED] > 0)
        fprintf (stderr,
                 _ ("qcdc: %zu rows are of receptions that were taken back; qcdc reception add, or import --new, "
                    "enters one again\n"),
                 import->file.results[FILED_VOIDED]);
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
    QCDC_TRY (register_import_open (&import->file, &REGISTER, desk, args, fault));
    if (args->dry_run)
        QCDC_TRY (import_rows_new_of (shown_columns (), SHOWN_COUNT, &import->file.rows, fault));
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (register_import_read (&import->file, import, fault));
    if (import->file.problems.count > 0)
        return QCDC_OK;
    if (args->dry_run) {
        import_say (import, args->format == FORMAT_TABLE ? stdout : stderr, true);
        QCDC_TRY (import_rows_show (import->file.rows, desk->home.catalog, args->format, SIZE_MAX, fault));
    }
    QCDC_TRY (register_memory_keep (desk, import->file.map, fault));
    return command_commit (desk, args, fault);
}

static int import_done (const args_t *args, void *arg)
{
    const import_t *import = arg;
    problems_end (&import->file.problems, _ ("no reception was imported"));
    if (import->file.problems.count > 0)
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
    register_import_close (&import.file);
    return status;
}
