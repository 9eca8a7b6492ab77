/*  command.c — the frame in which commands run, and how they end when something went wrong.
 *
 *  Whatever happens in a command, its home is closed and what it did not commit is rolled back, and a person hears of a
 *  failure in one line.  No command does any of this itself. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "show/redirect.h"
#include "show/span.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Whether what the status says is of another thing than what is wrong here: who held a reception is no kind of petition, and the office
 *  that something goes to is no unit that the register is of. */
static bool is_of_another (const fault_t *fault)
{
    return (fault->status == QCDC_BAD_KIND && *fault->field && strcmp (fault->field, "kind") != 0) ||
           (fault->status == QCDC_BAD_UNIT && strcmp (fault->field, "to_office") == 0) ||
           (fault->status == QCDC_BAD_UNIT && strcmp (fault->field, "owner") == 0) ||
           (fault->status == QCDC_TARGET_KIND && strcmp (fault->field, "other") == 0);
}

int command_fail (const fault_t *fault)
{
    const char *what = _ (status_text (fault->status)), *message = fault->message;
    size_t length = strlen (what);
    /* A message that begins with the status says it all; one that is no more than that gives way to what it is
     * about. */
    if (strncmp (message, what, length) == 0)
        message = message[length] ? message + length + strspn (message + length, ": ") : fault->field;
    const char *field = people_word ("given", fault->field);
    bool other = is_of_another (fault);
    fprintf (stderr, "qcdc: %s", other ? field : what);
    if (!other && fault->field[0] && !strstr (message, fault->field) && !strstr (message, field))
        fprintf (stderr, ": %s", field);
    if (message[0])
        fprintf (stderr, ": %s", message);
    if (fault->advice[0])
        fprintf (stderr, "%s%s", fault_joint (message), fault->advice);
    putc ('\n', stderr);
    if (fault->status == QCDC_USAGE)
        return EXIT_USAGE;
    return fault->status == QCDC_TIMEOUT || fault->status == QCDC_DATABASE_AWAY ? EXIT_LATER : EXIT_FAILED;
}

int command_fail_later (const fault_t *fault, bool later)
{
    int failed = command_fail (fault);
    return later ? EXIT_LATER : failed;
}

/*  An option that the command does not have: the nearest of those that it has. */
static void option_advise (const command_t *command, fault_t *fault)
{
    const command_row_t row = {.name = command->name, .usage = command->usage};
    usage_word_t word;
    nearest_t nearest;
    for (int i = 0; i < command->argc; i++) {
        const char *typed = command->argv[i];
        if (strncmp (typed, "--", 2) != 0 || !strstr (fault->message, typed))
            continue;
        nearest_begin (&nearest, typed + 2);
        for (const char *at = NULL; usage_next (&row, &at, &word);)
            if (word.kind == USAGE_OPTION && word.name[1] == '-' && strcmp (word.name, typed) != 0)
                nearest_offer (&nearest, word.name + 2, word.name);
        size_t used = strlen (fault->message);
        if (nearest_found (&nearest))
            snprintf (fault->message + used, sizeof fault->message - used, _ (": did you mean %s?"),
                      nearest_found (&nearest));
        return;
    }
}

#define USAGE_AROUND_BYTES 40u /* what stands around a usage line in an advice */

/*  "petition add" of its usage line: the words in small letters that it begins with. */
static size_t part_length (const char *usage)
{
    size_t length = strcspn (usage, " "), word;
    while (usage[length] == ' ' && (word = strspn (usage + length + 1, "abcdefghijklmnopqrstuvwxyz")) > 0 &&
           (usage[length + 1 + word] == ' ' || usage[length + 1 + word] == '\0'))
        length += 1 + word;
    return length;
}

static void usage_advise (const command_t *command, fault_t *fault)
{
    if (command->usage)
        option_advise (command, fault);
    char *text QCDC_CLEANUP (memory_free) = command->usage ? usage_text (command->usage) : NULL;
    /* A line that would be cut helps nobody: the help has it whole. */
    if (text && strlen (text) < sizeof fault->advice - USAGE_AROUND_BYTES)
        fault_advise (fault, _ ("usage: qcdc %s"), text);
    else if (text)
        fault_advise (fault, _ ("see qcdc help %.*s"), (int)part_length (command->usage), command->usage);
    else
        fault_advise (fault, "%s", _ ("see qcdc --help"));
}

qcdc_status command_args (const command_t *command, const args_rule_t *rule, args_t *args, fault_t *fault)
{
    qcdc_status status = args_parse (command->argc, command->argv, rule, args, fault);
    if (status == QCDC_USAGE)
        usage_advise (command, fault);
    return status;
}

