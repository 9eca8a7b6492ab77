/*  other_words.c — counting second copies in other words, and keeping which of them somebody has seen.
 *
 *  What was seen is this device's own knowledge, a value of the journal by the copy's address: no fact, and nothing that is sent. */

#include "attention/other_words.h"

#include "petitions/petition_view.h"
#include "reports/report_view.h"

#include <stdio.h>

typedef struct {
    desk_t *desk;
    other_words_t *count;
    fault_t *fault;
} counting_t;

static char *name_of (const address_t *entry, char name[ADDRESS_TEXT_BYTES + 8])
{
    char address[ADDRESS_TEXT_BYTES];
    snprintf (name, ADDRESS_TEXT_BYTES + 8, "seen:%s", address_format (entry->origin, entry->seq, address));
    return name;
}

static qcdc_status is_seen (const counting_t *counting, const address_t *entry, bool *seen)
{
    char name[ADDRESS_TEXT_BYTES + 8];
    char *value QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (counting->desk->home.journal, name_of (entry, name), &value, counting->fault));
    *seen = *value;
    return QCDC_OK;
}

/*  Counts the petition if nobody has seen one of its copies. */
static qcdc_status count_petition (const counting_t *counting, const petition_view_t *view)
{
    bool seen = true;
    if (view->elsewhere || view->petition.voided)
        return QCDC_OK;
    for (size_t i = 0; i < view->other_count && seen; i++)
        QCDC_TRY (is_seen (counting, &view->others[i].entry, &seen));
    counting->count->petitions += !seen;
    return QCDC_OK;
}

static qcdc_status count_petitions (const char *subject, void *arg)
{
    const counting_t *counting = arg;
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    QCDC_TRY (petition_views_read (counting->desk, subject, &views, counting->fault));
    for (size_t i = 0; i < views.view_count; i++)
        QCDC_TRY (count_petition (counting, &views.views[i]));
    return QCDC_OK;
}

static qcdc_status count_report (const counting_t *counting, const char *subject)
{
    report_view_t view QCDC_CLEANUP (report_view_release) = {0};
    bool seen = true;
    QCDC_TRY (report_view_of_subject (counting->desk, subject, &view, counting->fault));
    if (!report_view_stands (&view))
        return QCDC_OK;
    for (size_t i = 0; i < view.other_count && seen; i++)
        QCDC_TRY (is_seen (counting, &view.others[i].entry, &seen));
    counting->count->reports += !seen;
    return QCDC_OK;
}

/*  The copy of a petition stands under its own number; its petition may have got that by a correction. */
static qcdc_status count_subject (const char *subject, void *arg)
{
    const counting_t *counting = arg;
    char office[64];
    const matter_t *matter = subject_matter (subject, office);
    if (matter == &REPORT_MATTER)
        return count_report (counting, subject);
    if (matter == &PETITION_MATTER)
        return journal_each_alias (counting->desk->home.journal, subject, count_petitions, arg, counting->fault);
    return QCDC_OK;
}

qcdc_status other_words_count (desk_t *desk, other_words_t *count, fault_t *fault)
{
    counting_t counting = {desk, count, fault};
    *count = (other_words_t){0};
    return journal_each_copied (desk->home.journal, count_subject, &counting, fault);
}

qcdc_status other_words_seen (desk_t *desk, const address_t *entry, fault_t *fault)
{
    char name[ADDRESS_TEXT_BYTES + 8];
    return journal_set_alone (desk->home.journal, name_of (entry, name), "1", fault);
}
