/*  open_data_totals.c — report_totals of every form and period, kept as rows for whoever asks with tools that know no rules.
 *
 *  A figure may compare with other periods, so that a report of one changes the figures of others: which ones is asked of the rules, not
 *  remembered. */

#include "projections/open_data_totals.h"

#include "base/arena.h"
#include "base/day.h"
#include "base/embed.h"
#include "base/memory.h"
#include "figures/duty_list.h"
#include "figures/masked_figures.h"
#include "figures/rate_terms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define QUERY "report_totals.sql"
#define VALUE_BYTES_MAX (1u << 20)

/*  Columns of the query, in its order. */
enum { CELL, VALUE, REPORTED, EXPECTED, NOT_EXPECTED, FILED, RETURNED, ACCEPTED, LOCKED, KEPT_APART, COLUMN_COUNT };

typedef struct {
    pg_t *pg;
    const catalog_t *catalog;
    const masks_t *masks;
    const char *sql;
    arena_t *arena;
    pg_rows_t rows;
} totals_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

static const char *query_sql (void)
{
    const embed_t *file = embed_queries;
    while (file->name && strcmp (file->name, QUERY) != 0)
        file++;
    return file->name ? file->begin : NULL;
}

/*  ---------------------------------------------------------------- one form and period */

static void put_text (pg_rows_t *rows, const char *text)
{
    if (text)
        pg_rows_text (rows, text);
    else
        pg_rows_null (rows);
}

/*  A row of the answer; its figure is a number, or sums to which a rule is applied.  Only analysts read the list. */
static qcdc_status put_row (totals_t *self, const total_key_t *key, const PGresult *result, int row)
{
    const char *texts[COLUMN_COUNT], *value;
    for (int i = 0; i < COLUMN_COUNT; i++)
        texts[i] = PQgetisnull (result, row, i) ? NULL : PQgetvalue (result, row, i);
    QCDC_TRY (masks_show (self->masks, self->catalog, texts[CELL], texts[VALUE], self->arena, &value));
    pg_rows_row (&self->rows, COLUMN_COUNT + 3);
    pg_rows_text (&self->rows, key->form);
    pg_rows_text (&self->rows, key->period);
    pg_rows_int4 (&self->rows, row + 1);
    pg_rows_text (&self->rows, texts[CELL]);
    put_text (&self->rows, value);
    for (int i = REPORTED; i <= LOCKED; i++)
        pg_rows_int4 (&self->rows, texts[i] ? (int32_t)atoi (texts[i]) : 0);
    put_text (&self->rows, texts[KEPT_APART]);
    return QCDC_OK;
}

/*  The parameters of the query as reading/query.h says they are bound: of the units as they were, of today. */
static qcdc_status ask (totals_t *self, const total_key_t *key, PGresult **result, fault_t *fault)
{
    const form_t *form = catalog_form_latest (self->catalog, key->form);
    int32_t today = day_of_moment (moment_now ());
    char *heirs QCDC_CLEANUP (memory_free) = NULL;
    char *duty QCDC_CLEANUP (memory_free) = query_duty (self->catalog, form, key->period, today, false);
    char *terms QCDC_CLEANUP (memory_free) = query_rates (self->catalog, form, key->period, NULL, today, &heirs);
    if (!duty || !terms)
        return no_memory (fault);
    const char *const values[] = {key->form, key->period, "{}", NULL, NULL, duty, terms, heirs};
    return pg_run_text (self->pg, self->sql, sizeof values / sizeof *values, values, result, fault);
}

