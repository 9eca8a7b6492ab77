/*  refused.c — own entries that the province did not take, or took in vain, and whether something has mended each since.
 *
 *  An entry stays refused for ever; whether something stands in its place by now is found out from the journal each
 *  time. */

#include "commands/refused.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "commands/agreed.h"
#include "commands/correction.h"
#include "commands/done_with.h"
#include "commands/overtaken.h"
#include "commands/petition_view.h"
#include "commands/refused_listing.h"
#include "commands/refused_matter.h"
#include "commands/refused_reception.h"
#include "commands/report_view.h"
#include "journal/published.h"
#include "matters/petition_columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    refused_fn *each;
    void *arg;
    fault_t *fault;
    arena_t *arena;    /* of the entry that is looked at: what it says is compared with what stands */
    uint64_t *in_vain; /* malloc'ed: own entries of which the server has said so itself */
    size_t in_vain_count, in_vain_size;
} refused_walk_t;

/*  What a device wrote of something after its entry about it was refused. */
static bool is_later_own (const journal_verdict_t *verdict, uint64_t origin, uint64_t seq)
{
    return origin == verdict->origin && seq > verdict->seq;
}

/*  What stands in the place of a refused entry is no mending, unless it says the same or was written afterwards. */
static bool is_mended (const journal_verdict_t *verdict, const uint8_t rejected[CONTENT_BYTES],
                       const address_t *standing, const uint8_t content[CONTENT_BYTES])
{
    return memcmp (content, rejected, CONTENT_BYTES) == 0 || is_later_own (verdict, standing->origin, standing->seq);
}

/*  To take a thing back is the end of what was wanted of it, unless that was refused for this very reason. */
static bool is_over (const journal_verdict_t *verdict, bool voided)
{
    return voided && status_from_code (verdict->code) != QCDC_TARGET_VOID;
}

static qcdc_status about_petition (refused_walk_t *walk, const char *key, const journal_verdict_t *verdict,
                                   const uint8_t content[CONTENT_BYTES], refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    QCDC_TRY (petition_find (walk->desk, walk->desk->home.office->code, key, &views, &found, walk->fault));
    about->mended = found != NULL && !found->petition.voided &&
                    is_mended (verdict, content, &found->petition.entry, found->petition.content);
    return QCDC_OK;
}

/*  The petition that REF names, or a step of it (*MOVE, else NULL); *FOUND NULL: it is not here, or does not count. */
static qcdc_status about_named (refused_walk_t *walk, const Qcdc__Ref *ref, petition_views_t *views,
                                petition_view_t **found, move_t **move)
{
    char address[ADDRESS_TEXT_BYTES];
    qcdc_status status = petition_find_named (walk->desk, address_format (ref->origin, ref->seq, address), views,
                                              found, move, walk->fault);
    if (status != QCDC_NOT_FOUND)
        return status;
    *found = NULL;
    return QCDC_OK;
}

static void about_own (refused_about_t *about, const char *local_no, int32_t received_on)
{
    about->own = petition_number (local_no, received_on);
    snprintf (about->what, sizeof about->what, "%s", local_no);
}

/*  The number of the petition that an entry is about, as it is written: that of the one that stands or, where REF leads to one
 *  that does not count, that which it was entered with. */
static qcdc_status about_number (refused_walk_t *walk, const Qcdc__Ref *ref, const petition_view_t *found,
                                 refused_about_t *about)
{
    address_t target = {ref->origin, ref->seq, ref->hash};
    Qcdc__Fact *fact = NULL;
    if (found) {
        about_own (about, found->petition.local_no, found->petition.received_on);
        return QCDC_OK;
    }
    /* From a correction to its step, from there to its petition. */
    for (int i = 0; i < 3; i++) {
        journal_row_t row;
        qcdc_status status = journal_at (walk->desk->home.journal, target.origin, target.seq, &row, walk->fault);
        if (status != QCDC_OK)
            return status == QCDC_NOT_FOUND ? QCDC_OK : status;
        arena_reset (walk->desk->arena);
        if (fact_unpack (row.entry.body, walk->desk->arena, &fact) != QCDC_OK)
            return QCDC_OK;
        if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED)
            about_own (about, fact->petition_received->local_no, fact->petition_received->received_on);
        if (!fact_target (fact, &target))
            return QCDC_OK;
    }
    return QCDC_OK;
}

