/*  tables.c — the rows of the catalogue in memory: in order, and found by their keys.
 *
 *  Rows of one line are chained from the newest backwards, and the newest is found by a table of hashes: a folder of ten thousand
 *  units is held against as many in one go. */

#include "catalogue/tables.h"

#include "base/arena.h"
#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    table_row_t *rows;
    size_t count, size;
    size_t *heads;     /* 1 + the newest row of a line, by the hash of what the line agrees in; 0: none */
    size_t head_count; /* a power of two, above twice the rows */
} rows_t;

typedef struct {
    uint64_t origin;
    uint8_t *data;
    size_t length;
} part_t;

struct catalog_tables {
    arena_t *arena; /* texts and fields */
    rows_t tables[CATALOGUE_TABLES_MAX];
    part_t *parts;
    size_t part_count, part_size;
    const char *file; /* the copy of the last file's name */
    uint64_t first;
    int64_t known_us; /* of what comes now */
    bool first_ends;
};

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

/*  Why the arena gave nothing. */
static qcdc_status no_room (const catalog_tables_t *self, fault_t *fault)
{
    if (arena_why (self->arena, QCDC_NO_MEMORY) == QCDC_NO_MEMORY)
        return no_memory (fault);
    return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("a catalogue has at most %u MiB"),
                      QCDC_TABLES_BYTES_MAX / 1024 / 1024);
}

catalog_tables_t *tables_new (void)
{
    catalog_tables_t *self = calloc (1, sizeof *self);
    if (self && !(self->arena = arena_new (QCDC_TABLES_BYTES_MAX)))
        tables_destroy (&self);
    return self;
}

void tables_destroy (catalog_tables_t **self_p)
{
    catalog_tables_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < CATALOGUE_TABLES_MAX; i++) {
        free (self->tables[i].rows);
        free (self->tables[i].heads);
    }
    for (size_t i = 0; i < self->part_count; i++)
        free (self->parts[i].data);
    free (self->parts);
    if (self->arena)
        arena_destroy (&self->arena);
    free (self);
    *self_p = NULL;
}

const table_row_t *tables_rows (const catalog_tables_t *self, size_t table, size_t *count)
{
    *count = self->tables[table].count;
    return self->tables[table].rows;
}

uint64_t tables_first (const catalog_tables_t *self)
{
    return self->first;
}

void tables_set_first (catalog_tables_t *self, uint64_t origin)
{
    self->first = origin;
}

bool tables_first_ends (const catalog_tables_t *self)
{
    return self->first_ends;
}

void tables_set_first_ends (catalog_tables_t *self, bool ends)
{
    self->first_ends = ends;
}

bool tables_are_empty (const catalog_tables_t *self)
{
    for (size_t i = 0; i < CATALOGUE_TABLES_MAX; i++)
        if (self->tables[i].count)
            return false;
    return true;
}

/*  ---------------------------------------------------------------- lines */

/*  FNV-1a over the texts that a line agrees in, NUL included. */
static uint64_t line_hash (const table_kind_t *kind, const char *const *fields)
{
    uint64_t hash = 14695981039346656037u;
    for (int i = 0; i < kind->line; i++)
        for (const char *at = fields[i];; at++) {
            hash = (hash ^ (unsigned char)*at) * 1099511628211u;
            if (!*at)
                break;
        }
    return hash;
}

static bool fields_same (const char *const *one, const char *const *other, int count)
{
    for (int i = 0; i < count; i++)
        if (strcmp (one[i], other[i]) != 0)
            return false;
    return true;
}

/*  Where the newest row of that line stands among the heads, or would. */
static size_t *head_of (const rows_t *self, const table_kind_t *kind, const char *const *fields)
{
    size_t at = line_hash (kind, fields) & (self->head_count - 1);
    while (self->heads[at] &&
           !fields_same ((const char *const *)self->rows[self->heads[at] - 1].fields, fields, kind->line))
        at = (at + 1) & (self->head_count - 1);
    return &self->heads[at];
}

