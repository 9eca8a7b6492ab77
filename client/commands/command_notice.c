/*  command_notice.c — qcdc notice read and withdraw, and the parts of qcdc notice.
 *
 *  To read a notice is two things: it is shown, and that it was read, by whom, becomes a fact that the province sees. */

#include "commands/command_notice.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "conclusions/item_view.h"
#include "facts/make.h"
#include "petitions/petition_row.h"
#include "texts/identity_text.h"
#include "texts/reason.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- read */

typedef struct {
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
    char read_by[QCDC_HANDLER_BYTES_MAX + 1]; /* who had read it before */
    bool appended;
    unsigned long tasks; /* of a withdrawn one that are not closed */
} line_t;

static qcdc_status day_wanted (const args_t *args, int32_t *day, fault_t *fault)
{
    const char *on = args_value (args, "on");
    *day = day_of_moment (moment_now ());
    return on ? args_day ("on", on, day, fault) : QCDC_OK;
}

static qcdc_status read_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    line_t *line = arg;
    notice_view_t view QCDC_CLEANUP (notice_view_release) = {0};
    const char *given = args_value (args, "by");
    char *by QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__NoticeRead read = QCDC__NOTICE_READ__INIT;
    Qcdc__Ref ref;
    if (!given || !*given) {
        fault_set (fault, QCDC_EMPTY, "by", "%s", _ ("who has read a notice is said"));
        fault_advise (fault, "%s", _ ("add by=…"));
        return QCDC_EMPTY;
    }
    qcdc_status status = text_clean (given, strlen (given), false, &by, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, "by", "%s", _ (status_text (status)));
    QCDC_TRY (day_wanted (args, &read.on, fault));
    QCDC_TRY (notice_find (desk, args->words[0], &view, fault));
    snprintf (line->number, sizeof line->number, "%s", view.notice.number);
    snprintf (line->read_by, sizeof line->read_by, "%s", view.read_by);
    if (view.read)
        return QCDC_OK;
    ref_set (&ref, &view.notice.entry);
    read.notice = &ref;
    read.read_by = by;
    Qcdc__Fact fact = fact_of_notice_read (&read);
    judge_input_t input = desk_input (desk);
    input.source = TARGET_THING;
    input.source_thing = &view.notice.thing;
    return desk_append (desk, &input, &fact, NULL, false, &line->appended, NULL, fault);
}

static int read_done (const args_t *args, void *arg)
{
    const line_t *line = arg;
    (void)args;
    if (line->appended)
        text_say (stdout, _ ("notice %s is noted as read; the province sees it after the next sync\n"), line->number);
    else
        text_say (stdout, _ ("nothing new: %s has read notice %s already\n"), line->read_by, line->number);
    return EXIT_DONE;
}

static int notice_read (const command_t *command)
{
    static const char *const KEYS[] = {"by", "on", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS},
                                     .work = read_append,
                                     .writes = true,
                                     .done = read_done};
    line_t line = {0};
    return command_at_desk (command, &WORK, &line);
}

/*  ---------------------------------------------------------------- withdraw */

/*  Pointers to the words of TEXT, which is cut at its blanks; malloc'ed. */
static char **words_cut (char *text, size_t *count)
{
    char **words = malloc ((strlen (text) / 2 + 2) * sizeof *words);
    *count = 0;
    for (char *at = text, *rest; words && (at = strtok_r (at, " ", &rest)); at = NULL)
        words[(*count)++] = at;
    return words;
}

static qcdc_status withdraw_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    line_t *line = arg;
    notice_view_t view QCDC_CLEANUP (notice_view_release) = {0};
    char *reason QCDC_CLEANUP (memory_free) = NULL, *codes QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__NoticeWithdrawn withdrawn = QCDC__NOTICE_WITHDRAWN__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__Ref ref;
    if (desk->home.role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("only the provincial committee issues notices"));
    QCDC_TRY (reason_wanted (args_value (args, "reason"), fault));
    QCDC_TRY (reason_clean (args_value (args, "reason"), (args->switched & 1u) != 0, 0, &reason, fault));
    QCDC_TRY (day_wanted (args, &withdrawn.on, fault));
    QCDC_TRY (notice_find (desk, args->words[0], &view, fault));
    snprintf (line->number, sizeof line->number, "%s", view.notice.number);
    codes = strdup (view.notice.shown_to);
    char **shown QCDC_CLEANUP (memory_free) = codes ? words_cut (codes, &withdrawn.n_shown_to) : NULL;
    if (!shown)
        return no_memory (fault);
    ref_set (&ref, &view.notice.entry);
    withdrawn.notice = &ref;
    withdrawn.reasoned = true;
    withdrawn.replaced_by = (char *)(args_value (args, "replaced_by") ? args_value (args, "replaced_by") : "");
    withdrawn.shown_to = shown;
    text.reason = reason;
    Qcdc__Fact fact = fact_of_notice_withdrawn (&withdrawn);
    judge_input_t input = desk_input (desk);
    input.target = TARGET_THING;
    input.thing = &view.notice.thing;
    input.target_office = view.notice.office;
    QCDC_TRY (desk_append (desk, &input, &fact, &text, false, &line->appended, NULL, fault));
    notice_tasks_t tasks;
    QCDC_TRY (items_of_notice (desk, &view.notice.entry, withdrawn.on, &tasks, fault));
    line->tasks = tasks.all - tasks.closed;
    return QCDC_OK;
}

static int withdraw_done (const args_t *args, void *arg)
{
    const line_t *line = arg;
    (void)args;
    text_say (stdout,
              line->appended ? _ ("notice %s is withdrawn; offices hear of it at their next sync\n")
                             : _ ("nothing new: notice %s was withdrawn so already\n"),
              line->number);
    if (line->appended && line->tasks)
        printf (ngettext ("%lu task of it is not closed; close it, or open it anew with another notice\n",
                          "%lu tasks of it are not closed; close them, or open them anew with another notice\n",
                          line->tasks),
                line->tasks);
    return EXIT_DONE;
}

static int notice_withdraw (const command_t *command)
{
    static const char *const KEYS[] = {"reason", "on", "replaced_by", NULL}, *const SWITCHES[] = {CONFIRM_NAMES,
                                                                                                  NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = SWITCHES},
                                     .work = withdraw_append,
                                     .writes = true,
                                     .done = withdraw_done};
    line_t line = {0};
    return command_at_desk (command, &WORK, &line);
}

/*  ---------------------------------------------------------------- dispatch */

int command_notice (const command_t *command)
{
    static const command_part_t PARTS[] = {
        {"issue", notice_issue}, {"show", notice_show}, {"read", notice_read}, {"withdraw", notice_withdraw}};
    return command_part (command, PARTS, sizeof PARTS / sizeof *PARTS, "qcdc notice issue|show|read|withdraw");
}
