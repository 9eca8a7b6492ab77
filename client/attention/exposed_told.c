/*  exposed_told.c — what tells who denounces, of all denunciations of the office.
 *
 *  The journal knows which petitions have to be looked at (journal_next_screened); each is folded, and looked through (exposed.h). */

#include "attention/exposed_told.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "journal/scan_store.h"
#include "registers/reception_row.h"

#include <stdlib.h>
#include <string.h>

/*  A row of the reception register. */
static qcdc_status reception_look (desk_t *desk, const reception_views_t *views, const reception_view_t *view,
                                   exposed_fn *each, void *arg, size_t *count, fault_t *fault)
{
    const reception_t *row = &view->reception;
    const exposed_subject_t subject = {.command = "reception",
                                       .local_no = row->local_no,
                                       .key = row->key,
                                       .title = "",
                                       .summary = view->summary,
                                       .entry = &row->entry,
                                       .voided = row->voided,
                                       .parts = views->parts,
                                       .part_count = views->part_count,
                                       .item = (size_t)(view - views->views)};
    return exposed_look (desk, &subject, each, arg, count, fault);
}

static qcdc_status receptions_look (desk_t *desk, const char *subject, exposed_fn *each, void *arg, size_t *count,
                                    fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    QCDC_TRY (reception_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const reception_view_t *view = &views.views[i];
        if (!view->elsewhere && reception_is_of_denunciation (view->reception.values[RECEPTION_KINDS], view->summary))
            QCDC_TRY (reception_look (desk, &views, view, each, arg, count, fault));
    }
    return QCDC_OK;
}

static qcdc_status subject_look (desk_t *desk, const char *subject, exposed_fn *each, void *arg, size_t *count,
                                 fault_t *fault)
{
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    *count = 0;
    QCDC_TRY (petition_views_read (desk, subject, &views, fault));
    for (size_t i = 0; i < views.view_count; i++) {
        const petition_view_t *view = &views.views[i];
        if (!view->elsewhere && view->petition.kind == QCDC__PETITION_KIND__TO_CAO)
            QCDC_TRY (exposed_petition (desk, &views, view, each, arg, count, fault));
    }
    return receptions_look (desk, subject, each, arg, count, fault);
}

static qcdc_status each_subject (desk_t *desk, exposed_fn *each, void *arg, bool *begun, fault_t *fault)
{
    journal_t *journal = desk->home.journal;
    char *subject QCDC_CLEANUP (memory_free) = strdup ("");
    for (;;) {
        char *next = NULL;
        bool found;
        size_t count;
        if (!subject)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
        QCDC_TRY (journal_next_screened (journal, subject, &next, &found, fault));
        free (subject);
        subject = next;
        if (!next)
            return QCDC_OK;
        QCDC_TRY (subject_look (desk, subject, each, arg, &count, fault));
        if (found == (count > 0) && found)
            continue;
        if (!*begun)
            QCDC_TRY (journal_begin (journal, fault));
        *begun = true;
        QCDC_TRY (journal_set_screened (journal, subject, count > 0, fault));
    }
}

/*  What is remembered saves work and is no fact: where it cannot be written, all is looked at again the next time. */
qcdc_status exposed_each (desk_t *desk, exposed_fn *each, void *arg, fault_t *fault)
{
    fault_t ignored = {0};
    bool begun = false;
    qcdc_status status = each_subject (desk, each, arg, &begun, fault);
    if (begun && (status != QCDC_OK || journal_commit (desk->home.journal, &ignored) != QCDC_OK))
        journal_rollback (desk->home.journal);
    return status;
}

/*  ---------------------------------------------------------------- scans */

static qcdc_status scan_drop (const exposed_t *text, void *arg)
{
    const desk_t *desk = arg;
    if (text->part != EXPOSED_SCAN)
        return QCDC_OK;
    for (scan_place place = SCAN_WAITING; place <= SCAN_COMING; place++)
        scan_store_drop (&desk->home, text->scan, place);
    return QCDC_OK;
}

qcdc_status exposed_scans_drop (desk_t *desk, fault_t *fault)
{
    return exposed_each (desk, scan_drop, desk, fault);
}

/*  ---------------------------------------------------------------- telling */

typedef struct {
    FILE *file;
    unsigned long count;
} telling_t;

static qcdc_status tell (const exposed_t *text, void *arg)
{
    telling_t *telling = arg;
    char address[ADDRESS_TEXT_BYTES], when[MOMENT_TEXT_BYTES];
    const char *year = strrchr (text->key, '@');
    FILE *file = telling->file;
    if (telling->count++ == 0 && file)
        fputs (_ ("Words of denunciations tell who denounces; this is said until they are gone:\n"), file);
    if (!file)
        return QCDC_OK;
    address_format (text->entry.origin, text->entry.seq, address);
    fprintf (file, "  %s%s, %s: %s; ", text->local_no, year ? year : "", text->what, _ (text->found));
    if (text->part == EXPOSED_FLAGS)
        fprintf (file, "qcdc %s correct %s flags=…\n", text->command, address);
    else if (text->part == EXPOSED_NUMBER)
        fprintf (file, "qcdc %s correct %s local_no=…\n", text->command, address);
    else if (text->asked_us)
        fprintf (file, _ ("its erasure (%s) was asked for on %s, and the province decides\n"), address,
                 moment_format_people (text->asked_us, when));
    else
        fprintf (file, _ ("qcdc erase %s REASON\n"), address);
    return QCDC_OK;
}

qcdc_status exposed_tell (desk_t *desk, FILE *file, unsigned long *count, fault_t *fault)
{
    telling_t telling = {.file = file};
    qcdc_status status = exposed_each (desk, tell, &telling, fault);
    if (count)
        *count = telling.count;
    return status;
}

qcdc_status exposed_tell_of (desk_t *desk, const address_t *entry, FILE *file, fault_t *fault)
{
    telling_t telling = {.file = file};
    return exposed_of (desk, entry, tell, &telling, fault);
}
