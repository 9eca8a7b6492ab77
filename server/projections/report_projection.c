/*  report_projection.c — reports, their values, where their narratives stand, who changed what, and what the province said of them.
 *
 *  Of a report that is met again all cells are read, and written anew where one of them changed: reports are corrected a few
 *  times, petitions are many. */

#include "projections/report_rollup.h"

#include "matters/report_review.h"

#include <stddef.h>
#include <stdio.h>

/*  ---------------------------------------------------------------- tables */

static bool is_voided (const void *base)
{
    return ((const report_t *)base)->voided;
}

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
    {"form_filed", COLUMN_INT16, AT (form_filed), 0, true, NULL},
    {"period", COLUMN_TEXT, AT (period), REPORT_PERIOD_BYTES, false, NULL},
    {"entry", COLUMN_INT64, AT (values_entry), 0, false, NULL},
    {"filed_at", COLUMN_MOMENT, AT (filed_at_us), 0, true, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_changed},
    {"form_set_by", COLUMN_BYTES, AT (form_set), sizeof (setter_t), false, is_changed},
    {"standing", COLUMN_INT16, AT (standing), 0, false, NULL},
};
#undef AT
_Static_assert(sizeof (report_standing) == sizeof (int), "read and written as a number");
static table_sql_t REPORT_SQL;
static const table_t REPORTS = {"report", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &REPORT_SQL};

