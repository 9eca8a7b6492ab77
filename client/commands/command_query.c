/*  command_query.c — qcdc query NAME [key=value …] [--format table|csv|json]; without NAME the list of queries.
 *
 *  The client knows no query: names, parameters and columns are the server's, and the answer is printed as it comes. */

#include "commands/command.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "line/query.h"
#include "show/order.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARAMS_MAX 32u

typedef struct {
    const char *name;
    format_t format;
    int patience_ms;
    size_t count;
    query_key_t params[PARAMS_MAX];
    size_t limit;      /* SIZE_MAX: all rows */
    const char *order; /* a column, "-" before it for the last first; NULL: as the server gives them */
} request_t;

/*  Splits the words in place. */
static qcdc_status read_line (const command_t *command, void *arg, fault_t *fault)
{
    request_t *request = arg;
    for (int i = 0; i < command->argc; i++) {
        char *word = command->argv[i];
        if (strcmp (word, "--format") == 0) {
            if (i + 1 == command->argc)
                return fault_set (fault, QCDC_USAGE, NULL, _ ("--format wants table, csv or json"));
            QCDC_TRY (format_parse (command->argv[++i], &request->format, fault));
        } else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc) {
            QCDC_TRY (args_patience (command->argv[++i], &request->patience_ms, fault));
        } else if (!request->name) {
            if (word[0] == '-' || strchr (word, '='))
                return fault_set (fault, QCDC_USAGE, NULL, _ ("the name of a query comes first, not %s"), word);
            request->name = word;
        } else {
            char *equals = strchr (word, '=');
            if (!equals || equals == word)
                return fault_set (fault, QCDC_USAGE, NULL, _ ("%s is not of the form key=value"), word);
            if (request->count == PARAMS_MAX)
                return fault_set (fault, QCDC_USAGE, NULL, _ ("more than %u parameters"), PARAMS_MAX);
            *equals = '\0';
            /* How much is shown, and in which order, is no part of the question. */
            if (strcmp (word, "limit") == 0) {
                QCDC_TRY (limit_parse (equals + 1, &request->limit, fault));
                continue;
            }
            if (strcmp (word, "order") == 0) {
                request->order = equals + 1;
                continue;
            }
            request->params[request->count++] = (query_key_t){word, equals + 1};
        }
    }
    return QCDC_OK;
}

/*  Where the answer goes: out at once, or, where it is to be put in order, first into memory. */
typedef struct {
    output_t *output;
    const request_t *request;
    size_t column_count;
    size_t order; /* the column */
    bool backwards;
    size_t shown; /* cells that went out */
    order_t rows; /* keys, and where in CELLS a row begins */
    char **cells; /* kept; NULL is null */
    size_t cell_count, cells_size;
    fault_t *fault;
} printing_t;

static void printing_release (printing_t *self)
{
    for (size_t i = 0; i < self->cell_count; i++)
        free (self->cells[i]);
    free (self->cells);
    order_release (&self->rows);
}

static qcdc_status find_order (printing_t *self, const Qcdc__Column *const *columns, size_t count)
{
    const char *by = self->request->order;
    const char *names[65] = {0};
    nearest_t nearest;
    self->backwards = *by == '-';
    by += self->backwards;
    nearest_begin (&nearest, by);
    for (size_t i = 0; i < count; i++) {
        self->order = i;
        if (strcmp (columns[i]->name, by) == 0)
            return QCDC_OK;
        nearest_offer (&nearest, columns[i]->name, columns[i]->name);
        if (i < 64)
            names[i] = columns[i]->name;
    }
    fault_set (self->fault, QCDC_USAGE, "order", _ ("the answer has no column %.40s"), by);
    nearest_advise (&nearest, names, self->fault);
    return QCDC_USAGE;
}

static qcdc_status put_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    printing_t *printing = arg;
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (output_column (printing->output, columns[i]->name, columns[i]->type, printing->fault));
    printing->column_count = count;
    return printing->request->order && count ? find_order (printing, columns, count) : QCDC_OK;
}

static qcdc_status keep_cell (printing_t *self, const char *text)
{
    char **cells = memory_room (self->cells, self->cell_count, &self->cells_size, sizeof *cells);
    char *copy = cells && text ? strdup (text) : NULL, place[24];
    if (cells)
        self->cells = cells;
    if (!cells || (text && !copy))
        return QCDC_NO_MEMORY;
    cells[self->cell_count++] = copy;
    if (self->cell_count % self->column_count != 0)
        return QCDC_OK;
    size_t first = self->cell_count - self->column_count;
    const char *key = cells[first + self->order];
    snprintf (place, sizeof place, "%zu", first);
    return order_add (&self->rows, key ? key : "", place);
}

static qcdc_status put_cell (size_t column, const char *text, void *arg)
{
    printing_t *printing = arg;
    (void)column;
    if (printing->request->order)
        return keep_cell (printing, text) == QCDC_OK
                   ? QCDC_OK
                   : fault_set (printing->fault, QCDC_NO_MEMORY, NULL, "%s", _ ("the table is too large"));
    if (printing->shown / printing->column_count >= printing->request->limit)
        return QCDC_OK;
    printing->shown++;
    return output_cell (printing->output, text, printing->fault);
}

static qcdc_status put_kept (printing_t *self)
{
    order_sort (&self->rows, self->backwards);
    for (size_t i = 0; i < self->rows.count && i < self->request->limit; i++) {
        char *const *row = self->cells + strtoul (order_at (&self->rows, i), NULL, 10);
        QCDC_TRY (output_row (self->output, (const char *const *)row, self->fault));
    }
    return QCDC_OK;
}

static qcdc_status ask (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const request_t *request = arg;
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)args;
    /* The columns come with the answer. */
    QCDC_TRY (output_new (request->format, stdout, NULL, 0, &output, fault));
    output_name_by (output, desk->home.catalog);
    QCDC_TRY (query_open (&desk->home, request->patience_ms, &query, &desk->later, fault));
    printing_t printing QCDC_CLEANUP (printing_release) = {.output = output, .request = request, .fault = fault};
    const query_sink_t sink = {put_columns, put_cell, &printing};
    QCDC_TRY (query_run (query, request->name ? request->name : "", request->params, request->count, &sink, fault));
    QCDC_TRY (put_kept (&printing));
    return output_finish (output, fault);
}

int command_query (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = ask};
    request_t request = {.format = FORMAT_TABLE, .limit = SIZE_MAX};
    return command_at_desk (command, &WORK, &request);
}
