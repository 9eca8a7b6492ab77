/*  refused_listing.c — a case that could not be put on a list or taken off it, and what stands in its place. */

#include "attention/refused_listing.h"

#include "attention/refused_mended.h"
#include "registers/listing_view.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const journal_verdict_t *verdict;
    const Qcdc__Fact *fact;
    refused_about_t *about;
} looking_t;

/*  It stands as it was to, or this device has said something else of it since. */
static qcdc_status look (const listing_view_t *view, void *arg)
{
    const looking_t *self = arg;
    const listing_t *listing = &view->listing;
    const Qcdc__CaseListed *listed = self->fact->case_listed;
    const Qcdc__CaseDelisted *delisted = self->fact->case_delisted;
    if (self->fact->kind_case == QCDC__FACT__KIND_CASE_LISTED) {
        if (listing->listed.origin == listed->listed->origin && listing->listed.seq == listed->listed->seq &&
            strcmp (listing->list, listed->list) == 0 && !listing->off_on)
            self->about->mended = true;
        return QCDC_OK;
    }
    if (listing->entry.origin != delisted->listing->origin || listing->entry.seq != delisted->listing->seq)
        return QCDC_OK;
    if (view->label)
        snprintf (self->about->what, sizeof self->about->what, "%s %s", listing->list, view->label);
    self->about->mended = !delisted->stays && listing->off_on;
    for (size_t i = 0; i < listing->decision_count; i++) {
        const decision_t *decision = &listing->decisions[i];
        if (refused_own_later (self->verdict, decision->address.origin, decision->address.seq))
            self->about->mended = true;
    }
    return QCDC_OK;
}

qcdc_status refused_listing (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact, bool *is_one,
                             refused_about_t *about, fault_t *fault)
{
    looking_t looking = {verdict, fact, about};
    Qcdc__AnnexText *text = NULL;
    journal_row_t row;
    bool lists = fact->kind_case == QCDC__FACT__KIND_CASE_LISTED && fact->case_listed->listed;
    *is_one = lists || (fact->kind_case == QCDC__FACT__KIND_CASE_DELISTED && fact->case_delisted->listing);
    if (!*is_one)
        return QCDC_OK;
    about->listing = true;
    if (lists) {
        QCDC_TRY (journal_at (desk->home.journal, verdict->origin, verdict->seq, &row, fault));
        bool here = row.entry.annex.length && annex_unpack (row.entry.annex, desk->arena, &text) == QCDC_OK;
        const char *label = here ? strchr (text->title, ' ') : NULL;
        snprintf (about->what, sizeof about->what, "%s%.120s", fact->case_listed->list, label ? label : "");
    }
    return listings_each (desk, look, &looking, fault);
}
