/*  query_bind.c — a whole question brought into the form in which it is bound: who may ask it, each parameter by itself
 *  (query_value.c), those that belong together, and what is bound besides them.
 *
 *  Nothing that was given ever becomes part of the SQL's text. */

#include "reading/query.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/memory.h"
#include "figures/duty_list.h"
#include "figures/ended_list.h"
#include "figures/heir_list.h"
#include "figures/looked_list.h"
#include "figures/rate_terms.h"
#include "reading/query_given.h"
#include "reading/query_periods.h"
#include "reading/query_register.h"
#include "reading/query_unit.h"
#include "reading/query_value.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qcdc_status check_role (const query_t *self, role_t role, fault_t *fault)
{
    if (self->roles[role] && (role != ROLE_REPORTER || self->scope_unit || self->scope_office))
        return QCDC_OK;
    char list[60] = "";
    for (int i = 0; i < ROLE_COUNT; i++)
        if (self->roles[i])
            list_add (list, sizeof list, role_name ((role_t)i));
    return fault_set (fault, QCDC_FORBIDDEN, NULL, "query %s is not for role %s; it is for %s", self->name,
                      role_name (role), list);
}

/*  A time that ends before it begins holds nothing, and an empty answer would look like one: whoever asks so has mixed up the
 *  two.  Bound, both ends are ISO days, which sort as text. */
static qcdc_status check_ends (binder_t *self, const query_values_t *values, Qcdc__Param *const *given, size_t count)
{
    const char *from = NULL, *to = NULL;
    for (size_t i = 0; i < self->query->param_count; i++) {
        if (strcmp (self->query->params[i].name, "from") == 0)
            from = values->values[i];
        if (strcmp (self->query->params[i].name, "to") == 0)
            to = values->values[i];
    }
    if (!from || !to || strcmp (from, to) <= 0)
        return QCDC_OK;
    fault_set (self->fault, QCDC_BAD_DATE, "from", "from=%s is after to=%s", given_value (given, count, "from"),
               given_value (given, count, "to"));
    fault_advise (self->fault, "a time begins before it ends");
    return QCDC_BAD_DATE;
}

/*  Whose figures count for whom, in all forms and periods at once, is much to work out, and reporters are many. */
static bool is_asked_of_reporter (const binder_t *self, const param_t *param)
{
    return self->role == ROLE_REPORTER && !self->query->scope_unit && self->query->heirs_years > 0 &&
           (param->type == PARAM_FORM || param->type == PARAM_PERIOD);
}

static qcdc_status bind_one (binder_t *self, const param_t *param, Qcdc__Param *const *given, size_t count,
                             char **value)
{
    const char *text = given_value (given, count, param->name);
    char own[UNIT_TEXT_BYTES];
    if (!text && param->type == PARAM_UNIT && self->role == ROLE_REPORTER && self->query->scope_unit)
        text = value_own_unit (self, own);
    if (!text && (param->required || is_asked_of_reporter (self, param))) {
        fault_set (self->fault, QCDC_USAGE, param->name, "query %s needs the parameter %s", self->query->name,
                   param->name);
        fault_advise (self->fault, "%s", param->text);
        return QCDC_USAGE;
    }
    if (text)
        return value_check (self, param, text, value);
    return param->fallback ? value_copy (self, param->fallback, value) : QCDC_OK;
}

/*  The place of the parameter of a type; SIZE_MAX: there is none. */
static size_t param_at (const query_t *query, param_type type)
{
    for (size_t i = 0; i < query->param_count; i++)
        if (query->params[i].type == type)
            return i;
    return SIZE_MAX;
}

/*  What has been bound for the parameter of a type; NULL for nothing. */
static const char *bound_value (const query_t *query, const query_values_t *values, param_type type)
{
    size_t at = param_at (query, type);
    return at == SIZE_MAX ? NULL : values->values[at];
}

static bool has_param (const query_t *query, param_type type)
{
    return param_at (query, type) != SIZE_MAX;
}

/*  The periods that are asked about: those that are given, or all of a year, or all. */
static qcdc_status bind_periods (binder_t *self, query_values_t *values)
{
    size_t at = param_at (self->query, PARAM_PERIODS);
    const char *year = bound_value (self->query, values, PARAM_YEAR);
    if (at == SIZE_MAX)
        return QCDC_OK;
    char *given QCDC_CLEANUP (memory_free) = values->values[at];
    values->values[at] = NULL;
    if (given && year)
        return fault_set (self->fault, QCDC_USAGE, "year", "period and year are not given together");
    return query_periods (self->catalog, self->form, self->query->params[at].name, given, year ? atoi (year) : 0,
                          self->today, &values->values[at], self->fault);
}

static qcdc_status bind_duty (binder_t *self, const query_values_t *values, char **value)
{
    const char *periods =
        bound_value (self->query, values, has_param (self->query, PARAM_PERIODS) ? PARAM_PERIODS : PARAM_PERIOD);
    *value = query_duty (self->catalog, self->form, periods, self->today, self->query->exempt);
    if (*value && strlen (*value) > QCDC_DUTIES_BYTES_MAX) {
        fault_set (self->fault, QCDC_TOO_LARGE, NULL, "there are too many duties in so many periods");
        fault_advise (self->fault, "ask for fewer periods, or for one form");
        return QCDC_TOO_LARGE;
    }
    return *value ? QCDC_OK : value_no_memory (self);
}

