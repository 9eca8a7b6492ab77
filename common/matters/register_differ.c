/*  register_differ.c — two counts of one register side by side, and the rows that count otherwise. */

#include "matters/register_differ.h"

#include "base/memory.h"
#include "catalogue/cell.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- since a moment */

const char *register_since_name (register_since since)
{
    static const char *const NAMES[] = {
        [SINCE_NOTHING] = NULL,      [SINCE_ENTERED] = "entered",     [SINCE_TAKEN_BACK] = "taken_back",
        [SINCE_STEPPED] = "stepped", [SINCE_CORRECTED] = "corrected", [SINCE_JOINED] = "joined"};
    return NAMES[since];
}

static stamp_t created_at (const thing_t *thing)
{
    return stamp_make (thing->created_at_us, thing->created_at_us ? thing->commit_seq : (int64_t)thing->entry.seq);
}

/*  What is common to all things; SINCE_NOTHING: what else was said has to be looked at. */
static register_since thing_since (const thing_t *thing, stamp_t until)
{
    if (stamp_before (until, created_at (thing)))
        return SINCE_ENTERED;
    if (thing->voided && stamp_before (until, thing->voided_by.at))
        return SINCE_TAKEN_BACK;
    return thing->changed.at_us && stamp_before (until, thing->changed) ? SINCE_CORRECTED : SINCE_NOTHING;
}

qcdc_status petition_known_then (const petition_t *petition, stamp_t until, petition_t *then, bool *was,
                                 register_since *since)
{
    *then = *petition;
    *since = thing_since (&petition->thing, until);
    *was = *since != SINCE_ENTERED;
    then->moves = calloc (petition->move_count + 1, sizeof *then->moves);
    then->move_count = 0;
    if (!then->moves)
        return QCDC_NO_MEMORY;
    then->voided = petition->voided && *since != SINCE_TAKEN_BACK;
    if (petition->follows && stamp_before (until, petition->related_set.at)) {
        then->follows = false;
        *since = *since == SINCE_NOTHING ? SINCE_JOINED : *since;
    }
    for (size_t i = 0; i < petition->move_count; i++) {
        move_t move = petition->moves[i];
        bool fresh = stamp_before (until, move.order),
             unsaid = move.voided && stamp_before (until, move.voided_by.at);
        bool changed = move.changed.at_us && stamp_before (until, move.changed);
        if ((fresh || unsaid || changed) && *since == SINCE_NOTHING)
            *since = SINCE_STEPPED;
        if (fresh)
            continue;
        move.voided = move.voided && !unsaid;
        then->moves[then->move_count++] = move;
    }
    return QCDC_OK;
}

register_since reception_since (const reception_t *reception, stamp_t until)
{
    return thing_since (&reception->thing, until);
}

/*  ---------------------------------------------------------------- both counts */

/*  A row of a register that counts otherwise in a cell than it did. */
typedef struct {
    size_t cell;
    int64_t change;
    register_since since;
    char *number; /* malloc'ed */
} change_t;

struct register_differ {
    register_count_t *now, *then;
    stamp_t until;
    change_t *changes;
    size_t change_count, changes_size;
};

register_differ_t *register_differ_new (const catalog_t *catalog, const form_t *form, const office_t *office,
                                        int32_t from, int32_t to, int32_t today, stamp_t until)
{
    register_differ_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->until = until;
    self->now = register_count_new (catalog, form, from, to, today);
    self->then = register_count_new (catalog, form, from, to, today);
    if (!self->now || !self->then || register_count_office (self->now, office) != QCDC_OK ||
        register_count_office (self->then, office) != QCDC_OK)
        register_differ_destroy (&self);
    return self;
}

void register_differ_destroy (register_differ_t **self_p)
{
    register_differ_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->change_count; i++)
        free (self->changes[i].number);
    free (self->changes);
    register_count_destroy (&self->now);
    register_count_destroy (&self->then);
    free (self);
    *self_p = NULL;
}

static qcdc_status change_add (register_differ_t *self, size_t cell, int64_t change, register_since since,
                               const char *number)
{
    if (!change)
        return QCDC_OK;
    change_t *changes = memory_room (self->changes, self->change_count, &self->changes_size, sizeof *changes);
    char *copy = changes ? strdup (number) : NULL;
    if (changes)
        self->changes = changes;
    if (!copy)
        return QCDC_NO_MEMORY;
    changes[self->change_count++] = (change_t){cell, change, since, copy};
    return QCDC_OK;
}

/*  THEN: NULL where it was not there. */
static qcdc_status petition_hold (register_differ_t *self, const petition_t *petition, const petition_t *then,
                                  register_since since)
{
    QCDC_TRY (register_count_petition (self->now, petition));
    if (then)
        QCDC_TRY (register_count_petition (self->then, then));
    for (size_t cell = 0; since != SINCE_NOTHING && cell < register_count_cells (self->now); cell++) {
        int64_t is = register_count_of_petition (self->now, cell, petition),
                was = then ? register_count_of_petition (self->then, cell, then) : 0;
        QCDC_TRY (change_add (self, cell, is - was, since, petition->local_no));
    }
    return QCDC_OK;
}

