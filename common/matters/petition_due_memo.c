/*  petition_due_memo.c — petitions as the legal clock sees them, and what is due of each.
 *
 *  The clock compares moments with nothing but the moments at which something of the catalogue became known, so two moments between the same
 *  two of these are one to it.  What was handed over or answered is counted by itself: there steps name each other. */

#include "matters/petition_due_memo.h"

#include "base/memory.h"
#include "matters/petition_due.h"

#define HASH_NONFATAL_OOM 1
#include <uthash.h>

#include <stdlib.h>
#include <string.h>

/*  What is the same of two petitions that are due alike: a head, a part for each step, and the flags. */
typedef struct {
    int32_t received_on;
    int32_t unit; /* 0: of one that never was otherwise than others */
    int32_t moment;
    int16_t kind, channel, instance, steps;
} seen_head_t;

typedef struct {
    int32_t on;
    int32_t moment;
    int16_t days;
    int8_t move, from_register;
} seen_step_t;

#define FLAG_BYTES 128u
#define SEEN_BYTES (sizeof (seen_head_t) + DUE_MEMO_STEPS_MAX * sizeof (seen_step_t) + FLAG_BYTES)

typedef struct {
    petition_due_t due;
    UT_hash_handle hh;
    uint8_t seen[];
} memo_node_t;

struct due_memo {
    const catalog_t *catalog;
    int64_t *moments; /* at which something became known, ascending */
    size_t moment_count, moment_size;
    int *units; /* ids of those of which the catalogue says that they are otherwise, ascending */
    size_t unit_count, unit_size;
    memo_node_t *nodes;
    size_t counted;
};

/*  ---------------------------------------------------------------- what the catalogue tells apart */

static bool moment_add (due_memo_t *self, int64_t moment)
{
    int64_t *grown = memory_room (self->moments, self->moment_count, &self->moment_size, sizeof *grown);
    if (grown)
        (self->moments = grown)[self->moment_count++] = moment;
    return grown;
}

static bool row_add (due_memo_t *self, int64_t known_us, const row_end_t *end)
{
    bool added = moment_add (self, known_us);
    for (; added && end; end = end->before)
        added = moment_add (self, end->known_us);
    return added;
}

static bool moments_read (due_memo_t *self)
{
    const catalog_t *catalog = self->catalog;
    bool added = true;
    for (size_t i = 0; added && i < catalog->holiday_row_count; i++)
        added = row_add (self, catalog->holiday_rows[i].known_us, catalog->holiday_rows[i].end);
    for (size_t i = 0; added && i < catalog->unit_trait_count; i++)
        added = row_add (self, catalog->unit_traits[i].known_us, catalog->unit_traits[i].end);
    for (size_t i = 0; added && i < catalog->legal_deadline_count; i++)
        added = row_add (self, catalog->legal_deadlines[i].known_us, catalog->legal_deadlines[i].end);
    return added;
}

