/*  query_value.c — one value of each type of parameter: what it must look like, and what it is bound as.
 *
 *  Whoever gives a wrong one is told what is possible, or what he may have meant. */

#include "reading/query_value.h"

#include "base/day.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/search_words.h"
#include "catalogue/case_lists.h"
#include "catalogue/cell.h"
#include "catalogue/named.h"
#include "catalogue/period.h"
#include "catalogue/suggest.h"
#include "facts/word.h"
#include "matters/item.h"
#include "matters/petition.h"
#include "matters/report_review.h"
#include "reading/query_given.h"
#include "reading/query_periods.h"
#include "reading/query_unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

typedef qcdc_status (check_fn) (binder_t *self, const param_t *param, const char *given, char **value);

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
    return value_copy (self, given, value);
}

static qcdc_status check_form (binder_t *self, const param_t *param, const char *given, char **value)
{
    self->form = form_named (self->catalog, given);
    if (self->form)
        return value_copy (self, self->form->code, value);
    char list[180] = "", day[DAY_TEXT_BYTES];
    for (size_t i = 0; i < self->catalog->form_count; i++)
        if (catalog_form_latest (self->catalog, self->catalog->forms[i].code) == &self->catalog->forms[i])
            list_add (list, sizeof list, self->catalog->forms[i].code);
    fault_set (self->fault, QCDC_BAD_FORM, param->name, "%s=%s: there is no such form", param->name, given);
    nearest_t nearest;
    if (form_suggest (self->catalog, given, &nearest))
        fault_advise (self->fault, "did you mean %s?", nearest_found (&nearest));
    else if (*list)
        fault_advise (self->fault, "known are %s", list);
    else
        fault_advise (self->fault, "no form had been published by %s", day_format_iso (self->today, day));
    return QCDC_BAD_FORM;
}

static qcdc_status check_period (binder_t *self, const param_t *param, const char *given, char **value)
{
    char name[PERIOD_TEXT_BYTES];
    period_t period;
    if (query_period_find (self->catalog, self->form, period_in_case (given, name, sizeof name), &period))
        given = name;
    QCDC_TRY (query_period_check (self->catalog, self->form, param->name, given, self->today, self->fault));
    return value_copy (self, given, value);
}

/*  Bound once the day is known that is asked about. */
static qcdc_status check_periods (binder_t *self, const param_t *param, const char *given, char **value)
{
    (void)param;
    QCDC_TRY (value_copy (self, given, value));
    period_in_case (given, *value, strlen (given) + 1);
    return QCDC_OK;
}

static qcdc_status check_year (binder_t *self, const param_t *param, const char *given, char **value)
{
    if (strlen (given) == 4 && strspn (given, "0123456789") == 4 && strcmp (given, "0000") != 0)
        return value_copy (self, given, value);
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
            return value_copy (self, given, value);
        return fault_set (self->fault, QCDC_BAD_CELL, param->name, "%s=%s: form %s has no such indicator",
                          param->name, given, self->form->code);
    }
    qcdc_status status = QCDC_BAD_CELL;
    for (size_t i = 0; i < self->catalog->form_count && status != QCDC_OK; i++)
        if (is_asked (self, i))
            status = cell_parse (self->catalog, &self->catalog->forms[i], given, &cell, self->fault);
    return status == QCDC_OK ? value_copy (self, given, value) : status;
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
        return value_copy (self, number, value);
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
        return value_no_memory (self);
    /* The states that it comes to, and PETITION_TAKEN_BACK as one more. */
    fputc ('{', list);
    for (int state = 0; state <= PETITION_TAKEN_BACK; state++)
        if (petition_filter_fits (filter, (petition_state)state, state == PETITION_TAKEN_BACK))
            fprintf (list, "%s%d", ftell (list) > 1 ? "," : "", state);
    fputc ('}', list);
    return fclose (list) == 0 ? QCDC_OK : value_no_memory (self);
}