/*  Everything that can be found wrong while nothing is open yet. */
static qcdc_status line_read (const command_t *command, const desk_work_t *work, args_t *args, void *arg,
                              fault_t *fault)
{
    *args = (args_t){0};
    if (work->parse) {
        qcdc_status status = work->parse (command, args, arg, fault);
        if (status == QCDC_USAGE)
            usage_advise (command, fault);
        return status;
    }
    QCDC_TRY (command_args (command, &work->line, args, fault));
    return work->check ? work->check (args, arg, fault) : QCDC_OK;
}

qcdc_status command_commit (desk_t *desk, const args_t *args, fault_t *fault)
{
    return args->dry_run ? QCDC_OK : journal_commit (desk->home.journal, fault);
}

static qcdc_status work_do (const desk_work_t *work, desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    if (!work->writes)
        return work->work (desk, args, arg, fault);
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    QCDC_TRY (work->work (desk, args, arg, fault));
    return command_commit (desk, args, fault);
}

/*  A day that has not come by a clock that is known to be wrong. */
static void advise_clock (const desk_t *desk, qcdc_status status, fault_t *fault)
{
    char *text QCDC_CLEANUP (memory_free) = NULL, span[SPAN_TEXT_BYTES], before[sizeof fault->advice];
    fault_t ignored;
    if ((status != QCDC_BAD_DATE && status != QCDC_BAD_PERIOD) || !fault->advice[0] ||
        journal_get (desk->home.journal, "clock_behind_us", &text, &ignored) != QCDC_OK)
        return;
    long long behind_us = strtoll (text, NULL, 10);
    if (behind_us <= 0)
        return;
    strcpy (before, fault->advice);
    fault_advise (fault, _ ("%s, %s behind the province's when they were last compared"), before,
                  span_format (behind_us, span));
}

/*  A device that the server has shut out says so from then on, without a line too (command_desk.c).  That it was not kept harms
 *  nothing: the server says it again. */
static void note_revoked (journal_t *journal)
{
    char now[MOMENT_TEXT_BYTES];
    fault_t ignored = {0};
    qcdc_status status = journal_begin (journal, &ignored);
    if (status == QCDC_OK)
        status = journal_set (journal, "revoked", moment_format_iso (moment_now (), now), &ignored);
    if (status != QCDC_OK || journal_commit (journal, &ignored) != QCDC_OK)
        journal_rollback (journal);
}

/*  Names the offices and units that the fault speaks of. */
static void name_places (const desk_t *desk, fault_t *fault)
{
    char *placed QCDC_CLEANUP (memory_free) = people_placed (desk->home.catalog, fault->message);
    if (placed && strlen (placed) < sizeof fault->message)
        strcpy (fault->message, placed);
}

/*  What the line asks for, at its desk, to the exit status. */
static int line_do (const command_t *command, const desk_work_t *work, const args_t *args, void *arg)
{
    desk_t desk;
    fault_t fault = {0};
    bool later = false;
    qcdc_status status = desk_open (command->home, &desk, &fault);
    if (status == QCDC_OK) {
        status = work_do (work, &desk, args, arg, &fault);
        /* Harmless after a commit; after anything else the journal is as it was before. */
        journal_rollback (desk.home.journal);
        advise_clock (&desk, status, &fault);
        if (status != QCDC_OK)
            name_places (&desk, &fault);
        if (status == QCDC_REVOKED)
            note_revoked (desk.home.journal);
        later = desk.later;
        desk_close (&desk);
    }
    if (status == QCDC_OK)
        return work->done ? work->done (args, arg) : EXIT_DONE;
    fault.status = status;
    return command_fail_later (&fault, later);
}

int command_at_desk (const command_t *command, const desk_work_t *work, void *arg)
{
    args_t args;
    redirect_t redirect;
    fault_t fault = {0};
    qcdc_status status = line_read (command, work, &args, arg, &fault);
    if (status == QCDC_OK)
        status = redirect_begin (&redirect, args.output, &fault);
    if (status == QCDC_OK) {
        int ended = line_do (command, work, &args, arg);
        status = redirect_end (&redirect, ended == EXIT_DONE, &fault);
        if (status == QCDC_OK)
            return ended;
    }
    fault.status = status;
    return command_fail (&fault);
}

int command_part (const command_t *command, const command_part_t *parts, size_t count, const char *usage)
{
    const char *word = command->argc > 0 ? command->argv[0] : NULL;
    for (size_t i = 0; word && i < count; i++)
        if (strcmp (word, parts[i].name) == 0) {
            command_t part = *command;
            part.argc--;
            part.argv++;
            return parts[i].run (&part);
        }
    fault_t fault;
    nearest_t nearest;
    const char *meant = word ? usage_nearest (command->table, command->name, word, &nearest) : NULL;
    if (meant)
        fault_set (&fault, QCDC_USAGE, NULL, _ ("there is no qcdc %s %s: did you mean %s?"), command->name, word,
                   meant);
    else
        fault_set (&fault, QCDC_USAGE, NULL, "%s", usage);
    fault_advise (&fault, "%s", _ ("see qcdc --help"));
    return command_fail (&fault);
}
