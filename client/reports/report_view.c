/*  report_view.c — a report as it stands, folded from the journal.
 *
 *  Figures are the matter's fold, which also knows whose annex has the text of each narrative.  The texts live in the view's own
 *  arena, until it is released. */

#include "reports/report_view.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "matters/report_review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the report cannot be read"));
}

/*  Second copies' other words that are kept, the last ones. */
#define OTHER_WORDS_MAX 256u

static bool same_entry (const address_t *a, const address_t *b)
{
    return a->origin == b->origin && a->seq == b->seq;
}

/*  ---------------------------------------------------------------- texts of entries */

/*  Whether the text of ENTRY is still shown: it has the words of a cell as it stands, or of a review. */
static bool text_stands (const report_view_t *view, const address_t *entry)
{
    for (size_t i = 0; i < view->report.cell_count; i++)
        if (view->report.cells[i].is_text && !view->report.cells[i].removed &&
            same_entry (&view->report.cells[i].entry, entry))
            return true;
    return report_review_at (&view->report, entry->origin, entry->seq) != NULL;
}

/*  A narrative may be corrected any number of times: what stands is kept. */
static void texts_prune (report_view_t *view)
{
    size_t kept = 0;
    for (size_t i = 0; i < view->text_count; i++)
        if (text_stands (view, &view->texts[i].entry))
            view->texts[kept++] = view->texts[i];
        else
            free (view->texts[i].annex);
    view->text_count = kept;
}

/*  Keeps the narratives of an entry. */
static qcdc_status text_take (fold_t *fold, report_view_t *view, const journal_row_t *row)
{
    const entry_t *entry = &row->entry;
    report_texts_t taken = {.entry = {entry->origin, entry->seq, hash_prefix (row->hash)},
                            .length = entry->annex.length};
    texts_prune (view);
    if (!text_stands (view, &taken.entry))
        return QCDC_OK;
    report_texts_t *texts = realloc (view->texts, (view->text_count + 1) * sizeof *texts);
    if (!texts)
        return out_of_memory (fold->fault);
    view->texts = texts;
    if (taken.length && !(taken.annex = malloc (taken.length)))
        return out_of_memory (fold->fault);
    if (taken.length)
        memcpy (taken.annex, entry->annex.data, taken.length);
    texts[view->text_count++] = taken;
    return QCDC_OK;
}

/*  When all entries have been met. */
static qcdc_status texts_unpack (report_view_t *view, fault_t *fault)
{
    for (size_t i = 0; i < view->text_count; i++) {
        report_texts_t *texts = &view->texts[i];
        Qcdc__AnnexText *text = NULL;
        qcdc_status status =
            texts->annex ? annex_unpack ((bytes_t){texts->annex, texts->length}, view->arena, &text) : QCDC_OK;
        if (status == QCDC_NO_MEMORY)
            return out_of_memory (fault);
        texts->text = status == QCDC_OK ? text : NULL;
        free (texts->annex);
        texts->annex = NULL;
    }
    return QCDC_OK;
}

static void texts_release (report_view_t *view)
{
    for (size_t i = 0; i < view->text_count; i++)
        free (view->texts[i].annex);
    free (view->texts);
    view->texts = NULL;
    view->text_count = 0;
}

/*  ---------------------------------------------------------------- other words */

static void words_free (report_words_t *words)
{
    free (words->cell);
    free (words->text);
}

static qcdc_status others_add (fold_t *fold, report_view_t *view, const report_words_t *said)
{
    report_words_t *others = memory_room (view->others, view->other_count, &view->other_room, sizeof *others);
    report_words_t words = {said->entry, strdup (said->cell), strdup (said->text)};
    if (others)
        view->others = others;
    if (!others || !words.cell || !words.text) {
        words_free (&words);
        return out_of_memory (fold->fault);
    }
    others[view->other_count++] = words;
    if (view->other_count > OTHER_WORDS_MAX) {
        words_free (&others[0]);
        memmove (others, others + 1, --view->other_count * sizeof *others);
    }
    return QCDC_OK;
}

