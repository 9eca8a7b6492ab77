/*  command_explain.c — qcdc explain PERIOD/FORM/CELL[@UNIT] [as_of=DAY] [units=then|now]: what a figure is, or was known to be, and
 *  the entries that it comes from.
 *
 *  The parts of a figure are asked of the server, which adds up what was merged since; a reporter is answered for his own unit. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "commands/explain_listing.h"
#include "desk/figure.h"
#include "line/query.h"
#include "reports/compared.h"
#include "reports/report_view.h"
#include "rules/reference.h"
#include "rules/rule_total.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 32u

typedef struct {
    desk_t *desk;
    const home_t *home; /* the desk's */
    const figure_t *figure;
    const char *as_of; /* the day that is asked about, as ISO; NULL: what stands */
    format_t format;
    const char *units; /* then or now, as it was given; NULL */
    asking_t *query;
    parts_t parts;
    char value[32]; /* in machine form */
    bool has_value;
    unsigned long reported; /* how many reports contribute to a total, those that have nothing to report among them */
    /* reading of one answer */
    int reported_column;
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

/*  Columns are known by their names: a newer server may have more of them, in another order. */
static qcdc_status map_columns (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    explain_t *explain = arg;
    if (count > COLUMNS_MAX)
        return fault_set (explain->fault, QCDC_PROTOCOL, NULL, _ ("the server sent a table that is too wide"));
    explain->column_count = count;
    explain->reported_column = -1;
    for (size_t i = 0; i < count; i++) {
        explain->columns[i] = -1;
        if (strcmp (columns[i]->name, "reported") == 0)
            explain->reported_column = (int)i;
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

/*  report_totals, or report_values of one office: the row of the cell asked for. */
static qcdc_status take_total (size_t column, const char *text, void *arg)
{
    explain_t *explain = arg;
    int at = explain->columns[column];
    if (at == PART_CELL)
        snprintf (explain->total_cell, sizeof explain->total_cell, "%s", text ? text : "");
    else if (at == PART_VALUE && strcmp (explain->total_cell, explain->figure->cell) == 0) {
        explain->has_value = text != NULL;
        snprintf (explain->value, sizeof explain->value, "%s", text ? text : "");
    } else if ((int)column == explain->reported_column && text &&
               strcmp (explain->total_cell, explain->figure->cell) == 0)
        explain->reported = strtoul (text, NULL, 10);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- questions */

#define PARAMS_MAX 6u

typedef struct {
    query_key_t items[PARAMS_MAX];
    size_t count;
} params_t;

static void params_put (params_t *self, const char *key, const char *value)
{
    if (value && *value && self->count < PARAMS_MAX)
        self->items[self->count++] = (query_key_t){key, value};
}

/*  What is asked for of QUERY; CELL may be NULL. */
static qcdc_status ask (explain_t *explain, const char *query, const char *period, const char *cell,
                        const query_sink_t *sink)
{
    params_t params = {.count = 0};
    params_put (&params, "form", explain->figure->form->code);
    params_put (&params, "period", period);
    params_put (&params, "cell", cell);
    params_put (&params, "units", explain->units);
    params_put (&params, "unit", explain->figure->unit);
    params_put (&params, "as_of", explain->as_of);
    return query_run (explain->query, query, params.items, params.count, sink, explain->fault);
}

static qcdc_status ask_total (explain_t *explain)
{
    const query_sink_t sink = {map_columns, take_total, explain};
    return ask (explain, "report_totals", explain->figure->period, NULL, &sink);
}

/*  Values with the entries that they come from, as the server has selected them for this figure. */
static qcdc_status ask_parts (explain_t *explain)
{
    const query_sink_t sink = {map_columns, take_part, explain};
    return ask (explain, "figure_parts", explain->figure->period, explain->figure->cell, &sink);
}

/*  A reporter's own figure, where it is computed: it may compare with what others reported that this office goes on with. */
static qcdc_status ask_own (explain_t *explain)
{
    const query_sink_t sink = {map_columns, take_total, explain};
    return ask (explain, "report_values", explain->figure->period, explain->figure->cell, &sink);
}

/*  A report of this office that says that there is nothing to report has no parts to tell it by: it is looked up here. */
static qcdc_status count_own_nil (explain_t *explain)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    const figure_t *figure = explain->figure;
    if (explain->as_of)
        return QCDC_OK;
    QCDC_TRY (report_view_read (explain->desk, explain->home->office->code, figure->form->code, figure->period, &view,
                                explain->fault));
    explain->reported = report_view_stands (&view) && view.sent && !report_filled (&view.report);
    return QCDC_OK;
}

/*  The value of a figure is the one that the server's tables show: an explanation that computed its own could explain another
 *  figure. */
static qcdc_status gather (explain_t *explain)
{
    bool reporter = explain->home->role == ROLE_REPORTER;
    QCDC_TRY (ask_parts (explain));
    /* Of figures in steps the sum is not that of the parts. */
    if (!reporter && (!explain->figure->unit[0] || explain->home->role == ROLE_ANALYST))
        return ask_total (explain);
    if (explain->figure->rule) {
        QCDC_TRY (reporter ? ask_own (explain) : ask_total (explain));
        return reporter && !explain->has_value ? count_own_nil (explain) : QCDC_OK;
    }
    explain->has_value = parts_value (&explain->parts, explain->home->catalog, explain->figure, explain->value);
    if (explain->has_value)
        return QCDC_OK;
    return reporter ? count_own_nil (explain) : ask_total (explain);
}

/*  ---------------------------------------------------------------- narratives */

enum { TEXT_OFFICE, TEXT_STATE, TEXT_TEXT, TEXT_ENTRY, TEXT_COLUMNS };

typedef struct {
    explain_t *explain;
    int columns[COLUMNS_MAX];
    size_t column_count;
    char *texts[TEXT_COLUMNS]; /* of the row that is read, malloc'ed */
    output_t *output;          /* NULL: for people, one below the other */
    size_t rows;
} narratives_t;

static qcdc_status map_texts (const Qcdc__Column *const *columns, size_t count, void *arg)
{
    static const char *const NAMES[TEXT_COLUMNS] = {"office", "state", "text", "entry"};
    narratives_t *self = arg;
    if (count > COLUMNS_MAX)
        return fault_set (self->explain->fault, QCDC_PROTOCOL, NULL, _ ("the server sent a table that is too wide"));
    self->column_count = count;
    for (size_t i = 0; i < count; i++) {
        self->columns[i] = -1;
        for (int k = 0; k < TEXT_COLUMNS; k++)
            if (strcmp (columns[i]->name, NAMES[k]) == 0)
                self->columns[i] = k;
    }
    return QCDC_OK;
}

/*  One narrative: who wrote it, then the text, line by line. */
static qcdc_status print_narrative (narratives_t *self)
{
    const catalog_t *catalog = self->explain->home->catalog;
    self->rows++;
    if (self->output)
        return output_row (self->output, (const char *const *)self->texts, self->explain->fault);
    bool erased = self->texts[TEXT_STATE] && strcmp (self->texts[TEXT_STATE], "erased") == 0;
    putchar ('\n');
    people_field_named (stdout, catalog, "office", QCDC__COLUMN_TYPE__TEXT, self->texts[TEXT_OFFICE]);
    people_field (stdout, "entry", QCDC__COLUMN_TYPE__ADDRESS, self->texts[TEXT_ENTRY]);
    people_field (stdout, "text", QCDC__COLUMN_TYPE__TEXT,
                  erased ? _ ("(the text was erased)") : self->texts[TEXT_TEXT]);
    return QCDC_OK;
}

static void narratives_release (narratives_t *self)
{
    for (int k = 0; k < TEXT_COLUMNS; k++) {
        free (self->texts[k]);
        self->texts[k] = NULL;
    }
}

static qcdc_status take_text (size_t column, const char *text, void *arg)
{
    narratives_t *self = arg;
    int at = self->columns[column];
    if (at >= 0 && text) {
        free (self->texts[at]);
        if (!(self->texts[at] = strdup (text)))
            return no_memory (self->explain->fault);
    }
    if (column + 1 < self->column_count)
        return QCDC_OK;
    qcdc_status status = print_narrative (self);
    narratives_release (self);
    return status;
}

/*  ---------------------------------------------------------------- what is not there */

/*  Whether the own report that is here fills the cell, or one of its parts; of a rate no cell of its own is ever filled. */
static bool fills (const report_view_t *view, const figure_t *figure)
{
    size_t length = strlen (figure->cell);
    for (size_t i = 0; i < view->report.cell_count; i++) {
        const report_cell_t *cell = &view->report.cells[i];
        if (!cell->removed && strncmp (cell->cell, figure->cell, length) == 0 &&
            (!cell->cell[length] || cell->cell[length] == '.'))
            return true;
    }
    return figure->indicator->type == VALUE_RATIO;
}

/*  With whose figures a computed one of this office is held together. */
static qcdc_status print_compared (const explain_t *explain)
{
    const figure_t *figure = explain->figure;
    compared_kind kind;
    char *names QCDC_CLEANUP (memory_free) = NULL, *text QCDC_CLEANUP (memory_free) = NULL;
    char before[PERIOD_TEXT_BYTES];
    if (explain->home->role != ROLE_REPORTER || !figure->rule)
        return QCDC_OK;
    period_year_before (figure->period, before);
    QCDC_TRY (compared_with (explain->desk, figure->form, &figure->span, before, &kind, &names, explain->fault));
    if (kind == COMPARED_SUM)
        printf (_ ("with %s it is compared where all of these reported it then: %s\n"), before, names);
    else
        QCDC_TRY (compared_text (explain->desk, figure->form, &figure->span, before, &text, explain->fault));
    if (text)
        puts (text);
    return QCDC_OK;
}

/*  The province has no such figure: because of LACK, or because it has not been sent. */
static qcdc_status print_lack (explain_t *explain, const char *lack)
{
    const figure_t *figure = explain->figure;
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    if (explain->home->role == ROLE_REPORTER)
        QCDC_TRY (report_view_read (explain->desk, explain->home->office->code, figure->form->code, figure->period,
                                    &view, explain->fault));
    if (!explain->as_of && report_view_stands (&view) && !view.sent && fills (&view, figure))
        puts (_ ("not reported yet: the report is here and not sent; qcdc sync sends it"));
    else
        puts (_ (lack));
    return print_compared (explain);
}

/*  For programs, and in a workbook. */
static qcdc_status texts_table (const explain_t *explain, output_t **output)
{
    static const output_column_t COLUMNS[TEXT_COLUMNS] = {[TEXT_OFFICE] = {N_ ("office"), QCDC__COLUMN_TYPE__TEXT},
                                                          [TEXT_STATE] = {N_ ("state"), QCDC__COLUMN_TYPE__TEXT},
                                                          [TEXT_TEXT] = {N_ ("text"), QCDC__COLUMN_TYPE__TEXT},
                                                          [TEXT_ENTRY] = {N_ ("entry"), QCDC__COLUMN_TYPE__ADDRESS}};
    QCDC_TRY (output_new (explain->format, stdout, COLUMNS, TEXT_COLUMNS, output, explain->fault));
    output_name_by (*output, explain->home->catalog);
    output_name_in (*output, explain->figure->form->code, explain->figure->period, false);
    return QCDC_OK;
}

/*  A narrative is explained by its text. */
static qcdc_status explain_texts (explain_t *explain)
{
    const figure_t *figure = explain->figure;
    narratives_t narratives QCDC_CLEANUP (narratives_release) = {.explain = explain};
    const query_sink_t sink = {map_texts, take_text, &narratives};
    if (explain->home->role == ROLE_ANALYST) {
        fault_set (explain->fault, QCDC_FORBIDDEN, NULL, _ ("%s is a text, and an analyst reads figures only"),
                   figure->cell);
        return QCDC_FORBIDDEN;
    }
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    if (explain->format != FORMAT_TABLE)
        QCDC_TRY (texts_table (explain, &output));
    narratives.output = output;
    QCDC_TRY (ask (explain, "report_texts", figure->period, figure->cell, &sink));
    if (output)
        return output_finish (output, explain->fault);
    return narratives.rows ? QCDC_OK : print_lack (explain, N_ ("not reported"));
}

/*  ---------------------------------------------------------------- what is shown */

/*  "A06.XA: Share of … – communes": a figure of one member is headed with it, and so is what it is computed from. */
static void print_name (const explain_t *explain, const char *before, const char *code, const char *after,
                        const char *cell)
{
    char *name QCDC_CLEANUP (memory_free) = people_cell_name (explain->home->catalog, cell, explain->figure->span.to);
    printf ("%s%s%s%s\n", before, code, after, name ? name : cell);
}

static void print_heading (const explain_t *explain, const char *text)
{
    char shown[DAY_TEXT_BYTES];
    int32_t day;
    print_name (explain, "", text, "  ", explain->figure->cell);
    if (explain->as_of && day_parse (explain->as_of, &day) == QCDC_OK)
        printf (_ ("as it was known at the end of %s\n"), day_format_people (day, shown));
}

#define NAMED_MAX QCDC_RATE_OPERANDS_MAX

typedef struct {
    const explain_t *explain;
    char items[NAMED_MAX][QCDC_CELL_BYTES_MAX + 1];
    size_t count;
} named_t;

/*  Says what a cell of the formula is, once: of a figure of all members the indicator alone. */
static qcdc_status print_named (const rule_term_t *term, void *arg)
{
    named_t *self = arg;
    const figure_t *figure = self->explain->figure;
    bool of_member = *cell_member (figure->cell);
    const char *cell = of_member ? term->cell->text : term->cell->indicator->code;
    if (of_member && strcmp (term->figure, figure->cell) != 0)
        return QCDC_OK;
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->items[i], cell) == 0)
            return QCDC_OK;
    if (self->count < NAMED_MAX)
        snprintf (self->items[self->count++], sizeof *self->items, "%s", cell);
    print_name (self->explain, "  ", cell, ": ", cell);
    return QCDC_OK;
}

