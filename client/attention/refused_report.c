/*  refused_report.c — a report, a correction of one or a review that was refused, and what stands in its place. */

#include "attention/refused_report.h"

#include "attention/refused_mended.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "reports/report_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void cell_look (asked_t *asked, const report_view_t *view, const Qcdc__AnnexText *text, const asking_t *asking)
{
    const report_cell_t *cell = report_cell (&view->report, asked->name);
    char now[COLUMN_TEXT_BYTES] = "blank";
    asked->mended |= cell && refused_own_later (asking->verdict, cell->set.origin, cell->set.seq);
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
    asked->mended |= asking_same_text (wanted, report_narrative (view, asked->name));
}

/*  Whether the report that REF names, itself or by a second copy, is not the one that stands. */
static qcdc_status is_gone (const asking_t *asking, const Qcdc__Ref *ref, const report_view_t *view, bool *gone)
{
    journal_row_t row;
    qcdc_status status = journal_at (asking->desk->home.journal, ref->origin, ref->seq, &row, asking->fault);
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
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    Qcdc__AnnexText *text;
    QCDC_TRY (asking_text (asking, &text));
    QCDC_TRY (report_view_of_subject (asking->desk, subject, &view, asking->fault));
    QCDC_TRY (asking_fill (asking));
    const report_t *report = &view.report;
    for (size_t i = 0; i < asking->count; i++)
        cell_look (&asking->asked[i], &view, text, asking);
    QCDC_TRY (
        journal_each_of_subject (asking->desk->home.journal, subject, asking_take_later, asking, asking->fault));
    const Qcdc__Ref *target = asking->fact->corrected->target;
    bool stands = view.found && !report->voided, over = false;
    if (target)
        QCDC_TRY (is_gone (asking, target, &view, &over));
    about->mended = (over ? refused_is_over (asking->verdict, true) : stands && asking_mended (asking)) ||
                    (stands && refused_own_later (asking->verdict, report->entry.origin, report->entry.seq));
    return QCDC_OK;
}

/*  A filing is compared cell by cell like a correction that saw nothing; a nil one has none. */
static qcdc_status about_report (asking_t *asking, const char *subject, const uint8_t content[CONTENT_BYTES],
                                 refused_about_t *about)
{
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
    QCDC_TRY (report_view_of_subject (asking->desk, subject, &view, asking->fault));
    about->mended |= view.found && !view.report.voided &&
                     refused_says_it (asking->verdict, content, &view.report.entry, view.report.content);
    return QCDC_OK;
}

/*  To take a report back is mended where it is taken back. */
static qcdc_status about_voiding (const asking_t *asking, const Qcdc__Ref *ref, const char *subject,
                                  refused_about_t *about)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_of_subject (asking->desk, subject, &view, asking->fault));
    return is_gone (asking, ref, &view, &about->mended);
}

/*  A review is mended where this device has said something else of the report since, and that was accepted. */
static qcdc_status take_review (const journal_row_t *row, void *arg)
{
    asking_t *asking = arg;
    Qcdc__Fact *fact = NULL;
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED || !row->commit_seq ||
        !refused_own_later (asking->verdict, row->entry.origin, row->entry.seq))
        return QCDC_OK;
    arena_reset (asking->desk->arena);
    if (fact_unpack (row->entry.body, asking->desk->arena, &fact) == QCDC_OK &&
        fact->kind_case == QCDC__FACT__KIND_REPORT_REVIEWED)
        asking->count++;
    return QCDC_OK;
}

static qcdc_status about_review (asking_t *asking, const char *subject, refused_about_t *about)
{
    QCDC_TRY (journal_each_of_subject (asking->desk->home.journal, subject, take_review, asking, asking->fault));
    about->mended = asking->count > 0;
    return QCDC_OK;
}

qcdc_status refused_report (asking_t *asking, const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                            refused_about_t *about)
{
    char office[64];
    Qcdc__Fact seen;
    const Qcdc__Fact *fact = asking->fact;
    *is_one = true;
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED) {
        snprintf (about->what, sizeof about->what, "%s %s", fact->report_filed->form, fact->report_filed->period);
        return about_report (asking, subject, content, about);
    }
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_REVIEWED) {
        about->review = true;
        return about_review (asking, subject, about);
    }
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED &&
        fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_REPORT)
        return fact->corrected->target && fact_seen (fact, &seen) ? about_cells (asking, subject, about) : QCDC_OK;
    *is_one = fact->kind_case == QCDC__FACT__KIND_VOIDED && subject_matter (subject, office) == &REPORT_MATTER;
    return *is_one && fact->voided->target ? about_voiding (asking, fact->voided->target, subject, about) : QCDC_OK;
}
