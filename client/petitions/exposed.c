/*  exposed.c — words of denunciations that tell who denounces, and what is sealed beside them that does.
 *
 *  Every text that came to a petition is read, whether it stands, was corrected since or was refused: all of them lie in the journals of
 *  the office and the province. */

#include "petitions/exposed.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text_identity.h"
#include "facts/kind.h"
#include "matters/petition_columns.h"
#include "texts/identity_text.h"

#include <stdlib.h>
#include <string.h>

/*  A request of the office to have a text erased, which the province has not refused. */
typedef struct {
    address_t target;
    int64_t written_us;
} request_t;

/*  A petition, or what else is looked through, and what was found of it. */
typedef struct {
    desk_t *desk;
    const exposed_subject_t *subject;
    exposed_t *texts; /* malloc'ed */
    size_t count, size;
    request_t *requests; /* malloc'ed */
    size_t request_count, request_size;
    fault_t *fault;
} looking_t;

static void looking_release (looking_t *self)
{
    free (self->texts);
    free (self->requests);
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  Whose reason it is. */
static void reason_name (const Qcdc__Fact *fact, char *what, size_t size)
{
    char day[DAY_TEXT_BYTES];
    const Qcdc__PetitionMoved *moved = fact->petition_moved;
    const char *step = fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED ? move_name ((int)moved->move) : NULL;
    if (step)
        snprintf (what, size, _ ("reason of %s of %s"), _ (step), day_format_people (moved->on, day));
    else if (fact->kind_case == QCDC__FACT__KIND_VOIDED)
        snprintf (what, size, "%s", _ ("reason of taking back"));
    else if (fact->kind_case == QCDC__FACT__KIND_ERASURE_ASKED)
        snprintf (what, size, "%s", _ ("reason of asking for an erasure"));
    else
        snprintf (what, size, "%s", _ ("reason of a correction"));
}

static qcdc_status text_look (looking_t *self, const address_t *entry, exposed_part part, const char *found,
                              const char *what)
{
    if (!found)
        return QCDC_OK;
    exposed_t *grown = memory_room (self->texts, self->count, &self->size, sizeof *grown);
    if (!grown)
        return no_memory (self->fault);
    self->texts = grown;
    exposed_t *text = &grown[self->count++];
    *text = (exposed_t){.local_no = self->subject->local_no,
                        .key = self->subject->key,
                        .command = self->subject->command,
                        .entry = *entry,
                        .part = part,
                        .found = found};
    snprintf (text->what, sizeof text->what, "%s", what);
    return QCDC_OK;
}

/*  A title or a summary; STANDS is what the petition has now, NULL: nothing is known. */
static qcdc_status words_look (looking_t *self, const address_t *entry, exposed_part part, const char *text,
                               const char *stands)
{
    char what[120];
    const char *name = part == EXPOSED_TITLE ? _ ("title") : _ ("summary");
    if (stands && strcmp (stands, text) == 0)
        snprintf (what, sizeof what, "%s", name);
    else
        snprintf (what, sizeof what, _ ("%s (not the one that stands)"), name);
    return text_look (self, entry, part, text_identity (text), what);
}

/*  What was sealed while it was no denunciation, or at another device that had not heard that it is one: whoever has the keys opens it. */
static qcdc_status sealed_look (looking_t *self, const address_t *entry, const Qcdc__Fact *fact,
                                const Qcdc__AnnexText *text)
{
    const ProtobufCBinaryData *file = text->blob ? fact_file (fact) : NULL;
    if (text->identity)
        QCDC_TRY (text_look (self, entry, EXPOSED_IDENTITY, N_ ("sealed, and its key holders can open it"),
                             _ ("who sent it")));
    if (!file || file->len != HASH_BYTES)
        return QCDC_OK;
    QCDC_TRY (
        text_look (self, entry, EXPOSED_SCAN, N_ ("its key lies beside it, and it shows who wrote"), _ ("scan")));
    memcpy (self->texts[self->count - 1].scan, file->data, HASH_BYTES);
    return QCDC_OK;
}

static qcdc_status request_add (looking_t *self, const journal_row_t *row, const Qcdc__Fact *fact)
{
    address_t target;
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED || !fact_target (fact, &target))
        return QCDC_OK;
    request_t *grown = memory_room (self->requests, self->request_count, &self->request_size, sizeof *grown);
    if (!grown)
        return no_memory (self->fault);
    self->requests = grown;
    grown[self->request_count++] = (request_t){target, row->entry.written_at_us};
    return QCDC_OK;
}

