/*  report_projection.c — reports and their values.
 *
 *  A report's values are its content: a correction replaces them all.  They are not read to judge. */

#include "projections/state.h"

#include "matters/report.h"

#include <stddef.h>
#include <stdio.h>

/*  ---------------------------------------------------------------- tables */

static bool is_changed (const void *base)
{
    return ((const report_t *)base)->changed.at_us != 0;
}

#define AT(member) offsetof (report_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, false, NULL},
    {"form", COLUMN_INT16, AT (form), 0, false, NULL},
    {"period", COLUMN_TEXT, AT (period), REPORT_PERIOD_BYTES, false, NULL},
    {"entry", COLUMN_INT64, AT (values_entry), 0, false, NULL},
    {"filed_at", COLUMN_MOMENT, AT (filed_at_us), 0, true, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_changed},
};
#undef AT
static table_sql_t REPORT_SQL;
static const table_t REPORTS = {"report", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &REPORT_SQL};

static const Oid VALUE_TYPES[] = {OID_INT8, OID_TEXT, OID_INT8};
static const pg_table_t VALUES = {
    "copy report_value (report, cell, value_e4) from stdin (format binary)",
    {"insert_report_value", "insert into report_value (report, cell, value_e4) values ($1, $2, $3)"},
    3,
    VALUE_TYPES};
static const statement_t DELETE_VALUES = {"delete_report_values",
                                          "delete from report_value where report = any ($1::int8[])"};

/*  ---------------------------------------------------------------- values */

static const report_t *report_of (const thing_node_t *node)
{
    return (const report_t *)node->thing;
}

/*  A report whose values are other ones than those of its row: what was read has none. */
static bool has_values (const thing_node_t *node, bool stored)
{
    return node->projection == &REPORT_PROJECTION && node->stored == stored && report_of (node)->values;
}

static void put_values (pg_rows_t *rows, const report_t *report)
{
    for (size_t i = 0; i < report->values->n_cells; i++) {
        pg_rows_row (rows, VALUES.columns);
        pg_rows_int8 (rows, report->commit_seq);
        pg_rows_text (rows, report->values->cells[i]->cell);
        pg_rows_int8 (rows, report->values->cells[i]->value_e4);
    }
}

static qcdc_status send_values (const state_t *state, bool stored, pg_t *pg, bool queue, fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        if (has_values (node, stored))
            put_values (&rows, report_of (node));
    return pg_rows_send (pg, &VALUES, &rows, queue, fault);
}

static qcdc_status flush_new (const state_t *state, pg_t *pg, bool queue, fault_t *fault)
{
    return send_values (state, false, pg, queue, fault);
}

/*  Values of a stored report go after its old ones were deleted: they are changes, not new rows. */
static qcdc_status flush_changes (state_t *state, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t replaced = 0;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        if (has_values (node, true)) {
            pg_params_int8 (params, node->id);
            replaced++;
        }
    pg_params_array_end (params);
    if (!replaced)
        return QCDC_OK;
    QCDC_TRY (pg_pipeline_add (pg, &DELETE_VALUES, params, fault));
    return send_values (state, true, pg, true, fault);
}

/*  What a row does not say: the form's code. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    report_t *report = (report_t *)thing;
    const form_t *form = catalog_form_by_id (state->catalog, report->form);
    (void)counted;
    snprintf (report->form_code, sizeof report->form_code, "%s", form ? form->code : "");
}

static const statement_t *const STATEMENTS[] = {&VALUES.insert, &DELETE_VALUES, NULL};
static const char *const OTHERS[] = {"report_value", NULL};

const projection_t REPORT_PROJECTION = {
    .matter = MATTER_REPORT,
    .things = &REPORTS,
    .by_key = "join form f on f.code = split_part(w.key, '/', 1)"
              " join report t on t.office = w.office and t.form = f.id and t.period = split_part(w.key, '/', 2)"
              " and not t.voided",
    .others = OTHERS,
    .statements = STATEMENTS,
    .taken = taken,
    .flush_new = flush_new,
    .flush_changes = flush_changes,
};
