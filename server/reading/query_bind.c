/*  query_bind.c — what people give as parameters, checked and brought into the form in which it is bound.
 *
 *  Nothing that was given ever becomes part of the SQL's text. */

#include "reading/query.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "catalogue/lineage.h"
#include "catalogue/named.h"
#include "catalogue/period.h"
#include "catalogue/suggest.h"
#include "figures/duty_list.h"
#include "figures/heir_list.h"
#include "figures/rate_terms.h"
#include "matters/petition.h"
#include "matters/report_review.h"
#include "reading/query_given.h"
#include "reading/query_periods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const query_t *query;
    const catalog_t *catalog;
    const office_t *office;
    role_t role;
    bool units_now; /* units are those of today; given before the unit, as the form is before period and cell */
    const form_t
        *form;     /* the one given, if any: parameters are checked in order, so it stands before period and cell */
    int32_t today; /* or the day that is asked about in its place, whose catalogue it is then */
    fault_t *fault;
} binder_t;

typedef qcdc_status (check_fn) (binder_t *self, const param_t *param, const char *given, char **value);

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

static qcdc_status take (binder_t *self, const char *text, char **value)
{
    *value = strdup (text);
    return *value ? QCDC_OK : no_memory (self->fault);
}

bool list_has (const char *list, const char *name, size_t length)
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

static qcdc_status check_by (binder_t *self, const param_t *param, const char *given, char **value)
{
    for (const char *at = given; *at;) {
        size_t length = strcspn (at, ",");
        bool known = false;
        char list[160] = "";
        for (size_t i = 0; i < self->query->column_count; i++)
            if (self->query->columns[i].if_by) {
                const char *name = self->query->columns[i].name;
                known = known || (strlen (name) == length && memcmp (name, at, length) == 0);
                list_add (list, sizeof list, name);
            }
        if (!known) {
            fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s: %.*s is not possible", param->name, given,
                       (int)length, at);
            fault_advise (self->fault, "possible are %s, separated by commas", list);
            return QCDC_USAGE;
        }
        at += length;
        at += *at == ',';
    }
    return take (self, given, value);
}

/*  The version that UNIT is shown as. */
static const unit_t *unit_shown (const binder_t *self, const unit_t *unit)
{
    return self->units_now ? lineage_on (self->catalog, unit, self->today) : unit;
}

/*  The unit that the office stands for, as it is shown; NULL where the catalog has none of its code. */
static const unit_t *own_unit (const binder_t *self)
{
    const unit_t *unit = NULL;
    qcdc_status status = catalog_unit_parse (self->catalog, self->office->unit_code, self->today, &unit);
    return status == QCDC_OK ? unit_shown (self, unit) : NULL;
}

static bool is_own_unit (const binder_t *self, const unit_t *unit)
{
    return self->units_now ? unit_shown (self, unit) == own_unit (self)
                           : strcmp (unit->code, self->office->unit_code) == 0;
}

static qcdc_status refuse_other_unit (const binder_t *self, const param_t *param, const char *given)
{
    const unit_t *own = own_unit (self);
    return own ? fault_set (self->fault, QCDC_FORBIDDEN, param->name,
                            "%s=%s: a reporter sees its own unit only, which is %s (%s)", param->name, given,
                            own->name, own->code)
               : fault_set (self->fault, QCDC_FORBIDDEN, param->name,
                            "%s=%s: a reporter sees its own unit only, which is %s", param->name, given,
                            self->office->unit_code);
}

/*  Adds the ids of the versions that UNIT names: all that are shown under a code, or as the one that was in being on a day. */
static qcdc_status list_units (binder_t *self, const param_t *param, const char *given, FILE *list)
{
    const unit_t *one = NULL;
    if (strchr (given, '@') && catalog_unit_parse (self->catalog, given, self->today, &one) != QCDC_OK)
        return QCDC_OK;
    for (size_t i = 0; i < self->catalog->unit_count; i++) {
        const unit_t *unit = &self->catalog->units[i], *shown = unit_shown (self, unit);
        if (one ? shown != one : strcmp (shown->code, given) != 0)
            continue;
        if (self->role == ROLE_REPORTER && self->query->scope_unit && !is_own_unit (self, unit))
            return refuse_other_unit (self, param, given);
        fprintf (list, "%s%d", ftell (list) > 1 ? "," : "", unit->id);
    }
    return QCDC_OK;
}

