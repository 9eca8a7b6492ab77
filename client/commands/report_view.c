/*  report_view.c — a report as it stands, folded from the journal.
 *
 *  Figures are the matter's fold; narratives, which no judge reads, follow the entries that brought them.  Both live in the view's own
 *  arena, until it is released. */

#include "commands/report_view.h"

#include "base/i18n.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the report cannot be read"));
}

/*  Takes over the narratives of an entry, into memory that lasts.  An entry without an annex leaves them as they were. */
static void text_take (fold_t *fold, report_view_t *view, const entry_t *entry)
{
    Qcdc__AnnexText *text = NULL;
    if (!entry->annex.length && !entry->annex_hash.length)
        return;
    view->text = NULL;
    view->text_unknown = true;
    if (entry->annex.length && annex_unpack (entry->annex, fold->arena, &text) == QCDC_OK) {
        view->text = text;
        view->text_unknown = false;
    }
}

/*  Figures by the verdict, narratives whatever the verdict: to the server a correction of narratives only is a copy. */
static qcdc_status taken (fold_t *fold, void *item, fold_role role, const journal_row_t *row, const Qcdc__Fact *fact)
{
    report_view_t *view = item;
    (void)fact;
    switch (role) {
    case FOLD_REFUSED:
        *(address_t *)fold->arg = (address_t){row->entry.origin, row->entry.seq, hash_prefix (row->hash)};
        break;
    case FOLD_CREATED:
        view->verdict = row->verdict;
        view->written_at_us = row->entry.written_at_us;
        view->sent = row->commit_seq != 0;
        text_take (fold, view, &row->entry);
        break;
    case FOLD_CHANGED:
        view->corrections++;
        view->sent = view->sent && row->commit_seq != 0;
        text_take (fold, view, &row->entry);
        break;
    case FOLD_ALIAS:
        view->sent = view->sent && row->commit_seq != 0;
        text_take (fold, view, &row->entry);
        break;
    case FOLD_VOIDED:
        view->sent = view->sent && row->commit_seq != 0;
        break;
    default:
        break;
    }
    return QCDC_OK;
}

qcdc_status report_view_of_subject (desk_t *desk, const char *subject, report_view_t *view, fault_t *fault)
{
    *view = (report_view_t){0};
    address_t rejected = {0, 0, 0};
    /* Every correction unpacks into the same arena; a report is corrected a few times, not hundreds. */
    arena_t *arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    if (!arena)
        return out_of_memory (fault);
    fold_t fold = {.home = &desk->home,
                   .matter = &REPORT_MATTER,
                   .arena = arena,
                   .keeps_facts = true,
                   .item_size = sizeof *view,
                   .taken = taken,
                   .arg = &rejected};
    qcdc_status status = fold_read (&fold, subject, fault);
    /* "report:BCD-593:QCDC-HUYEN/2020-H1": what is left behind the office is the key. */
    const char *first = strchr (subject, ':'), *second = first ? strchr (first + 1, ':') : NULL;
    report_view_t *found = status == QCDC_OK && second ? fold_holder (&fold, second + 1) : NULL;
    if (found) {
        *view = *found;
        view->found = true;
    }
    view->rejected = rejected;
    view->arena = arena;
    fold_release (&fold);
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
