/*  unlike_projection.c — the rows of petitions that were told apart. */

#include "projections/state.h"

#include "matters/unlike.h"

#include <stddef.h>

static bool is_voided (const void *base)
{
    return ((const unlike_t *)base)->voided;
}

#define AT(member) offsetof (unlike_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, true, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, true, NULL},
    {"one_origin", COLUMN_BYTES, AT (one.origin), sizeof (uint64_t), true, NULL},
    {"one_seq", COLUMN_INT64, AT (one.seq), 0, true, NULL},
    {"one_hash", COLUMN_BYTES, AT (one.hash8), sizeof (uint64_t), true, NULL},
    {"other_origin", COLUMN_BYTES, AT (other.origin), sizeof (uint64_t), true, NULL},
    {"other_seq", COLUMN_INT64, AT (other.seq), 0, true, NULL},
    {"other_hash", COLUMN_BYTES, AT (other.hash8), sizeof (uint64_t), true, NULL},
    {"told_on", COLUMN_DAY, AT (on), 0, true, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t UNLIKE_SQL;
static const table_t UNLIKES = {"petition_unlike", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &UNLIKE_SQL};

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t *const STATEMENTS[] = {NULL};

/*  There are few of them: keys are always looked up. */
const projection_t UNLIKE_PROJECTION = {
    .matter = MATTER_UNLIKE,
    .things = &UNLIKES,
    .by_key = "join petition_unlike t on t.office = w.office and t.key = w.key and not t.voided",
    .statements = STATEMENTS,
    .taken = taken,
};
