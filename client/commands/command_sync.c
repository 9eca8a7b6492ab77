/*  command_sync.c — qcdc sync [--quiet] [--patience SECONDS]: one run; its exit status tells a timer how it went. */

#include "commands/command.h"
#include "journal/home.h"
#include "base/i18n.h"
#include "line/sync.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCK_WAIT_MS 10000
#define PATIENCE_SECONDS_MAX 3600

static int usage (void)
{
    fprintf (stderr, "%s\n", _ ("usage: qcdc sync [--quiet] [--patience SECONDS]"));
    return EXIT_USAGE;
}

/*  Seconds, 1 to an hour. */
static bool read_patience (const char *text, sync_options_t *options)
{
    char *end = NULL;
    long seconds = strtol (text, &end, 10);
    if (end == text || *end || seconds < 1 || seconds > PATIENCE_SECONDS_MAX)
        return false;
    options->patience_ms = (int)seconds * 1000;
    return true;
}

int command_sync (const command_t *command)
{
    sync_options_t options = {0};
    for (int i = 0; i < command->argc; i++) {
        const char *word = command->argv[i];
        if (strcmp (word, "--quiet") == 0)
            options.quiet = true;
        else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc &&
                 read_patience (command->argv[i + 1], &options))
            i++;
        else
            return usage ();
    }
    home_t home = {0};
    fault_t fault = {0};
    sync_result_t result;
    bool later = false;
    qcdc_status status = home_open (command->home, LOCK_WAIT_MS, &home, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = sync_run (&home, &options, &result, &later, &fault);
    if (status == QCDC_OK && !options.quiet)
        status = sync_report (&home, &result, &fault);
    home_close (&home);
    if (status == QCDC_OK)
        return EXIT_DONE;
    int failed = command_fail (&fault);
    return later ? EXIT_LATER : failed;
}
