/*  refused_columns.c — what a refused correction was to change, column by column, and what was accepted of that later. */

#include "attention/refused_columns.h"

#include "attention/refused_mended.h"
#include "base/i18n.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void asking_release (asking_t *self)
{
    free (self->asked);
}

qcdc_status asking_fill (asking_t *self)
{
    const char *name;
    for (size_t i = 0; (name = correction_column (self->fact, i)); i++) {
        asked_t one = {.name = name};
        if (!correction_says (self->fact, name, &one.saying))
            continue;
        asked_t *asked = memory_room (self->asked, self->count, &self->size, sizeof *asked);
        if (!asked)
            return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        self->asked = asked;
        asked[self->count++] = one;
    }
    return QCDC_OK;
}

bool asking_mended (const asking_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (!self->asked[i].mended)
            return false;
    return self->count > 0;
}

qcdc_status asking_take_later (const journal_row_t *row, void *arg)
{
    asking_t *asking = arg;
    desk_t *desk = asking->desk;
    Qcdc__Fact *fact = NULL, seen;
    correction_saying_t said;
    bool own = refused_own_later (asking->verdict, row->entry.origin, row->entry.seq);
    bool later = own || (asking->commit_seq && row->commit_seq > asking->commit_seq);
    if (!later || row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    arena_reset (desk->arena);
    qcdc_status status = fact_unpack (row->entry.body, desk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (asking->fault, status, NULL, "%s", _ (status_text (status)));
    if (status != QCDC_OK || fact_kind (fact)->effect != FACT_CORRECTS || !fact_seen (fact, &seen) ||
        fact->corrected->replacement_case != asking->fact->corrected->replacement_case)
        return QCDC_OK;
    const Qcdc__Ref *a = fact->corrected->target, *b = asking->fact->corrected->target;
    /* Of a report all are of one thing, and of a second copy each names the other. */
    bool petition = fact->corrected->replacement_case != QCDC__CORRECTED__REPLACEMENT_REPORT;
    if (petition && (!a || a->origin != b->origin || a->seq != b->seq))
        return QCDC_OK;
    for (size_t i = 0; i < asking->count; i++) {
        asked_t *asked = &asking->asked[i];
        bool says = correction_says (fact, asked->name, &said);
        asked->mended |= says && (own || (!said.is_text && strcmp (said.wanted, asked->saying.wanted) == 0));
    }
    return QCDC_OK;
}

qcdc_status asking_text (const asking_t *self, Qcdc__AnnexText **text)
{
    journal_row_t row;
    *text = NULL;
    QCDC_TRY (journal_at (self->desk->home.journal, self->verdict->origin, self->verdict->seq, &row, self->fault));
    if (row.entry.annex.length && annex_unpack (row.entry.annex, self->arena, text) != QCDC_OK)
        *text = NULL;
    return QCDC_OK;
}

bool asking_same_text (const char *wanted, const char *stands)
{
    return wanted && stands && strcmp (wanted, stands) == 0;
}