static qcdc_status print_formula (const explain_t *explain, fault_t *fault)
{
    const figure_t *figure = explain->figure;
    named_t named = {.explain = explain};
    if (!figure->rule)
        return QCDC_OK;
    const rule_text_t *rule = rule_text (figure->rule);
    char *formula QCDC_CLEANUP (memory_free) = figure_formula (figure);
    if (!formula)
        return no_memory (fault);
    printf ("= %s\n", formula);
    (void)!rule_terms (figure->rule, print_named, &named); /* print_named never stops */
    printf ("  %s: %s\n", rule->code, i18n_is_vietnamese () ? rule->words_vi : rule->words_en);
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
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (explain->format, stdout, NULL, 0, &output, fault));
    output_name_by (output, explain->home->catalog);
    output_name_in (output, explain->figure->form->code, explain->figure->period, false);
    for (int k = 0; k < PART_COLUMNS; k++)
        QCDC_TRY (output_column (output, PART_NAMES[k], TYPES[k], fault));
    for (size_t i = 0; i < explain->parts.count; i++)
        QCDC_TRY (output_row (output, (const char *const *)explain->parts.items[i].texts, fault));
    return output_finish (output, fault);
}

static qcdc_status print (explain_t *explain, const char *text, fault_t *fault)
{
    const indicator_t *indicator = explain->figure->indicator;
    const char *lack =
        explain->has_value ? NULL : parts_lack (&explain->parts, explain->home->catalog, explain->figure);
    if (!explain->has_value && !lack && explain->parts.count > 0 && explain->home->role == ROLE_ANALYST)
        lack = N_ ("fewer than analysts are shown, for it tells of few people");
    if (explain->format != FORMAT_TABLE)
        return print_parts (explain, fault);
    print_heading (explain, text);
    if (explain->has_value) {
        char *shown QCDC_CLEANUP (memory_free) = people_format (QCDC__COLUMN_TYPE__DECIMAL, explain->value);
        if (!shown)
            return no_memory (fault);
        printf ("%s %s\n", shown, indicator->measure);
    } else if (!lack && explain->reported > 0) {
        /* A blank contributes nothing: only whoever has nothing to report is counted without a figure. */
        printf (ngettext ("no figure: %lu report says that there is nothing to report\n",
                          "no figure: %lu reports say that there is nothing to report\n", explain->reported),
                explain->reported);
        if (!explain->figure->rule)
            return QCDC_OK;
    } else
        QCDC_TRY (print_lack (explain, lack ? lack : N_ ("not reported")));
    QCDC_TRY (print_formula (explain, fault));
    putchar ('\n');
    return print_parts (explain, fault);
}

