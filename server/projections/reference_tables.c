/*  reference_tables.c — the catalog as rows: one function per reference table, each a COPY.
 *
 *  The tables serve the named queries only; judging reads the catalog itself. */

#include "projections/reference_tables.h"

#include "base/day.h"
#include "catalogue/cell.h"
#include "catalogue/dated_name.h"
#include "figures/masked_figures.h"
#include "rules/rule_set.h"
#include "wire/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void (fill_fn) (const catalog_t *catalog, pg_rows_t *rows);

static void fill_unit (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->unit_count; i++) {
        const unit_t *unit = &catalog->units[i];
        pg_rows_row (rows, 7);
        pg_rows_int4 (rows, unit->id);
        pg_rows_text (rows, unit->code);
        pg_rows_text (rows, unit->name);
        pg_rows_int2 (rows, (int16_t)unit->level);
        pg_rows_text (rows, unit->parent_code);
        pg_rows_date (rows, unit->valid_from);
        pg_rows_date (rows, unit->valid_to);
    }
}

static void fill_unit_lineage (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->lineage_count; i++) {
        const lineage_t *lineage = &catalog->lineage[i];
        pg_rows_row (rows, 5);
        pg_rows_date (rows, lineage->event_on);
        pg_rows_int4 (rows, lineage->predecessor);
        pg_rows_int4 (rows, lineage->successor);
        pg_rows_text (rows, lineage->relation);
        pg_rows_text (rows, lineage->legal_basis);
    }
}

static void fill_office (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        if (catalog_office_by_id (catalog, office->id) != office)
            continue; /* succeeded: its number is that of its newest version */
        pg_rows_row (rows, 5);
        pg_rows_int4 (rows, office->id);
        pg_rows_text (rows, office->code);
        pg_rows_text (rows, office->name);
        pg_rows_text (rows, office->office_class);
        pg_rows_text (rows, office->unit_code);
    }
}

static void fill_form (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->form_count; i++) {
        const form_t *form = &catalog->forms[i];
        pg_rows_row (rows, 9);
        pg_rows_int4 (rows, form->id);
        pg_rows_text (rows, form->code);
        pg_rows_int4 (rows, (int32_t)form->version);
        pg_rows_text (rows, form->title_vi);
        pg_rows_text (rows, form->title_en);
        pg_rows_text (rows, form->office_classes);
        pg_rows_text (rows, form->calendar);
        pg_rows_date (rows, form->valid_from);
        pg_rows_date (rows, form->valid_to);
    }
}

/*  Walking the cells of a form: their place is the order in which the form is printed, and that of every table of
 *  figures. */
typedef struct {
    const catalog_t *catalog;
    pg_rows_t *rows;
    int form;
    int place;
} cells_t;

static qcdc_status add_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    cells_t *cells = arg;
    pg_rows_row (cells->rows, 5);
    pg_rows_int4 (cells->rows, cells->form);
    pg_rows_text (cells->rows, cell);
    pg_rows_text (cells->rows, indicator->code);
    pg_rows_text (cells->rows, cell_member (cell));
    pg_rows_int4 (cells->rows, ++cells->place);
    return QCDC_OK;
}

static void each_cell (const catalog_t *catalog, pg_rows_t *rows, cell_each_fn *add)
{
    for (size_t i = 0; i < catalog->form_count; i++) {
        cells_t cells = {.catalog = catalog, .rows = rows, .form = catalog->forms[i].id};
        /* ADD never stops the walk; what fails in it is told by the rows. */
        (void)!form_each_cell (&catalog->forms[i], add, &cells);
    }
}

static void fill_form_cell (const catalog_t *catalog, pg_rows_t *rows)
{
    each_cell (catalog, rows, add_cell);
}

static void put_names (const cells_t *cells, const indicator_t *indicator, const char *cell, int32_t day,
                       bool vietnamese)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    if (out)
        member_names_print (out, cells->catalog, indicator, cell, day, vietnamese);
    if (!out || fclose (out) != 0)
        cells->rows->failed = true;
    else
        pg_rows_text (cells->rows, text);
    free (text);
}

/*  A row for each time in which its members are called the same; together they cover every day. */
static qcdc_status add_cell_names (const indicator_t *indicator, const char *cell, void *arg)
{
    cells_t *cells = arg;
    int32_t from = QCDC_DAY_MIN, until = QCDC_DAY_MIN;
    for (bool more = *cell_member (cell); more; more = until < QCDC_DAY_MAX, from = until + more) {
        until = member_names_until (cells->catalog, indicator, cell, from);
        pg_rows_row (cells->rows, 6);
        pg_rows_int4 (cells->rows, cells->form);
        pg_rows_text (cells->rows, cell);
        put_names (cells, indicator, cell, from, true);
        put_names (cells, indicator, cell, from, false);
        pg_rows_date (cells->rows, from);
        pg_rows_date (cells->rows, until);
    }
    return QCDC_OK;
}

static void fill_form_cell_name (const catalog_t *catalog, pg_rows_t *rows)
{
    each_cell (catalog, rows, add_cell_names);
}

/*  Whether the indicator named alone is the sum over its members: only where they are parts of a whole.  Received and
 *  settled, say, are members of one dimension, and their sum counts every case twice. */
static bool is_summable (const indicator_t *indicator)
{
    bool summable = indicator->dimensions[0] != NULL;
    for (const dimension_t *const *dimension = indicator->dimensions; *dimension; dimension++)
        summable = summable && (*dimension)->parts;
    return summable;
}

