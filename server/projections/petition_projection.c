/*  petition_projection.c — petitions, their steps, and their counts by unit, kind, field and month.
 *
 *  Rollup changes are summed in memory and go out as one statement. */

#include "projections/state.h"

#include "base/day.h"
#include "matters/petition.h"
#include "matters/petition_due.h"

#include <stddef.h>
#include <string.h>

/*  ---------------------------------------------------------------- tables */

static bool is_settled (const void *base)
{
    return petition_is_settled (((const petition_t *)base)->state);
}

static bool is_voided (const void *base)
{
    return ((const petition_t *)base)->voided;
}

static bool is_changed (const void *base)
{
    return ((const petition_t *)base)->changed.at_us != 0;
}

static bool is_move_voided (const void *base)
{
    return ((const move_t *)base)->voided;
}

static bool is_move_changed (const void *base)
{
    return ((const move_t *)base)->changed.at_us != 0;
}

static bool is_sealed (const void *base)
{
    return ((const petition_t *)base)->identity_key != 0;
}

static bool is_indexed (const void *base)
{
    return ((const petition_t *)base)->blind_key != 0;
}

static bool is_indexed_by_number (const void *base)
{
    return !blind_index_none (((const petition_t *)base)->blind.number);
}

static bool is_indexed_by_place (const void *base)
{
    return !blind_index_none (((const petition_t *)base)->blind.place);
}

static bool is_from (const void *base)
{
    return ((const petition_t *)base)->from.seq != 0;
}

static bool is_handed (const void *base)
{
    return ((const petition_t *)base)->handed != HANDED_NOT;
}

static bool is_hand_over (const void *base)
{
    return *((const move_t *)base)->to_office;
}

static bool is_answer (const void *base)
{
    return ((const move_t *)base)->answer != 0;
}

static bool is_due (const void *base)
{
    return *((const petition_t *)base)->due.rule;
}

static bool is_due_moved (const void *base)
{
    return ((const petition_t *)base)->due.moved_at_us != 0;
}

static bool is_due_settled (const void *base)
{
    return ((const petition_t *)base)->due.was_settled;
}

static bool is_related (const void *base)
{
    return *((const petition_t *)base)->related;
}

/*  Was it ever. */
static bool is_relation_said (const void *base)
{
    return ((const petition_t *)base)->related_set.seq != 0;
}

static bool is_assigned (const void *base)
{
    return ((const petition_t *)base)->handler_on != 0;
}

static bool is_promised (const void *base)
{
    return ((const petition_t *)base)->promised_on != 0;
}

#define AT(member) offsetof (petition_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, false, NULL},
    {"local_no", COLUMN_STRING, AT (local_no), 0, false, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, false, NULL},
    {"kind", COLUMN_INT16, AT (kind), 0, false, NULL},
    {"field", COLUMN_INT16, AT (field), 0, false, NULL},
    {"received_on", COLUMN_DAY, AT (received_on), 0, false, NULL},
    {"channel", COLUMN_INT16, AT (channel), 0, false, NULL},
    {"people", COLUMN_UINT32, AT (people), 0, false, NULL},
    {"flags", COLUMN_STRING, AT (flags), 0, false, NULL},
    {"instance", COLUMN_INT16, AT (instance), 0, false, NULL},
    {"scans", COLUMN_INT16, AT (scans), 0, false, NULL},
    {"identity_key", COLUMN_INT64, AT (identity_key), 0, false, is_sealed},
    {"blind_key", COLUMN_INT64, AT (blind_key), 0, false, is_indexed},
    {"blind_number", COLUMN_BYTES, AT (blind.number), BLIND_INDEX_BYTES, false, is_indexed_by_number},
    {"blind_place", COLUMN_BYTES, AT (blind.place), BLIND_INDEX_BYTES, false, is_indexed_by_place},
    {"state", COLUMN_INT16, AT (state), 0, false, NULL},
    {"settled_on", COLUMN_DAY, AT (settled_on), 0, false, is_settled},
    {"outcome", COLUMN_INT16, AT (outcome), 0, false, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_changed},
    {"set_by", COLUMN_BYTES, AT (set), sizeof ((petition_t *)NULL)->set, false, is_changed},
    {"handler", COLUMN_TEXT, AT (handler), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"handler_key", COLUMN_TEXT, AT (handler_key), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"handler_on", COLUMN_DAY, AT (handler_on), 0, false, is_assigned},
    {"handler_by", COLUMN_BYTES, AT (handler_set), sizeof (setter_t), false, is_assigned},
    {"answer", COLUMN_INT16, AT (answer), 0, false, NULL},
    {"promised_on", COLUMN_DAY, AT (promised_on), 0, false, is_promised},
    {"ended", COLUMN_INT16, AT (ended), 0, false, NULL},
    {"due_on", COLUMN_DAY, AT (due.on), 0, false, is_due},
    {"due_from", COLUMN_DAY, AT (due.from), 0, false, is_due},
    {"due_rule", COLUMN_TEXT, AT (due.rule), sizeof ((petition_t *)NULL)->due.rule, false, is_due},
    {"due_was_on", COLUMN_DAY, AT (due.was_on), 0, false, is_due_moved},
    {"due_moved_at", COLUMN_MOMENT, AT (due.moved_at_us), 0, false, NULL},
    {"from_origin", COLUMN_INT64, AT (from.origin), 0, true, is_from},
    {"from_seq", COLUMN_INT64, AT (from.seq), 0, true, is_from},
    {"from_hash", COLUMN_INT64, AT (from.hash8), 0, true, is_from},
    {"from_hops", COLUMN_INT16, AT (from_hops), 0, true, NULL},
    {"from_office", COLUMN_TEXT, AT (from_office), CATALOG_CODE_BYTES_MAX + 1, true, is_from},
    {"handed", COLUMN_INT16, AT (handed), 0, false, NULL},
    {"with_office", COLUMN_TEXT, AT (with_office), CATALOG_CODE_BYTES_MAX + 1, false, is_handed},
    {"settle_due_on", COLUMN_DAY, AT (due.settle_on), 0, false, is_due_settled},
    {"matter", COLUMN_TEXT, AT (related), LINK_TEXT_BYTES, false, is_related},
    {"matter_on", COLUMN_DAY, AT (related_on), 0, false, is_relation_said},
    {"matter_by", COLUMN_BYTES, AT (related_set), sizeof (setter_t), false, is_relation_said},
};
#undef AT
static table_sql_t PETITION_SQL;
static const table_t PETITIONS = {"petition", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &PETITION_SQL};

