/*  command_import.c — qcdc petition import FILE: a register of petitions, all of it or nothing.
 *
 *  One transaction holds the whole file.  Bad rows do not stop the reading, so that all of them are named, but a
 *  single one keeps everything out: half a register would be taken for the whole. */

#include "commands/command_petition.h"
#include "texts/identity_text.h"

#include "attention/exposed_told.h"
#include "base/day_read.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/progress.h"
#include "base/text.h"
#include "base/text_identity.h"
#include "desk/problems.h"
#include "desk/seen.h"
#include "facts/word.h"
#include "files/csv_closing.h"
#include "files/csv_sniff.h"
#include "files/table.h"
#include "journal/scratch.h"
#include "petitions/exposed.h"
#include "petitions/import_rows.h"
#include "petitions/import_run.h"
#include "petitions/import_undo.h"
#include "petitions/import_vanished.h"
#include "petitions/petition_file.h"
#include "petitions/petition_stages.h"
#include "petitions/petition_twin.h"
#include "petitions/register_map.h"
#include "petitions/register_memory.h"
#include "texts/given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*  A row that may be a petition which is there under another number, and which one: asked about where that one has no row. */
typedef struct {
    size_t row;
    char key[MATTER_KEY_BYTES];
    fault_t fault;
} question_t;
_Static_assert(sizeof (question_t) <= SCRATCH_VALUE_BYTES_MAX, "a question is kept whole");

#define CHANGES_SAID 5u
#define ROWS_FIRST 20u /* shown on a screen of what would be done */

/*  Switches beyond those of a single petition, bit by bit. */
enum { YES_MEANT = 16u, UNDOES = 32u, KEEP_MOVED = 64u };

/*  One run over a file. */
typedef struct {
    desk_t *desk;
    table_t *table;
    int columns[PETITION_COLUMN_COUNT]; /* -1: not in this file */
    int office_column, entry_column;    /* of a table that was written by qcdc; likewise */
    seen_t *seen;                       /* the rows read so far, by register number */
    twins_t *twins;                     /* what may be there already under another number */
    bool all_new;                       /* --new */
    bool old_meant;                     /* --confirm-old */
    import_rows_t *rows;                /* what would be done, where that is to be seen; NULL: it is not */
    register_map_t *map;                /* what this office calls its columns and words */
    int stage_columns[PETITION_STAGE_COUNT];
    vanished_t vanished;
    undone_t undone;      /* of --undo */
    bool stopped;         /* the person at the terminal did not want it */
    bool left_out;        /* columns that tell who somebody is */
    scratch_t *questions; /* by their number from 0 on */
    uint64_t question_count;
    problems_t problems;
    row_faults_t faults; /* of one row */
    size_t results[FILED_VOIDED + 1];
    size_t repeated;
    size_t entries;
    filed_left_t left;
    int version_column;
    char changes[CHANGES_SAID][CHANGES_BYTES + QCDC_LOCAL_NO_BYTES_MAX]; /* of the first rows that correct */
    progress_t progress;
    csv_closing_t closing;
} import_t;

/*  The same number twice in one file is a slip, unless the rows say the same: then *REPEATED. */
static qcdc_status repetition_check (import_t *import, const petition_row_t *row, size_t number, bool *repeated,
                                     fault_t *fault)
{
    const char *local_no = row->clean[COLUMN_LOCAL_NO];
    qcdc_status status = seen_add (import->seen, row->key, row->fingerprint, &number, fault);
    *repeated = status == QCDC_EXISTS;
    if (status == QCDC_DUPLICATE)
        return fault_set (fault, status, "local_no", _ ("%s stands in row %zu with other content"), local_no, number);
    return status == QCDC_EXISTS ? QCDC_OK : status;
}

static qcdc_status question_keep (import_t *import, const petition_row_t *row, bool corrects, size_t number,
                                  fault_t *fault)
{
    question_t question = {.row = number};
    qcdc_status status = twins_check (import->twins, import->desk, row, corrects, question.key, &question.fault);
    if (status != QCDC_DUPLICATE) {
        if (status != QCDC_OK)
            *fault = question.fault;
        return status;
    }
    uint64_t place = import->question_count++;
    return scratch_add (import->questions, &place, sizeof place, &question, sizeof question, fault);
}

