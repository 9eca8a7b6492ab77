/*  schema_reference.c — the catalog as rows: one function per reference table, each a COPY.
 *
 *  The tables serve the named queries only; judging reads the catalog itself. */

#include "schema/schema.h"

#include "base/i18n.h"
#include "catalogue/cell.h"

#include <stdio.h>
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

static void fill_form_cell (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->form_count; i++) {
        cells_t cells = {.rows = rows, .form = catalog->forms[i].id};
        /* add_cell never stops the walk; what fails in it is told by the rows. */
        (void)!form_each_cell (&catalog->forms[i], add_cell, &cells);
    }
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
    for (size_t i = 0; i < catalog->indicator_count; i++) {
        const indicator_t *indicator = &catalog->indicators[i];
        pg_rows_row (rows, 8);
        pg_rows_text (rows, indicator->code);
        pg_rows_text (rows, indicator->name_vi);
        pg_rows_text (rows, indicator->name_en);
        pg_rows_text (rows, indicator->measure);
        pg_rows_int2 (rows, (int16_t)indicator->type);
        pg_rows_bool (rows, is_summable (indicator));
        pg_rows_text (rows, indicator->agg_unit);
        pg_rows_int4 (rows, (int32_t)i + 1);
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

/*  The terms' place tells them apart where one cell stands in two of them (C10, above and below the line). */
static void fill_derived_term (const catalog_t *catalog, pg_rows_t *rows)
{
    for (size_t i = 0; i < catalog->derived_count; i++) {
        const derived_term_t *term = &catalog->derived[i];
        pg_rows_row (rows, 8);
        pg_rows_text (rows, term->ratio);
        pg_rows_int4 (rows, (int32_t)i + 1);
        pg_rows_bool (rows, term->numerator);
        pg_rows_int2 (rows, (int16_t)term->sign);
        pg_rows_text (rows, term->indicator);
        pg_rows_text (rows, term->member);
        pg_rows_bool (rows, term->year_ago);
        pg_rows_bool (rows, term->capped);
    }
}

/*  Whatever is in the catalog and asked for in SQL; verify compares the same tables. */
static const struct {
    const char *table;
    const char *columns;
    fill_fn *fill;
} TABLES[] = {
    {"unit", "id, code, name, level, parent_code, valid_from, valid_to", fill_unit},
    {"unit_lineage", "event_on, predecessor, successor, relation, legal_basis", fill_unit_lineage},
    {"office", "id, code, name, class, unit_code", fill_office},
    {"form", "id, code, version, title_vi, title_en, office_class, calendar, valid_from, valid_to", fill_form},
    {"form_cell", "form, cell, indicator, member, place", fill_form_cell},
    {"indicator", "code, name_vi, name_en, measure, type, summable, agg_unit, place", fill_indicator},
    {"form_indicator", "form, indicator, place", fill_form_indicator},
    {"derived_term", "ratio, place, numerator, sign, indicator, member, year_ago, capped", fill_derived_term},
};

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

qcdc_status schema_load_reference (pg_t *pg, const catalog_t *catalog, fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (size_t i = 0; i < sizeof TABLES / sizeof *TABLES; i++)
        QCDC_TRY (load_table (pg, i, catalog, &rows, fault));
    return QCDC_OK;
}