static qcdc_status check_unit (binder_t *self, const param_t *param, const char *given, char **value)
{
    char code[128];
    size_t size = 0;
    given = unit_named (self->catalog, given, code, sizeof code);
    FILE *list = open_memstream (value, &size);
    if (!list)
        return no_memory (self->fault);
    fputc ('{', list);
    qcdc_status status = list_units (self, param, given, list);
    bool none = ftell (list) <= 1;
    fputc ('}', list);
    if (fclose (list) != 0)
        return no_memory (self->fault);
    const unit_t *gone = NULL;
    if (status == QCDC_OK && none && self->units_now &&
        catalog_unit_parse (self->catalog, given, self->today, &gone) == QCDC_OK) {
        char text[UNIT_TEXT_BYTES];
        const unit_t *shown = unit_shown (self, gone);
        return fault_set (self->fault, QCDC_BAD_UNIT, param->name, "%s=%s: that unit stands as %s (%s) today",
                          param->name, given, shown->name, unit_print (shown, self->today, text));
    }
    if (status == QCDC_OK && none) {
        fault_set (self->fault, QCDC_BAD_UNIT, param->name, "%s=%s: there is no such unit", param->name, given);
        fault_advise (self->fault, "give the code of a district or commune, such as 593, or of one version, such as "
                                   "22918@2024-06-01");
        status = QCDC_BAD_UNIT;
    }
    return status;
}

static qcdc_status check_form (binder_t *self, const param_t *param, const char *given, char **value)
{
    self->form = form_named (self->catalog, given);
    if (self->form)
        return take (self, self->form->code, value);
    char list[180] = "";
    for (size_t i = 0; i < self->catalog->form_count; i++)
        if (catalog_form_latest (self->catalog, self->catalog->forms[i].code) == &self->catalog->forms[i])
            list_add (list, sizeof list, self->catalog->forms[i].code);
    fault_set (self->fault, QCDC_BAD_FORM, param->name, "%s=%s: there is no such form", param->name, given);
    nearest_t nearest;
    if (form_suggest (self->catalog, given, &nearest))
        fault_advise (self->fault, "did you mean %s?", nearest_found (&nearest));
    else
        fault_advise (self->fault, "known are %s", list);
    return QCDC_BAD_FORM;
}

static qcdc_status check_period (binder_t *self, const param_t *param, const char *given, char **value)
{
    char name[PERIOD_TEXT_BYTES];
    period_t period;
    if (query_period_find (self->catalog, self->form, period_in_case (given, name, sizeof name), &period))
        given = name;
    QCDC_TRY (query_period_check (self->catalog, self->form, param->name, given, self->today, self->fault));
    return take (self, given, value);
}

/*  Bound once the day is known that is asked about. */
static qcdc_status check_periods (binder_t *self, const param_t *param, const char *given, char **value)
{
    (void)param;
    QCDC_TRY (take (self, given, value));
    period_in_case (given, *value, strlen (given) + 1);
    return QCDC_OK;
}

static qcdc_status check_year (binder_t *self, const param_t *param, const char *given, char **value)
{
    if (strlen (given) == 4 && strspn (given, "0123456789") == 4)
        return take (self, given, value);
    fault_set (self->fault, QCDC_BAD_PERIOD, param->name, "%s=%s is not a year", param->name, given);
    fault_advise (self->fault, "write it like 2020");
    return QCDC_BAD_PERIOD;
}

/*  Whether the form at INDEX is a version of the one that is asked about, which may be any. */
static bool is_asked (const binder_t *self, size_t index)
{
    return !self->form || strcmp (self->form->code, self->catalog->forms[index].code) == 0;
}

static bool form_has (const form_t *form, const indicator_t *indicator)
{
    const indicator_t *const *item = form->indicators;
    while (*item && *item != indicator)
        item++;
    return *item != NULL;
}

/*  A cell, or an indicator alone: the sum over its members. */
static qcdc_status check_cell (binder_t *self, const param_t *param, const char *given, char **value)
{
    cell_t cell;
    const indicator_t *indicator = catalog_indicator (self->catalog, given);
    if (indicator) {
        bool in_form = !self->form;
        for (size_t i = 0; i < self->catalog->form_count && !in_form; i++)
            in_form = is_asked (self, i) && form_has (&self->catalog->forms[i], indicator);
        if (in_form)
            return take (self, given, value);
        return fault_set (self->fault, QCDC_BAD_CELL, param->name, "%s=%s: form %s has no such indicator",
                          param->name, given, self->form->code);
    }
    qcdc_status status = QCDC_BAD_CELL;
    for (size_t i = 0; i < self->catalog->form_count && status != QCDC_OK; i++)
        if (is_asked (self, i))
            status = cell_parse (self->catalog, &self->catalog->forms[i], given, &cell, self->fault);
    return status == QCDC_OK ? take (self, given, value) : status;
}

