/*  petition_step.c — what a step of a petition must say, whether it is possible where the petition stands, and what a correction of it
 *  comes to.  A second copy is told by what is said: a clerk who enters a step twice does not write the same bytes. */

#include "matters/petition_step.h"

#include "base/day.h"
#include "matters/petition_checks.h"
#include "matters/petition_clock.h"
#include "matters/petition_columns.h"
#include "matters/petition_law.h"
#include "matters/petition_merge.h"
#include "matters/petition_refold.h"
#include "matters/petition_transfer.h"

#include <stdio.h>
#include <string.h>

/*  ---------------------------------------------------------------- what it must say by itself */

/*  A promise is of a day to come, which need not be within the law's time. */
static qcdc_status check_promise (const Qcdc__PetitionMoved *fact, fault_t *fault)
{
    char text[DAY_TEXT_BYTES], on[DAY_TEXT_BYTES];
    if (!fact->expected_on)
        return QCDC_OK;
    if (fact->move != QCDC__MOVE__INTERIM_REPLIED)
        return fault_set (fault, QCDC_BAD_DATE, "expected_on", "only an interim reply promises a day");
    if (fact->expected_on < fact->on || fact->expected_on > fact->on + QCDC_PROMISE_DAYS_MAX)
        return fault_set (fault, QCDC_BAD_DATE, "expected_on",
                          "%s is not within ten years from %s, the day of the step",
                          day_format_iso (fact->expected_on, text), day_format_iso (fact->on, on));
    return QCDC_OK;
}

static qcdc_status step_check (const judge_input_t *input, const Qcdc__PetitionMoved *fact, fault_t *fault)
{
    if (!move_name ((int)fact->move))
        return fault_set (fault, QCDC_BAD_MOVE, "move", "unknown step");
    qcdc_status status = verdict_check_day (input, fact->on, petition_day_field ((int)fact->move), fault);
    if (status != QCDC_OK)
        return status;
    if (fact->outcome && !outcome_name ((int)fact->outcome))
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "unknown outcome");
    if (fact->outcome && fact->move != QCDC__MOVE__SETTLED)
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "only a settled petition has an outcome");
    if (fact->days && fact->move != QCDC__MOVE__EXTENDED)
        return fault_set (fault, QCDC_BAD_NUMBER, "days", "only an extension is by so many days");
    if (fact->days > QCDC_EXTENSION_DAYS_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, "days", "an extension is by 1 to %u days", QCDC_EXTENSION_DAYS_MAX);
    QCDC_TRY (check_promise (fact, fault));
    return petition_check_article (input->catalog, fact->article, fact->on, fault);
}

static bool same_move (const move_t *move, const Qcdc__PetitionMoved *fact)
{
    return !*move->to_office && !move->answer && move->move == (int)fact->move && move->on == fact->on &&
           move->outcome == (int)fact->outcome && move->from_register == (fact->from_register != 0) &&
           strcmp (move->article, fact->article) == 0 && move->days == (int)fact->days &&
           move->expected_on == fact->expected_on;
}

bool step_repeats (const petition_t *self, const Qcdc__PetitionMoved *fact, address_t *entry, int64_t *commit_seq)
{
    for (size_t i = 0; i < self->move_count; i++)
        if (!self->moves[i].voided && same_move (&self->moves[i], fact)) {
            *entry = self->moves[i].address;
            *commit_seq = self->moves[i].commit_seq;
            return true;
        }
    return false;
}

/*  ---------------------------------------------------------------- verdicts */

static qcdc_status check_step_stands (const petition_t *petition, const move_t *move, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!move->voided)
        return QCDC_OK;
    if (verdict_said_by (&move->voided_by, by, day))
        return fault_set (fault, QCDC_TARGET_VOID, "move", "this step of petition %s was taken back by %s of %s",
                          petition->local_no, by, day);
    return fault_set (fault, QCDC_TARGET_VOID, "move", "this step of petition %s was taken back", petition->local_no);
}

/*  The step that stands last, where the writer of MOVED could not know of it: entered meanwhile by another device. */
static const move_t *unseen_step (const judge_input_t *input, const petition_t *petition,
                                  const Qcdc__PetitionMoved *moved)
{
    const move_t *last = NULL;
    for (size_t i = 0; i < petition->move_count; i++)
        if (!petition->moves[i].voided)
            last = &petition->moves[i];
    if (!last)
        return NULL;
    const setter_t entered = {.at = last->order, .origin = last->address.origin, .seq = last->address.seq};
    return move_name (last->move) && verdict_unseen (input, moved->seen_at_us, &entered) ? last : NULL;
}

