/*  main.c — qcdc: the office's desk.  Finds the home and hands over to the command.
 *
 *  Help and the list of commands are made from one table.  Nothing is opened before a command runs. */

#include "commands/command.h"

#include "base/i18n.h"
#include "base/process.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *name;
    command_fn *run;
    const char *usage; /* after "qcdc " */
    const char *does;  /* a msgid */
} entry_point_t;

static const entry_point_t COMMANDS[] = {
    {"join", command_join, "join INVITE", N_ ("join this device to the province with an invitation")},
    {"sync", command_sync, "sync [--quiet] [--patience SECONDS]",
     N_ ("send what is new, fetch what others wrote; one run")},
    {"status", command_status, "status [--format table|csv|json]",
     N_ ("what stands here and what has not been sent")},
    {"rejected", command_rejected, "rejected [--format table|csv|json]",
     N_ ("what the server refused, why, and what to do")},
    {"petition", command_petition, "petition import FILE", N_ ("take over a register of petitions (CSV)")},
    {"petition", command_petition, "petition add KEY=VALUE…", N_ ("enter one petition")},
    {"petition", command_petition,
     "petition move LOCAL_NO|ADDRESS STEP on=DAY [outcome=…] [reason=…] [from_register=1]",
     N_ ("enter a step in a petition's life")},
    {"petition", command_petition, "petition void LOCAL_NO|ADDRESS reason=…",
     N_ ("take back a petition, or one step of it")},
    {"petition", command_petition, "petition list [kind=…] [field=…] [state=…] [from=DAY] [to=DAY] [--format …]",
     N_ ("list petitions")},
    {"petition", command_petition, "petition show LOCAL_NO|ADDRESS [--format …]",
     N_ ("show one petition with its history")},
    {"report", command_report, "report template FORM PERIOD", N_ ("an empty form to fill (CSV)")},
    {"report", command_report, "report check FILE [--format …]", N_ ("check a filled form and compute its rates")},
    {"report", command_report, "report file FILE", N_ ("file a form, or correct one that was filed")},
    {"report", command_report, "report list [--format …]", N_ ("list the reports filed")},
    {"query", command_query, "query [NAME [KEY=VALUE…]] [--format table|csv|json]",
     N_ ("ask the server a named question; without a name, list the questions")},
    {"explain", command_explain, "explain FIGURE", N_ ("where a figure comes from: PERIOD/FORM/CELL[@UNIT]")},
    {"erase", command_erase, "erase ADDRESS REASON", N_ ("have a text erased everywhere (province)")},
    {"rescue", command_rescue, "rescue OLD_HOME", N_ ("file again what an old home holds and the server lacks")},
};
enum { COMMAND_COUNT = sizeof COMMANDS / sizeof *COMMANDS };

/*  The usage of every command, or of one of that name. */
static void usage_print (FILE *out, const char *name)
{
    if (!name) {
        fprintf (out, "%s\n\n", _ ("usage: qcdc [--home DIR] COMMAND …"));
        fprintf (out, "%s\n\n",
                 _ ("The journal of a reporting office: works without a line, sends when there is one."));
    }
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (!name || strcmp (COMMANDS[i].name, name) == 0)
            fprintf (out, "  qcdc %s\n      %s\n", COMMANDS[i].usage, _ (COMMANDS[i].does));
    if (!name) {
        fprintf (out, "\n  --home DIR   %s\n",
                 _ ("the folder of this device (or QCDC_HOME; else ~/.local/share/qcdc)"));
        fprintf (out, "  --version    %s\n", _ ("print the version"));
        fprintf (out, "\n%s\n", _ ("Exit status: 0 done, 1 refused or failed, 2 wrong usage, 75 try again later."));
    }
}

/*  One line and no more: the usage would push it off the screen. */
static int usage_fail (const char *format, const char *what)
{
    fputs ("qcdc: ", stderr);
    fprintf (stderr, format, what);
    fprintf (stderr, "; %s\n", _ ("see qcdc --help"));
    return EXIT_USAGE;
}