/*  All rows are read: a petition that has a row of its own is no other row's; rows that are equal are asked about together. */
static qcdc_status questions_ask (import_t *import, fault_t *fault)
{
    for (uint64_t i = 0; i < import->question_count; i++) {
        question_t question;
        size_t length;
        bool has_row;
        QCDC_TRY (scratch_get (import->questions, &i, sizeof i, &question, &length, fault));
        QCDC_TRY (seen_has (import->seen, question.key, &has_row, fault));
        if (!has_row)
            problems_add (&import->problems, question.row, &question.fault);
    }
    fault_t pairs = {0};
    size_t row = twins_rows_ask (import->twins, &pairs);
    if (row)
        problems_add (&import->problems, row, &pairs);
    return QCDC_OK;
}

/*  "" also where a row of another shape ends before the column. */
static const char *cell_at (const csv_record_t *record, int column)
{
    return column >= 0 && (size_t)column < record->count ? record->fields[column] : "";
}

/*  A table that qcdc wrote says whose it is: another office's petitions are not taken in for own ones. */
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
                  _ ("if the table is this office's, run qcdc sync first; to enter petitions anew, leave the column "
                     "entry out"));
    return QCDC_NOT_YOURS;
}

/*  Of a word that nobody knows, whoever keeps a register with it is told that it can be said once for all. */
static void word_advise (fault_t *fault, const petition_row_t *row)
{
    static const struct {
        qcdc_status status;
        petition_column column;
    } WORDS[] = {{QCDC_BAD_KIND, COLUMN_KIND},
                 {QCDC_BAD_FIELD, COLUMN_FIELD},
                 {QCDC_BAD_CHANNEL, COLUMN_CHANNEL},
                 {QCDC_BAD_OUTCOME, COLUMN_OUTCOME}};
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        char advice[sizeof fault->advice];
        const char *word = row->clean[WORDS[i].column], *column = PETITION_COLUMNS[WORDS[i].column];
        if (fault->status != WORDS[i].status || strcmp (fault->field, column) != 0 || !word || !*word)
            continue;
        snprintf (advice, sizeof advice, "%s", fault->advice);
        fault_advise (fault, _ ("%s; or say what it means here, once for all: --map \"%s:%.40s=CODE\""), advice,
                      column, word);
    }
}

/*  Of a row that is refused all that is wrong is told; the last of it is the caller's to add. */
static qcdc_status row_refuse (import_t *import, const petition_row_t *row, size_t number, fault_t *fault)
{
    row_faults_t *faults = &import->faults;
    for (size_t i = 0; i < faults->count; i++)
        word_advise (&faults->items[i], row);
    for (size_t i = 0; i + 1 < faults->count; i++)
        problems_add (&import->problems, number, &faults->items[i]);
    *fault = faults->items[faults->count - 1];
    return fault->status;
}

/*  A row that could be read, and is refused with FAULT: FRESH, where it is of no petition that was known before. */
static qcdc_status row_refuse_whole (import_t *import, const petition_row_t *row, size_t number, bool fresh,
                                     fault_t *fault)
{
    row_faults_t *faults = &import->faults;
    if (problems_stop (fault->status))
        return fault->status;
    faults->count = 0;
    row_faults_add (faults, fault);
    if (fresh)
        petition_new_faults (row, import->old_meant, faults);
    else
        QCDC_TRY (petition_file_faults (import->desk, row, import->all_new ? FILE_NEW : FILE_REGISTER,
                                        import->old_meant, faults, fault));
    /* A settlement was judged as the step that it is, by its day. */
    if (strcmp (fault->field, "on") != 0)
        row_faults_add_days (faults, row);
    return row_refuse (import, row, number, fault);
}

