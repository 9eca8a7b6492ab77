/*  past_guard.c — a publication held against what is published, and against the reports that stand: none of them gets another rule in
 *  silence.
 *
 *  Which reports there are is asked of the database, for a publication is seldom and reports are many; those that the batch has met
 *  are taken as the state has them. */

#include "projections/state.h"

#include "base/day.h"
#include "matters/report.h"
#include "rules/past.h"
#include "rules/reference_check.h"

#include <stdlib.h>
#include <string.h>

static const statement_t STANDING = {"past_standing", "select form, period, standing = $2, office, (filed_at at time "
                                                      "zone interval '7 hours')::date from report where not voided"
                                                      " and id <> all ($1::int8[]) order by form, period"};

/*  A report that stands, or some that are alike. */
typedef struct {
    const form_t *form; /* next's */
    const period_t *period;
    const office_t *office; /* NULL: it is no more known */
    int32_t filed_on;
    bool locked;
} standing_t;

/*  The guard, and what it has found: the change that touches a report that stands; a locked one goes before others. */
typedef struct {
    const catalog_t *now, *next;
    const past_change_t *change; /* that is looked at */
    period_t *periods;           /* malloc'ed, as are the reports; of them each once in a row */
    standing_t *reports;
    size_t period_count, report_count, room;
    bool found, locked;
    const char *table; /* of what was found, as are the next four */
    char name[PAST_NAME_BYTES];
    const form_t *form;
    char period[PERIOD_TEXT_BYTES];
    const office_t *office;
} guard_t;

static void guard_release (guard_t *self)
{
    free (self->periods);
    free (self->reports);
}

/*  Its period is that of the report before it as often as not: reports come in their order. */
static void report_take (guard_t *self, int form_id, const char *name, bool locked, int office, int32_t filed_on)
{
    const form_t *form = catalog_form_by_id (self->next, form_id);
    const standing_t *last = self->report_count ? &self->reports[self->report_count - 1] : NULL;
    const period_t *period =
        last && last->form == form && strcmp (last->period->name, name) == 0 ? last->period : NULL;
    if (!form || self->report_count == self->room)
        return;
    if (!period) {
        if (period_parse (self->next, form->calendar, name, &self->periods[self->period_count]) != QCDC_OK)
            return;
        period = &self->periods[self->period_count++];
    }
    self->reports[self->report_count++] =
        (standing_t){form, period, catalog_office_by_id (self->next, office), filed_on, locked};
}

static const report_t *report_at (const thing_node_t *node)
{
    return node->thing->matter == &REPORT_MATTER ? (const report_t *)node->thing : NULL;
}

static qcdc_status change_meet (const past_change_t *change, void *arg)
{
    guard_t *self = arg;
    for (size_t i = 0; i < self->report_count; i++) {
        const standing_t *standing = &self->reports[i];
        past_report_t report = {.form = standing->form,
                                .period = standing->period,
                                .office = standing->office ? standing->office->code : NULL,
                                .filed_on = standing->filed_on};
        if ((self->found && (self->locked || !standing->locked)) ||
            !past_touches (change, self->now, self->next, &report))
            continue;
        self->found = true;
        self->locked = standing->locked;
        self->table = change->table;
        past_name (change, self->name);
        self->form = standing->form;
        memcpy (self->period, standing->period->name, sizeof self->period);
        self->office = standing->office;
    }
    return QCDC_OK;
}

/*  Reports that the state does not have. */
static qcdc_status standing_ask (const state_t *state, pg_t *pg, PGresult **result, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_array_begin (params, OID_INT8);
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        if (report_at (node))
            pg_params_int8 (params, node->id);
    pg_params_array_end (params);
    pg_params_int2 (params, REPORT_LOCKED);
    return pg_run (pg, &STANDING, params, result, fault);
}

/*  All that stand: those of the database, and those that the batch has met. */
static qcdc_status reports_take (guard_t *self, const state_t *state, const PGresult *others, fault_t *fault)
{
    self->room = (size_t)PQntuples (others) + HASH_COUNT (state->things);
    self->periods = malloc ((self->room + 1) * sizeof *self->periods);
    self->reports = malloc ((self->room + 1) * sizeof *self->reports);
    if (!self->periods || !self->reports)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (int row = 0; row < PQntuples (others); row++)
        report_take (self, (int)pg_int8 (others, row, 0), pg_text (others, row, 1), pg_bool (others, row, 2),
                     (int)pg_int8 (others, row, 3), pg_date (others, row, 4));
    for (const thing_node_t *node = state->things; node; node = node->hh.next) {
        const report_t *report = report_at (node);
        if (report && !report->voided)
            report_take (self, report->form, report->period, report->standing == REPORT_LOCKED, report->office,
                         day_of_moment (report->filed_at_us));
    }
    return QCDC_OK;
}

static void refuse (const guard_t *self, const char *set, fault_t *said)
{
    if (self->locked)
        fault_set (said, QCDC_LOCKED, self->table,
                   "the set %s would change what follows from a locked report: %s %s, in %s %s of %s", set,
                   self->table, self->name, self->form->code, self->period, self->office ? self->office->code : "");
    else
        fault_set (said, QCDC_BAD_CATALOGUE, "past_meant",
                   "the set %s would change what follows from reports that stand, and does not say that it is meant: "
                   "%s %s, in %s %s",
                   set, self->table, self->name, self->form->code, self->period);
}

static qcdc_status any_change (const past_change_t *change, void *arg)
{
    (void)change;
    (void)arg;
    return QCDC_EXISTS;
}

/*  What is wrong with the set by itself is in SAID. */
static qcdc_status check_set (const state_t *self, const state_entry_t *entry, fault_t *said)
{
    fault_t why = {0};
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, entry->office);
    qcdc_status status = reference_check (self->snapshot->tables, self->snapshot->catalog, self->offered->tables,
                                    self->offered->catalog, office ? office->code : "", &why);
    if (status != QCDC_OK && status != QCDC_NO_MEMORY)
        fault_set (said, QCDC_BAD_CATALOGUE, why.field, "the set %s does not fit what has been published: %s",
                   entry->fact->published->set, why.message);
    return status == QCDC_NO_MEMORY ? status : QCDC_OK;
}

qcdc_status state_guard_past (const state_t *self, const state_entry_t *entry, pg_t *pg, fault_t *said,
                              fault_t *fault)
{
    PGresult *others QCDC_CLEANUP (pg_clear) = NULL;
    const Qcdc__Published *published = entry->fact->published;
    if (!self->offered || snapshot_same_catalog (self->snapshot, self->offered))
        return QCDC_OK;
    QCDC_TRY (check_set (self, entry, said));
    if (said->status != QCDC_OK ||
        past_changes (self->snapshot->tables, self->offered->tables, any_change, NULL) == QCDC_OK)
        return QCDC_OK;
    QCDC_TRY (standing_ask (self, pg, &others, fault));
    guard_t guard QCDC_CLEANUP (guard_release) = {.now = self->snapshot->catalog, .next = self->offered->catalog};
    QCDC_TRY (reports_take (&guard, self, others, fault));
    QCDC_TRY (past_changes (self->snapshot->tables, self->offered->tables, change_meet, &guard));
    if (guard.found && (guard.locked || !published->past_meant))
        refuse (&guard, published->set, said);
    return QCDC_OK;
}
