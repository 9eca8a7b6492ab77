/*  register_figures.c — the registers of the office in this home, row by row, and what they come to. */

#include "reports/register_figures.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "catalogue/cell.h"
#include "matters/petition_related.h"
#include "petitions/hand_over_view.h"
#include "registers/listing_view.h"
#include "registers/matter_view.h"
#include "reports/register_leads.h"
#include "rules/reference.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    desk_t *desk;
    const register_reader_t *reader;
    register_leads_t *leads;
    char **subjects; /* of petitions that are in matters, put off until all of these are known; malloc'ed */
    size_t subject_count, subjects_size;
    fault_t *fault;
} reading_t;

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status put_off (reading_t *reading, const char *subject)
{
    char **subjects =
        memory_room (reading->subjects, reading->subject_count, &reading->subjects_size, sizeof *subjects);
    char *copy = subjects ? strdup (subject) : NULL;
    if (subjects)
        reading->subjects = subjects;
    if (!copy)
        return no_memory (reading->fault);
    subjects[reading->subject_count++] = copy;
    return QCDC_OK;
}

/*  Gives VIEW to whoever reads; what an heir goes on with by now was passed on by it. */
static qcdc_status petition_give (const reading_t *reading, petition_view_t *view)
{
    char gone[64];
    move_t step;
    QCDC_TRY (hand_over_gone_on (reading->desk, &view->petition, gone, &step, reading->fault));
    if (*gone && petition_put_move (&view->petition, &step) != QCDC_OK)
        return no_memory (reading->fault);
    return reading->reader->petition (view, reading->reader->arg);
}

static qcdc_status petition_subject (const char *subject, void *arg)
{
    reading_t *reading = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    bool related = false;
    QCDC_TRY (petition_views_read (reading->desk, subject, &views, reading->fault));
    for (size_t i = 0; i < views.view_count; i++) {
        petition_view_t *view = &views.views[i];
        if (view->elsewhere)
            continue;
        if (register_leads_take (reading->leads, &view->petition) != QCDC_OK)
            return no_memory (reading->fault);
        if (petition_related (&view->petition, NULL))
            related = true;
        else
            QCDC_TRY (petition_give (reading, view));
    }
    return related ? put_off (reading, subject) : QCDC_OK;
}

static qcdc_status matter_subject_end (const char *subject, void *arg)
{
    const reading_t *reading = arg;
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    QCDC_TRY (matter_views_read (reading->desk, subject, &views, reading->fault));
    for (size_t i = 0; i < views.view_count; i++)
        if (views.views[i].affair.voided &&
            register_leads_end (reading->leads, &views.views[i].affair.entry) != QCDC_OK)
            return no_memory (reading->fault);
    return QCDC_OK;
}

/*  Those that were put off: which of them are the first of their matters is known now. */
static qcdc_status related_read (reading_t *reading)
{
    char prefix[80];
    snprintf (prefix, sizeof prefix, "matter:%s:", reading->desk->home.office->code);
    if (reading->subject_count)
        QCDC_TRY (
            journal_each_subject (reading->desk->home.journal, prefix, matter_subject_end, reading, reading->fault));
    for (size_t s = 0; s < reading->subject_count; s++) {
        petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
        QCDC_TRY (petition_views_read (reading->desk, reading->subjects[s], &views, reading->fault));
        for (size_t i = 0; i < views.view_count; i++) {
            petition_t *petition = &views.views[i].petition;
            if (views.views[i].elsewhere || !petition_related (petition, NULL))
                continue;
            petition->follows = register_leads_follows (reading->leads, petition);
            QCDC_TRY (petition_give (reading, &views.views[i]));
        }
    }
    return QCDC_OK;
}

static void reading_release (reading_t *reading)
{
    register_leads_destroy (&reading->leads);
    for (size_t i = 0; i < reading->subject_count; i++)
        free (reading->subjects[i]);
    free (reading->subjects);
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

typedef struct {
    const desk_t *desk;
    register_cases_t cases;
} gathering_t;

/*  "BCD-593:12/KN@2020" is number 12/KN here; where that text was erased, the entry's address says which case it is. */
static char *case_number (const listing_view_t *view)
{
    char entry[ADDRESS_TEXT_BYTES];
    const char *colon = view->label ? strchr (view->label, ':') : NULL;
    const char *number =
        colon ? colon + 1 : address_format (view->listing.listed.origin, view->listing.listed.seq, entry);
    const char *year = colon ? strrchr (number, '@') : NULL;
    return strndup (number, year ? (size_t)(year - number) : strlen (number));
}

/*  The office's own cases: those that it only answers for are another one's to count. */
static qcdc_status case_take (const listing_view_t *view, void *arg)
{
    gathering_t *self = arg;
    if (strcmp (view->listing.shown_to, self->desk->home.office->code) != 0)
        return QCDC_OK;
    char *number QCDC_CLEANUP (memory_free) = case_number (view);
    return number ? register_cases_add (&self->cases, &view->listing, number) : QCDC_NO_MEMORY;
}

static qcdc_status cases_each (desk_t *desk, const register_reader_t *reader, fault_t *fault)
{
    gathering_t gathering = {.desk = desk};
    qcdc_status status = listings_each (desk, case_take, &gathering, fault);
    register_cases_sort (&gathering.cases);
    if (status == QCDC_OK)
        status = reader->cases (&gathering.cases, reader->arg);
    register_cases_release (&gathering.cases);
    return status;
}

qcdc_status register_each (desk_t *desk, const register_reader_t *reader, fault_t *fault)
{
    char prefix[80];
    reading_t reading QCDC_CLEANUP (reading_release) = {
        .desk = desk, .reader = reader, .leads = register_leads_new (), .fault = fault};
    if (!reading.leads)
        return no_memory (fault);
    snprintf (prefix, sizeof prefix, "petition:%s:", desk->home.office->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, petition_subject, &reading, fault));
    QCDC_TRY (related_read (&reading));
    snprintf (prefix, sizeof prefix, "reception:%s:", desk->home.office->code);
    QCDC_TRY (journal_each_subject (desk->home.journal, prefix, reception_subject, &reading, fault));
    return cases_each (desk, reader, fault);
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

static qcdc_status count_cases (const register_cases_t *cases, void *arg)
{
    register_count_cases (arg, cases, NULL);
    return QCDC_OK;
}

qcdc_status register_figures (desk_t *desk, const form_t *form, int32_t from, int32_t to, register_count_t **count,
                              fault_t *fault)
{
    QCDC_TRY (reference_rules (desk->home.catalog, fault));
    *count = register_count_new (desk->home.catalog, form, from, to, day_of_moment (moment_now ()));
    if (!*count)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    register_reader_t reader = {count_petition, count_reception, count_cases, *count};
    if (!register_count_cells (*count))
        return QCDC_OK;
    QCDC_TRY (register_count_office (*count, desk->home.office));
    qcdc_status status = register_each (desk, &reader, fault);
    if (status == QCDC_OK)
        status = register_count_office (*count, NULL);
    return status == QCDC_NO_MEMORY ? no_memory (fault) : status;
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