static qcdc_status put_key (totals_t *self, const total_key_t *key, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!catalog_form_latest (self->catalog, key->form))
        return QCDC_OK;
    QCDC_TRY (ask (self, key, &result, fault));
    if (PQnfields (result) != COLUMN_COUNT)
        return fault_set (fault, QCDC_CORRUPT, NULL, "query %s has %d columns", QUERY, PQnfields (result));
    arena_reset (self->arena);
    for (int row = 0; row < PQntuples (result); row++) {
        qcdc_status status = put_row (self, key, result, row);
        if (status == QCDC_NO_MEMORY)
            return no_memory (fault);
        if (status != QCDC_OK)
            return fault_set (fault, status, NULL, "the sums of a figure cannot be read");
    }
    return self->rows.failed ? no_memory (fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- which ones */

static bool key_is (const total_key_t *key, const char *form, const char *period)
{
    return strcmp (key->form, form) == 0 && strcmp (key->period, period) == 0;
}

/*  Whether KEY is one of KEYS, or compares with one. */
static bool is_touched (const catalog_t *catalog, const total_key_t *key, const total_key_t *keys, size_t count)
{
    char earlier[RATES_EARLIER_MAX][PERIOD_TEXT_BYTES];
    size_t earlier_count = 0;
    bool of_form = false;
    for (size_t i = 0; i < count; i++) {
        of_form |= strcmp (keys[i].form, key->form) == 0;
        if (key_is (&keys[i], key->form, key->period))
            return true;
    }
    if (of_form)
        rates_earlier (catalog, key->form, key->period, earlier, &earlier_count);
    for (size_t i = 0; i < earlier_count; i++)
        for (size_t k = 0; k < count; k++)
            if (key_is (&keys[k], key->form, earlier[i]))
                return true;
    return false;
}

/*  Takes away what is there of KEY. */
static qcdc_status drop_key (totals_t *self, const char *schema, const total_key_t *key, fault_t *fault)
{
    char sql[200];
    const char *const values[] = {key->form, key->period};
    snprintf (sql, sizeof sql, "delete from %s.total_list where form = $1 and period = $2", schema);
    return pg_run_text (self->pg, sql, 2, values, NULL, fault);
}

/*  Every form and period of which a report counts.  Index by index: there may be a million reports. */
static const char EVERY[] =
    "with recursive known (period, form) as ("
    "  (select period, form from public.report where not voided order by period, form limit 1)"
    "  union all select n.period, n.form from known k cross join lateral ("
    "    select period, form from public.report where not voided and (period, form) > (k.period, k.form) order by "
    "period, form limit 1) n) "
    "select distinct f.code, k.period from known k join public.form f on f.id = k.form "
    "where exists (select from public.counted_report r where r.form = k.form and r.period = k.period) order by 1, 2";

static qcdc_status put_keys (totals_t *self, const char *schema, const total_key_t *keys, size_t count,
                             fault_t *fault)
{
    PGresult *every QCDC_CLEANUP (pg_clear) = NULL;
    for (size_t i = 0; keys && i < count; i++)
        QCDC_TRY (drop_key (self, schema, &keys[i], fault));
    QCDC_TRY (pg_run_text (self->pg, EVERY, 0, NULL, &every, fault));
    for (int row = 0; row < PQntuples (every); row++) {
        total_key_t key;
        snprintf (key.form, sizeof key.form, "%s", PQgetvalue (every, row, 0));
        snprintf (key.period, sizeof key.period, "%s", PQgetvalue (every, row, 1));
        if (keys && !is_touched (self->catalog, &key, keys, count))
            continue;
        if (keys)
            QCDC_TRY (drop_key (self, schema, &key, fault));
        QCDC_TRY (put_key (self, &key, fault));
    }
    return QCDC_OK;
}

qcdc_status open_data_totals (pg_t *pg, const catalog_t *catalog, const char *schema, const total_key_t *keys,
                              size_t count, fault_t *fault)
{
    char sql[300];
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (VALUE_BYTES_MAX);
    masks_t *masks QCDC_CLEANUP (masks_destroy) = masks_new (catalog);
    totals_t self = {.pg = pg, .catalog = catalog, .masks = masks, .sql = query_sql (), .arena = arena};
    if (!arena || !self.sql || !masks)
        return no_memory (fault);
    snprintf (sql, sizeof sql, "delete from %s.total_list", schema);
    qcdc_status status = keys ? QCDC_OK : pg_exec (pg, sql, fault);
    if (status == QCDC_OK)
        status = put_keys (&self, schema, keys, count, fault);
    snprintf (
        sql, sizeof sql,
        "copy %s.total_list (form, period, place, cell, value, reported, expected, not_expected, reports_filed, "
        "reports_returned, reports_accepted, "
        "reports_locked, kept_apart) from stdin (format binary)",
        schema);
    if (status == QCDC_OK && self.rows.length)
        status = pg_copy (pg, sql, self.rows.data, self.rows.length, fault);
    pg_rows_release (&self.rows);
    return status;
}
