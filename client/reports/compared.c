/*  compared.c — what a report is held against, in words. */

#include "reports/compared.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "matters/report_rules.h"
#include "reports/report_view.h"
#include "rules/reference.h"
#include "rules/rule_period.h"

#include <stdio.h>
#include <string.h>

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

qcdc_status compared_with (const desk_t *desk, const form_t *form, const period_t *period, const char *name,
                           compared_kind *kind, char **names, fault_t *fault)
{
    int32_t today = day_of_moment (moment_now ());
    return heirs_compared (desk->home.catalog, desk->home.office, form, period, name, today, kind, names)
               ? QCDC_OK
               : no_memory (fault);
}

qcdc_status compared_text (const desk_t *desk, const form_t *form, const period_t *period, const char *name,
                           char **text, fault_t *fault)
{
    compared_kind kind;
    char *names QCDC_CLEANUP (memory_free) = NULL;
    int made = 0;
    *text = NULL;
    QCDC_TRY (compared_with (desk, form, period, name, &kind, &names, fault));
    if (kind == COMPARED_MOSTLY)
        made = asprintf (
            text,
            _ ("with %s it is compared at the province, which adds what %s may have reported of a part of that time"),
            name, names ? names : "");
    else if (kind == COMPARED_SUM)
        made = asprintf (
            text,
            _ ("with %s it is compared at the province, which adds up %s: not all of these reports are here; qcdc "
               "query report_before form=%s period=%s shows the sums"),
            name, names ? names : "", form->code, period->name);
    else if (kind == COMPARED_PART)
        made = asprintf (text, _ ("with %s it is not compared: of %s, which was divided, only a part is in it"), name,
                         names ? names : "");
    else if (kind == COMPARED_NONE)
        made = asprintf (
            text, _ ("with %s it is not compared: what this office reported then counts for another one since"),
            name);
    if (made >= 0)
        return QCDC_OK;
    *text = NULL;
    return no_memory (fault);
}

/*  ---------------------------------------------------------------- all periods */

/*  What is of a later time is held against this one, and not the other way round. */
static bool is_earlier (const desk_t *desk, const form_t *form, const period_t *period, const char *name)
{
    period_t other;
    return period_form (desk->home.catalog, form->code, name, &other) && other.to <= period->to &&
           strcmp (name, period->name) != 0;
}

/*  Whether this office reported then: who did not has nothing that counts elsewhere. */
static qcdc_status has_reported (desk_t *desk, const form_t *form, const char *name, bool *has, fault_t *fault)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    QCDC_TRY (report_view_read (desk, desk->home.office->code, form->code, name, &view, fault));
    *has = report_view_stands (&view);
    return QCDC_OK;
}

/*  Says it of the other period NAME, where there is something to say. */
static qcdc_status other_say (desk_t *desk, const form_t *form, const period_t *period, const char *name,
                              fault_t *fault)
{
    compared_kind kind;
    char *names QCDC_CLEANUP (memory_free) = NULL, *text QCDC_CLEANUP (memory_free) = NULL;
    bool has = true;
    QCDC_TRY (compared_with (desk, form, period, name, &kind, &names, fault));
    if (kind == COMPARED_NONE)
        QCDC_TRY (has_reported (desk, form, name, &has, fault));
    if (has)
        QCDC_TRY (compared_text (desk, form, period, name, &text, fault));
    if (text)
        fprintf (stderr, "qcdc: %s, %s: %s\n", form->code, period->name, text);
    return QCDC_OK;
}

qcdc_status compared_say (desk_t *desk, const form_t *form, const period_t *period, fault_t *fault)
{
    static const rule_period OTHERS[] = {RULE_YEAR_AGO, RULE_PREVIOUS, RULE_H1, RULE_YTD};
    char said[sizeof OTHERS / sizeof *OTHERS][PERIOD_TEXT_BYTES];
    size_t count = 0;
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    unsigned looked = report_rules_periods (desk->home.catalog, form, period, true);
    for (size_t which = 0; which < sizeof OTHERS / sizeof *OTHERS; which++) {
        char name[PERIOD_TEXT_BYTES];
        bool known = !(looked & 1u << OTHERS[which]);
        rule_period_name (desk->home.catalog, form, period, OTHERS[which], name);
        for (size_t i = 0; i < count; i++)
            known = known || strcmp (said[i], name) == 0;
        if (known || !is_earlier (desk, form, period, name))
            continue;
        memcpy (said[count++], name, sizeof name);
        QCDC_TRY (other_say (desk, form, period, name, fault));
    }
    return QCDC_OK;
}