/*  Where a query may be asked for one cell, computed figures are shown to those who ask for one. */
static qcdc_status bind_rates (binder_t *self, const query_values_t *values, char **value, char **heirs)
{
    const char *period = bound_value (self->query, values, PARAM_PERIOD),
               *cell = bound_value (self->query, values, PARAM_CELL);
    if (has_param (self->query, PARAM_CELL) && !cell)
        period = NULL;
    *value = query_rates (self->catalog, self->form, period, cell, self->today, heirs);
    return *value ? QCDC_OK : value_no_memory (self);
}

static qcdc_status bind_register (binder_t *self, const query_values_t *values, char **range, char **open)
{
    register_asked_t asked;
    QCDC_TRY (register_asked (self->query, self->catalog, values, &asked, self->fault));
    return register_bind (self->catalog, &asked, range, open) == QCDC_OK ? QCDC_OK : value_no_memory (self);
}

static qcdc_status bind_heirs (binder_t *self, const query_values_t *values, char **value)
{
    *value = query_heirs (self->catalog, self->form, bound_value (self->query, values, PARAM_PERIOD),
                          self->query->heirs_years, self->today);
    return *value ? QCDC_OK : value_no_memory (self);
}

/*  Who has ended by the day that is asked about (on=), or by today. */
static qcdc_status bind_ended (binder_t *self, const query_values_t *values, char **value)
{
    int32_t day = self->today;
    for (size_t i = 0; i < self->query->param_count; i++)
        if (strcmp (self->query->params[i].name, "on") == 0 && values->values[i])
            QCDC_TRY (day_parse (values->values[i], &day));
    *value = query_ended (self->catalog, day);
    return *value ? QCDC_OK : value_no_memory (self);
}

qcdc_status query_check (const query_t *self, role_t role, Qcdc__Param *const *given, size_t count, fault_t *fault)
{
    QCDC_TRY (check_role (self, role, fault));
    return given_check (self, given, count, fault);
}

qcdc_status query_bind (const query_t *self, const catalog_t *catalog, const asker_t *asker,
                        Qcdc__Param *const *given, size_t count, query_values_t *values, fault_t *fault)
{
    role_t role = asker->role;
    binder_t binder = {.query = self, .catalog = catalog, .office = asker->office, .role = role, .fault = fault};
    if (!query_day (self, given, count, &binder.today))
        binder.today = day_of_moment (moment_now ());
    *values = (query_values_t){0};
    QCDC_TRY (query_check (self, role, given, count, fault));
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; i < self->param_count && status == QCDC_OK; i++)
        status = bind_one (&binder, &self->params[i], given, count, &values->values[values->count++]);
    if (status == QCDC_OK)
        status = check_ends (&binder, values, given, count);
    if (status == QCDC_OK)
        status = bind_periods (&binder, values);
    if (status == QCDC_OK && self->scope_office) {
        char id[12];
        snprintf (id, sizeof id, "%d", asker->office->id);
        if (role == ROLE_REPORTER)
            status = value_copy (&binder, id, &values->values[values->count]);
        values->count++;
    }
    if (status == QCDC_OK && self->masks) {
        if (role == ROLE_ANALYST)
            status = value_copy (&binder, "t", &values->values[values->count]);
        values->count++;
    }
    if (status == QCDC_OK && self->asker) {
        char id[12];
        snprintf (id, sizeof id, "%d", asker->device);
        status = value_copy (&binder, id, &values->values[values->count++]);
    }
    if (status == QCDC_OK && self->duty)
        status = bind_duty (&binder, values, &values->values[values->count++]);
    if (status == QCDC_OK && self->rates)
        status = bind_rates (&binder, values, &values->values[values->count], &values->values[values->count + 1]);
    values->count += self->rates ? 2 : 0;
    if (status == QCDC_OK && self->registers) {
        status = bind_register (&binder, values, &values->values[values->count], &values->values[values->count + 1]);
        values->count += 2;
    }
    if (status == QCDC_OK && self->heirs_years)
        status = bind_heirs (&binder, values, &values->values[values->count++]);
    if (status == QCDC_OK && self->ended)
        status = bind_ended (&binder, values, &values->values[values->count++]);
    if (status == QCDC_OK && self->findings && !(values->values[values->count++] = query_looked (catalog)))
        status = value_no_memory (&binder);
    if (status != QCDC_OK)
        query_values_release (values);
    return status;
}

void query_values_release (query_values_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        free (self->values[i]);
    *self = (query_values_t){0};
}

/*  Whether LIST, names separated by commas, has NAME of LENGTH bytes. */
static bool list_has (const char *list, const char *name, size_t length)
{
    for (const char *at = list; *at;) {
        size_t word = strcspn (at, ",");
        if (word == length && memcmp (at, name, length) == 0)
            return true;
        at += word;
        at += *at == ',';
    }
    return false;
}

bool query_column_shown (const query_t *self, const query_column_t *column, const query_values_t *values)
{
    if (!column->if_by)
        return true;
    for (size_t i = 0; i < self->param_count; i++)
        if (self->params[i].type == PARAM_BY && values->values[i])
            return list_has (values->values[i], column->name, strlen (column->name));
    return false;
}
