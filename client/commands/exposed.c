/*  exposed.c — words of denunciations that tell who denounces, and what is sealed beside them that does.
 *
 *  The journal knows which petitions have to be looked at (journal_next_screened); each is folded, and every text that came to it is
 *  read, whether it stands, was corrected since or was refused: all of them lie in the journals of the office and the province. */

#include "commands/exposed.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text_identity.h"
#include "commands/identity_text.h"
#include "commands/petition_row.h"
#include "commands/petition_view.h"
#include "commands/reception_row.h"
#include "facts/kind.h"
#include "journal/scan_store.h"
#include "matters/petition_columns.h"

#include <stdlib.h>
#include <string.h>

/*  A request of the office to have a text erased, which the province has not refused. */
typedef struct {
    address_t target;
    int64_t written_us;
} request_t;

/*  One petition, as it is looked through. */
typedef struct {
    desk_t *desk;
    const petition_view_t *view; /* NULL: it is a reception */
    const char *local_no, *key, *title, *summary;
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

/*  ---------------------------------------------------------------- one petition */

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
    *text = (exposed_t){.local_no = self->local_no,
                        .key = self->key,
                        .command = self->view ? "petition" : "reception",
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
    QCDC_TRY (words_look (self, &entry, EXPOSED_TITLE, text->title, self->title));
    QCDC_TRY (words_look (self, &entry, EXPOSED_SUMMARY, text->summary, self->summary));
    QCDC_TRY (text_look (self, &entry, EXPOSED_REASON, text_identity (text->reason), what));
    return sealed_look (self, &entry, fact, text);
}

/*  What everybody's lists show, and nobody erases: it is corrected. */
static qcdc_status columns_look (looking_t *self)
{
    const petition_t *petition = &self->view->petition;
    petition_said_t said;
    petition_say (petition, &said);
    if (petition->voided)
        return QCDC_OK;
    QCDC_TRY (text_look (self, &petition->entry, EXPOSED_NUMBER, number_identity (petition->local_no),
                         _ ("register number")));
    return text_look (self, &petition->entry, EXPOSED_FLAGS,
                      flags_identity (said.received.flags, said.received.n_flags), _ ("flags"));
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

static qcdc_status view_look (desk_t *desk, const petition_views_t *views, const petition_view_t *view,
                              exposed_fn *each, void *arg, size_t *count, fault_t *fault)
{
    looking_t self QCDC_CLEANUP (looking_release) = {.desk = desk,
                                                     .view = view,
                                                     .local_no = view->petition.local_no,
                                                     .key = view->petition.key,
                                                     .title = view->title,
                                                     .summary = view->summary,
                                                     .fault = fault};
    QCDC_TRY (columns_look (&self));
    for (size_t i = 0; i < views->part_count; i++)
        if (&views->views[views->parts[i].item] == view)
            QCDC_TRY (entry_look (&self, &views->parts[i].entry));
    return texts_give (&self, each, arg, count);
}

/*  The same of a row of the reception register. */
static qcdc_status reception_look (desk_t *desk, const reception_views_t *views, const reception_view_t *view,
                                   exposed_fn *each, void *arg, size_t *count, fault_t *fault)
{
    const reception_t *row = &view->reception;
    looking_t self QCDC_CLEANUP (looking_release) = {.desk = desk,
                                                     .local_no = row->local_no,
                                                     .key = row->key,
                                                     .title = "",
                                                     .summary = view->summary,
                                                     .fault = fault};
    if (!row->voided)
        QCDC_TRY (
            text_look (&self, &row->entry, EXPOSED_NUMBER, number_identity (row->local_no), _ ("register number")));
    for (size_t i = 0; i < views->part_count; i++)
        if (&views->views[views->parts[i].item] == view)
            QCDC_TRY (entry_look (&self, &views->parts[i].entry));
    return texts_give (&self, each, arg, count);
}

static qcdc_status receptions_look (desk_t *desk, const char *subject, exposed_fn *each, void *arg, size_t *count,
                                    fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const reception_view_t *view = &views.views[i];
        if (!view->elsewhere && reception_is_of_denunciation (view->reception.values[RECEPTION_KINDS], view->summary))
            QCDC_TRY (reception_look (desk, &views, view, each, arg, count, fault));
    }
    return QCDC_OK;
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
            return view_look (desk, &views, &views.views[i], each, arg, &count, fault);
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- all denunciations */

static qcdc_status subject_look (desk_t *desk, const char *subject, exposed_fn *each, void *arg, size_t *count,
                                 fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    *count = 0;
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const petition_view_t *view = &views.views[i];
        if (!view->elsewhere && view->petition.kind == QCDC__PETITION_KIND__TO_CAO)
            QCDC_TRY (view_look (desk, &views, view, each, arg, count, fault));
    }
    return receptions_look (desk, subject, each, arg, count, fault);
}

static qcdc_status each_subject (desk_t *desk, exposed_fn *each, void *arg, bool *begun, fault_t *fault)
{
    journal_t *journal = desk->home.journal;
    char *subject QCDC_CLEANUP (memory_free) = strdup ("");
    for (;;) {
        char *next = NULL;
        bool found;
        size_t count;
        if (!subject)
            return no_memory (fault);
        QCDC_TRY (journal_next_screened (journal, subject, &next, &found, fault));
        free (subject);
        subject = next;
        if (!next)
            return QCDC_OK;
        QCDC_TRY (subject_look (desk, subject, each, arg, &count, fault));
        if (found == (count > 0) && found)
            continue;
        if (!*begun)
            QCDC_TRY (journal_begin (journal, fault));
        *begun = true;
        QCDC_TRY (journal_set_screened (journal, subject, count > 0, fault));
    }
}

/*  What is remembered saves work and is no fact: where it cannot be written, all is looked at again the next time. */
qcdc_status exposed_each (desk_t *desk, exposed_fn *each, void *arg, fault_t *fault)
{
    fault_t ignored = {0};
    bool begun = false;
    qcdc_status status = each_subject (desk, each, arg, &begun, fault);
    if (begun && (status != QCDC_OK || journal_commit (desk->home.journal, &ignored) != QCDC_OK))
        journal_rollback (desk->home.journal);
    return status;
}

/*  ---------------------------------------------------------------- scans */

static qcdc_status scan_drop (const exposed_t *text, void *arg)
{
    const desk_t *desk = arg;
    if (text->part != EXPOSED_SCAN)
        return QCDC_OK;
    for (scan_place place = SCAN_WAITING; place <= SCAN_COMING; place++)
        scan_store_drop (&desk->home, text->scan, place);
    return QCDC_OK;
}

qcdc_status exposed_scans_drop (desk_t *desk, fault_t *fault)
{
    return exposed_each (desk, scan_drop, desk, fault);
}

/*  ---------------------------------------------------------------- telling */

typedef struct {
    FILE *file;
    unsigned long count;
} telling_t;

static qcdc_status tell (const exposed_t *text, void *arg)
{
    telling_t *telling = arg;
    char address[ADDRESS_TEXT_BYTES], when[MOMENT_TEXT_BYTES];
    const char *year = strrchr (text->key, '@');
    FILE *file = telling->file;
    if (telling->count++ == 0 && file)
        fputs (_ ("Words of denunciations tell who denounces; this is said until they are gone:\n"), file);
    if (!file)
        return QCDC_OK;
    address_format (text->entry.origin, text->entry.seq, address);
    fprintf (file, "  %s%s, %s: %s; ", text->local_no, year ? year : "", text->what, _ (text->found));
    if (text->part == EXPOSED_FLAGS)
        fprintf (file, "qcdc %s correct %s flags=…\n", text->command, address);
    else if (text->part == EXPOSED_NUMBER)
        fprintf (file, "qcdc %s correct %s local_no=…\n", text->command, address);
    else if (text->asked_us)
        fprintf (file, _ ("its erasure (%s) was asked for on %s, and the province decides\n"), address,
                 moment_format_people (text->asked_us, when));
    else
        fprintf (file, _ ("qcdc erase %s REASON\n"), address);
    return QCDC_OK;
}

qcdc_status exposed_tell (desk_t *desk, FILE *file, unsigned long *count, fault_t *fault)
{
    telling_t telling = {.file = file};
    qcdc_status status = exposed_each (desk, tell, &telling, fault);
    if (count)
        *count = telling.count;
    return status;
}

qcdc_status exposed_tell_of (desk_t *desk, const address_t *entry, FILE *file, fault_t *fault)
{
    telling_t telling = {.file = file};
    return exposed_of (desk, entry, tell, &telling, fault);
}