static bool is_promise (const void *base)
{
    return ((const move_t *)base)->expected_on != 0;
}

#define AT(member) offsetof (move_t, member)
static const column_t EVENT_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"petition", COLUMN_PARENT, 0, 0, true, NULL},
    {"move", COLUMN_INT16, AT (move), 0, false, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
    {"outcome", COLUMN_INT16, AT (outcome), 0, false, NULL},
    {"from_register", COLUMN_BOOL, AT (from_register), 0, false, NULL},
    {"article", COLUMN_TEXT, AT (article), QCDC_ARTICLE_BYTES_MAX + 1, false, NULL},
    {"days", COLUMN_INT16, AT (days), 0, false, NULL},
    {"to_office", COLUMN_TEXT, AT (to_office), CATALOG_CODE_BYTES_MAX + 1, true, is_hand_over},
    {"hops", COLUMN_INT16, AT (hops), 0, true, NULL},
    {"answer", COLUMN_INT16, AT (answer), 0, true, NULL},
    {"answers", COLUMN_INT64, AT (answers.seq), 0, true, is_answer},
    {"taken_no", COLUMN_TEXT, AT (taken_no), QCDC_LOCAL_NO_BYTES_MAX + 1, true, is_answer},
    {"expected_on", COLUMN_DAY, AT (expected_on), 0, false, is_promise},
    {"reasoned", COLUMN_BOOL, AT (reasoned), 0, false, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_move_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"moved_at", COLUMN_MOMENT, AT (order.at_us), 0, true, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_move_changed},
    {"set_by", COLUMN_BYTES, AT (set), sizeof ((move_t *)NULL)->set, false, is_move_changed},
};
#undef AT
static table_sql_t EVENT_SQL;
static const table_t EVENTS = {"petition_event", EVENT_COLUMNS, sizeof EVENT_COLUMNS / sizeof EVENT_COLUMNS[0],
                               &EVENT_SQL};

_Static_assert(sizeof (petition_state) == sizeof (int) && sizeof (petition_handed) == sizeof (int),
               "read and written as a number");

/*  ---------------------------------------------------------------- steps */

/*  On the server a step is found by its commit_seq: that stands in for the address. */
static qcdc_status take_part (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    move_t move = {0};
    QCDC_TRY (table_take (&EVENTS, result, row, first, &move));
    move.entry = (address_t){0, (uint64_t)move.commit_seq, 0};
    move.address = address;
    move.order.seq = move.commit_seq;
    return petition_put_move ((petition_t *)thing, &move);
}

static const void *part_at (const thing_t *thing, int64_t part)
{
    return petition_move_at ((const petition_t *)thing, 0, (uint64_t)part);
}

