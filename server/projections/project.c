/*  project.c — the projections' rows: what a batch changed, written once.
 *
 *  Rollup changes are summed in memory and go out as one statement; a petition that was received and settled in one batch
 *  costs one row and no update. */

#include "projections/state.h"

#include <stdlib.h>
#include <string.h>

#define PETITION_COLUMNS                                                                                             \
    "id, office, unit, local_no, kind, field, received_on, channel, people, flags, state, settled_on, outcome,"      \
    " voided, content, changed_at"
static const Oid PETITION_TYPES[] = {OID_INT8, OID_INT2, OID_INT4,  OID_TEXT,       OID_INT2, OID_INT2,
                                     OID_DATE, OID_INT2, OID_INT4,  OID_TEXT,       OID_INT2, OID_DATE,
                                     OID_INT2, OID_BOOL, OID_BYTEA, OID_TIMESTAMPTZ};
static const pg_table_t PETITION = {
    "copy petition (" PETITION_COLUMNS ") from stdin (format binary)",
    {"insert_petition", "insert into petition (" PETITION_COLUMNS
                        ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"},
    16,
    PETITION_TYPES};

#define EVENT_COLUMNS "id, petition, move, on_day, outcome, from_register, voided, content, moved_at, changed_at"
static const Oid EVENT_TYPES[] = {OID_INT8, OID_INT8, OID_INT2,  OID_DATE,        OID_INT2,
                                  OID_BOOL, OID_BOOL, OID_BYTEA, OID_TIMESTAMPTZ, OID_TIMESTAMPTZ};
static const pg_table_t EVENT = {"copy petition_event (" EVENT_COLUMNS ") from stdin (format binary)",
                                 {"insert_petition_event", "insert into petition_event (" EVENT_COLUMNS
                                                           ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"},
                                 10,
                                 EVENT_TYPES};

#define REPORT_COLUMNS "id, office, unit, form, period, entry, filed_at, voided, content, changed_at"
static const Oid REPORT_TYPES[] = {OID_INT8, OID_INT2,        OID_INT4, OID_INT2,  OID_TEXT,
                                   OID_INT8, OID_TIMESTAMPTZ, OID_BOOL, OID_BYTEA, OID_TIMESTAMPTZ};
static const pg_table_t REPORT = {
    "copy report (" REPORT_COLUMNS ") from stdin (format binary)",
    {"insert_report", "insert into report (" REPORT_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"},
    10,
    REPORT_TYPES};

static const Oid VALUE_TYPES[] = {OID_INT8, OID_TEXT, OID_INT8};
static const pg_table_t VALUE = {
    "copy report_value (report, cell, value_e4) from stdin (format binary)",
    {"insert_report_value", "insert into report_value (report, cell, value_e4) values ($1, $2, $3)"},
    3,
    VALUE_TYPES};

static const Oid CHANGE_TYPES[] = {OID_INT8, OID_INT8, OID_BOOL};
static const pg_table_t CHANGE = {
    "copy changed_fact (target, entry, voids) from stdin (format binary)",
    {"insert_changed_fact", "insert into changed_fact (target, entry, voids) values ($1, $2, $3)"},
    3,
    CHANGE_TYPES};

static const statement_t UPDATE_PETITION = {"update_petition",
                                            "update petition set unit = $2, local_no = $3, kind = $4, field = $5, "
                                            "received_on = $6, channel = $7, people = $8,"
                                            " flags = $9, state = $10, settled_on = $11, outcome = $12, voided = "
                                            "$13, content = $14, changed_at = $15 where id = $1"};
static const statement_t UPDATE_EVENT = {
    "update_petition_event", "update petition_event set move = $2, on_day = $3, outcome = $4, from_register = $5,"
                             " voided = $6, content = $7, changed_at = $8 where id = $1"};
static const statement_t UPDATE_REPORT = {
    "update_report", "update report set unit = $2, form = $3, period = $4, entry = $5, voided = $6, content = $7,"
                     " changed_at = $8 where id = $1"};
static const statement_t DELETE_VALUES = {"delete_report_values",
                                          "delete from report_value where report = any ($1::int8[])"};
/*  Few cells one by one: to set up a statement over arrays takes the database longer than to write a cell. */
#define SINGLE_CELLS_MAX 8u
static const statement_t ADD_CELL = {
    "add_rollup_cell",
    "insert into petition_rollup as r (unit, kind, field, month, received, settled, pending)"
    " values ($1, $2, $3, $4, $5, $6, $7)"
    " on conflict (unit, kind, field, month) do update set received = r.received + excluded.received,"
    " settled = r.settled + excluded.settled, pending = r.pending + excluded.pending"};
static const statement_t ADD_ROLLUP = {
    "add_rollup",
    "insert into petition_rollup as r (unit, kind, field, month, received, settled, pending)"
    " select * from unnest($1::int4[], $2::int2[], $3::int2[], $4::date[], $5::int8[], $6::int8[], $7::int8[])"
    " on conflict (unit, kind, field, month) do update set received = r.received + excluded.received,"
    " settled = r.settled + excluded.settled, pending = r.pending + excluded.pending"};
/*  A cell that came down to nothing is no cell: what was never counted and what no longer is look the same. */
static const statement_t CLEAN_ROLLUP = {
    "clean_rollup", "delete from petition_rollup r using unnest($1::int4[], $2::int2[], $3::int2[], $4::date[])"
                    " as k(unit, kind, field, month) where r.unit = k.unit and r.kind = k.kind and r.field = k.field"
                    " and r.month = k.month and r.received = 0 and r.settled = 0 and r.pending = 0"};

qcdc_status state_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {
        &PETITION.insert, &EVENT.insert,  &REPORT.insert, &VALUE.insert, &CHANGE.insert, &UPDATE_PETITION,
        &UPDATE_EVENT,    &UPDATE_REPORT, &DELETE_VALUES, &ADD_CELL,     &ADD_ROLLUP,    &CLEAN_ROLLUP};
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        status = pg_prepare (pg, STATEMENTS[i], fault);
    return status;
}

static void put_changed_at (pg_rows_t *rows, int64_t changed_at_us)
{
    if (changed_at_us)
        pg_rows_timestamp (rows, changed_at_us);
    else
        pg_rows_null (rows);
}

static void put_petition (pg_rows_t *rows, const petition_node_t *node)
{
    const petition_t *petition = &node->petition;
    pg_rows_row (rows, PETITION.columns);
    pg_rows_int8 (rows, node->id);
    pg_rows_int2 (rows, (int16_t)petition->office);
    pg_rows_int4 (rows, petition->unit);
    pg_rows_text (rows, petition->local_no);
    pg_rows_int2 (rows, (int16_t)petition->kind);
    pg_rows_int2 (rows, (int16_t)petition->field);
    pg_rows_date (rows, petition->received_on);
    pg_rows_int2 (rows, (int16_t)petition->channel);
    pg_rows_int4 (rows, (int32_t)petition->people);
    pg_rows_text (rows, petition->flags);
    pg_rows_int2 (rows, (int16_t)petition->state);
    if (petition_is_settled (petition->state))
        pg_rows_date (rows, petition->settled_on);
    else
        pg_rows_null (rows);
    pg_rows_int2 (rows, (int16_t)petition->outcome);
    pg_rows_bool (rows, petition->voided);
    pg_rows_bytea (rows, petition->content, CONTENT_BYTES);
    put_changed_at (rows, node->changed_at_us);
}

static void put_event (pg_rows_t *rows, const move_t *move, int64_t petition)
{
    pg_rows_row (rows, EVENT.columns);
    pg_rows_int8 (rows, (int64_t)move->entry.seq);
    pg_rows_int8 (rows, petition);
    pg_rows_int2 (rows, (int16_t)move->move);
    pg_rows_date (rows, move->on);
    pg_rows_int2 (rows, (int16_t)move->outcome);
    pg_rows_bool (rows, move->from_register);
    pg_rows_bool (rows, move->voided);
    pg_rows_bytea (rows, move->content, CONTENT_BYTES);
    pg_rows_timestamp (rows, move->order_us);
    put_changed_at (rows, move->changed_at_us);
}

static void put_report (pg_rows_t *rows, const report_node_t *node)
{
    pg_rows_row (rows, REPORT.columns);
    pg_rows_int8 (rows, node->id);
    pg_rows_int2 (rows, (int16_t)node->report.office);
    pg_rows_int4 (rows, node->report.unit);
    pg_rows_int2 (rows, (int16_t)node->report.form);
    pg_rows_text (rows, node->report.period);
    pg_rows_int8 (rows, node->entry);
    pg_rows_timestamp (rows, node->filed_at_us);
    pg_rows_bool (rows, node->report.voided);
    pg_rows_bytea (rows, node->report.content, CONTENT_BYTES);
    put_changed_at (rows, node->changed_at_us);
}

/*  Values of a stored report go after its old ones were deleted: they are changes, not new rows. */
static void put_values (pg_rows_t *rows, const report_node_t *node)
{
    for (size_t i = 0; i < node->values->n_cells; i++) {
        pg_rows_row (rows, VALUE.columns);
        pg_rows_int8 (rows, node->id);
        pg_rows_text (rows, node->values->cells[i]->cell);
        pg_rows_int8 (rows, node->values->cells[i]->value_e4);
    }
}

static qcdc_status send_rows (pg_t *pg, const pg_table_t *table, const pg_rows_t *rows, bool queue, fault_t *fault)
{
    return pg_rows_send (pg, table, rows, queue, fault);
}

qcdc_status state_flush_new (state_t *self, pg_t *pg, bool queue, fault_t *fault)
{
    pg_rows_t petitions = {0}, events = {0}, reports = {0}, values = {0}, changes = {0};
    petition_node_t *petition, *next_petition;
    report_node_t *report, *next_report;
    HASH_ITER (hh, self->petitions, petition, next_petition)
    if (!petition->stored)
        put_petition (&petitions, petition);
    for (size_t i = 0; i < self->move_count; i++) {
        const move_change_t *change = &self->moves[i];
        const move_t *move = petition_move_at (&change->petition->petition, 0, (uint64_t)change->move);
        if (!change->stored && move)
            put_event (&events, move, change->petition->id);
    }
    HASH_ITER (hh, self->reports, report, next_report)
    if (!report->stored) {
        put_report (&reports, report);
        put_values (&values, report);
    }
    for (size_t i = 0; i < self->change_count; i++) {
        pg_rows_row (&changes, CHANGE.columns);
        pg_rows_int8 (&changes, self->changes[i].target);
        pg_rows_int8 (&changes, self->changes[i].entry);
        pg_rows_bool (&changes, self->changes[i].voids);
    }
    qcdc_status status = send_rows (pg, &PETITION, &petitions, queue, fault);
    if (status == QCDC_OK)
        status = send_rows (pg, &EVENT, &events, queue, fault);
    if (status == QCDC_OK)
        status = send_rows (pg, &REPORT, &reports, queue, fault);
    if (status == QCDC_OK)
        status = send_rows (pg, &VALUE, &values, queue, fault);
    if (status == QCDC_OK)
        status = send_rows (pg, &CHANGE, &changes, queue, fault);
    pg_rows_release (&petitions);
    pg_rows_release (&events);
    pg_rows_release (&reports);
    pg_rows_release (&values);
    pg_rows_release (&changes);
    return status;
}

static void change_at (pg_params_t *params, int64_t changed_at_us)
{
    if (changed_at_us)
        pg_params_timestamp (params, changed_at_us);
    else
        pg_params_null (params);
}

static qcdc_status update_petition (const petition_node_t *node, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    const petition_t *petition = &node->petition;
    pg_params_reset (params);
    pg_params_int8 (params, node->id);
    pg_params_int4 (params, petition->unit);
    pg_params_text (params, petition->local_no);
    pg_params_int2 (params, (int16_t)petition->kind);
    pg_params_int2 (params, (int16_t)petition->field);
    pg_params_date (params, petition->received_on);
    pg_params_int2 (params, (int16_t)petition->channel);
    pg_params_int4 (params, (int32_t)petition->people);
    pg_params_text (params, petition->flags);
    pg_params_int2 (params, (int16_t)petition->state);
    if (petition_is_settled (petition->state))
        pg_params_date (params, petition->settled_on);
    else
        pg_params_null (params);
    pg_params_int2 (params, (int16_t)petition->outcome);
    pg_params_bool (params, petition->voided);
    pg_params_bytea (params, petition->content, CONTENT_BYTES);
    change_at (params, node->changed_at_us);
    return pg_pipeline_add (pg, &UPDATE_PETITION, params, fault);
}

static qcdc_status update_event (const move_t *move, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    pg_params_reset (params);
    pg_params_int8 (params, (int64_t)move->entry.seq);
    pg_params_int2 (params, (int16_t)move->move);
    pg_params_date (params, move->on);
    pg_params_int2 (params, (int16_t)move->outcome);
    pg_params_bool (params, move->from_register);
    pg_params_bool (params, move->voided);
    pg_params_bytea (params, move->content, CONTENT_BYTES);
    change_at (params, move->changed_at_us);
    return pg_pipeline_add (pg, &UPDATE_EVENT, params, fault);
}

static qcdc_status update_reports (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    report_node_t *node, *next;
    pg_rows_t values = {0};
    qcdc_status status = QCDC_OK;
    size_t replaced = 0;
    HASH_ITER (hh, self->reports, node, next)
    {
        if (status != QCDC_OK || !node->stored || !node->dirty)
            continue;
        pg_params_reset (params);
        pg_params_int8 (params, node->id);
        pg_params_int4 (params, node->report.unit);
        pg_params_int2 (params, (int16_t)node->report.form);
        pg_params_text (params, node->report.period);
        pg_params_int8 (params, node->entry);
        pg_params_bool (params, node->report.voided);
        pg_params_bytea (params, node->report.content, CONTENT_BYTES);
        change_at (params, node->changed_at_us);
        status = pg_pipeline_add (pg, &UPDATE_REPORT, params, fault);
        if (node->values) {
            put_values (&values, node);
            replaced++;
        }
    }
    if (status == QCDC_OK && replaced) {
        pg_params_reset (params);
        pg_params_array_begin (params, OID_INT8);
        HASH_ITER (hh, self->reports, node, next)
        if (node->stored && node->dirty && node->values)
            pg_params_int8 (params, node->id);
        pg_params_array_end (params);
        status = pg_pipeline_add (pg, &DELETE_VALUES, params, fault);
        if (status == QCDC_OK && values.rows)
            status = pg_rows_insert (pg, &VALUE, &values, fault);
    }
    pg_rows_release (&values);
    return status;
}

/*  One rollup cell's change. */
typedef struct {
    struct {
        int unit, kind, field;
        int32_t month;
    } key;
    int64_t received, settled, pending;
    UT_hash_handle hh;
} delta_t;

static qcdc_status add_delta (state_t *self, delta_t **deltas, const contribution_t *contribution, int sign)
{
    if (!contribution->counted)
        return QCDC_OK;
    delta_t probe, *delta;
    memset (&probe.key, 0, sizeof probe.key);
    probe.key.unit = contribution->unit;
    probe.key.kind = contribution->kind;
    probe.key.field = contribution->field;
    probe.key.month = contribution->month;
    HASH_FIND (hh, *deltas, &probe.key, sizeof probe.key, delta);
    if (!delta) {
        delta = arena_alloc (self->arena, sizeof *delta);
        if (!delta)
            return QCDC_NO_MEMORY;
        memset (delta, 0, sizeof *delta);
        delta->key = probe.key;
        HASH_ADD (hh, *deltas, key, sizeof delta->key, delta);
    }
    delta->received += sign;
    delta->settled += sign * contribution->settled;
    delta->pending += sign * contribution->pending;
    return QCDC_OK;
}

static bool delta_is_nothing (const delta_t *delta)
{
    return delta->received == 0 && delta->settled == 0 && delta->pending == 0;
}

/*  The four key columns, as arrays; of deltas that change something. */
static void put_keys (pg_params_t *params, delta_t *deltas)
{
    delta_t *delta, *next;
#define KEY_ARRAY(oid, put, member)                                                                                  \
    pg_params_array_begin (params, oid);                                                                             \
    HASH_ITER (hh, deltas, delta, next)                                                                              \
    if (!delta_is_nothing (delta))                                                                                   \
        put (params, member);                                                                                        \
    pg_params_array_end (params)
    KEY_ARRAY (OID_INT4, pg_params_int4, delta->key.unit);
    KEY_ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->key.kind);
    KEY_ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->key.field);
    KEY_ARRAY (OID_DATE, pg_params_date, delta->key.month);
}

