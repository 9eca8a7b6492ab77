/*  listing_projection.c — cases on the province's lists, and what was decided of each since. */

#include "projections/state.h"

#include "matters/listing.h"

#include <stddef.h>

static bool has_next (const void *base)
{
    return ((const listing_t *)base)->next_on != 0;
}

static bool is_off (const void *base)
{
    return ((const listing_t *)base)->off_on != 0;
}

static bool has_decided_next (const void *base)
{
    return ((const decision_t *)base)->next_on != 0;
}

#define AT(member) offsetof (listing_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, true, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, true, NULL},
    {"list", COLUMN_TEXT, AT (list), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"listed_origin", COLUMN_INT64, AT (listed.origin), 0, true, NULL},
    {"listed_seq", COLUMN_INT64, AT (listed.seq), 0, true, NULL},
    {"listed_hash", COLUMN_INT64, AT (listed.hash8), 0, true, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, true, NULL},
    {"next_on", COLUMN_DAY, AT (next_on), 0, true, has_next},
    {"owner", COLUMN_TEXT, AT (owner), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"decided_by", COLUMN_TEXT, AT (decided_by), QCDC_HANDLER_BYTES_MAX + 1, true, NULL},
    {"shown_to", COLUMN_TEXT, AT (shown_to), CATALOG_CODE_BYTES_MAX + 1, true, NULL},
    {"off_on", COLUMN_DAY, AT (off_on), 0, false, is_off},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t LISTING_SQL;
static const table_t LISTINGS = {"case_listing", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &LISTING_SQL};

#define AT(member) offsetof (decision_t, member)
static const column_t DECISION_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"listing", COLUMN_PARENT, 0, 0, true, NULL},
    {"stays", COLUMN_BOOL, AT (stays), 0, false, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
    {"next_on", COLUMN_DAY, AT (next_on), 0, false, has_decided_next},
    {"owner", COLUMN_TEXT, AT (owner), CATALOG_CODE_BYTES_MAX + 1, false, NULL},
    {"decided_by", COLUMN_TEXT, AT (decided_by), QCDC_HANDLER_BYTES_MAX + 1, false, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"decided_at", COLUMN_MOMENT, AT (order.at_us), 0, true, NULL},
};
#undef AT
static table_sql_t DECISION_SQL;
static const table_t DECISIONS = {"case_decision", DECISION_COLUMNS,
                                  sizeof DECISION_COLUMNS / sizeof DECISION_COLUMNS[0], &DECISION_SQL};

/*  On the server a decision is found by its commit_seq: that stands in for the address. */
static qcdc_status take_part (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    decision_t decision = {0};
    QCDC_TRY (table_take (&DECISIONS, result, row, first, &decision));
    decision.entry = (address_t){0, (uint64_t)decision.commit_seq, 0};
    decision.address = address;
    decision.order.seq = decision.commit_seq;
    return listing_put_decision ((listing_t *)thing, &decision);
}

static const void *part_at (const thing_t *thing, int64_t part)
{
    return listing_decision_at ((const listing_t *)thing, 0, (uint64_t)part);
}

static int64_t part_id (const thing_t *thing, size_t index)
{
    const listing_t *listing = (const listing_t *)thing;
    return index < listing->decision_count ? listing->decisions[index].commit_seq : 0;
}

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t *const STATEMENTS[] = {NULL};

const projection_t LISTING_PROJECTION = {
    .matter = MATTER_LISTING,
    .things = &LISTINGS,
    .parts = &DECISIONS,
    .parent = "listing",
    .order = "t.decided_at, t.id",
    .by_key = "join case_listing t on t.office = w.office and t.key = w.key and t.off_on is null",
    .statements = STATEMENTS,
    .take_part = take_part,
    .part_at = part_at,
    .part_id = part_id,
    .taken = taken,
};
