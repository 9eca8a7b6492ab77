/*  options.c — reading the command line and printing help, both from the same tables.
 *
 *  An option is one row and a command another; what is not in them does not exist, in the help as in the parser. */

#include "commands/options.h"

#include "base/i18n.h"
#include "base/nearest.h"
#include "base/text.h"
#include "commands/commands.h"
#include "pg/pg.h"

#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/*  Options that take a value point to a const char *, the others to a bool. */
typedef struct {
    const char *name;
    const char *value; /* what to call its value in the help; NULL: none */
    size_t at;
    const char *help;
} option_row_t;

/*  The places of the options below, and their bits in what a command requires, may have and was given. */
enum {
    O_DATA,
    O_DB,
    O_KEYS,
    O_LISTEN,
    O_LISTEN_OLD,
    O_CLOCK_OK,
    O_OFFICE,
    O_ROLE,
    O_ENDPOINT,
    O_VALID,
    O_ORIGIN,
    O_REJUDGE,
    O_INVITATION,
    O_NAME,
    O_FORMAT,
    O_UNIT,
    O_UNIT_NAME,
    O_ALL,
    O_INTO,
    O_COUNT
};

static const option_row_t OPTIONS[O_COUNT] = {
    [O_DATA] = {"data", "DIR", offsetof (options_t, data),
                N_ ("folder of the province's data, with a database of its own")},
    [O_DB] = {"db", "CONNINFO", offsetof (options_t, db), N_ ("instead of --data: the PostgreSQL database to use")},
    [O_KEYS] = {"keys", "DIR", offsetof (options_t, keys), N_ ("with --db: folder of the server's keys")},
    [O_LISTEN] = {"listen", "tcp://HOST:PORT", offsetof (options_t, listen),
                  N_ ("where to take connections; port * picks a free one")},
    [O_LISTEN_OLD] = {"listen-old", "tcp://HOST:PORT", offsetof (options_t, listen_old),
                      N_ ("where devices still come that have not heard of a new address or key: tells them")},
    [O_CLOCK_OK] = {"clock-ok", NULL, offsetof (options_t, clock_ok),
                    N_ ("the clock is right, although the last commit is 400 days old or has a later time")},
    [O_OFFICE] = {"office", "CODE", offsetof (options_t, office), N_ ("the office to invite, by its code; of a new province the provincial one")},
    [O_ROLE] = {"role", "ROLE", offsetof (options_t, role), N_ ("reporter, province or analyst")},
    [O_ENDPOINT] = {"endpoint", "tcp://HOST:PORT", offsetof (options_t, endpoint),
                    N_ ("where the office will reach this server")},
    [O_VALID] = {"valid", "TIME", offsetof (options_t, valid),
                 N_ ("how long the invitation holds: 14d (if not given), 12h, 30m, 30s")},
    [O_ORIGIN] = {"origin", "ID", offsetof (options_t, origin), N_ ("the device: 16 hexadecimal digits")},
    [O_REJUDGE] = {"rejudge", NULL, offsetof (options_t, rejudge),
                   N_ ("judge all entries anew by this program's rules")},
    [O_INVITATION] = {"invitation", "ID", offsetof (options_t, invitation),
                      N_ ("the invitation to withdraw, as the list shows it")},
    [O_NAME] = {"name", "TEXT", offsetof (options_t, name), N_ ("what people call the device, or the office of a new province; empty: nothing")},
    [O_FORMAT] = {"format", "FORMAT", offsetof (options_t, format), N_ ("table, json or prometheus")},
    [O_UNIT] = {"unit", "CODE", offsetof (options_t, unit), N_ ("the unit that a new province's office stands for")},
    [O_UNIT_NAME] = {"unit-name", "TEXT", offsetof (options_t, unit_name), N_ ("what people call that unit")},
    [O_ALL] = {"all", NULL, offsetof (options_t, all), N_ ("every office that has no device yet")},
    [O_INTO] = {"into", "DIR", offsetof (options_t, into),
                N_ ("with --all: the folder for the invitations, one file for each office")},
};

#define BIT(option) (1u << (option))
/*  Where the province is: every command needs to know, one way or the other, so no row below says so. */
#define PLACE (BIT (O_DATA) | BIT (O_DB) | BIT (O_KEYS))

