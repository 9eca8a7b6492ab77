/*  report_rollup.c — the sums of reports, kept as they come in: a batch's changes are added up in memory and written by one
 *  statement. */

#include "projections/report_rollup.h"

#include "base/limits.h"

#include <stdio.h>
#include <string.h>

const statement_t REPORT_ROLLUP_ADD = {
    "add_report_rollup",
    "insert into report_rollup as r (form, period, cell, standing, sum_e4, offices)"
    " select form, period, cell, standing, sum_e4::numeric, offices"
    "   from unnest($1::int2[], $2::text[], $3::text[], $4::int2[], $5::text[], $6::int8[])"
    "     as d(form, period, cell, standing, sum_e4, offices)"
    " on conflict (form, period, cell, standing) do update set sum_e4 = r.sum_e4 + excluded.sum_e4,"
    " offices = r.offices + excluded.offices"};
/*  A sum of nothing is no row: what was never reported and what no longer is look the same. */
const statement_t REPORT_ROLLUP_CLEAN = {
    "clean_report_rollup", "delete from report_rollup r using unnest($1::int2[], $2::text[], $3::text[], $4::int2[])"
                           " as k(form, period, cell, standing) where r.form = k.form and r.period = k.period"
                           " and r.cell = k.cell and r.standing = k.standing and r.offices = 0"};

struct counted_cell {
    const char *cell; /* the report's: cells stay in it, removed ones too */
    int64_t value_e4;
};

static bool adds (const report_cell_t *cell)
{
    return !cell->is_text && !cell->removed;
}

qcdc_status report_rollup_remember (state_t *state, const report_t *report, report_counted_t *counted)
{
    counted->counts = !report->voided;
    counted->form = report->form;
    counted->standing = (int)report->standing;
    memcpy (counted->period, report->period, sizeof counted->period);
    counted->count = 0;
    if (report->voided || report->cell_count == 0)
        return QCDC_OK;
    counted->cells = arena_alloc (state->arena, report->cell_count * sizeof *counted->cells);
    if (!counted->cells)
        return arena_why (state->arena, QCDC_NO_MEMORY);
    for (size_t i = 0; i < report->cell_count; i++)
        if (adds (&report->cells[i]))
            counted->cells[counted->count++] =
                (struct counted_cell){report->cells[i].cell, report->cells[i].value_e4};
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- what a batch changes */

#define KEY_BYTES (2u * 12u + REPORT_PERIOD_BYTES + QCDC_CELL_BYTES_MAX + 4u)

/*  One row's change.  Values go up to 10^18 ten-thousandths: sums of them need more than 64 bits. */
typedef struct {
    char *key;
    int form, standing;
    const char *period, *cell;
    __int128 sum_e4;
    int64_t offices;
    UT_hash_handle hh;
} delta_t;

static qcdc_status add (state_t *state, delta_t **deltas, delta_t what, int sign)
{
    char key[KEY_BYTES];
    delta_t *delta;
    int length = snprintf (key, sizeof key, "%d %d %s %s", what.form, what.standing, what.period, what.cell);
    if (length < 0 || (size_t)length >= sizeof key)
        return QCDC_TOO_LARGE; /* judged before: no cell is that long */
    HASH_FIND (hh, *deltas, key, (size_t)length, delta);
    if (!delta) {
        delta = arena_alloc (state->arena, sizeof *delta);
        what.key = arena_strdup (state->arena, key);
        if (!delta || !what.key)
            return arena_why (state->arena, QCDC_NO_MEMORY);
        *delta = what;
        delta->sum_e4 = 0;
        HASH_ADD_KEYPTR (hh, *deltas, delta->key, (size_t)length, delta);
        if (!delta->hh.tbl)
            return QCDC_NO_MEMORY;
    }
    delta->sum_e4 += sign * what.sum_e4;
    delta->offices += sign;
    return QCDC_OK;
}

static qcdc_status add_before (state_t *state, delta_t **deltas, const report_counted_t *counted)
{
    for (size_t i = 0; counted->counts && i < counted->count; i++)
        QCDC_TRY (add (state, deltas,
                       (delta_t){.form = counted->form,
                                 .standing = counted->standing,
                                 .period = counted->period,
                                 .cell = counted->cells[i].cell,
                                 .sum_e4 = counted->cells[i].value_e4},
                       -1));
    return QCDC_OK;
}

static qcdc_status add_after (state_t *state, delta_t **deltas, const report_t *report)
{
    for (size_t i = 0; !report->voided && i < report->cell_count; i++)
        if (adds (&report->cells[i]))
            QCDC_TRY (add (state, deltas,
                           (delta_t){.form = report->form,
                                     .standing = (int)report->standing,
                                     .period = report->period,
                                     .cell = report->cells[i].cell,
                                     .sum_e4 = report->cells[i].value_e4},
                           1));
    return QCDC_OK;
}

static bool is_nothing (const delta_t *delta)
{
    return delta->offices == 0 && delta->sum_e4 == 0;
}

#define DIGITS_BYTES 42u /* of 128 bits, a sign and the end */

static const char *digits_of (__int128 number, char digits[DIGITS_BYTES])
{
    char *at = digits + DIGITS_BYTES - 1;
    unsigned __int128 size = number < 0 ? -(unsigned __int128)number : (unsigned __int128)number;
    *at = '\0';
    do
        *--at = (char)('0' + (int)(size % 10));
    while (size /= 10);
    if (number < 0)
        *--at = '-';
    return at;
}

#define ARRAY(oid, put, member)                                                                                      \
    pg_params_array_begin (params, oid);                                                                             \
    for (const delta_t *delta = deltas; delta; delta = delta->hh.next)                                               \
        if (!is_nothing (delta))                                                                                     \
            put (params, member);                                                                                    \
    pg_params_array_end (params)

static void put_keys (pg_params_t *params, const delta_t *deltas)
{
    pg_params_reset (params);
    ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->form);
    ARRAY (OID_TEXT, pg_params_text, delta->period);
    ARRAY (OID_TEXT, pg_params_text, delta->cell);
    ARRAY (OID_INT2, pg_params_int2, (int16_t)delta->standing);
}

