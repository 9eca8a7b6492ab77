/*  command_sync.c — qcdc sync [--quiet] [--patience SECONDS]: one run; its exit status tells a timer how it went.
 *
 *  75 means: no line, the work is safe, run it again.  A timer needs nothing else. */

#include "commands/command.h"

#include "base/i18n.h"
#include "line/sync.h"

#include <stdlib.h>
#include <string.h>

static qcdc_status read_line (const command_t *command, void *arg, fault_t *fault)
{
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

static qcdc_status synchronise (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const sync_options_t *options = arg;
    sync_result_t result;
    (void)args;
    QCDC_TRY (sync_run (&desk->home, options, &result, &desk->later, fault));
    return options->quiet ? QCDC_OK : sync_report (&desk->home, &result, fault);
}

int command_sync (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = synchronise};
    sync_options_t options = {0};
    return command_at_desk (command, &WORK, &options);
}
