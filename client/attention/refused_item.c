/*  refused_item.c — a task that could not be opened, or a step of one, and what stands in its place. */

#include "attention/refused_item.h"

#include "attention/refused_mended.h"
#include "base/day.h"
#include "conclusions/item_view.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    const journal_verdict_t *verdict;
    const Qcdc__Fact *fact;
    refused_about_t *about;
    const catalog_t *catalog;
} looking_t;

/*  Where what a step was to bring about stands, whoever said it. */
static bool is_reached (const item_t *item, const Qcdc__ItemMoved *moved)
{
    switch (moved->move) {
    case QCDC__ITEM_MOVE__ITEM_STARTED:
        return item->state == ITEM_IS_IN_PROGRESS;
    case QCDC__ITEM_MOVE__ITEM_ACCEPTED:
        return item->state == ITEM_IS_ACCEPTED;
    case QCDC__ITEM_MOVE__ITEM_ASSIGNED:
        return strcmp (item->owner, moved->owner) == 0 && strcmp (item->person, moved->person) == 0;
    case QCDC__ITEM_MOVE__ITEM_EXTENDED:
        return item->due_on == moved->due_on;
    default:
        return false;
    }
}

/*  Another one was opened since by this device for the same office, of the same task of a notice or under the same number; of a step, the item
 *  is closed, says the same, or this device has said something else of it since. */
static qcdc_status look (const item_view_t *view, void *arg)
{
    const looking_t *self = arg;
    const item_t *item = &view->item;
    if (self->fact->kind_case == QCDC__FACT__KIND_ITEM_OPENED) {
        const Qcdc__ItemOpened *opened = self->fact->item_opened;
        char named[QCDC_LOCAL_NO_BYTES_MAX + 8];
        snprintf (named, sizeof named, "%.64s@%04d", opened->number, day_year (opened->opened_on));
        bool same_task = opened->of && opened->of->task && item->task == (int)opened->of->task &&
                         item->source == (int)opened->source && strcmp (item->first_owner, opened->owner) == 0;
        if (refused_own_later (self->verdict, item->entry.origin, item->entry.seq) &&
            (same_task || item_is_named (self->catalog, item, named)))
            self->about->mended = true;
        return QCDC_OK;
    }
    const Qcdc__ItemMoved *moved = self->fact->item_moved;
    if (item->entry.origin != moved->item->origin || item->entry.seq != moved->item->seq)
        return QCDC_OK;
    snprintf (self->about->what, sizeof self->about->what, "%s@%d", item->number, day_year (item->on));
    self->about->mended = item->closed_on || is_reached (item, moved);
    for (size_t i = 0; i < item->move_count; i++)
        if (item->moves[i].counts &&
            refused_own_later (self->verdict, item->moves[i].address.origin, item->moves[i].address.seq))
            self->about->mended = true;
    return QCDC_OK;
}

qcdc_status refused_item (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact, bool *is_one,
                          refused_about_t *about, fault_t *fault)
{
    looking_t looking = {verdict, fact, about, desk->home.catalog};
    bool opens = fact->kind_case == QCDC__FACT__KIND_ITEM_OPENED;
    *is_one = opens || (fact->kind_case == QCDC__FACT__KIND_ITEM_MOVED && fact->item_moved->item);
    if (!*is_one)
        return QCDC_OK;
    about->item = true;
    if (opens)
        snprintf (about->what, sizeof about->what, "%.80s@%d", fact->item_opened->number,
                  day_year (fact->item_opened->opened_on));
    return items_each (desk, look, &looking, fault);
}
