/*  query_binder.c — what all that binds a parameter says. */

#include "reading/query_binder.h"

#include "reading/query_given.h"

#include <string.h>

qcdc_status value_no_memory (const binder_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

qcdc_status value_copy (const binder_t *self, const char *text, char **value)
{
    *value = strdup (text);
    return *value ? QCDC_OK : value_no_memory (self);
}

qcdc_status value_word (binder_t *self, const param_t *param, const char *given, const char *const *words)
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
