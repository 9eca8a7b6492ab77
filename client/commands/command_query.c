/*  command_query.c — qcdc query NAME [key=value …] [--format table|csv|json|adx|dhis2]; without NAME the list of queries.
 *
 *  The client knows no query: names, parameters and columns are the server's, and the answer is printed as it comes.  The one thing
 *  that it does to a value is to bring a day into the form that files and the server have, whatever the parameter: nothing else
 *  that can be asked for is written in three groups of figures.  And of an answer without rows it says where narratives are, if it was
 *  one of them that was looked for among figures. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "line/query.h"
#include "show/exchange.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARAMS_MAX 32u

typedef struct {
    const char *name;
    format_t format;
    exchange_format exchange; /* in place of a table */
    int patience_ms;
    size_t count;
    query_key_t params[PARAMS_MAX];
    char days[PARAMS_MAX][DAY_TEXT_BYTES]; /* of the parameters that are days, by their places */
    size_t limit;                          /* SIZE_MAX: all rows */
    const char *order; /* a column, "-" before it for the last first; NULL: as the server gives them */
} request_t;

/*  How many groups of figures TEXT is, with one of "/-." between two of them; 0 where it is anything else. */
static size_t figure_groups (const char *text)
{
    for (size_t groups = 1;; groups++) {
        size_t figures = strspn (text, "0123456789");
        if (figures == 0)
            return 0;
        text += figures;
        if (*text == '\0')
            return groups;
        if (!strchr ("/-.", *text++))
            return 0;
    }
}

/*  The next parameter, a day in it as ISO: 13/07/2020, and 07/2020 for a month.  What cannot be a day is told here, by the
 *  parameter's name, and in the words in which days are refused everywhere. */
static qcdc_status add_param (request_t *request, const char *name, const char *value, fault_t *fault)
{
    char *iso = request->days[request->count];
    int32_t day;
    int year, month, end = 0;
    if (figure_groups (value) == 3) {
        QCDC_TRY (args_day (name, value, &day, fault));
        value = day_format_iso (day, iso);
    } else if (sscanf (value, "%2d/%4d%n", &month, &year, &end) == 2 && value[end] == '\0' && year >= 1000 &&
               figure_groups (value) == 2 && month >= 1 && month <= 12) {
        snprintf (iso, DAY_TEXT_BYTES, "%04d-%02d", year % 10000, month % 100);
        value = iso;
    }
    request->params[request->count++] = (query_key_t){name, value};
    return QCDC_OK;
}

/*  Splits the words in place. */
static qcdc_status read_line (const command_t *command, args_t *args, void *arg, fault_t *fault)
{
    request_t *request = arg;
    bool formatted = false;
    for (int i = 0; i < command->argc; i++) {
        char *word = command->argv[i];
        if (strcmp (word, "--format") == 0) {
            if (i + 1 == command->argc)
                return fault_set (fault, QCDC_USAGE, NULL,
                                  _ ("--format wants table, csv, json, excel, adx or dhis2"));
            formatted = true;
            request->exchange = exchange_named (command->argv[++i]);
            if (!request->exchange)
                QCDC_TRY (format_parse (command->argv[i], &request->format, fault));
        } else if (strcmp (word, "--patience") == 0 && i + 1 < command->argc) {
            QCDC_TRY (args_patience (command->argv[++i], &request->patience_ms, fault));
        } else if (args_output (command->argc, command->argv, &i, args)) {
            continue;
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
            QCDC_TRY (add_param (request, word, equals + 1, fault));
        }
    }
    return args_format_of_file (args->output, formatted, &request->format, fault);
}

/*  Where the answer goes. */
typedef struct {
    output_t *output;
    fault_t *fault;
} printing_t;

static qcdc_status put_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    const printing_t *printing = arg;
    for (size_t i = 0; i < count; i++) {
        QCDC_TRY (output_column (printing->output, columns[i]->name, columns[i]->type, printing->fault));
        if (columns[i]->sums)
            output_sum (printing->output);
    }
    return QCDC_OK;
}

