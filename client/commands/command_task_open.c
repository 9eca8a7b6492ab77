/*  command_task_open.c — qcdc task open: something that an office is to do, whatever it comes from, becomes a task that is followed. */

#include "commands/command_task.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "conclusions/item_opening.h"
#include "conclusions/notice_view.h"
#include "line/query.h"
#include "petitions/petition_view.h"
#include "registers/matter_view.h"
#include "reports/report_view.h"
#include "texts/codes.h"
#include "texts/identity_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { OF_NOTICE, OF_PART, OF_PETITION, OF_MATTER, OF_REPORT, OF_COUNT };
static const char *const OF_KEYS[OF_COUNT] = {"notice", "part_of", "petition", "matter", "report"};

typedef struct {
    char number[QCDC_LOCAL_NO_BYTES_MAX + 1];
    bool appended;
} line_t;

/*  What the task is about, read or asked for. */
typedef struct {
    notice_view_t notice;
    item_view_t whole;
    thing_t other; /* of another office: no more than where it is */
    const thing_t *thing;
    address_t entry;
} about_t;

static void about_release (about_t *self)
{
    notice_view_release (&self->notice);
    item_view_release (&self->whole);
}

/*  A petition, or a matter, of this office or of one that the server is asked about. */
static qcdc_status case_read (desk_t *desk, bool petition, const char *name, const args_t *args, about_t *about,
                              fault_t *fault)
{
    char office[64];
    const char *number;
    if (foreign_name (desk, name, office, &number)) {
        foreign_t foreign;
        QCDC_TRY (foreign_find (desk, petition, name, args->patience_ms, &foreign, fault));
        about->entry = foreign.entry;
    } else if (petition) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        petition_view_t *view;
        move_t *move;
        QCDC_TRY (petition_find_named (desk, number, &views, &view, &move, fault));
        about->entry = view->petition.entry;
    } else {
        matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
        matter_view_t *view;
        QCDC_TRY (matter_find_named (desk, number, &views, &view, fault));
        about->entry = view->affair.entry;
    }
    about->other = (thing_t){.matter = matter_at (petition ? MATTER_PETITION : MATTER_AFFAIR), .entry = about->entry};
    about->thing = &about->other;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- a report */

enum { GIVEN_ENTRY, GIVEN_HASH, GIVEN_COUNT };

/*  The one row of report_reviews. */
typedef struct {
    size_t places[GIVEN_COUNT];
    char texts[GIVEN_COUNT][48];
} filed_t;

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    static const char *const NAMES[GIVEN_COUNT] = {"entry", "hash"};
    filed_t *self = arg;
    size_t known = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < GIVEN_COUNT; k++)
            if (strcmp (columns[i]->name, NAMES[k]) == 0) {
                self->places[k] = i;
                known++;
            }
    return known == GIVEN_COUNT ? QCDC_OK : QCDC_UNSUPPORTED;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    filed_t *self = arg;
    for (size_t k = 0; k < GIVEN_COUNT; k++)
        if (self->places[k] == column)
            snprintf (self->texts[k], sizeof self->texts[k], "%s", text ? text : "");
    return QCDC_OK;
}

