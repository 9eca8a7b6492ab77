/*  query_unit.c — units in questions: all that are shown under a code, as of then or as of today, and for a reporter its own only. */

#include "reading/query_unit.h"

#include "base/day.h"
#include "catalogue/named.h"

#include <stdio.h>
#include <string.h>

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

qcdc_status value_unit (binder_t *self, const param_t *param, const char *given, char **value)
{
    char code[128];
    size_t size = 0;
    given = unit_named (self->catalog, given, code, sizeof code);
    FILE *list = open_memstream (value, &size);
    if (!list)
        return value_no_memory (self);
    fputc ('{', list);
    qcdc_status status = list_units (self, param, given, list);
    bool none = ftell (list) <= 1;
    fputc ('}', list);
    if (fclose (list) != 0)
        return value_no_memory (self);
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

qcdc_status value_units (binder_t *self, const param_t *param, const char *given, char **value)
{
    static const char *const UNITS[] = {"then", "now", NULL};
    QCDC_TRY (value_word (self, param, given, UNITS));
    self->units_now = strcmp (given, "now") == 0;
    if (!self->units_now)
        return value_copy (self, "{}", value);
    size_t size = 0;
    FILE *list = open_memstream (value, &size);
    if (!list)
        return value_no_memory (self);
    fputc ('{', list);
    for (size_t i = 0; i < self->catalog->unit_count; i++) {
        const unit_t *unit = &self->catalog->units[i];
        char text[UNIT_TEXT_BYTES];
        if (unit->valid_to < self->today)
            fprintf (list, "%s%d:%s", ftell (list) > 1 ? "," : "", unit->id,
                     unit_print (unit_shown (self, unit), self->today, text));
    }
    fputc ('}', list);
    return fclose (list) == 0 ? QCDC_OK : value_no_memory (self);
}

const char *value_own_unit (const binder_t *self, char text[UNIT_TEXT_BYTES])
{
    const unit_t *own = self->units_now ? own_unit (self) : NULL;
    return own ? unit_print (own, self->today, text) : self->office->unit_code;
}