/*  Room for one more line. */
static bool heads_grow (rows_t *self, const table_kind_t *kind)
{
    if ((self->count + 1) * 2 < self->head_count)
        return true;
    rows_t grown = *self;
    grown.head_count = self->head_count ? self->head_count * 2 : 64;
    grown.heads = calloc (grown.head_count, sizeof *grown.heads);
    if (!grown.heads)
        return false;
    for (size_t i = 0; i < self->head_count; i++)
        if (self->heads[i])
            *head_of (&grown, kind, (const char *const *)self->rows[self->heads[i] - 1].fields) = self->heads[i];
    free (self->heads);
    *self = grown;
    return true;
}

const table_row_t *tables_line (const catalog_tables_t *self, size_t table, const char *const *fields)
{
    const rows_t *rows = &self->tables[table];
    size_t head = rows->head_count ? *head_of (rows, table_kind_at (table), fields) : 0;
    return head ? &rows->rows[head - 1] : NULL;
}

const table_row_t *tables_before (const catalog_tables_t *self, size_t table, const table_row_t *row)
{
    return row->before ? &self->tables[table].rows[row->before - 1] : NULL;
}

const table_row_t *tables_find (const catalog_tables_t *self, size_t table, const char *const *fields, int32_t from)
{
    const table_row_t *row = tables_line (self, table, fields);
    while (row && (row->from != from ||
                   !fields_same ((const char *const *)row->fields, fields, table_kind_at (table)->keys)))
        row = tables_before (self, table, row);
    return row;
}

/*  ---------------------------------------------------------------- rows */

/*  An empty day is EMPTY. */
static qcdc_status day_of (size_t table, const table_row_t *row, int column, int32_t empty, int32_t *day,
                           fault_t *fault)
{
    *day = empty;
    if (column < 0 || row->fields[column][0] == '\0' || day_parse (row->fields[column], day) == QCDC_OK)
        return QCDC_OK;
    table_row_fail (table, row, column, fault, _ ("'%s' is not a date"), row->fields[column]);
    return fault->status = QCDC_BAD_DATE;
}

static qcdc_status row_days (size_t table, table_row_t *row, fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    QCDC_TRY (day_of (table, row, kind->from, QCDC_DAY_MIN, &row->from, fault));
    QCDC_TRY (day_of (table, row, kind->to, QCDC_DAY_MAX, &row->to, fault));
    if (row->from > row->to)
        return table_row_fail (table, row, kind->to, fault, "%s", _ ("the last day is before the first"));
    return QCDC_OK;
}

/*  Notes its last day, and since when it is known. */
static qcdc_status row_end_note (catalog_tables_t *self, table_row_t *row, fault_t *fault)
{
    size_t count = 0;
    for (const row_end_t *end = row->end; end; end = end->before)
        count++;
    if (count == ROW_ENDS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("the last day of a row changes at most %u times"),
                          ROW_ENDS_MAX - 1);
    row_end_t *end = arena_alloc (self->arena, sizeof *end);
    if (!end)
        return no_room (self, fault);
    *end = (row_end_t){self->known_us, row->to, row->end};
    row->end = end;
    return QCDC_OK;
}

void tables_known_since (catalog_tables_t *self, int64_t at_us)
{
    self->known_us = at_us;
}

int32_t row_end_known (const row_end_t *end, int64_t at_us)
{
    while (end->before && end->known_us >= at_us)
        end = end->before;
    return end->to;
}

/*  The name of a file is kept once for all of its rows. */
static bool file_keep (catalog_tables_t *self, const char *file, const char **kept)
{
    if (file && (!self->file || strcmp (self->file, file) != 0))
        self->file = arena_strdup (self->arena, file);
    *kept = file ? self->file : NULL;
    return !file || self->file;
}

