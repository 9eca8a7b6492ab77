/*  command_petition.c — qcdc petition add, move, void; the way to its other parts. */

#include "commands/command_petition.h"

#include "base/day.h"
#include "base/i18n.h"
#include "desk/petition_file.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Ends a command that has written (or not): commits, says what was done, closes. */
static int desk_end (desk_t *desk, qcdc_status status, const char *said, fault_t *fault)
{
    if (status == QCDC_OK)
        status = journal_commit (desk->home.journal, fault);
    journal_rollback (desk->home.journal);
    desk_close (desk);
    if (status != QCDC_OK) {
        fault->status = status;
        return command_fail (fault);
    }
    puts (said);
    return EXIT_DONE;
}

/*  ---------------------------------------------------------------- add */

/*  The words are the columns of a register's row, so one petition is read and judged exactly as an import's are. */
static int petition_add (const command_t *command)
{
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    petition_row_t row;
    given_t values[PETITION_COLUMN_COUNT] = {0};
    qcdc_status status = args_parse (command, 0, 0, PETITION_COLUMNS, false, &args, &fault);
    for (int i = 0; status == QCDC_OK && i < PETITION_COLUMN_COUNT; i++)
        if (args.values[i])
            values[i] = (given_t){args.values[i], strlen (args.values[i])};
    if (status == QCDC_OK)
        status = petition_row_parse (values, &row, &fault);
    if (status != QCDC_OK) {
        fault.status = status;
        return command_fail (&fault);
    }
    filed_result result = FILED_UNCHANGED;
    size_t entries = 0;
    status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK) {
        petition_row_release (&row);
        return command_fail (&fault);
    }
    status = journal_begin (desk.home.journal, &fault);
    if (status == QCDC_OK)
        status = petition_file (&desk, &row, FILE_ONE, &result, &entries, &fault);
    petition_row_release (&row);
    return desk_end (&desk, status, entries > 0 ? _ ("entered") : _ ("nothing new: it is there already"), &fault);
}

/*  ---------------------------------------------------------------- reasons */

/*  The reason as it is kept; NULL stays NULL. */
static qcdc_status reason_clean (const char *given, int kind, char **reason, fault_t *fault)
{
    *reason = NULL;
    if (!given)
        return QCDC_OK;
    qcdc_status status = text_clean (given, strlen (given), true, reason, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "reason", "%s", _ (status_text (status)));
    if (strlen (*reason) > QCDC_REASON_BYTES_MAX)
        status = fault_set (fault, QCDC_TOO_LARGE, "reason", _ ("longer than %u bytes"), QCDC_REASON_BYTES_MAX);
    else
        status = denunciation_check (kind, "reason", *reason, fault);
    if (status != QCDC_OK) {
        free (*reason);
        *reason = NULL;
    }
    return status;
}

/*  ---------------------------------------------------------------- move */

/*  What the command line says about the step; whether it is possible is for judging to say. */
static qcdc_status move_parse_args (const args_t *args, Qcdc__PetitionMoved *moved, fault_t *fault)
{
    const char *on = args_value (args, "on"), *outcome = args_value (args, "outcome");
    const char *from_register = args_value (args, "from_register");
    int32_t day = 0;
    moved->move = (Qcdc__Move)move_parse (args->words[1]);
    if (!moved->move) {
        fault_set (fault, QCDC_BAD_MOVE, NULL, _ ("there is no step %s"), args->words[1]);
        fault_advise (
            fault, _ ("use CLASSIFIED, ACCEPTED, REFUSED, GUIDED, FORWARDED, EXTENDED, SUSPENDED, RESUMED, SETTLED, "
                      "WITHDRAWN, IN_FORCE or CARRIED_OUT"));
        return QCDC_BAD_MOVE;
    }
    if (!on)
        return fault_set (fault, QCDC_USAGE, "on", "%s", _ ("the day of the step is missing: on=2020-07-13"));
    if (day_parse (on, &day) != QCDC_OK) {
        fault_set (fault, QCDC_BAD_DATE, "on", _ ("\"%.40s\" is not a date"), on);
        fault_advise (fault, "%s", _ ("write it as 2020-07-13"));
        return QCDC_BAD_DATE;
    }
    moved->on = day;
    if (outcome && *outcome && !(moved->outcome = (Qcdc__Outcome)outcome_parse (outcome)))
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "%s: %.60s", _ (status_text (QCDC_BAD_OUTCOME)),
                          outcome);
    if (from_register && strcmp (from_register, "0") != 0 && strcmp (from_register, "1") != 0)
        return fault_set (fault, QCDC_USAGE, "from_register", "%s", _ ("from_register is 0 or 1"));
    moved->from_register = from_register && *from_register == '1';
    return QCDC_OK;
}

