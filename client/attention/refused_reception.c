/*  refused_reception.c — a row of the reception register that was refused, and what stands in its place. */

#include "attention/refused_reception.h"

#include "attention/refused_mended.h"
#include "registers/reception_view.h"

#include <stdio.h>
#include <string.h>

static qcdc_status find (desk_t *desk, const Qcdc__Ref *ref, reception_views_t *views, reception_view_t **found,
                         fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    return refused_found (
        reception_find_named (desk, address_format (ref->origin, ref->seq, address), views, found, fault), fault);
}

static void name (const reception_view_t *found, refused_about_t *about)
{
    if (found)
        snprintf (about->what, sizeof about->what, "%s", found->reception.local_no);
}

static qcdc_status about_held (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                               const uint8_t content[CONTENT_BYTES], refused_about_t *about, fault_t *fault)
{
    char key[MATTER_KEY_BYTES];
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *found;
    snprintf (about->what, sizeof about->what, "%s", fact->reception_held->local_no);
    if (!fact_key (fact, key))
        return QCDC_OK;
    QCDC_TRY (reception_find (desk, key, &views, &found, fault));
    const reception_t *stands = found ? &found->reception : NULL;
    about->mended = stands && !stands->voided && refused_says_it (verdict, content, &stands->entry, stands->content);
    return QCDC_OK;
}

/*  Each column that it was to change says so by now, or was changed again by this device. */
static bool is_corrected (const reception_t *stands, const Qcdc__Corrected *wanted, const journal_verdict_t *verdict)
{
    reception_said_t said;
    bool any = false;
    reception_say (stands, &said);
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++) {
        reception_column column = (reception_column)i;
        bool text = i == RECEPTION_SUMMARY;
        if (text ? !wanted->summary : reception_column_same (column, wanted->reception_seen, wanted->reception))
            continue;
        any = true;
        bool says = !text && reception_column_same (column, &said.held, wanted->reception);
        if (!says && !refused_own_later (verdict, stands->set[i].origin, stands->set[i].seq))
            return false;
    }
    return any;
}

/*  To take a row back is the end of what was wanted of it, unless that was refused for this very reason. */
static qcdc_status about_correction (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Corrected *wanted,
                                     refused_about_t *about, fault_t *fault)
{
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *found;
    QCDC_TRY (find (desk, wanted->target, &views, &found, fault));
    name (found, about);
    if (found && found->reception.voided)
        about->mended = refused_is_over (verdict, true);
    else
        about->mended = found && is_corrected (&found->reception, wanted, verdict);
    return QCDC_OK;
}

qcdc_status refused_reception (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                               const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                               refused_about_t *about, fault_t *fault)
{
    char office[64];
    reception_views_t views QCDC_CLEANUP (reception_views_release) = {0};
    reception_view_t *found;
    *is_one = true;
    if (fact->kind_case == QCDC__FACT__KIND_RECEPTION_HELD)
        return about_held (desk, verdict, fact, content, about, fault);
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED && fact->corrected->target &&
        fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_RECEPTION)
        return fact->corrected->reception_seen ? about_correction (desk, verdict, fact->corrected, about, fault)
                                               : QCDC_OK;
    *is_one = fact->kind_case == QCDC__FACT__KIND_VOIDED && fact->voided->target &&
              subject_matter (subject, office) == &RECEPTION_MATTER;
    if (!*is_one)
        return QCDC_OK;
    QCDC_TRY (find (desk, fact->voided->target, &views, &found, fault));
    name (found, about);
    about->mended = found && found->reception.voided;
    return QCDC_OK;
}
