/*  duty_list.c — the list of duties: worked out from the catalogue and the day, for SQL knows neither. */

#include "figures/duty_list.h"

#include "base/day.h"
#include "base/limits.h"
#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

qcdc_status duty_list_each (const catalog_t *catalog, const char *code, const char *name, int32_t today, bool exempt,
                            duty_item_fn *each, void *arg)
{
    period_t period;
    const form_t *form = period_form (catalog, code, name, &period);
    for (size_t i = 0; form && i < catalog->office_count; i++) {
        const office_t *office = &catalog->offices[i];
        /* What an office was in turn is several rows, and one office. */
        if (catalog_office_by_id (catalog, office->id) != office)
            continue;
        bool owed = duty_owed (catalog, office, form, &period, today);
        if (!owed && !(exempt && duty_exempt (catalog, office, form, &period, today)))
            continue;
        duty_item_t item = {.form = form,
                            .period = &period,
                            .office = office,
                            .unit = duty_unit_of (catalog, office, form, &period),
                            .due_on = duty_due_on (catalog, office, form, &period),
                            .exempt = !owed};
        QCDC_TRY (each (&item, arg));
    }
    return QCDC_OK;
}

char *duty_list_before (const catalog_t *catalog, const duty_item_t *item)
{
    char *text = NULL;
    size_t size = 0;
    const char *between = "", *form = item->form->code, *period = item->period->name;
    const office_t *before = NULL;
    FILE *list = open_memstream (&text, &size);
    if (!list)
        return NULL;
    while ((before = duty_predecessor (catalog, item->office, form, period, before))) {
        if (!duty_is_own (catalog, before, item->form, item->period))
            continue;
        fprintf (list, "%s%d", between, before->id);
        for (const office_t *next = before; (next = duty_next (catalog, next, form, period)) && next->id != item->office->id;)
            fprintf (list, "/%d", next->id);
        between = "+";
    }
    if (fclose (list) == 0)
        return text;
    free (text);
    return NULL;
}

typedef struct {
    const catalog_t *catalog;
    FILE *list;
} listing_t;

static qcdc_status list_item (const duty_item_t *item, void *arg)
{
    const listing_t *self = arg;
    char day[DAY_TEXT_BYTES] = "";
    char *before QCDC_CLEANUP (memory_free) = duty_list_before (self->catalog, item);
    if (!before)
        return QCDC_NO_MEMORY;
    if (item->due_on != QCDC_DAY_MAX)
        day_format_iso (item->due_on, day);
    fprintf (self->list, "%s%s:%d:%d:%s:%s:%d:%s:%s:%s", ftell (self->list) > 1 ? "," : "", item->form->code,
             item->office->id, item->form->id, day, item->exempt ? "x" : "", item->unit->id, before,
             duty_is_own (self->catalog, item->office, item->form, item->period) ? "o" : "", item->period->name);
    return QCDC_OK;
}

/*  Those of all forms, or of FORM, for the period NAME. */
static qcdc_status list_period (listing_t *self, const form_t *form, const char *name, int32_t today, bool exempt)
{
    for (size_t i = 0; i < self->catalog->form_count; i++) {
        const form_t *one = &self->catalog->forms[i];
        if (catalog_form_latest (self->catalog, one->code) == one && (!form || form == one))
            QCDC_TRY (duty_list_each (self->catalog, one->code, name, today, exempt, list_item, self));
    }
    return QCDC_OK;
}

char *query_duty (const catalog_t *catalog, const form_t *form, const char *periods, int32_t today, bool exempt)
{
    static const char BETWEEN[] = "{},";
    char *text = NULL;
    size_t size = 0;
    qcdc_status status = QCDC_OK;
    listing_t listing = {catalog, open_memstream (&text, &size)};
    if (!listing.list)
        return NULL;
    fputc ('{', listing.list);
    for (const char *at = periods ? periods : ""; *(at += strspn (at, BETWEEN)) && status == QCDC_OK;) {
        char name[PERIOD_TEXT_BYTES];
        size_t length = strcspn (at, BETWEEN);
        snprintf (name, sizeof name, "%.*s", (int)length, at);
        if (length < sizeof name)
            status = list_period (&listing, form, name, today, exempt);
        at += length;
    }
    fputc ('}', listing.list);
    if (fclose (listing.list) == 0 && status == QCDC_OK)
        return text;
    free (text);
    return NULL;
}
