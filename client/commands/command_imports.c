/*  command_imports.c — qcdc petition imports: what was imported, and what of it was undone. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "petitions/import_run.h"

#include <stdio.h>
#include <string.h>

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