static qcdc_status explain_one (explain_t *explain, const char *text)
{
    if (explain->figure->indicator->type == VALUE_TEXT) {
        if (explain->format == FORMAT_TABLE)
            print_heading (explain, text);
        return explain_texts (explain);
    }
    QCDC_TRY (gather (explain));
    return print (explain, text, explain->fault);
}

/*  A figure of an earlier day is read and named by the catalogue of that day, whose rules made it. */
static qcdc_status look_back (desk_t *desk, explain_t *explain, char iso[DAY_TEXT_BYTES], fault_t *fault)
{
    int32_t day;
    if (!explain->as_of)
        return QCDC_OK;
    QCDC_TRY (args_day ("as_of", explain->as_of, &day, fault));
    explain->as_of = day_format_iso (day, iso);
    return home_look_back (&desk->home, day, fault);
}

static qcdc_status explain_figure (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    figure_t figure;
    char day[DAY_TEXT_BYTES];
    explain_t explain = {.desk = desk,
                         .home = &desk->home,
                         .figure = &figure,
                         .as_of = args_value (args, "as_of"),
                         .format = args->format,
                         .units = args_value (args, "units"),
                         .fault = fault};
    qcdc_status of_list;
    (void)arg;
    if (!explain.as_of && !explain.units && explain_listing (desk, args, args->words[0], &of_list, fault))
        return of_list;
    QCDC_TRY (look_back (desk, &explain, day, fault));
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    QCDC_TRY (figure_parse (desk->home.catalog, args->words[0], &figure, fault));
    qcdc_status status = query_open (&desk->home, args->patience_ms, &explain.query, &desk->later, fault);
    if (status == QCDC_OK)
        status = explain_one (&explain, args->words[0]);
    query_close (&explain.query);
    parts_release (&explain.parts);
    return status;
}

int command_explain (const command_t *command)
{
    static const char *const KEYS[] = {"as_of", "units", NULL};
    static const desk_work_t WORK = {
        .line = {.words_min = 1, .words_max = 1, .keys = KEYS, .takes_format = true, .takes_patience = true},
        .work = explain_figure};
    return command_at_desk (command, &WORK, NULL);
}
