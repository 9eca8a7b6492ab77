/*  overtaken.c — finding own corrections that another one has overtaken unknowingly.
 *
 *  Of the corrections of one thing each says what its writer saw in a column and what he wants there.  In the order of their stamps
 *  the next one of a column either saw what the last one put there, or its writer did not know of it. */

#include "commands/overtaken.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "matters/petition_columns.h"

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

/*  What a correction says of one column; a text is known by its name alone. */
typedef struct {
    bool is_text;
    char seen[COLUMN_TEXT_BYTES], wanted[COLUMN_TEXT_BYTES];
} saying_t;

/*  ---------------------------------------------------------------- column by column */

static const Qcdc__CellValue *value_at (const Qcdc__ReportFiled *filed, const char *cell)
{
    for (size_t i = 0; i < filed->n_cells; i++)
        if (strcmp (filed->cells[i]->cell, cell) == 0)
            return filed->cells[i];
    return NULL;
}

static bool text_at (const Qcdc__ReportFiled *filed, const char *cell)
{
    for (size_t i = 0; i < filed->n_text_cells; i++)
        if (strcmp (filed->text_cells[i], cell) == 0)
            return true;
    return false;
}

static void say_value (const Qcdc__CellValue *value, char text[COLUMN_TEXT_BYTES])
{
    strcpy (text, "blank");
    if (value)
        value_format (value->value_e4, text);
}

static bool says_cell (const Qcdc__Corrected *corrected, const char *cell, saying_t *saying)
{
    const Qcdc__ReportFiled *was = corrected->report_seen, *is = corrected->report;
    saying->is_text = text_at (was, cell) || text_at (is, cell);
    say_value (value_at (was, cell), saying->seen);
    say_value (value_at (is, cell), saying->wanted);
    return saying->is_text || value_at (was, cell) || value_at (is, cell);
}

static bool says_petition (const Qcdc__Corrected *corrected, const char *name, saying_t *saying)
{
    int column = 0;
    while (strcmp (petition_column_name (column), name) != 0)
        column++;
    saying->is_text = column == SAID_TITLE || column == SAID_SUMMARY;
    if (saying->is_text)
        return column == SAID_TITLE ? corrected->title : corrected->summary;
    snprintf (saying->seen, sizeof saying->seen, "%s",
              petition_column_text (column, corrected->petition_seen, (char[COLUMN_TEXT_BYTES]){0}));
    snprintf (saying->wanted, sizeof saying->wanted, "%s",
              petition_column_text (column, corrected->petition, (char[COLUMN_TEXT_BYTES]){0}));
    return !petition_column_same (column, corrected->petition_seen, corrected->petition);
}

static bool says_step (const Qcdc__Corrected *corrected, const char *name, saying_t *saying)
{
    int column = 0;
    while (strcmp (move_column_name (column), name) != 0)
        column++;
    snprintf (saying->seen, sizeof saying->seen, "%s",
              move_column_text (column, corrected->move_seen, (char[COLUMN_TEXT_BYTES]){0}));
    snprintf (saying->wanted, sizeof saying->wanted, "%s",
              move_column_text (column, corrected->move, (char[COLUMN_TEXT_BYTES]){0}));
    return !move_column_same (column, corrected->move_seen, corrected->move);
}

/*  Whether FACT changes the column NAME, and what it says of it. */
static bool says (const Qcdc__Fact *fact, const char *name, saying_t *saying)
{
    *saying = (saying_t){0};
    switch (fact->corrected->replacement_case) {
    case QCDC__CORRECTED__REPLACEMENT_REPORT:
        return says_cell (fact->corrected, name, saying);
    case QCDC__CORRECTED__REPLACEMENT_PETITION:
        return says_petition (fact->corrected, name, saying);
    default:
        return says_step (fact->corrected, name, saying);
    }
}

/*  The columns that FACT may change, one by one; NULL after the last. */
static const char *column_at (const Qcdc__Fact *fact, size_t i)
{
    const Qcdc__Corrected *corrected = fact->corrected;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION)
        return i < PETITION_COLUMNS_SAID ? petition_column_name ((int)i) : NULL;
    if (corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_MOVE)
        return i < MOVE_COLUMNS_SAID ? move_column_name ((int)i) : NULL;
    const Qcdc__ReportFiled *rows[] = {corrected->report, corrected->report_seen};
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++) {
        if (i < rows[k]->n_cells)
            return rows[k]->cells[i]->cell;
        i -= rows[k]->n_cells;
        if (i < rows[k]->n_text_cells)
            return rows[k]->text_cells[i];
        i -= rows[k]->n_text_cells;
    }
    return NULL;
}

/*  ---------------------------------------------------------------- one subject */

static bool same_target (const change_t *a, const change_t *b)
{
    return a->target.origin == b->target.origin && a->target.seq == b->target.seq;
}

/*  The only change of column NAME that comes after SELF; NULL where there is none, or somebody has changed it again since. */
static const change_t *follower (const walk_t *walk, const change_t *self, const char *name, saying_t *saying)
{
    const change_t *found = NULL;
    for (size_t i = 0; i < walk->count; i++) {
        const change_t *other = &walk->changes[i];
        saying_t said;
        if (other == self || !same_target (other, self))
            continue;
        if (other->voids)
            return NULL; /* what was taken back is over */
        if (other->fact->corrected->replacement_case != self->fact->corrected->replacement_case ||
            !stamp_before (self->stamp, other->stamp) || !says (other->fact, name, &said))
            continue;
        if (found)
            return NULL;
        found = other;
        *saying = said;
    }
    return found;
}

/*  Whether the writer of OTHER, who says THAT, did not know of SELF, who says THIS, and changed it. */
static bool unknowing (const change_t *self, const saying_t *this, const change_t *other, const saying_t *that)
{
    if (this->is_text)
        return fact_seen_at (other->fact) < self->stamp.at_us;
    return strcmp (that->seen, this->wanted) != 0 && strcmp (that->wanted, this->wanted) != 0;
}

static qcdc_status tell (const walk_t *walk, const change_t *self, const char *name, const change_t *other,
                         const saying_t *that)
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
    for (size_t i = 0; (name = column_at (self->fact, i)); i++) {
        saying_t this, that;
        if (!says (self->fact, name, &this))
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