static qcdc_status put_cell (size_t column, const char *text, void *arg)
{
    const printing_t *printing = arg;
    (void)column;
    return output_cell (printing->output, text, printing->fault);
}

/*  ---------------------------------------------------------------- as an exchange of values */

/*  The one question whose answer is values of units. */
#define VALUES "report_values"

enum {
    VALUE_OFFICE,
    VALUE_UNIT,
    VALUE_FORM,
    VALUE_CELL,
    VALUE_VALUE,
    VALUE_WANTED,
    VALUE_FIGURE = VALUE_WANTED,
    VALUE_COLUMNS
};

typedef struct {
    exchange_t *exchange;
    int columns[PARAMS_MAX]; /* which of the above each column is, -1 for none */
    size_t column_count;
    char *row[VALUE_COLUMNS];
    fault_t *fault;
} exchanging_t;

static qcdc_status map_values (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    static const char *const NAMES[VALUE_COLUMNS] = {"office", "unit", "form", "cell", "value", "figure"};
    exchanging_t *self = arg;
    if (count > PARAMS_MAX)
        return fault_set (self->fault, QCDC_PROTOCOL, NULL, _ ("the server sent a table that is too wide"));
    self->column_count = count;
    for (size_t i = 0; i < count; i++) {
        self->columns[i] = -1;
        for (int k = 0; k < VALUE_COLUMNS; k++)
            if (strcmp (columns[i]->name, NAMES[k]) == 0)
                self->columns[i] = k;
    }
    return QCDC_OK;
}

