/*  command_sync.c — qcdc sync [--quiet] [--patience SECONDS]: one run; its exit status tells a timer how it went.
 *
 *  75 means: no line, the work is safe, run it again.  A timer needs nothing else. */

#include "commands/command_report.h"

#include "base/i18n.h"
#include "commands/exposed.h"
#include "commands/other_words.h"
#include "commands/refused.h"
#include "line/query.h"
#include "line/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    (void)args;
    sync_options_t *options = arg;
    for (int i = 0; i < command->argc; i++) {
        const char *word = command->argv[i];
        if (strcmp (word, "--quiet") == 0)
            options->quiet = true;
        else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc)
            QCDC_TRY (args_patience (command->argv[++i], &options->patience_ms, fault));
        else
            return fault_set (fault, QCDC_USAGE, NULL, _ ("unknown option or missing value: %s"), word);
    }
    return QCDC_OK;
}

/*  To the province two copies of one petition, or of one report, are one; where their words differ, somebody has to look. */
static qcdc_status tell_other_words (desk_t *desk, fault_t *fault)
{
    other_words_t count;
    QCDC_TRY (other_words_count (desk, &count, fault));
    if (count.petitions > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu petition was entered twice in other words (other_words in qcdc petition list); "
                           "qcdc petition show NUMBER shows both, and this is said no more\n",
                           "qcdc: %zu petitions were entered twice in other words (other_words in qcdc petition list); "
                           "qcdc petition show NUMBER shows both, and this is said no more\n",
                           count.petitions),
                 count.petitions);
    if (count.reports > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu report was filed twice in other words (other_words in qcdc report list); qcdc "
                           "report show FORM PERIOD shows both, and this is said no more\n",
                           "qcdc: %zu reports were filed twice in other words (other_words in qcdc report list); qcdc "
                           "report show FORM PERIOD shows both, and this is said no more\n",
                           count.reports),
                 count.reports);
    return QCDC_OK;
}

/*  A report that came back is work: it is said until it is done. */
static qcdc_status tell_returned (desk_t *desk, fault_t *fault)
{
    returned_t returned;
    QCDC_TRY (report_returned (desk, &returned, fault));
    if (returned.count > 0)
        fprintf (stderr,
                 ngettext ("qcdc: %zu report was returned by the province: %s %s; qcdc report show %s %s says why and what "
                           "to do\n",
                           "qcdc: %zu reports were returned by the province, one of them %s %s; qcdc report show %s %s "
                           "says why and what to do, and qcdc report list names all\n",
                           returned.count),
                 returned.count, returned.form, returned.period, returned.form, returned.period);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what offices ask of the province */

enum { ASKED_STATE = 3, ASK_MS = 10000 }; /* the column of erasures_asked; how long nobody minds waiting for its answer */

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    (void)arg;
    return count > ASKED_STATE && strcmp (columns[ASKED_STATE]->name, "state") == 0 ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    unsigned long *asked = arg;
    if (column == ASKED_STATE && text && strcmp (text, "asked") == 0)
        ++*asked;
    /* Those that wait come first. */
    return column == ASKED_STATE && text && strcmp (text, "asked") != 0 ? QCDC_EXISTS : QCDC_OK;
}

static qcdc_status keep_asked (journal_t *journal, unsigned long asked, fault_t *fault)
{
    char text[24];
    snprintf (text, sizeof text, "%lu", asked);
    QCDC_TRY (journal_begin (journal, fault));
    QCDC_TRY (journal_set (journal, "erasures_asked", text, fault));
    return journal_commit (journal, fault);
}

/*  How many texts offices want erased, for the desk that shows it without a line.  All that counted has been sent and fetched by now,
 *  so that whatever goes wrong here is no failure: it is asked again next time. */
static void ask_erasures (desk_t *desk, int patience_ms)
{
    fault_t ignored = {0};
    bool later = false;
    unsigned long asked = 0;
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    const query_sink_t sink = {take_columns, take_cell, &asked};
    int wait_ms = patience_ms > 0 && patience_ms < ASK_MS ? patience_ms : ASK_MS;
    qcdc_status status = query_open (&desk->home, wait_ms, &query, &later, &ignored);
    if (status == QCDC_OK)
        status = query_run (query, "erasures_asked", NULL, 0, &sink, &ignored);
    if ((status == QCDC_OK || status == QCDC_EXISTS) &&
        keep_asked (desk->home.journal, asked, &ignored) != QCDC_OK)
        journal_rollback (desk->home.journal);
}

static qcdc_status synchronise (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const sync_options_t *options = arg;
    sync_result_t result;
    sync_standing_t standing;
    (void)args;
    QCDC_TRY (sync_run (&desk->home, options, &result, &desk->later, fault));
    if (desk->home.role == ROLE_PROVINCE)
        ask_erasures (desk, options->patience_ms);
    if (options->quiet)
        return QCDC_OK;
    QCDC_TRY (refused_count (desk, &standing, fault));
    sync_report (&result, &standing);
    QCDC_TRY (tell_returned (desk, fault));
    if (result.sent + result.received > 0)
        QCDC_TRY (tell_other_words (desk, fault));
    return exposed_tell (desk, stderr, NULL, fault);
}

int command_sync (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = synchronise};
    sync_options_t options = {0};
    return command_at_desk (command, &WORK, &options);
}