/*  --home also after the command's name, where people type it too: taken out of what the command sees. */
static int home_take (int argc, char **argv, const char **home)
{
    int kept = 0;
    for (int i = 0; i < argc; i++) {
        if (strcmp (argv[i], "--") == 0) {
            while (++i < argc)
                argv[kept++] = argv[i];
        } else if (strcmp (argv[i], "--home") == 0 && i + 1 < argc)
            *home = argv[++i];
        else if (strncmp (argv[i], "--home=", 7) == 0)
            *home = argv[i] + 7;
        else
            argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    return kept;
}

/*  --home, QCDC_HOME, ~/.local/share/qcdc; malloc'ed when it is the last.  NULL: there is no home. */
static char *home_default (const char **home)
{
    if (*home)
        return NULL;
    const char *given = getenv ("QCDC_HOME"), *user = getenv ("HOME");
    char *made = NULL;
    if (given && *given)
        *home = given;
    else if (user && *user && asprintf (&made, "%s/.local/share/qcdc", user) >= 0)
        *home = made;
    return made;
}

/*  How COMMAND is written; of a command with parts, such as "petition", how the part in WORD is. */
static const char *usage_of (const entry_point_t *command, const char *word)
{
    const char *found = NULL;
    int lines = 0;
    for (int i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp (COMMANDS[i].name, command->name) != 0)
            continue;
        const char *part = COMMANDS[i].usage + strlen (command->name) + 1;
        size_t length = strcspn (part, " ");
        if (word && strlen (word) == length && memcmp (part, word, length) == 0)
            return COMMANDS[i].usage;
        found = COMMANDS[i].usage;
        lines++;
    }
    return lines == 1 ? found : NULL;
}

static int command_run (const entry_point_t *command, int argc, char **argv, const char *home)
{
    argc = home_take (argc, argv, &home);
    if (argc > 0 && (strcmp (argv[0], "--help") == 0 || strcmp (argv[argc - 1], "--help") == 0)) {
        usage_print (stdout, command->name);
        return EXIT_DONE;
    }
    char *made = home_default (&home);
    if (!home || !*home)
        return usage_fail ("%s", _ ("there is no home folder: give --home DIR or set QCDC_HOME"));
    command_t given = {
        .home = home, .argc = argc, .argv = argv, .usage = usage_of (command, argc > 0 ? argv[0] : NULL)};
    int status = command->run (&given);
    free (made);
    if ((fflush (stdout) != 0 || ferror (stdout)) && status == EXIT_DONE) {
        fprintf (stderr, "qcdc: %s\n", _ ("the output could not be written to its end"));
        status = EXIT_FAILED;
    }
    return status;
}

/*  Options before the command are qcdc's own; what follows belongs to the command.  Nothing is opened before the
 *  command runs: --help must be instant. */
int main (int argc, char **argv)
{
    static const struct option OPTIONS[] = {{"home", required_argument, NULL, 'H'},
                                            {"help", no_argument, NULL, 'h'},
                                            {"version", no_argument, NULL, 'V'},
                                            {0}};
    i18n_init ();
    process_close ();
    const char *home = NULL;
    opterr = 0;
    for (int option; (option = getopt_long (argc, argv, "+hV", OPTIONS, NULL)) != -1;) {
        switch (option) {
        case 'H':
            home = optarg;
            break;
        case 'h':
            usage_print (stdout, NULL);
            return EXIT_DONE;
        case 'V':
            puts ("qcdc " QCDC_PROGRAM_VERSION);
            return EXIT_DONE;
        default:
            return usage_fail (_ ("unknown option or missing value: %s"), argv[optind - 1]);
        }
    }
    if (optind == argc) {
        usage_print (stderr, NULL);
        return EXIT_USAGE;
    }
    const char *name = argv[optind];
    for (int i = 0; i < COMMAND_COUNT; i++)
        if (strcmp (COMMANDS[i].name, name) == 0)
            return command_run (&COMMANDS[i], argc - optind - 1, argv + optind + 1, home);
    return usage_fail (_ ("there is no command %s"), name);
}
