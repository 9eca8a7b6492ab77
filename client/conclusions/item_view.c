/*  item_view.c — tasks, folded from the journal.  An office has some hundreds of them, the province some thousands: all are gone through. */

#include "conclusions/item_view.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/register_number.h"
#include "matters/petition.h"
#include "petitions/petition_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ITEM_SUBJECTS "item:"

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static void texts_release (item_view_t *self)
{
    free (self->title);
    free (self->text);
    for (size_t i = 0; i < self->word_count; i++)
        free (self->words[i].words);
    free (self->words);
}

void item_view_release (item_view_t *self)
{
    item_release (&self->item);
    texts_release (self);
    *self = (item_view_t){0};
}

/*  A step's note or its reason: it has one of them. */
static qcdc_status words_add (item_view_t *view, const address_t *entry, const char *words, fault_t *fault)
{
    item_words_t *all = realloc (view->words, (view->word_count + 1) * sizeof *all);
    if (!all)
        return out_of_memory (fault);
    view->words = all;
    all[view->word_count] = (item_words_t){*entry, strdup (words)};
    return all[view->word_count++].words ? QCDC_OK : out_of_memory (fault);
}

static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *from, const Qcdc__Fact *fact)
{
    item_view_t *view = item;
    const journal_row_t *row = from->from;
    Qcdc__AnnexText *text = NULL;
    (void)fact;
    if (role != FOLD_CREATED && role != FOLD_STEPPED)
        return QCDC_OK;
    if (!row->entry.annex.length || annex_unpack (row->entry.annex, fold->arena, &text) != QCDC_OK)
        return QCDC_OK;
    if (role == FOLD_STEPPED)
        return words_add (view, &from->entry, *text->summary ? text->summary : text->reason, fold->fault);
    view->title = strdup (text->title);
    view->text = strdup (text->summary);
    return view->title && view->text ? QCDC_OK : out_of_memory (fold->fault);
}

static void drop (void *item)
{
    texts_release (item);
}

static const view_kind_t KIND = {&ITEM_MATTER, sizeof (item_view_t), taken, drop};

typedef struct {
    item_view_fn *each;
    void *arg;
} walk_t;

static qcdc_status hand (void *view, void *arg)
{
    const walk_t *walk = arg;
    return walk->each (view, walk->arg);
}

qcdc_status items_each (desk_t *desk, item_view_fn *each, void *arg, fault_t *fault)
{
    walk_t walk = {each, arg};
    return view_each (desk, &KIND, ITEM_SUBJECTS, hand, &walk, fault);
}

const char *item_words_of (const item_view_t *view, const address_t *entry)
{
    for (size_t i = 0; i < view->word_count; i++)
        if (view->words[i].entry.origin == entry->origin && view->words[i].entry.seq == entry->seq)
            return *view->words[i].words ? view->words[i].words : NULL;
    return NULL;
}

/*  ---------------------------------------------------------------- what is to be done */

bool item_is_todo (const desk_t *desk, const item_t *item, int32_t day)
{
    return item->state != ITEM_IS_REPORTED && item->state != ITEM_IS_ACCEPTED && item->state != ITEM_IS_CLOSED &&
           item_is_owners (item, desk->home.catalog, desk->home.office->code, day);
}

bool item_waits_for_us (const desk_t *desk, const item_t *item, int32_t day)
{
    return item->state == ITEM_IS_REPORTED &&
           item_is_openers (item, desk->home.catalog, desk->home.office->code, day);
}

typedef struct {
    const desk_t *desk;
    int32_t today;
    item_counts_t *counts;
} counting_t;

static qcdc_status count (const item_view_t *view, void *arg)
{
    const counting_t *self = arg;
    bool todo = item_is_todo (self->desk, &view->item, self->today);
    self->counts->todo += todo;
    self->counts->overdue += todo && item_is_overdue (&view->item, self->today);
    self->counts->reported += item_waits_for_us (self->desk, &view->item, self->today);
    return QCDC_OK;
}

qcdc_status items_count (desk_t *desk, item_counts_t *counts, fault_t *fault)
{
    counting_t self = {desk, day_of_moment (moment_now ()), counts};
    *counts = (item_counts_t){0};
    return items_each (desk, count, &self, fault);
}

typedef struct {
    const address_t *notice;
    int32_t day;
    notice_tasks_t *tasks;
} notice_counting_t;

static qcdc_status count_of_notice (const item_view_t *view, void *arg)
{
    const notice_counting_t *self = arg;
    const item_t *item = &view->item;
    if (item->of.origin != self->notice->origin || item->of.seq != self->notice->seq)
        return QCDC_OK;
    self->tasks->all++;
    self->tasks->closed += item->state == ITEM_IS_CLOSED;
    self->tasks->reported += item->state == ITEM_IS_REPORTED || item->state == ITEM_IS_ACCEPTED;
    self->tasks->overdue += item_is_overdue (item, self->day);
    return QCDC_OK;
}

