/*  query_rows.c — an answer, kept. */

#include "line/query_rows.h"

#include "base/i18n.h"
#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
}

static qcdc_status take_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    query_rows_t *self = arg;
    if (count > QUERY_ROWS_COLUMNS_MAX)
        return fault_set (self->fault, QCDC_PROTOCOL, NULL, _ ("the server sent a table that is too wide"));
    for (; self->columns < count; self->columns++)
        if (!(self->names[self->columns] = strdup (columns[self->columns]->name)))
            return no_memory (self->fault);
    return QCDC_OK;
}

static qcdc_status take_cell (size_t column, const char *text, void *arg)
{
    query_rows_t *self = arg;
    (void)column;
    char **cells = memory_room (self->cells, self->count, &self->size, sizeof *cells);
    if (!cells)
        return no_memory (self->fault);
    self->cells = cells;
    char *kept = text ? strdup (text) : NULL;
    if (text && !kept)
        return no_memory (self->fault);
    self->cells[self->count++] = kept;
    return QCDC_OK;
}

qcdc_status query_rows (asking_t *asking, const char *name, const query_key_t *params, size_t count, query_rows_t *rows,
                        fault_t *fault)
{
    const query_sink_t sink = {take_columns, take_cell, rows};
    query_rows_release (rows);
    rows->fault = fault;
    return query_run (asking, name, params, count, &sink, fault);
}

void query_rows_release (query_rows_t *self)
{
    for (size_t i = 0; i < self->columns; i++)
        free (self->names[i]);
    for (size_t i = 0; i < self->count; i++)
        free (self->cells[i]);
    free (self->cells);
    *self = (query_rows_t){0};
}

size_t query_rows_count (const query_rows_t *self)
{
    return self->columns ? self->count / self->columns : 0;
}

const char *query_rows_cell (const query_rows_t *self, size_t row, const char *column)
{
    for (size_t i = 0; i < self->columns; i++)
        if (strcmp (self->names[i], column) == 0)
            return self->cells[row * self->columns + i];
    return NULL;
}