static qcdc_status write (const delta_t *deltas, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    char digits[DIGITS_BYTES];
    bool changes = false, shrinks = false;
    for (const delta_t *delta = deltas; delta; delta = delta->hh.next) {
        changes = changes || !is_nothing (delta);
        shrinks = shrinks || delta->offices < 0;
    }
    if (!changes)
        return QCDC_OK;
    put_keys (params, deltas);
    ARRAY (OID_TEXT, pg_params_text, digits_of (delta->sum_e4, digits));
    ARRAY (OID_INT8, pg_params_int8, delta->offices);
    QCDC_TRY (pg_pipeline_add (pg, &REPORT_ROLLUP_ADD, params, fault));
    if (!shrinks)
        return QCDC_OK;
    put_keys (params, deltas);
    return pg_pipeline_add (pg, &REPORT_ROLLUP_CLEAN, params, fault);
}
#undef ARRAY

qcdc_status report_rollup_update (state_t *state, pg_t *pg, pg_params_t *params, fault_t *fault)
{
    delta_t *deltas = NULL;
    qcdc_status status = QCDC_OK;
    for (const thing_node_t *node = state->things; status == QCDC_OK && node; node = node->hh.next) {
        if (!node->dirty || node->thing->matter->id != MATTER_REPORT)
            continue;
        status = add_before (state, &deltas, node->counted);
        if (status == QCDC_OK)
            status = add_after (state, &deltas, (const report_t *)node->thing);
    }
    if (status == QCDC_OK)
        status = write (deltas, pg, params, fault);
    HASH_CLEAR (hh, deltas);
    return status;
}
