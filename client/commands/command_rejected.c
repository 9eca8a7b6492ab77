/*  command_rejected.c — qcdc rejected: own entries that the server did not accept, why, and what to do about each.
 *
 *  An entry stays rejected for ever; whether something stands in its place by now is found out from the journal each
 *  time. */

#include "commands/command.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "commands/petition_view.h"
#include "commands/report_view.h"
#include "show/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    output_t *output;
    format_t format;
    fault_t *fault;
} listing_t;

/*  What an entry is about, as people call it: its number, or form and period. */
typedef struct {
    char what[160];
    bool mended;   /* something that counts stands in its place by now */
    bool petition; /* it is a petition as a register has it, not a step or a report */
    bool erases;
} about_t;

/*  What stands under a number that was taken already is no mending, unless it says the same or was written
 *  afterwards. */
static bool is_mended (const journal_verdict_t *verdict, const uint8_t rejected[CONTENT_BYTES],
                       const address_t *standing, const uint8_t content[CONTENT_BYTES])
{
    return status_from_code (verdict->code) != QCDC_DUPLICATE || memcmp (content, rejected, CONTENT_BYTES) == 0 ||
           (standing->origin == verdict->origin && standing->seq > verdict->seq);
}

static qcdc_status about_petition (listing_t *listing, const char *key, const journal_verdict_t *verdict,
                                   const uint8_t content[CONTENT_BYTES], about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    QCDC_TRY (petition_find (listing->desk, listing->desk->home.office->code, key, &views, &found, listing->fault));
    about->mended = found != NULL && !found->petition.voided &&
                    is_mended (verdict, content, &found->petition.entry, found->petition.content);
    return QCDC_OK;
}

/*  The petition that REF names, or a step of it (*MOVE, else NULL); *FOUND NULL: it is not here, or does not count. */
static qcdc_status about_named (listing_t *listing, const Qcdc__Ref *ref, petition_views_t *views,
                                petition_view_t **found, move_t **move)
{
    char address[ADDRESS_TEXT_BYTES];
    qcdc_status status = petition_find_named (listing->desk, address_format (ref->origin, ref->seq, address), views,
                                              found, move, listing->fault);
    if (status != QCDC_NOT_FOUND)
        return status;
    *found = NULL;
    return QCDC_OK;
}

/*  A step is mended where one of its kind stands, whoever entered it: on that petition there is nothing left to do. */
static qcdc_status about_step (listing_t *listing, const Qcdc__Ref *ref, int step, about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (listing, ref, &views, &found, &move));
    for (size_t i = 0; found && i < found->petition.move_count; i++)
        about->mended |= !found->petition.moves[i].voided && found->petition.moves[i].move == step;
    return QCDC_OK;
}

static bool is_later_own (const setter_t *set, const journal_verdict_t *verdict)
{
    return set->origin == verdict->origin && set->seq > verdict->seq;
}

/*  A correction is mended where this device has corrected the same thing since, knowingly. */
static qcdc_status about_correction (listing_t *listing, const Qcdc__Ref *ref, const journal_verdict_t *verdict,
                                     about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (listing, ref, &views, &found, &move));
    for (int i = 0; found && !move && i < PETITION_COLUMNS_SAID; i++)
        about->mended |= is_later_own (&found->petition.set[i], verdict);
    for (int i = 0; found && move && i < MOVE_COLUMNS_SAID; i++)
        about->mended |= is_later_own (&move->set[i], verdict);
    return QCDC_OK;
}

/*  The same of a report, by its subject. */
static qcdc_status about_cells (listing_t *listing, const char *subject, const journal_verdict_t *verdict,
                                about_t *about)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (listing->desk, subject, &view, listing->fault));
    for (size_t i = 0; i < view.report.cell_count; i++)
        about->mended |= is_later_own (&view.report.cells[i].set, verdict);
    return QCDC_OK;
}

static qcdc_status about_report (listing_t *listing, const char *form, const char *period,
                                 const journal_verdict_t *verdict, const uint8_t content[CONTENT_BYTES],
                                 about_t *about)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (
        report_view_read (listing->desk, listing->desk->home.office->code, form, period, &view, listing->fault));
    about->mended =
        view.found && !view.report.voided && is_mended (verdict, content, &view.report.entry, view.report.content);
    return QCDC_OK;
}

