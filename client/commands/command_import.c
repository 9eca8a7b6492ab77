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
#include "petitions/register_import.h"
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
    register_import_t file;
    int columns[PETITION_COLUMN_COUNT], stage_columns[PETITION_STAGE_COUNT]; /* -1: not in this file */
    twins_t *twins; /* what may be there already under another number */
    vanished_t vanished;
    undone_t undone;      /* of --undo */
    bool stopped;         /* the person at the terminal did not want it */
    scratch_t *questions; /* by their number from 0 on */
    uint64_t question_count;
    char changes[CHANGES_SAID][CHANGES_BYTES + QCDC_LOCAL_NO_BYTES_MAX]; /* of the first rows that correct */
} import_t;

static qcdc_status question_keep (import_t *import, const petition_row_t *row, bool corrects, size_t number,
                                  fault_t *fault)
{
    question_t question = {.row = number};
    qcdc_status status = twins_check (import->twins, import->file.desk, row, corrects, question.key, &question.fault);
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
        QCDC_TRY (seen_has (import->file.seen, question.key, &has_row, fault));
        if (!has_row)
            problems_add (&import->file.problems, question.row, &question.fault);
    }
    fault_t pairs = {0};
    size_t row = twins_rows_ask (import->twins, &pairs);
    if (row)
        problems_add (&import->file.problems, row, &pairs);
    return QCDC_OK;
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

static qcdc_status row_refuse (import_t *import, const petition_row_t *row, size_t number, fault_t *fault)
{
    row_faults_t *faults = &import->file.faults;
    for (size_t i = 0; i < faults->count; i++)
        word_advise (&faults->items[i], row);
    return register_import_refuse (&import->file, number, fault);
}

/*  A row that could be read, and is refused with FAULT: FRESH, where it is of no petition that was known before. */
static qcdc_status row_refuse_whole (import_t *import, const petition_row_t *row, size_t number, bool fresh,
                                     fault_t *fault)
{
    row_faults_t *faults = &import->file.faults;
    if (problems_stop (fault->status))
        return fault->status;
    faults->count = 0;
    row_faults_add (faults, fault);
    if (fresh)
        petition_new_faults (row, import->file.old_meant, faults);
    else
        QCDC_TRY (
            petition_file_faults (import->file.desk, row, import->file.mode, import->file.old_meant, faults, fault));
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
            row_faults_add (&import->file.faults, &fault);
    }
    return any;
}

/*  Reads a row; whose it is, its columns, and the version that it was exported with. */
static qcdc_status row_read (import_t *import, const csv_record_t *record, petition_row_t *row, fault_t *fault)
{
    given_t values[PETITION_COLUMN_COUNT] = {0};
    row_faults_t *faults = &import->file.faults;
    fault_t of_version = {0};
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        values[i] = register_import_value (&import->file, record, import->columns[i], PETITION_COLUMNS[i]);
    qcdc_status own = register_import_own (&import->file, record, fault),
                read = petition_row_parse (values, row, faults);
    if (stages_read (import, record, row) && read == QCDC_OK)
        read = faults->count ? faults->items[0].status : petition_row_mark (row, fault);
    if (problems_stop (own))
        return own;
    if (version_read (register_import_cell (record, import->file.version_column), row->version, &of_version) !=
        QCDC_OK)
        row_faults_add (faults, &of_version);
    if (own != QCDC_OK)
        row_faults_add (faults, fault);
    else if (read != QCDC_OK)
        QCDC_TRY (
            petition_file_faults (import->file.desk, row, import->file.mode, import->file.old_meant, faults, fault));
    return faults->count ? row_refuse (import, row, record->row, fault) : QCDC_OK;
}

/*  One row: read, held against the rows before it, filed.  What is wrong with it goes into FAULT and stops only
 *  this row. */
