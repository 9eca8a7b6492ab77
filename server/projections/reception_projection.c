/*  reception_projection.c — the rows of reception registers.
 *
 *  They are counted where they are asked about: an office has some thousands of them in a year, and days that are counted once, however
 *  many receptions were on one, are no sum that could be kept. */

#include "projections/state.h"

#include "matters/reception.h"

#include <stddef.h>

static bool is_voided (const void *base)
{
    return ((const reception_t *)base)->voided;
}

static bool is_changed (const void *base)
{
    return ((const reception_t *)base)->changed.at_us != 0;
}

#define AT(member) offsetof (reception_t, member)
#define VALUE(column) AT (values[column])
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, false, NULL},
    {"local_no", COLUMN_STRING, AT (local_no), 0, false, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, false, NULL},
    {"held_on", COLUMN_DAY, VALUE (RECEPTION_HELD_ON), 0, false, NULL},
    {"session", COLUMN_INT16, VALUE (RECEPTION_SESSION), 0, false, NULL},
    {"held_by", COLUMN_INT16, VALUE (RECEPTION_HELD_BY), 0, false, NULL},
    {"receptions", COLUMN_INT32, VALUE (RECEPTION_RECEPTIONS), 0, false, NULL},
    {"persons", COLUMN_INT32, VALUE (RECEPTION_PERSONS), 0, false, NULL},
    {"matters_first", COLUMN_INT32, VALUE (RECEPTION_MATTERS_FIRST), 0, false, NULL},
    {"matters_again", COLUMN_INT32, VALUE (RECEPTION_MATTERS_AGAIN), 0, false, NULL},
    {"groups", COLUMN_INT32, VALUE (RECEPTION_GROUPS), 0, false, NULL},
    {"group_persons", COLUMN_INT32, VALUE (RECEPTION_GROUP_PERSONS), 0, false, NULL},
    {"group_first", COLUMN_INT32, VALUE (RECEPTION_GROUP_FIRST), 0, false, NULL},
    {"group_again", COLUMN_INT32, VALUE (RECEPTION_GROUP_AGAIN), 0, false, NULL},
    {"kinds", COLUMN_INT32, VALUE (RECEPTION_KINDS), 0, false, NULL},
    {"fields", COLUMN_INT32, VALUE (RECEPTION_FIELDS), 0, false, NULL},
    {"results", COLUMN_INT32, VALUE (RECEPTION_RESULTS), 0, false, NULL},
    {"petitions", COLUMN_STRING, AT (petitions), 0, false, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_changed},
    {"set_by", COLUMN_BYTES, AT (set), sizeof ((reception_t *)NULL)->set, false, is_changed},
};
#undef VALUE
#undef AT
static table_sql_t RECEPTION_SQL;
static const table_t RECEPTIONS = {"reception", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &RECEPTION_SQL};

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t KEYS = {"load_reception_keys",
                                 "select id, office, key from reception where id > $1 order by id limit $2"};
static const statement_t *const STATEMENTS[] = {NULL};

const projection_t RECEPTION_PROJECTION = {
    .matter = MATTER_RECEPTION,
    .things = &RECEPTIONS,
    .by_key = "join reception t on t.office = w.office and t.key = w.key and not t.voided",
    .keys = &KEYS,
    .statements = STATEMENTS,
    .taken = taken,
};
