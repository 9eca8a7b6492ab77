/*  petition_search.c — from petitions to the index of words, and from what is asked to FTS5's own language. */

#include "petitions/petition_search.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/progress.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- keeping it */

/*  Between two texts: no phrase goes from one into the other. */
#define BETWEEN "\xC2\xA6 "

typedef struct {
    FILE *folded, *exact;
} words_out_t;

static void keys_add (words_out_t *keys, const char *text)
{
    search_word_t word;
    if (!text)
        return;
    for (size_t at = 0; search_word_next (text, &at, &word);) {
        fprintf (keys->folded, "%s ", word.folded);
        fprintf (keys->exact, "%s ", word.exact);
    }
    fputs (BETWEEN, keys->folded);
    fputs (BETWEEN, keys->exact);
}

/*  What one petition says, second copies in other words included, for a list shows those, too. */
typedef struct {
    char *folded, *exact; /* malloc'ed */
    char number[NUMBER_KEY_BYTES];
} indexed_t;

static qcdc_status indexed_make (indexed_t *self, const petition_view_t *view, fault_t *fault)
{
    size_t sizes[2];
    char key[NUMBER_KEY_BYTES];
    words_out_t keys = {open_memstream (&self->folded, &sizes[0]), open_memstream (&self->exact, &sizes[1])};
    if (keys.folded && keys.exact) {
        keys_add (&keys, view->title);
        keys_add (&keys, view->summary);
        for (size_t i = 0; i < view->other_count; i++) {
            keys_add (&keys, view->others[i].title);
            keys_add (&keys, view->others[i].summary);
        }
    }
    bool failed = !keys.folded || !keys.exact;
    failed |= keys.folded && fclose (keys.folded) != 0;
    failed |= keys.exact && fclose (keys.exact) != 0;
    const char *local_no = view->petition.local_no;
    if (number_fold (local_no, strlen (local_no), key) != QCDC_OK)
        key[0] = '\0';
    search_number_fold (key, self->number);
    return failed ? no_memory (fault) : QCDC_OK;
}

static void rows_release (indexed_t *rows, size_t count)
{
    for (size_t i = 0; rows && i < count; i++) {
        free (rows[i].folded);
        free (rows[i].exact);
    }
    free (rows);
}

static search_row_t row_of (const petition_view_t *view, size_t place, const indexed_t *indexed)
{
    const petition_t *petition = &view->petition;
    return (search_row_t){.place = place,
                          .number = indexed->number,
                          .folded = indexed->folded,
                          .exact = indexed->exact,
                          .flags = petition->flags,
                          .kind = petition->kind,
                          .field = petition->field,
                          .state = petition->voided ? PETITION_TAKEN_BACK_BIT : (int)petition->state,
                          .received_on = petition->received_on,
                          .year = day_year (petition->received_on)};
}

static qcdc_status update_subject (desk_t *desk, const char *subject, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    indexed_t *indexed = calloc (views.view_count + 1, sizeof *indexed);
    search_row_t *rows QCDC_CLEANUP (memory_free) = calloc (views.view_count + 1, sizeof *rows);
    size_t count = 0;
    qcdc_status status = indexed && rows ? QCDC_OK : no_memory (fault);
    for (size_t i = 0; status == QCDC_OK && i < views.view_count; i++) {
        if (views.views[i].elsewhere)
            continue;
        status = indexed_make (&indexed[i], &views.views[i], fault);
        rows[count++] = row_of (&views.views[i], i, &indexed[i]);
    }
    if (status == QCDC_OK)
        status = search_index_put (desk->home.journal, subject, rows, count, fault);
    rows_release (indexed, views.view_count);
    return status;
}

static qcdc_status update_all (desk_t *desk, fault_t *fault)
{
    bool whole;
    journal_t *journal = desk->home.journal;
    char *subject QCDC_CLEANUP (journal_free_value) = NULL, *next = NULL;
    progress_t progress = {0};
    uint64_t count = 0;
    QCDC_TRY (search_index_begin (journal, &whole, fault));
    qcdc_status status = search_index_next (journal, whole, "", &next, fault);
    while (status == QCDC_OK && next) {
        free (subject);
        subject = next;
        next = NULL;
        status = update_subject (desk, subject, fault);
        progress_count (&progress, _ ("reading petitions, so that their words are found:"), ++count, 0);
        if (status == QCDC_OK)
            status = search_index_next (journal, whole, subject, &next, fault);
    }
    free (next);
    progress_end (&progress);
    return status == QCDC_OK ? search_index_end (journal, fault) : status;
}

qcdc_status petition_search_update (desk_t *desk, fault_t *fault)
{
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    qcdc_status status = update_all (desk, fault);
    if (status == QCDC_OK)
        status = journal_commit (desk->home.journal, fault);
    if (status != QCDC_OK)
        journal_rollback (desk->home.journal);
    return status;
}

/*  ---------------------------------------------------------------- asking it */

/*  What is asked, of one column: {exact} : ("a b" AND "c"*).  Keys have no quotes in them.  Malloc'ed; NULL without memory. */
static char *match_of (const search_asked_t *asked, bool exact)
{
    char *match = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&match, &size);
    if (!out)
        return NULL;
    fputs (exact ? "{exact} : (" : "{folded} : (", out);
    for (size_t i = 0; i < asked->count; i++) {
        const search_word_t *word = &asked->terms[i].word;
        fputs (i == 0 ? "\"" : asked->terms[i].joined ? " " : "\" AND \"", out);
        fputs (exact ? word->exact : word->folded, out);
    }
    fputs (asked->begins && !exact ? "\" *)" : "\")", out);
    if (fclose (out) == 0)
        return match;
    free (match);
    return NULL;
}

qcdc_status petition_search_find (desk_t *desk, const search_asked_t *asked, const petition_filter_t *filter,
                                  const char *subjects, size_t limit, search_found_fn *each, void *arg,
                                  fault_t *fault)
{
    char *exact QCDC_CLEANUP (memory_free) = match_of (asked, true);
    char *folded QCDC_CLEANUP (memory_free) = match_of (asked, false);
    if (!exact || !folded)
        return no_memory (fault);
    search_filter_t wanted = {.subjects = subjects,
                              .number = asked->number,
                              .year = asked->year,
                              .exact = exact,
                              .folded = folded,
                              .kind = filter->kind,
                              .field = filter->field,
                              .states = petition_filter_states (filter),
                              .flag = filter->flag,
                              .from = filter->from,
                              .to = filter->to,
                              .limit = limit};
    return search_index_find (desk->home.journal, &wanted, each, arg, fault);
}
