/*  register_figures.c — the registers of the office in this home, row by row, and what they come to. */

#include "commands/register_figures.h"

#include "base/day.h"
#include "base/i18n.h"
#include "catalogue/cell.h"
#include "rules/reference.h"

#include <stdio.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const register_reader_t *reader;
    fault_t *fault;
} reading_t;

static qcdc_status petition_subject (const char *subject, void *arg)
{
    const reading_t *reading = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (reading->desk, subject, &views, reading->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere)
            QCDC_TRY (reading->reader->petition (&views.views[i], reading->reader->arg));
    return QCDC_OK;
}

static qcdc_status reception_subject (const char *subject, void *arg)
{
    const reading_t *reading = arg;
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (reading->desk, subject, &views, reading->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (!views.views[i].elsewhere)
            QCDC_TRY (reading->reader->reception (&views.views[i], reading->reader->arg));
    return QCDC_OK;
}

qcdc_status register_each (desk_t *desk, const register_reader_t *reader, fault_t *fault)
{
    char prefix[80];
    reading_t reading = {desk, reader, fault};
    snprintf (prefix, sizeof prefix, "petition:%s:", desk->home.office->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, petition_subject, &reading, fault));
    snprintf (prefix, sizeof prefix, "reception:%s:", desk->home.office->code);
    return journal_each_subject (desk->home.journal, prefix, reception_subject, &reading, fault);
}

/*  ---------------------------------------------------------------- sums */

static qcdc_status count_petition (const petition_view_t *view, void *arg)
{
    return register_count_petition (arg, &view->petition);
}

static qcdc_status count_reception (const reception_view_t *view, void *arg)
{
    return register_count_reception (arg, &view->reception);
}

qcdc_status register_figures (desk_t *desk, const form_t *form, int32_t from, int32_t to, register_count_t **count,
                              fault_t *fault)
{
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    *count = register_count_new (desk->home.catalog, form, from, to, day_of_moment (moment_now ()));
    if (!*count)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    register_reader_t reader = {count_petition, count_reception, *count};
    if (!register_count_cells (*count))
        return QCDC_OK;
    QCDC_TRY (register_count_office (*count, desk->home.office));
    qcdc_status status = register_each (desk, &reader, fault);
    if (status == QCDC_OK)
        status = register_count_office (*count, NULL);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", _ (status_text (status)));
    return status;
}

void register_figures_lacking (const register_count_t *count)
{
    size_t lacking = register_count_without_outcome (count);
    if (lacking)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu petition was settled without an outcome, so that it is in no column by outcome; "
                      "correct the step first\n",
                      "qcdc: %zu petitions were settled without an outcome, so that they are in no column by "
                      "outcome; correct the steps first\n",
                      lacking),
            lacking);
}

/*  ---------------------------------------------------------------- differences */

#define NAMED_MAX 3u
#define NAMED_BYTES 240u

/*  "XLD1_05 120 (117)": appended to TEXT. */
static void difference_name (char text[NAMED_BYTES], const char *cell, int64_t said_e4, int64_t value)
{
    char said[32];
    size_t used = strlen (text);
    snprintf (text + used, NAMED_BYTES - used, "%s%s %s (%lld)", used ? ", " : "", cell, value_format (said_e4, said),
              (long long)value);
}

qcdc_status register_figures_differ (desk_t *desk, const form_t *form, const period_t *period, register_said_fn *said,
                                     void *arg, fault_t *fault)
{
    register_count_t *count QCDC_CLEANUP (register_count_destroy) = NULL;
    QCDC_TRY (register_figures (desk, form, period->from, period->to, &count, fault));
    size_t differ = 0;
    char named[NAMED_BYTES] = "";
    for (size_t i = 0; i < register_count_cells (count); i++) {
        int64_t value, value_e4;
        if (!register_count_value (count, i, &value) || !said (register_count_cell (count, i), &value_e4, arg) ||
            value_e4 == value * 10000)
            continue;
        if (++differ <= NAMED_MAX)
            difference_name (named, register_count_cell (count, i), value_e4, value);
    }
    if (differ)
        fprintf (
            stderr,
            ngettext ("qcdc: %zu cell says something else than the register does: %s%s; qcdc report reconcile %s "
                      "%s from=FILE shows by which entries\n",
                      "qcdc: %zu cells say something else than the registers do: %s%s; qcdc report reconcile %s "
                      "%s from=FILE shows by which entries\n",
                      differ),
            differ, named, differ > NAMED_MAX ? ", …" : "", form->code, period->name);
    return QCDC_OK;
}