#define AT(member) offsetof (review_t, member)
static const column_t REVIEW_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"report", COLUMN_PARENT, 0, 0, true, NULL},
    {"verdict", COLUMN_INT16, AT (verdict), 0, true, NULL},
    {"cells", COLUMN_STRING, AT (cells), 0, false, NULL},
    {"seen_at", COLUMN_MOMENT, AT (seen_at_us), 0, true, NULL},
    {"reviewed_at", COLUMN_MOMENT, AT (order.at_us), 0, true, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t REVIEW_SQL;
static const table_t REVIEW_ROWS = {"report_review", REVIEW_COLUMNS, sizeof REVIEW_COLUMNS / sizeof REVIEW_COLUMNS[0],
                                    &REVIEW_SQL};

static const Oid VALUE_TYPES[] = {OID_INT8, OID_TEXT, OID_INT8};
static const pg_table_t VALUES = {
    "copy report_value (report, cell, value_e4) from stdin (format binary)",
    {"insert_report_value", "insert into report_value (report, cell, value_e4) values ($1, $2, $3)"},
    3,
    VALUE_TYPES};
static const Oid TEXT_TYPES[] = {OID_INT8, OID_TEXT, OID_INT8};
static const pg_table_t TEXTS = {
    "copy report_text (report, cell, entry) from stdin (format binary)",
    {"insert_report_text", "insert into report_text (report, cell, entry) values ($1, $2, $3)"},
    3,
    TEXT_TYPES};
static const Oid CHANGE_TYPES[] = {OID_INT8, OID_TEXT,        OID_BOOL,  OID_BOOL,
                                   OID_INT8, OID_TIMESTAMPTZ, OID_BYTEA, OID_INT8};
static const pg_table_t CELL_CHANGES = {
    "copy report_change (report, cell, is_text, removed, entry, changed_at, origin, seq) from stdin (format binary)",
    {"insert_report_change",
     "insert into report_change (report, cell, is_text, removed, entry, changed_at, origin, seq)"
     " values ($1, $2, $3, $4, $5, $6, $7, $8)"},
    8,
    CHANGE_TYPES};
static const Oid REVISION_TYPES[] = {OID_INT8, OID_TEXT, OID_INT8, OID_TIMESTAMPTZ,
                                     OID_BOOL, OID_BOOL, OID_INT8, OID_INT2};
static const pg_table_t REVISIONS = {
    "copy report_revision (report, cell, entry, said_at, is_text, removed, value_e4, form) from stdin (format "
    "binary)",
    {"insert_report_revision",
     "insert into report_revision (report, cell, entry, said_at, is_text, removed, value_e4, form)"
     " values ($1, $2, $3, $4, $5, $6, $7, $8)"},
    8,
    REVISION_TYPES};
static const statement_t DELETE_CELLS = {"delete_report_cells",
                                         "with v as (delete from report_value where report = any ($1::int8[])),"
                                         " t as (delete from report_text where report = any ($1::int8[]))"
                                         " delete from report_change where report = any ($1::int8[])"};

/*  A cell that was never corrected has no row in report_change, one that was removed only that. */
static const statement_t LOAD_CELLS = {
    "load_report_cells",
    "select w.id, c.cell, v.value_e4, coalesce(h.is_text, t.cell is not null), coalesce(h.removed, false),"
    "       coalesce(h.entry, t.entry, w.id), h.changed_at, h.origin, h.seq"
    "  from unnest($1::int8[]) as w(id)"
    "  join lateral (select cell from report_value where report = w.id union select cell from report_text where "
    "report = w.id"
    "    union select cell from report_change where report = w.id) c on true"
    "  left join report_value v on v.report = w.id and v.cell = c.cell"
    "  left join report_text t on t.report = w.id and t.cell = c.cell"
    "  left join report_change h on h.report = w.id and h.cell = c.cell"};

/*  ---------------------------------------------------------------- cells */

static report_t *report_of (const thing_node_t *node)
{
    return (report_t *)node->thing;
}

static qcdc_status take_cell (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    (void)first; /* behind the id */
    (void)address;
    report_cell_t *cell = report_cell_place ((report_t *)thing, pg_text (result, row, 1));
    if (!cell)
        return QCDC_NO_MEMORY;
    cell->value_e4 = pg_null (result, row, 2) ? 0 : pg_int8 (result, row, 2);
    cell->is_text = pg_bool (result, row, 3);
    cell->removed = pg_bool (result, row, 4);
    cell->entry = (address_t){0, (uint64_t)pg_int8 (result, row, 5), 0};
    if (pg_null (result, row, 6))
        return QCDC_OK;
    cell->set.at = (stamp_t){pg_timestamp (result, row, 6), pg_int8 (result, row, 5)};
    cell->set.origin = pg_u64 (result, row, 7);
    cell->set.seq = (uint64_t)pg_int8 (result, row, 8);
    return QCDC_OK;
}

/*  On the server a review is found by its commit_seq: that stands in for the address. */
static qcdc_status take_review (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    review_t review = {0};
    QCDC_TRY (table_take (&REVIEW_ROWS, result, row, first, &review));
    review.entry = (address_t){0, (uint64_t)review.commit_seq, 0};
    review.address = address;
    review.order.seq = review.commit_seq;
    return report_put_review ((report_t *)thing, &review);
}

static const void *review_at (const thing_t *thing, int64_t part)
{
    return report_review_at ((const report_t *)thing, 0, (uint64_t)part);
}

static int64_t review_id (const thing_t *thing, size_t index)
{
    const report_t *report = (const report_t *)thing;
    return index < report->review_count ? report->reviews[index].commit_seq : 0;
}

/*  What is written of the reports' cells. */
typedef struct {
    pg_rows_t values, texts, changes;
} cell_rows_t;

static void cell_rows_release (cell_rows_t *self)
{
    pg_rows_release (&self->values);
    pg_rows_release (&self->texts);
    pg_rows_release (&self->changes);
}

static void put_cell (cell_rows_t *rows, int64_t report, const report_cell_t *cell)
{
    pg_rows_t *row = cell->is_text ? &rows->texts : &rows->values;
    if (!cell->removed) {
        pg_rows_row (row, 3);
        pg_rows_int8 (row, report);
        pg_rows_text (row, cell->cell);
        pg_rows_int8 (row, cell->is_text ? (int64_t)cell->entry.seq : cell->value_e4);
    }
    if (!cell->set.at.at_us)
        return;
    pg_rows_row (&rows->changes, CELL_CHANGES.columns);
    pg_rows_int8 (&rows->changes, report);
    pg_rows_text (&rows->changes, cell->cell);
    pg_rows_bool (&rows->changes, cell->is_text);
    pg_rows_bool (&rows->changes, cell->removed);
    pg_rows_int8 (&rows->changes, (int64_t)cell->entry.seq);
    pg_rows_timestamp (&rows->changes, cell->set.at.at_us);
    pg_rows_u64 (&rows->changes, cell->set.origin);
    pg_rows_int8 (&rows->changes, (int64_t)cell->set.seq);
}

/*  A report whose cells are other ones than those of its rows. */
static bool has_cells (const thing_node_t *node, bool stored)
{
    return node->projection == &REPORT_PROJECTION && node->stored == stored && report_of (node)->cells_changed;
}

static qcdc_status send_cells (const state_t *state, bool stored, pg_t *pg, bool queue, fault_t *fault)
{
    cell_rows_t rows QCDC_CLEANUP (cell_rows_release) = {0};
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        for (size_t i = 0; has_cells (node, stored) && i < report_of (node)->cell_count; i++)
            put_cell (&rows, node->id, &report_of (node)->cells[i]);
    QCDC_TRY (pg_rows_send (pg, &VALUES, &rows.values, queue, fault));
    QCDC_TRY (pg_rows_send (pg, &TEXTS, &rows.texts, queue, fault));
    return pg_rows_send (pg, &CELL_CHANGES, &rows.changes, queue, fault);
}

/*  What was said of cells since the report was read: only ever new rows. */
static qcdc_status send_revisions (const state_t *state, pg_t *pg, bool queue, fault_t *fault)
{
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        for (size_t i = 0; node->projection == &REPORT_PROJECTION && i < report_of (node)->said_count; i++) {
            const report_saying_t *saying = &report_of (node)->said[i];
            pg_rows_row (&rows, REVISIONS.columns);
            pg_rows_int8 (&rows, node->id);
            pg_rows_text (&rows, saying->cell);
            pg_rows_int8 (&rows, (int64_t)saying->entry.seq);
            pg_rows_timestamp (&rows, saying->by.at.at_us);
            pg_rows_bool (&rows, saying->is_text);
            pg_rows_bool (&rows, saying->removed);
            pg_rows_int8 (&rows, saying->value_e4);
            pg_rows_int2 (&rows, (int16_t)saying->form);
        }
    return pg_rows_send (pg, &REVISIONS, &rows, queue, fault);
}

static qcdc_status write_remembered (const state_t *state, pg_t *pg, fault_t *fault)
{
    return send_revisions (state, pg, false, fault);
}

static qcdc_status flush_new (const state_t *state, pg_t *pg, bool queue, fault_t *fault)
{
    QCDC_TRY (send_cells (state, false, pg, queue, fault));
    return send_revisions (state, pg, queue, fault);
}

/*  Cells of a stored report go after its old ones were deleted: they are changes, not new rows. */
static qcdc_status flush_changes (state_t *state, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    size_t replaced = 0;
    pg_params_reset (params);
    pg_params_array_begin (params, OID_INT8);
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        if (has_cells (node, true)) {
            pg_params_int8 (params, node->id);
            replaced++;
        }
    pg_params_array_end (params);
    if (replaced) {
        QCDC_TRY (pg_pipeline_add (pg, &DELETE_CELLS, params, fault));
        QCDC_TRY (send_cells (state, true, pg, true, fault));
    }
    return report_rollup_update (state, pg, params, fault);
}

static qcdc_status all_taken (state_t *state, const thing_t *thing, void *counted)
{
    return report_rollup_remember (state, (const report_t *)thing, counted);
}

/*  What a row does not say: the form's code. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    report_t *report = (report_t *)thing;
    const form_t *form = catalog_form_by_id (state->snapshot->catalog, report->form);
    (void)counted;
    snprintf (report->form_code, sizeof report->form_code, "%s", form ? form->code : "");
}

static const statement_t *const STATEMENTS[] = {&VALUES.insert,       &TEXTS.insert, &CELL_CHANGES.insert,
                                                &REVISIONS.insert,    &DELETE_CELLS, &REPORT_ROLLUP_ADD,
                                                &REPORT_ROLLUP_CLEAN, NULL};
static const char *const OTHERS[] = {"report_value",    "report_text",   "report_change",
                                     "report_revision", "report_rollup", NULL};

const projection_t REPORT_PROJECTION = {
    .matter = MATTER_REPORT,
    .things = &REPORTS,
    .parts = &REVIEW_ROWS,
    .parent = "report",
    .order = "t.reviewed_at, t.id",
    .by_key = "join form f on f.code = split_part(w.key, '/', 1)"
              " join report t on t.office = w.office and t.form = f.id and t.period = split_part(w.key, '/', 2)"
              " and not t.voided",
    .others = OTHERS,
    .statements = STATEMENTS,
    .counted_size = sizeof (report_counted_t),
    .details = &LOAD_CELLS,
    .take_part = take_review,
    .take_detail = take_cell,
    .part_at = review_at,
    .part_id = review_id,
    .taken = taken,
    .all_taken = all_taken,
    .flush_new = flush_new,
    .flush_changes = flush_changes,
    .write_remembered = write_remembered,
};
