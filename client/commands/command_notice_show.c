/*  command_notice_show.c — qcdc notices, and qcdc notice show: the notices that this device knows, and the text of one. */

#include "commands/command_notice.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "conclusions/item_view.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- notices */

typedef struct {
    output_t *output;
    bool unread;
    fault_t *fault;
} listing_t;

static qcdc_status list_row (const notice_view_t *view, void *arg)
{
    const listing_t *self = arg;
    const notice_t *notice = &view->notice;
    char on[DAY_TEXT_BYTES], read[DAY_TEXT_BYTES], withdrawn[DAY_TEXT_BYTES], tasks[16], entry[ADDRESS_TEXT_BYTES];
    if (self->unread && (!view->came || view->read || notice->withdrawn_on))
        return QCDC_OK;
    snprintf (tasks, sizeof tasks, "%d", notice->tasks);
    const char *cells[] = {notice->number,
                           day_format_iso (notice->on, on),
                           notice->kind,
                           view->title,
                           *notice->period ? notice->period : NULL,
                           notice->signatory,
                           tasks,
                           view->read ? day_format_iso (view->read_on, read) : NULL,
                           view->read ? view->read_by : NULL,
                           notice->withdrawn_on ? day_format_iso (notice->withdrawn_on, withdrawn) : NULL,
                           address_format (notice->entry.origin, notice->entry.seq, entry)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status list_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("number"), QCDC__COLUMN_TYPE__TEXT},   {N_ ("issued_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("document"), QCDC__COLUMN_TYPE__TEXT}, {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},   {N_ ("signatory"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("tasks"), QCDC__COLUMN_TYPE__INTEGER}, {N_ ("read_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("read_by"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("withdrawn_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    listing_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    const char *order = args_value (args, "order");
    size_t limit;
    self->unread = (args->switched & 1u) != 0;
    self->fault = fault;
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, order ? order : "-issued_on", limit);
    output_none (output, self->unread ? _ ("every notice is read") : _ ("there are no notices"));
    self->output = output;
    QCDC_TRY (notices_each (desk, list_row, self, fault));
    return output_finish (output, fault);
}

int command_notices (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL}, *const SWITCHES[] = {"--unread", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .switches = SWITCHES, .takes_format = true},
                                     .work = list_work};
    listing_t self = {0};
    return command_at_desk (command, &WORK, &self);
}

/*  ---------------------------------------------------------------- show */

static void print_standing (const notice_view_t *view)
{
    const notice_t *notice = &view->notice;
    char day[DAY_TEXT_BYTES];
    if (notice->withdrawn_on) {
        text_say (stdout, _ ("Withdrawn since %s"), day_format_people (notice->withdrawn_on, day));
        if (view->reason && *view->reason)
            text_say (stdout, ": %s", view->reason);
        if (*notice->withdrawn[0].replaced_by)
            text_say (stdout, _ ("; %s takes its place"), notice->withdrawn[0].replaced_by);
        putchar ('\n');
    }
    if (view->read)
        text_say (stdout, _ ("Read on %s by %s\n"), day_format_people (view->read_on, day), view->read_by);
    else if (view->came && !notice->withdrawn_on)
        text_say (stdout, _ ("Nobody of this office has said that he read it: qcdc notice read %s by=…\n"),
                  notice->number);
}

/*  The text line by line, each harmless on a terminal. */
static void print_text (const char *text)
{
    while (*text) {
        int length = (int)strcspn (text, "\n");
        text_say (stdout, "%.*s\n", length, text);
        text += length + (text[length] == '\n');
    }
}

/*  How far those of its tasks have come that this office knows. */
static qcdc_status print_tasks (desk_t *desk, const notice_t *notice, fault_t *fault)
{
    notice_tasks_t tasks;
    QCDC_TRY (items_of_notice (desk, &notice->entry, day_of_moment (moment_now ()), &tasks, fault));
    if (tasks.all)
        text_say (stdout, _ ("\nTasks here: %lu, closed %lu, reported %lu, overdue %lu (qcdc tasks notice=%s)\n"),
                  tasks.all, tasks.closed, tasks.reported, tasks.overdue, notice->number);
    return QCDC_OK;
}

static qcdc_status show_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    notice_view_t view QCDC_CLEANUP (notice_view_release) = {0};
    char day[DAY_TEXT_BYTES];
    (void)arg;
    QCDC_TRY (notice_find (desk, args->words[0], &view, fault));
    const notice_t *notice = &view.notice;
    text_say (stdout, _ ("%s No. %s, %s\n"), notice->kind, notice->number, day_format_people (notice->on, day));
    if (view.title)
        print_text (view.title);
    print_standing (&view);
    putchar ('\n');
    if (view.body)
        print_text (view.body);
    else
        puts (_ ("(the text was erased)"));
    text_say (stdout, "\n%s\n", notice->signatory);
    return print_tasks (desk, notice, fault);
}

int notice_show (const command_t *command)
{
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1}, .work = show_work};
    return command_at_desk (command, &WORK, NULL);
}
