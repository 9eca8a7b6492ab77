/*  open_data_duties.c — the list of duties, of all periods at once. */

#include "projections/open_data_duties.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/memory.h"
#include "figures/duty_list.h"

#include <stdio.h>

typedef struct {
    pg_rows_t *rows;
    const catalog_t *catalog;
    int32_t until;
} duties_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

static void put_day (pg_rows_t *rows, int32_t day)
{
    if (day == QCDC_DAY_MAX)
        pg_rows_null (rows);
    else
        pg_rows_date (rows, day);
}

static qcdc_status put_duty (const duty_item_t *item, void *arg)
{
    const duties_t *duties = arg;
    pg_rows_t *rows = duties->rows;
    const duty_change_t *change = duty_change (duties->catalog, item->office, item->form, item->period);
    char *before QCDC_CLEANUP (memory_free) = duty_list_before (duties->catalog, item);
    if (!before)
        return QCDC_NO_MEMORY;
    pg_rows_row (rows, 13);
    pg_rows_text (rows, item->form->code);
    pg_rows_text (rows, item->period->name);
    pg_rows_int4 (rows, item->office->id);
    pg_rows_int4 (rows, item->form->id);
    pg_rows_int4 (rows, item->unit->id);
    pg_rows_date (rows, item->period->from);
    put_day (rows, item->due_on);
    pg_rows_bool (rows, item->exempt);
    put_day (rows, duty_usual_on (duties->catalog, item->office, item->form, item->period));
    pg_rows_bool (rows, change != NULL);
    pg_rows_text (rows, change ? change->reason : "");
    if (*before)
        pg_rows_text (rows, before);
    else
        pg_rows_null (rows);
    pg_rows_bool (rows, duty_is_own (duties->catalog, item->office, item->form, item->period));
    return QCDC_OK;
}

/*  The periods that this version of a form serves, each once: where two versions do, the newer one has it. */
static qcdc_status put_form (duties_t *duties, const form_t *form)
{
    int last = day_year (duties->until) + 1;
    int first = form->valid_from > QCDC_DAY_MIN ? day_year (form->valid_from) - 1 : PERIOD_YEAR_MIN;
    for (int year = first < PERIOD_YEAR_MIN ? PERIOD_YEAR_MIN : first; year <= last && year <= PERIOD_YEAR_MAX;
         year++)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (int month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t period, same;
                if (period_of_form (duties->catalog, form, year, *kind, month, &period) == QCDC_OK &&
                    period_form (duties->catalog, form->code, period.name, &same) == form)
                    QCDC_TRY (duty_list_each (duties->catalog, form->code, period.name, duties->until, true, put_duty,
                                              duties));
            }
    return QCDC_OK;
}

qcdc_status open_data_duties (pg_t *pg, const catalog_t *catalog, int32_t until, const char *schema, fault_t *fault)
{
    char sql[300];
    pg_rows_t rows QCDC_CLEANUP (pg_rows_release) = {0};
    duties_t duties = {&rows, catalog, until};
    snprintf (sql, sizeof sql, "delete from %s.duty_list", schema);
    QCDC_TRY (pg_exec (pg, sql, fault));
    for (size_t i = 0; i < catalog->form_count; i++)
        if (put_form (&duties, &catalog->forms[i]) != QCDC_OK)
            return no_memory (fault);
    if (rows.failed)
        return no_memory (fault);
    snprintf (sql, sizeof sql,
              "copy %s.duty_list (form, period, office, form_version, unit, begins_on, due_on, exempt, usual_due_on, "
              "changed, reason, "
              "before, own) from stdin (format binary)",
              schema);
    return pg_copy (pg, sql, rows.data, rows.length, fault);
}