static int64_t part_id (const thing_t *thing, size_t index)
{
    const petition_t *petition = (const petition_t *)thing;
    return index < petition->move_count ? petition->moves[index].commit_seq : 0;
}

/*  ---------------------------------------------------------------- the rollup */

/*  How a petition counts. */
typedef struct {
    bool counted;
    int unit, kind, field;
    int32_t received_on, settled_on;
    int settled, pending, taken_in, unsolved;
} contribution_t;

/*  Few cells one by one: to set up a statement over arrays takes the database longer than to write a cell. */
#define SINGLE_CELLS_MAX 8u
#define ROLLUP_COLUMNS                                                                                               \
    "(unit, kind, field, day, received, settled, pending, closed, taken_in, unsolved, closed_taken_in,"              \
    " closed_unsolved)"
#define ROLLUP_ADD                                                                                                   \
    " on conflict (unit, kind, field, day) do update set received = r.received + excluded.received,"                 \
    " settled = r.settled + excluded.settled, pending = r.pending + excluded.pending,"                               \
    " closed = r.closed + excluded.closed, taken_in = r.taken_in + excluded.taken_in,"                               \
    " unsolved = r.unsolved + excluded.unsolved, closed_taken_in = r.closed_taken_in + excluded.closed_taken_in,"    \
    " closed_unsolved = r.closed_unsolved + excluded.closed_unsolved"
static const statement_t ADD_CELL = {"add_rollup_cell",
                                     "insert into petition_rollup as r " ROLLUP_COLUMNS
                                     " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)" ROLLUP_ADD};
static const statement_t ADD_ROLLUP = {
    "add_rollup",
    "insert into petition_rollup as r " ROLLUP_COLUMNS
    " select * from unnest($1::int4[], $2::int2[], $3::int2[], $4::date[], $5::int8[], $6::int8[], $7::int8[],"
    " $8::int8[], $9::int8[], $10::int8[], $11::int8[], $12::int8[])" ROLLUP_ADD};
/*  A cell that came down to nothing is no cell: what was never counted and what no longer is look the same. */
static const statement_t CLEAN_ROLLUP = {
    "clean_rollup", "delete from petition_rollup r using unnest($1::int4[], $2::int2[], $3::int2[], $4::date[])"
                    " as k(unit, kind, field, day) where r.unit = k.unit and r.kind = k.kind and r.field = k.field"
                    " and r.day = k.day and r.received = 0 and r.closed = 0"};

static contribution_t contribution_of (const petition_t *petition)
{
    contribution_t contribution = {0};
    if (petition->voided)
        return contribution;
    contribution.counted = true;
    contribution.unit = petition->unit;
    contribution.kind = petition->kind;
    contribution.field = petition->field;
    contribution.received_on = petition->received_on;
    contribution.settled_on = petition->settled_on;
    contribution.settled = petition_is_settled (petition->state);
    contribution.pending = petition_is_pending (petition->state);
    contribution.taken_in = petition->from.seq != 0;
    contribution.unsolved = petition->ended == PETITION_UNSOLVED;
    return contribution;
}

static void settle (const state_t *state, thing_t *thing)
{
    petition_due_set ((petition_t *)thing, state->snapshot->catalog);
}

static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    *(contribution_t *)counted = contribution_of ((const petition_t *)thing);
}

/*  What a rollup cell counts, in the order of its columns. */
enum { RECEIVED, SETTLED, PENDING, CLOSED, TAKEN_IN, UNSOLVED, CLOSED_TAKEN_IN, CLOSED_UNSOLVED, ROLLUP_COUNTS };

/*  One rollup cell's change. */
typedef struct {
    struct {
        int unit, kind, field;
        int32_t day;
    } key;
    int64_t counts[ROLLUP_COUNTS];
    UT_hash_handle hh;
} delta_t;

/*  The change of the cell that CONTRIBUTION has on DAY, made when it is the first; NULL when memory is short. */
static delta_t *delta_on (state_t *self, delta_t **deltas, const contribution_t *contribution, int32_t day)
{
    delta_t probe, *delta;
    memset (&probe.key, 0, sizeof probe.key);
    probe.key.unit = contribution->unit;
    probe.key.kind = contribution->kind;
    probe.key.field = contribution->field;
    probe.key.day = day;
    HASH_FIND (hh, *deltas, &probe.key, sizeof probe.key, delta);
    if (delta || !(delta = arena_alloc (self->arena, sizeof *delta)))
        return delta;
    memset (delta, 0, sizeof *delta);
    delta->key = probe.key;
    HASH_ADD (hh, *deltas, key, sizeof delta->key, delta);
    return delta->hh.tbl ? delta : NULL;
}