/*  Why a step is refused that was possible on its writer's screen: UNSEEN, which stands there now, by whom and since when. */
static qcdc_status unseen_fault (const Qcdc__PetitionMoved *moved, const move_t *unseen, qcdc_status status,
                                 fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], on[DAY_TEXT_BYTES], since[DAY_TEXT_BYTES], day[DAY_TEXT_BYTES];
    const char *name = move_name (unseen->move);
    address_format (unseen->address.origin, unseen->address.seq, by);
    day_format_iso (unseen->on, on);
    day_format_iso (day_of_moment (unseen->order.at_us), since);
    if (status == QCDC_BAD_DATE)
        fault_set (fault, status, petition_day_field ((int)moved->move),
                   "%s of %s was entered meanwhile, by %s of %s, and %s is before it", name, on, by, since,
                   day_format_iso (moved->on, day));
    else if (status == QCDC_BAD_MOVE)
        fault_set (fault, status, "move",
                   "%s is not possible after %s of %s, which was entered meanwhile, by %s of %s",
                   move_name ((int)moved->move), name, on, by, since);
    else
        fault_set (fault, status, "move", "%s of %s was entered meanwhile, by %s of %s", name, on, by, since);
    fault_advise (fault, "look at what stands there now, and enter the step again if it is still possible");
    return status;
}

/*  Whether the step is possible where the petition stands: by what the step means, and by what is published of the law. */
static qcdc_status check_step (const judge_input_t *input, const petition_t *petition,
                               const Qcdc__PetitionMoved *moved, fault_t *fault)
{
    move_t step = {.move = (int)moved->move,
                   .on = moved->on,
                   .outcome = (int)moved->outcome,
                   .from_register = moved->from_register != 0,
                   .expected_on = moved->expected_on,
                   .reasoned = moved->reasoned != 0};
    snprintf (step.article, sizeof step.article, "%s", moved->article);
    if (petition->handed != HANDED_NOT && step.move == QCDC__MOVE__RETURNED)
        return transfer_not_here (petition, fault);
    if (step.move == QCDC__MOVE__RETURNED && !step.from_register && !transfer_may_return (petition))
        return fault_set (fault, QCDC_BAD_MOVE, "move", "petition %s came from no other office, and is not returned",
                          petition->local_no);
    return petition_law_check (input->catalog, petition, petition->state, &step, fault);
}

void step_judge (const judge_input_t *input, const Qcdc__PetitionMoved *moved, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = petition_check_target (input, fault);
    const petition_t *petition = (const petition_t *)input->thing;
    address_t entry;
    int64_t commit_seq;
    if (status == QCDC_OK)
        status = petition_check_stands (petition, fault);
    if (status == QCDC_OK && step_repeats (petition, moved, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = step_check (input, moved, fault);
    if (status == QCDC_OK)
        status = petition_check_order (petition, petition->move_count, moved->on,
                                       petition_day_field ((int)moved->move), fault);
    const move_t *unseen = status == QCDC_OK || status == QCDC_BAD_DATE ? unseen_step (input, petition, moved) : NULL;
    if (status == QCDC_BAD_DATE && unseen && moved->on >= petition->received_on && moved->on < unseen->on)
        status = unseen_fault (moved, unseen, status, fault);
    if (status == QCDC_OK && petition->move_count > 0 &&
        verdict_overtaken (input, moved->seen_at_us, petition->moves[petition->move_count - 1].order))
        status = unseen_fault (moved, &petition->moves[petition->move_count - 1], QCDC_STALE, fault);
    if (status == QCDC_OK && petition->move_count >= QCDC_STEPS_COUNT_MAX) {
        status =
            fault_set (fault, QCDC_TOO_LARGE, "move", "petition %s has %u steps already, and no more can be added",
                       petition->local_no, QCDC_STEPS_COUNT_MAX);
        fault_advise (fault, "enter what goes on as a petition of its own");
    }
    if (status == QCDC_OK)
        status = check_step (input, petition, moved, fault);
    if (status == QCDC_BAD_MOVE && unseen)
        status = unseen_fault (moved, unseen, QCDC_BAD_MOVE, fault);
    if (status == QCDC_OK && moved->move == QCDC__MOVE__EXTENDED && !moved->from_register)
        status = petition_extension_check (petition, input->catalog, (int)moved->days, fault);
    verdict_conclude (verdict, status);
}

void step_correct (const judge_input_t *input, const move_t *move, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const petition_t *petition = (const petition_t *)input->thing;
    fault_t *fault = &verdict->fault;
    merging_t merging = {.input = input, .fact = fact, .fault = fault};
    const refolding_t refolding = {.input = input, .fact = fact};
    Qcdc__PetitionMoved said;
    qcdc_status status = petition_check_stands (petition, fault);
    move_say (move, &said);
    if (status == QCDC_OK)
        status = check_step_stands (petition, move, fault);
    if (status == QCDC_OK)
        status = transfer_check_kept (petition, move, fault);
    if (status == QCDC_OK)
        status = move_merge (&merging, move, &said);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, move->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = step_check (input, &said, fault);
    if (status == QCDC_OK) {
        move_t replacement = *move;
        replacement.move = (int)said.move;
        replacement.on = said.on;
        replacement.outcome = (int)said.outcome;
        replacement.from_register = said.from_register != 0;
        replacement.days = (int)said.days;
        replacement.expected_on = said.expected_on;
        if (said.article != replacement.article)
            snprintf (replacement.article, sizeof replacement.article, "%s", said.article);
        status = petition_refold (&refolding, petition, NULL, move, &replacement, fault);
    }
    verdict_conclude (verdict, status);
}