static void fill_indicator (const catalog_t *catalog, pg_rows_t *rows)
{
    masks_t *masks QCDC_CLEANUP (masks_destroy) = masks_new (catalog);
    rows->failed |= !masks;
    for (size_t i = 0; masks && i < catalog->indicator_count; i++) {
        const indicator_t *indicator = &catalog->indicators[i];
        pg_rows_row (rows, 7);
        pg_rows_text (rows, indicator->code);
        pg_rows_text (rows, indicator->measure);
        pg_rows_int2 (rows, (int16_t)indicator->type);
        pg_rows_bool (rows, is_summable (indicator));
        pg_rows_text (rows, indicator->agg_unit);
        pg_rows_int4 (rows, (int32_t)i + 1);
        pg_rows_bool (rows, masks_cover (masks, indicator->code));
    }
}

/*  Together the names of an indicator cover every day: the first those before it, too. */
static void fill_indicator_name (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->indicator_count; i++) {
        size_t count;
        const dated_name_t *names = indicator_names (catalog, catalog->indicators[i].code, &count);
        for (size_t k = 0; k < count; k++) {
            pg_rows_row (rows, 5);
            pg_rows_text (rows, names[k].code);
            pg_rows_text (rows, names[k].name_vi);
            pg_rows_text (rows, names[k].name_en);
            pg_rows_date (rows, k ? names[k].valid_from : QCDC_DAY_MIN);
            pg_rows_date (rows, k + 1 < count ? names[k + 1].valid_from - 1 : QCDC_DAY_MAX);
        }
    }
}

static void fill_form_indicator (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->form_count; i++) {
        int place = 0;
        for (const indicator_t *const *indicator = catalog->forms[i].indicators; *indicator; indicator++) {
            pg_rows_row (rows, 3);
            pg_rows_int4 (rows, catalog->forms[i].id);
            pg_rows_text (rows, (*indicator)->code);
            pg_rows_int4 (rows, ++place);
        }
    }
}

static void fill_constant (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; catalog->rules && i < catalog->rules->names.constant_count; i++) {
        const rule_constant_t *constant = &catalog->rules->names.constants[i];
        pg_rows_row (rows, 4);
        pg_rows_text (rows, constant->name);
        pg_rows_int8 (rows, constant->value_e4);
        pg_rows_date (rows, constant->valid_from);
        pg_rows_date (rows, constant->valid_to);
    }
}

/*  Whatever is in the catalog and asked for in SQL; verify compares the same tables. */
#define EACH_TABLE(row)                                                                                              \
    row (unit, "id, code, name, level, parent_code, valid_from, valid_to")                                           \
        row (unit_lineage, "event_on, predecessor, successor, relation, legal_basis")                                \
            row (office, "id, code, name, class, unit_code")                                                         \
                row (form, "id, code, version, title_vi, title_en, office_class, calendar, valid_from, valid_to")    \
                    row (form_cell, "form, cell, indicator, member, place")                                          \
                        row (form_cell_name, "form, cell, member_vi, member_en, valid_from, valid_to")               \
                            row (indicator, "code, measure, type, summable, agg_unit, place, masked")                        \
                                row (indicator_name, "indicator, name_vi, name_en, valid_from, valid_to")            \
                                    row (form_indicator, "form, indicator, place")                                   \
                                        row (constant, "name, value_e4, valid_from, valid_to")
#define AS_TABLE(name, columns) {#name, columns, fill_##name},
#define AS_NAME(name, columns) #name,

static const struct {
    const char *table;
    const char *columns;
    fill_fn *fill;
} TABLES[] = {EACH_TABLE (AS_TABLE)};

#define COUNT(array) (sizeof (array) / sizeof (array)[0])

static qcdc_status load_table (pg_t *pg, size_t table, const catalog_t *catalog, pg_rows_t *rows, fault_t *fault)
{
    char sql[256];
    snprintf (sql, sizeof sql, "delete from %s", TABLES[table].table);
    QCDC_TRY (pg_exec (pg, sql, fault));
    pg_rows_reset (rows);
    TABLES[table].fill (catalog, rows);
    if (rows->failed)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    snprintf (sql, sizeof sql, "copy %s (%s) from stdin (format binary)", TABLES[table].table, TABLES[table].columns);
    return pg_copy (pg, sql, rows->data, rows->length, fault);
}

qcdc_status reference_tables_load (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < COUNT (TABLES); i++)
        QCDC_TRY (load_table (pg, i, catalog, &rows, fault));
    return QCDC_OK;
}

/*  Made by the compiler: readers ask for it at the same time. */
const char *const *reference_tables (void)
{
    static const char *const NAMES[] = {EACH_TABLE (AS_NAME) NULL};
    return NAMES;
}

/*  ---------------------------------------------------------------- whose they are */

static const statement_t GET_EDITION = {"reference_get_edition",
                                        "select value from setting where name = 'reference'"};
static const statement_t PUT_EDITION = {"reference_put_edition",
                                        "insert into setting (name, value) values ('reference', $1)"
                                        " on conflict (name) do update set value = $1"};

qcdc_status reference_tables_write (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    char edition[2 * sizeof catalog->hash + 1];
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    QCDC_TRY (reference_tables_load (pg, catalog, fault));
    pg_params_text (params, hex_format (catalog->hash, sizeof catalog->hash, edition));
    return pg_run (pg, &PUT_EDITION, params, NULL, fault);
}

qcdc_status reference_tables_are_stale (pg_t *pg, const catalog_t *catalog, bool *stale, fault_t *fault)
{
    char edition[2 * sizeof catalog->hash + 1];
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (pg, &GET_EDITION, NULL, &result, fault));
    hex_format (catalog->hash, sizeof catalog->hash, edition);
    *stale = PQntuples (result) != 1 || strcmp (pg_text (result, 0, 0), edition) != 0;
    return QCDC_OK;
}