static int moment_compare (const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static void moments_sort (due_memo_t *self)
{
    size_t kept = 0;
    if (self->moment_count)
        qsort (self->moments, self->moment_count, sizeof *self->moments, moment_compare);
    for (size_t i = 0; i < self->moment_count; i++)
        if (!kept || self->moments[i] != self->moments[kept - 1])
            self->moments[kept++] = self->moments[i];
    self->moment_count = kept;
}

static bool has_trait (const catalog_t *catalog, const char *unit)
{
    for (size_t i = 0; i < catalog->unit_trait_count; i++)
        if (strcmp (catalog->unit_traits[i].unit, unit) == 0)
            return true;
    return false;
}

static int unit_compare (const void *one, const void *other)
{
    int a = *(const int *)one, b = *(const int *)other;
    return (a > b) - (a < b);
}

static bool units_read (due_memo_t *self)
{
    const catalog_t *catalog = self->catalog;
    for (size_t i = 0; catalog->unit_trait_count && i < catalog->unit_count; i++) {
        if (!has_trait (catalog, catalog->units[i].code))
            continue;
        int *grown = memory_room (self->units, self->unit_count, &self->unit_size, sizeof *grown);
        if (!grown)
            return false;
        (self->units = grown)[self->unit_count++] = catalog->units[i].id;
    }
    if (self->unit_count)
        qsort (self->units, self->unit_count, sizeof *self->units, unit_compare);
    return true;
}

due_memo_t *due_memo_new (const catalog_t *catalog)
{
    due_memo_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->catalog = catalog;
    if (!moments_read (self) || !units_read (self))
        due_memo_destroy (&self);
    else
        moments_sort (self);
    return self;
}

static void forget_all (due_memo_t *self)
{
    memo_node_t *node, *next;
    HASH_ITER (hh, self->nodes, node, next)
    {
        HASH_DEL (self->nodes, node);
        free (node);
    }
}

void due_memo_destroy (due_memo_t **self_p)
{
    if (!*self_p)
        return;
    forget_all (*self_p);
    free ((*self_p)->moments);
    free ((*self_p)->units);
    free (*self_p);
    *self_p = NULL;
}

size_t due_memo_counted (const due_memo_t *self)
{
    return self->counted;
}

/*  ---------------------------------------------------------------- petitions */

/*  Between which two moments of the catalogue it is, or on which. */
static int32_t moment_place (const due_memo_t *self, int64_t moment)
{
    size_t from = 0, to = self->moment_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (self->moments[middle] < moment)
            from = middle + 1;
        else
            to = middle;
    }
    return (int32_t)(2 * from + (from < self->moment_count && self->moments[from] == moment));
}

static int32_t unit_seen (const due_memo_t *self, int unit)
{
    return self->unit_count && bsearch (&unit, self->units, self->unit_count, sizeof unit, unit_compare) ? unit : 0;
}

/*  PETITION as the clock sees it; 0: it is to be counted by itself. */
static size_t petition_seen (const due_memo_t *self, const petition_t *petition, uint8_t seen[SEEN_BYTES])
{
    const char *flags = petition->flags ? petition->flags : "";
    seen_head_t head = {.received_on = petition->received_on,
                        .unit = unit_seen (self, petition->unit),
                        .moment = moment_place (self, petition->created_at_us),
                        .kind = (int16_t)petition->kind,
                        .channel = (int16_t)petition->channel,
                        .instance = (int16_t)petition->instance};
    uint8_t *at = seen + sizeof head;
    size_t length = strlen (flags);
    if (petition->voided || length > FLAG_BYTES)
        return 0;
    for (size_t i = 0; i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (move->voided)
            continue;
        if (move->answer || *move->to_office || head.steps == (int16_t)DUE_MEMO_STEPS_MAX)
            return 0;
        seen_step_t step = {.on = move->on,
                            .moment = moment_place (self, move->order.at_us),
                            .days = (int16_t)move->days,
                            .move = (int8_t)move->move,
                            .from_register = move->from_register};
        memcpy (at, &step, sizeof step);
        at += sizeof step;
        head.steps++;
    }
    memcpy (seen, &head, sizeof head);
    memcpy (at, flags, length);
    return (size_t)(at - seen) + length;
}

/*  What there is no memory for is counted again. */
static void remember (due_memo_t *self, const uint8_t *seen, size_t length, const petition_due_t *due)
{
    if (HASH_COUNT (self->nodes) >= DUE_MEMO_MAX)
        forget_all (self);
    memo_node_t *node = malloc (sizeof *node + length);
    if (!node)
        return;
    node->due = *due;
    memcpy (node->seen, seen, length);
    HASH_ADD_KEYPTR (hh, self->nodes, node->seen, length, node);
    if (!node->hh.tbl)
        free (node);
}

void due_memo_set (due_memo_t *self, petition_t *petition)
{
    uint8_t seen[SEEN_BYTES];
    memo_node_t *node = NULL;
    size_t length = petition_seen (self, petition, seen);
    if (length)
        HASH_FIND (hh, self->nodes, seen, length, node);
    if (node) {
        petition->due = node->due;
        return;
    }
    petition_due_set (petition, self->catalog);
    self->counted++;
    if (length)
        remember (self, seen, length, &petition->due);
}