/*  What one entry says beside its fact. */
static qcdc_status entry_look (looking_t *self, const address_t *address)
{
    journal_row_t row;
    Qcdc__Fact *fact = NULL;
    Qcdc__AnnexText *text = NULL;
    char what[120];
    qcdc_status status = journal_at (self->desk->home.journal, address->origin, address->seq, &row, self->fault);
    if (status != QCDC_OK)
        return status == QCDC_NOT_FOUND ? QCDC_OK : status; /* of a lost first copy */
    const address_t entry = {row.entry.origin, row.entry.seq, hash_prefix (row.hash)};
    arena_reset (self->desk->arena);
    status = fact_unpack (row.entry.body, self->desk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return no_memory (self->fault);
    if (status != QCDC_OK || fact->kind_case == QCDC__FACT__KIND_ANNEX_ERASED)
        return QCDC_OK; /* of a newer program; the province's own words are the province's */
    if (fact->kind_case == QCDC__FACT__KIND_ERASURE_ASKED)
        QCDC_TRY (request_add (self, &row, fact));
    if (!row.entry.annex.length || annex_unpack (row.entry.annex, self->desk->arena, &text) != QCDC_OK)
        return QCDC_OK;
    reason_name (fact, what, sizeof what);
    QCDC_TRY (words_look (self, &entry, EXPOSED_TITLE, text->title, self->subject->title));
    QCDC_TRY (words_look (self, &entry, EXPOSED_SUMMARY, text->summary, self->subject->summary));
    QCDC_TRY (text_look (self, &entry, EXPOSED_REASON, text_identity (text->reason), what));
    return sealed_look (self, &entry, fact, text);
}

/*  What everybody's lists show, and nobody erases: it is corrected. */
static qcdc_status columns_look (looking_t *self)
{
    const exposed_subject_t *subject = self->subject;
    if (subject->voided)
        return QCDC_OK;
    QCDC_TRY (
        text_look (self, subject->entry, EXPOSED_NUMBER, number_identity (subject->local_no), _ ("register number")));
    return text_look (self, subject->entry, EXPOSED_FLAGS, flags_identity (subject->flags, subject->flag_count),
                      _ ("flags"));
}

static int64_t asked_at (const looking_t *self, const address_t *entry)
{
    for (size_t i = 0; i < self->request_count; i++)
        if (self->requests[i].target.origin == entry->origin && self->requests[i].target.seq == entry->seq)
            return self->requests[i].written_us;
    return 0;
}

static qcdc_status texts_give (looking_t *self, exposed_fn *each, void *arg, size_t *count)
{
    for (size_t i = 0; i < self->count; i++) {
        self->texts[i].asked_us = asked_at (self, &self->texts[i].entry);
        QCDC_TRY (each (&self->texts[i], arg));
    }
    *count += self->count;
    return QCDC_OK;
}

qcdc_status exposed_look (desk_t *desk, const exposed_subject_t *subject, exposed_fn *each, void *arg, size_t *count,
                          fault_t *fault)
{
    looking_t self QCDC_CLEANUP (looking_release) = {.desk = desk, .subject = subject, .fault = fault};
    QCDC_TRY (columns_look (&self));
    for (size_t i = 0; i < subject->part_count; i++)
        if (subject->parts[i].item == subject->item)
            QCDC_TRY (entry_look (&self, &subject->parts[i].entry));
    return texts_give (&self, each, arg, count);
}

qcdc_status exposed_petition (desk_t *desk, const petition_views_t *views, const petition_view_t *view,
                              exposed_fn *each, void *arg, size_t *count, fault_t *fault)
{
    const petition_t *petition = &view->petition;
    petition_said_t said;
    petition_say (petition, &said);
    const exposed_subject_t subject = {.command = "petition",
                                       .local_no = petition->local_no,
                                       .key = petition->key,
                                       .title = view->title,
                                       .summary = view->summary,
                                       .entry = &petition->entry,
                                       .voided = petition->voided,
                                       .flags = said.received.flags,
                                       .flag_count = said.received.n_flags,
                                       .parts = views->parts,
                                       .part_count = views->part_count,
                                       .item = (size_t)(view - views->views)};
    return exposed_look (desk, &subject, each, arg, count, fault);
}

qcdc_status exposed_of (desk_t *desk, const address_t *entry, exposed_fn *each, void *arg, fault_t *fault)
{
    journal_row_t row;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    size_t count = 0;
    QCDC_TRY (journal_at (desk->home.journal, entry->origin, entry->seq, &row, fault));
    char *subject QCDC_CLEANUP (memory_free) = strdup (row.subject);
    if (!subject)
        return no_memory (fault);
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const address_t *first = &views.views[i].petition.entry;
        if (first->origin == entry->origin && first->seq == entry->seq)
            return exposed_petition (desk, &views, &views.views[i], each, arg, &count, fault);
    }
    return QCDC_OK;
}