/*  The steps that stand in columns of their own; false: there is no such column. */
static bool stages_read (import_t *import, const csv_record_t *record, petition_row_t *row)
{
    bool any = false;
    for (int i = 0; i < PETITION_STAGE_COUNT; i++) {
        fault_t fault = {0};
        int column = import->stage_columns[i];
        if (column < 0)
            continue;
        any = true;
        const given_t cell = {record->fields[column], record->lengths[column]};
        if (petition_stage_parse (row, (petition_stage)i, &cell, &fault) != QCDC_OK)
            row_faults_add (&import->faults, &fault);
    }
    return any;
}

/*  Reads a row; whose it is, its columns, and the version that it was exported with. */
static qcdc_status row_read (import_t *import, const csv_record_t *record, petition_row_t *row, fault_t *fault)
{
    given_t values[PETITION_COLUMN_COUNT] = {0};
    row_faults_t *faults = &import->faults;
    fault_t of_version = {0};
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        if (import->columns[i] >= 0) {
            const char *cell = record->fields[import->columns[i]];
            const char *word = register_map_word (import->map, PETITION_COLUMNS[i], cell);
            values[i] = (given_t){word, word == cell ? record->lengths[import->columns[i]] : strlen (word)};
        }
    qcdc_status own = check_own (import, record, fault), read = petition_row_parse (values, row, faults);
    if (stages_read (import, record, row) && read == QCDC_OK)
        read = faults->count ? faults->items[0].status : petition_row_mark (row, fault);
    if (problems_stop (own))
        return own;
    const char *version = import->version_column >= 0 ? record->fields[import->version_column] : NULL;
    if (version_read (version, row->version, &of_version) != QCDC_OK)
        row_faults_add (faults, &of_version);
    if (own != QCDC_OK)
        row_faults_add (faults, fault);
    else if (read != QCDC_OK)
        QCDC_TRY (petition_file_faults (import->desk, row, import->all_new ? FILE_NEW : FILE_REGISTER,
                                        import->old_meant, faults, fault));
    return faults->count ? row_refuse (import, row, record->row, fault) : QCDC_OK;
}

/*  One row: read, held against the rows before it, filed.  What is wrong with it goes into FAULT and stops only
 *  this row. */
static qcdc_status import_row (import_t *import, const csv_record_t *record, fault_t *fault)
{
    petition_row_t row QCDC_CLEANUP (petition_row_release) = {0};
    filed_result result = FILED_UNCHANGED;
    bool repeated;
    QCDC_TRY (row_read (import, record, &row, fault));
    qcdc_status status = repetition_check (import, &row, record->row, &repeated, fault);
    if (status != QCDC_OK)
        return row_refuse_whole (import, &row, record->row, false, fault);
    if (repeated) {
        import->repeated++;
        return QCDC_OK;
    }
    vanished_row (&import->vanished, &row);
    import->left.changes[0] = '\0';
    status = petition_file (import->desk, &row, import->all_new ? FILE_NEW : FILE_REGISTER, &result, &import->entries,
                            &import->left, fault);
    if (status == QCDC_OK && result == FILED_NEW)
        status = received_check (row.received_on, import->old_meant, fault);
    if (status != QCDC_OK)
        return row_refuse_whole (import, &row, record->row, result == FILED_NEW, fault);
    if (result == FILED_CORRECTED && import->results[result] < CHANGES_SAID)
        snprintf (import->changes[import->results[result]], sizeof import->changes[0], "%s: %s",
                  row.clean[COLUMN_LOCAL_NO], import->left.changes);
    import->results[result]++;
    if (import->rows)
        QCDC_TRY (import_rows_add (import->rows, record->row, &row, result, import->left.changes, fault));
    if (import->all_new || result == FILED_VOIDED)
        return QCDC_OK;
    QCDC_TRY (twins_row (import->twins, &row, result == FILED_NEW, record->row, fault));
    if (result == FILED_UNCHANGED)
        return QCDC_OK;
    return question_keep (import, &row, result == FILED_CORRECTED, record->row, fault);
}