/*  Codes with a number from FIRST on, as long as NAME_OF has one. */
static qcdc_status check_code (binder_t *self, const param_t *param, const char *given, int known, name_fn *name_of,
                               int first, qcdc_status status, char **value)
{
    char list[200] = "", number[12];
    nearest_t nearest;
    nearest_begin (&nearest, given);
    if (known >= first) {
        snprintf (number, sizeof number, "%d", known);
        return take (self, number, value);
    }
    for (int code = first; name_of (code); code++) {
        nearest_offer (&nearest, name_of (code), name_of (code));
        list_add (list, sizeof list, name_of (code));
    }
    fault_set (self->fault, status, param->name, "%s=%s is not known", param->name, given);
    if (nearest_found (&nearest))
        fault_advise (self->fault, "did you mean %s?", nearest_found (&nearest));
    else
        fault_advise (self->fault, "one of %s", list);
    return status;
}

static qcdc_status check_kind (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_code (self, param, given, petition_kind_parse (given), petition_kind_name, 1, QCDC_BAD_KIND, value);
}

static qcdc_status check_field (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_code (self, param, given, petition_field_parse (given), petition_field_name, 1, QCDC_BAD_FIELD,
                       value);
}

static qcdc_status check_state (binder_t *self, const param_t *param, const char *given, char **value)
{
    int filter = petition_filter_read (given);
    QCDC_TRY (check_code (self, param, given, filter, petition_filter_name, 0, QCDC_USAGE, value));
    free (*value);
    *value = NULL;
    size_t size = 0;
    FILE *list = open_memstream (value, &size);
    if (!list)
        return no_memory (self->fault);
    /* The states that it comes to, and PETITION_TAKEN_BACK as one more. */
    fputc ('{', list);
    for (int state = 0; state <= PETITION_TAKEN_BACK; state++)
        if (petition_filter_fits (filter, (petition_state)state, state == PETITION_TAKEN_BACK))
            fprintf (list, "%s%d", ftell (list) > 1 ? "," : "", state);
    fputc ('}', list);
    return fclose (list) == 0 ? QCDC_OK : no_memory (self->fault);
}

static qcdc_status check_date (binder_t *self, const param_t *param, const char *given, char **value)
{
    int32_t day;
    if (day_parse (given, &day) == QCDC_OK)
        return take (self, given, value);
    fault_set (self->fault, QCDC_BAD_DATE, param->name, "%s=%s is not a day", param->name, given);
    fault_advise (self->fault, "write it like 2020-07-13");
    return QCDC_BAD_DATE;
}

static qcdc_status check_month (binder_t *self, const param_t *param, const char *given, char **value)
{
    char first[16];
    int32_t day;
    int length = snprintf (first, sizeof first, "%s-01", given);
    if (length == 10 && day_parse (first, &day) == QCDC_OK)
        return take (self, first, value);
    fault_set (self->fault, QCDC_BAD_DATE, param->name, "%s=%s is not a month", param->name, given);
    fault_advise (self->fault, "write it like 2020-07");
    return QCDC_BAD_DATE;
}

/*  A day, or a month: MONTHS after its first day, and DAYS before that. */
static qcdc_status check_end (binder_t *self, const param_t *param, const char *given, int months, int days,
                              char **value)
{
    char text[16];
    int32_t day;
    int year, month, first;
    if (day_parse (given, &day) == QCDC_OK)
        return take (self, given, value);
    if (snprintf (text, sizeof text, "%s-01", given) == 10 && day_parse (text, &day) == QCDC_OK) {
        day_to_civil (day, &year, &month, &first);
        month += months;
        day = day_from_civil (year + (month > 12), month > 12 ? 1 : month, 1) - days;
        return take (self, day_format_iso (day, text), value);
    }
    fault_set (self->fault, QCDC_BAD_DATE, param->name, "%s=%s is neither a day nor a month", param->name, given);
    fault_advise (self->fault, "write it like 2020-07-13 or 2020-07");
    return QCDC_BAD_DATE;
}

