/*  command_query.c — qcdc query NAME [key=value …] [--format table|csv|json]; without NAME the list of queries. */

#include "commands/command.h"
#include "base/i18n.h"
#include "show/output.h"
#include "line/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCK_WAIT_MS 10000
#define PARAMS_MAX 32u

typedef struct {
    const char *name;
    format_t format;
    size_t count;
    query_key_t params[PARAMS_MAX];
} request_t;

static int usage (void)
{
    fprintf (stderr, "%s\n", _ ("usage: qcdc query [NAME [key=value ...]] [--format table|csv|json]"));
    return EXIT_USAGE;
}

/*  Splits the words in place. */
static qcdc_status read_words (const command_t *command, request_t *request, fault_t *fault)
{
    for (int i = 0; i < command->argc; i++) {
        char *word = command->argv[i];
        if (strcmp (word, "--format") == 0) {
            if (i + 1 == command->argc)
                return fault_set (fault, QCDC_USAGE, NULL, _ ("--format wants table, csv or json"));
            qcdc_status status = format_parse (command->argv[++i], &request->format, fault);
            if (status != QCDC_OK)
                return status;
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
            request->params[request->count++] = (query_key_t){word, equals + 1};
        }
    }
    return QCDC_OK;
}

static qcdc_status put_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < count; i++)
        status = output_column (arg, columns[i]->name, columns[i]->type);
    return status;
}

static qcdc_status put_cell (size_t column, const char *text, void *arg)
{
    (void)column;
    return output_cell (arg, text);
}

static qcdc_status run (home_t *home, const request_t *request, bool *later, fault_t *fault)
{
    query_t *query = NULL;
    output_t *output = output_new (request->format, stdout);
    query_sink_t sink = {put_columns, put_cell, output};
    if (!output)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
    qcdc_status status = query_open (home, &query, later, fault);
    if (status == QCDC_OK)
        status = query_run (query, request->name ? request->name : "", request->params, request->count, &sink, fault);
    if (status == QCDC_OK)
        status = output_finish (output, fault);
    else if (!fault->message[0])
        fault_set (fault, status, NULL, _ ("the table is too large"));
    query_close (&query);
    output_destroy (&output);
    return status;
}

int command_query (const command_t *command)
{
    request_t request = {.format = FORMAT_TABLE};
    home_t home = {0};
    fault_t fault = {0};
    bool later = false;
    if (read_words (command, &request, &fault) != QCDC_OK) {
        command_fail (&fault);
        return usage ();
    }
    qcdc_status status = home_open (command->home, LOCK_WAIT_MS, &home, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = run (&home, &request, &later, &fault);
    home_close (&home);
    if (status == QCDC_OK)
        return EXIT_DONE;
    int failed = command_fail (&fault);
    return later ? EXIT_LATER : failed;
}
