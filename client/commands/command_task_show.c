/*  command_task_show.c — qcdc tasks, and qcdc task show: what is to be done as this device knows it, and the life of one task. */

#include "commands/command_task.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/text.h"
#include "show/naming.h"
#include "show/people.h"
#include "texts/codes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- tasks */

enum { OVERDUE = 1u, CLOSED = 2u, MINE = 4u }; /* bits of the switches */

typedef struct {
    desk_t *desk;
    output_t *output;
    unsigned wanted;
    int state, source; /* -1, 0: any */
    const char *owner, *notice;
    int32_t day; /* that is asked about: a task is overdue, and its owner somebody's heir, on that day */
    fault_t *fault;
} listing_t;

static bool is_wanted (const listing_t *self, const item_t *item, const char *holder, bool overdue)
{
    const home_t *home = &self->desk->home;
    size_t notice = self->notice ? strlen (self->notice) : 0;
    if (self->state >= 0 ? (int)item->state != self->state
                         : (item->state == ITEM_IS_CLOSED) != ((self->wanted & CLOSED) != 0))
        return false;
    if (self->source && item->source != self->source)
        return false;
    if (self->owner && strcasecmp (self->owner, item->owner) != 0 && strcasecmp (self->owner, holder) != 0)
        return false;
    if (notice && (item->source != QCDC__ITEM_SOURCE__NOTICE_TASK ||
                   strncasecmp (item->number, self->notice, notice) != 0 || item->number[notice] != '.'))
        return false;
    if ((self->wanted & MINE) && !item_is_owners (item, home->catalog, home->office->code, self->day))
        return false;
    return !(self->wanted & OVERDUE) || overdue;
}

static qcdc_status list_row (const item_view_t *view, void *arg)
{
    const listing_t *self = arg;
    const item_t *item = &view->item;
    const catalog_t *catalog = self->desk->home.catalog;
    char opened[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES], asked[DAY_TEXT_BYTES], reported[DAY_TEXT_BYTES], late[16],
        entry[ADDRESS_TEXT_BYTES], of[ADDRESS_TEXT_BYTES];
    const char *holder = item_holder (item, catalog, self->day);
    const office_t *opener = catalog_office_by_id (catalog, item->office);
    bool overdue = item_is_overdue (item, self->day);
    if (!is_wanted (self, item, holder, overdue))
        return QCDC_OK;
    snprintf (late, sizeof late, "%d", self->day - item->due_on);
    const char *cells[] = {item->number,
                           item_source_name (item->source),
                           view->title,
                           *holder ? holder : NULL,
                           *item->person ? item->person : NULL,
                           item->due_on ? day_format_iso (item->due_on, due) : NULL,
                           item_state_name ((int)item->state),
                           overdue ? late : NULL,
                           item->asked_due_on ? day_format_iso (item->asked_due_on, asked) : NULL,
                           item->reported_on ? day_format_iso (item->reported_on, reported) : NULL,
                           opener ? opener->code : NULL,
                           day_format_iso (item->on, opened),
                           item->of.seq ? address_format (item->of.origin, item->of.seq, of) : NULL,
                           address_format (item->entry.origin, item->entry.seq, entry)};
    return output_row (self->output, cells, self->fault);
}

static qcdc_status filters_read (const args_t *args, listing_t *self, fault_t *fault)
{
    const char *state = args_value (args, "state"), *source = args_value (args, "source"),
               *day = args_value (args, "day");
    self->wanted = args->switched;
    self->owner = args_value (args, "owner");
    self->notice = args_value (args, "notice");
    self->day = day_of_moment (moment_now ());
    if (day)
        QCDC_TRY (args_day ("day", day, &self->day, fault));
    self->state = state ? item_state_parse (state) : -1;
    if (state && self->state < 0) {
        fault_set (fault, QCDC_USAGE, "state", _ ("state=%s is not known"), state);
        fault_advise (fault, "%s", _ ("one of open, assigned, in_progress, reported, accepted, returned, closed"));
        return QCDC_USAGE;
    }
    self->source = source ? item_source_parse (source) : 0;
    if (source && !self->source) {
        fault_set (fault, QCDC_USAGE, "source", _ ("source=%s is not known"), source);
        codes_list (source, item_source_name, _ ("one of %s"), fault);
        return QCDC_USAGE;
    }
    if (self->state >= 0 && (self->wanted & CLOSED))
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--closed and state= are not said together"));
    return QCDC_OK;
}