/*  A step is mended where one of its kind stands that says the same, or that this device has corrected or gone on from since. */
static bool step_stands (const move_t *move, const Qcdc__PetitionMoved *wanted, const journal_verdict_t *verdict,
                         bool gone_on)
{
    Qcdc__PetitionMoved said;
    move_say (move, &said);
    bool stands = gone_on || (said.on == wanted->on && said.outcome == wanted->outcome);
    for (int i = 0; i < MOVE_COLUMNS_SAID; i++)
        stands |= is_later_own (verdict, move->set[i].origin, move->set[i].seq);
    return !move->voided && said.move == wanted->move && stands;
}

static qcdc_status about_step (refused_walk_t *walk, const Qcdc__PetitionMoved *wanted,
                               const journal_verdict_t *verdict, refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (walk, wanted->petition, &views, &found, &move));
    QCDC_TRY (about_number (walk, wanted->petition, found, about));
    about->mended = found && is_over (verdict, found->petition.voided);
    bool gone_on = false;
    for (size_t i = 0; found && i < found->petition.move_count; i++) {
        const move_t *step = &found->petition.moves[i];
        gone_on |= !step->voided && is_later_own (verdict, step->address.origin, step->address.seq);
    }
    for (size_t i = 0; found && i < found->petition.move_count; i++)
        about->mended |= step_stands (&found->petition.moves[i], wanted, verdict, gone_on);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- corrections, column by column */

typedef struct {
    const char *name;
    correction_saying_t saying;
    bool mended;
} asked_t;

/*  The columns that a refused correction was to change; all of them have to be mended, for none was taken. */
typedef struct {
    refused_walk_t *walk;
    const journal_verdict_t *verdict;
    const Qcdc__Fact *fact; /* in the walk's arena */
    int64_t commit_seq;     /* of the refused entry */
    asked_t *asked;         /* malloc'ed */
    size_t count, size;
} asking_t;

static void asking_release (asking_t *self)
{
    free (self->asked);
}