qcdc_status tables_add (catalog_tables_t *self, size_t table, const char *const *fields, const char *file,
                        size_t place, fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    rows_t *rows = &self->tables[table];
    size_t columns = 0;
    while (kind->columns[columns])
        columns++;
    if (rows->count == QCDC_TABLE_ROWS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("a table of the catalogue has at most %u rows"),
                          QCDC_TABLE_ROWS_MAX);
    table_row_t *room = memory_room (rows->rows, rows->count, &rows->size, sizeof *room);
    if (!room)
        return no_memory (fault);
    rows->rows = room;
    table_row_t *row = &room[rows->count];
    *row = (table_row_t){.place = place, .index = rows->count, .known_us = self->known_us};
    row->fields = arena_alloc (self->arena, columns * sizeof *row->fields);
    if (!row->fields || !file_keep (self, file, &row->file))
        return no_room (self, fault);
    for (size_t i = 0; i < columns; i++)
        if (!(row->fields[i] = *fields[i] ? arena_strdup (self->arena, fields[i]) : ""))
            return no_room (self, fault);
    QCDC_TRY (row_days (table, row, fault));
    QCDC_TRY (row_end_note (self, row, fault));
    if (!heads_grow (rows, kind))
        return no_memory (fault);
    size_t *head = head_of (rows, kind, (const char *const *)row->fields);
    row->before = *head;
    *head = ++rows->count;
    return QCDC_OK;
}

qcdc_status tables_set (catalog_tables_t *self, size_t table, size_t index, int column, const char *text,
                        fault_t *fault)
{
    table_row_t *row = &self->tables[table].rows[index];
    const char *kept = arena_strdup (self->arena, text);
    if (!kept)
        return no_room (self, fault);
    row->fields[column] = kept;
    QCDC_TRY (row_days (table, row, fault));
    return column == table_kind_at (table)->to ? row_end_note (self, row, fault) : QCDC_OK;
}

/*  END and what was known before it, the oldest first. */
static const row_end_t *ends_copy (catalog_tables_t *self, const row_end_t *end)
{
    if (!end)
        return NULL;
    row_end_t *copy = arena_alloc (self->arena, sizeof *copy);
    const row_end_t *before = ends_copy (self, end->before);
    if (!copy || (end->before && !before))
        return NULL;
    *copy = (row_end_t){end->known_us, end->to, before};
    return copy;
}

qcdc_status tables_add_known (catalog_tables_t *self, size_t table, const table_row_t *row, fault_t *fault)
{
    QCDC_TRY (tables_add (self, table, (const char *const *)row->fields, NULL, 0, fault));
    table_row_t *added = &self->tables[table].rows[self->tables[table].count - 1];
    added->known_us = row->known_us;
    added->end = ends_copy (self, row->end);
    return added->end ? QCDC_OK : no_room (self, fault);
}

qcdc_status tables_changed_by (catalog_tables_t *self, size_t table, size_t index, const char *file, size_t place,
                               fault_t *fault)
{
    table_row_t *row = &self->tables[table].rows[index];
    row->place = place;
    return file_keep (self, file, &row->file) ? QCDC_OK : no_room (self, fault);
}

qcdc_status tables_end (catalog_tables_t *self, size_t table, size_t index, int32_t to, fault_t *fault)
{
    char text[DAY_TEXT_BYTES];
    return tables_set (self, table, index, table_kind_at (table)->to, day_format_iso (to, text), fault);
}

qcdc_status table_row_fail (size_t table, const table_row_t *row, int column, fault_t *fault, const char *format, ...)
{
    char what[256];
    const table_kind_t *kind = table_kind_at (table);
    const char *name = column >= 0 ? kind->columns[column] : "";
    va_list args;
    va_start (args, format);
    vsnprintf (what, sizeof what, format, args);
    va_end (args);
    if (!row->file)
        return fault_set (fault, QCDC_BAD_CATALOGUE, NULL, "%s, %s: %s", kind->name, row->fields[kind->keys - 1],
                          what);
    if (column >= 0)
        return fault_set (fault, QCDC_BAD_CATALOGUE, name, _ ("%s, row %zu, column %s: %s"), row->file, row->place,
                          name, what);
    return fault_set (fault, QCDC_BAD_CATALOGUE, NULL, _ ("%s, row %zu: %s"), row->file, row->place, what);
}

/*  ---------------------------------------------------------------- what holds between rows */

/*  What a line is called: the last of the texts that it agrees in, of which some may be empty. */
static const char *line_name (size_t table, const table_row_t *row)
{
    int column = table_kind_at (table)->line - 1;
    while (column > 0 && !*row->fields[column])
        column--;
    return row->fields[column];
}