/*  "petition:BCD-593:12/kn@2019" → "12/kn@2019": what is left when kind and office are taken off.  "entry:ORIGIN:SEQ:HASH",
 *  what refers to an entry that is not here, → "ORIGIN:SEQ", the address as people gave it. */
static void subject_name (const char *subject, char *name, size_t size)
{
    static const char ENTRY[] = "entry:";
    const char *first = strchr (subject, ':'), *second = first ? strchr (first + 1, ':') : NULL;
    const char *last = strrchr (subject, ':');
    if (strncmp (subject, ENTRY, sizeof ENTRY - 1) == 0 && last != second)
        snprintf (name, size, "%.*s", (int)(last - first - 1), first + 1);
    else
        snprintf (name, size, "%s", second ? second + 1 : subject);
}

/*  Finds out what the entry is about.  A body of a kind that this program does not know keeps the name of its
 *  subject. */
static qcdc_status about_entry (listing_t *listing, const journal_verdict_t *verdict, about_t *about)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    uint8_t content[CONTENT_BYTES];
    *about = (about_t){0};
    QCDC_TRY (journal_at (listing->desk->home.journal, verdict->origin, verdict->seq, &row, listing->fault));
    subject_name (row.subject, about->what, sizeof about->what);
    arena_reset (listing->desk->arena);
    if (fact_unpack (row.entry.body, listing->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    /* The fact goes with the arena as soon as something else is read: the names are copied first. */
    fact_content (row.entry.body, content);
    char key[MATTER_KEY_BYTES];
    about->petition = fact_key (fact, key) == &PETITION_MATTER;
    about->erases = fact_erases (fact);
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED) {
        snprintf (about->what, sizeof about->what, "%s", fact->petition_received->local_no);
        return about->petition ? about_petition (listing, key, verdict, content, about) : QCDC_OK;
    }
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED && fact->petition_moved->petition) {
        const Qcdc__Ref ref = *fact->petition_moved->petition;
        return about_step (listing, &ref, (int)fact->petition_moved->move, about);
    }
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED && fact->corrected->target) {
        const Qcdc__Ref ref = *fact->corrected->target;
        if (fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_REPORT)
            return about_correction (listing, &ref, verdict, about);
        char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
        return subject ? about_cells (listing, subject, verdict, about)
                       : fault_set (listing->fault, QCDC_NO_MEMORY, NULL, "%s", about->what);
    }
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED) {
        char form[64], period[64];
        snprintf (form, sizeof form, "%s", fact->report_filed->form);
        snprintf (period, sizeof period, "%s", fact->report_filed->period);
        snprintf (about->what, sizeof about->what, "%s %s", form, period);
        return about_report (listing, form, period, verdict, content, about);
    }
    return QCDC_OK;
}

/*  What to do about it, by what was wrong: a msgid, for only tables for people are translated. */
static const char *advice (const journal_verdict_t *verdict, const about_t *about)
{
    /* Whoever mistyped an address would have another text erased, the day that it comes. */
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING && about->erases)
        return N_ ("check the address: whatever text comes under it will be erased");
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        return N_ ("nothing: it is judged again when what it waits for arrives");
    switch (status_from_code (verdict->code)) {
    case QCDC_DUPLICATE:
        /* To import the row over the other petition would put one person's case in the place of another's. */
        if (about->petition)
            return N_ ("if it is another petition, enter it under a register number of its own; if it is the same "
                       "one, import the row as it should be");
        return N_ ("correct the one that is there: import or file the whole row as it should be");
    case QCDC_BAD_MOVE:
        return N_ ("look at the petition's steps with qcdc petition show, then enter one that is possible");
    case QCDC_STALE:
        return N_ ("look at what stands there now; if it has to be changed, import or file it again: it is then a "
                   "correction of "
                   "that");
    case QCDC_NO_EFFECT:
        return N_ ("look at what stands there now; if this is what is right, import or file it again");
    case QCDC_TARGET_REJECTED:
        return N_ ("mend the entry it refers to first, then enter this again");
    case QCDC_TARGET_VOID:
        return N_ ("enter the petition again first, then this step");
    case QCDC_WAITING_FULL:
        return N_ ("see to it first that what the others wait for is sent, then enter it again");
    case QCDC_UNSUPPORTED:
        return N_ ("ask the provincial committee to update its server");
    case QCDC_FORBIDDEN:
    case QCDC_NOT_YOURS:
        return N_ ("ask the provincial committee");
    default:
        return N_ ("mend it and import or file it again");
    }
}