typedef struct {
    const char *name;
    command_fn *run;
    unsigned required;
    unsigned optional;
    const char *help;
    const char *operand; /* what has to stand behind it; NULL: nothing */
    const char *addition; /* what may stand behind it */
} command_row_t;

static const command_row_t COMMANDS[] = {
    {"init", command_init, BIT (O_OFFICE) | BIT (O_NAME) | BIT (O_UNIT), BIT (O_UNIT_NAME),
     N_ ("makes the database and the server's keys, for a province with nothing but its provincial office"), NULL, NULL},
    {"run", command_run, BIT (O_LISTEN), BIT (O_LISTEN_OLD) | BIT (O_CLOCK_OK),
     N_ ("serves the offices until it is told to stop"), NULL, NULL},
    {"invite", command_invite, BIT (O_ENDPOINT),
     BIT (O_OFFICE) | BIT (O_ROLE) | BIT (O_VALID) | BIT (O_NAME) | BIT (O_ALL) | BIT (O_INTO),
     N_ ("prints an invitation by which one device of an office can join, once; or writes those of all offices"), NULL, NULL},
    {"invitations", command_invitations, 0, BIT (O_INVITATION), N_ ("lists the invitations, or withdraws one"),
     "list|withdraw", NULL},
    {"devices", command_devices, 0, BIT (O_ORIGIN) | BIT (O_NAME), N_ ("lists the devices, or names one"),
     "list|name", NULL},
    {"revoke", command_revoke, BIT (O_ORIGIN), 0, N_ ("shuts a device out"), NULL, NULL},
    {"move", command_move, BIT (O_ENDPOINT), 0, N_ ("tells every device another address of this server"), NULL, NULL},
    {"rotate-key", command_rotate_key, 0, BIT (O_ENDPOINT),
     N_ ("gives the server new keys and tells every device; with a new address the line's key too"), NULL, NULL},
    {"status", command_status, 0, BIT (O_FORMAT), N_ ("shows what the server holds"), NULL, NULL},
    {"analyst-role", command_analyst_role, 0, 0,
     N_ ("makes a database role for analysts' own tools, which reads the schema open_data and nothing else"), NULL, "NAME"},
    {"backup", command_backup, 0, 0, N_ ("makes a copy of database and keys, also while the server runs"), "COPY", NULL},
    {"verify", command_verify, 0, 0, N_ ("recomputes every chain and every figure from the journals and compares"),
     NULL, NULL},
    {"rebuild", command_rebuild, 0, BIT (O_REJUDGE), N_ ("makes every derived table anew from the journals"), NULL, NULL},
};
#define COMMAND_COUNT (sizeof COMMANDS / sizeof *COMMANDS)

/*  What stands for a value, in the reader's language: the catalogue has such words under a context, with the byte 4 between. */
static const char *place (const char *word)
{
    char key[80];
    int length = snprintf (key, sizeof key, "placeholder\004%s", word);
    const char *shown = length < (int)sizeof key ? _ (key) : key;
    return shown == key ? word : shown;
}

/*  Where the province is, as every command has to be told it. */
static void print_place (FILE *out)
{
    fprintf (out, "(--data %s | --db %s --keys %s)", place ("DIR"), place ("CONNINFO"), place ("DIR"));
}

/*  One line: what a command cannot do without as it is, the rest in brackets. */
static void print_usage (FILE *out, const command_row_t *command)
{
    fprintf (out, "%s qcdcd %s ", _ ("usage:"), command->name);
    if (command->operand)
        fprintf (out, "%s ", place (command->operand));
    if (command->addition)
        fprintf (out, "[%s] ", place (command->addition));
    print_place (out);
    for (int i = 0; i < O_COUNT; i++) {
        bool required = command->required & BIT (i);
        if (required || command->optional & BIT (i))
            fprintf (out, " %s--%s%s%s%s", required ? "" : "[", OPTIONS[i].name, OPTIONS[i].value ? " " : "",
                     OPTIONS[i].value ? place (OPTIONS[i].value) : "", required ? "" : "]");
    }
    fputc ('\n', out);
}

