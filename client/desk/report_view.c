/*  report_view.c — a report as it stands, folded from the journal. */

#include "desk/report_view.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const office_t *office;
    report_view_t *view;
    fault_t *fault;
} reading_t;

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the report cannot be read"));
}

/*  Takes over the content and the narratives of an entry: unpacked once more, into memory that lasts.  An entry
 *  without an annex leaves the narratives as they were. */
static qcdc_status take_content (reading_t *reading, const entry_t *entry)
{
    report_view_t *view = reading->view;
    Qcdc__Fact *fact = NULL;
    Qcdc__AnnexText *text = NULL;
    if (fact_unpack (entry->body, view->arena, &fact) != QCDC_OK)
        return out_of_memory (reading->fault);
    view->filed = fact_report (fact);
    if (!entry->annex.length && !entry->annex_hash.length)
        return QCDC_OK;
    view->text = NULL;
    view->text_unknown = true;
    if (entry->annex.length && annex_unpack (entry->annex, view->arena, &text) == QCDC_OK) {
        view->text = text;
        view->text_unknown = false;
    }
    return QCDC_OK;
}

static int form_id (const reading_t *reading, const Qcdc__ReportFiled *filed)
{
    const form_t *form = catalog_form (reading->desk->home.catalog, filed->form, filed->form_version);
    return form ? form->id : 0;
}

/*  Takes over what judging knows of a report; a correction revives one that was taken back. */
static void report_fill (reading_t *reading, const Qcdc__ReportFiled *filed, const uint8_t content[CONTENT_BYTES])
{
    report_t *report = &reading->view->report;
    report->form = form_id (reading, filed);
    snprintf (report->form_code, sizeof report->form_code, "%s", filed->form);
    snprintf (report->period, sizeof report->period, "%s", filed->period);
    memcpy (report->content, content, CONTENT_BYTES);
    report->voided = false;
}

/*  Remembers the address of a second copy: corrections may refer to it. */
static qcdc_status take_copy (reading_t *reading, const address_t *address)
{
    report_view_t *view = reading->view;
    address_t *copies = realloc (view->copies, (view->copy_count + 1) * sizeof *copies);
    if (!copies)
        return out_of_memory (reading->fault);
    view->copies = copies;
    copies[view->copy_count++] = *address;
    return QCDC_OK;
}

/*  A filing, a second copy, or one that comes after a filing was taken back. */
static qcdc_status take_filed (reading_t *reading, const journal_row_t *row, const Qcdc__ReportFiled *filed)
{
    report_view_t *view = reading->view;
    report_t *report = &view->report;
    uint8_t content[CONTENT_BYTES];
    address_t address = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    fact_content (row->entry.body, content);
    if (view->found &&
        (row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS || memcmp (content, report->content, CONTENT_BYTES) == 0))
        return take_copy (reading, &address);
    /* A copy of what is not here; or not sent yet and filed by another device meanwhile: the server will say
     * DUPLICATE. */
    if (row->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS || (view->found && !report->voided))
        return QCDC_OK;
    view->found = true;
    view->copy_count = 0;
    view->corrections = 0;
    view->text = NULL;
    view->text_unknown = false;
    view->verdict = row->verdict;
    view->written_at_us = row->entry.written_at_us;
    view->filed_at_us = row->committed_at_us;
    view->sent = row->commit_seq != 0;
    report->entry = address;
    report->commit_seq = row->commit_seq;
    report->office = reading->office ? reading->office->id : 0;
    report_fill (reading, filed, content);
    return take_content (reading, &row->entry);
}

static bool same_address (const address_t *a, const address_t *b)
{
    return a->origin == b->origin && a->seq == b->seq && a->hash8 == b->hash8;
}

static bool is_target (const report_view_t *view, const address_t *target)
{
    if (!view->found)
        return false;
    bool found = same_address (&view->report.entry, target);
    for (size_t i = 0; !found && i < view->copy_count; i++)
        found = same_address (&view->copies[i], target);
    return found;
}

