/*  command_task.c — the steps of a task: its owner starts, reports, notes and asks for more time; whoever opened it accepts, returns, closes,
 *  puts off and assigns.
 *
 *  Each is a fact that needs no line: what is known here is judged here, and again where it meets what others said meanwhile. */

#include "commands/command_task.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "conclusions/item_opening.h"
#include "facts/make.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    int move;
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
    bool appended;
} step_t;

/*  What else an assignment says: who is not named anew stays. */
static void assignment_read (const desk_t *desk, const args_t *args, const item_t *item, Qcdc__ItemMoved *moved)
{
    const char *owner = args_value (args, "owner"), *person = args_value (args, "person");
    moved->owner = (char *)(owner ? item_office (desk, owner) : item_holder (item, desk->home.catalog, moved->on));
    bool same = strcmp (moved->owner, item->owner) == 0;
    moved->person = (char *)(person ? person : same ? item->person : "");
}

static qcdc_status step_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    step_t *step = arg;
    item_view_t view QCDC_CLEANUP (item_view_release) = {0};
    char *note QCDC_CLEANUP (memory_free) = NULL, *reason QCDC_CLEANUP (memory_free) = NULL,
                            *person QCDC_CLEANUP (memory_free) = NULL;
    const char *on = args_value (args, "on"), *due = args_value (args, "due");
    bool names_meant = (args->switched & 1u) != 0;
    Qcdc__ItemMoved moved = QCDC__ITEM_MOVED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    moved.on = day_of_moment (moment_now ());
    if (on)
        QCDC_TRY (args_day ("on", on, &moved.on, fault));
    if (due)
        QCDC_TRY (args_day ("due", due, &moved.due_on, fault));
    QCDC_TRY (item_text_clean ("note", args_value (args, "note"), QCDC_SUMMARY_BYTES_MAX, names_meant, &note, fault));
    QCDC_TRY (
        item_text_clean ("reason", args_value (args, "reason"), QCDC_REASON_BYTES_MAX, names_meant, &reason, fault));
    QCDC_TRY (item_find (desk, args->words[0], &view, fault));
    const item_t *item = &view.item;
    snprintf (step->number, sizeof step->number, "%s", item->number);
    ref_set (&ref, &item->entry);
    moved.item = &ref;
    moved.move = (Qcdc__ItemMove)step->move;
    moved.reasoned = note || reason;
    moved.office = (char *)desk->home.office->code;
    moved.seen_at_us = item->newest_us;
    if (step->move == QCDC__ITEM_MOVE__ITEM_ASSIGNED) {
        assignment_read (desk, args, item, &moved);
        qcdc_status status = text_clean (moved.person, strlen (moved.person), false, &person, NULL);
        if (status != QCDC_OK)
            return fault_set (fault, status, "person", "person=: %s", _ (status_text (status)));
        moved.person = person;
        moved.shown_to = &moved.owner;
        moved.n_shown_to = *moved.owner != '\0';
    }
    text.summary = note ? note : text.summary;
    text.reason = reason ? reason : text.reason;
    Qcdc__Fact fact = fact_of_item_move (&moved);
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &item->thing;
    input.target_office = item->office;
    return desk_append (desk, &input, &fact, moved.reasoned ? &text : NULL, false, &step->appended, NULL, fault);
}

static int step_done (const args_t *args, void *arg)
{
    static const char *const SAID[] = {
        [QCDC__ITEM_MOVE__ITEM_STARTED] = N_ ("task %s is worked on\n"),
        [QCDC__ITEM_MOVE__ITEM_REPORTED] =
            N_ ("task %s is reported; whoever opened it sees it after the next sync\n"),
        [QCDC__ITEM_MOVE__ITEM_ACCEPTED] = N_ ("what was reported of task %s is accepted; qcdc task close ends it\n"),
        [QCDC__ITEM_MOVE__ITEM_RETURNED] = N_ ("task %s goes back to its owner with the next sync\n"),
        [QCDC__ITEM_MOVE__ITEM_CLOSED] = N_ ("task %s is closed\n"),
        [QCDC__ITEM_MOVE__ITEM_EXTENDED] = N_ ("task %s has a later last day\n"),
        [QCDC__ITEM_MOVE__ITEM_ASSIGNED] = N_ ("task %s is assigned\n"),
        [QCDC__ITEM_MOVE__ITEM_NOTED] = N_ ("noted with task %s\n"),
        [QCDC__ITEM_MOVE__ITEM_DELAY_ASKED] = N_ ("a later last day is asked for with task %s\n")};
    const step_t *step = arg;
    (void)args;
    text_say (stdout, step->appended ? _ (SAID[step->move]) : _ ("nothing new: that is said of task %s already\n"),
              step->number);
    return EXIT_DONE;
}

static int step_take (const command_t *command, int move, const char *const *keys)
{
    static const char *const SWITCHES[] = {CONFIRM_NAMES, NULL};
    const desk_work_t work = {.line = {.words_min = 1, .words_max = 1, .keys = keys, .switches = SWITCHES},
                              .work = step_append,
                              .writes = true,
                              .done = step_done};
    step_t step = {.move = move};
    return command_at_desk (command, &work, &step);
}

static const char *const NOTE_KEYS[] = {"note", "on", NULL};
static const char *const REASON_KEYS[] = {"reason", "on", NULL};
static const char *const DUE_KEYS[] = {"due", "reason", "on", NULL};
static const char *const ASSIGN_KEYS[] = {"owner", "person", "due", "reason", "on", NULL};

static int task_start (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_STARTED, NOTE_KEYS);
}

static int task_report (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_REPORTED, NOTE_KEYS);
}

static int task_note (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_NOTED, NOTE_KEYS);
}

static int task_delay (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_DELAY_ASKED, DUE_KEYS);
}

static int task_accept (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_ACCEPTED, NOTE_KEYS);
}

static int task_return (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_RETURNED, REASON_KEYS);
}

static int task_close (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_CLOSED, REASON_KEYS);
}

static int task_extend (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_EXTENDED, DUE_KEYS);
}

static int task_assign (const command_t *command)
{
    return step_take (command, QCDC__ITEM_MOVE__ITEM_ASSIGNED, ASSIGN_KEYS);
}

/*  ---------------------------------------------------------------- dispatch */

int command_task (const command_t *command)
{
    static const command_part_t PARTS[] = {{"open", task_open},     {"show", task_show},     {"start", task_start},
                                           {"report", task_report}, {"note", task_note},     {"delay", task_delay},
                                           {"accept", task_accept}, {"return", task_return}, {"close", task_close},
                                           {"extend", task_extend}, {"assign", task_assign}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS,
                         "qcdc task open|show|start|report|note|delay|accept|return|close|extend|assign");
}