/*  Whether a column that holds codes or days has one: the row is a petition's then, however little else stands in it. */
static bool row_has_code (const import_t *import, const csv_record_t *record)
{
    static const struct {
        petition_column column;
        int (*read) (const char *text);
    } CODES[] = {{COLUMN_KIND, petition_kind_read},
                 {COLUMN_FIELD, petition_field_read},
                 {COLUMN_CHANNEL, channel_read},
                 {COLUMN_OUTCOME, outcome_read}};
    static const petition_column DAYS[] = {COLUMN_RECEIVED_ON, COLUMN_SETTLED_ON};
    char flag[QCDC_FLAG_BYTES_MAX + 1];
    fault_t ignored;
    int32_t day;
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (CODES[i].read (cell_at (record, import->columns[CODES[i].column])))
            return true;
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
        if (day_read (cell_at (record, import->columns[DAYS[i]]), &day, &ignored) == QCDC_OK)
            return true;
    const char *flags = cell_at (record, import->columns[COLUMN_FLAGS]);
    return *flags && flag_read (flags, flag, sizeof flag);
}

/*  Whether the row is one of those that a register ends with.  Where it is a petition's, those before it were none. */
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

/*  Goes on after a bad row, so that the clerk hears of all of them at once. */
static qcdc_status import_rows (import_t *import, fault_t *fault)
{
    csv_record_t record;
    csv_reader_t *reader = table_reader (import->table);
    const csv_column_t *columns = register_map_columns (import->map);
    if (!columns)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    csv_reader_of_register (reader);
    qcdc_status status = table_columns (import->table, columns, fault);
    if (status != QCDC_OK) {
        problems_add (&import->problems, 0, fault);
        return QCDC_OK;
    }
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        import->columns[i] = csv_reader_column (reader, PETITION_COLUMNS[i]);
    for (int i = 0; i < PETITION_STAGE_COUNT; i++)
        import->stage_columns[i] = csv_reader_column (reader, PETITION_STAGE_COLUMNS[i]);
    import->office_column = csv_reader_column (reader, "office");
    import->entry_column = csv_reader_column (reader, "entry");
    import->version_column = csv_reader_column (reader, VERSION_COLUMN);
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
    import->left_out = table_left_out_say (import->table, stderr, import->problems.file);
    return QCDC_OK;
}

/*  The first corrections of those that were made. */
static void corrections_say (const import_t *import)
{
    for (size_t i = 0; i < import->results[FILED_CORRECTED] && i < CHANGES_SAID; i++)
        printf (_ ("corrected %s\n"), import->changes[i]);
    if (import->results[FILED_CORRECTED] > CHANGES_SAID)
        puts (_ ("corrected …"));
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
    if (!dry_run)
        corrections_say (import);
    blanks_say (import->left.blanks);
    if (import->left.erased > 0)
        fprintf (
            stderr,
            ngettext (
                "qcdc: %zu text was erased and is not taken from the file; qcdc petition correct enters another\n",
                "qcdc: %zu texts were erased and are not taken from the file; qcdc petition correct enters others\n",
                import->left.erased),
            import->left.erased);
    if (import->results[FILED_VOIDED] > 0)
        fprintf (stderr,
                 _ ("qcdc: %zu rows are of petitions that were taken back; qcdc petition add, or import --new, "
                    "enters one again\n"),
                 import->results[FILED_VOIDED]);
}

/*  Who sits at a terminal is asked before anything that stands is corrected; a script has looked at --dry-run, or says --yes. */
static bool corrections_confirmed (const import_t *import, const args_t *args)
{
    char typed[16] = "";
    size_t count = import->results[FILED_CORRECTED];
    if (!count || args->dry_run || args->switched & YES_MEANT || strcmp (args->words[0], "-") == 0 ||
        !isatty (STDIN_FILENO) || !isatty (STDERR_FILENO))
        return true;
    for (size_t i = 0; i < count && i < CHANGES_SAID; i++)
        text_say (stderr, _ ("would correct %s\n"), import->changes[i]);
    fprintf (stderr,
             ngettext ("%zu petition that is there would be corrected; go on? [y/N] ",
                       "%zu petitions that are there would be corrected; go on? [y/N] ", count),
             count);
    /* "c" of "có", as the question is put in Vietnamese. */
    return fgets (typed, sizeof typed, stdin) && strchr ("yYcC", typed[0]);
}

