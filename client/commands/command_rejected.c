/*  command_rejected.c — qcdc rejected: own entries that the server did not take in, why, and what to do about each.
 *
 *  What was mended since is left out (refused.h), and what its clerk is done with. */

#include "commands/command.h"

#include "attention/done_with.h"
#include "attention/refused.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "catalogue/cell.h"
#include "rules/past.h"
#include "rules/rule_say.h"
#include "show/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    size_t owing; /* rows that somebody has to do something about */
    fault_t *fault;
} listing_t;

/*  Whether what a set was refused for ("… is meant: duty-changes QCDC-HUYEN 2020-H1, in …") may hold from a later day on instead. */
static bool change_can_wait (const char *message)
{
    static const char BEFORE[] = "is meant: ";
    char table[40] = "";
    const char *at = strstr (message, BEFORE);
    if (at)
        snprintf (table, sizeof table, "%.*s", (int)strcspn (at + sizeof BEFORE - 1, " "), at + sizeof BEFORE - 1);
    return past_can_wait (table);
}

/*  What to do about it, by what was wrong: a msgid, for only tables for people are translated. */
static const char *advice (const journal_verdict_t *verdict, const refused_about_t *about)
{
    /* Whoever mistyped an address would have another text erased, the day that it comes. */
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING && about->erases)
        return N_ ("check the address: whatever text comes under it will be erased");
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        return N_ ("nothing: it is judged again when what it waits for arrives");
    if (about->listing)
        return N_ ("look at what stands on the list with qcdc list show, and decide again if it has to be otherwise");
    if (about->item)
        return N_ ("look at the task with qcdc task show, and say it again if it has to be otherwise");
    if (about->notice)
        return N_ ("look at what there is with qcdc notices, and say it again if it has to be otherwise");
    switch (status_from_code (verdict->code)) {
    case QCDC_BAD_PERIOD:
        if (strcmp (verdict->field, "form") == 0)
            return N_ (
                "qcdc sync, then qcdc rejected ENTRY --format csv > FILE has the figures that were filed, and qcdc "
                "report file FILE files them under the version of now; what it says is not part of the form "
                "any more has to go from FILE, and qcdc report template FORM PERIOD shows what is new");
        return N_ ("mend it and import or file it again");
    case QCDC_DUPLICATE:
        if (strcmp (verdict->field, "hand_over") == 0 || strcmp (verdict->field, "from") == 0)
            return N_ ("nothing: another device of this office was first; go on with what that one entered");
        /* To import the row over the other petition would put one person's case in the place of another's. */
        if (about->petition)
            return N_ ("if it is another petition, enter it under a register number of its own; if it is the same "
                       "one, import the row as it should be");
        if (about->matter)
            return N_ ("look at what stands there now: qcdc matter show, qcdc petition show");
        if (about->reception)
            return N_ ("if it is another reception, enter it under a number of its own; if it is the same one, "
                       "correct the one that is there (qcdc reception correct)");
        return N_ ("look at the report that is there (qcdc report show FORM PERIOD), and file the cells that have to "
                   "be otherwise: that corrects it");
    case QCDC_BAD_MOVE:
        return N_ ("see the steps that are possible now with qcdc petition next, then enter one of them");
    case QCDC_STALE:
        if (strcmp (verdict->field, "report") == 0)
            return N_ ("look at the report again with qcdc review show, and review what stands there now");
        return N_ ("look at what stands there now; if it has to be changed, import or file it again: it is then a "
                   "correction of "
                   "that");
    case QCDC_LOCKED:
        if (about->set && !past_can_wait (verdict->field))
            return N_ (
                "reopen the report (qcdc review reopen) and publish it then; once that is done this is said no "
                "more");
        if (about->set)
            return N_ (
                "publish it from a later day on (from=DAY), or reopen the report (qcdc review reopen) and publish it "
                "then; once that is done this is said no more");
        if (about->review)
            return N_ ("look at where the report stands with qcdc review list; to review it otherwise, reopen it "
                       "first (qcdc "
                       "review reopen)");
        return N_ ("ask the provincial office to reopen the report, and file the correction again then");
    case QCDC_BAD_CATALOGUE:
        if (strcmp (verdict->field, "past_meant") == 0 && !change_can_wait (verdict->message))
            return N_ (
                "if it is meant, say so (qcdc publish --confirm-past); once that is done this is said no more");
        if (strcmp (verdict->field, "past_meant") == 0)
            return N_ (
                "publish it from a later day on (from=DAY), or say that it is meant (qcdc publish --confirm-past); "
                "once that is done this is said no more");
        return N_ ("look at what holds with qcdc catalogue, mend the folder and publish it again; once that is done "
                   "this is said no more");
    case QCDC_BAD_REVIEW:
        return N_ ("look at where the report stands with qcdc review list, and review it again if it has to be");
    case QCDC_NO_EFFECT:
        return N_ ("look at what stands there now; if this is what is right, import or file it again");
    case QCDC_TARGET_REJECTED:
        return N_ ("mend the entry it refers to first, then enter this again");
    case QCDC_TARGET_VOID:
        return N_ ("look whether it stands again by now; this is entered once more for what stands, or not at all");
    case QCDC_WAITING_FULL:
        return N_ ("see to it first that what the others wait for is sent, then enter it again");
    case QCDC_UNSUPPORTED:
        return N_ ("ask the provincial committee to update its server");
    case QCDC_UNVOUCHED:
        return N_ ("have this device vouched for (qcdc status says how), then say it again");
    case QCDC_FORBIDDEN:
    case QCDC_NOT_YOURS:
        return N_ ("ask the provincial committee");
    default:
        return N_ ("mend it and import or file it again");
    }
}

