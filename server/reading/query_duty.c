/*  query_duty.c — the list of duties: worked out from the catalogue and the day, for SQL knows neither. */

#include "reading/query_duty.h"

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/duty.h"

#include <stdio.h>
#include <stdlib.h>

/*  Adds what query.h says of every office that owes the form CODE for the period NAME, and with EXEMPT of those that would. */
static void list_duty (const catalog_t *catalog, const char *code, const char *name, int32_t today, bool exempt,
                       FILE *list)
{
    period_t period;
    const form_t *form = period_form (catalog, code, name, &period);
    for (size_t i = 0; form && i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        bool owed = duty_owed (catalog, office, form, &period, today);
        char day[DAY_TEXT_BYTES] = "";
        /* What an office was in turn is several rows, and one office. */
        if (catalog_office_by_id (catalog, office->id) != office)
            continue;
        if (!owed && !(exempt && duty_exempt (catalog, office, form, &period, today)))
            continue;
        int32_t due_on = duty_due_on (catalog, office, form, &period);
        if (due_on != QCDC_DAY_MAX)
            day_format_iso (due_on, day);
        fprintf (list, "%s%s:%d:%d:%s:%s:%d:", ftell (list) > 1 ? "," : "", code, office->id, form->id, day,
                 owed ? "" : "x", duty_unit_of (catalog, office, form, &period)->id);
        const char *between = "";
        for (const office_t *before = NULL; (before = duty_predecessor (catalog, office, code, period.name, before)); between = "+")
            fprintf (list, "%s%d", between, before->id);
        fputs (duty_is_own (catalog, office, form, &period) ? ":o" : ":", list);
    }
}

char *query_duty (const catalog_t *catalog, const form_t *form, const char *period, int32_t today, bool exempt)
{
    char *text = NULL;
    size_t size = 0;
    FILE *list = open_memstream (&text, &size);
    if (!list)
        return NULL;
    fputc ('{', list);
    for (size_t i = 0; period && i < catalog->form_count; i++) {
        const form_t *one = &catalog->forms[i];
        if (catalog_form_latest (catalog, one->code) == one && (!form || form == one))
            list_duty (catalog, one->code, period, today, exempt, list);
    }
    fputc ('}', list);
    if (fclose (list) == 0)
        return text;
    free (text);
    return NULL;
}