/*  The report that "OFFICE/FORM/PERIOD" names: the own office's is here, of another one the server is asked. */
static qcdc_status report_ask (desk_t *desk, const char *name, const args_t *args, address_t *entry, fault_t *fault)
{
    char office[64], form[64], period[64], rest;
    uint8_t hash[HASH_BYTES] = {0};
    if (sscanf (name, "%63[^/]/%63[^/]/%63[^/]%c", office, form, period, &rest) != 3) {
        fault_set (fault, QCDC_USAGE, "report", _ ("report=%s names no report"), name);
        fault_advise (fault, "%s", _ ("write it as OFFICE/FORM/PERIOD"));
        return QCDC_USAGE;
    }
    if (strcasecmp (office, desk->home.office->code) == 0) {
        report_view_t view QCDC_CLEANUP (report_view_release) = {0};
        QCDC_TRY (report_view_read (desk, desk->home.office->code, form, period, &view, fault));
        *entry = view.report.entry;
    } else {
        asking_t *query QCDC_CLEANUP (query_close) = NULL;
        filed_t filed = {0};
        const query_sink_t sink = {take_columns, take_cell, &filed};
        const query_key_t keys[] = {{"office", office}, {"form", form}, {"period", period}};
        QCDC_TRY (query_open (&desk->home, args->patience_ms, &query, &desk->later, fault));
        QCDC_TRY (query_run (query, "report_reviews", keys, sizeof keys / sizeof *keys, &sink, fault));
        if (*filed.texts[GIVEN_ENTRY] &&
            (address_parse (filed.texts[GIVEN_ENTRY], &entry->origin, &entry->seq) != QCDC_OK ||
             hex_parse (filed.texts[GIVEN_HASH], hash, 8) != QCDC_OK))
            return fault_set (fault, QCDC_PROTOCOL, NULL, "%s", _ (status_text (QCDC_PROTOCOL)));
        entry->hash8 = hash_prefix (hash);
    }
    return entry->seq ? QCDC_OK
                      : fault_set (fault, QCDC_NOT_FOUND, NULL,
                                   _ ("%s has no report %s for %s: none was filed, or it was taken back"), office,
                                   form, period);
}

static qcdc_status report_read (desk_t *desk, const char *name, const args_t *args, about_t *about, fault_t *fault)
{
    QCDC_TRY (report_ask (desk, name, args, &about->entry, fault));
    about->other = (thing_t){.matter = matter_at (MATTER_REPORT), .entry = about->entry};
    about->thing = &about->other;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what the line says */

static qcdc_status about_read (desk_t *desk, const args_t *args, about_t *about, fault_t *fault)
{
    const char *given = NULL;
    int which = OF_COUNT;
    for (int i = 0; i < OF_COUNT; i++) {
        const char *value = args_value (args, OF_KEYS[i]);
        if (!value)
            continue;
        if (given)
            return fault_set (fault, QCDC_USAGE, NULL, _ ("a task is about one thing: %s= or %s="), OF_KEYS[which],
                              OF_KEYS[i]);
        given = value;
        which = i;
    }
    if (args_value (args, "task") && which != OF_NOTICE)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("task= is of a notice: notice=NUMBER"));
    switch (which) {
    case OF_NOTICE:
        QCDC_TRY (notice_find (desk, given, &about->notice, fault));
        about->thing = &about->notice.notice.thing;
        about->entry = about->notice.notice.entry;
        return QCDC_OK;
    case OF_PART:
        QCDC_TRY (item_find (desk, given, &about->whole, fault));
        about->thing = &about->whole.item.thing;
        about->entry = about->whole.item.entry;
        return QCDC_OK;
    case OF_PETITION:
    case OF_MATTER:
        return case_read (desk, which == OF_PETITION, given, args, about, fault);
    case OF_REPORT:
        return report_read (desk, given, args, about, fault);
    default:
        return QCDC_OK;
    }
}

/*  What it comes from: as it is given, else as follows from what it is about. */
static qcdc_status source_read (const args_t *args, const about_t *about, int *source, fault_t *fault)
{
    const char *given = args_value (args, "source");
    if (!given && about->whole.item.matter) {
        *source = about->whole.item.source;
        return QCDC_OK;
    }
    if (!given && about->notice.notice.matter) {
        *source = QCDC__ITEM_SOURCE__NOTICE_TASK;
        return QCDC_OK;
    }
    if (!given && about->other.matter == matter_at (MATTER_REPORT)) {
        *source = QCDC__ITEM_SOURCE__DATA_QUERY;
        return QCDC_OK;
    }
    if (!given) {
        fault_set (fault, QCDC_EMPTY, "source", "%s", _ ("a task says what it comes from: source=…"));
        codes_list ("", item_source_name, _ ("one of %s"), fault);
        return QCDC_EMPTY;
    }
    if ((*source = item_source_parse (given)))
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "source", _ ("source=%s is not known"), given);
    codes_list (given, item_source_name, _ ("one of %s"), fault);
    return QCDC_USAGE;
}

