/*  past_guard.c — a publication held against what is published, and against the reports that stand: none of them gets another rule in
 *  silence.
 *
 *  Which reports there are is asked of the database, for a publication is seldom and reports are many; those that the batch has met
 *  are taken as the state has them. */

#include "projections/state.h"

#include "catalogue/set_check.h"
#include "matters/report.h"
#include "rules/past.h"

#include <string.h>

/*  One office of several, for each form and period. */
static const statement_t STANDING = {
    "past_standing",
    "select form, period, standing = $2, min(office) from report where not voided and id <> all ($1::int8[])"
    " group by form, period, standing = $2"};

/*  The guard, and what it has found: the change that touches a report that stands; a locked one goes before others. */
typedef struct {
    const catalog_t *now, *next;
    const past_change_t *change; /* that is looked at */
    bool found, locked;
    const char *table, *code; /* of what was found, as are the next three */
    const form_t *form;
    char period[PERIOD_TEXT_BYTES];
    int office;
    const state_t *state;
    const PGresult *others;
} guard_t;

/*  A report that stands, or some that are alike. */
static void report_meet (guard_t *self, int form_id, const char *name, bool locked, int office)
{
    period_t period;
    const form_t *form = catalog_form_by_id (self->next, form_id);
    if ((self->found && (self->locked || !locked)) || !form ||
        period_parse (self->next, form->calendar, name, &period) != QCDC_OK ||
        !past_touches (self->change, self->now, self->next, form, &period))
        return;
    self->found = true;
    self->locked = locked;
    self->table = self->change->table;
    self->code = self->change->code;
    self->form = form;
    memcpy (self->period, period.name, sizeof self->period);
    self->office = office;
}

static const report_t *report_at (const thing_node_t *node)
{
    return node->thing->matter == &REPORT_MATTER ? (const report_t *)node->thing : NULL;
}

static qcdc_status change_meet (const past_change_t *change, void *arg)
{
    guard_t *self = arg;
    self->change = change;
    for (const thing_node_t *node = self->state->things; node; node = node->hh.next) {
        const report_t *report = report_at (node);
        if (report && !report->voided)
            report_meet (self, report->form, report->period, report->standing == REPORT_LOCKED, report->office);
    }
    for (int row = 0; row < PQntuples (self->others); row++)
        report_meet (self, (int)pg_int8 (self->others, row, 0), pg_text (self->others, row, 1),
                     pg_bool (self->others, row, 2), (int)pg_int8 (self->others, row, 3));
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

static void refuse (const guard_t *self, const char *set, fault_t *said)
{
    const office_t *office = catalog_office_by_id (self->next, self->office);
    if (self->locked)
        fault_set (said, QCDC_LOCKED, self->table,
                   "the set %s would change what follows from a locked report: %s %s, in %s %s of %s", set,
                   self->table, self->code, self->form->code, self->period, office ? office->code : "");
    else
        fault_set (said, QCDC_BAD_CATALOGUE, "past_meant",
                   "the set %s would change what follows from reports that stand, and does not say that it is meant: "
                   "%s %s, in %s %s",
                   set, self->table, self->code, self->form->code, self->period);
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
    qcdc_status status = set_check (self->snapshot->tables, self->snapshot->catalog, self->offered->tables,
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
    guard_t guard = {.now = self->snapshot->catalog, .next = self->offered->catalog, .state = self, .others = others};
    QCDC_TRY (past_changes (self->snapshot->tables, self->offered->tables, change_meet, &guard));
    if (guard.found && (guard.locked || !published->past_meant))
        refuse (&guard, published->set, said);
    return QCDC_OK;
}
