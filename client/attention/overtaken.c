/*  overtaken.c — finding own corrections that another one has overtaken unknowingly.
 *
 *  Of the corrections of one thing each says what its writer saw in a column and what he wants there.  In the order of their stamps
 *  the next one of a column either saw what the last one put there, or its writer did not know of it. */

#include "attention/overtaken.h"

#include "attention/correction.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    address_t entry, target;
    stamp_t stamp;
    int64_t committed_at_us; /* 0: not sent */
    const Qcdc__Fact *fact;  /* in the walk's arena */
    bool voids;
} change_t;

typedef struct {
    desk_t *desk;
    qcdc_status (*each) (const journal_verdict_t *verdict, void *arg);
    void *arg;
    fault_t *fault;
    arena_t *arena; /* of the facts of one subject */
    change_t *changes;
    size_t count, size;
} walk_t;

/*  ---------------------------------------------------------------- one subject */

static bool same_target (const change_t *a, const change_t *b)
{
    return a->target.origin == b->target.origin && a->target.seq == b->target.seq;
}

/*  The only change of column NAME that comes after SELF; NULL where there is none, or somebody has changed it again since. */
static const change_t *follower (const walk_t *walk, const change_t *self, const char *name, correction_saying_t *saying)
{
    const change_t *found = NULL;
    for (size_t i = 0; i < walk->count; i++) {
        const change_t *other = &walk->changes[i];
        correction_saying_t said;
        if (other == self || !same_target (other, self))
            continue;
        if (other->voids)
            return NULL; /* what was taken back is over */
        if (other->fact->corrected->replacement_case != self->fact->corrected->replacement_case ||
            !stamp_before (self->stamp, other->stamp) || !correction_says (other->fact, name, &said))
            continue;
        if (found)
            return NULL;
        found = other;
        *saying = said;
    }
    return found;
}

/*  Whether the writer of OTHER, who says THAT, did not know of SELF, who says THIS, and changed it. */
static bool unknowing (const change_t *self, const correction_saying_t *this, const change_t *other, const correction_saying_t *that)
{
    if (this->is_text)
        return fact_seen_at (other->fact) < self->stamp.at_us;
    return strcmp (that->seen, this->wanted) != 0 && strcmp (that->wanted, this->wanted) != 0;
}

static qcdc_status tell (const walk_t *walk, const change_t *self, const char *name, const change_t *other,
                         const correction_saying_t *that)
{
    fault_t said = {0};
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    address_format (other->entry.origin, other->entry.seq, by);
    day_format_iso (day_of_moment (other->committed_at_us), day);
    if (that->is_text)
        fault_set (&said, QCDC_NO_EFFECT, name, "%s was written otherwise by %s of %s, which the server got back later",
                   name, by, day);
    else
        fault_set (&said, QCDC_NO_EFFECT, name, "%s is %s by %s of %s, which the server got back later", name,
                   that->wanted, by, day);
    const journal_verdict_t verdict = {.origin = self->entry.origin,
                                       .seq = self->entry.seq,
                                       .state = QCDC__VERDICT_STATE__VERDICT_ACCEPTED,
                                       .code = status_code (QCDC_NO_EFFECT),
                                       .field = name,
                                       .message = said.message};
    return walk->each (&verdict, walk->arg);
}

/*  One column is enough: whoever looks at the thing sees the others. */
static qcdc_status look_at (const walk_t *walk, const change_t *self)
{
    const char *name;
    for (size_t i = 0; (name = correction_column (self->fact, i)); i++) {
        correction_saying_t this, that;
        if (!correction_says (self->fact, name, &this))
            continue;
        const change_t *other = follower (walk, self, name, &that);
        if (other && other->committed_at_us && other->entry.origin != self->entry.origin &&
            unknowing (self, &this, other, &that))
            return tell (walk, self, name, other, &that);
    }
    return QCDC_OK;
}

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  Corrections that count, and what takes a thing back. */
static qcdc_status collect (const journal_row_t *row, void *arg)
{
    walk_t *walk = arg;
    Qcdc__Fact *fact = NULL, seen;
    change_t change = {.entry = {row->entry.origin, row->entry.seq, hash_prefix (row->hash)},
                       .committed_at_us = row->commit_seq ? row->committed_at_us : 0};
    if (row->verdict != QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        return QCDC_OK;
    qcdc_status status = fact_unpack (row->entry.body, walk->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return no_memory (walk->fault);
    if (status != QCDC_OK || !fact_target (fact, &change.target))
        return QCDC_OK;
    fact_effect effect = fact_kind (fact)->effect;
    change.voids = effect == FACT_VOIDS;
    if (!change.voids && (effect != FACT_CORRECTS || !fact_seen (fact, &seen)))
        return QCDC_OK;
    change.fact = fact;
    const fact_event_t event = {
        .fact = fact,
        .stamp = stamp_make (change.committed_at_us, row->commit_seq ? row->commit_seq : (int64_t)row->entry.seq)};
    change.stamp = event_stamp (&event);
    change_t *changes = memory_room (walk->changes, walk->count, &walk->size, sizeof *changes);
    if (!changes)
        return no_memory (walk->fault);
    walk->changes = changes;
    changes[walk->count++] = change;
    return QCDC_OK;
}

static qcdc_status look_through (const char *subject, void *arg)
{
    walk_t *walk = arg;
    walk->count = 0;
    arena_reset (walk->arena);
    QCDC_TRY (journal_each_of_subject (walk->desk->home.journal, subject, collect, walk, walk->fault));
    for (size_t i = 0; i < walk->count; i++) {
        const change_t *change = &walk->changes[i];
        if (change->entry.origin == walk->desk->home.origin && change->committed_at_us && !change->voids)
            QCDC_TRY (look_at (walk, change));
    }
    return QCDC_OK;
}

qcdc_status overtaken_each (desk_t *desk, qcdc_status (*each) (const journal_verdict_t *verdict, void *arg), void *arg,
                            fault_t *fault)
{
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    walk_t walk = {.desk = desk, .each = each, .arg = arg, .fault = fault, .arena = arena};
    if (!arena)
        return no_memory (fault);
    qcdc_status status = journal_each_returned (desk->home.journal, look_through, &walk, fault);
    free (walk.changes);
    return status;
}
