/*  judge.c — who may say it and about what; the rest is the matter's own judging.
 *
 *  Which fact concerns which matter is read from the registries, so that nothing here names a kind of fact. */

#include "matters/judge.h"

#include "catalogue/publication.h"
#include "matters/listing.h"
#include "matters/petition.h"

#include <string.h>

/*  A slip may stand in a rejected entry too: any entry that is there can lose its annex. */
static void judge_erasure (const judge_input_t *input, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    if (input->target == TARGET_MISSING)
        status = fault_set (&verdict->fault, QCDC_WAITING, "target", "waits for the entry that it refers to");
    verdict_conclude (verdict, status);
}

/*  Whether a set fits what was published before it is for whoever holds that to say, once it is whole (catalogue/publication.h): what
 *  can be said of a part alone is said here. */
static void judge_publication (const Qcdc__Fact *fact, verdict_t *verdict)
{
    qcdc_status status = publication_fits (fact->published, &verdict->fault);
    verdict_conclude (verdict, status);
}

/*  What was rejected, or waits, holds a text as well; but an office asks for its own texts only. */
static void judge_request (const judge_input_t *input, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    if (input->target == TARGET_MISSING)
        status = fault_set (&verdict->fault, QCDC_WAITING, "target", "waits for the entry that it refers to");
    else if (input->target_office != input->office->id)
        status = fault_set (&verdict->fault, QCDC_NOT_YOURS, "target",
                            "the entry that it refers to belongs to another office");
    verdict_conclude (verdict, status);
}

/*  Only who sent a petition is sealed; an office opens its own, the province any. */
static void judge_opening (const judge_input_t *input, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    fault_t *fault = &verdict->fault;
    if (input->target == TARGET_MISSING || input->target == TARGET_PENDING)
        status = fault_set (fault, QCDC_WAITING, "target", "waits for the entry that it refers to");
    else if (input->role != ROLE_PROVINCE && input->target_office != input->office->id)
        status = fault_set (fault, QCDC_NOT_YOURS, "target", "the entry that it refers to belongs to another office");
    else if (input->target != TARGET_THING || input->thing->matter != &PETITION_MATTER ||
             !((const petition_t *)input->thing)->identity_key)
        status = fault_set (fault, QCDC_TARGET_KIND, "target", "nobody's identity is sealed in it");
    verdict_conclude (verdict, status);
}

/*  A correction puts a fact of the kind of its target in its place: a thing for a thing, a part for a part. */
static qcdc_status check_replacement (const judge_input_t *input, const Qcdc__Fact *fact, fault_t *fault)
{
    Qcdc__Fact as;
    const fact_kind_t *kind = fact_replacement (fact, &as);
    if (!kind)
        return fault_set (fault, QCDC_UNSUPPORTED, "replacement", "a correction of an unknown kind");
    fact_effect wanted = input->target == TARGET_PART ? FACT_STEPS : FACT_CREATES;
    if (input->target == TARGET_OTHER || kind->effect != wanted || kind->matter != input->thing->matter->id)
        return fault_set (fault, QCDC_TARGET_KIND, "target", "a fact can only be corrected by one of its own kind");
    if (!fact_seen (fact, &as))
        return fault_set (fault, QCDC_EMPTY, "seen",
                          "a correction says what its writer saw in the place of what it changes");
    return QCDC_OK;
}

/*  Corrections and voidings: the target says whose they are. */
static void judge_change (const judge_input_t *input, const fact_kind_t *kind, const Qcdc__Fact *fact,
                          const uint8_t content[CONTENT_BYTES], verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = verdict_check_target (input, fault);
    if (status == QCDC_OK && kind->effect == FACT_CORRECTS)
        status = check_replacement (input, fact, fault);
    else if (status == QCDC_OK && input->target == TARGET_OTHER)
        status = fault_set (fault, QCDC_TARGET_KIND, "target",
                            "only petitions, their steps and reports can be taken back");
    if (status == QCDC_OK)
        input->thing->matter->judge (input, fact, content, verdict);
    else
        verdict_conclude (verdict, status);
}

/*  The version that FACT was made on is of a time that can be. */
static qcdc_status check_seen_at (const judge_input_t *input, const Qcdc__Fact *fact, fault_t *fault)
{
    int64_t seen_at_us = fact_seen_at (fact);
    if (seen_at_us < 0 || seen_at_us > input->committed_at_us + QCDC_SEEN_AHEAD_US_MAX)
        return fault_set (fault, QCDC_BAD_DATE, "seen", "it was made on a version that cannot be there yet");
    return QCDC_OK;
}

/*  The limits of what FACT says, or puts in another's place, and of what its writer saw there. */
static qcdc_status check_limits (const fact_kind_t *kind, const Qcdc__Fact *fact, fault_t *fault)
{
    Qcdc__Fact as;
    const fact_kind_t *replacement = kind->effect == FACT_CORRECTS ? fact_replacement (fact, &as) : NULL;
    if (replacement && replacement->matter != MATTER_NONE) {
        QCDC_TRY (matter_at (replacement->matter)->fits (&as, fault));
        return fact_seen (fact, &as) ? matter_at (replacement->matter)->fits (&as, fault) : QCDC_OK;
    }
    if (kind->fits)
        return kind->fits (fact, fault);
    return kind->matter != MATTER_NONE ? matter_at (kind->matter)->fits (fact, fault) : QCDC_OK;
}

void judge_fact (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                 verdict_t *verdict)
{
    const fact_kind_t *kind = fact_kind (fact);
    memset (verdict, 0, sizeof *verdict);
    if (input->role == ROLE_ANALYST)
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_FORBIDDEN, NULL,
                                              "an analyst reads aggregates and writes nothing"));
    else if (!kind)
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_UNSUPPORTED, NULL,
                                              "a fact of a kind that this program does not know"));
    else if (!(kind->roles & KIND_ROLE (input->role)))
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_FORBIDDEN, NULL, "%s", kind->refuse));
    else if (input->unvouched && fact_needs_vouching (fact, input->role == ROLE_PROVINCE))
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_UNVOUCHED, NULL,
                                              "no device that publishes has vouched for this one"));
    else if (check_seen_at (input, fact, &verdict->fault) != QCDC_OK ||
             check_limits (kind, fact, &verdict->fault) != QCDC_OK)
        verdict_conclude (verdict, verdict->fault.status);
    else if (kind->effect == FACT_ERASES)
        judge_erasure (input, verdict);
    else if (kind->effect == FACT_REMEMBERS) /* which is about nothing but itself */
        verdict_conclude (verdict, QCDC_OK);
    else if (kind->effect == FACT_PUBLISHES)
        judge_publication (fact, verdict);
    else if (kind->effect == FACT_ASKS)
        judge_request (input, verdict);
    else if (kind->effect == FACT_OPENS)
        judge_opening (input, verdict);
    else if (kind->effect == FACT_PROPOSES)
        listing_judge_proposal (input, fact->case_proposed, verdict);
    else if (kind->matter != MATTER_NONE)
        matter_at (kind->matter)->judge (input, fact, content, verdict);
    else
        judge_change (input, kind, fact, content, verdict);
}
