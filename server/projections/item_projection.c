/*  item_projection.c — what somebody is to do, with where it stands, and the steps of each. */

#include "projections/state.h"

#include "matters/item.h"

#include <stddef.h>

#define HAS(type, member)                                                                                            \
    static bool has_##type##_##member (const void *base)                                                             \
    {                                                                                                                \
        return ((const type##_t *)base)->member != 0;                                                                \
    }

HAS (item, first_due_on)
HAS (item, due_on)
HAS (item, asked_due_on)
HAS (item, reported_on)
HAS (item, closed_on)
HAS (item_move, due_on)

#define AT(member) offsetof (item_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, true, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, true, NULL},
    {"number", COLUMN_TEXT, AT (number), QCDC_LOCAL_NO_BYTES_MAX + 1, true, NULL},
    {"source", COLUMN_INT16, AT (source), 0, true, NULL},
    {"of_origin", COLUMN_INT64, AT (of.origin), 0, true, NULL},
    {"of_seq", COLUMN_INT64, AT (of.seq), 0, true, NULL},
    {"of_hash", COLUMN_INT64, AT (of.hash8), 0, true, NULL},
    {"task", COLUMN_INT32, AT (task), 0, true, NULL},
    {"opened_on", COLUMN_DAY, AT (on), 0, true, NULL},
    {"shown_to", COLUMN_TEXT, AT (shown_to), ITEM_SHOWN_BYTES, true, NULL},
    {"first_due_on", COLUMN_DAY, AT (first_due_on), 0, true, has_item_first_due_on},
    {"first_owner", COLUMN_TEXT, AT (first_owner), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"first_person", COLUMN_TEXT, AT (first_person), QCDC_HANDLER_BYTES_MAX + 1, true, NULL},
    {"state", COLUMN_INT16, AT (state), 0, false, NULL},
    {"since", COLUMN_DAY, AT (since), 0, false, NULL},
    {"owner", COLUMN_TEXT, AT (owner), CATALOG_CODE_BYTES_MAX + 1, false, NULL},
    {"person", COLUMN_TEXT, AT (person), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"due_on", COLUMN_DAY, AT (due_on), 0, false, has_item_due_on},
    {"asked_due_on", COLUMN_DAY, AT (asked_due_on), 0, false, has_item_asked_due_on},
    {"reported_on", COLUMN_DAY, AT (reported_on), 0, false, has_item_reported_on},
    {"closed_on", COLUMN_DAY, AT (closed_on), 0, false, has_item_closed_on},
    {"returned", COLUMN_INT32, AT (returned), 0, false, NULL},
    {"extended", COLUMN_INT32, AT (extended), 0, false, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t ITEM_SQL;
static const table_t ITEMS = {"item", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &ITEM_SQL};

#define AT(member) offsetof (item_move_t, member)
static const column_t MOVE_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"item", COLUMN_PARENT, 0, 0, true, NULL},
    {"move", COLUMN_INT16, AT (move), 0, true, NULL},
    {"reasoned", COLUMN_BOOL, AT (reasoned), 0, false, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
    {"due_on", COLUMN_DAY, AT (due_on), 0, true, has_item_move_due_on},
    {"owner", COLUMN_TEXT, AT (owner), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"person", COLUMN_TEXT, AT (person), QCDC_HANDLER_BYTES_MAX + 1, true, NULL},
    {"office", COLUMN_TEXT, AT (office), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
    {"moved_at", COLUMN_MOMENT, AT (order.at_us), 0, true, NULL},
};
#undef AT
static table_sql_t MOVE_SQL;
static const table_t MOVES = {"item_move", MOVE_COLUMNS, sizeof MOVE_COLUMNS / sizeof MOVE_COLUMNS[0], &MOVE_SQL};

/*  On the server a step is found by its commit_seq: that stands in for the address. */
static qcdc_status take_part (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    item_move_t move = {0};
    QCDC_TRY (table_take (&MOVES, result, row, first, &move));
    move.entry = (address_t){0, (uint64_t)move.commit_seq, 0};
    move.address = address;
    move.order.seq = move.commit_seq;
    return item_put_move ((item_t *)thing, &move);
}

static const void *part_at (const thing_t *thing, int64_t part)
{
    return item_move_at ((const item_t *)thing, 0, (uint64_t)part);
}

static int64_t part_id (const thing_t *thing, size_t index)
{
    const item_t *item = (const item_t *)thing;
    return index < item->move_count ? item->moves[index].commit_seq : 0;
}

/*  A row counts for nothing but itself; what follows is worked out again with every step that is read. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)counted;
    item_settle ((item_t *)thing);
}

static const statement_t *const STATEMENTS[] = {NULL};

const projection_t ITEM_PROJECTION = {
    .matter = MATTER_ITEM,
    .things = &ITEMS,
    .parts = &MOVES,
    .parent = "item",
    .order = "t.moved_at, t.id",
    .by_key = "join item t on t.office = w.office and t.key = w.key",
    .statements = STATEMENTS,
    .take_part = take_part,
    .part_at = part_at,
    .part_id = part_id,
    .taken = taken,
};