static qcdc_status asking_fill (asking_t *self)
{
    const char *name;
    for (size_t i = 0; (name = correction_column (self->fact, i)); i++) {
        asked_t one = {.name = name};
        if (!correction_says (self->fact, name, &one.saying))
            continue;
        asked_t *asked = memory_room (self->asked, self->count, &self->size, sizeof *asked);
        if (!asked)
            return fault_set (self->walk->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        self->asked = asked;
        asked[self->count++] = one;
    }
    return QCDC_OK;
}

static bool asking_mended (const asking_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (!self->asked[i].mended)
            return false;
    return self->count > 0;
}

/*  What was accepted later, an own correction or one that says the same, has mended its columns, whoever changed them again
 *  after it. */
static qcdc_status take_later (const journal_row_t *row, void *arg)
{
    asking_t *asking = arg;
    desk_t *desk = asking->walk->desk;
    Qcdc__Fact *fact = NULL, seen;
    correction_saying_t said;
    bool own = is_later_own (asking->verdict, row->entry.origin, row->entry.seq);
    bool later = own || (asking->commit_seq && row->commit_seq > asking->commit_seq);
    if (!later || row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    arena_reset (desk->arena);
    qcdc_status status = fact_unpack (row->entry.body, desk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (asking->walk->fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK || fact_kind (fact)->effect != FACT_CORRECTS || !fact_seen (fact, &seen) ||
        fact->corrected->replacement_case != asking->fact->corrected->replacement_case)
        return QCDC_OK;
    const Qcdc__Ref *a = fact->corrected->target, *b = asking->fact->corrected->target;
    /* Of a report all are of one thing, and of a second copy each names the other. */
    bool petition = fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_REPORT;
    if (petition && (!a || a->origin != b->origin || a->seq != b->seq))
        return QCDC_OK;
    for (size_t i = 0; i < asking->count; i++) {
        asked_t *asked = &asking->asked[i];
        bool says = correction_says (fact, asked->name, &said);
        asked->mended |= says && (own || (!said.is_text && strcmp (said.wanted, asked->saying.wanted) == 0));
    }
    return QCDC_OK;
}

/*  What the texts of the refused entry are, to be compared with those that stand; NULL: they are not here. */
static qcdc_status texts_of (const refused_walk_t *walk, const journal_verdict_t *verdict, Qcdc__AnnexText **text)
{
    journal_row_t row;
    *text = NULL;
    QCDC_TRY (journal_at (walk->desk->home.journal, verdict->origin, verdict->seq, &row, walk->fault));
    if (row.entry.annex.length && annex_unpack (row.entry.annex, walk->arena, text) != QCDC_OK)
        *text = NULL;
    return QCDC_OK;
}

static bool same_text (const char *wanted, const char *stands)
{
    return wanted && stands && strcmp (wanted, stands) == 0;
}

/*  Whether the clerk has said that the column is right as another device made it. */
static qcdc_status column_agreed (asked_t *asked, const char *column, const petition_view_t *view,
                                  const asking_t *asking)
{
    uint64_t until;
    QCDC_TRY (agreed_until (asking->walk->desk, &view->petition.entry, column, &until, asking->walk->fault));
    asked->mended |= until >= asking->verdict->seq;
    return QCDC_OK;
}

static void petition_column_look (asked_t *asked, const petition_view_t *view, const Qcdc__AnnexText *text,
                                  const asking_t *asking)
{
    petition_said_t said;
    petition_say (&view->petition, &said);
    for (int i = 0; i < PETITION_COLUMNS_SAID; i++) {
        const setter_t *set = &view->petition.set[i];
        if (strcmp (petition_column_name (i), asked->name) != 0)
            continue;
        asked->mended |= is_later_own (asking->verdict, set->origin, set->seq);
        if (i == SAID_TITLE || i == SAID_SUMMARY)
            asked->mended |= text && same_text (i == SAID_TITLE ? text->title : text->summary,
                                                i == SAID_TITLE ? view->title : view->summary);
        else
            asked->mended |= petition_column_same (i, &said.received, asking->fact->corrected->petition);
    }
}

static void step_column_look (asked_t *asked, const move_t *move, const asking_t *asking)
{
    Qcdc__PetitionMoved said;
    move_say (move, &said);
    for (int i = 0; i < MOVE_COLUMNS_SAID; i++)
        if (strcmp (move_column_name (i), asked->name) == 0)
            asked->mended |= is_later_own (asking->verdict, move->set[i].origin, move->set[i].seq) ||
                             move_column_same (i, &said, asking->fact->corrected->move);
}

static void cell_look (asked_t *asked, const report_view_t *view, const Qcdc__AnnexText *text, const asking_t *asking)
{
    const report_cell_t *cell = report_cell (&view->report, asked->name);
    char now[COLUMN_TEXT_BYTES] = "blank";
    asked->mended |= cell && is_later_own (asking->verdict, cell->set.origin, cell->set.seq);
    if (!asked->saying.is_text) {
        if (cell && !cell->removed && !cell->is_text)
            value_format (cell->value_e4, now);
        asked->mended |= strcmp (now, asked->saying.wanted) == 0;
        return;
    }
    const char *wanted = "";
    for (size_t i = 0; text && i < text->n_cells; i++)
        if (strcmp (text->cells[i]->cell, asked->name) == 0)
            wanted = text->cells[i]->text;
    asked->mended |= same_text (wanted, report_narrative (view, asked->name));
}

/*  Whether what was taken back has been entered again by this device since. */
static qcdc_status petition_again (refused_walk_t *walk, const petition_t *voided, const journal_verdict_t *verdict,
                                   refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    QCDC_TRY (petition_find (walk->desk, walk->desk->home.office->code, voided->key, &views, &found, walk->fault));
    about->mended |= found && !found->petition.voided &&
                     is_later_own (verdict, found->petition.entry.origin, found->petition.entry.seq);
    return QCDC_OK;
}

/*  A correction is mended where each of its columns is, or what it was of was taken back. */
static qcdc_status about_correction (asking_t *asking, const char *subject, refused_about_t *about)
{
    refused_walk_t *walk = asking->walk;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    Qcdc__AnnexText *text;
    QCDC_TRY (texts_of (walk, asking->verdict, &text));
    QCDC_TRY (about_named (walk, asking->fact->corrected->target, &views, &found, &move));
    QCDC_TRY (about_number (walk, asking->fact->corrected->target, found, about));
    const Qcdc__PetitionReceived *wanted = asking->fact->corrected->petition;
    if (asking->fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION && wanted)
        about->wanted = petition_number (wanted->local_no, wanted->received_on);
    QCDC_TRY (asking_fill (asking));
    for (size_t i = 0; found && i < asking->count; i++) {
        asked_t *asked = &asking->asked[i];
        bool of_step = asking->fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_PETITION;
        if (!of_step)
            petition_column_look (asked, found, text, asking);
        else if (move)
            step_column_look (asked, move, asking);
        /* As petition correct names the day of a step. */
        QCDC_TRY (column_agreed (asked, of_step && strcmp (asked->name, "on") == 0 ? "settled_on" : asked->name,
                                 found, asking));
    }
    QCDC_TRY (journal_each_of_subject (walk->desk->home.journal, subject, take_later, asking, walk->fault));
    bool voided = found && (found->petition.voided || (move && move->voided));
    about->mended = voided ? is_over (asking->verdict, true) : asking_mended (asking);
    return found && found->petition.voided ? petition_again (walk, &found->petition, asking->verdict, about)
                                           : QCDC_OK;
}

/*  Whether the report that REF names, itself or by a second copy, is not the one that stands. */
static qcdc_status is_gone (refused_walk_t *walk, const Qcdc__Ref *ref, const report_view_t *view, bool *gone)
{
    journal_row_t row;
    qcdc_status status = journal_at (walk->desk->home.journal, ref->origin, ref->seq, &row, walk->fault);
    *gone = status == QCDC_OK && (!view->found || view->report.voided);
    if (status != QCDC_OK || *gone)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status;
    address_t named = {ref->origin, ref->seq, 0};
    if (row.verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS)
        named = row.repeats;
    *gone = named.seq && (named.origin != view->report.entry.origin || named.seq != view->report.entry.seq);
    return QCDC_OK;
}

/*  The same of a report, by its subject; of one that was filed over another, too. */
static qcdc_status about_cells (asking_t *asking, const char *subject, refused_about_t *about)
{
    refused_walk_t *walk = asking->walk;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    Qcdc__AnnexText *text;
    QCDC_TRY (texts_of (walk, asking->verdict, &text));
    QCDC_TRY (report_view_of_subject (walk->desk, subject, &view, walk->fault));
    QCDC_TRY (asking_fill (asking));
    const report_t *report = &view.report;
    for (size_t i = 0; i < asking->count; i++)
        cell_look (&asking->asked[i], &view, text, asking);
    QCDC_TRY (journal_each_of_subject (walk->desk->home.journal, subject, take_later, asking, walk->fault));
    const Qcdc__Ref *target = asking->fact->corrected->target;
    bool stands = view.found && !report->voided, over = false;
    if (target)
        QCDC_TRY (is_gone (walk, target, &view, &over));
    about->mended = (over ? is_over (asking->verdict, true) : stands && asking_mended (asking)) ||
                    (stands && is_later_own (asking->verdict, report->entry.origin, report->entry.seq));
    return QCDC_OK;
}

/*  A filing is compared cell by cell like a correction that saw nothing; a nil one has none. */
static qcdc_status about_report (asking_t *asking, const char *subject, const uint8_t content[CONTENT_BYTES],
                                 refused_about_t *about)
{
    refused_walk_t *walk = asking->walk;
    Qcdc__ReportFiled none = QCDC__REPORT_FILED__INIT;
    Qcdc__Corrected corrected = QCDC__CORRECTED__INIT;
    Qcdc__Fact as = QCDC__FACT__INIT;
    corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT_REPORT;
    corrected.report = asking->fact->report_filed;
    corrected.report_seen = &none;
    as.kind_case = QCDC__FACT__KIND_CORRECTED;
    as.corrected = &corrected;
    asking->fact = &as;
    QCDC_TRY (about_cells (asking, subject, about));
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (walk->desk, subject, &view, walk->fault));
    about->mended |= view.found && !view.report.voided &&
                     is_mended (asking->verdict, content, &view.report.entry, view.report.content);
    return QCDC_OK;
}

/*  To take something back is mended where it is taken back. */
static qcdc_status about_voiding (refused_walk_t *walk, const Qcdc__Ref *ref, const char *subject,
                                  refused_about_t *about)
{
    char office[64];
    if (subject_matter (subject, office) == &REPORT_MATTER) {
        report_view_t view QCDC_CLEANUP (report_view_release) = {0};
        QCDC_TRY (report_view_of_subject (walk->desk, subject, &view, walk->fault));
        return is_gone (walk, ref, &view, &about->mended);
    }
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (walk, ref, &views, &found, &move));
    QCDC_TRY (about_number (walk, ref, found, about));
    about->mended = found && (found->petition.voided || (move && move->voided));
    return QCDC_OK;
}

/*  A review is mended where this device has said something else of the report since, and that was accepted. */
static qcdc_status take_review (const journal_row_t *row, void *arg)
{
    asking_t *asking = arg;
    Qcdc__Fact *fact = NULL;
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || !row->commit_seq ||
        !is_later_own (asking->verdict, row->entry.origin, row->entry.seq))
        return QCDC_OK;
    arena_reset (asking->walk->desk->arena);
    if (fact_unpack (row->entry.body, asking->walk->desk->arena, &fact) == QCDC_OK &&
        fact->kind_case == QCDC__FACT__KIND_REPORT_REVIEWED)
        asking->count++;
    return QCDC_OK;
}