static qcdc_status add_cells (const delta_t *deltas, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (const delta_t *delta = deltas; status == QCDC_OK && delta; delta = delta->hh.next) {
        if (delta_is_nothing (delta))
            continue;
        pg_params_reset (params);
        pg_params_int4 (params, delta->key.unit);
        pg_params_int2 (params, (int16_t)delta->key.kind);
        pg_params_int2 (params, (int16_t)delta->key.field);
        pg_params_date (params, delta->key.month);
        pg_params_int8 (params, delta->received);
        pg_params_int8 (params, delta->settled);
        pg_params_int8 (params, delta->pending);
        status = pg_pipeline_add (pg, &ADD_CELL, params, fault);
    }
    return status;
}

static qcdc_status update_rollup (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    delta_t *deltas = NULL, *delta, *next;
    petition_node_t *node, *next_node;
    qcdc_status status = QCDC_OK;
    bool shrinks = false;
    HASH_ITER (hh, self->petitions, node, next_node)
    {
        if (status != QCDC_OK || !node->dirty)
            continue;
        contribution_t after = petition_contribution (&node->petition);
        status = add_delta (self, &deltas, &node->before, -1);
        if (status == QCDC_OK)
            status = add_delta (self, &deltas, &after, 1);
    }
    size_t changed = 0;
    HASH_ITER (hh, deltas, delta, next)
    {
        changed += !delta_is_nothing (delta);
        shrinks = shrinks || delta->received < 0;
    }
    if (status == QCDC_OK && changed <= SINGLE_CELLS_MAX) {
        status = add_cells (deltas, pg, params, fault);
    } else if (status == QCDC_OK) {
        pg_params_reset (params);
        put_keys (params, deltas);
        KEY_ARRAY (OID_INT8, pg_params_int8, delta->received);
        KEY_ARRAY (OID_INT8, pg_params_int8, delta->settled);
        KEY_ARRAY (OID_INT8, pg_params_int8, delta->pending);
#undef KEY_ARRAY
        status = pg_pipeline_add (pg, &ADD_ROLLUP, params, fault);
    }
    if (status == QCDC_OK && shrinks) {
        pg_params_reset (params);
        put_keys (params, deltas);
        status = pg_pipeline_add (pg, &CLEAN_ROLLUP, params, fault);
    }
    HASH_CLEAR (hh, deltas);
    return status;
}

qcdc_status state_flush_changes (state_t *self, pg_t *pg, fault_t *fault)
{
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    qcdc_status status = QCDC_OK;
    petition_node_t *node, *next;
    HASH_ITER (hh, self->petitions, node, next)
    if (status == QCDC_OK && node->stored && node->dirty)
        status = update_petition (node, pg, params, fault);
    for (size_t i = 0; status == QCDC_OK && i < self->move_count; i++) {
        const move_change_t *change = &self->moves[i];
        const move_t *move = petition_move_at (&change->petition->petition, 0, (uint64_t)change->move);
        if (change->stored && move)
            status = update_event (move, pg, params, fault);
    }
    if (status == QCDC_OK)
        status = update_reports (self, pg, params, fault);
    if (status == QCDC_OK)
        status = update_rollup (self, pg, params, fault);
    pg_params_destroy (&params);
    return status;
}