static qcdc_status import_row (const csv_record_t *record, void *arg, fault_t *fault)
{
    import_t *import = arg;
    petition_row_t row QCDC_CLEANUP (petition_row_release) = {0};
    filed_result result = FILED_UNCHANGED;
    bool repeated;
    QCDC_TRY (row_read (import, record, &row, fault));
    qcdc_status status = register_import_meet (&import->file, record, row.key, row.fingerprint,
                                               row.clean[COLUMN_LOCAL_NO], &repeated, fault);
    if (status != QCDC_OK)
        return row_refuse_whole (import, &row, record->row, false, fault);
    if (repeated)
        return QCDC_OK;
    vanished_row (&import->vanished, &row);
    import->file.left.changes[0] = '\0';
    status = petition_file (import->file.desk, &row, import->file.mode, &result, &import->file.entries,
                            &import->file.left, fault);
    if (status == QCDC_OK && result == FILED_NEW)
        status = received_check (row.received_on, import->file.old_meant, fault);
    if (status != QCDC_OK)
        return row_refuse_whole (import, &row, record->row, result == FILED_NEW, fault);
    if (result == FILED_CORRECTED && import->file.results[result] < CHANGES_SAID)
        snprintf (import->changes[import->file.results[result]], sizeof import->changes[0], "%s: %s",
                  row.clean[COLUMN_LOCAL_NO], import->file.left.changes);
    import->file.results[result]++;
    if (import->file.rows)
        QCDC_TRY (import_rows_add (import->file.rows, record->row, &row, result, import->file.left.changes, fault));
    if (import->file.mode == FILE_NEW || result == FILED_VOIDED)
        return QCDC_OK;
    QCDC_TRY (twins_row (import->twins, &row, result == FILED_NEW, record->row, fault));
    if (result == FILED_UNCHANGED)
        return QCDC_OK;
    return question_keep (import, &row, result == FILED_CORRECTED, record->row, fault);
}

/*  Whether a column that holds codes or days has one: the row is a petition's then, however little else stands in it. */
static bool row_has_code (const csv_record_t *record, void *arg)
{
    const import_t *import = arg;
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
        if (CODES[i].read (register_import_cell (record, import->columns[CODES[i].column])))
            return true;
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++)
        if (day_read (register_import_cell (record, import->columns[DAYS[i]]), &day, &ignored) == QCDC_OK)
            return true;
    const char *flags = register_import_cell (record, import->columns[COLUMN_FLAGS]);
    return *flags && flag_read (flags, flag, sizeof flag);
}

static void columns_take (csv_reader_t *reader, void *arg)
{
    import_t *import = arg;
    for (int i = 0; i < PETITION_COLUMN_COUNT; i++)
        import->columns[i] = csv_reader_column (reader, PETITION_COLUMNS[i]);
    for (int i = 0; i < PETITION_STAGE_COUNT; i++)
        import->stage_columns[i] = csv_reader_column (reader, PETITION_STAGE_COLUMNS[i]);
}

static const register_import_kind_t REGISTER = {
    .kind = &PETITION_REGISTER,
    .own_advice = N_ ("if the table is this office's, run qcdc sync first; to enter petitions anew, leave the column "
                      "entry out"),
    .columns = columns_take,
    .has_code = row_has_code,
    .row = import_row};

/*  The first corrections of those that were made. */
static void corrections_say (const import_t *import)
{
    for (size_t i = 0; i < import->file.results[FILED_CORRECTED] && i < CHANGES_SAID; i++)
        printf (_ ("corrected %s\n"), import->changes[i]);
    if (import->file.results[FILED_CORRECTED] > CHANGES_SAID)
        puts (_ ("corrected …"));
}

/*  The hints behind the counts are for the person only. */
static void import_say (const import_t *import, FILE *out, bool dry_run)
{
    register_import_say (&import->file, out, dry_run);
    if (!dry_run)
        corrections_say (import);
    blanks_say (import->file.left.blanks);
    if (import->file.left.erased > 0)
        fprintf (
            stderr,
            ngettext (
                "qcdc: %zu text was erased and is not taken from the file; qcdc petition correct enters another\n",
                "qcdc: %zu texts were erased and are not taken from the file; qcdc petition correct enters others\n",
                import->file.left.erased),
            import->file.left.erased);
    if (import->file.results[FILED_VOIDED] > 0)
        fprintf (stderr,
                 _ ("qcdc: %zu rows are of petitions that were taken back; qcdc petition add, or import --new, "
                    "enters one again\n"),
                 import->file.results[FILED_VOIDED]);
}

