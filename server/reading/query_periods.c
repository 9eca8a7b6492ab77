/*  query_periods.c — one period, several, or all from one to another. */

#include "reading/query_periods.h"

#include "base/day.h"
#include "base/memory.h"
#include "catalogue/suggest.h"
#include "reading/query_given.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- one */

bool query_period_find (const catalog_t *catalog, const form_t *form, const char *name, period_t *period)
{
    if (form)
        return period_form (catalog, form->code, name, period) != NULL;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (period_form (catalog, catalog->forms[i].code, name, period))
            return true;
    return false;
}

qcdc_status query_period_check (const catalog_t *catalog, const form_t *form, const char *name, const char *given,
                                int32_t today, fault_t *fault)
{
    period_t period;
    bool known = query_period_find (catalog, form, given, &period);
    /* Nothing, or a row of zeros, would be an answer about a time of which nobody can know anything. */
    if (known && period.from > today)
        return fault_set (fault, QCDC_BAD_PERIOD, name, "%s has not begun yet", period.name);
    if (known)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_PERIOD, name, "%s=%s: not a period%s%s", name, given,
               form ? " of form " : " that any form is filled for", form ? form->code : "");
    char list[120] = "";
    for (const char *const *kind = form ? form->periods : NULL; kind && *kind; kind++)
        list_add (list, sizeof list,
                  strcmp (*kind, "Y") == 0    ? "2020"
                  : strcmp (*kind, "H1") == 0 ? "2020-H1"
                                              : *kind);
    nearest_t nearest;
    if (period_suggest (catalog, form, given, &nearest))
        fault_advise (fault, "did you mean %s?", nearest_found (&nearest));
    else
        fault_advise (fault, "write it like %s", *list ? list : "2020-H1 or 2020");
    return QCDC_BAD_PERIOD;
}

/*  ---------------------------------------------------------------- several */

typedef struct {
    char (*names)[PERIOD_TEXT_BYTES]; /* malloc'ed, each once */
    size_t count, size;
} periods_t;

static void periods_release (periods_t *self)
{
    free (self->names);
}

static qcdc_status periods_add (periods_t *self, const char *name, fault_t *fault)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp (self->names[i], name) == 0)
            return QCDC_OK;
    char (*names)[PERIOD_TEXT_BYTES] = memory_room (self->names, self->count, &self->size, sizeof *names);
    if (!names)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    self->names = names;
    snprintf (names[self->count++], PERIOD_TEXT_BYTES, "%s", name);
    return QCDC_OK;
}

/*  What is wanted of all that there are. */
typedef struct {
    const char *first, *last; /* names; NULL: from the beginning on, up to now */
    int year;                 /* 0: any */
    int32_t today;
} wanted_t;

/*  In the calendar of FORM, for the same name has other days in another one; what that does not know ends nothing. */
static bool is_wanted (const wanted_t *self, const catalog_t *catalog, const form_t *form, const period_t *period)
{
    period_t end;
    if (!period_served_by (period, form) || period->from > self->today || (self->year && period->year != self->year))
        return false;
    if (self->first && period_parse (catalog, form->calendar, self->first, &end) == QCDC_OK &&
        period->from < end.from)
        return false;
    return !self->last || period_parse (catalog, form->calendar, self->last, &end) != QCDC_OK || period->to <= end.to;
}

/*  All periods of FORM, a version, that are WANTED. */
static qcdc_status add_of_form (periods_t *self, const catalog_t *catalog, const form_t *form, const wanted_t *wanted,
                                fault_t *fault)
{
    int year, month, day;
    day_to_civil (wanted->today, &year, &month, &day);
    for (int of = PERIOD_YEAR_MIN; of <= year + 1; of++)
        for (const char *const *kind = form->periods; *kind; kind++)
            for (month = 1; month <= (strcmp (*kind, "M") == 0 ? 12 : 1); month++) {
                period_t period;
                if (period_of_form (catalog, form, of, *kind, month, &period) == QCDC_OK &&
                    is_wanted (wanted, catalog, form, &period))
                    QCDC_TRY (periods_add (self, period.name, fault));
            }
    return QCDC_OK;
}

static qcdc_status add_all (periods_t *self, const catalog_t *catalog, const form_t *form, const wanted_t *wanted,
                            fault_t *fault)
{
    for (size_t i = 0; i < catalog->form_count; i++)
        if (!form || strcmp (catalog->forms[i].code, form->code) == 0)
            QCDC_TRY (add_of_form (self, catalog, &catalog->forms[i], wanted, fault));
    return QCDC_OK;
}

/*  "2018-H1..2020": both ends are periods themselves, the first one no later than the last. */
static qcdc_status add_range (periods_t *self, const catalog_t *catalog, const form_t *form, const char *name,
                              const char *first, const char *last, int32_t today, fault_t *fault)
{
    period_t from, to;
    QCDC_TRY (query_period_check (catalog, form, name, first, today, fault));
    QCDC_TRY (query_period_check (catalog, form, name, last, today, fault));
    if (!query_period_find (catalog, form, first, &from) || !query_period_find (catalog, form, last, &to))
        return QCDC_BAD_PERIOD;
    if (from.from > to.to) {
        fault_set (fault, QCDC_BAD_PERIOD, name, "%s=%s..%s: the first period is after the last one", name, first,
                   last);
        fault_advise (fault, "a time begins before it ends");
        return QCDC_BAD_PERIOD;
    }
    return add_all (self, catalog, form, &(wanted_t){.first = from.name, .last = to.name, .today = today}, fault);
}

/*  ITEM is one period, or a range. */
static qcdc_status add_item (periods_t *self, const catalog_t *catalog, const form_t *form, const char *name,
                             char *item, int32_t today, fault_t *fault)
{
    char *dots = strstr (item, "..");
    if (dots) {
        *dots = '\0';
        return add_range (self, catalog, form, name, item, dots + 2, today, fault);
    }
    QCDC_TRY (query_period_check (catalog, form, name, item, today, fault));
    return periods_add (self, item, fault);
}

static qcdc_status add_given (periods_t *self, const catalog_t *catalog, const form_t *form, const char *name,
                              const char *given, int32_t today, fault_t *fault)
{
    char *items QCDC_CLEANUP (memory_free) = strdup (given), *rest = items;
    if (!items)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    for (char *item; (item = strsep (&rest, ","));)
        QCDC_TRY (add_item (self, catalog, form, name, item, today, fault));
    return QCDC_OK;
}

static qcdc_status periods_print (const periods_t *self, char **value, fault_t *fault)
{
    char *text = malloc (self->count * PERIOD_TEXT_BYTES + 3), *at = text;
    if (!text)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
    *at++ = '{';
    for (size_t i = 0; i < self->count; i++)
        at += sprintf (at, "%s%s", i ? "," : "", self->names[i]);
    strcpy (at, "}");
    *value = text;
    return QCDC_OK;
}

qcdc_status query_periods (const catalog_t *catalog, const form_t *form, const char *name, const char *given,
                           int year, int32_t today, char **value, fault_t *fault)
{
    periods_t periods QCDC_CLEANUP (periods_release) = {0};
    if (given)
        QCDC_TRY (add_given (&periods, catalog, form, name, given, today, fault));
    else
        QCDC_TRY (add_all (&periods, catalog, form, &(wanted_t){.year = year, .today = today}, fault));
    if (periods.count == 0 && year)
        return fault_set (fault, QCDC_BAD_PERIOD, "year", "no period of %d that a form is filled for has begun",
                          year);
    return periods_print (&periods, value, fault);
}