static qcdc_status check_since (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_end (self, param, given, 0, 0, value);
}

static qcdc_status check_until (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_end (self, param, given, 1, 1, value);
}

/*  Of the first form that is filled for such a period: the windows of all of them are the same. */
static qcdc_status check_window (binder_t *self, const param_t *param, const char *given, char **value)
{
    char text[40], from[DAY_TEXT_BYTES], to[DAY_TEXT_BYTES];
    period_t period;
    QCDC_TRY (check_period (self, param, given, value));
    bool found = query_period_find (self->catalog, self->form, *value, &period);
    free (*value);
    *value = NULL;
    if (!found)
        return QCDC_BAD_PERIOD;
    snprintf (text, sizeof text, "[%s,%s]", day_format_iso (period.from, from), day_format_iso (period.to, to));
    return take (self, text, value);
}

/*  Whether GIVEN is one of WORDS, which end with NULL; says which there are where it is none. */
static qcdc_status check_word (binder_t *self, const param_t *param, const char *given, const char *const *words)
{
    char list[40] = "";
    for (; *words; words++) {
        if (strcmp (given, *words) == 0)
            return QCDC_OK;
        list_add (list, sizeof list, *words);
    }
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not known", param->name, given);
    fault_advise (self->fault, "one of %s", list);
    return QCDC_USAGE;
}

static qcdc_status check_office (binder_t *self, const param_t *param, const char *given, char **value)
{
    nearest_t nearest;
    const office_t *office = office_named (self->catalog, given);
    if (office)
        return asprintf (value, "%d", office->id) >= 0 ? QCDC_OK : no_memory (self->fault);
    nearest_begin (&nearest, given);
    for (size_t i = 0; i < self->catalog->office_count; i++)
        nearest_offer (&nearest, self->catalog->offices[i].code, self->catalog->offices[i].code);
    fault_set (self->fault, QCDC_NOT_FOUND, param->name, "%s=%s is not known", param->name, given);
    if (nearest_found (&nearest))
        fault_advise (self->fault, "did you mean %s?", nearest_found (&nearest));
    return QCDC_NOT_FOUND;
}

static const char *standing_name_of (int standing)
{
    return report_standing_name ((report_standing)standing);
}

static qcdc_status check_standing (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_code (self, param, given, report_standing_parse (given), standing_name_of, 0, QCDC_USAGE, value);
}

static qcdc_status check_basis (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const BASES[] = {"received", "settled", NULL};
    int state = petition_filter_read (given);
    const char *basis = state == PETITION_RECEIVED ? "received" : state == PETITION_SETTLED ? "settled" : given;
    QCDC_TRY (check_word (self, param, basis, BASES));
    return take (self, basis, value);
}

static qcdc_status check_severity (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const SEVERITIES[] = {"contradiction", "warning", "alert", NULL};
    QCDC_TRY (check_word (self, param, given, SEVERITIES));
    return take (self, given, value);
}

static qcdc_status check_units (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const UNITS[] = {"then", "now", NULL};
    QCDC_TRY (check_word (self, param, given, UNITS));
    self->units_now = strcmp (given, "now") == 0;
    if (!self->units_now)
        return take (self, "{}", value);
    size_t size = 0;
    FILE *list = open_memstream (value, &size);
    if (!list)
        return no_memory (self->fault);
    fputc ('{', list);
    for (size_t i = 0; i < self->catalog->unit_count; i++) {
        const unit_t *unit = &self->catalog->units[i];
        char text[UNIT_TEXT_BYTES];
        if (unit->valid_to < self->today)
            fprintf (list, "%s%d:%s", ftell (list) > 1 ? "," : "", unit->id,
                     unit_print (unit_shown (self, unit), self->today, text));
    }
    fputc ('}', list);
    return fclose (list) == 0 ? QCDC_OK : no_memory (self->fault);
}

static qcdc_status check_as_of (binder_t *self, const param_t *param, const char *given, char **value)
{
    int32_t day;
    QCDC_TRY (check_date (self, param, given, value));
    if (day_parse (given, &day) == QCDC_OK && day <= day_of_moment (moment_now ()))
        return QCDC_OK;
    return fault_set (self->fault, QCDC_BAD_DATE, param->name, "%s=%s has not come yet", param->name, given);
}