qcdc_status items_of_notice (desk_t *desk, const address_t *entry, int32_t day, notice_tasks_t *tasks, fault_t *fault)
{
    notice_counting_t self = {entry, day, tasks};
    *tasks = (notice_tasks_t){0};
    return items_each (desk, count_of_notice, &self, fault);
}

/*  ---------------------------------------------------------------- which one */

/*  Whether NAME is ITEM's, exactly or, where GOES_ON, up to a point in its number. */
static bool is_named (const catalog_t *catalog, const item_t *item, const char *name, bool goes_on)
{
    uint64_t origin, seq;
    char wanted[MATTER_KEY_BYTES], has[MATTER_KEY_BYTES];
    int year = 0;
    const char *colon = strchr (name, ':');
    if (address_parse (name, &origin, &seq) == QCDC_OK)
        return item->entry.origin == origin && item->entry.seq == seq;
    /* A colon may stand in a number, too. */
    const office_t *office = colon ? catalog_office_by_id (catalog, item->office) : NULL;
    if (office && strlen (office->code) == (size_t)(colon - name) &&
        strncasecmp (office->code, name, (size_t)(colon - name)) == 0)
        name = colon + 1;
    char *number QCDC_CLEANUP (memory_free) = petition_number_split (name, &year);
    if (!number)
        return false;
    number_clean (number);
    if (!petition_key_prefix (number, wanted) || !petition_key_prefix (item->number, has) ||
        (year && year != day_year (item->on)))
        return false;
    if (!goes_on)
        return strcmp (wanted, has) == 0;
    size_t length = strlen (wanted) - 1; /* the @ behind it */
    return strncmp (wanted, has, length) == 0 && has[length] == '.';
}

bool item_is_named (const catalog_t *catalog, const item_t *item, const char *name)
{
    return is_named (catalog, item, name, false);
}

typedef struct {
    const catalog_t *catalog;
    const char *name;
    bool goes_on;
    item_view_t *found;
    size_t count;
    fault_t *fault;
} finding_t;

static char *copy_of (const char *text, bool *failed)
{
    char *copy = text ? strdup (text) : NULL;
    *failed |= text && !copy;
    return copy;
}

static bool copy_take (item_view_t *to, const item_view_t *view)
{
    bool failed = false;
    *to = *view;
    to->title = copy_of (view->title, &failed);
    to->text = copy_of (view->text, &failed);
    to->item.moves = calloc (view->item.move_count + 1, sizeof *to->item.moves);
    to->words = calloc (view->word_count + 1, sizeof *to->words);
    to->word_count = 0;
    if (!to->words || !to->item.moves)
        return false;
    for (size_t i = 0; i < view->item.move_count; i++)
        to->item.moves[i] = view->item.moves[i];
    for (size_t i = 0; i < view->word_count; i++, to->word_count++)
        to->words[i] = (item_words_t){view->words[i].entry, copy_of (view->words[i].words, &failed)};
    return !failed;
}

static qcdc_status find_take (const item_view_t *view, void *arg)
{
    finding_t *self = arg;
    if (!is_named (self->catalog, &view->item, self->name, self->goes_on))
        return QCDC_OK;
    self->count++;
    item_view_release (self->found);
    return copy_take (self->found, view) ? QCDC_OK : out_of_memory (self->fault);
}

qcdc_status item_find (desk_t *desk, const char *name, item_view_t *found, fault_t *fault)
{
    finding_t self = {desk->home.catalog, name, false, found, 0, fault};
    *found = (item_view_t){0};
    qcdc_status status = items_each (desk, find_take, &self, fault);
    if (status == QCDC_OK && self.count == 0) {
        self.goes_on = true;
        status = items_each (desk, find_take, &self, fault);
    }
    if (status == QCDC_OK && self.count == 0) {
        status = fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no task %s here"), name);
        fault_advise (fault, "%s", _ ("qcdc tasks lists those that there are; qcdc sync fetches new ones"));
    } else if (status == QCDC_OK && self.count > 1) {
        status = fault_set (fault, QCDC_USAGE, NULL, _ ("several tasks have the number %s"), name);
        fault_advise (
            fault, "%s",
            _ ("write the number as qcdc tasks has it, with its year (36-TB.6@2020) or the code of the office that "
               "opened it and a colon before it where that is not enough, or the address of its entry"));
    }
    if (status != QCDC_OK)
        item_view_release (found);
    return status;
}