static qcdc_status about_review (asking_t *asking, const char *subject, refused_about_t *about)
{
    refused_walk_t *walk = asking->walk;
    QCDC_TRY (journal_each_of_subject (walk->desk->home.journal, subject, take_review, asking, walk->fault));
    about->mended = asking->count > 0;
    return QCDC_OK;
}

/*  A set is mended where this device has published again since it knew of the refusal. */
static qcdc_status about_set (refused_walk_t *walk, const Qcdc__Published *set, const journal_verdict_t *verdict,
                              refused_about_t *about)
{
    char *over QCDC_CLEANUP (memory_free) = NULL;
    snprintf (about->what, sizeof about->what, _ ("the set %s"), set->set);
    QCDC_TRY (journal_get (walk->desk->home.journal, PUBLISHED_OVER, &over, walk->fault));
    about->set = true;
    about->mended = strtoull (over, NULL, 10) >= verdict->seq;
    return QCDC_OK;
}

/*  "petition:BCD-593:12/kn@2019" → "12/kn@2019": what is left when kind and office are taken off; form and period as people
 *  write them, "QCDC-HUYEN 2018".  "entry:ORIGIN:SEQ:HASH",
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
    char office[64], *slash = strchr (name, '/');
    if (slash && subject_matter (subject, office) == &REPORT_MATTER)
        *slash = ' ';
}

/*  Finds out what the entry is about.  A body of a kind that this program does not know keeps the name of its
 *  subject. */
