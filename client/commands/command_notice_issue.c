/*  command_notice_issue.c — qcdc notice issue: a notice's text goes out as a fact to those whom its distribution list names.
 *
 *  What it would say and to whom is shown before anything is written (--dry-run), and again once it is. */

#include "commands/command_notice.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/recipients.h"
#include "conclusions/item_opening.h"
#include "conclusions/notice_file.h"
#include "conclusions/notice_owners.h"
#include "facts/make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TASK_TITLE_BYTES 200u /* of what a task is called: the beginning of what it says */

typedef struct {
    notice_file_t file;
    char *number, *kind, *signatory; /* as they go out; malloc'ed */
    const char *period;
    int32_t on;
    const office_t **offices; /* malloc'ed, in the order of their codes */
    size_t office_count;
    size_t of_line[NOTICE_RECIPIENTS_MAX]; /* how many offices each line of the list stands for */
    notice_owners_t owners;                /* who is to do its tasks */
    bool appended;
} issue_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static void issue_release (issue_t *self)
{
    notice_file_release (&self->file);
    notice_owners_release (&self->owners);
    free (self->number);
    free (self->kind);
    free (self->signatory);
    free (self->offices);
}

/*  ---------------------------------------------------------------- to whom */

/*  Adds OFFICE once; not the own one, which has the notice in its journal. */
static qcdc_status office_add (const desk_t *desk, issue_t *self, const office_t *office, fault_t *fault)
{
    if (office->id == desk->home.office->id)
        return QCDC_OK;
    size_t place = 0;
    while (place < self->office_count && strcmp (self->offices[place]->code, office->code) < 0)
        place++;
    if (place < self->office_count && strcmp (self->offices[place]->code, office->code) == 0)
        return QCDC_OK;
    const office_t **offices = realloc (self->offices, (self->office_count + 1) * sizeof (const office_t *));
    if (!offices)
        return no_memory (fault);
    self->offices = offices;
    memmove (offices + place + 1, offices + place, (self->office_count - place) * sizeof (const office_t *));
    offices[place] = office;
    self->office_count++;
    return QCDC_OK;
}

typedef bool (takes_fn) (const office_t *office, const void *arg);

/*  Every office of the day of which TAKES says so; *COUNT is how many. */
static qcdc_status offices_add (const desk_t *desk, issue_t *self, takes_fn *takes, const void *arg, size_t *count,
                                fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    *count = 0;
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = catalog_office_on (catalog, catalog->offices[i].code, self->on);
        if (office != &catalog->offices[i] || !takes (office, arg))
            continue;
        QCDC_TRY (office_add (desk, self, office, fault));
        *count += office->id != desk->home.office->id;
    }
    return QCDC_OK;
}

static bool of_line (const office_t *office, const void *arg)
{
    return recipient_is (arg, office);
}

static bool of_word (const office_t *office, const void *arg)
{
    return strcmp (office->office_class, arg) == 0 || strcasecmp (office->code, arg) == 0;
}