static qcdc_status check_date (binder_t *self, const param_t *param, const char *given, char **value)
{
    int32_t day;
    if (day_parse (given, &day) == QCDC_OK)
        return value_copy (self, given, value);
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
        return value_copy (self, first, value);
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
        return value_copy (self, given, value);
    if (snprintf (text, sizeof text, "%s-01", given) == 10 && day_parse (text, &day) == QCDC_OK) {
        day_to_civil (day, &year, &month, &first);
        month += months;
        day = day_from_civil (year + (month > 12), month > 12 ? 1 : month, 1) - days;
        return value_copy (self, day_format_iso (day, text), value);
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
    return value_copy (self, text, value);
}

static qcdc_status check_office (binder_t *self, const param_t *param, const char *given, char **value)
{
    nearest_t nearest;
    const office_t *office = office_named (self->catalog, given);
    if (office)
        return asprintf (value, "%d", office->id) >= 0 ? QCDC_OK : value_no_memory (self);
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
    QCDC_TRY (value_word (self, param, basis, BASES));
    return value_copy (self, basis, value);
}

static qcdc_status check_severity (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const SEVERITIES[] = {"contradiction", "warning", "alert", NULL};
    QCDC_TRY (value_word (self, param, given, SEVERITIES));
    return value_copy (self, given, value);
}

/*  Of the deadlines that were ever published, for what is overdue may be so by one that holds no more. */
static qcdc_status check_rule (binder_t *self, const param_t *param, const char *given, char **value)
{
    char list[200] = "";
    for (size_t i = 0; i < self->catalog->legal_deadline_count; i++) {
        const legal_deadline_t *deadline = &self->catalog->legal_deadlines[i];
        if (deadline->extends[0])
            continue;
        if (strcasecmp (given, deadline->rule) == 0)
            return value_copy (self, deadline->rule, value);
        size_t first = 0; /* it has a row for each time in which it was another */
        while (strcmp (self->catalog->legal_deadlines[first].rule, deadline->rule) != 0)
            first++;
        if (first == i)
            list_add (list, sizeof list, deadline->rule);
    }
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not known", param->name, given);
    fault_advise (self->fault, "one of %s", list);
    return QCDC_USAGE;
}

static qcdc_status check_as_of (binder_t *self, const param_t *param, const char *given, char **value)
{
    int32_t day;
    QCDC_TRY (check_date (self, param, given, value));
    if (day_parse (given, &day) == QCDC_OK && day <= day_of_moment (moment_now ()))
        return QCDC_OK;
    return fault_set (self->fault, QCDC_BAD_DATE, param->name, "%s=%s has not come yet", param->name, given);
}

/*  What is asked as a tsquery of the lexemes that entry_words has ("dat~đất"): all of it, or any of its words. */
static void write_tsquery (FILE *out, const search_asked_t *asked, bool exact, bool any)
{
    for (size_t i = 0; i < asked->count; i++) {
        const search_word_t *word = &asked->terms[i].word;
        bool begins = asked->begins && i + 1 == asked->count;
        fputs (i == 0 ? "" : any ? " | " : asked->terms[i].joined ? " <-> " : " & ", out);
        if (exact)
            fprintf (out, "'%s~%s'", word->folded, strcmp (word->exact, word->folded) == 0 ? "" : word->exact);
        else
            fprintf (out, "'%s%s':*", word->folded, begins ? "" : "~");
    }
}

/*  TEXT as an element of an array. */
static void write_element (FILE *out, const char *text)
{
    fputs (",\"", out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            fputc ('\\', out);
        fputc (*text, out);
    }
    fputc ('"', out);
}

static qcdc_status value_words (binder_t *self, const param_t *param, const char *given, char **value)
{
    search_asked_t asked;
    char year[16] = "";
    size_t size = 0;
    qcdc_status status = search_read (given, &asked, self->fault);
    if (status != QCDC_OK) {
        fault_about (self->fault, param->name);
        return status;
    }
    if (asked.year)
        snprintf (year, sizeof year, "%d", asked.year);
    FILE *out = open_memstream (value, &size);
    if (!out)
        return value_no_memory (self);
    fputs ("{\"", out);
    write_tsquery (out, &asked, true, false);
    fputs ("\",\"", out);
    write_tsquery (out, &asked, false, false);
    fputs ("\",\"", out);
    write_tsquery (out, &asked, false, true);
    fputc ('"', out);
    write_element (out, asked.number);
    write_element (out, year);
    write_element (out, given);
    write_element (out, asked.number_exact);
    fputc ('}', out);
    return fclose (out) == 0 ? QCDC_OK : value_no_memory (self);
}

static qcdc_status check_page (binder_t *self, const param_t *param, const char *given, char **value)
{
    char *end;
    long page = strtol (given, &end, 10);
    if (*given >= '1' && *given <= '9' && *end == '\0' && page <= QCDC_SEARCH_PAGES_MAX)
        return value_copy (self, given, value);
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not possible", param->name, given);
    fault_advise (self->fault, "give a number from 1 to %d", QCDC_SEARCH_PAGES_MAX);
    return QCDC_USAGE;
}

static qcdc_status check_address (binder_t *self, const param_t *param, const char *given, char **value)
{
    uint64_t origin, seq;
    char text[ADDRESS_TEXT_BYTES];
    if (address_parse (given, &origin, &seq) == QCDC_OK && seq <= INT64_MAX)
        return value_copy (self, address_format (origin, seq, text), value);
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not possible", param->name, given);
    fault_advise (self->fault, "an address is 16 hex digits, a colon and a number");
    return QCDC_USAGE;
}

static qcdc_status check_ended (binder_t *self, const param_t *param, const char *given, char **value)
{
    char number[16], list[80] = "";
    for (int ended = 0; petition_ended_code (ended); ended++) {
        list_add (list, sizeof list, petition_ended_code (ended));
        if (!word_same (petition_ended_code (ended), given))
            continue;
        snprintf (number, sizeof number, "%d", ended);
        return value_copy (self, number, value);
    }
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not possible", param->name, given);
    fault_advise (self->fault, "known are %s", list);
    return QCDC_USAGE;
}

static qcdc_status check_handler (binder_t *self, const param_t *param, const char *given, char **value)
{
    char key[HANDLER_KEY_BYTES];
    (void)param;
    return value_copy (self, petition_handler_key (given, key), value);
}

/*  Of the lists that were ever published: cases came off those that are no more. */
static qcdc_status check_list (binder_t *self, const param_t *param, const char *given, char **value)
{
    char list[200] = "";
    for (size_t i = 0; i < self->catalog->case_list_count; i++) {
        const case_list_t *row = &self->catalog->case_lists[i];
        if (strcasecmp (given, row->code) == 0)
            return value_copy (self, row->code, value);
        if (case_list_last (self->catalog, row->code) == row)
            list_add (list, sizeof list, row->code);
    }
    fault_set (self->fault, QCDC_USAGE, param->name, "%s=%s is not known", param->name, given);
    fault_advise (self->fault, "one of %s", list);
    return QCDC_USAGE;
}

static qcdc_status check_flag (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const FLAGS[] = {"DONG_NGUOI", "PHUC_TAP",     "DAC_BIET_PHUC_TAP", "DAI_HOI",      "LAN_HAI",
                                        "CU_TRI",     "DU_AN:<code>", "DOI_THOAI:<code>",  "NHAN_QD:<day>"};
    char flag[QCDC_FLAG_BYTES_MAX + 1], list[160] = "";
    if (flag_read_any (given, flag, sizeof flag))
        return value_copy (self, flag, value);
    for (size_t i = 0; i < sizeof FLAGS / sizeof *FLAGS; i++)
        list_add (list, sizeof list, FLAGS[i]);
    fault_set (self->fault, QCDC_BAD_FLAG, param->name, "%s=%s is not known", param->name, given);
    fault_advise (self->fault, "one of %s", list);
    return QCDC_BAD_FLAG;
}

static qcdc_status check_task_state (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_code (self, param, given, item_state_parse (given), item_state_name, 0, QCDC_USAGE, value);
}

static qcdc_status check_source (binder_t *self, const param_t *param, const char *given, char **value)
{
    return check_code (self, param, given, item_source_parse (given), item_source_name, 1, QCDC_USAGE, value);
}

static check_fn *const CHECKS[PARAM_TYPE_COUNT] = {
    [PARAM_BY] = check_by,
    [PARAM_UNIT] = value_unit,
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
    [PARAM_UNITS] = value_units,
    [PARAM_OFFICE] = check_office,
    [PARAM_STANDING] = check_standing,
    [PARAM_AS_OF] = check_as_of,
    [PARAM_SEVERITY] = check_severity,
    [PARAM_PERIODS] = check_periods,
    [PARAM_YEAR] = check_year,
    [PARAM_WORDS] = value_words,
    [PARAM_PAGE] = check_page,
    [PARAM_ADDRESS] = check_address,
    [PARAM_RULE] = check_rule,
    [PARAM_ENDED] = check_ended,
    [PARAM_HANDLER] = check_handler,
    [PARAM_LIST] = check_list,
    [PARAM_FLAG] = check_flag,
    [PARAM_TASK_STATE] = check_task_state,
    [PARAM_SOURCE] = check_source,
};

qcdc_status value_check (binder_t *self, const param_t *param, const char *given, char **value)
{
    return CHECKS[param->type](self, param, given, value);
}