static qcdc_status list_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("number"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("source"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},          {N_ ("owner"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("person"), QCDC__COLUMN_TYPE__TEXT},         {N_ ("due_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("task_state"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("overdue"), QCDC__COLUMN_TYPE__INTEGER},
        {N_ ("asked_due_on"), QCDC__COLUMN_TYPE__DATE},   {N_ ("reported_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("opened_by"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("opened_on"), QCDC__COLUMN_TYPE__DATE},
        {N_ ("about_entry"), QCDC__COLUMN_TYPE__ADDRESS}, {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    listing_t *self = arg;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    const char *order = args_value (args, "order");
    size_t limit;
    self->desk = desk;
    self->fault = fault;
    QCDC_TRY (filters_read (args, self, fault));
    QCDC_TRY (limit_parse (args_value (args, "limit"), &limit, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    output_arrange (output, order ? order : "due_on", limit);
    output_none (output, self->wanted & OVERDUE  ? _ ("no task is overdue")
                         : self->wanted & CLOSED ? _ ("no task is closed")
                                                 : _ ("there are no tasks"));
    self->output = output;
    QCDC_TRY (items_each (desk, list_row, self, fault));
    return output_finish (output, fault);
}

int command_tasks (const command_t *command)
{
    static const char *const KEYS[] = {"state", "source", "owner", "notice", "day", "limit", "order", NULL},
                             *const SWITCHES[] = {"--overdue", "--closed", "--mine", NULL};
    static const desk_work_t WORK = {.line = {.keys = KEYS, .switches = SWITCHES, .takes_format = true},
                                     .work = list_work};
    listing_t self = {0};
    return command_at_desk (command, &WORK, &self);
}

/*  ---------------------------------------------------------------- show */

/*  A text line by line, each harmless on a terminal, with BEFORE in front of it. */
static void print_text (const char *before, const char *text)
{
    while (*text) {
        int length = (int)strcspn (text, "\n");
        text_say (stdout, "%s%.*s\n", before, length, text);
        text += length + (text[length] == '\n');
    }
}

static void print_step (const item_view_t *view, const item_move_t *move)
{
    char day[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES], by[2 * CATALOG_CODE_BYTES_MAX];
    const char *words = item_words_of (view, &move->address);
    snprintf (by, sizeof by, "%s", move->office);
    text_say (stdout, "- %s, %s: %s", day_format_people (move->on, day), by,
              people_word ("task_step", item_move_name (move->move)));
    if (*move->owner)
        text_say (stdout, " → %s%s%s", move->owner, *move->person ? ", " : "", move->person);
    if (move->due_on)
        text_say (stdout, _ (", last day %s"), day_format_people (move->due_on, due));
    if (!move->counts)
        text_say (stdout, "%s", _ (" (it changes nothing: what was said before it stands)"));
    putchar ('\n');
    if (words)
        print_text ("  ", words);
    else if (move->reasoned)
        puts (_ ("  (the text was erased)"));
}

typedef struct {
    const desk_t *desk;
    const item_t *whole;
    bool any;
} parts_t;

static qcdc_status print_part (const item_view_t *view, void *arg)
{
    parts_t *self = arg;
    const item_t *item = &view->item;
    char title[160];
    if (item->of.origin != self->whole->entry.origin || item->of.seq != self->whole->entry.seq)
        return QCDC_OK;
    if (!self->any)
        puts (_ ("Parts:"));
    self->any = true;
    text_say (stdout, "- %s: %s; %s, %s\n", item->number,
              text_shorten (view->title ? view->title : "", title, sizeof title), *item->owner ? item->owner : "–",
              people_word ("task_state", item_state_name ((int)item->state)));
    return QCDC_OK;
}

/*  Which steps this office can take now, in the words by which they are typed. */
static void print_possible (const desk_t *desk, const item_t *item, int32_t today)
{
    const home_t *home = &desk->home;
    bool owners = item_is_owners (item, home->catalog, home->office->code, today),
         openers = item_is_openers (item, home->catalog, home->office->code, today);
    const char *between = "";
    for (int move = 1; item_move_name (move); move++) {
        bool both = move == QCDC__ITEM_MOVE__ITEM_NOTED || move == QCDC__ITEM_MOVE__ITEM_ASSIGNED;
        bool may = both ? owners || openers : item_move_decides (move) ? openers : owners;
        if (!may || !item_allows (item->state, move))
            continue;
        printf ("%s%s", *between ? between : _ ("Possible here now: qcdc task "), item_move_word (move));
        between = "|";
    }
    if (*between)
        putchar ('\n');
}

static void print_head (const desk_t *desk, const item_view_t *view, int32_t today)
{
    const item_t *item = &view->item;
    const catalog_t *catalog = desk->home.catalog;
    const office_t *opener = catalog_office_by_id (catalog, item->office);
    const char *holder = item_holder (item, catalog, today);
    const office_t *office = *holder ? catalog_office (catalog, holder) : NULL;
    char day[DAY_TEXT_BYTES], since[DAY_TEXT_BYTES];
    text_say (stdout, _ ("Task %s, %s, opened on %s by %s\n"), item->number,
              people_word ("source", item_source_name (item->source)), day_format_people (item->on, day),
              opener ? opener->name : "–");
    print_text ("", view->title ? view->title : _ ("(the text was erased)"));
    if (view->text && *view->text && (!view->title || strcmp (view->text, view->title) != 0))
        print_text ("  ", view->text);
    text_say (stdout, _ ("To be done by: %s%s%s\n"),
              office    ? office->name
              : *holder ? holder
                        : _ ("nobody yet"),
              *item->person ? ", " : "", item->person);
    if (*item->owner && strcmp (holder, item->owner) != 0)
        text_say (stdout, _ ("(which goes on with the work of %s)\n"), item->owner);
    if (item->due_on)
        text_say (stdout, _ ("Last day: %s\n"), day_format_people (item->due_on, day));
    if (item_is_overdue (item, today))
        printf (ngettext ("Overdue by %d day\n", "Overdue by %d days\n", (unsigned long)(today - item->due_on)),
                today - item->due_on);
    if (item->asked_due_on)
        text_say (stdout, _ ("Its owner asks for %s instead\n"), day_format_people (item->asked_due_on, day));
    text_say (stdout, _ ("State: %s, since %s\n"), people_word ("task_state", item_state_name ((int)item->state)),
              day_format_people (item->since, since));
}

static qcdc_status show_work (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    item_view_t view QCDC_CLEANUP (item_view_release) = {0};
    int32_t today = day_of_moment (moment_now ());
    const char *day = args_value (args, "day");
    (void)arg;
    if (day)
        QCDC_TRY (args_day ("day", day, &today, fault));
    QCDC_TRY (item_find (desk, args->words[0], &view, fault));
    print_head (desk, &view, today);
    if (view.item.move_count)
        puts (_ ("Steps:"));
    for (size_t i = 0; i < view.item.move_count; i++)
        print_step (&view, &view.item.moves[i]);
    parts_t parts = {desk, &view.item, false};
    QCDC_TRY (items_each (desk, print_part, &parts, fault));
    print_possible (desk, &view.item, today);
    return QCDC_OK;
}

int task_show (const command_t *command)
{
    static const char *const KEYS[] = {"day", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS}, .work = show_work};
    return command_at_desk (command, &WORK, NULL);
}