static void print_command_help (const command_row_t *command)
{
    unsigned taken = PLACE | command->required | command->optional;
    print_usage (stdout, command);
    printf ("%s\n\n", _ (command->help));
    for (int i = 0; i < O_COUNT; i++)
        if (taken & BIT (i)) {
            char option[160];
            snprintf (option, sizeof option, "--%s %s", OPTIONS[i].name,
                      OPTIONS[i].value ? place (OPTIONS[i].value) : "");
            fputs ("  ", stdout);
            text_pad (stdout, option, 25, false);
            printf (" %s\n", _ (OPTIONS[i].help));
        }
    printf ("  %-25s %s\n", "--help", _ ("this text"));
}

static void print_help (void)
{
    printf ("%s qcdcd %s ", _ ("usage:"), place ("COMMAND"));
    print_place (stdout);
    printf (" [%s…]\n\n", place ("OPTION"));
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf ("  %-13s %s\n", COMMANDS[i].name, _ (COMMANDS[i].help));
    printf ("\n%s\n", _ ("qcdcd COMMAND --help explains a command; qcdcd --version names the version."));
}

/*  What is wrong, and below it how the command is written. */
static int wrong (const command_row_t *command, const char *format, const char *what)
{
    fputs ("qcdcd: ", stderr);
    text_say (stderr, format, what);
    fputc ('\n', stderr);
    if (command)
        print_usage (stderr, command);
    return 2;
}

/*  Either --data alone, or --db and --keys together; and everything that the command cannot do without. */
static int check (const command_row_t *command, unsigned given, const char *operand)
{
    unsigned where = given & PLACE;
    if (where != BIT (O_DATA) && where != (BIT (O_DB) | BIT (O_KEYS)))
        return wrong (command, "%s", _ ("give either --data DIR, or both --db CONNINFO and --keys DIR"));
    if (command->operand && !operand)
        return wrong (command, _ ("%s is missing"), place (command->operand));
    for (int i = 0; i < O_COUNT; i++)
        if (command->required & ~given & BIT (i))
            return wrong (command, _ ("option --%s is missing"), OPTIONS[i].name);
    return 0;
}

/*  Whoever may list processes reads their command lines: a password is taken out of ours before anything is opened.  The copy
 *  lives as long as the process does. */
static int take_db (const command_row_t *command, options_t *options)
{
    static char *volatile taken; /* kept reachable: it lives as long as the process */
    bool secret = false;
    taken = pg_conninfo_take ((char *)options->db, &secret);
    if (!taken)
        return wrong (command, "%s", _ (status_text (QCDC_NO_MEMORY)));
    options->db = taken;
    if (secret)
        fprintf (stderr, "qcdcd: %s\n",
                 _ ("the password in --db stood in the list of processes until now; put it into a password file "
                    "(PGPASSFILE) or a service file (--db service=NAME)"));
    return 0;
}

/*  An option that the command does not have, and the nearest of those that it has. */
static int wrong_option (const command_row_t *command, const char *typed)
{
    nearest_t nearest;
    char said[200];
    nearest_begin (&nearest, typed + strspn (typed, "-"));
    for (int i = 0; i < O_COUNT; i++)
        if ((PLACE | command->required | command->optional) & BIT (i))
            nearest_offer (&nearest, OPTIONS[i].name, OPTIONS[i].name);
    if (!nearest_found (&nearest))
        return wrong (command, _ ("unknown option %s"), typed);
    char shown[100];
    snprintf (said, sizeof said, _ ("%s; did you mean --%s?"), text_shorten (typed, shown, sizeof shown), nearest_found (&nearest));
    return wrong (command, _ ("unknown option %s"), said);
}

/*  getopt prints nothing itself: what is wrong is said in our words.  An option given twice is refused, because only
 *  one of the two can have been meant. */