qcdc_status tables_fail_same_days (size_t table, const table_row_t *row, const table_row_t *other, fault_t *fault)
{
    const table_row_t *named = row->file || !other->file ? row : other, *beside = named == row ? other : row;
    const char *name = line_name (table, row);
    if (!beside->file)
        return table_row_fail (table, named, -1, fault, _ ("'%s' is published already, and holds on the same days"),
                               name);
    if (strcmp (named->file, beside->file) != 0)
        return table_row_fail (table, named, -1, fault,
                               _ ("'%s' stands in row %zu of %s already, and holds on the same days"), name,
                               beside->place, beside->file);
    return table_row_fail (table, named, -1, fault, _ ("'%s' stands in row %zu already, and holds on the same days"),
                           name, beside->place);
}

/*  ROW against another one of its line. */
static qcdc_status rows_check (size_t table, const table_row_t *row, const table_row_t *other, fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    if (row->from <= other->to && other->from <= row->to)
        return tables_fail_same_days (table, row, other, fault);
    if (!fields_same ((const char *const *)row->fields, (const char *const *)other->fields, kind->keys))
        return QCDC_OK;
    for (int column = 0; kind->columns[column]; column++)
        if ((kind->fixed & (1u << column)) && strcmp (row->fields[column], other->fields[column]) != 0) {
            table_row_fail (table, row, column, fault, _ ("it was '%s' and stays so"), other->fields[column]);
            fault_advise (fault, "%s", _ ("what is another thing gets a code, or a version, of its own"));
            return fault->status;
        }
    return QCDC_OK;
}

qcdc_status tables_check (const catalog_tables_t *self, fault_t *fault)
{
    for (size_t table = 0; table < table_kind_count (); table++)
        for (size_t i = 0; i < self->tables[table].count; i++) {
            const table_row_t *row = &self->tables[table].rows[i], *other = row;
            while ((other = tables_before (self, table, other)))
                QCDC_TRY (rows_check (table, row, other, fault));
        }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- parts of sets */

/*  1 + the place of the part of ORIGIN that is the INDEX-th; 0: there is none. */
static size_t part_place (const catalog_tables_t *self, uint64_t origin, size_t index)
{
    for (size_t i = 0; i < self->part_count; i++)
        if (self->parts[i].origin == origin && index-- == 0)
            return i + 1;
    return 0;
}

size_t tables_parts (const catalog_tables_t *self, uint64_t origin)
{
    size_t count = 0;
    while (part_place (self, origin, count))
        count++;
    return count;
}

bytes_t tables_part (const catalog_tables_t *self, uint64_t origin, size_t index)
{
    size_t place = part_place (self, origin, index);
    return place ? (bytes_t){self->parts[place - 1].data, self->parts[place - 1].length} : (bytes_t){NULL, 0};
}

bytes_t tables_part_at (const catalog_tables_t *self, size_t index, uint64_t *origin)
{
    if (index >= self->part_count)
        return (bytes_t){NULL, 0};
    *origin = self->parts[index].origin;
    return (bytes_t){self->parts[index].data, self->parts[index].length};
}

qcdc_status tables_part_add (catalog_tables_t *self, uint64_t origin, bytes_t part, fault_t *fault)
{
    part_t *parts = memory_room (self->parts, self->part_count, &self->part_size, sizeof *parts);
    if (!parts)
        return no_memory (fault);
    self->parts = parts;
    uint8_t *data = malloc (part.length ? part.length : 1);
    if (!data)
        return no_memory (fault);
    memcpy (data, part.data, part.length);
    parts[self->part_count++] = (part_t){origin, data, part.length};
    return QCDC_OK;
}

void tables_parts_drop (catalog_tables_t *self, uint64_t origin)
{
    size_t kept = 0;
    for (size_t i = 0; i < self->part_count; i++)
        if (self->parts[i].origin == origin)
            free (self->parts[i].data);
        else
            self->parts[kept++] = self->parts[i];
    self->part_count = kept;
}
