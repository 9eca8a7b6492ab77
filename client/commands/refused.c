/*  refused.c — own entries that the province did not take, or took in vain, and whether something has mended each since.
 *
 *  An entry stays refused for ever; whether something stands in its place by now is found out from the journal each
 *  time. */

#include "commands/refused.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "commands/overtaken.h"
#include "commands/petition_view.h"
#include "commands/report_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    refused_fn *each;
    void *arg;
    fault_t *fault;
    uint64_t *in_vain; /* malloc'ed: own entries of which the server has said so itself */
    size_t in_vain_count, in_vain_size;
} refused_walk_t;

/*  What stands under a number that was taken already is no mending, unless it says the same or was written
 *  afterwards. */
static bool is_mended (const journal_verdict_t *verdict, const uint8_t rejected[CONTENT_BYTES],
                       const address_t *standing, const uint8_t content[CONTENT_BYTES])
{
    return status_from_code (verdict->code) != QCDC_DUPLICATE || memcmp (content, rejected, CONTENT_BYTES) == 0 ||
           (standing->origin == verdict->origin && standing->seq > verdict->seq);
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

/*  A step is mended where one of its kind stands, whoever entered it: on that petition there is nothing left to do. */
static qcdc_status about_step (refused_walk_t *walk, const Qcdc__Ref *ref, int step, refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (walk, ref, &views, &found, &move));
    for (size_t i = 0; found && i < found->petition.move_count; i++)
        about->mended |= !found->petition.moves[i].voided && found->petition.moves[i].move == step;
    return QCDC_OK;
}

static bool is_later_own (const setter_t *set, const journal_verdict_t *verdict)
{
    return set->origin == verdict->origin && set->seq > verdict->seq;
}

/*  A correction is mended where this device has corrected the same thing since, knowingly. */
static qcdc_status about_correction (refused_walk_t *walk, const Qcdc__Ref *ref, const journal_verdict_t *verdict,
                                     refused_about_t *about)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    QCDC_TRY (about_named (walk, ref, &views, &found, &move));
    for (int i = 0; found && !move && i < PETITION_COLUMNS_SAID; i++)
        about->mended |= is_later_own (&found->petition.set[i], verdict);
    for (int i = 0; found && move && i < MOVE_COLUMNS_SAID; i++)
        about->mended |= is_later_own (&move->set[i], verdict);
    return QCDC_OK;
}

/*  The same of a report, by its subject. */
static qcdc_status about_cells (refused_walk_t *walk, const char *subject, const journal_verdict_t *verdict,
                                refused_about_t *about)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (walk->desk, subject, &view, walk->fault));
    for (size_t i = 0; i < view.report.cell_count; i++)
        about->mended |= is_later_own (&view.report.cells[i].set, verdict);
    return QCDC_OK;
}

static qcdc_status about_report (refused_walk_t *walk, const char *form, const char *period,
                                 const journal_verdict_t *verdict, const uint8_t content[CONTENT_BYTES],
                                 refused_about_t *about)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (
        report_view_read (walk->desk, walk->desk->home.office->code, form, period, &view, walk->fault));
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
static qcdc_status about_entry (refused_walk_t *walk, const journal_verdict_t *verdict, refused_about_t *about)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    uint8_t content[CONTENT_BYTES];
    *about = (refused_about_t){0};
    QCDC_TRY (journal_at (walk->desk->home.journal, verdict->origin, verdict->seq, &row, walk->fault));
    subject_name (row.subject, about->what, sizeof about->what);
    arena_reset (walk->desk->arena);
    if (fact_unpack (row.entry.body, walk->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    /* The fact goes with the arena as soon as something else is read: the names are copied first. */
    fact_content (row.entry.body, content);
    char key[MATTER_KEY_BYTES];
    about->petition = fact_key (fact, key) == &PETITION_MATTER;
    about->erases = fact_erases (fact);
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED) {
        snprintf (about->what, sizeof about->what, "%s", fact->petition_received->local_no);
        return about->petition ? about_petition (walk, key, verdict, content, about) : QCDC_OK;
    }
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED && fact->petition_moved->petition) {
        const Qcdc__Ref ref = *fact->petition_moved->petition;
        return about_step (walk, &ref, (int)fact->petition_moved->move, about);
    }
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED && fact->corrected->target) {
        const Qcdc__Ref ref = *fact->corrected->target;
        if (fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_REPORT)
            return about_correction (walk, &ref, verdict, about);
        char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
        return subject ? about_cells (walk, subject, verdict, about)
                       : fault_set (walk->fault, QCDC_NO_MEMORY, NULL, "%s", about->what);
    }
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED) {
        char form[64], period[64];
        snprintf (form, sizeof form, "%s", fact->report_filed->form);
        snprintf (period, sizeof period, "%s", fact->report_filed->period);
        snprintf (about->what, sizeof about->what, "%s %s", form, period);
        return about_report (walk, form, period, verdict, content, about);
    }
    return QCDC_OK;
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
    /* What waits stands itself where it would be looked for. */
    about.mended = about.mended && verdict->state != QCDC__VERDICT_STATE__VERDICT_WAITING;
    return walk->each (verdict, &about, walk->arg);
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
    return walk->each (verdict, &about, walk->arg);
}

qcdc_status refused_each (desk_t *desk, refused_fn *each, void *arg, fault_t *fault)
{
    refused_walk_t walk = {.desk = desk, .each = each, .arg = arg, .fault = fault};
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
