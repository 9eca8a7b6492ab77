/*  listing_view.c — listings, folded from the journal.  There are some hundreds of them in a province, so that all are gone through. */

#include "registers/listing_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LISTING_SUBJECTS "listing:"

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  What is written beside a decision: why, and where the case is put on a list, what it is called ("petition BCD-593:12@2020"). */
static qcdc_status texts_take (fold_t *fold, listing_view_t *view, const entry_t *entry, bool first)
{
    Qcdc__AnnexText *text = NULL;
    if (!entry->annex.length || annex_unpack (entry->annex, fold->arena, &text) != QCDC_OK)
        return QCDC_OK;
    free (view->reason);
    view->reason = strdup (text->reason);
    const char *space = first ? strchr (text->title, ' ') : NULL;
    if (space) {
        view->thing = strndup (text->title, (size_t)(space - text->title));
        view->label = strdup (space + 1);
    }
    return view->reason && (!space || (view->thing && view->label)) ? QCDC_OK : out_of_memory (fold->fault);
}

static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    listing_view_t *view = item;
    const journal_row_t *row = from->from;
    const view_source_t *source = fold->arg;
    (void)fact;
    if (role == FOLD_CREATED)
        view->came = row->entry.origin != source->desk->home.origin;
    return role == FOLD_CREATED || role == FOLD_STEPPED ? texts_take (fold, view, &row->entry, role == FOLD_CREATED)
                                                        : QCDC_OK;
}

static void drop (void *item)
{
    listing_view_t *view = item;
    free (view->thing);
    free (view->label);
    free (view->reason);
}

static const view_kind_t KIND = {&LISTING_MATTER, sizeof (listing_view_t), taken, drop};

typedef struct {
    listing_view_fn *each;
    void *arg;
} walk_t;

static qcdc_status hand (void *view, void *arg)
{
    const walk_t *walk = arg;
    return walk->each (view, walk->arg);
}

qcdc_status listings_each (desk_t *desk, listing_view_fn *each, void *arg, fault_t *fault)
{
    walk_t walk = {each, arg};
    return view_each (desk, &KIND, LISTING_SUBJECTS, hand, &walk, fault);
}

bool listing_is_ours (const desk_t *desk, const listing_t *self, int32_t day)
{
    const home_t *home = &desk->home;
    return !self->off_on &&
           (home->role == ROLE_PROVINCE || listing_is_of (self, home->catalog, home->office->code, day));
}

bool listing_is_late (const listing_t *self, int32_t today)
{
    int32_t next = listing_next_on (self);
    return !self->off_on && next && next < today;
}

typedef struct {
    const address_t *entry;
    FILE *out;
    bool any;
} codes_t;

static qcdc_status code_take (const listing_view_t *view, void *arg)
{
    codes_t *codes = arg;
    const listing_t *listing = &view->listing;
    if (listing->off_on || listing->listed.origin != codes->entry->origin || listing->listed.seq != codes->entry->seq)
        return QCDC_OK;
    fprintf (codes->out, "%s%s", codes->any ? ", " : "", listing->list);
    codes->any = true;
    return QCDC_OK;
}

qcdc_status listings_of (desk_t *desk, const address_t *entry, char **codes, fault_t *fault)
{
    size_t size = 0;
    codes_t taking = {entry, open_memstream (codes, &size), false};
    if (!taking.out)
        return out_of_memory (fault);
    qcdc_status status = listings_each (desk, code_take, &taking, fault);
    return fclose (taking.out) == 0 ? status : out_of_memory (fault);
}