static check_fn *const CHECKS[PARAM_TYPE_COUNT] = {
    [PARAM_BY] = check_by,
    [PARAM_UNIT] = check_unit,
    [PARAM_FORM] = check_form,
    [PARAM_PERIOD] = check_period,
    [PARAM_CELL] = check_cell,
    [PARAM_KIND] = check_kind,
    [PARAM_FIELD] = check_field,
    [PARAM_STATE] = check_state,
    [PARAM_MONTH] = check_month,
    [PARAM_DATE] = check_date,
    [PARAM_SINCE] = check_since,
    [PARAM_UNTIL] = check_until,
    [PARAM_WINDOW] = check_window,
    [PARAM_BASIS] = check_basis,
    [PARAM_UNITS] = check_units,
    [PARAM_OFFICE] = check_office,
    [PARAM_STANDING] = check_standing,
    [PARAM_AS_OF] = check_as_of,
    [PARAM_SEVERITY] = check_severity,
    [PARAM_PERIODS] = check_periods,
    [PARAM_YEAR] = check_year,
};

static qcdc_status check_role (const query_t *self, role_t role, fault_t *fault)
{
    if (self->roles[role] && (role != ROLE_REPORTER || self->scope_unit))
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

static qcdc_status bind_one (binder_t *self, const param_t *param, Qcdc__Param *const *given, size_t count,
                             char **value)
{
    const char *text = given_value (given, count, param->name);
    char own[UNIT_TEXT_BYTES];
    if (!text && param->type == PARAM_UNIT && self->role == ROLE_REPORTER && self->query->scope_unit)
        text = self->units_now && own_unit (self) ? unit_print (own_unit (self), self->today, own)
                                                  : self->office->unit_code;
    if (!text && param->required) {
        fault_set (self->fault, QCDC_USAGE, param->name, "query %s needs the parameter %s", self->query->name,
                   param->name);
        fault_advise (self->fault, "%s", param->text);
        return QCDC_USAGE;
    }
    if (text)
        return CHECKS[param->type](self, param, text, value);
    return param->fallback ? take (self, param->fallback, value) : QCDC_OK;
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
    return *value ? QCDC_OK : no_memory (self->fault);
}

/*  Where a query may be asked for one cell, computed figures are shown to those who ask for one. */
static qcdc_status bind_rates (binder_t *self, const query_values_t *values, char **value, char **heirs)
{
    const char *period = bound_value (self->query, values, PARAM_PERIOD),
               *cell = bound_value (self->query, values, PARAM_CELL);
    if (has_param (self->query, PARAM_CELL) && !cell)
        period = NULL;
    *value = query_rates (self->catalog, self->form, period, cell, self->today, heirs);
    return *value ? QCDC_OK : no_memory (self->fault);
}

static qcdc_status bind_heirs (binder_t *self, const query_values_t *values, char **value)
{
    *value = query_heirs (self->catalog, self->form, bound_value (self->query, values, PARAM_PERIOD),
                          self->query->heirs_years, self->today);
    return *value ? QCDC_OK : no_memory (self->fault);
}

qcdc_status query_check (const query_t *self, role_t role, Qcdc__Param *const *given, size_t count, fault_t *fault)
{
    QCDC_TRY (check_role (self, role, fault));
    return given_check (self, given, count, fault);
}

qcdc_status query_bind (const query_t *self, const catalog_t *catalog, const office_t *office, role_t role,
                        Qcdc__Param *const *given, size_t count, query_values_t *values, fault_t *fault)
{
    binder_t binder = {.query = self, .catalog = catalog, .office = office, .role = role, .fault = fault};
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
        snprintf (id, sizeof id, "%d", office->id);
        if (role == ROLE_REPORTER)
            status = take (&binder, id, &values->values[values->count]);
        values->count++;
    }
    if (status == QCDC_OK && self->duty)
        status = bind_duty (&binder, values, &values->values[values->count++]);
    if (status == QCDC_OK && self->rates)
        status = bind_rates (&binder, values, &values->values[values->count], &values->values[values->count + 1]);
    values->count += self->rates ? 2 : 0;
    if (status == QCDC_OK && self->heirs_years)
        status = bind_heirs (&binder, values, &values->values[values->count++]);
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

bool query_column_shown (const query_t *self, const query_column_t *column, const query_values_t *values)
{
    if (!column->if_by)
        return true;
    for (size_t i = 0; i < self->param_count; i++)
        if (self->params[i].type == PARAM_BY && values->values[i])
            return list_has (values->values[i], column->name, strlen (column->name));
    return false;
}
