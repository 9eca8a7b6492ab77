/*  command_catalogue.c — qcdc catalogue [TABLE] [on=DAY]: what of the published catalogue holds on a day, at any desk, offline. */

#include "commands/command.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/nearest.h"
#include "catalogue/tables.h"
#include "journal/published.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status catalogue_check (const args_t *args, void *arg, fault_t *fault)
{
    int32_t *day = arg;
    const char *on = args_value (args, "on");
    *day = day_of_moment (moment_now ());
    return on ? args_day ("on", on, day, fault) : QCDC_OK;
}

static bool holds_on (const table_row_t *row, int32_t day)
{
    return row->from <= day && day <= row->to;
}

/*  Without a table: which there are, with how many rows. */
static qcdc_status list_tables (const catalog_tables_t *tables, const args_t *args, int32_t day, fault_t *fault)
{
    static const output_column_t COLUMNS[] = {{N_ ("table"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("what"), QCDC__COLUMN_TYPE__TEXT},
                                              {N_ ("holds"), QCDC__COLUMN_TYPE__INTEGER},
                                              {N_ ("published"), QCDC__COLUMN_TYPE__INTEGER}};
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    QCDC_TRY (output_new (args->format, stdout, COLUMNS, sizeof COLUMNS / sizeof *COLUMNS, &output, fault));
    QCDC_TRY (args_arrange (args, output, fault));
    for (size_t table = 0; table < table_kind_count (); table++) {
        char holds[24], published[24];
        size_t count, holding = 0;
        const table_row_t *rows = tables_rows (tables, table, &count);
        for (size_t i = 0; i < count; i++)
            holding += holds_on (&rows[i], day);
        snprintf (holds, sizeof holds, "%zu", holding);
        snprintf (published, sizeof published, "%zu", count);
        const char *title = table_kind_at (table)->title;
        const char *cells[] = {table_kind_at (table)->name, format_speaks (args->format) ? _ (title) : title, holds,
                               published};
        QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

/*  The rows of one table that hold, with the columns of its file: what comes out can be published again. */
static qcdc_status list_rows (const catalog_tables_t *tables, size_t table, const args_t *args, int32_t day,
                              fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    output_column_t columns[CATALOGUE_COLUMNS_MAX];
    const char *cells[CATALOGUE_COLUMNS_MAX];
    size_t count, column_count = 0;
    for (; kind->columns[column_count]; column_count++) {
        int column = (int)column_count;
        bool is_day = column == kind->from || column == kind->to || (kind->days & (1u << column));
        columns[column] = (output_column_t){
            kind->columns[column], is_day ? QCDC__COLUMN_TYPE__DATE : QCDC__COLUMN_TYPE__TEXT};
    }
    QCDC_TRY (output_new (args->format, stdout, columns, column_count, &output, fault));
    QCDC_TRY (args_arrange (args, output, fault));
    output_headings (output, "catalogue");
    output_none (output, _ ("nothing of it holds on that day"));
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < count; i++) {
        if (!holds_on (&rows[i], day))
            continue;
        for (size_t column = 0; column < column_count; column++)
            cells[column] = *rows[i].fields[column] ? rows[i].fields[column] : NULL;
        QCDC_TRY (output_row (output, cells, fault));
    }
    return output_finish (output, fault);
}

/*  By its name, or by what people call it. */
static qcdc_status table_named (const char *word, size_t *table, fault_t *fault)
{
    const char *names[CATALOGUE_TABLES_MAX + 1] = {NULL};
    nearest_t nearest;
    nearest_begin (&nearest, word);
    for (*table = 0; *table < table_kind_count (); ++*table) {
        const table_kind_t *kind = table_kind_at (*table);
        if (strcmp (kind->name, word) == 0 || word_same (_ (kind->title), word))
            return QCDC_OK;
        nearest_offer (&nearest, kind->name, kind->name);
        names[*table] = kind->name;
    }
    fault_set (fault, QCDC_USAGE, NULL, _ ("the catalogue has no table '%.60s'"), word);
    nearest_advise (&nearest, names, fault);
    return fault->status;
}

static qcdc_status catalogue (desk_t *desk, const args_t *args, void *arg, fault_t *fault)
{
    const int32_t *day = arg;
    size_t table = 0;
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    if (args->word_count)
        QCDC_TRY (table_named (args->words[0], &table, fault));
    QCDC_TRY (published_tables (desk->home.journal, desk->home.path, &tables, fault));
    return args->word_count ? list_rows (tables, table, args, *day, fault) : list_tables (tables, args, *day, fault);
}

int command_catalogue (const command_t *command)
{
    static const char *const KEYS[] = {"on", "limit", "order", NULL};
    static const desk_work_t WORK = {.line = {.words_max = 1, .keys = KEYS, .takes_format = true},
                                     .check = catalogue_check,
                                     .work = catalogue};
    int32_t day = 0;
    return command_at_desk (command, &WORK, &day);
}
