/*  command_explain.c — qcdc explain PERIOD/FORM/CELL[@UNIT]: what a figure is, and the entries that it comes from.
 *
 *  The province asks the server for the parts of a figure.  A reporter sees only his own unit's values: his figure
 *  is made here, by the same rules, and who wrote what stands in his own journal. */

#include "base/i18n.h"
#include "commands/command.h"
#include "desk/figure.h"
#include "facts/fact.h"
#include "line/query.h"
#include "show/output.h"

#include "base/day.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOCK_WAIT_MS 10000
#define COLUMNS_MAX 32u

typedef struct {
    home_t *home;
    const figure_t *figure;
    query_t *query;
    parts_t parts;
    char value[32]; /* in machine form */
    bool has_value;
    /* reading of one answer */
    int columns[COLUMNS_MAX]; /* the part column of each column, -1 for none */
    size_t column_count;
    part_t *part;
    char total_cell[QCDC_CELL_BYTES_MAX + 1];
    fault_t *fault;
} explain_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a table"));
}

/*  ---------------------------------------------------------------- answers */

static qcdc_status map_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    explain_t *explain = arg;
    if (count > COLUMNS_MAX)
        return fault_set (explain->fault, QCDC_PROTOCOL, NULL, _ ("the server sent a table that is too wide"));
    explain->column_count = count;
    for (size_t i = 0; i < count; i++) {
        explain->columns[i] = -1;
        for (int k = 0; k < PART_COLUMNS; k++)
            if (strcmp (columns[i]->name, PART_NAMES[k]) == 0)
                explain->columns[i] = k;
    }
    return QCDC_OK;
}

static qcdc_status take_part (size_t column, const char *text, void *arg)
{
    explain_t *explain = arg;
    if (column == 0 && !(explain->part = parts_add (&explain->parts)))
        return no_memory (explain->fault);
    int at = explain->columns[column];
    if (at >= 0 && text) {
        free (explain->part->texts[at]);
        if (!(explain->part->texts[at] = strdup (text)))
            return no_memory (explain->fault);
    }
    return QCDC_OK;
}