qcdc_status register_differ_petition (register_differ_t *self, const petition_t *petition)
{
    petition_t then;
    bool was;
    register_since since;
    QCDC_TRY (petition_known_then (petition, self->until, &then, &was, &since));
    qcdc_status status = petition_hold (self, petition, was ? &then : NULL, since);
    free (then.moves);
    return status;
}

qcdc_status register_differ_reception (register_differ_t *self, const reception_t *reception)
{
    register_since since = reception_since (reception, self->until);
    reception_t then = *reception;
    bool was = since != SINCE_ENTERED;
    then.voided = reception->voided && since != SINCE_TAKEN_BACK;
    QCDC_TRY (register_count_reception (self->now, reception));
    if (was)
        QCDC_TRY (register_count_reception (self->then, &then));
    for (size_t cell = 0; since != SINCE_NOTHING && cell < register_count_cells (self->now); cell++) {
        int64_t is = register_count_of_reception (self->now, cell, reception),
                before = was ? register_count_of_reception (self->then, cell, &then) : 0;
        QCDC_TRY (change_add (self, cell, is - before, since, reception->local_no));
    }
    return QCDC_OK;
}

register_since register_case_since (const register_case_t *items, size_t count, stamp_t until)
{
    register_since since = SINCE_NOTHING;
    for (size_t i = 0; i < count; i++)
        if (stamp_before (until, items[i].put))
            return SINCE_ENTERED;
        else if (items[i].off_on && stamp_before (until, items[i].taken))
            since = SINCE_STEPPED;
    return since;
}

qcdc_status register_differ_cases (register_differ_t *self, const register_cases_t *cases)
{
    register_count_cases (self->now, cases, NULL);
    register_count_cases (self->then, cases, &self->until);
    for (size_t first = 0, end; first < cases->count; first = end) {
        end = register_cases_end (cases, first);
        const register_case_t *items = cases->items + first;
        register_since since = register_case_since (items, end - first, self->until);
        for (size_t cell = 0; since != SINCE_NOTHING && cell < register_count_cells (self->now); cell++)
            QCDC_TRY (change_add (self, cell,
                                  register_count_of_case (self->now, cell, items, end - first, NULL) -
                                      register_count_of_case (self->then, cell, items, end - first, &self->until),
                                  since, items->number));
    }
    return QCDC_OK;
}

/*  Whoever lists them does so in one order, however the rows came. */
static int change_order (const void *a, const void *b)
{
    const change_t *one = a, *other = b;
    int order = (one->cell > other->cell) - (one->cell < other->cell);
    return order ? order : strcmp (one->number, other->number);
}

qcdc_status register_differ_end (register_differ_t *self)
{
    if (self->change_count)
        qsort (self->changes, self->change_count, sizeof *self->changes, change_order);
    QCDC_TRY (register_count_office (self->now, NULL));
    return register_count_office (self->then, NULL);
}

register_count_t *register_differ_now (const register_differ_t *self)
{
    return self->now;
}

register_count_t *register_differ_then (const register_differ_t *self)
{
    return self->then;
}

static void rows_name (const register_differ_t *self, size_t cell, register_since_word *word,
                       char text[DIFFER_ROWS_BYTES])
{
    size_t used = 0, more = 0;
    text[0] = '\0';
    for (size_t i = 0; i < self->change_count; i++) {
        const change_t *change = &self->changes[i];
        char one[200];
        if (change->cell != cell)
            continue;
        int length = snprintf (one, sizeof one, "%s%s %+lld (%s)", used ? ", " : "", change->number,
                               (long long)change->change, word (register_since_name (change->since)));
        if (length < 0 || (size_t)length >= sizeof one || more || used + (size_t)length + 24 > DIFFER_ROWS_BYTES)
            more++;
        else
            used += (size_t)snprintf (text + used, DIFFER_ROWS_BYTES - used, "%s", one);
    }
    if (more)
        snprintf (text + used, DIFFER_ROWS_BYTES - used, "%s… %zu", used ? ", " : "", more);
}

void register_differ_hold (const register_differ_t *self, size_t cell, int64_t said_e4, register_since_word *word,
                           register_difference_t *difference)
{
    int64_t value, then;
    bool known = register_count_value (self->now, cell, &value), was = register_count_value (self->then, cell, &then);
    *difference = (register_difference_t){.differs = known && said_e4 != value * 10000};
    if (!difference->differs)
        return;
    bool less = said_e4 < value * 10000;
    difference->counted_otherwise = !was || said_e4 != then * 10000;
    value_format (said_e4, difference->said);
    snprintf (difference->now, sizeof difference->now, "%lld", (long long)value);
    difference->difference[0] = '-';
    value_format (less ? value * 10000 - said_e4 : said_e4 - value * 10000, difference->difference + less);
    if (was)
        snprintf (difference->then, sizeof difference->then, "%lld", (long long)then);
    rows_name (self, cell, word, difference->rows);
}