/*  The code says to a program what the reason says to people: their tables go without it. */
#define CODE_CELL 4

/*  What the entry is about as people find it, and its message saying it so: *MESSAGE is malloc'ed. */
static qcdc_status row_named (listing_t *listing, const journal_verdict_t *verdict, const refused_about_t *about,
                              char name[PETITION_NAME_BYTES], char **message)
{
    char in_message[PETITION_NAME_BYTES] = "";
    bool taken = status_from_code (verdict->code) == QCDC_DUPLICATE;
    const petition_number_t *said = taken && *about->wanted.number ? &about->wanted : &about->own;
    if (*about->own.number)
        QCDC_TRY (petition_name (listing->desk, &about->own, name, listing->fault));
    if (*said->number)
        QCDC_TRY (petition_name (listing->desk, said, in_message, listing->fault));
    *message = petition_name_in (verdict->message, said->number, in_message);
    return *message ? QCDC_OK
                    : fault_set (listing->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status rejected_row (const journal_verdict_t *verdict, const refused_about_t *about, void *arg)
{
    listing_t *listing = arg;
    char address[ADDRESS_TEXT_BYTES], name[PETITION_NAME_BYTES];
    char *named QCDC_CLEANUP (memory_free) = NULL;
    if (about->mended)
        return QCDC_OK;
    QCDC_TRY (row_named (listing, verdict, about, name, &named));
    listing->owing += verdict->state != QCDC__VERDICT_STATE__VERDICT_WAITING;
    qcdc_status reason = status_from_code (verdict->code);
    char *said QCDC_CLEANUP (memory_free) =
        format_speaks (listing->format) ? message_people (named, listing->desk->home.origin) : strdup (named);
    /* A report is called by its form and period. */
    const char *last = strrchr (about->what, ' ');
    naming_time_t when;
    naming_time (listing->desk->home.catalog, NULL, last ? last + 1 : NULL, &when);
    char *message QCDC_CLEANUP (memory_free) =
        said ? people_explained (format_speaks (listing->format) ? listing->desk->home.catalog : NULL, said,
                                 verdict->field, naming_day (&when))
             : NULL;
    const char *cells[] = {address_format (verdict->origin, verdict->seq, address),
                           verdict_name (verdict->state, true),
                           *about->own.number ? name : about->what,
                           *verdict->field ? verdict->field : NULL,
                           verdict->code,
                           reason == QCDC_STATUS_COUNT ? NULL : status_text (reason),
                           message && *message ? message : NULL,
                           advice (verdict, about)};
    if (listing->format == FORMAT_TABLE)
        memmove (&cells[CODE_CELL], &cells[CODE_CELL + 1], sizeof cells - (CODE_CELL + 1) * sizeof *cells);
    return output_row (listing->output, cells, listing->fault);
}

/*  ---------------------------------------------------------------- the texts of one entry */

static qcdc_status text_row (output_t *output, const char *column, const char *text, fault_t *fault)
{
    const char *cells[] = {column, text};
    return *text ? output_row (output, cells, fault) : QCDC_OK;
}

static qcdc_status entry_named (const desk_t *desk, const char *word, address_t *entry, fault_t *fault)
{
    if (address_parse (word, &entry->origin, &entry->seq) == QCDC_OK && entry->origin == desk->home.origin)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s is not the address of an entry of this device"), word);
    fault_advise (fault, "%s", _ ("see qcdc rejected"));
    return QCDC_NOT_FOUND;
}

/*  The figures and texts of REPORT as a sheet that can be filed again: with other figures, or under another version. */
static qcdc_status show_report (const args_t *args, const Qcdc__ReportFiled *report, const Qcdc__AnnexText *text,
                                fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("form"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("period"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("cell"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("value"), QCDC__COLUMN_TYPE__DECIMAL}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, _ ("There is nothing to report in this period."));
    for (size_t i = 0; i < report->n_cells; i++) {
        char value[RULE_NUMBER_BYTES];
        const char *cells[] = {report->form, report->period, report->cells[i]->cell,
                               value_format (report->cells[i]->value_e4, value)};
        QCDC_TRY (output_row (output, cells, fault));
    }
    for (size_t i = 0; i < text->n_cells; i++) {
        const char *cells[] = {report->form, report->period, text->cells[i]->cell, text->cells[i]->text};
        if (!cell_note_rule (text->cells[i]->cell))
            QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

/*  Whoever wrote a fact that was refused reads here what he wrote: nothing else shows it. */
static qcdc_status show_texts (desk_t *desk, const args_t *args, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("column"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("text"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    Qcdc__Fact *fact = NULL;
    address_t entry;
    journal_row_t row;
    QCDC_TRY (entry_named (desk, args->words[0], &entry, fault));
    QCDC_TRY (journal_at (desk->home.journal, entry.origin, entry.seq, &row, fault));
    arena_reset (desk->arena);
    if (row.entry.annex.length && annex_unpack (row.entry.annex, desk->arena, &text) != QCDC_OK)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("the text of this entry cannot be read"));
    if (fact_unpack (row.entry.body, desk->arena, &fact) == QCDC_OK &&
        fact->kind_case == QCDC__FACT__KIND_REPORT_FILED)
        return show_report (args, fact->report_filed, text, fault);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, row.entry.annex_hash.length ? _ ("the text of this entry was erased")
                                                     : _ ("this entry has no text"));
    QCDC_TRY (text_row (output, N_ ("title"), text->title, fault));
    QCDC_TRY (text_row (output, N_ ("summary"), text->summary, fault));
    QCDC_TRY (text_row (output, N_ ("reason"), text->reason, fault));
    for (size_t i = 0; i < text->n_cells; i++)
        QCDC_TRY (text_row (output, text->cells[i]->cell, text->cells[i]->text, fault));
    return output_finish (output, fault);
}

/*  ---------------------------------------------------------------- nothing is left to do for it */

typedef struct {
    const address_t *entry;
    bool listed;
    bool waits;
} sought_t;

static qcdc_status seek (const journal_verdict_t *verdict, const refused_about_t *about, void *arg)
{
    sought_t *sought = arg;
    if (!about->mended && verdict->origin == sought->entry->origin && verdict->seq == sought->entry->seq) {
        sought->listed = true;
        sought->waits = verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING;
    }
    return QCDC_OK;
}

static qcdc_status be_done (desk_t *desk, const args_t *args, fault_t *fault)
{
    address_t entry = {0};
    sought_t sought = {.entry = &entry};
    QCDC_TRY (entry_named (desk, args->words[0], &entry, fault));
    QCDC_TRY (refused_each (desk, seek, &sought, fault));
    if (!sought.listed)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s is not on the list of qcdc rejected, or not any more"),
                          args->words[0]);
    if (sought.waits)
        return fault_set (fault, QCDC_USAGE, NULL, _ ("%s waits: it is judged again when what it waits for arrives"),
                          args->words[0]);
    QCDC_TRY (done_with_note (desk, &entry, fault));
    text_say (stdout, _ ("nothing is left to do for %s: it is off the list\n"), args->words[0]);
    return QCDC_OK;
}

enum { DONE = 1u << 0 };

/*  It is said of one entry, and lists nothing. */
static qcdc_status rejected_check (const args_t *args, void *arg, fault_t *fault)
{
    (void)arg;
    if (!(args->switched & DONE))
        return QCDC_OK;
    if (!args->word_count) {
        fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--done is said of one entry, by its address"));
        fault_advise (fault, "%s", _ ("see qcdc rejected"));
        return QCDC_USAGE;
    }
    if (args->format != FORMAT_TABLE || args->output || args_value (args, "limit") || args_value (args, "order"))
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("--done lists nothing: it stands with an address alone"));
    return QCDC_OK;
}

static qcdc_status list_rejected (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}, {N_ ("verdict"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("about"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("column"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("code"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("reason"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("message"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("what_to_do"), QCDC__COLUMN_TYPE__TEXT}};
    enum { COLUMN_COUNT = sizeof COLUMNS / sizeof *COLUMNS };
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    if (args->switched & DONE)
        return be_done (desk, args, fault);
    if (args->word_count)
        return show_texts (desk, args, fault);
    bool people = args->format == FORMAT_TABLE;
    output_column_t columns[COLUMN_COUNT];
    memcpy (columns, COLUMNS, sizeof columns);
    if (people)
        memmove (&columns[CODE_CELL], &columns[CODE_CELL + 1], (COLUMN_COUNT - CODE_CELL - 1) * sizeof *columns);
    QCDC_TRY (output_new (args->format, stdout, columns, COLUMN_COUNT - people, &output, fault));
    output_name_by (output, desk->home.catalog);
    QCDC_TRY (args_arrange (args, output, fault));
    output_none (output, _ ("nothing was refused, and nothing waits"));
    listing_t listing = {.desk = desk, .output = output, .format = args->format, .fault = fault};
    QCDC_TRY (refused_each (desk, rejected_row, &listing, fault));
    QCDC_TRY (output_finish (output, fault));
    if (people && listing.owing)
        fprintf (stderr, "%s\n", _ ("qcdc: once nothing is left to do for one of them: qcdc rejected ENTRY --done"));
    return QCDC_OK;
}

int command_rejected (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL};
    static const char *const SWITCHES[] = {"--done", NULL};
    static const desk_work_t WORK = {
        .line = {.words_max = 1, .keys = KEYS, .takes_format = true, .switches = SWITCHES},
        .check = rejected_check,
        .work = list_rejected};
    return command_at_desk (command, &WORK, NULL);
}
