/*  command_imports.c — qcdc petition imports: what was imported, and what of it was undone; qcdc petition columns: what this office calls the
 *  columns of its register. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "petitions/import_run.h"
#include "petitions/register_map.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- imports */

static qcdc_status run_row (journal_t *journal, unsigned id, uint64_t receipted, output_t *output, fault_t *fault)
{
    import_run_t run;
    char number[16], at[MOMENT_TEXT_BYTES], undone[MOMENT_TEXT_BYTES], added[24], corrected[24], entries[24],
        sent[24];
    QCDC_TRY (import_run_get (journal, id, &run, fault));
    uint64_t count = run.last_seq - run.first_seq + 1;
    uint64_t out = receipted < run.first_seq ? 0 : receipted >= run.last_seq ? count : receipted - run.first_seq + 1;
    snprintf (number, sizeof number, "%u", id);
    snprintf (added, sizeof added, "%zu", run.added);
    snprintf (corrected, sizeof corrected, "%zu", run.corrected);
    snprintf (entries, sizeof entries, "%llu", (unsigned long long)count);
    snprintf (sent, sizeof sent, "%llu", (unsigned long long)out);
    const char *cells[] = {number,    moment_format_iso (run.at_us, at),
                           run.file,  added,
                           corrected, entries,
                           sent,      run.undone_at_us ? moment_format_iso (run.undone_at_us, undone) : NULL,
                           run.sha256};
    return output_row (output, cells, fault);
}

static qcdc_status imports_list (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("import"), QCDC__COLUMN_TYPE__INTEGER},    {N_ ("imported_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
        {N_ ("file"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("added"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("corrected"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("entries"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("sent"), QCDC__COLUMN_TYPE__INTEGER},      {N_ ("undone_at"), QCDC__COLUMN_TYPE__TIMESTAMP},
        {N_ ("sha256"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    journal_t *journal = desk->home.journal;
    uint8_t hash[HASH_BYTES];
    uint64_t receipted;
    unsigned last;
    (void)arg;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("nothing was imported"));
    QCDC_TRY (journal_receipted (journal, journal_own (journal), &receipted, hash, fault));
    QCDC_TRY (import_run_last (journal, &last, fault));
    for (unsigned id = last; id > 0; id--)
        QCDC_TRY (run_row (journal, id, receipted, output, fault));
    return output_finish (output, fault);
}

int petition_imports (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.takes_format = true}, .work = imports_list};
    return command_at_desk (command, &WORK, NULL);
}

/*  ---------------------------------------------------------------- columns */

enum { FORGETS = 1u };

typedef struct {
    output_t *output;
    fault_t *fault;
} columns_t;

static qcdc_status column_row (const char *scope, const char *heading, const char *meant, void *arg)
{
    const columns_t *self = arg;
    const char *cells[] = {scope, heading, strcmp (meant, "-") == 0 ? "left_out" : meant};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status columns_forget (register_map_t *map, desk_t *desk, const args_t *args, fault_t *fault)
{
    const char *heading = args->word_count ? args->words[0] : NULL;
    if (!register_map_forget (map, heading)) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("nothing is remembered of %s"),
                   heading ? heading : _ ("any column"));
        return QCDC_NOT_FOUND;
    }
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (register_map_save (map, desk->home.journal, fault));
    QCDC_TRY (journal_commit (desk->home.journal, fault));
    puts (_ ("forgotten"));
    return QCDC_OK;
}

static qcdc_status columns_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("of"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("heading"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("meaning"), QCDC__COLUMN_TYPE__TEXT}};
    register_map_t *map QCDC_CLEANUP (register_map_destroy) = NULL;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    QCDC_TRY (register_map_load (desk->home.journal, &map, fault));
    if (args->switched & FORGETS)
        return columns_forget (map, desk, args, fault);
    if (args->word_count)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("one word too many: %s"), args->words[0]);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("no headings of this office are remembered"));
    columns_t columns = {output, fault};
    QCDC_TRY (register_map_each (map, column_row, &columns));
    return output_finish (output, fault);
}

int petition_columns (const command_t *command)
{
    static const char *const SWITCHES[] = {"--forget", NULL};
    static const desk_work_t WORK = {.line = {.words_max = 1, .takes_format = true, .switches = SWITCHES},
                                     .work = columns_work};
    return command_at_desk (command, &WORK, NULL);
}