/*  Who sits at a terminal is asked before anything that stands is corrected; a script has looked at --dry-run, or says --yes. */
static bool corrections_confirmed (const import_t *import, const args_t *args)
{
    char typed[16] = "";
    size_t count = import->file.results[FILED_CORRECTED];
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
    journal_t *journal = import->file.desk->home.journal;
    const char *path = args->words[0], *slash = strrchr (path, '/');
    import_run_t run = {.at_us = moment_now (),
                        .first_seq = before + 1,
                        .added = import->file.results[FILED_NEW],
                        .corrected = import->file.results[FILED_CORRECTED]};
    uint8_t hash[HASH_BYTES];
    if (!import->file.entries)
        return QCDC_OK;
    QCDC_TRY (journal_head (journal, journal_own (journal), &run.last_seq, hash, fault));
    QCDC_TRY (journal_hash_at (journal, journal_own (journal), run.first_seq, hash, fault));
    run.first_hash = hash_prefix (hash);
    if (!import->file.left_out)
        import_run_hash (path, run.sha256);
    const char *name = slash ? slash + 1 : path;
    snprintf (run.file, sizeof run.file, "%s", text_identity (name) ? "–" : name);
    return import_run_add (journal, &run, fault);
}

/*  A file that brings something that is here already is a register that comes again: what is here and not in it is named. */
static qcdc_status vanished_tell (import_t *import, fault_t *fault)
{
    if (import->file.mode == FILE_NEW ||
        import->file.results[FILED_UNCHANGED] + import->file.results[FILED_CORRECTED] == 0)
        return QCDC_OK;
    QCDC_TRY (vanished_find (&import->vanished, import->file.desk, import->file.seen, import->file.rows, fault));
    vanished_say (&import->vanished, stderr);
    return QCDC_OK;
}

/*  --undo ID, in the place of FILE. */
static qcdc_status import_back (desk_t *desk, import_t *import, const args_t *args, fault_t *fault)
{
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
    if (args->switched & UNDOES)
        return import_back (desk, import, args, fault);
    QCDC_TRY (register_import_open (&import->file, &REGISTER, desk, args, fault));
    QCDC_TRY (twins_new (&import->twins, fault));
    QCDC_TRY (scratch_open (&import->questions, fault));
    if (args->dry_run)
        QCDC_TRY (import_rows_new (&import->file.rows, fault));
    if (import->file.mode != FILE_NEW)
        QCDC_TRY (twins_fill (import->twins, desk, fault));
    QCDC_TRY (journal_begin (journal, fault));
    QCDC_TRY (journal_head (journal, journal_own (journal), &before, head, fault));
    QCDC_TRY (register_import_read (&import->file, import, fault));
    QCDC_TRY (questions_ask (import, fault));
    if (import->file.problems.count > 0)
        return QCDC_OK;
    QCDC_TRY (vanished_tell (import, fault));
    if (!corrections_confirmed (import, args)) {
        import->stopped = true;
        return QCDC_OK;
    }
    if (args->dry_run) {
        import_say (import, args->format == FORMAT_TABLE ? stdout : stderr, true);
        QCDC_TRY (import_rows_show (import->file.rows, desk->home.catalog, args->format,
                                    args->format == FORMAT_TABLE && !args->output ? ROWS_FIRST : SIZE_MAX, fault));
    }
    QCDC_TRY (run_remember (import, args, before, fault));
    QCDC_TRY (register_memory_keep (desk, import->file.map, fault));
    QCDC_TRY (command_commit (desk, args, fault));
    /* A row may have made a denunciation of what named somebody before; new ones were looked at as they came. */
    return import->file.results[FILED_CORRECTED] > 0 ? exposed_tell (desk, stderr, NULL, fault) : QCDC_OK;
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
    problems_end (&import->file.problems, _ ("nothing was imported"));
    if (import->file.problems.count > 0)
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
    register_import_close (&import.file);
    twins_destroy (&import.twins);
    scratch_close (&import.questions);
    return status;
}
