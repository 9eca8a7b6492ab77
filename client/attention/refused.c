/*  refused.c — own entries that the province did not take, or took in vain, and whether something has mended each since.
 *
 *  An entry stays refused for ever; whether something stands in its place by now is found out from the journal each
 *  time. */

#include "attention/refused.h"

#include "attention/agreed.h"
#include "attention/done_with.h"
#include "attention/overtaken.h"
#include "attention/refused_columns.h"
#include "attention/refused_item.h"
#include "attention/refused_listing.h"
#include "attention/refused_matter.h"
#include "attention/refused_mended.h"
#include "attention/refused_notice.h"
#include "attention/refused_reception.h"
#include "attention/refused_report.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/published.h"
#include "matters/petition_columns.h"
#include "matters/report.h"
#include "petitions/petition_view.h"

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

static qcdc_status about_petition (refused_walk_t *walk, const char *key, const journal_verdict_t *verdict,
                                   const uint8_t content[CONTENT_BYTES], refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    QCDC_TRY (petition_find (walk->desk, walk->desk->home.office->code, key, &views, &found, walk->fault));
    about->mended = found != NULL && !found->petition.voided &&
                    refused_says_it (verdict, content, &found->petition.entry, found->petition.content);
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
        stands |= refused_own_later (verdict, move->set[i].origin, move->set[i].seq);
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
    about->mended = found && refused_is_over (verdict, found->petition.voided);
    bool gone_on = false;
    for (size_t i = 0; found && i < found->petition.move_count; i++) {
        const move_t *step = &found->petition.moves[i];
        gone_on |= !step->voided && refused_own_later (verdict, step->address.origin, step->address.seq);
    }
    for (size_t i = 0; found && i < found->petition.move_count; i++)
        about->mended |= step_stands (&found->petition.moves[i], wanted, verdict, gone_on);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- corrections, column by column */

/*  Whether the clerk has said that the column is right as another device made it. */
static qcdc_status column_agreed (asked_t *asked, const char *column, const petition_view_t *view,
                                  const asking_t *asking)
{
    uint64_t until;
    QCDC_TRY (agreed_until (asking->desk, &view->petition.entry, column, &until, asking->fault));
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
        asked->mended |= refused_own_later (asking->verdict, set->origin, set->seq);
        if (i == SAID_TITLE || i == SAID_SUMMARY)
            asked->mended |= text && asking_same_text (i == SAID_TITLE ? text->title : text->summary,
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
            asked->mended |= refused_own_later (asking->verdict, move->set[i].origin, move->set[i].seq) ||
                             move_column_same (i, &said, asking->fact->corrected->move);
}

/*  Whether what was taken back has been entered again by this device since. */
static qcdc_status petition_again (refused_walk_t *walk, const petition_t *voided, const journal_verdict_t *verdict,
                                   refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    QCDC_TRY (petition_find (walk->desk, walk->desk->home.office->code, voided->key, &views, &found, walk->fault));
    about->mended |= found && !found->petition.voided &&
                     refused_own_later (verdict, found->petition.entry.origin, found->petition.entry.seq);
    return QCDC_OK;
}

/*  A correction is mended where each of its columns is, or what it was of was taken back. */
static qcdc_status about_correction (refused_walk_t *walk, asking_t *asking, const char *subject,
                                     refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    Qcdc__AnnexText *text;
    QCDC_TRY (asking_text (asking, &text));
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
    QCDC_TRY (journal_each_of_subject (walk->desk->home.journal, subject, asking_take_later, asking, walk->fault));
    bool voided = found && (found->petition.voided || (move && move->voided));
    about->mended = voided ? refused_is_over (asking->verdict, true) : asking_mended (asking);
    return found && found->petition.voided ? petition_again (walk, &found->petition, asking->verdict, about)
                                           : QCDC_OK;
}

/*  To take something back is mended where it is taken back. */
static qcdc_status about_voiding (refused_walk_t *walk, const Qcdc__Ref *ref, refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (walk, ref, &views, &found, &move));
    QCDC_TRY (about_number (walk, ref, found, about));
    about->mended = found && (found->petition.voided || (move && move->voided));
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
        snprintf (name, size, "%s", second && second[1] ? second + 1 : subject);
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
    asking_t asking QCDC_CLEANUP (asking_release) = {.desk = walk->desk,
                                                     .arena = walk->arena,
                                                     .fault = walk->fault,
                                                     .verdict = verdict,
                                                     .fact = fact,
                                                     .commit_seq = row.commit_seq};
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
    bool report;
    QCDC_TRY (refused_report (&asking, subject, content, &report, about));
    if (report)
        return QCDC_OK;
    bool notice;
    QCDC_TRY (refused_notice (walk->desk, verdict, fact, &notice, about, walk->fault));
    if (notice)
        return QCDC_OK;
    bool item;
    QCDC_TRY (refused_item (walk->desk, verdict, fact, &item, about, walk->fault));
    if (item)
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
        return about_correction (walk, &asking, subject, about);
    }
    case QCDC__FACT__KIND_VOIDED:
        return fact->voided->target ? about_voiding (walk, fact->voided->target, about) : QCDC_OK;
    case QCDC__FACT__KIND_PUBLISHED:
        return about_set (walk, fact->published, verdict, about);
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