/*  report_totals: the row of the cell asked for. */
static qcdc_status take_total (size_t column, const char *text, void *arg)
{
    explain_t *explain = arg;
    int at = explain->columns[column];
    if (at == PART_CELL)
        snprintf (explain->total_cell, sizeof explain->total_cell, "%s", text ? text : "");
    else if (at == PART_VALUE && strcmp (explain->total_cell, explain->figure->cell) == 0) {
        explain->has_value = text != NULL;
        snprintf (explain->value, sizeof explain->value, "%s", text ? text : "");
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- the province's way */

static qcdc_status ask_total (explain_t *explain)
{
    const query_param_t params[] = {{"form", explain->figure->form->code}, {"period", explain->figure->period}};
    const query_sink_t sink = {map_columns, take_total, explain};
    return query_run (explain->query, "report_totals", params, 2, &sink, explain->fault);
}

static qcdc_status ask_parts (explain_t *explain)
{
    const figure_t *figure = explain->figure;
    const query_param_t params[] = {
        {"form", figure->form->code}, {"period", figure->period}, {"cell", figure->cell}, {"unit", figure->unit}};
    const query_sink_t sink = {map_columns, take_part, explain};
    return query_run (explain->query, "figure_parts", params, figure->unit[0] ? 4 : 3, &sink, explain->fault);
}

/*  ---------------------------------------------------------------- the reporter's way */

static qcdc_status ask_values (explain_t *explain, const char *period)
{
    const query_param_t params[] = {
        {"form", explain->figure->form->code}, {"period", period}, {"unit", explain->figure->unit}};
    const query_sink_t sink = {map_columns, take_part, explain};
    size_t first = explain->parts.count;
    qcdc_status status =
        query_run (explain->query, "report_values", params, explain->figure->unit[0] ? 3 : 2, &sink, explain->fault);
    for (size_t i = first; status == QCDC_OK && i < explain->parts.count; i++) {
        part_t *part = &explain->parts.items[i];
        part->texts[PART_PERIOD] = strdup (period);
        part->texts[PART_OFFICE] = strdup (explain->home->office->code);
        if (!part->texts[PART_PERIOD] || !part->texts[PART_OFFICE])
            status = no_memory (explain->fault);
    }
    return status;
}

/*  When a value was written and received, from the journal; what is not there stays unknown. */
static qcdc_status look_up (explain_t *explain, part_t *part)
{
    uint64_t origin, seq;
    journal_row_t row;
    fault_t ignored = {0};
    char text[MOMENT_TEXT_BYTES];
    if (!part->texts[PART_ENTRY] || address_parse (part->texts[PART_ENTRY], &origin, &seq) != QCDC_OK ||
        journal_at (explain->home->journal, origin, seq, &row, &ignored) != QCDC_OK)
        return QCDC_OK;
    arena_t *arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    Qcdc__Fact *fact = NULL;
    if (!arena)
        return no_memory (explain->fault);
    if (fact_unpack (row.entry.body, arena, &fact) == QCDC_OK)
        part->texts[PART_HOW] = strdup (fact->kind_case == QCDC__FACT__KIND_CORRECTED ? "corrected" : "filed");
    arena_destroy (&arena);
    part->texts[PART_WRITTEN_AT] = strdup (moment_format_iso (row.entry.written_at_us, text));
    if (row.committed_at_us)
        part->texts[PART_COMMITTED_AT] = strdup (moment_format_iso (row.committed_at_us, text));
    return QCDC_OK;
}

static qcdc_status gather_own (explain_t *explain)
{
    const catalog_t *catalog = explain->home->catalog;
    const figure_t *figure = explain->figure;
    bool year_ago = false;
    const derived_term_t *term = NULL;
    while ((term = catalog_next_term (catalog, figure->indicator, term)))
        year_ago |= term->year_ago;
    qcdc_status status = ask_values (explain, figure->period);
    if (status == QCDC_OK && year_ago)
        status = ask_values (explain, figure->before);
    if (status != QCDC_OK)
        return status;
    parts_select (&explain->parts, catalog, figure);
    for (size_t i = 0; status == QCDC_OK && i < explain->parts.count; i++)
        status = look_up (explain, &explain->parts.items[i]);
    return status;
}

static qcdc_status gather (explain_t *explain)
{
    const figure_t *figure = explain->figure;
    const catalog_t *catalog = explain->home->catalog;
    qcdc_status status;
    if (explain->home->role == ROLE_REPORTER)
        status = gather_own (explain);
    else
        status = ask_parts (explain);
    if (status != QCDC_OK)
        return status;
    if (explain->home->role != ROLE_REPORTER && !figure->unit[0])
        return ask_total (explain);
    explain->has_value = parts_value (&explain->parts, catalog, figure, explain->value);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what is shown */

static const char *name_people (const indicator_t *indicator)
{
    return i18n_is_vietnamese () ? indicator->name_vi : indicator->name_en;
}

static qcdc_status print_formula (const explain_t *explain, fault_t *fault)
{
    const catalog_t *catalog = explain->home->catalog;
    const figure_t *figure = explain->figure;
    if (figure->indicator->type != VALUE_RATIO)
        return QCDC_OK;
    char *formula = figure_formula (catalog, figure);
    if (!formula)
        return no_memory (fault);
    printf ("= %s\n", formula);
    free (formula);
    bool capped = false;
    const derived_term_t *term = NULL;
    while ((term = catalog_next_term (catalog, figure->indicator, term))) {
        const indicator_t *indicator = catalog_indicator (catalog, term->indicator);
        capped |= term->capped;
        bool said = false;
        const derived_term_t *before = NULL;
        while ((before = catalog_next_term (catalog, figure->indicator, before)) != term)
            said |= strcmp (before->indicator, term->indicator) == 0;
        if (indicator && !said)
            printf ("  %s: %s\n", indicator->code, name_people (indicator));
    }
    if (capped)
        printf ("  %s\n", _ ("the numerator counts at most as much as the denominator"));
    return QCDC_OK;
}

static qcdc_status print_parts (const explain_t *explain, fault_t *fault)
{
    static const Qcdc__ColumnType TYPES[PART_COLUMNS] = {
        [PART_VALUE] = QCDC__COLUMN_TYPE__DECIMAL,
        [PART_ENTRY] = QCDC__COLUMN_TYPE__ADDRESS,
        [PART_WRITTEN_AT] = QCDC__COLUMN_TYPE__TIMESTAMP,
        [PART_COMMITTED_AT] = QCDC__COLUMN_TYPE__TIMESTAMP,
    };
    output_t *output = output_new (FORMAT_TABLE, stdout);
    if (!output)
        return no_memory (fault);
    qcdc_status status = QCDC_OK;
    for (int k = 0; status == QCDC_OK && k < PART_COLUMNS; k++)
        status = output_column (output, PART_NAMES[k], TYPES[k]);
    for (size_t i = 0; status == QCDC_OK && i < explain->parts.count; i++)
        for (int k = 0; status == QCDC_OK && k < PART_COLUMNS; k++)
            status = output_cell (output, explain->parts.items[i].texts[k]);
    status = status == QCDC_OK ? output_finish (output, fault) : no_memory (fault);
    output_destroy (&output);
    return status;
}

static qcdc_status print (const explain_t *explain, const char *text, fault_t *fault)
{
    const indicator_t *indicator = explain->figure->indicator;
    printf ("%s  %s\n", text, name_people (indicator));
    if (explain->has_value) {
        char *shown = people_format (QCDC__COLUMN_TYPE__DECIMAL, explain->value);
        if (!shown)
            return no_memory (fault);
        printf ("%s %s\n", shown, indicator->measure);
        free (shown);
    } else
        printf ("%s\n", _ ("not reported"));
    qcdc_status status = print_formula (explain, fault);
    putchar ('\n');
    return status == QCDC_OK ? print_parts (explain, fault) : status;
}

static qcdc_status run (home_t *home, const char *text, bool *later, fault_t *fault)
{
    figure_t figure;
    explain_t explain = {.home = home, .figure = &figure, .fault = fault};
    qcdc_status status = figure_parse (home->catalog, text, &figure, fault);
    if (status == QCDC_OK)
        status = query_open (home, &explain.query, later, fault);
    if (status == QCDC_OK)
        status = gather (&explain);
    if (status == QCDC_OK)
        status = print (&explain, text, fault);
    query_close (&explain.query);
    parts_release (&explain.parts);
    return status;
}

int command_explain (const command_t *command)
{
    home_t home = {0};
    fault_t fault = {0};
    bool later = false;
    if (command->argc != 1 || command->argv[0][0] == '-') {
        fprintf (stderr, "%s\n", _ ("usage: qcdc explain PERIOD/FORM/CELL[@UNIT]"));
        return EXIT_USAGE;
    }
    qcdc_status status = home_open (command->home, LOCK_WAIT_MS, &home, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    status = run (&home, command->argv[0], &later, &fault);
    home_close (&home);
    if (status == QCDC_OK)
        return EXIT_DONE;
    int failed = command_fail (&fault);
    return later ? EXIT_LATER : status == QCDC_USAGE ? EXIT_USAGE : failed;
}