/*  Second copies are no fault of anybody's and are left out; what was accepted in vain is told. */
static qcdc_status rejected_row (const journal_verdict_t *verdict, void *arg)
{
    listing_t *listing = arg;
    about_t about;
    char address[ADDRESS_TEXT_BYTES];
    bool in_vain = status_from_code (verdict->code) == QCDC_NO_EFFECT;
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_ALIAS ||
        (verdict->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED && !in_vain))
        return QCDC_OK;
    QCDC_TRY (about_entry (listing, verdict, &about));
    if (about.mended)
        return QCDC_OK;
    qcdc_status reason = status_from_code (verdict->code);
    char *said QCDC_CLEANUP (memory_free) =
        listing->format == FORMAT_TABLE ? message_people (verdict->message) : strdup (verdict->message);
    char *message QCDC_CLEANUP (memory_free) =
        said ? people_explained (listing->format == FORMAT_TABLE ? listing->desk->home.catalog : NULL, said,
                                 verdict->field)
             : NULL;
    const char *cells[] = {address_format (verdict->origin, verdict->seq, address),
                           verdict_name (verdict->state, true),
                           about.what,
                           *verdict->field ? verdict->field : NULL,
                           verdict->code,
                           reason == QCDC_STATUS_COUNT ? NULL : status_text (reason),
                           message && *message ? message : NULL,
                           advice (verdict, &about)};
    return output_row (listing->output, cells, listing->fault);
}

/*  ---------------------------------------------------------------- the texts of one entry */

static qcdc_status text_row (output_t *output, const char *column, const char *text, fault_t *fault)
{
    const char *cells[] = {column, text};
    return *text ? output_row (output, cells, fault) : QCDC_OK;
}

/*  Whoever wrote a fact that was refused reads here what he wrote: nothing else shows it. */
static qcdc_status show_texts (desk_t *desk, const args_t *args, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("column"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("text"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    Qcdc__AnnexText none = QCDC__ANNEX_TEXT__INIT, *text = &none;
    uint64_t origin, seq;
    journal_row_t row;
    if (address_parse (args->words[0], &origin, &seq) != QCDC_OK || origin != desk->home.origin) {
        fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("%s is not the address of an entry of this device"),
                   args->words[0]);
        fault_advise (fault, "%s", _ ("see qcdc rejected"));
        return QCDC_NOT_FOUND;
    }
    QCDC_TRY (journal_at (desk->home.journal, origin, seq, &row, fault));
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_none (output, row.entry.annex_hash.length ? _ ("the text of this entry was erased")
                                                     : _ ("this entry has no text"));
    arena_reset (desk->arena);
    if (row.entry.annex.length && annex_unpack (row.entry.annex, desk->arena, &text) != QCDC_OK)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("the text of this entry cannot be read"));
    QCDC_TRY (text_row (output, N_ ("title"), text->title, fault));
    QCDC_TRY (text_row (output, N_ ("summary"), text->summary, fault));
    QCDC_TRY (text_row (output, N_ ("reason"), text->reason, fault));
    for (size_t i = 0; i < text->n_cells; i++)
        QCDC_TRY (text_row (output, text->cells[i]->cell, text->cells[i]->text, fault));
    return output_finish (output, fault);
}

static qcdc_status list_rejected (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {
        {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}, {N_ ("verdict"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("about"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("column"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("code"), QCDC__COLUMN_TYPE__TEXT},     {N_ ("reason"), QCDC__COLUMN_TYPE__TEXT},
        {N_ ("message"), QCDC__COLUMN_TYPE__TEXT},  {N_ ("what_to_do"), QCDC__COLUMN_TYPE__TEXT}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)arg;
    if (args->word_count)
        return show_texts (desk, args, fault);
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    output_name_by (output, desk->home.catalog);
    QCDC_TRY (args_arrange (args, output, fault));
    output_none (output, _ ("nothing was refused, and nothing waits"));
    listing_t listing = {desk, output, args->format, fault};
    QCDC_TRY (journal_each_verdict (desk->home.journal, true, rejected_row, &listing, fault));
    return output_finish (output, fault);
}

int command_rejected (const command_t *command)
{
    static const char *const KEYS[] = {"limit", "order", NULL};
    static const desk_work_t WORK = {.line = {.words_max = 1, .keys = KEYS, .takes_format = true},
                                     .work = list_rejected};
    return command_at_desk (command, &WORK, NULL);
}