static qcdc_status numbers_read (const args_t *args, opening_t *opening, fault_t *fault)
{
    const char *on = args_value (args, "on"), *due = args_value (args, "due"), *task = args_value (args, "task");
    char *end;
    opening->on = day_of_moment (moment_now ());
    if (on)
        QCDC_TRY (args_day ("on", on, &opening->on, fault));
    if (due)
        QCDC_TRY (args_day ("due", due, &opening->due_on, fault));
    if (!task)
        return QCDC_OK;
    unsigned long number = strtoul (task, &end, 10);
    if (*task < '1' || *task > '9' || *end || number > QCDC_NOTICE_TASKS_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, "task", _ ("task=%s is no number of a task, 1 to %u"), task,
                          QCDC_NOTICE_TASKS_MAX);
    opening->task = (int)number;
    return QCDC_OK;
}

static qcdc_status open_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    line_t *line = arg;
    about_t about QCDC_CLEANUP (about_release) = {0};
    char *number QCDC_CLEANUP (memory_free) = NULL, *title QCDC_CLEANUP (memory_free) = NULL,
                              *text QCDC_CLEANUP (memory_free) = NULL, *person QCDC_CLEANUP (memory_free) = NULL;
    bool names_meant = (args->switched & 1u) != 0;
    const char *whom = args_value (args, "person");
    opening_t opening = {.owner = item_office (desk, args_value (args, "owner")), .person = "", .text = ""};
    qcdc_status status = text_clean (args->words[0], strlen (args->words[0]), false, &number, NULL);
    if (status == QCDC_OK && whom)
        status = text_clean (whom, strlen (whom), false, &person, NULL);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    if (!args_value (args, "title"))
        return fault_set (fault, QCDC_EMPTY, "title", "%s", _ ("a task says in a line what is to be done: title=…"));
    QCDC_TRY (
        item_text_clean ("title", args_value (args, "title"), QCDC_TITLE_BYTES_MAX, names_meant, &title, fault));
    QCDC_TRY (item_text_clean ("text", args_value (args, "text"), QCDC_SUMMARY_BYTES_MAX, names_meant, &text, fault));
    QCDC_TRY (numbers_read (args, &opening, fault));
    QCDC_TRY (about_read (desk, args, &about, fault));
    QCDC_TRY (source_read (args, &about, &opening.source, fault));
    opening.number = number;
    opening.about = about.thing;
    opening.entry = about.entry;
    opening.person = person ? person : "";
    opening.title = title;
    opening.text = text ? text : "";
    snprintf (line->number, sizeof line->number, "%s", number);
    return item_open (desk, &opening, &line->appended, fault);
}

static int open_done (const args_t *args, void *arg)
{
    const line_t *line = arg;
    if (!line->appended)
        text_say (stdout, _ ("nothing new: task %s is opened already\n"), line->number);
    else if (args_value (args, "owner"))
        text_say (stdout, _ ("task %s is opened; its owner gets it with the next sync after yours\n"), line->number);
    else
        text_say (stdout, _ ("task %s is opened, and assigned to nobody yet: qcdc task assign %s owner=…\n"),
                  line->number, line->number);
    return EXIT_DONE;
}

int task_open (const command_t *command)
{
    static const char *const KEYS[] = {"title",  "source",  "text",     "owner",  "person", "due",  "on",
                                       "notice", "part_of", "petition", "matter", "report", "task", NULL};
    static const char *const SWITCHES[] = {CONFIRM_NAMES, NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = KEYS, .switches = SWITCHES, .takes_patience = true},
        .work = open_append,
        .writes = true,
        .done = open_done};
    line_t line = {0};
    return command_at_desk (command, &WORK, &line);
}