/*  A second copy is no report of its own; what it says in other words is kept beside the first one's. */
static qcdc_status others_take (fold_t *fold, report_view_t *view, const journal_row_t *row)
{
    Qcdc__AnnexText *text = NULL;
    if (!row->entry.annex.length || annex_unpack (row->entry.annex, fold->arena, &text) != QCDC_OK)
        return QCDC_OK;
    for (size_t i = 0; i < text->n_cells; i++)
        QCDC_TRY (others_add (fold, view,
                              &(report_words_t){{row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                                                text->cells[i]->cell,
                                                text->cells[i]->text}));
    return QCDC_OK;
}

static void others_drop (report_view_t *view, const char *cell)
{
    size_t kept = 0;
    for (size_t i = 0; i < view->other_count; i++)
        if (strcmp (view->others[i].cell, cell) != 0)
            view->others[kept++] = view->others[i];
        else
            words_free (&view->others[i]);
    view->other_count = kept;
}

static void others_release (report_view_t *view)
{
    for (size_t i = 0; i < view->other_count; i++)
        words_free (&view->others[i]);
    free (view->others);
    view->others = NULL;
    view->other_count = 0;
}

/*  Whoever corrects a narrative has read what stands there in whichever words. */
static void others_settle (report_view_t *view, const Qcdc__Corrected *corrected)
{
    for (size_t i = 0; i < corrected->report->n_text_cells; i++)
        others_drop (view, corrected->report->text_cells[i]);
    for (size_t i = 0; i < corrected->report_seen->n_text_cells; i++)
        others_drop (view, corrected->report_seen->text_cells[i]);
    for (size_t i = 0; i < corrected->report->n_answered; i++) {
        char name[CELL_NOTE_BYTES];
        if (cell_note_name (corrected->report->answered[i], name))
            others_drop (view, name);
    }
}

/*  What says the same as what stands by now is no other word; nor is what would bring an erased one back. */
static void others_compare (report_view_t *view)
{
    size_t kept = 0;
    for (size_t i = 0; i < view->other_count; i++) {
        const char *stands = report_narrative (view, view->others[i].cell);
        if (stands && strcmp (stands, view->others[i].text) != 0)
            view->others[kept++] = view->others[i];
        else
            words_free (&view->others[i]);
    }
    view->other_count = kept;
}

static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    report_view_t *view = item;
    const journal_row_t *row = from->from;
    switch (role) {
    case FOLD_REFUSED:
        *(address_t *)fold->arg = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
        return QCDC_OK;
    case FOLD_CREATED:
        view->verdict = row->verdict;
        view->written_at_us = view->touched_us = row->entry.written_at_us;
        view->sent = row->commit_seq != 0;
        return text_take (fold, view, row);
    case FOLD_COPY:
        return others_take (fold, view, row);
    case FOLD_CHANGED:
        others_settle (view, fact->corrected);
        view->corrections++;
        if (view->touched_us < row->entry.written_at_us)
            view->touched_us = row->entry.written_at_us;
        if (row->commit_seq)
            view->changed_at_us = view->report.changed.at_us;
        view->sent = view->sent && row->commit_seq != 0;
        return text_take (fold, view, row);
    case FOLD_ALIAS:
    case FOLD_VOIDED:
        view->sent = view->sent && row->commit_seq != 0;
        return QCDC_OK;
    case FOLD_STEPPED:
        return text_take (fold, view, row); /* reasons */
    default:
        return QCDC_OK;
    }
}

/*  A server that was put back to an old copy can have accepted a report anew before the lost one came back. */
static address_t find_beside (const fold_t *fold, const report_view_t *found)
{
    const report_view_t *views = (const report_view_t *)(const void *)fold->items;
    for (size_t i = 0; i < fold->item_count; i++)
        if (&views[i] != found && !views[i].report.voided && views[i].report.commit_seq)
            return views[i].report.entry;
    return (address_t){0, 0, 0};
}

/*  The one view that is asked for, out of all that the subject has. */
static void view_keep (fold_t *fold, report_view_t *found, report_view_t *view)
{
    report_view_t *views = (report_view_t *)(void *)fold->items;
    if (found) {
        *view = *found;
        view->found = true;
        view->beside = find_beside (fold, found);
        found->texts = NULL;
        found->text_count = 0;
        found->others = NULL;
        found->other_count = 0;
        /* What it owns goes with it. */
        found->report.cells = NULL;
        found->report.cell_count = 0;
        found->report.said = NULL;
        found->report.said_count = 0;
        found->report.reviews = NULL;
        found->report.review_count = 0;
    }
    for (size_t i = 0; i < fold->item_count; i++) {
        texts_release (&views[i]);
        others_release (&views[i]);
    }
}

