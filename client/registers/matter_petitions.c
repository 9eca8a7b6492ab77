/*  matter_petitions.c — petitions are folded one by one: which matter each is in, it says itself. */

#include "registers/matter_petitions.h"

#include "matters/petition_related.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const address_t *entry;
    matter_petition_fn *each;
    void *arg;
    fault_t *fault;
} walk_t;

static qcdc_status walk_subject (const char *subject, void *arg)
{
    const walk_t *walk = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (walk->desk, subject, &views, walk->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        petition_view_t *view = &views.views[i];
        address_t matter;
        if (view->elsewhere || view->petition.voided || !petition_related (&view->petition, &matter) ||
            (walk->entry && (matter.origin != walk->entry->origin || matter.seq != walk->entry->seq)))
            continue;
        QCDC_TRY (walk->each (view, &matter, walk->arg));
    }
    return QCDC_OK;
}

qcdc_status matter_petitions_each (desk_t *desk, const address_t *entry, matter_petition_fn *each, void *arg,
                                   fault_t *fault)
{
    char prefix[80];
    walk_t walk = {desk, entry, each, arg, fault};
    snprintf (prefix, sizeof prefix, "petition:%s:", desk->home.office->code);
    return journal_each_subject (desk->home.journal, prefix, walk_subject, &walk, fault);
}
