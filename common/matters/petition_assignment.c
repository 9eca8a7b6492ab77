/*  petition_assignment.c — who may handle a petition, and whether its writer had seen whom it takes that from. */

#include "matters/petition_assignment.h"

#include "matters/petition_checks.h"

#include <string.h>

/*  Nobody is a handler, too: it is taken from whoever had it. */
static qcdc_status check_handler (const char *handler, fault_t *fault)
{
    return *handler ? verdict_check_name (handler, "handler", fault) : QCDC_OK;
}

/*  Somebody else is told of, whom another device has assigned meanwhile. */
static qcdc_status check_handler_seen (const judge_input_t *input, const petition_t *petition, int64_t seen_at_us,
                                       fault_t *fault)
{
    const column_now_t now = {"handler", "-", *petition->handler ? petition->handler : "-", &petition->handler_set};
    if (!verdict_unseen (input, seen_at_us, &petition->handler_set) &&
        !verdict_overtaken (input, seen_at_us, petition->handler_set.at))
        return QCDC_OK;
    return verdict_stale (&now, fault);
}

void assignment_judge (const judge_input_t *input, const Qcdc__PetitionAssigned *assigned, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = petition_check_target (input, fault);
    const petition_t *petition = (const petition_t *)input->thing;
    if (status == QCDC_OK)
        status = petition_check_stands (petition, fault);
    if (status == QCDC_OK)
        status = check_handler (assigned->handler, fault);
    if (status == QCDC_OK)
        status = petition_check_day (input, petition, assigned->on, fault);
    if (status == QCDC_OK && strcmp (assigned->handler, petition->handler) == 0) {
        verdict_alias (verdict, petition->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = check_handler_seen (input, petition, assigned->seen_at_us, fault);
    verdict_conclude (verdict, status);
}