/*  Remembers what was brought, so that it can be undone as one act.  All but the names of a file of few rows stands in the journal, so that
 *  whoever has a copy of it could try names by the file's hash: of a file with such columns none is kept, nor a file's name that tells somebody's. */
static qcdc_status run_remember (const import_t *import, const args_t *args, uint64_t before, fault_t *fault)
{
    journal_t *journal = import->desk->home.journal;
    const char *path = args->words[0], *slash = strrchr (path, '/');
    import_run_t run = {.at_us = moment_now (),
                        .first_seq = before + 1,
                        .added = import->results[FILED_NEW],
                        .corrected = import->results[FILED_CORRECTED]};
    uint8_t hash[HASH_BYTES];
    if (!import->entries)
        return QCDC_OK;
    QCDC_TRY (journal_head (journal, journal_own (journal), &run.last_seq, hash, fault));
    QCDC_TRY (journal_hash_at (journal, journal_own (journal), run.first_seq, hash, fault));
    run.first_hash = hash_prefix (hash);
    if (!import->left_out)
        import_run_hash (path, run.sha256);
    const char *name = slash ? slash + 1 : path;
    snprintf (run.file, sizeof run.file, "%s", text_identity (name) ? "–" : name);
    return import_run_add (journal, &run, fault);
}

/*  What --map says, on top of what the office has remembered; that is remembered with the import, and not undone with it. */
static qcdc_status map_read (import_t *import, const args_t *args, fault_t *fault)
{
    QCDC_TRY (register_memory_load (import->desk, &PETITION_REGISTER, &import->map, fault));
    for (size_t i = 0; i < args->repeat_count; i++)
        QCDC_TRY (register_map_add (import->map, args->repeats[i], import->desk->home.office->code, fault));
    return QCDC_OK;
}

/*  A file that brings something that is here already is a register that comes again: what is here and not in it is named. */
static qcdc_status vanished_tell (import_t *import, fault_t *fault)
{
    if (import->all_new || import->results[FILED_UNCHANGED] + import->results[FILED_CORRECTED] == 0)
        return QCDC_OK;
    QCDC_TRY (vanished_find (&import->vanished, import->desk, import->seen, import->rows, fault));
    vanished_say (&import->vanished, stderr);
    return QCDC_OK;
}

/*  --undo ID, in the place of FILE. */
static qcdc_status import_back (import_t *import, const args_t *args, fault_t *fault)
{
    desk_t *desk = import->desk;
    import_run_t run;
    const char *id = args->words[0];
    if (!*id || strspn (id, "0123456789") != strlen (id) || strlen (id) > 9)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("--undo takes the number of an import, not %.40s"), id);
    QCDC_TRY (import_run_get (desk->home.journal, (unsigned)strtoul (id, NULL, 10), &run, fault));
    if (run.undone_at_us)
        return fault_set (fault, QCDC_TARGET_VOID, NULL, _ ("import %u was undone already"), run.id);
    journal_t *journal = desk->home.journal;
    uint8_t head[HASH_BYTES];
    uint64_t before, last;
    QCDC_TRY (journal_begin (journal, fault));
    QCDC_TRY (journal_head (journal, journal_own (journal), &before, head, fault));
    QCDC_TRY (import_undo (desk, &run, &import->undone, fault));
    if (import->undone.moved_on && !(args->switched & KEEP_MOVED)) {
        fault_set (fault, QCDC_STALE, NULL, _ ("since import %u something has come to %zu of its petitions: %s"),
                   run.id, import->undone.moved_on, import->undone.moved);
        fault_advise (fault, "%s", _ ("--keep-moved leaves these as they stand and undoes the rest"));
        return QCDC_STALE;
    }
    run.undone_at_us = moment_now ();
    QCDC_TRY (journal_head (journal, journal_own (journal), &last, head, fault));
    if (last > before) {
        run.undo_first = before + 1;
        run.undo_last = last;
    }
    QCDC_TRY (import_run_set (journal, &run, fault));
    return command_commit (desk, args, fault);
}