/*  A petition counts on the day of its receipt and, once it is settled, on the day of its settlement. */
static qcdc_status add_delta (state_t *self, delta_t **deltas, const contribution_t *contribution, int sign)
{
    if (!contribution->counted)
        return QCDC_OK;
    delta_t *delta = delta_on (self, deltas, contribution, contribution->received_on);
    if (!delta)
        return QCDC_NO_MEMORY;
    delta->counts[RECEIVED] += sign;
    delta->counts[SETTLED] += sign * contribution->settled;
    delta->counts[PENDING] += sign * contribution->pending;
    delta->counts[TAKEN_IN] += sign * contribution->taken_in;
    delta->counts[UNSOLVED] += sign * contribution->unsolved;
    if (!contribution->settled)
        return QCDC_OK;
    delta = delta_on (self, deltas, contribution, contribution->settled_on);
    if (!delta)
        return QCDC_NO_MEMORY;
    delta->counts[CLOSED] += sign;
    delta->counts[CLOSED_TAKEN_IN] += sign * contribution->taken_in;
    delta->counts[CLOSED_UNSOLVED] += sign * contribution->unsolved;
    return QCDC_OK;
}

static bool delta_is_nothing (const delta_t *delta)
{
    for (int count = 0; count < ROLLUP_COUNTS; count++)
        if (delta->counts[count])
            return false;
    return true;
}

/*  The four key columns, as arrays; of deltas that change something. */
static void put_keys (pg_params_t *params, delta_t *deltas)
{
    delta_t *delta;
#define KEY_ARRAY(oid, put, member)                                                                                  \
    pg_params_array_begin (params, oid);                                                                             \
    for (delta = deltas; delta; delta = delta->hh.next)                                                              \
        if (!delta_is_nothing (delta))                                                                               \
            put (params, member);                                                                                    \
    pg_params_array_end (params)
    KEY_ARRAY (OID_INT4, pg_params_int4, delta->key.unit);
    KEY_ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->key.kind);
    KEY_ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->key.field);
    KEY_ARRAY (OID_DATE, pg_params_date, delta->key.day);
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
        pg_params_date (params, delta->key.day);
        for (int count = 0; count < ROLLUP_COUNTS; count++)
            pg_params_int8 (params, delta->counts[count]);
        status = pg_pipeline_add (pg, &ADD_CELL, params, fault);
    }
    return status;
}

static qcdc_status update_rollup (state_t *self, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    delta_t *deltas = NULL, *delta;
    thing_node_t *node;
    qcdc_status status = QCDC_OK;
    bool shrinks = false;
    for (node = self->things; status == QCDC_OK && node; node = node->hh.next) {
        if (!node->dirty || node->projection != &PETITION_PROJECTION)
            continue;
        contribution_t after = contribution_of ((const petition_t *)node->thing);
        status = add_delta (self, &deltas, node->counted, -1);
        if (status == QCDC_OK)
            status = add_delta (self, &deltas, &after, 1);
    }
    size_t changed = 0;
    for (delta = deltas; delta; delta = delta->hh.next) {
        changed += !delta_is_nothing (delta);
        shrinks = shrinks || delta->counts[RECEIVED] < 0 || delta->counts[CLOSED] < 0;
    }
    if (status == QCDC_OK && changed <= SINGLE_CELLS_MAX) {
        status = add_cells (deltas, pg, params, fault);
    } else if (status == QCDC_OK) {
        pg_params_reset (params);
        put_keys (params, deltas);
        for (int count = 0; count < ROLLUP_COUNTS; count++) {
            KEY_ARRAY (OID_INT8, pg_params_int8, delta->counts[count]);
        }
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

static const statement_t KEYS = {"load_petition_keys",
                                 "select id, office, key from petition where id > $1 order by id limit $2"};
static const statement_t *const STATEMENTS[] = {&ADD_CELL, &ADD_ROLLUP, &CLEAN_ROLLUP, NULL};
static const char *const OTHERS[] = {"petition_rollup", NULL};

const projection_t PETITION_PROJECTION = {
    .matter = MATTER_PETITION,
    .things = &PETITIONS,
    .parts = &EVENTS,
    .parent = "petition",
    .order = "t.moved_at, t.id",
    .by_key = "join petition t on t.office = w.office and t.key = w.key and not t.voided",
    .keys = &KEYS,
    .others = OTHERS,
    .statements = STATEMENTS,
    .counted_size = sizeof (contribution_t),
    .take_part = take_part,
    .part_at = part_at,
    .part_id = part_id,
    .taken = taken,
    .settle = settle,
    .flush_changes = update_rollup,
};
