/*  petition_related.c — joining a matter and leaving it.
 *
 *  What is judged is what the petition says of itself: that it is in no other one.  The matter is an entry of its own, maybe of another
 *  office, which is looked up where it is shown and counted. */

#include "matters/petition_related.h"

#include "base/day.h"
#include "matters/petition_checks.h"

#include <stdio.h>
#include <string.h>

/*  What both kinds say. */
typedef struct {
    const Qcdc__Ref *petition, *matter;
    int32_t on;
    bool joins;
} saying_t;

static saying_t saying_of (const Qcdc__Fact *fact)
{
    if (fact->kind_case == QCDC__FACT__KIND_MATTER_JOINED)
        return (saying_t){fact->matter_joined->petition, fact->matter_joined->matter, fact->matter_joined->on, true};
    return (saying_t){fact->matter_left->petition, fact->matter_left->matter, fact->matter_left->on, false};
}

bool petition_related (const petition_t *self, address_t *matter)
{
    const char *at = self->related;
    address_t ignored;
    return address_link_next (&at, matter ? matter : &ignored);
}

qcdc_status petition_relates_fits (const Qcdc__Fact *fact, fault_t *fault)
{
    saying_t said = saying_of (fact);
    const Qcdc__Ref *matter = said.matter;
    if (!matter || matter->seq == 0 || matter->seq > INT64_MAX || matter->hash == 0)
        return fault_set (fault, QCDC_MALFORMED, "matter", "no entry can be at such an address");
    if (said.petition && said.petition->origin == matter->origin && said.petition->seq == matter->seq)
        return fault_set (fault, QCDC_TARGET_KIND, "matter", "a matter is not joined to itself");
    return QCDC_OK;
}

static bool is_same (const address_t *a, const Qcdc__Ref *b)
{
    return a->origin == b->origin && a->seq == b->seq && a->hash8 == b->hash;
}

bool petition_relates_possible (const petition_t *self, const Qcdc__Fact *fact)
{
    saying_t said = saying_of (fact);
    address_t matter;
    bool is_in = petition_related (self, &matter);
    return !self->voided && (said.joins ? !is_in : is_in && is_same (&matter, said.matter));
}

/*  Of an office's own petition, or of any for the province. */
static qcdc_status check_target (const judge_input_t *input, fault_t *fault)
{
    QCDC_TRY (verdict_check_thing (input, MATTER_PETITION, PETITION_NOT_ONE, fault));
    if (input->target_office != input->office->id && input->role != ROLE_PROVINCE)
        return fault_set (fault, QCDC_NOT_YOURS, "target", "the entry that it refers to belongs to another office");
    return QCDC_OK;
}

static qcdc_status check_free (const petition_t *petition, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (verdict_said_by (&petition->related_set, by, day))
        fault_set (fault, QCDC_DUPLICATE, "matter", "petition %s is in another matter already, by %s of %s",
                   petition->local_no, by, day);
    else
        fault_set (fault, QCDC_DUPLICATE, "matter", "petition %s is in another matter already", petition->local_no);
    fault_advise (fault, "take it out of that one first");
    return QCDC_DUPLICATE;
}

void petition_relates_judge (const judge_input_t *input, const Qcdc__Fact *fact, verdict_t *verdict)
{
    const petition_t *petition = (const petition_t *)input->thing;
    saying_t said = saying_of (fact);
    fault_t *fault = &verdict->fault;
    address_t matter = {0, 0, 0};
    qcdc_status status = check_target (input, fault);
    if (status == QCDC_OK)
        status = petition_check_stands (petition, fault);
    bool is_in = status == QCDC_OK && petition_related (petition, &matter);
    bool same = is_in && is_same (&matter, said.matter);
    if (status == QCDC_OK && said.joins && same) {
        verdict_alias (verdict, petition->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = petition_check_day (input, petition, said.on, fault);
    if (status == QCDC_OK && said.joins && is_in)
        status = check_free (petition, fault);
    else if (status == QCDC_OK && !said.joins && !same)
        status = fault_set (fault, QCDC_BAD_MOVE, "matter",
                            is_in ? "petition %s is in another matter" : "petition %s is in no matter",
                            petition->local_no);
    if (status == QCDC_OK && verdict_overtaken (input, 0, petition->related_set.at))
        status = fault_set (fault, QCDC_STALE, "matter", "what was said later stands already");
    verdict_conclude (verdict, status);
}

void petition_relates_apply (petition_t *self, const fact_event_t *event)
{
    saying_t said = saying_of (event->fact);
    const setter_t by = {event->stamp, event->address.origin, event->address.seq};
    if (!setter_take (&self->related_set, &by)) {
        event_has_no_effect (event);
        return;
    }
    self->related[0] = '\0';
    self->related_on = said.on;
    if (said.joins)
        address_link_print (&(address_t){said.matter->origin, said.matter->seq, said.matter->hash}, self->related);
}