/*  Committed only if no row was wrong; the frame rolls back what is left open. */
static qcdc_status import_file (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    import_t *import = arg;
    journal_t *journal = desk->home.journal;
    uint8_t head[HASH_BYTES];
    uint64_t before;
    import->desk = desk;
    if (args->switched & UNDOES)
        return import_back (import, args, fault);
    QCDC_TRY (map_read (import, args, fault));
    import->problems.file = args->words[0];
    import->problems.places = desk->home.catalog;
    QCDC_TRY (seen_new (&import->seen, fault));
    QCDC_TRY (twins_new (&import->twins, fault));
    QCDC_TRY (scratch_open (&import->questions, fault));
    if (args->dry_run)
        QCDC_TRY (import_rows_new (&import->rows, fault));
    import->all_new = args->switched & 1u;
    import->faults.names_meant = args->switched & 2u;
    import->faults.keeps_blanks = !(args->switched & 4u);
    import->old_meant = args->switched & 8u;
    QCDC_TRY (table_open (args->words[0], args_value (args, "sheet"), &import->table, fault));
    import->problems.table = import->table;
    if (!import->all_new)
        QCDC_TRY (twins_fill (import->twins, desk, fault));
    QCDC_TRY (journal_begin (journal, fault));
    QCDC_TRY (journal_head (journal, journal_own (journal), &before, head, fault));
    qcdc_status status = import_rows (import, fault);
    if (status == QCDC_OK)
        status = questions_ask (import, fault);
    progress_end (&import->progress);
    QCDC_TRY (status);
    if (import->problems.count > 0)
        return QCDC_OK;
    QCDC_TRY (vanished_tell (import, fault));
    if (!corrections_confirmed (import, args)) {
        import->stopped = true;
        return QCDC_OK;
    }
    if (args->dry_run) {
        import_say (import, args->format == FORMAT_TABLE ? stdout : stderr, true);
        QCDC_TRY (import_rows_show (import->rows, desk->home.catalog, args->format,
                                    args->format == FORMAT_TABLE && !args->output ? ROWS_FIRST : SIZE_MAX, fault));
    }
    QCDC_TRY (run_remember (import, args, before, fault));
    QCDC_TRY (register_memory_keep (desk, import->map, fault));
    QCDC_TRY (command_commit (desk, args, fault));
    /* A row may have made a denunciation of what named somebody before; new ones were looked at as they came. */
    return import->results[FILED_CORRECTED] > 0 ? exposed_tell (desk, stderr, NULL, fault) : QCDC_OK;
}

static void undone_say (const undone_t *undone, bool dry_run)
{
    printf (dry_run ? _ ("In order: %zu petitions to take back, %zu corrections and steps to put back as they were\n")
                    : _ ("%zu petitions taken back, %zu corrections and steps put back as they were\n"),
            undone->petitions, undone->restored);
    if (undone->moved_on)
        printf (_ ("left as they stand, for something has come to them since: %s\n"), undone->moved);
}

static int import_done (const args_t *args, void *arg)
{
    const import_t *import = arg;
    problems_end (&import->problems, _ ("nothing was imported"));
    if (import->problems.count > 0)
        return EXIT_FAILED;
    if (import->stopped) {
        puts (_ ("nothing was imported"));
        return EXIT_FAILED;
    }
    if (args->switched & UNDOES)
        undone_say (&import->undone, args->dry_run);
    else if (!args->dry_run)
        import_say (import, stdout, false);
    return EXIT_DONE;
}

int petition_import (const command_t *command)
{
    static const char *const SHEET_KEYS[] = {"sheet", NULL};
    static const char *const SWITCHES[] = {"--new", CONFIRM_NAMES, REMOVE_BLANKS,  CONFIRM_OLD,
                                           "--yes", "--undo",      "--keep-moved", NULL};
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
    twins_destroy (&import.twins);
    scratch_close (&import.questions);
    import_rows_destroy (&import.rows);
    register_map_destroy (&import.map);
    return status;
}
