/*  register_cases.c — stays on lists, put together by case. */

#include "matters/register_cases.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

void register_cases_release (register_cases_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->items[i].list);
    free (self->items);
    *self = (register_cases_t){0};
}

qcdc_status register_cases_add (register_cases_t *self, const listing_t *listing, const char *number)
{
    register_case_t *items = memory_room (self->items, self->count, &self->size, sizeof *items);
    size_t code = strlen (listing->list) + 1, length = strlen (number) + 1;
    char *texts = items ? malloc (code + length) : NULL;
    const decision_t *end = listing_end (listing);
    if (items)
        self->items = items;
    if (!texts)
        return QCDC_NO_MEMORY;
    memcpy (texts, listing->list, code);
    memcpy (texts + code, number, length);
    items[self->count++] = (register_case_t){
        .of = listing->listed,
        .entry = listing->entry,
        .on = listing->on,
        .off_on = listing->off_on,
        .put = stamp_make (listing->created_at_us,
                           listing->created_at_us ? listing->commit_seq : (int64_t)listing->entry.seq),
        .taken = end ? end->order : (stamp_t){0, 0},
        .list = texts,
        .number = texts + code};
    return QCDC_OK;
}

static int case_order (const void *a, const void *b)
{
    const register_case_t *one = a, *other = b;
    int order = (one->of.origin > other->of.origin) - (one->of.origin < other->of.origin);
    if (!order)
        order = (one->of.seq > other->of.seq) - (one->of.seq < other->of.seq);
    return order ? order : (one->on > other->on) - (one->on < other->on);
}

void register_cases_sort (register_cases_t *self)
{
    if (self->count)
        qsort (self->items, self->count, sizeof *self->items, case_order);
}

size_t register_cases_end (const register_cases_t *self, size_t first)
{
    size_t end = first;
    while (end < self->count && self->items[end].of.origin == self->items[first].of.origin &&
           self->items[end].of.seq == self->items[first].of.seq)
        end++;
    return end;
}

bool register_cases_of_list (const register_cell_t *row, const char *code)
{
    for (const char *const *list = row->lists; list && *list; list++)
        if (strcmp (*list, code) == 0)
            return true;
    return false;
}

/*  What began on ON and ended on OFF_ON, 0: not yet. */
static bool stay_counts (const register_cell_t *row, int32_t from, int32_t to, int32_t on, int32_t off_on)
{
    bool open = !off_on || off_on > to;
    if (on > to || (!open && off_on < from))
        return false;
    unsigned begun = on < from ? SPAN_BEFORE : SPAN_WITHIN, over = open ? SPAN_OPEN : SPAN_WITHIN;
    return (!row->begun || (row->begun & begun)) && (!row->over || (row->over & over));
}

int64_t register_cases_count (const register_cell_t *row, int32_t from, int32_t to, const register_case_t *items,
                              size_t count, const stamp_t *until)
{
    int64_t times = 0;
    bool any = false;
    int32_t on = 0, off_on = 0;
    for (size_t i = 0; i < count; i++) {
        const register_case_t *stay = &items[i];
        int32_t off = until && stay->off_on && stamp_before (*until, stay->taken) ? 0 : stay->off_on;
        if (!register_cases_of_list (row, stay->list) || (until && stamp_before (*until, stay->put)))
            continue;
        if (any && (!off_on || stay->on <= off_on)) {
            off_on = !off_on || !off ? 0 : off > off_on ? off : off_on;
            continue;
        }
        times += any && stay_counts (row, from, to, on, off_on);
        any = true;
        on = stay->on;
        off_on = off;
    }
    return times + (any && stay_counts (row, from, to, on, off_on));
}
