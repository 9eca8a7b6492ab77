/*  refused_matter.c — a matter that was refused, a petition that could not join one, or two that could not be told apart, and what stands
 *  in its place. */

#include "attention/refused_matter.h"

#include "attention/refused_mended.h"
#include "matters/petition_related.h"
#include "petitions/petition_view.h"
#include "registers/matter_view.h"
#include "registers/unlike_view.h"

#include <stdio.h>
#include <string.h>

static qcdc_status find (desk_t *desk, const Qcdc__Ref *ref, matter_views_t *views, matter_view_t **found,
                         fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    return refused_found (
        matter_find_named (desk, address_format (ref->origin, ref->seq, address), views, found, fault), fault);
}

static qcdc_status about_opened (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                                 const uint8_t content[CONTENT_BYTES], refused_about_t *about, fault_t *fault)
{
    char key[MATTER_KEY_BYTES];
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *found;
    snprintf (about->what, sizeof about->what, "%s", fact->matter_opened->local_no);
    if (!fact_key (fact, key))
        return QCDC_OK;
    QCDC_TRY (matter_find (desk, key, &views, &found, fault));
    const affair_t *stands = found && !found->affair.voided ? &found->affair : NULL;
    about->mended = stands && refused_says_it (verdict, content, &stands->entry, stands->content);
    return QCDC_OK;
}

/*  Each column that it was to change says so by now, or was changed again by this device. */
static bool is_corrected (const affair_t *stands, const Qcdc__Corrected *wanted, const journal_verdict_t *verdict)
{
    Qcdc__MatterOpened said;
    bool any = false;
    affair_say (stands, &said);
    for (int column = 0; column < AFFAIR_COLUMN_COUNT; column++) {
        bool text = column == AFFAIR_TITLE;
        if (text ? !wanted->title : affair_column_same (column, wanted->matter_seen, wanted->matter))
            continue;
        any = true;
        bool says = !text && affair_column_same (column, &said, wanted->matter);
        if (!says && !refused_own_later (verdict, stands->set[column].origin, stands->set[column].seq))
            return false;
    }
    return any;
}

static qcdc_status about_change (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                                 const Qcdc__Ref *target, refused_about_t *about, fault_t *fault)
{
    matter_views_t views QCDC_CLEANUP (matter_views_release) = {0};
    matter_view_t *found;
    QCDC_TRY (find (desk, target, &views, &found, fault));
    if (!found)
        return QCDC_OK;
    bool corrects = fact->kind_case == QCDC__FACT__KIND_CORRECTED;
    snprintf (about->what, sizeof about->what, "%s", found->affair.local_no);
    if (found->affair.voided)
        about->mended = !corrects || refused_is_over (verdict, true);
    else
        about->mended = corrects && is_corrected (&found->affair, fact->corrected, verdict);
    return QCDC_OK;
}

/*  Which matter the petition is in was said again by this device, or is as it was to be. */
static qcdc_status about_relation (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                                   refused_about_t *about, fault_t *fault)
{
    char name[ADDRESS_TEXT_BYTES];
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    address_t target, matter;
    const Qcdc__Ref *wanted = fact_related (fact);
    if (!fact_target (fact, &target) || !wanted)
        return QCDC_OK;
    qcdc_status status =
        petition_find_named (desk, address_format (target.origin, target.seq, name), &views, &found, &move, fault);
    if (status == QCDC_NOT_FOUND) {
        *fault = (fault_t){0};
        return QCDC_OK;
    }
    QCDC_TRY (status);
    const petition_t *petition = &found->petition;
    snprintf (about->what, sizeof about->what, "%s", petition->local_no);
    bool is_in = petition_related (petition, &matter) && matter.origin == wanted->origin && matter.seq == wanted->seq;
    about->mended = is_in == (fact->kind_case == QCDC__FACT__KIND_MATTER_JOINED) ||
                    refused_own_later (verdict, petition->related_set.origin, petition->related_set.seq);
    return QCDC_OK;
}

/*  The number of the petition at that address, or the address where it is not here. */
static qcdc_status name_petition (desk_t *desk, const address_t *entry, char *name, size_t size, fault_t *fault)
{
    char address[ADDRESS_TEXT_BYTES];
    petition_views_t views QCDC_CLEANUP (petition_views_release) = {0};
    petition_view_t *found;
    move_t *move;
    qcdc_status status =
        petition_find_named (desk, address_format (entry->origin, entry->seq, address), &views, &found, &move, fault);
    if (status != QCDC_OK && status != QCDC_NOT_FOUND)
        return status;
    snprintf (name, size, "%s", status == QCDC_OK ? found->petition.local_no : address);
    *fault = (fault_t){0};
    return QCDC_OK;
}

/*  Two petitions that were to be told apart are so by now. */
static qcdc_status about_unlike (desk_t *desk, const Qcdc__PairDismissed *dismissed, refused_about_t *about,
                                 fault_t *fault)
{
    char one[64], other[64];
    unlike_t held;
    const address_t a = {dismissed->a->origin, dismissed->a->seq, dismissed->a->hash},
                    b = {dismissed->b->origin, dismissed->b->seq, dismissed->b->hash};
    QCDC_TRY (name_petition (desk, &a, one, sizeof one, fault));
    QCDC_TRY (name_petition (desk, &b, other, sizeof other, fault));
    snprintf (about->what, sizeof about->what, "%s, %s", one, other);
    return unlike_find (desk, &a, &b, &held, &about->mended, fault);
}

qcdc_status refused_matter (desk_t *desk, const journal_verdict_t *verdict, const Qcdc__Fact *fact,
                            const char *subject, const uint8_t content[CONTENT_BYTES], bool *is_one,
                            refused_about_t *about, fault_t *fault)
{
    char office[64];
    *is_one = true;
    if (fact_kind (fact)->also)
        return about_relation (desk, verdict, fact, about, fault);
    if (fact->kind_case == QCDC__FACT__KIND_PAIR_DISMISSED)
        return about_unlike (desk, fact->pair_dismissed, about, fault);
    if (fact->kind_case == QCDC__FACT__KIND_MATTER_OPENED)
        return about_opened (desk, verdict, fact, content, about, fault);
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED && fact->corrected->target &&
        fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_MATTER)
        return fact->corrected->matter_seen
                   ? about_change (desk, verdict, fact, fact->corrected->target, about, fault)
                   : QCDC_OK;
    *is_one = fact->kind_case == QCDC__FACT__KIND_VOIDED && fact->voided->target &&
              subject_matter (subject, office) == &AFFAIR_MATTER;
    return *is_one ? about_change (desk, verdict, fact, fact->voided->target, about, fault) : QCDC_OK;
}