static qcdc_status about_entry (refused_walk_t *walk, const journal_verdict_t *verdict, refused_about_t *about)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    uint8_t content[CONTENT_BYTES];
    *about = (refused_about_t){0};
    QCDC_TRY (journal_at (walk->desk->home.journal, verdict->origin, verdict->seq, &row, walk->fault));
    subject_name (row.subject, about->what, sizeof about->what);
    arena_reset (walk->arena);
    if (fact_unpack (row.entry.body, walk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    fact_content (row.entry.body, content);
    char key[MATTER_KEY_BYTES];
    about->petition = fact_key (fact, key) == &PETITION_MATTER;
    about->erases = fact_erases (fact);
    asking_t asking QCDC_CLEANUP (asking_release) = {
        .walk = walk, .verdict = verdict, .fact = fact, .commit_seq = row.commit_seq};
    /* The row goes as soon as something else is read. */
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return fault_set (walk->fault, QCDC_NO_MEMORY, NULL, "%s", about->what);
    bool reception;
    QCDC_TRY (refused_reception (walk->desk, verdict, fact, subject, content, &reception, about, walk->fault));
    about->reception = reception;
    if (reception)
        return QCDC_OK;
    bool matter;
    QCDC_TRY (refused_matter (walk->desk, verdict, fact, subject, content, &matter, about, walk->fault));
    about->matter = matter;
    if (matter)
        return QCDC_OK;
    bool listing;
    QCDC_TRY (refused_listing (walk->desk, verdict, fact, &listing, about, walk->fault));
    if (listing)
        return QCDC_OK;
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        about_own (about, fact->petition_received->local_no, fact->petition_received->received_on);
        about->wanted = about->own;
        return about->petition ? about_petition (walk, key, verdict, content, about) : QCDC_OK;
    case QCDC__FACT__KIND_PETITION_MOVED:
        return fact->petition_moved->petition ? about_step (walk, fact->petition_moved, verdict, about) : QCDC_OK;
    case QCDC__FACT__KIND_CORRECTED: {
        Qcdc__Fact seen;
        if (!fact->corrected->target || !fact_seen (fact, &seen))
            return QCDC_OK;
        return fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_REPORT
                   ? about_cells (&asking, subject, about)
                   : about_correction (&asking, subject, about);
    }
    case QCDC__FACT__KIND_VOIDED:
        return fact->voided->target ? about_voiding (walk, fact->voided->target, subject, about) : QCDC_OK;
    case QCDC__FACT__KIND_PUBLISHED:
        return about_set (walk, fact->published, verdict, about);
    case QCDC__FACT__KIND_REPORT_REVIEWED:
        about->review = true;
        return about_review (&asking, subject, about);
    case QCDC__FACT__KIND_REPORT_FILED:
        snprintf (about->what, sizeof about->what, "%s %s", fact->report_filed->form, fact->report_filed->period);
        return about_report (&asking, subject, content, about);
    default:
        return QCDC_OK;
    }
}