/*  Figures by the verdict, narratives whatever the verdict. */
static qcdc_status take_corrected (reading_t *reading, const journal_row_t *row, const Qcdc__Corrected *corrected)
{
    report_view_t *view = reading->view;
    uint8_t content[CONTENT_BYTES];
    if (corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_REPORT)
        return QCDC_OK;
    view->sent = view->sent && row->commit_seq != 0;
    /* To the server a correction of narratives only is a copy: its texts count all the same. */
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ALIAS) {
        if (fact_content_of (corrected, content) != QCDC_OK)
            return out_of_memory (reading->fault);
        report_fill (reading, corrected->report, content);
        view->corrections++;
    } else if (!row->entry.annex.length && !row->entry.annex_hash.length)
        return QCDC_OK;
    return take_content (reading, &row->entry);
}

static qcdc_status take_row (const journal_row_t *row, void *arg)
{
    reading_t *reading = arg;
    report_view_t *view = reading->view;
    Qcdc__Fact *fact = NULL;
    address_t target;
    arena_reset (reading->desk->arena);
    if (fact_unpack (row->entry.body, reading->desk->arena, &fact) != QCDC_OK)
        return QCDC_OK;
    bool refused = row->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED ||
                   row->verdict == QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED) {
        if (!refused) {
            qcdc_status status = take_filed (reading, row, fact->report_filed);
            const Qcdc__Was *was = fact->was;
            if (status != QCDC_OK || !was)
                return status;
            /* Others may still refer to the first copy, which was lost. */
            address_t first = {was->origin, was->seq, hash_prefix (was->hash.data)};
            return take_copy (reading, &first);
        }
        view->rejected = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
    }
    if (refused || !fact_target (fact, &target) || !is_target (view, &target))
        return QCDC_OK;
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED)
        return take_corrected (reading, row, fact->corrected);
    if (fact->kind_case == QCDC__FACT__KIND_VOIDED) {
        view->report.voided = true;
        view->sent = view->sent && row->commit_seq != 0;
    }
    return QCDC_OK;
}

qcdc_status report_view_of_subject (desk_t *desk, const char *subject, report_view_t *view, fault_t *fault)
{
    *view = (report_view_t){0};
    reading_t reading = {.desk = desk, .view = view, .fault = fault};
    char office[64];
    if (sscanf (subject, "report:%63[^:]:", office) == 1)
        reading.office = catalog_office (desk->home.catalog, office);
    /* Every correction unpacks into the same arena; a report is corrected a few times, not hundreds. */
    view->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    if (!view->arena)
        return out_of_memory (fault);
    qcdc_status status = journal_each_of_subject (desk->home.journal, subject, take_row, &reading, fault);
    if (status != QCDC_OK)
        report_view_release (view);
    return status;
}

qcdc_status report_view_read (desk_t *desk, const char *office, const char *form, const char *period,
                              report_view_t *view, fault_t *fault)
{
    char subject[160];
    snprintf (subject, sizeof subject, "report:%s:%s/%s", office, form, period);
    return report_view_of_subject (desk, subject, view, fault);
}

void report_view_release (report_view_t *view)
{
    arena_destroy (&view->arena);
    free (view->copies);
    *view = (report_view_t){0};
}

static int compare_cell (const void *key, const void *value)
{
    return strcmp (key, (*(Qcdc__CellValue *const *)value)->cell);
}

bool report_value (const Qcdc__ReportFiled *filed, const char *cell, int64_t *value_e4)
{
    Qcdc__CellValue **found = filed && filed->n_cells
                                  ? bsearch (cell, filed->cells, filed->n_cells, sizeof *filed->cells, compare_cell)
                                  : NULL;
    if (found)
        *value_e4 = (*found)->value_e4;
    return found != NULL;
}

const char *report_narrative (const report_view_t *view, const char *cell)
{
    for (size_t i = 0; view->text && i < view->text->n_cells; i++)
        if (strcmp (view->text->cells[i]->cell, cell) == 0)
            return view->text->cells[i]->text;
    return "";
}
