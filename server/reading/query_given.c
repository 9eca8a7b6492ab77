/*  query_given.c — the parameters of a question before any of them is looked into. */

#include "reading/query_given.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

/*  Appends WORD to the list in TEXT, cut where it is full. */
void list_add (char *text, size_t size, const char *word)
{
    size_t length = strlen (text);
    snprintf (text + length, size - length, "%s%s", length ? ", " : "", word);
}

/*  Everything below is linear in what is given, or worse. */
static qcdc_status check_sizes (Qcdc__Param *const *given, size_t count, fault_t *fault)
{
    if (count > QCDC_PARAMS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "%zu parameters, at most %u are taken", count,
                          QCDC_PARAMS_COUNT_MAX);
    for (size_t i = 0; i < count; i++)
        if (strlen (given[i]->name) > QCDC_PARAM_NAME_BYTES_MAX || strlen (given[i]->value) > QCDC_PARAM_BYTES_MAX)
            return fault_set (fault, QCDC_TOO_LARGE, NULL,
                              "a parameter is too long: at most %u bytes of a name and %u of a value are taken",
                              QCDC_PARAM_NAME_BYTES_MAX, QCDC_PARAM_BYTES_MAX);
    return QCDC_OK;
}

/*  Every parameter given must be one of the query's, and only once. */
static qcdc_status check_names (const query_t *self, Qcdc__Param *const *given, size_t count, fault_t *fault)
{
    char list[180] = "";
    for (size_t i = 0; i < self->param_count; i++)
        list_add (list, sizeof list, self->params[i].name);
    for (size_t g = 0; g < count; g++) {
        size_t at = 0;
        while (at < self->param_count && strcmp (self->params[at].name, given[g]->name) != 0)
            at++;
        if (at == self->param_count) {
            fault_set (fault, QCDC_USAGE, NULL, "query %s has no parameter %s", self->name, given[g]->name);
            nearest_t nearest;
            nearest_begin (&nearest, given[g]->name);
            for (size_t i = 0; i < self->param_count; i++)
                nearest_offer (&nearest, self->params[i].name, self->params[i].name);
            if (nearest_found (&nearest))
                fault_advise (fault, "did you mean %s?", nearest_found (&nearest));
            else
                fault_advise (fault, *list ? "its parameters are %s" : "it has none%s", list);
            return QCDC_USAGE;
        }
        for (size_t other = 0; other < g; other++)
            if (strcmp (given[other]->name, given[g]->name) == 0)
                return fault_set (fault, QCDC_USAGE, NULL, "parameter %s is given twice", given[g]->name);
    }
    return QCDC_OK;
}

qcdc_status given_check (const query_t *self, Qcdc__Param *const *given, size_t count, fault_t *fault)
{
    QCDC_TRY (check_sizes (given, count, fault));
    return check_names (self, given, count, fault);
}

const char *given_value (Qcdc__Param *const *given, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp (given[i]->name, name) == 0 && *given[i]->value)
            return given[i]->value;
    return NULL;
}

bool query_day (const query_t *self, Qcdc__Param *const *given, size_t count, int32_t *day)
{
    for (size_t i = 0; i < self->param_count; i++) {
        const char *text =
            self->params[i].type == PARAM_AS_OF ? given_value (given, count, self->params[i].name) : NULL;
        if (text)
            return day_parse (text, day) == QCDC_OK && *day <= day_of_moment (moment_now ());
    }
    return false;
}
