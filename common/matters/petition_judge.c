/*  petition_judge.c — petitions in the registry: keys, second copies, and who judges which kind of fact about them. */

#include "matters/matter.h"
#include "matters/petition_assignment.h"
#include "matters/petition_checks.h"
#include "matters/petition_receipt.h"
#include "matters/petition_refold.h"
#include "matters/petition_related.h"
#include "matters/petition_scan.h"
#include "matters/petition_step.h"
#include "matters/petition_transfer.h"

#include <string.h>

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    bool creates = fact_kind (fact)->effect == FACT_CREATES;
    if (fact_kind (fact)->also)
        return petition_relates_fits (fact, fault);
    return creates ? receipt_fits (fact->petition_received, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- keys and second copies */

static const petition_t *petition_of (const thing_t *thing)
{
    return (const petition_t *)thing;
}

static bool petition_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    return petition_key_print (fact->petition_received->local_no, fact->petition_received->received_on, key);
}

static void petition_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, petition_of (self)->key, MATTER_KEY_BYTES);
}

static bool petition_repeats (const thing_t *thing, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                              address_t *entry, int64_t *commit_seq)
{
    const petition_t *self = petition_of (thing);
    if (fact_kind (fact)->effect == FACT_CREATES) {
        *entry = self->entry;
        *commit_seq = self->commit_seq;
        return content_equal (self->content, content);
    }
    if (fact->kind_case != QCDC__FACT__KIND_PETITION_MOVED)
        return transfer_repeats (self, fact, entry, commit_seq);
    return step_repeats (self, fact->petition_moved, entry, commit_seq);
}

static bool petition_possible (const thing_t *self, const Qcdc__Fact *fact)
{
    const Qcdc__PetitionMoved *moved = fact->petition_moved;
    petition_state next;
    if (fact_kind (fact)->also)
        return petition_relates_possible (petition_of (self), fact);
    if (fact_kind (fact)->effect == FACT_SETS)
        return !self->voided;
    if (fact_kind (fact)->effect == FACT_ATTACHES)
        return !self->voided && petition_of (self)->kind != QCDC__PETITION_KIND__TO_CAO;
    if (fact->kind_case != QCDC__FACT__KIND_PETITION_MOVED)
        return !self->voided && transfer_possible (petition_of (self), fact);
    return !self->voided &&
           petition_move_possible (petition_of (self)->state, (int)moved->move, moved->from_register != 0, &next);
}

/*  ---------------------------------------------------------------- changes */

static void judge_voided (const judge_input_t *input, const move_t *move, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    if (move ? move->voided : input->thing->voided) {
        verdict_alias (verdict, input->thing->entry, 0);
        return;
    }
    status = transfer_check_kept (petition_of (input->thing), move, &verdict->fault);
    if (move && status == QCDC_OK)
        status = petition_refold (&(refolding_t){.input = input}, petition_of (input->thing), NULL, move, NULL,
                                  &verdict->fault);
    verdict_conclude (verdict, status);
}

static void petition_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            verdict_t *verdict)
{
    /* A stranger's program may name a part of anything. */
    if (input->target == TARGET_PART && input->thing->matter->id != MATTER_PETITION) {
        verdict_conclude (verdict, fault_set (&verdict->fault, QCDC_TARGET_KIND, "petition", "%s", PETITION_NOT_ONE));
        return;
    }
    const move_t *move = input->target == TARGET_PART
                             ? petition_move_at (petition_of (input->thing), input->part.origin, input->part.seq)
                             : NULL;
    if (input->target == TARGET_PART && !move) {
        verdict_conclude (verdict, verdict_check_there (TARGET_MISSING, "target", &verdict->fault));
        return;
    }
    switch (fact_kind (fact)->effect) {
    case FACT_CREATES:
        receipt_judge (input, fact->petition_received, content, verdict);
        break;
    case FACT_STEPS:
        if (fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED)
            step_judge (input, fact->petition_moved, verdict);
        else
            transfer_judge (input, fact, verdict);
        break;
    case FACT_SETS:
        if (fact_kind (fact)->also)
            petition_relates_judge (input, fact, verdict);
        else
            assignment_judge (input, fact->petition_assigned, verdict);
        break;
    case FACT_ATTACHES:
        scan_judge (input, fact->blob_attached, verdict);
        break;
    case FACT_CORRECTS:
        if (move)
            step_correct (input, move, fact->corrected, verdict);
        else
            receipt_correct (input, fact->corrected, verdict);
        break;
    default:
        judge_voided (input, move, verdict);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return petition_apply ((petition_t *)self, event);
}

static bool has_part (const thing_t *self, address_t part)
{
    return petition_move_at (petition_of (self), part.origin, part.seq) != NULL;
}

static void release (thing_t *self)
{
    petition_release ((petition_t *)self);
}

const matter_t PETITION_MATTER = {.id = MATTER_PETITION,
                                  .name = "petition",
                                  .size = sizeof (petition_t),
                                  .key = petition_key,
                                  .key_of = petition_key_of,
                                  .repeats = petition_repeats,
                                  .possible = petition_possible,
                                  .fits = fits,
                                  .judge = petition_judge,
                                  .apply = apply,
                                  .has_part = has_part,
                                  .release = release};
