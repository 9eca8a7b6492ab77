/*  notice_projection.c — notices of the province, and by what they hold no more. */

#include "projections/state.h"

#include "matters/notice.h"

#include <stddef.h>

static bool is_withdrawn (const void *base)
{
    return ((const notice_t *)base)->withdrawn_on != 0;
}

#define AT(member) offsetof (notice_t, member)
static const column_t COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"office", COLUMN_INT16, AT (office), 0, true, NULL},
    {"unit", COLUMN_INT32, AT (unit), 0, true, NULL},
    {"key", COLUMN_TEXT, AT (key), MATTER_KEY_BYTES, true, NULL},
    {"number", COLUMN_TEXT, AT (number), QCDC_LOCAL_NO_BYTES_MAX + 1, true, NULL},
    {"issued_on", COLUMN_DAY, AT (on), 0, true, NULL},
    {"kind", COLUMN_TEXT, AT (kind), QCDC_NOTICE_KIND_BYTES_MAX + 1, true, NULL},
    {"signatory", COLUMN_TEXT, AT (signatory), QCDC_HANDLER_BYTES_MAX + 1, true, NULL},
    {"period", COLUMN_TEXT, AT (period), PERIOD_TEXT_BYTES, true, NULL},
    {"tasks", COLUMN_INT32, AT (tasks), 0, true, NULL},
    {"shown_to", COLUMN_STRING, AT (shown_to), 0, true, NULL},
    {"withdrawn_on", COLUMN_DAY, AT (withdrawn_on), 0, false, is_withdrawn},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, true, NULL},
};
#undef AT
static table_sql_t NOTICE_SQL;
static const table_t NOTICES = {"notice", COLUMNS, sizeof COLUMNS / sizeof COLUMNS[0], &NOTICE_SQL};

#define AT(member) offsetof (withdrawal_t, member)
static const column_t WITHDRAWAL_COLUMNS[] = {
    {"id", COLUMN_INT64, AT (commit_seq), 0, true, NULL},
    {"notice", COLUMN_PARENT, 0, 0, true, NULL},
    {"on_day", COLUMN_DAY, AT (on), 0, false, NULL},
    {"replaced_by", COLUMN_TEXT, AT (replaced_by), QCDC_LOCAL_NO_BYTES_MAX + 1, false, NULL},
    {"content", COLUMN_BYTES, AT (content), CONTENT_BYTES, false, NULL},
    {"withdrawn_at", COLUMN_MOMENT, AT (order.at_us), 0, true, NULL},
};
#undef AT
static table_sql_t WITHDRAWAL_SQL;
static const table_t WITHDRAWALS = {"notice_withdrawal", WITHDRAWAL_COLUMNS,
                                    sizeof WITHDRAWAL_COLUMNS / sizeof WITHDRAWAL_COLUMNS[0], &WITHDRAWAL_SQL};

/*  On the server a withdrawal is found by its commit_seq: that stands in for the address. */
static qcdc_status take_part (thing_t *thing, const PGresult *result, int row, int first, address_t address)
{
    withdrawal_t withdrawal = {0};
    QCDC_TRY (table_take (&WITHDRAWALS, result, row, first, &withdrawal));
    withdrawal.entry = (address_t){0, (uint64_t)withdrawal.commit_seq, 0};
    withdrawal.address = address;
    withdrawal.order.seq = withdrawal.commit_seq;
    return notice_put_withdrawal ((notice_t *)thing, &withdrawal);
}

static const void *part_at (const thing_t *thing, int64_t part)
{
    return notice_withdrawal_at ((const notice_t *)thing, 0, (uint64_t)part);
}

static int64_t part_id (const thing_t *thing, size_t index)
{
    const notice_t *notice = (const notice_t *)thing;
    return index < notice->withdrawn_count ? notice->withdrawn[index].commit_seq : 0;
}

/*  A row counts for nothing but itself. */
static void taken (const state_t *state, thing_t *thing, void *counted)
{
    (void)state;
    (void)thing;
    (void)counted;
}

static const statement_t *const STATEMENTS[] = {NULL};

/*  There are few of them: keys are always looked up. */
const projection_t NOTICE_PROJECTION = {
    .matter = MATTER_NOTICE,
    .things = &NOTICES,
    .parts = &WITHDRAWALS,
    .parent = "notice",
    .order = "t.withdrawn_at, t.id",
    .by_key = "join notice t on t.office = w.office and t.key = w.key",
    .statements = STATEMENTS,
    .take_part = take_part,
    .part_at = part_at,
    .part_id = part_id,
    .taken = taken,
};