static int parse_options (int argc, char **argv, const command_row_t *command, options_t *options, bool *help)
{
    struct option table[O_COUNT + 2];
    int count = 0;
    for (int i = 0; i < O_COUNT; i++)
        if ((PLACE | command->required | command->optional) & BIT (i))
            table[count++] = (struct option){OPTIONS[i].name, OPTIONS[i].value != NULL, NULL, i};
    table[count++] = (struct option){"help", 0, NULL, O_COUNT};
    table[count] = (struct option){0};
    unsigned given = 0;
    int option;
    opterr = 0;
    while ((option = getopt_long (argc, argv, ":h", table, NULL)) != -1) {
        if (option == 'h' || option == O_COUNT) {
            *help = true;
            return 0;
        }
        if (option == ':')
            return wrong (command, _ ("option %s needs a value"), argv[optind - 1]);
        if (option == '?')
            return wrong_option (command, argv[optind - 1]);
        char *field = (char *)options + OPTIONS[option].at;
        if (given & BIT (option))
            return wrong (command, _ ("option --%s is given twice"), OPTIONS[option].name);
        given |= BIT (option);
        if (OPTIONS[option].value)
            memcpy (field, &optarg, sizeof optarg);
        else
            *(bool *)field = true;
    }
    if ((command->operand || command->addition) && optind < argc)
        options->operand = argv[optind++];
    if (optind < argc)
        return wrong (command, _ ("do not know what to do with %s"), argv[optind]);
    int status = given & BIT (O_DB) ? take_db (command, options) : 0;
    return status ? status : check (command, given, options->operand);
}

/*  qcdcd complete WORD…: what the last word, which somebody is typing, may become; for the shell, from the same tables. */
static int complete (int count, char **words)
{
    const char *typed = count > 0 ? words[count - 1] : "", *before = count > 1 ? words[count - 2] : "";
    size_t length = strlen (typed);
    const command_row_t *command = NULL;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (count == 1 && strncmp (COMMANDS[i].name, typed, length) == 0)
            puts (COMMANDS[i].name);
        if (count > 1 && strcmp (COMMANDS[i].name, words[0]) == 0)
            command = &COMMANDS[i];
    }
    for (int i = 0; command && i < O_COUNT; i++) {
        if (strncmp (before, "--", 2) == 0 && strcmp (before + 2, OPTIONS[i].name) == 0 && OPTIONS[i].value) {
            if (i == O_ROLE)
                puts ("reporter\nprovince\nanalyst");
            else if (i == O_FORMAT)
                puts ("table\njson\nprometheus");
            else if (strcmp (OPTIONS[i].value, "DIR") == 0)
                puts (":folders");
            return 0;
        }
    }
    for (int i = 0; command && i < O_COUNT; i++) {
        bool taken = (PLACE | command->required | command->optional) & BIT (i);
        if (taken && strncmp (typed, "--", length < 2 ? length : 2) == 0 &&
            strncmp (OPTIONS[i].name, length > 2 ? typed + 2 : "", length > 2 ? length - 2 : 0) == 0)
            printf ("--%s\n", OPTIONS[i].name);
    }
    return 0;
}

int options_parse (int argc, char **argv, options_t *options, command_fn **run)
{
    *options = (options_t){0};
    *run = NULL;
    if (argc < 2) {
        wrong (NULL, "%s", _ ("say what to do; qcdcd --help lists the commands"));
        return 2;
    }
    bool asks = strcmp (argv[1], "help") == 0;
    if ((asks && argc == 2) || strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0) {
        print_help ();
        return 0;
    }
    /* "qcdcd help status" is "qcdcd status --help". */
    if (asks) {
        argv++;
        argc--;
    }
    if (strcmp (argv[1], "--version") == 0) {
        printf ("qcdcd %s\n", QCDC_PROGRAM_VERSION);
        return 0;
    }
    if (strcmp (argv[1], "complete") == 0)
        return complete (argc - 2, argv + 2);
    const command_row_t *command = NULL;
    nearest_t nearest;
    nearest_begin (&nearest, argv[1]);
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        nearest_offer (&nearest, COMMANDS[i].name, COMMANDS[i].name);
        if (strcmp (COMMANDS[i].name, argv[1]) == 0)
            command = &COMMANDS[i];
    }
    if (!command && nearest_found (&nearest)) {
        text_say (stderr, _ ("qcdcd: there is no command %s; did you mean %s?"), argv[1], nearest_found (&nearest));
        fputc ('\n', stderr);
        return 2;
    }
    if (!command)
        return wrong (NULL, _ ("there is no command %s; qcdcd --help lists them"), argv[1]);
    options->command = command->name;
    bool help = asks;
    int status = asks ? 0 : parse_options (argc - 1, argv + 1, command, options, &help);
    if (help)
        print_command_help (command);
    else if (status == 0)
        *run = command->run;
    return status;
}