/*  A row goes out with its last cell. */
static qcdc_status take_value (size_t column, const char *text, void *arg)
{
    exchanging_t *self = arg;
    int at = self->columns[column];
    if (at >= 0) {
        free (self->row[at]);
        self->row[at] = text ? strdup (text) : NULL;
        if (text && !self->row[at])
            return fault_set (self->fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
    }
    if (column + 1 < self->column_count)
        return QCDC_OK;
    for (int i = 0; i < VALUE_WANTED; i++)
        if (!self->row[i])
            return QCDC_OK;
    /* Whoever takes them in adds members up by itself, and would count them twice. */
    if (self->row[VALUE_FIGURE] && strcmp (self->row[VALUE_FIGURE], "summed") == 0)
        return QCDC_OK;
    const exchange_value_t value = {.form = self->row[VALUE_FORM],
                                    .unit = self->row[VALUE_UNIT],
                                    .office = self->row[VALUE_OFFICE],
                                    .cell = self->row[VALUE_CELL],
                                    .value = self->row[VALUE_VALUE]};
    return exchange_value (self->exchange, &value, self->fault);
}

static qcdc_status exchange (desk_t *desk, const request_t *request, fault_t *fault)
{
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    exchange_t *exchange QCDC_CLEANUP (exchange_destroy) = NULL;
    const char *period = NULL;
    for (size_t i = 0; i < request->count; i++)
        if (strcmp (request->params[i].name, "period") == 0)
            period = request->params[i].value;
    if (!request->name || strcmp (request->name, VALUES) != 0 || !period || request->order ||
        request->limit != SIZE_MAX) {
        fault_set (fault, QCDC_USAGE, NULL, "%s",
                   _ ("adx and dhis2 are formats of the values of a period, all of them"));
        fault_advise (fault, "%s", _ ("write qcdc query report_values period=PERIOD --format adx"));
        return QCDC_USAGE;
    }
    QCDC_TRY (exchange_new (request->exchange, stdout, desk->home.catalog, period, &exchange, fault));
    QCDC_TRY (query_open (&desk->home, request->patience_ms, &query, &desk->later, fault));
    exchanging_t exchanging = {.exchange = exchange, .fault = fault};
    const query_sink_t sink = {map_values, take_value, &exchanging};
    qcdc_status status = query_run (query, request->name, request->params, request->count, &sink, fault);
    if (status == QCDC_OK)
        exchange_finish (exchange);
    for (int i = 0; i < VALUE_COLUMNS; i++)
        free (exchanging.row[i]);
    return status;
}

/*  ---------------------------------------------------------------- as a table */

#define TEXTS "report_texts" /* the query that has the narratives */

/*  What is said for people of no rows, where it is a narrative that was looked for among figures; NULL: nothing. */
static char *texts_elsewhere (const desk_t *desk, const request_t *request)
{
    char code[QCDC_CELL_BYTES_MAX + 1], *text = NULL;
    for (size_t i = 0; request->name && strcmp (request->name, TEXTS) != 0 && i < request->count; i++) {
        if (strcmp (request->params[i].name, "cell") != 0)
            continue;
        snprintf (code, sizeof code, "%.*s", (int)strcspn (request->params[i].value, "."), request->params[i].value);
        const indicator_t *indicator = catalog_indicator (desk->home.catalog, code);
        if (indicator && indicator->type == VALUE_TEXT &&
            asprintf (&text, _ ("%s is a text, no figure: ask for it with qcdc query %s"), code, TEXTS) < 0)
            text = NULL;
        return text;
    }
    return NULL;
}

/*  An answer about a period names what it is about as it was called then. */
static void name_in (output_t *output, const request_t *request)
{
    const char *form = NULL, *period = NULL;
    bool units_now = false;
    for (size_t i = 0; i < request->count; i++) {
        const query_key_t *param = &request->params[i];
        if (strcmp (param->name, "period") == 0 || strcmp (param->name, "year") == 0)
            period = param->value;
        else if (strcmp (param->name, "form") == 0)
            form = param->value;
        else if (strcmp (param->name, "units") == 0)
            units_now = strcmp (param->value, "now") == 0;
    }
    output_name_in (output, form, period, units_now);
}

/*  What is named in an answer of an earlier day is named as it was then; a day that is none is for the server to refuse. */
static qcdc_status look_back (desk_t *desk, const request_t *request, fault_t *fault)
{
    int32_t day;
    for (size_t i = 0; i < request->count; i++)
        if (strcmp (request->params[i].name, "as_of") == 0 && day_parse (request->params[i].value, &day) == QCDC_OK)
            return home_look_back (&desk->home, day, fault);
    return QCDC_OK;
}

static qcdc_status ask (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const request_t *request = arg;
    asking_t *query QCDC_CLEANUP (query_close) = NULL;
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    (void)args;
    QCDC_TRY (look_back (desk, request, fault));
    if (request->exchange)
        return exchange (desk, request, fault);
    /* The columns come with the answer. */
    QCDC_TRY (output_new (request->format, stdout, NULL, 0, &output, fault));
    output_name_by (output, desk->home.catalog);
    name_in (output, request);
    output_arrange (output, request->order, request->limit);
    char *elsewhere QCDC_CLEANUP (memory_free) = texts_elsewhere (desk, request);
    if (elsewhere)
        output_none (output, elsewhere);
    QCDC_TRY (query_open (&desk->home, request->patience_ms, &query, &desk->later, fault));
    /* The first ones in another order are known when all are here. */
    if (!request->order && request->limit <= QCDC_LIMIT_ROWS_MAX)
        query_limit (query, (uint32_t)request->limit);
    printing_t printing = {output, fault};
    const query_sink_t sink = {put_columns, put_cell, &printing};
    QCDC_TRY (query_run (query, request->name ? request->name : "", request->params, request->count, &sink, fault));
    return output_finish (output, fault);
}

int command_query (const command_t *command)
{
    static const desk_work_t WORK = {.parse = read_line, .work = ask};
    request_t request = {.format = FORMAT_TABLE, .limit = SIZE_MAX};
    return command_at_desk (command, &WORK, &request);
}