static qcdc_status view_fold (desk_t *desk, const char *subject, bool history, report_view_t *view, fault_t *fault)
{
    *view = (report_view_t){0};
    address_t rejected = {0, 0, 0};
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!arena || !(view->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX)))
        return out_of_memory (fault);
    fold_t fold = {.matter = &REPORT_MATTER,
                   .arena = arena,
                   .history = history,
                   .item_size = sizeof *view,
                   .taken = taken,
                   .arg = &rejected};
    qcdc_status status = subject_fold (&desk->home, subject, &fold, fault);
    /* "report:BCD-593:QCDC-HUYEN/2020-H1": what is left behind the office is the key. */
    const char *first = strchr (subject, ':'), *second = first ? strchr (first + 1, ':') : NULL;
    report_view_t *found = status == QCDC_OK && second ? fold_holder (&fold, second + 1) : NULL;
    arena_t *texts = view->arena;
    view_keep (&fold, found, view);
    view->rejected = rejected;
    view->arena = texts;
    fold_release (&fold);
    if (status == QCDC_OK)
        status = texts_unpack (view, fault);
    if (status == QCDC_OK)
        others_compare (view);
    else
        report_view_release (view);
    return status;
}

qcdc_status report_view_of_subject (desk_t *desk, const char *subject, report_view_t *view, fault_t *fault)
{
    return view_fold (desk, subject, false, view, fault);
}

qcdc_status report_view_read (desk_t *desk, const char *office, const char *form, const char *period,
                              report_view_t *view, fault_t *fault)
{
    char subject[160];
    snprintf (subject, sizeof subject, "report:%s:%s/%s", office, form, period);
    return view_fold (desk, subject, false, view, fault);
}

qcdc_status report_view_history (desk_t *desk, const char *office, const char *form, const char *period,
                                 report_view_t *view, fault_t *fault)
{
    char subject[160];
    snprintf (subject, sizeof subject, "report:%s:%s/%s", office, form, period);
    return view_fold (desk, subject, true, view, fault);
}

void report_view_release (report_view_t *view)
{
    REPORT_MATTER.release (&view->report.thing);
    texts_release (view);
    others_release (view);
    arena_destroy (&view->arena);
    *view = (report_view_t){0};
}

void report_view_warn (const report_view_t *view)
{
    char address[ADDRESS_TEXT_BYTES];
    if (!view->beside.seq)
        return;
    fprintf (stderr,
             _ ("qcdc: %s, %s: two reports were taken in, for the server had lost one of them meanwhile; this one "
                "counts, and "
                "%s does once this one is taken back\n"),
             view->report.form_code, view->report.period,
             address_format (view->beside.origin, view->beside.seq, address));
}

typedef struct {
    const report_t *report;
    report_extent_t extent;
} measuring_t;

static qcdc_status measure_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    measuring_t *self = arg;
    const report_cell_t *stands = report_cell (self->report, cell);
    (void)indicator;
    self->extent.cells++;
    self->extent.filled += stands && !stands->removed;
    return QCDC_OK;
}

/*  Over the cells of the form, not over those of the report, whose own codes would make it more than full. */
report_extent_t report_view_extent (const desk_t *desk, const report_view_t *view)
{
    measuring_t self = {.report = &view->report};
    const form_t *form = catalog_form_by_id (desk->home.catalog, view->report.form);
    if (!form || form_each_cell (form, measure_cell, &self) != QCDC_OK)
        return (report_extent_t){0};
    return self.extent;
}

bool report_view_stands (const report_view_t *view)
{
    return view->found && !view->report.voided;
}

static const char *text_of (const Qcdc__AnnexText *text, const char *cell)
{
    for (size_t i = 0; text && i < text->n_cells; i++)
        if (strcmp (text->cells[i]->cell, cell) == 0)
            return text->cells[i]->text;
    return NULL;
}

const char *report_reason (const report_view_t *view, const char *cell)
{
    const review_t *last = report_last_review (&view->report);
    for (size_t i = 0; last && i < view->text_count; i++) {
        const report_texts_t *texts = &view->texts[i];
        if (texts->entry.origin != last->entry.origin || texts->entry.seq != last->entry.seq)
            continue;
        const char *text = !texts->text ? NULL : cell ? text_of (texts->text, cell) : texts->text->reason;
        return text && *text ? text : NULL;
    }
    return NULL;
}

const char *report_narrative (const report_view_t *view, const char *cell)
{
    const report_cell_t *stands = report_cell (&view->report, cell);
    if (!stands || stands->removed || !stands->is_text)
        return "";
    for (size_t i = 0; i < view->text_count; i++)
        if (view->texts[i].entry.origin == stands->entry.origin && view->texts[i].entry.seq == stands->entry.seq)
            return text_of (view->texts[i].text, cell);
    return NULL;
}