/*  Words of to=: codes of classes and of offices, a comma between. */
static qcdc_status given_take (const desk_t *desk, issue_t *self, const char *given, fault_t *fault)
{
    char word[CATALOG_CODE_BYTES_MAX + 2];
    for (const char *at = given; *at;) {
        size_t length = strcspn (at, ","), count;
        snprintf (word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
        at += length + (at[length] == ',');
        if (!*word)
            continue;
        QCDC_TRY (offices_add (desk, self, of_word, word, &count, fault));
        if (!count) {
            fault_set (fault, QCDC_BAD_UNIT, "to", _ ("to=: there is no other office and no class of offices '%s'"),
                       word);
            fault_advise (fault, "%s", _ ("see qcdc catalogue offices and qcdc catalogue classes"));
            return QCDC_BAD_UNIT;
        }
    }
    return QCDC_OK;
}

static qcdc_status list_take (const desk_t *desk, issue_t *self, const char *path, fault_t *fault)
{
    for (size_t i = 0; i < self->file.recipient_count; i++) {
        const notice_line_t *line = &self->file.recipients[i];
        const recipient_t *row = recipient_on (desk->home.catalog, line->text, self->on);
        if (!row) {
            fault_set (fault, QCDC_BAD_NOTICE, "to", _ ("%s, row %zu: nobody knows for whom '%s' stands"), path,
                       line->row, line->text);
            fault_advise (fault, "%s",
                          _ ("publish the line in the table recipients, or name the offices: to=CLASS,OFFICE"));
            return QCDC_BAD_NOTICE;
        }
        QCDC_TRY (offices_add (desk, self, of_line, row, &self->of_line[i], fault));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what it says */

/*  What was GIVEN for KEY, else what the file has, else QCDC_EMPTY; *KEPT is malloc'ed. */
static qcdc_status word_take (const args_t *args, const char *key, const char *of_file, const char *missing,
                              char **kept, fault_t *fault)
{
    const char *given = args_value (args, key), *text = given ? given : of_file;
    if (!text || !*text)
        return fault_set (fault, QCDC_EMPTY, key, "%s", missing);
    qcdc_status status = text_clean (text, strlen (text), false, kept, NULL);
    return status == QCDC_OK ? QCDC_OK : fault_set (fault, status, key, "%s=: %s", key, _ (status_text (status)));
}

static qcdc_status owners_read (const desk_t *desk, const args_t *args, issue_t *self, fault_t *fault)
{
    const char *due = args_value (args, "due");
    int32_t due_on = 0;
    if (due)
        QCDC_TRY (args_day ("due", due, &due_on, fault));
    return notice_owners_read (args_value (args, "tasks"), desk->home.catalog, self->on, (int)self->file.task_count,
                               due_on, &self->owners, fault);
}

static qcdc_status line_read (desk_t *desk, const args_t *args, issue_t *self, fault_t *fault)
{
    const char *on = args_value (args, "on"), *to = args_value (args, "to");
    if (desk->home.role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "%s", _ ("only the provincial committee issues notices"));
    self->on = day_of_moment (moment_now ());
    if (on)
        QCDC_TRY (args_day ("on", on, &self->on, fault));
    QCDC_TRY (word_take (args, "number", NULL, _ ("a notice needs its number: number=…"), &self->number, fault));
    QCDC_TRY (notice_file_read (args->words[0], &self->file, fault));
    QCDC_TRY (word_take (args, "kind", self->file.kind,
                         _ ("the file does not begin with what kind of document it is: kind=…"), &self->kind, fault));
    QCDC_TRY (word_take (args, "by", self->file.signatory,
                         _ ("the file does not end with who signs it, below 'Nơi nhận:': by=…"), &self->signatory,
                         fault));
    self->period = args_value (args, "period") ? args_value (args, "period") : "";
    QCDC_TRY (owners_read (desk, args, self, fault));
    if (to)
        return given_take (desk, self, to, fault);
    if (self->file.recipient_count)
        return list_take (desk, self, args->words[0], fault);
    fault_set (fault, QCDC_EMPTY, "to", "%s", _ ("the file has no distribution list, a line 'Nơi nhận:'"));
    fault_advise (fault, "%s", _ ("add it, or name the offices: to=CLASS,OFFICE"));
    return QCDC_EMPTY;
}

/*  ---------------------------------------------------------------- what is shown */

static void print_offices (const issue_t *self, const recipient_t *row)
{
    const char *between = "  ";
    for (size_t i = 0; i < self->office_count; i++)
        if (!row || recipient_is (row, self->offices[i])) {
            text_say (stdout, "%s%s", between, self->offices[i]->code);
            between = ", ";
        }
    if (*between == ',')
        putchar ('\n');
}

/*  Whom TASK is given to, and until when. */
static void print_owners (const issue_t *self, int task)
{
    for (size_t i = 0; i < self->owners.count; i++) {
        const notice_owner_t *item = &self->owners.items[i];
        char day[DAY_TEXT_BYTES];
        if (item->task != task)
            continue;
        text_say (stdout, "  → %s%s%s", item->owner ? item->owner->code : _ ("nobody yet"), *item->person ? ", " : "",
                  item->person);
        if (item->due_on)
            text_say (stdout, _ (", last day %s"), day_format_people (item->due_on, day));
        putchar ('\n');
    }
}

static void print_issue (const desk_t *desk, const issue_t *self, bool given)
{
    char day[DAY_TEXT_BYTES];
    text_say (stdout, _ ("%s %s of %s: %s\n"), self->kind, self->number, day_format_people (self->on, day),
              self->file.title);
    text_say (stdout, _ ("signed by: %s\n"), self->signatory);
    if (*self->period)
        text_say (stdout, _ ("about the reports of: %s\n"), self->period);
    for (size_t i = 0; i < self->file.task_count; i++) {
        char shortened[200];
        text_say (stdout, _ ("task %zu: %s\n"), i + 1,
                  text_shorten (self->file.tasks[i].text, shortened, sizeof shortened));
        print_owners (self, (int)i + 1);
    }
    printf (ngettext ("goes to %zu office:\n", "goes to %zu offices:\n", self->office_count), self->office_count);
    if (given) {
        print_offices (self, NULL);
        return;
    }
    for (size_t i = 0; i < self->file.recipient_count; i++) {
        const char *line = self->file.recipients[i].text;
        if (self->of_line[i]) {
            text_say (stdout, "- %s:", line);
            print_offices (self, recipient_on (desk->home.catalog, line, self->on));
        } else {
            text_say (stdout, _ ("- %s: nobody who takes part in the system\n"), line);
        }
    }
}

/*  ---------------------------------------------------------------- the fact */

/*  Its tasks, each for each of its owners: "36-TB/BCĐ.6", and of several owners "36-TB/BCĐ.1.BCD-593". */
static qcdc_status tasks_open (desk_t *desk, const issue_t *self, const char *named, fault_t *fault)
{
    notice_view_t notice QCDC_CLEANUP (notice_view_release) = {0};
    QCDC_TRY (notice_find (desk, named, &notice, fault));
    for (size_t i = 0; i < self->owners.count; i++) {
        const notice_owner_t *item = &self->owners.items[i];
        const char *text = self->file.tasks[item->task - 1].text;
        char *number QCDC_CLEANUP (memory_free) = NULL, *title QCDC_CLEANUP (memory_free) = malloc (TASK_TITLE_BYTES);
        bool appended, names_owner = item->owner && !item->alone;
        if (asprintf (&number, "%s.%d%s%s", self->number, item->task, names_owner ? "." : "",
                      names_owner ? item->owner->code : "") < 0 ||
            !title)
            return no_memory (fault);
        const opening_t opening = {.number = number,
                                   .source = QCDC__ITEM_SOURCE__NOTICE_TASK,
                                   .about = &notice.notice.thing,
                                   .entry = notice.notice.entry,
                                   .task = item->task,
                                   .owner = item->owner ? item->owner->code : "",
                                   .person = item->person,
                                   .on = self->on,
                                   .due_on = item->due_on,
                                   .title = text_shorten (text, title, TASK_TITLE_BYTES),
                                   .text = text};
        QCDC_TRY (item_open (desk, &opening, &appended, fault));
    }
    return QCDC_OK;
}

static qcdc_status issue_append (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    issue_t *self = arg;
    Qcdc__NoticeIssued issued = QCDC__NOTICE_ISSUED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    notice_view_t holder QCDC_CLEANUP (notice_view_release) = {0};
    QCDC_TRY (line_read (desk, args, self, fault));
    const char **codes QCDC_CLEANUP (memory_free) = malloc ((self->office_count + 1) * sizeof (const char *));
    if (!codes)
        return no_memory (fault);
    for (size_t i = 0; i < self->office_count; i++)
        codes[i] = self->offices[i]->code;
    issued.number = self->number;
    issued.issued_on = self->on;
    issued.kind = self->kind;
    issued.signatory = self->signatory;
    issued.period = (char *)self->period;
    issued.tasks = (uint32_t)self->file.task_count;
    issued.shown_to = (char **)codes;
    issued.n_shown_to = self->office_count;
    text.title = self->file.title;
    text.body = self->file.body;
    char *named QCDC_CLEANUP (memory_free) = malloc (strlen (self->number) + 8);
    if (!named)
        return no_memory (fault);
    sprintf (named, "%s@%04d", self->number, day_year (self->on));
    fault_t none = {0};
    qcdc_status status = notice_find (desk, named, &holder, &none);
    if (status != QCDC_OK && status != QCDC_NOT_FOUND) {
        *fault = none;
        return status;
    }
    Qcdc__Fact fact = fact_of_notice (&issued);
    judge_input_t input = desk_input (desk);
    input.holder = status == QCDC_OK ? &holder.notice.thing : NULL;
    QCDC_TRY (desk_append (desk, &input, &fact, &text, false, &self->appended, NULL, fault));
    if (self->appended)
        QCDC_TRY (tasks_open (desk, self, named, fault));
    if (self->appended)
        print_issue (desk, self, args_value (args, "to") != NULL);
    return QCDC_OK;
}

static int issue_done (const args_t *args, void *arg)
{
    const issue_t *self = arg;
    if (!self->appended)
        puts (_ ("nothing new: it is issued already"));
    else if (args->dry_run)
        puts (_ ("nothing was issued: --dry-run"));
    else
        puts (_ ("issued; offices get it with their next sync after yours"));
    return EXIT_DONE;
}

int notice_issue (const command_t *command)
{
    static const char *const KEYS[] = {"number", "on", "period", "kind", "by", "to", "tasks", "due", NULL};
    static const desk_work_t WORK = {.line = {.words_min = 1, .words_max = 1, .keys = KEYS, .rehearses = true},
                                     .work = issue_append,
                                     .writes = true,
                                     .done = issue_done};
    issue_t self = {0};
    int status = command_at_desk (command, &WORK, &self);
    issue_release (&self);
    return status;
}
