/*  command_sync.c — qcdc sync [--quiet] [--patience SECONDS]: one run; its exit status tells a timer how it went.
 *
 *  75 means: no line, the work is safe, run it again.  A timer needs nothing else. */

#include "commands/command.h"

#include "base/i18n.h"
#include "commands/petition_view.h"
#include "commands/refused.h"
#include "commands/report_view.h"
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
    size_t count = 0;
    QCDC_TRY (petition_other_words (desk, &count, fault));
    if (count > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu petition was entered twice in other words; see other_words in qcdc petition list, "
                      "and qcdc petition show\n",
                      "qcdc: %zu petitions were entered twice in other words; see other_words in qcdc petition list, "
                      "and qcdc petition show\n",
                      count),
            count);
    QCDC_TRY (report_other_words (desk, &count, fault));
    if (count > 0)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu report was filed twice in other words; see other_words in qcdc report list, and "
                      "qcdc report show\n",
                      "qcdc: %zu reports were filed twice in other words; see other_words in qcdc report list, and "
                      "qcdc report show\n",
                      count),
            count);
    return QCDC_OK;
}

static qcdc_status synchronise (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const sync_options_t *options = arg;
    sync_result_t result;
    sync_standing_t standing;
    (void)args;
    QCDC_TRY (sync_run (&desk->home, options, &result, &desk->later, fault));
    if (options->quiet)
        return QCDC_OK;
    QCDC_TRY (refused_count (desk, &standing, fault));
    sync_report (&result, &standing);
    return result.sent + result.received > 0 ? tell_other_words (desk, fault) : QCDC_OK;
}

int command_sync (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = synchronise};
    sync_options_t options = {0};
    return command_at_desk (command, &WORK, &options);
}
