/*  reading_projection.c — which offices have read which notices. */

#include "projections/state.h"

#include "matters/reading.h"

#include <stddef.h>

#define AT(member) offsetof (reading_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, true, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, true, NULL},
    {"notice_origin", COLUMN_BYTES, AT (notice.origin), sizeof (uint64_t), true, NULL},
    {"notice_seq", COLUMN_INT64, AT (notice.seq), 0, true, NULL},
    {"notice_hash", COLUMN_BYTES, AT (notice.hash8), sizeof (uint64_t), true, NULL},
    {"read_on", COLUMN_DAY, AT (on), 0, true, NULL},
    {"read_by", COLUMN_TEXT, AT (read_by), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t READING_SQL;
static const table_t READINGS = {"notice_reading", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &READING_SQL};

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t *const STATEMENTS[] = {NULL};

/*  There are few of them: keys are always looked up. */
const projection_t READING_PROJECTION = {
    .matter = MATTER_READING,
    .things = &READINGS,
    .by_key = "join notice_reading t on t.office = w.office and t.key = w.key",
    .statements = STATEMENTS,
    .taken = taken,
};
