/*  petition_days.c — the legal clock of all petitions, worked out once for as long as nothing changes. */

#include "petitions/petition_days.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/progress.h"
#include "journal/published.h"
#include "matters/petition_due.h"

#include <stdio.h>
#include <stdlib.h>

const deadline_run_t *petition_days (const desk_t *desk, const petition_view_t *view,
                                     deadline_run_t runs[CLOCK_RUNS_MAX], int32_t *day, int32_t *first_on)
{
    size_t count = petition_clock (&view->petition, desk->home.catalog, runs);
    const deadline_run_t *next = petition_clock_next (runs, count);
    int32_t promised = view->petition.promised_on;
    *day = next ? next->due_on : promised;
    *first_on = promised && promised < *day ? promised : *day;
    return next;
}

/*  Under which the index is made: what is published, by the program that reads it, and how the clock counts. */
static qcdc_status made_by (desk_t *desk, char text[PUBLISHED_PRINT_BYTES + 16], fault_t *fault)
{
    char print[PUBLISHED_PRINT_BYTES];
    QCDC_TRY (published_print (desk->home.journal, print, fault));
    snprintf (text, PUBLISHED_PRINT_BYTES + 16, "%d %s", PETITION_DUE_EDITION, print);
    return QCDC_OK;
}

static qcdc_status update_subject (desk_t *desk, const char *subject, fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    deadline_run_t runs[CLOCK_RUNS_MAX];
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    due_row_t *rows QCDC_CLEANUP (memory_free) = calloc (views.view_count + 1, sizeof *rows);
    size_t count = 0;
    if (!rows)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    for (size_t i = 0; i < views.view_count; i++) {
        due_row_t row = {.place = i, .number = views.views[i].petition.local_no};
        if (views.views[i].elsewhere)
            continue;
        if (petition_days (desk, &views.views[i], runs, &row.day, &row.first_on) || row.day)
            rows[count++] = row;
    }
    return due_index_put (desk->home.journal, subject, rows, count, fault);
}

static qcdc_status update_all (desk_t *desk, uint64_t *read, fault_t *fault)
{
    bool whole;
    journal_t *journal = desk->home.journal;
    char made[PUBLISHED_PRINT_BYTES + 16], *subject QCDC_CLEANUP (journal_free_value) = NULL, *next = NULL;
    progress_t progress = {0};
    QCDC_TRY (made_by (desk, made, fault));
    QCDC_TRY (due_index_begin (journal, made, &whole, fault));
    qcdc_status status = due_index_next (journal, whole, "", &next, fault);
    while (status == QCDC_OK && next) {
        free (subject);
        subject = next;
        next = NULL;
        status = update_subject (desk, subject, fault);
        progress_count (&progress, _ ("working out what petitions are due on:"), ++*read, 0);
        if (status == QCDC_OK)
            status = due_index_next (journal, whole, subject, &next, fault);
    }
    free (next);
    progress_end (&progress);
    return status == QCDC_OK ? due_index_end (journal, made, fault) : status;
}

qcdc_status petition_days_update (desk_t *desk, uint64_t *read, fault_t *fault)
{
    *read = 0;
    QCDC_TRY (journal_begin (desk->home.journal, fault));
    qcdc_status status = update_all (desk, read, fault);
    if (status == QCDC_OK)
        status = journal_commit (desk->home.journal, fault);
    if (status != QCDC_OK)
        journal_rollback (desk->home.journal);
    return status;
}