/*  Judges the step against the petition as it stands, unsent entries included, and appends it. */
static qcdc_status move_append (desk_t *desk, const args_t *args, bool *appended, fault_t *fault)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionMoved moved = QCDC__PETITION_MOVED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    petition_views_t views;
    petition_view_t *view;
    move_t *move;
    char *reason = NULL;
    qcdc_status status = move_parse_args (args, &moved, fault);
    if (status == QCDC_OK)
        status = petition_find_named (desk, args->words[0], &views, &view, &move, fault);
    if (status != QCDC_OK)
        return status;
    status = reason_clean (args_value (args, "reason"), view->petition.kind, &reason, fault);
    if (status == QCDC_OK) {
        ref_set (&ref, &view->petition.entry);
        moved.petition = &ref;
        fact.kind_case = QCDC__FACT__KIND_PETITION_MOVED;
        fact.petition_moved = &moved;
        if (reason)
            text.reason = reason;
        judge_input_t input = petition_input (desk, view, NULL);
        status = desk_append (desk, &input, &fact, reason && *reason ? &text : NULL, false, appended, NULL, fault);
        if (status == QCDC_BAD_MOVE)
            move_advise (&view->petition, &moved, fault);
    }
    free (reason);
    petition_views_release (&views);
    return status;
}

static int petition_move (const command_t *command)
{
    static const char *const KEYS[] = {"on", "outcome", "reason", "from_register", NULL};
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    bool appended = false;
    qcdc_status status = args_parse (command, 2, 2, KEYS, false, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = journal_begin (desk.home.journal, &fault);
    if (status == QCDC_OK)
        status = move_append (&desk, &args, &appended, &fault);
    return desk_end (&desk, status, appended ? _ ("entered") : _ ("nothing new: it is there already"), &fault);
}

/*  ---------------------------------------------------------------- void */

/*  Takes back the petition, or the one step whose address was given.  The reason is free text: it lives in the
 *  annex, and a denunciation's must not name anybody either. */
static qcdc_status void_append (desk_t *desk, const args_t *args, bool *appended, fault_t *fault)
{
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__Voided voided = QCDC__VOIDED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    petition_views_t views;
    petition_view_t *view;
    move_t *move;
    char *reason = NULL;
    const char *given = args_value (args, "reason");
    if (!given || !*given)
        return fault_set (fault, QCDC_EMPTY, "reason", "%s", _ ("taking back needs a reason: reason=…"));
    qcdc_status status = petition_find_named (desk, args->words[0], &views, &view, &move, fault);
    if (status != QCDC_OK)
        return status;
    status = reason_clean (given, view->petition.kind, &reason, fault);
    if (status == QCDC_OK) {
        ref_set (&ref, move ? &move->entry : &view->petition.entry);
        voided.target = &ref;
        fact.kind_case = QCDC__FACT__KIND_VOIDED;
        fact.voided = &voided;
        text.reason = reason;
        judge_input_t input = petition_input (desk, view, move);
        status = desk_append (desk, &input, &fact, &text, false, appended, NULL, fault);
    }
    free (reason);
    petition_views_release (&views);
    return status;
}

static int petition_void (const command_t *command)
{
    static const char *const KEYS[] = {"reason", NULL};
    desk_t desk;
    args_t args;
    fault_t fault = {0};
    bool appended = false;
    qcdc_status status = args_parse (command, 1, 1, KEYS, false, &args, &fault);
    if (status == QCDC_OK)
        status = desk_open (command, &desk, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = journal_begin (desk.home.journal, &fault);
    if (status == QCDC_OK)
        status = void_append (&desk, &args, &appended, &fault);
    return desk_end (&desk, status, appended ? _ ("taken back") : _ ("nothing new: it was taken back already"),
                     &fault);
}

/*  ---------------------------------------------------------------- dispatch */

int command_petition (const command_t *command)
{
    static const struct {
        const char *name;
        int (*run) (const command_t *command);
    } PARTS[] = {{"import", petition_import}, {"add", petition_add},   {"move", petition_move},
                 {"void", petition_void},     {"list", petition_list}, {"show", petition_show}};
    for (size_t i = 0; command->argc > 0 && i < sizeof PARTS / sizeof *PARTS; i++)
        if (strcmp (command->argv[0], PARTS[i].name) == 0) {
            command_t part = *command;
            part.argc--;
            part.argv++;
            return PARTS[i].run (&part);
        }
    fault_t fault;
    fault_set (&fault, QCDC_USAGE, NULL, "qcdc petition import|add|move|void|list|show");
    fault_advise (&fault, "%s", _ ("see qcdc --help"));
    return command_fail (&fault);
}
