/*  affair_projection.c — the rows of matters.  Which petitions each is about, those say. */

#include "projections/state.h"

#include "matters/affair.h"

#include <stddef.h>

static bool is_voided (const void *base)
{
    return ((const affair_t *)base)->voided;
}

static bool is_changed (const void *base)
{
    return ((const affair_t *)base)->changed.at_us != 0;
}

#define AT(member) offsetof (affair_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, false, NULL},
    {"local_no", COLUMN_STRING, AT (local_no), 0, false, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, false, NULL},
    {"opened_on", COLUMN_DAY, AT (opened_on), 0, false, NULL},
    {"field", COLUMN_INT16, AT (field), 0, false, NULL},
    {"project", COLUMN_TEXT, AT (project), sizeof ((affair_t *)NULL)->project, false, NULL},
    {"voided", COLUMN_BOOL, AT (voided), 0, false, NULL},
    {"voided_by", COLUMN_BYTES, AT (voided_by), sizeof (setter_t), false, is_voided},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"changed_at", COLUMN_MOMENT, AT (changed.at_us), 0, false, NULL},
    {"changed_by", COLUMN_INT64, AT (changed.seq), 0, false, is_changed},
    {"set_by", COLUMN_BYTES, AT (set), sizeof ((affair_t *)NULL)->set, false, is_changed},
};
#undef AT
static table_sql_t MATTER_SQL;
static const table_t MATTERS = {"matter", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &MATTER_SQL};

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t KEYS = {"load_matter_keys",
                                 "select id, office, key from matter where id > $1 order by id limit $2"};
static const statement_t *const STATEMENTS[] = {NULL};

const projection_t AFFAIR_PROJECTION = {
    .matter = MATTER_AFFAIR,
    .things = &MATTERS,
    .by_key = "join matter t on t.office = w.office and t.key = w.key and not t.voided",
    .keys = &KEYS,
    .statements = STATEMENTS,
    .taken = taken,
};