/*  What no journal can show is mended where the clerk says so. */
static qcdc_status give (refused_walk_t *walk, const journal_verdict_t *verdict, refused_about_t *about)
{
    address_t entry = {.origin = verdict->origin, .seq = verdict->seq};
    /* What waits stands itself where it would be looked for. */
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        about->mended = false;
    else if (!about->mended)
        QCDC_TRY (done_with (walk->desk, &entry, &about->mended, walk->fault));
    return walk->each (verdict, about, walk->arg);
}

/*  Second copies are no fault of anybody's and are left out; what was accepted in vain is told. */
static qcdc_status take_verdict (const journal_verdict_t *verdict, void *arg)
{
    refused_walk_t *walk = arg;
    refused_about_t about;
    bool in_vain = status_from_code (verdict->code) == QCDC_NO_EFFECT;
    if (verdict->state == QCDC__VERDICT_STATE__VERDICT_ALIAS ||
        (verdict->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED && !in_vain))
        return QCDC_OK;
    if (in_vain) {
        uint64_t *seqs = memory_room (walk->in_vain, walk->in_vain_count, &walk->in_vain_size, sizeof *seqs);
        if (!seqs)
            return fault_set (walk->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        walk->in_vain = seqs;
        seqs[walk->in_vain_count++] = verdict->seq;
    }
    QCDC_TRY (about_entry (walk, verdict, &about));
    return give (walk, verdict, &about);
}

/*  What the journal shows to have been overtaken wants a look as much as what the server has said it of. */
static qcdc_status take_overtaken (const journal_verdict_t *verdict, void *arg)
{
    refused_walk_t *walk = arg;
    refused_about_t about;
    for (size_t i = 0; i < walk->in_vain_count; i++)
        if (walk->in_vain[i] == verdict->seq)
            return QCDC_OK;
    QCDC_TRY (about_entry (walk, verdict, &about));
    about.mended = false;
    return give (walk, verdict, &about);
}

qcdc_status refused_each (desk_t *desk, refused_fn *each, void *arg, fault_t *fault)
{
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    refused_walk_t walk = {.desk = desk, .each = each, .arg = arg, .fault = fault, .arena = arena};
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    qcdc_status status = journal_each_verdict (desk->home.journal, true, take_verdict, &walk, fault);
    if (status == QCDC_OK)
        status = overtaken_each (desk, take_overtaken, &walk, fault);
    free (walk.in_vain);
    return status;
}

static qcdc_status count_one (const journal_verdict_t *verdict, const refused_about_t *about, void *arg)
{
    sync_standing_t *counts = arg;
    if (about->mended)
        counts->mended++;
    else if (verdict->state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        counts->in_vain++;
    else if (verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        counts->waiting++;
    else
        counts->rejected++;
    return QCDC_OK;
}

qcdc_status refused_count (desk_t *desk, sync_standing_t *counts, fault_t *fault)
{
    *counts = (sync_standing_t){0};
    return refused_each (desk, count_one, counts, fault);
}
