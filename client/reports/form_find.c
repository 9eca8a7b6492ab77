/*  form_find.c — the form and period of a report that a person names. */

#include "reports/form_find.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/duty.h"
#include "catalogue/suggest.h"
#include "reports/report_view.h"

#include <stdio.h>
#include <string.h>

/*  Names the forms that the office does file, in PERIOD where that is one ("": not known): most slips are a letter away. */
static qcdc_status form_fail (const desk_t *desk, const char *code, const period_t *period, fault_t *fault)
{
    char owed[120] = "";
    size_t length = 0;
    const catalog_t *catalog = desk->home.catalog;
    const office_t *office = desk->home.office, *then = NULL;
    bool known = catalog_form_latest (catalog, code) != NULL;
    if (*period->name)
        then = catalog_office_within (catalog, office->code, period->from, period->to);
    const char *const *forms = (then ? then : office)->forms;
    for (size_t i = 0; forms[i] && length < sizeof owed; i++)
        length += (size_t)snprintf (owed + length, sizeof owed - length, "%s%s", i > 0 ? ", " : "", forms[i]);
    if (!known)
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("there is no form %.40s"), code);
    else if (*period->name && duty_is_known (catalog, office, code))
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("%s does not file form %s for %s"), office->code, code,
                   period->name);
    else
        fault_set (fault, QCDC_BAD_FORM, "form", _ ("%s does not file form %.40s"), office->code, code);
    nearest_t nearest;
    if (!known && form_suggest (catalog, code, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else if (owed[0])
        fault_advise (fault, _ ("your office files: %s"), owed);
    else
        fault_advise (fault, "%s", _ ("your office files no form"));
    return QCDC_BAD_FORM;
}

/*  The first day that a period may end on for any version of form CODE. */
static int32_t form_since (const catalog_t *catalog, const char *code)
{
    int32_t since = QCDC_DAY_MAX;
    for (size_t i = 0; i < catalog->form_count; i++)
        if (strcmp (catalog->forms[i].code, code) == 0 && catalog->forms[i].valid_from < since)
            since = catalog->forms[i].valid_from;
    return since;
}

/*  The report of this office that stands for the form and period, whatever has been published since: its version, NULL where there is none. */
static qcdc_status standing_form (desk_t *desk, const form_t *latest, const char *period_name, const form_t **form,
                                  period_t *period, fault_t *fault)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    const catalog_t *catalog = desk->home.catalog;
    *form = NULL;
    if (period_parse (catalog, latest->calendar, period_name, period) != QCDC_OK)
        return QCDC_OK;
    QCDC_TRY (report_view_read (desk, desk->home.office->code, latest->code, period->name, &view, fault));
    *form = report_view_stands (&view) ? catalog_form_by_id (catalog, view.report.form) : NULL;
    return QCDC_OK;
}

/*  Form first, then period: a message about the period must be about a form that exists. */
qcdc_status form_find (desk_t *desk, const char *code, const char *period_name, const form_t **form, period_t *period,
                       fault_t *fault)
{
    const catalog_t *catalog = desk->home.catalog;
    const form_t *latest = catalog_form_latest (catalog, code);
    *period = (period_t){.name = ""};
    if (!latest)
        return form_fail (desk, code, period, fault);
    *form = period_form (catalog, code, period_name, period);
    if (*form && duty_may_file (catalog, desk->home.office, code, period))
        return QCDC_OK;
    period_t asked = *period;
    QCDC_TRY (standing_form (desk, latest, period_name, form, period, fault));
    if (*form)
        return QCDC_OK;
    if (*asked.name || !duty_is_known (catalog, desk->home.office, code))
        return form_fail (desk, code, &asked, fault);
    char kinds[80] = "";
    size_t length = 0;
    for (size_t i = 0; latest->periods[i] && length < sizeof kinds; i++)
        length += (size_t)snprintf (kinds + length, sizeof kinds - length, "%s%s%s", i > 0 ? ", " : "",
                                    strcmp (latest->periods[i], "Y") == 0 ? "2020" : "2020-",
                                    strcmp (latest->periods[i], "Y") == 0   ? ""
                                    : strcmp (latest->periods[i], "M") == 0 ? "M06"
                                                                            : latest->periods[i]);
    fault_set (fault, QCDC_BAD_PERIOD, "period", _ ("form %s is not filed for %.40s"), code, period_name);
    nearest_t nearest;
    char day[DAY_TEXT_BYTES];
    int32_t since = form_since (catalog, code);
    if (period_parse (catalog, latest->calendar, period_name, period) == QCDC_OK && period->to < since)
        fault_advise (fault, _ ("it is filed for the periods that end on %s or later"),
                      day_format_people (since, day));
    else if (period_suggest (catalog, latest, period_name, &nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else
        fault_advise (fault, _ ("periods are written like %s"), kinds);
    return QCDC_BAD_PERIOD;
}
