/*  comparison.c — a folder's rows, each held against those of its line. */

#include "catalogue/comparison.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/tables_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIFFERENCES_SHOWN 4

typedef struct {
    change_set_t *set;
    const catalog_tables_t *now, *folder;
    int32_t from, today;
    size_t table;
    const table_kind_t *kind;
    const table_row_t *row;                    /* of the folder */
    const char *fields[CATALOGUE_COLUMNS_MAX]; /* of the row, with the first day that it gets */
    char from_text[DAY_TEXT_BYTES];
    fault_t *fault;
} comparing_t;

static qcdc_status no_memory (const comparing_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  ---------------------------------------------------------------- words */

char *table_row_name (size_t table, const table_row_t *row)
{
    const table_kind_t *kind = table_kind_at (table);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return NULL;
    for (int i = 0; i < kind->keys; i++)
        if (*row->fields[i])
            fprintf (out, "%s%s", i ? " " : "", row->fields[i]);
    if (kind->label >= kind->keys && *row->fields[kind->label])
        fprintf (out, " %s", row->fields[kind->label]);
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  The columns in which the row differs from OTHER: "name: A → B". */
static char *differences (const comparing_t *self, const table_row_t *other)
{
    char *text = NULL;
    size_t size = 0, count = 0;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return NULL;
    for (int i = 0; self->kind->columns[i]; i++) {
        if (i == self->kind->from || i == self->kind->to || strcmp (other->fields[i], self->fields[i]) == 0)
            continue;
        if (count++ == DIFFERENCES_SHOWN)
            fputs ("; …", out);
        if (count <= DIFFERENCES_SHOWN)
            fprintf (out, "%s%s: %s → %s", count > 1 ? "; " : "", self->kind->columns[i],
                     *other->fields[i] ? other->fields[i] : "–", *self->fields[i] ? self->fields[i] : "–");
    }
    if (fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

/*  Takes note of a change of ROW; DETAIL is what differs, where it succeeds another one, and the last day that it had, where it ends. */
static qcdc_status change_note (comparing_t *self, change_kind kind, const table_row_t *row, const char *detail)
{
    change_set_t *set = self->set;
    char day[DAY_TEXT_BYTES], last[DAY_TEXT_BYTES];
    const char *title = _ (self->kind->title);
    bool ends = row->to < QCDC_DAY_MAX;
    change_t *changes = memory_room (set->changes, set->count, &set->size, sizeof *changes);
    if (!changes)
        return no_memory (self);
    set->changes = changes;
    change_t *change = &changes[set->count];
    *change = (change_t){.kind = kind, .table = self->table, .row = table_row_name (self->table, row)};
    int made = -1;
    if (!change->row)
        return no_memory (self);
    if (kind == CHANGE_ENDED && detail)
        made = asprintf (&change->words, _ ("%s: %s ends on %s instead of on %s"), title, change->row,
                         day_format_people (row->to, day), detail);
    else if (kind == CHANGE_ENDED)
        made =
            asprintf (&change->words, _ ("%s: %s ends on %s"), title, change->row, day_format_people (row->to, day));
    else if (kind == CHANGE_NONE)
        made = asprintf (&change->words,
                         _ ("%s: the last day of %s is %s, and stays so; what is to hold again is a row of its own, "
                            "with valid_from"),
                         title, change->row, day_format_people (row->to, day));
    else if (kind == CHANGE_SUCCEEDED && ends)
        made = asprintf (&change->words, _ ("%s: %s, from %s to %s: %s"), title, change->row,
                         day_format_people (row->from, day), day_format_people (row->to, last), detail);
    else if (kind == CHANGE_SUCCEEDED)
        made = asprintf (&change->words, _ ("%s: %s, from %s on: %s"), title, change->row,
                         day_format_people (row->from, day), detail);
    else if (row->from == QCDC_DAY_MIN && ends)
        made = asprintf (&change->words, _ ("%s: %s is added, until %s"), title, change->row,
                         day_format_people (row->to, last));
    else if (ends)
        made = asprintf (&change->words, _ ("%s: %s is added, from %s to %s"), title, change->row,
                         day_format_people (row->from, day), day_format_people (row->to, last));
    else if (row->from == QCDC_DAY_MIN)
        made = asprintf (&change->words, _ ("%s: %s is added"), title, change->row);
    else
        made = asprintf (&change->words, _ ("%s: %s is added, from %s on"), title, change->row,
                         day_format_people (row->from, day));
    if (made < 0) {
        free (change->row);
        return no_memory (self);
    }
    change->day = kind == CHANGE_ENDED ? row->to + 1 : row->from;
    set->without += kind == CHANGE_NONE;
    set->count++;
    return QCDC_OK;
}

qcdc_status change_set_note (change_set_t *self, size_t table, const table_row_t *row, char *words, fault_t *fault)
{
    change_t *changes = memory_room (self->changes, self->count, &self->size, sizeof *changes);
    char *name = table_row_name (table, row);
    self->changes = changes ? changes : self->changes;
    if (!changes || !name) {
        free (words);
        free (name);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    }
    changes[self->count++] =
        (change_t){.kind = CHANGE_NOTE, .table = table, .row = name, .words = words, .day = row->from};
    self->without++;
    return QCDC_OK;
}

void change_set_release (change_set_t *self)
{
    tables_destroy (&self->rows);
    tables_destroy (&self->next);
    for (size_t i = 0; i < self->count; i++) {
        free (self->changes[i].row);
        free (self->changes[i].words);
    }
    free (self->changes);
    *self = (change_set_t){0};
}

/*  ---------------------------------------------------------------- what a row does */

/*  The first column in which OTHER says something else, days apart; -1: none. */
static int differs_in (const comparing_t *self, const table_row_t *other)
{
    for (int i = 0; self->kind->columns[i]; i++)
        if (i != self->kind->from && i != self->kind->to && strcmp (other->fields[i], self->fields[i]) != 0)
            return i;
    return -1;
}

static bool same_key (const comparing_t *self, const table_row_t *other)
{
    int column = differs_in (self, other);
    return column < 0 || column >= self->kind->keys;
}

/*  The last day that was published of OTHER; QCDC_DAY_MAX where it is open, or of the folder. */
static int32_t published_to (const comparing_t *self, const table_row_t *other)
{
    size_t count;
    const table_row_t *rows = tables_rows (self->now, self->table, &count);
    return other->index < count ? rows[other->index].to : QCDC_DAY_MAX;
}

/*  Ends OTHER, of next, on the day TO, in what is to be published too.  What has ended may have been over earlier, or something else for a
 *  part of its time; it does not go on.  TOLD: nothing else that is said tells of it. */
static qcdc_status row_end (comparing_t *self, const table_row_t *other, int32_t to, bool told)
{
    change_set_t *set = self->set;
    char day[DAY_TEXT_BYTES];
    int32_t was = published_to (self, other);
    if (other->to < self->today && to > other->to) {
        table_row_fail (self->table, self->row, self->kind->to, self->fault,
                        _ ("it ended on %s already, and stays so"), day_format_people (other->to, day));
        fault_advise (self->fault, "%s",
                      _ ("what is to hold again is a row of its own, with a first day behind that"));
        return self->fault->status;
    }
    size_t index = other->index;
    QCDC_TRY (tables_end (set->next, self->table, index, to, self->fault));
    if (told)
        QCDC_TRY (tables_changed_by (set->next, self->table, index, self->row->file, self->row->place, self->fault));
    size_t count;
    other = &tables_rows (set->next, self->table, &count)[index];
    const char *const *fields = (const char *const *)other->fields;
    const table_row_t *published = tables_find (set->rows, self->table, fields, other->from);
    if (published)
        QCDC_TRY (tables_end (set->rows, self->table, published->index, to, self->fault));
    else
        QCDC_TRY (tables_add (set->rows, self->table, fields, NULL, 0, self->fault));
    return told ? change_note (self, CHANGE_ENDED, other, was < QCDC_DAY_MAX ? day_format_people (was, day) : NULL)
                : QCDC_OK;
}

/*  Whether a later row of its line goes on behind OTHER, so that what it says is a version of before. */
static bool is_followed (const comparing_t *self, const table_row_t *other)
{
    const table_row_t *newest = tables_line (self->set->next, self->table, self->fields);
    return newest && newest->from > other->from;
}

/*  OTHER says what the row says; perhaps the row knows its last day.  One that is open again here, where OTHER ended for good, is no
 *  second life. */
static qcdc_status row_match (comparing_t *self, const table_row_t *other)
{
    if (self->kind->to < 0 || self->row->to == other->to)
        return QCDC_OK;
    if (self->row->to == QCDC_DAY_MAX)
        return is_followed (self, other) ? QCDC_OK : change_note (self, CHANGE_NONE, other, NULL);
    return row_end (self, other, self->row->to, true);
}

/*  The row is there, from a later day on than it is to hold from: what was published stays. */
static qcdc_status refuse_earlier (comparing_t *self, const table_row_t *other)
{
    char day[DAY_TEXT_BYTES];
    table_row_fail (self->table, self->row, self->kind->from, self->fault, _ ("it was published, from %s on"),
                    day_format_people (other->from, day));
    fault_advise (
        self->fault, "%s",
        _ ("what is to hold before that is a row of its own, with valid_from, and valid_to the day before"));
    return self->fault->status;
}

static qcdc_status row_add (comparing_t *self, const table_row_t *before)
{
    change_set_t *set = self->set;
    char *detail QCDC_CLEANUP (memory_free) = NULL;
    bool succeeds = before && same_key (self, before);
    if (succeeds && !(detail = differences (self, before)))
        return no_memory (self);
    QCDC_TRY (tables_add (set->rows, self->table, self->fields, self->row->file, self->row->place, self->fault));
    QCDC_TRY (tables_add (set->next, self->table, self->fields, self->row->file, self->row->place, self->fault));
    const table_row_t *added = tables_line (set->next, self->table, self->fields);
    return change_note (self, succeeds ? CHANGE_SUCCEEDED : CHANGE_ADDED, added, detail);
}

/*  It is there from that day on, or always, and says something else. */
static qcdc_status refuse_rewriting (comparing_t *self, const table_row_t *other, int column)
{
    size_t published;
    (void)tables_rows (self->now, self->table, &published);
    if (other->index >= published && other->file) /* of the same folder */
        return table_row_fail (self->table, self->row, column, self->fault,
                               _ ("it says '%s', and '%s' stands in row %zu of %s"), self->fields[column],
                               other->fields[column], other->place, other->file);
    table_row_fail (self->table, self->row, column, self->fault, _ ("it says '%s', and '%s' was published"),
                    self->fields[column], other->fields[column]);
    if (self->kind->from < 0 || (self->kind->fixed & (1u << column)))
        fault_advise (self->fault, "%s",
                      _ ("what was published stays; what is another thing gets a code, or a version, of its own"));
    else
        fault_advise (self->fault, "%s",
                      _ ("what was published stays; say from which later day on this holds: valid_from in the row, "
                         "or from=DAY"));
    return self->fault->status;
}

/*  Whether ROW, of the folder, is OTHER itself. */
static bool restates (const comparing_t *self, const table_row_t *row, const table_row_t *other)
{
    for (int i = 0; self->kind->columns[i]; i++)
        if (i != self->kind->from && i != self->kind->to && strcmp (other->fields[i], row->fields[i]) != 0)
            return false;
    return row->from == other->from || row->from == QCDC_DAY_MIN;
}

/*  Whether the folder knows of the last day that was published of OTHER, in whose time the row begins: it says another one of OTHER itself,
 *  or what it puts in its place comes to the same end. */
static bool last_day_is_known (const comparing_t *self, const table_row_t *other)
{
    int32_t was = published_to (self, other);
    if (was == QCDC_DAY_MAX || other->to != was)
        return true;
    const table_row_t *row = tables_line (self->folder, self->table, self->fields);
    while (row && restates (self, row, other) == (row->to == was))
        row = tables_before (self->folder, self->table, row);
    return row;
}

/*  It was typed that OTHER holds on days on which the row is to. */
static qcdc_status refuse_contradiction (comparing_t *self, const table_row_t *other)
{
    char day[DAY_TEXT_BYTES];
    table_row_fail (self->table, self->row, -1, self->fault,
                    _ ("what was published of '%s' until %s holds on the same days"),
                    self->row->fields[self->kind->line - 1], day_format_people (other->to, day));
    fault_advise (
        self->fault, "%s",
        _ ("give it the same last day, or write that row, too, with the last day that it is to have (valid_to)"));
    return self->fault->status;
}

/*  What the row's line has on its first day: it follows that, or stands in front of what is there, or is new. */
static qcdc_status row_place (comparing_t *self, int32_t from)
{
    const table_row_t *other = tables_find (self->set->next, self->table, self->fields, from);
    if (other)
        return differs_in (self, other) < 0 ? row_match (self, other)
                                            : refuse_rewriting (self, other, differs_in (self, other));
    for (other = tables_line (self->set->next, self->table, self->fields); other;
         other = tables_before (self->set->next, self->table, other))
        if (other->from < from && from <= other->to)
            break;
    if (!other)
        return row_add (self, NULL);
    if (differs_in (self, other) < 0)
        return row_match (self, other);
    if (!last_day_is_known (self, other))
        return refuse_contradiction (self, other);
    size_t index = other->index, count;
    int32_t was = published_to (self, other);
    bool carried_on = was == QCDC_DAY_MAX || other->to != was || self->row->to == was;
    QCDC_TRY (row_end (self, other, from - 1, !same_key (self, other) || !carried_on));
    return row_add (self, &tables_rows (self->set->next, self->table, &count)[index]);
}

/*  The newest row of the row's key that says the same; else *ANY is the newest of the key. */
static const table_row_t *same_found (const comparing_t *self, const table_row_t **any)
{
    const table_row_t *other = tables_line (self->set->next, self->table, self->fields);
    for (*any = NULL; other; other = tables_before (self->set->next, self->table, other)) {
        if (differs_in (self, other) < 0)
            return other;
        if (!*any && same_key (self, other))
            *any = other;
    }
    return NULL;
}

static qcdc_status row_compare (comparing_t *self)
{
    const table_row_t *any, *same;
    size_t columns = 0;
    for (; self->kind->columns[columns]; columns++)
        self->fields[columns] = self->row->fields[columns];
    if (self->kind->from >= 0 && *self->fields[self->kind->from])
        return row_place (self, self->row->from);
    same = same_found (self, &any);
    if (same && self->from != QCDC_DAY_MIN && self->from < same->from)
        return refuse_earlier (self, same);
    if (same)
        return row_match (self, same);
    if (any && (self->kind->from < 0 || self->from == QCDC_DAY_MIN))
        return refuse_rewriting (self, any, differs_in (self, any));
    if (self->kind->from < 0 || self->from == QCDC_DAY_MIN)
        return row_place (self, QCDC_DAY_MIN);
    self->fields[self->kind->from] = day_format_iso (self->from, self->from_text);
    return row_place (self, self->from);
}

/*  Whether the row LATER begins on a day on which EARLIER holds still, which says its last day itself: that is no succession. */
static bool runs_over (const table_row_t *earlier, const table_row_t *later)
{
    return earlier->from < later->from && later->from <= earlier->to && earlier->to < QCDC_DAY_MAX;
}

/*  A row that is open ends where the next one of its line begins; a last day that somebody wrote is not cut. */
static qcdc_status check_days (const comparing_t *self, const catalog_tables_t *folder)
{
    for (const table_row_t *other = self->row; (other = tables_before (folder, self->table, other));)
        if (runs_over (other, self->row) || runs_over (self->row, other))
            return tables_fail_same_days (self->table, self->row, other, self->fault);
    return QCDC_OK;
}

qcdc_status tables_compare (const catalog_tables_t *now, catalog_tables_t *folder, int32_t from, int32_t today,
                            change_set_t *set, fault_t *fault)
{
    comparing_t self = {.set = set, .now = now, .folder = folder, .from = from, .today = today, .fault = fault};
    *set = (change_set_t){.rows = tables_new ()};
    if (!set->rows)
        return no_memory (&self);
    QCDC_TRY (tables_copy (now, &set->next, fault));
    QCDC_TRY (tables_write_out (folder, now, fault));
    for (self.table = 0; self.table < table_kind_count (); self.table++) {
        size_t count;
        const table_row_t *rows = tables_rows (folder, self.table, &count);
        self.kind = table_kind_at (self.table);
        for (size_t i = 0; i < count; i++) {
            self.row = &rows[i];
            QCDC_TRY (check_days (&self, folder));
            QCDC_TRY (row_compare (&self));
        }
    }
    return QCDC_OK;
}
