/*  item_told.c — of each task that is not closed the last entry of others that was told is kept; a closed one is told once more, and forgotten. */

#include "conclusions/item_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "conclusions/item_view.h"
#include "desk/told.h"

#include <string.h>

typedef struct {
    const desk_t *desk;
    FILE *file;
    told_t told;
    int32_t today;
} telling_t;

/*  The last that another office said of it and that counts; NULL: its opening. */
static const item_move_t *last_of_others (const telling_t *self, const item_t *item)
{
    for (size_t i = item->move_count; i-- > 0;)
        if (item->moves[i].counts && strcmp (item->moves[i].office, self->desk->home.office->code) != 0)
            return &item->moves[i];
    return NULL;
}

static void say_given (const telling_t *self, const item_view_t *view)
{
    const item_t *item = &view->item;
    char due[DAY_TEXT_BYTES], title[200];
    text_shorten (view->title ? view->title : "", title, sizeof title);
    if (item->due_on)
        text_say (self->file, _ ("qcdc: a task for this office until %s: %s (qcdc task show %s)\n"),
                  day_format_people (item->due_on, due), title, item->number);
    else
        text_say (self->file, _ ("qcdc: a task for this office: %s (qcdc task show %s)\n"), title, item->number);
}

static void say_moved (const telling_t *self, const item_t *item, const item_move_t *move)
{
    char day[DAY_TEXT_BYTES], due[DAY_TEXT_BYTES];
    day_format_people (move->on, day);
    switch (move->move) {
    case QCDC__ITEM_MOVE__ITEM_REPORTED:
        text_say (self->file, _ ("qcdc: task %s is reported by %s on %s (qcdc task show %s)\n"), item->number,
                  move->office, day, item->number);
        break;
    case QCDC__ITEM_MOVE__ITEM_ACCEPTED:
        text_say (self->file, _ ("qcdc: what was reported of task %s is accepted, by %s on %s\n"), item->number,
                  move->office, day);
        break;
    case QCDC__ITEM_MOVE__ITEM_RETURNED:
        text_say (self->file,
                  _ ("qcdc: task %s is returned, by %s on %s: it has to be reported again (qcdc task show %s)\n"),
                  item->number, move->office, day, item->number);
        break;
    case QCDC__ITEM_MOVE__ITEM_CLOSED:
        text_say (self->file, _ ("qcdc: task %s is closed, by %s on %s\n"), item->number, move->office, day);
        break;
    case QCDC__ITEM_MOVE__ITEM_EXTENDED:
        text_say (self->file, _ ("qcdc: task %s may last until %s, by %s\n"), item->number,
                  day_format_people (move->due_on, due), move->office);
        break;
    case QCDC__ITEM_MOVE__ITEM_ASSIGNED:
        text_say (self->file, _ ("qcdc: task %s is now to be done by %s\n"), item->number, move->owner);
        break;
    case QCDC__ITEM_MOVE__ITEM_DELAY_ASKED:
        text_say (self->file, _ ("qcdc: %s asks for more time for task %s, until %s (qcdc task show %s)\n"),
                  move->office, item->number, day_format_people (move->due_on, due), item->number);
        break;
    case QCDC__ITEM_MOVE__ITEM_NOTED:
        text_say (self->file, _ ("qcdc: %s noted something with task %s (qcdc task show %s)\n"), move->office,
                  item->number, item->number);
        break;
    default:
        text_say (self->file, _ ("qcdc: task %s is worked on by %s\n"), item->number, move->office);
    }
}

static qcdc_status tell (const item_view_t *view, void *arg)
{
    telling_t *self = arg;
    const item_t *item = &view->item;
    const home_t *home = &self->desk->home;
    bool owners = item_is_owners (item, home->catalog, home->office->code, self->today),
         openers = item_is_openers (item, home->catalog, home->office->code, self->today);
    const item_move_t *move = last_of_others (self, item);
    const address_t *last = move ? &move->address : &item->entry;
    bool known = told_has (&self->told, &item->entry), is_new = !told_has (&self->told, last);
    /* What is another office's may become this one's by a publication that comes later: then it is new. */
    if (!owners && !openers && !known)
        return QCDC_OK;
    if (item->state == ITEM_IS_CLOSED) {
        if (move && known && is_new)
            say_moved (self, item, move);
        return QCDC_OK;
    }
    (void)told_keep (&self->told, &item->entry);
    if (move)
        (void)told_keep (&self->told, last);
    if (!is_new)
        return QCDC_OK;
    bool given = owners && !openers && (!known || (move && move->move == QCDC__ITEM_MOVE__ITEM_ASSIGNED));
    if (given)
        say_given (self, view);
    else if (move && (known || openers))
        say_moved (self, item, move);
    return QCDC_OK;
}

qcdc_status items_tell (desk_t *desk, FILE *file, fault_t *fault)
{
    telling_t self = {.desk = desk, .file = file, .today = day_of_moment (moment_now ())};
    QCDC_TRY (told_open (&self.told, desk->home.journal, "items_told", fault));
    return told_close (&self.told, desk->home.journal, items_each (desk, tell, &self, fault), fault);
}
