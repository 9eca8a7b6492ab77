/*  petition_transfer.c — who may hand over, answer and take in. */

#include "matters/petition_transfer.h"

#include "base/amount.h"
#include "base/day.h"
#include "catalogue/office_heir.h"
#include "matters/petition_checks.h"
#include "matters/petition_columns.h"
#include "matters/petition_law.h"
#include "matters/register_no.h"
#include "rules/rule_set.h"

#include <stdio.h>
#include <string.h>

static const petition_t *petition_of (const thing_t *thing)
{
    return (const petition_t *)thing;
}

/*  ---------------------------------------------------------------- whose it is */

bool transfer_is_of (const catalog_t *catalog, const char *to, const char *code, int32_t day)
{
    if (strcmp (to, code) == 0)
        return true;
    const office_t *heir = office_heir (catalog, to, day);
    return heir && strcmp (heir->code, code) == 0;
}

bool transfer_may_return (const petition_t *petition)
{
    if (petition->state == PETITION_FORWARDED)
        return petition->handed == HANDED_NOT;
    return petition->from.seq || petition->channel == QCDC__CHANNEL__CHUYEN_DEN;
}

qcdc_status transfer_not_here (const petition_t *petition, fault_t *fault)
{
    const move_t *sent = petition_sent (petition);
    char day[DAY_TEXT_BYTES];
    fault_set (fault, QCDC_BAD_MOVE, "move", "petition %s was handed over to %s on %s", petition->local_no,
               petition->with_office, day_format_iso (sent ? sent->on : petition->received_on, day));
    fault_advise (fault, "that office returns it, if it is to come back");
    return QCDC_BAD_MOVE;
}

qcdc_status transfer_check_kept (const petition_t *petition, const move_t *move, fault_t *fault)
{
    if (move && (*move->to_office || move->answer)) {
        fault_set (fault, QCDC_BAD_MOVE, "move",
                   "what was said to another office of petition %s is neither corrected nor taken back",
                   petition->local_no);
        fault_advise (fault, "whoever has it returns it: qcdc petition return");
        return QCDC_BAD_MOVE;
    }
    if (!move && petition->handed != HANDED_NOT)
        return transfer_not_here (petition, fault);
    if (!move && petition->from.seq && petition->state != PETITION_RETURNED) {
        fault_set (fault, QCDC_BAD_MOVE, "petition", "petition %s was handed over by %s, and is not taken back here",
                   petition->local_no, petition->from_office);
        fault_advise (fault, "return it: qcdc petition return");
        return QCDC_BAD_MOVE;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- handing over */

int transfer_hops (const petition_t *petition)
{
    return petition->from_hops + 1;
}

int transfer_limit (const catalog_t *catalog, int32_t day)
{
    const rule_constant_t *constant =
        catalog->rules ? rule_constant_on (&catalog->rules->names, TRANSFER_LIMIT, day) : NULL;
    return constant ? (int)(constant->value_e4 / AMOUNT_SCALE) : 0;
}

static qcdc_status check_office (const catalog_t *catalog, const office_t *own, const char *code, int32_t day,
                                 fault_t *fault)
{
    char on[DAY_TEXT_BYTES];
    if (!*code)
        return fault_set (fault, QCDC_EMPTY, "to_office", "a hand-over names the office that it goes to");
    if (strcmp (code, own->code) == 0)
        return fault_set (fault, QCDC_BAD_UNIT, "to_office", "%s cannot hand over to itself", code);
    const office_t *office = catalog_office_on (catalog, code, day);
    if (office && office->takes_petitions)
        return QCDC_OK;
    if (office) {
        fault_set (fault, QCDC_BAD_UNIT, "to_office", "%s takes in no petitions of its own", code);
        fault_advise (fault, "hand it over to an office that keeps a register");
        return QCDC_BAD_UNIT;
    }
    const office_t *heir = office_heir (catalog, code, day);
    fault_set (fault, QCDC_BAD_UNIT, "to_office", "there is no office %s on %s", code, day_format_iso (day, on));
    if (heir)
        fault_advise (fault, "its work goes on in %s", heir->code);
    return QCDC_BAD_UNIT;
}

/*  Whether PETITION, which was handed over, may go to another office all the same: the one that it went to has ended before it answered,
 *  or has taken it in, and nobody goes on with its work. */
static bool may_go_elsewhere (const catalog_t *catalog, const petition_t *petition, int32_t day)
{
    if (petition->handed == HANDED_SENT)
        return !catalog_office_on (catalog, petition->with_office, day);
    return petition->handed == HANDED_TAKEN && !office_heir (catalog, petition->with_office, day);
}

qcdc_status transfer_check_to (const catalog_t *catalog, const petition_t *petition, const office_t *office,
                               const char *code, int32_t day, fault_t *fault)
{
    QCDC_TRY (check_office (catalog, office, code, day, fault));
    if (petition->handed != HANDED_NOT && !may_go_elsewhere (catalog, petition, day))
        return transfer_not_here (petition, fault);
    int hops = transfer_hops (petition), limit = transfer_limit (catalog, day);
    if (!limit || hops <= limit)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_MOVE, "hops", "petition %s was handed over %d times, and may be no more than %d times",
               petition->local_no, hops - 1, limit);
    fault_advise (fault, "settle it, or return it to the office that it came from");
    return QCDC_BAD_MOVE;
}

/*  Whether the hand-over shows the petition as it stands. */
static bool is_as_it_stands (const petition_t *petition, const Qcdc__PetitionHandedOver *fact)
{
    petition_said_t said;
    Qcdc__PetitionMoved step;
    size_t at = 0;
    petition_say (petition, &said);
    said.received.blind = NULL; /* by what others could find out whose it is */
    for (int column = 0; fact->received && column < SAID_TITLE; column++)
        if (!petition_column_same (column, &said.received, fact->received))
            return false;
    for (size_t i = 0; i < petition->move_count; i++) {
        if (petition->moves[i].voided || petition->moves[i].move == PETITION_NO_MOVE)
            continue;
        move_say (&petition->moves[i], &step);
        if (at == fact->n_moves)
            return false;
        for (int column = 0; column < MOVE_COLUMNS_SAID; column++)
            if (!move_column_same (column, &step, fact->moves[at]))
                return false;
        at++;
    }
    return fact->received && at == fact->n_moves;
}

/*  What the law says of the step, asked where the petition was when it was handed over before. */
static qcdc_status check_law (const judge_input_t *input, const petition_t *petition,
                              const Qcdc__PetitionHandedOver *fact, fault_t *fault)
{
    move_t step = {.move = QCDC__MOVE__FORWARDED, .on = fact->on, .reasoned = fact->reasoned != 0};
    snprintf (step.article, sizeof step.article, "%s", fact->article);
    if (!*step.article) {
        fault_set (fault, QCDC_EMPTY, "article", "a hand-over names the article that it is by");
        fault_advise (fault, "add article=…");
        return QCDC_EMPTY;
    }
    if (!step.reasoned) {
        fault_set (fault, QCDC_EMPTY, "reason", "a hand-over names its reason");
        fault_advise (fault, "add reason=…");
        return QCDC_EMPTY;
    }
    return petition->handed != HANDED_NOT
               ? QCDC_OK
               : petition_law_check (input->catalog, petition, petition->state, &step, fault);
}

/*  What an office took in before it ended is its heir's to take in by now: to that one alone it may give it, whatever day it says. */
static qcdc_status check_not_inherited (const judge_input_t *input, const Qcdc__PetitionHandedOver *fact,
                                        const petition_t *petition, fault_t *fault)
{
    const char *own = input->office->code;
    const office_t *heir = office_heir (input->catalog, own, day_of_moment (input->committed_at_us));
    if (!petition->from.seq || !heir || strcmp (heir->code, own) == 0 || strcmp (heir->code, fact->to_office) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_UNIT, "to_office", "%s has ended, and its work goes on in %s", own, heir->code);
    fault_advise (fault, "hand it over to that office");
    return QCDC_BAD_UNIT;
}

static qcdc_status check_handed (const judge_input_t *input, const Qcdc__PetitionHandedOver *fact,
                                 const petition_t *petition, fault_t *fault)
{
    QCDC_TRY (verdict_check_day (input, fact->on, "on", fault));
    QCDC_TRY (petition_check_article (input->catalog, fact->article, fact->on, fault));
    QCDC_TRY (transfer_check_to (input->catalog, petition, input->office, fact->to_office, fact->on, fault));
    QCDC_TRY (petition_check_order (petition, petition->move_count, fact->on, "on", fault));
    if ((int)fact->hops != transfer_hops (petition))
        return fault_set (fault, QCDC_BAD_NUMBER, "hops", "petition %s is handed over for the time %d",
                          petition->local_no, transfer_hops (petition));
    if (petition->move_count >= QCDC_STEPS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "move", "petition %s has %u steps already, and no more can be added",
                          petition->local_no, QCDC_STEPS_COUNT_MAX);
    QCDC_TRY (check_law (input, petition, fact, fault));
    QCDC_TRY (check_not_inherited (input, fact, petition, fault));
    if (is_as_it_stands (petition, fact))
        return QCDC_OK;
    fault_set (fault, QCDC_STALE, "petition",
               "petition %s was changed meanwhile, and stands otherwise than is handed over", petition->local_no);
    fault_advise (fault, "look at what stands there now, and hand it over again if it is still meant");
    return QCDC_STALE;
}

static void judge_handed (const judge_input_t *input, const Qcdc__Fact *fact, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = petition_check_target (input, fault);
    if (status == QCDC_OK)
        status = petition_check_stands (petition_of (input->thing), fault);
    if (status == QCDC_OK && transfer_repeats (petition_of (input->thing), fact, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_handed (input, fact->petition_handed_over, petition_of (input->thing), fault);
    verdict_conclude (verdict, status);
}

/*  ---------------------------------------------------------------- answering */

/*  The last answer to the hand-over SENT that says more than a reply; NULL: there is none. */
static const move_t *answer_of (const petition_t *petition, const move_t *sent)
{
    const move_t *found = NULL;
    for (size_t i = 0; i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (move->answer && move->answer != QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED &&
            move->answers.origin == sent->entry.origin && move->answers.seq == sent->entry.seq)
            found = move;
    }
    return found;
}

static bool same_answer (const move_t *move, const Qcdc__HandOverAnswered *fact)
{
    return move->answer == (int)fact->verdict && move->on == fact->on && move->outcome == (int)fact->outcome &&
           strcmp (move->taken_no, fact->local_no) == 0;
}

static qcdc_status check_answer (const judge_input_t *input, const Qcdc__HandOverAnswered *fact, fault_t *fault)
{
    bool taken = fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN;
    if (fact->verdict < QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN ||
        fact->verdict > QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED)
        return fault_set (fault, QCDC_BAD_MOVE, "verdict", "unknown answer to a hand-over");
    QCDC_TRY (verdict_check_day (input, fact->on, "on", fault));
    if (fact->outcome &&
        (!outcome_name ((int)fact->outcome) || fact->verdict != QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED))
        return fault_set (fault, QCDC_BAD_OUTCOME, "outcome", "only a settled petition has an outcome");
    if (taken)
        return register_no_check (fact->local_no, "a petition needs its register number", fault);
    if (*fact->local_no)
        return fault_set (fault, QCDC_BAD_LOCAL_NO, "local_no", "only what is taken in has a number");
    return QCDC_OK;
}

/*  Whose word ANSWER is; NULL: that is not known. */
static const office_t *answered_by (const judge_input_t *input, const move_t *answer)
{
    return input->office_of ? input->office_of (answer->address.origin, input->elsewhere_arg) : NULL;
}

/*  What the office BY made of the hand-over SENT when it answered that with TAKEN, as far as it stands under that number; NULL: that is
 *  not known. */
static const petition_t *copy_of (const judge_input_t *input, const move_t *sent, const move_t *taken,
                                  const office_t *by)
{
    char key[MATTER_KEY_BYTES];
    if (!by || !input->elsewhere || !petition_key_print (taken->taken_no, taken->on, key))
        return NULL;
    const petition_t *copy = petition_of (input->elsewhere (by->id, key, input->elsewhere_arg));
    bool same = copy && copy->from.origin == sent->address.origin && copy->from.seq == sent->address.seq;
    return same && !copy->voided ? copy : NULL;
}

/*  What an office took in it keeps until it returns it: as long as its own petition goes on, here or at a third office, what it came of
 *  does not come back. */
static qcdc_status check_copy_returned (const judge_input_t *input, const move_t *sent, const move_t *taken,
                                        fault_t *fault)
{
    const petition_t *copy = copy_of (input, sent, taken, input->office);
    if (!copy || copy->state == PETITION_RETURNED)
        return QCDC_OK;
    if (copy->handed != HANDED_NOT)
        return transfer_not_here (copy, fault);
    return fault_set (fault, QCDC_BAD_MOVE, "hand_over",
                      "petition %s, as which it was taken in, goes on and was not returned", copy->local_no);
}

/*  Whether the work of BY, which has taken it in and ended since, is INPUT's office's to go on with: that what it made of it is still
 *  open, and there. */
static qcdc_status check_copy_left (const judge_input_t *input, const move_t *sent, const move_t *taken,
                                    const office_t *by, fault_t *fault)
{
    const petition_t *copy = copy_of (input, sent, taken, by);
    if (copy && copy->handed != HANDED_NOT)
        return transfer_not_here (copy, fault);
    if (!copy || petition_is_pending (copy->state))
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_MOVE, "hand_over", "petition %s of %s, as which it was taken in, is over",
                      copy->local_no, by->code);
}

/*  Whether FACT may follow TAKEN, by which another office than INPUT's has taken it in: that has ended, and INPUT's goes on with its work;
 *  or has gone on with that of INPUT's, which has ended. */
static qcdc_status check_taken_elsewhere (const judge_input_t *input, const move_t *sent, const move_t *taken,
                                          const office_t *by, const Qcdc__HandOverAnswered *fact, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    if (fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_REPLIED)
        return QCDC_OK;
    bool goes_on =
        taken->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN &&
        fact->verdict != QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED &&
        transfer_is_of (input->catalog, by->code, input->office->code, day_of_moment (input->committed_at_us));
    if (goes_on)
        return check_copy_left (input, sent, taken, by, fault);
    return fault_set (fault, QCDC_BAD_MOVE, "hand_over", "it was taken in on %s by %s, as %s",
                      day_format_iso (taken->on, day), by->code, taken->taken_no);
}

/*  Whether FACT may follow what was answered to SENT so far. */
static qcdc_status check_follows (const judge_input_t *input, const petition_t *petition, const move_t *sent,
                                  const Qcdc__HandOverAnswered *fact, fault_t *fault)
{
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    const move_t *now = petition_sent (petition), *last = answer_of (petition, sent);
    bool returned = last && last->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED;
    bool taken = last && !returned;
    const office_t *office = taken ? answered_by (input, last) : NULL;
    if (returned)
        return fault_set (fault, QCDC_BAD_MOVE, "hand_over", "petition %s was returned on %s", petition->local_no,
                          day_format_iso (last->on, day));
    /* Only what a restored server has taken twice: nothing but to give it back is left to whoever has it no more. */
    if (now != sent && fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED)
        return QCDC_OK;
    if (now != sent) {
        fault_set (fault, QCDC_BAD_MOVE, "hand_over", "petition %s was handed over to %s meanwhile",
                   petition->local_no, now ? now->to_office : "-");
        fault_advise (fault, "return it: qcdc petition return");
        return QCDC_BAD_MOVE;
    }
    if (fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN && petition->office == input->office->id) {
        fault_set (fault, QCDC_BAD_MOVE, "hand_over", "petition %s is this office's own, and is not taken in",
                   petition->local_no);
        fault_advise (fault, "return it: qcdc petition return");
        return QCDC_BAD_MOVE;
    }
    if (fact->on < sent->on)
        return fault_set (fault, QCDC_BAD_DATE, "on", "petition %s was handed over on %s, which is later",
                          petition->local_no, day_format_iso (sent->on, day));
    if (office && strcmp (office->code, input->office->code) != 0)
        return check_taken_elsewhere (input, sent, last, office, fact, fault);
    if (taken && fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN)
        return fault_set (fault, QCDC_DUPLICATE, "hand_over", "it was taken in on %s already, by %s",
                          day_format_iso (last->on, day),
                          address_format (last->address.origin, last->address.seq, by));
    /* Else what was taken in would stay open there beside what came back. */
    if (taken && fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED &&
        verdict_unseen (input, fact->seen_at_us,
                        &(setter_t){.at = last->order, .origin = last->address.origin, .seq = last->address.seq}))
        return fault_set (fault, QCDC_BAD_MOVE, "hand_over", "it was taken in meanwhile, as %s, by %s",
                          last->taken_no, address_format (last->address.origin, last->address.seq, by));
    if (!taken && fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_SETTLED)
        return fault_set (fault, QCDC_BAD_MOVE, "hand_over", "petition %s was not taken in", petition->local_no);
    if (taken && fact->verdict == QCDC__HAND_OVER_VERDICT__HAND_OVER_RETURNED)
        return check_copy_returned (input, sent, last, fault);
    return QCDC_OK;
}

/*  The hand-over that a reference leads to, of whichever office; NULL, and why, where it leads to none. */
static const move_t *hand_over_at (target_kind target, const thing_t *thing, address_t part, qcdc_status *status,
                                   fault_t *fault)
{
    const move_t *sent = NULL;
    *status = verdict_check_there (target, "hand_over", fault);
    if (*status == QCDC_OK && target == TARGET_PART && thing->matter->id == MATTER_PETITION)
        sent = petition_move_at (petition_of (thing), part.origin, part.seq);
    if (*status == QCDC_OK && (!sent || !*sent->to_office))
        *status = fault_set (fault, QCDC_TARGET_KIND, "hand_over", "the entry that it refers to hands nothing over");
    return *status == QCDC_OK ? sent : NULL;
}

static void judge_answered (const judge_input_t *input, const Qcdc__HandOverAnswered *fact, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status;
    const petition_t *petition = petition_of (input->thing);
    const move_t *sent = hand_over_at (input->target, input->thing, input->part, &status, fault);
    int32_t today = day_of_moment (input->committed_at_us);
    if (status == QCDC_OK && !transfer_is_of (input->catalog, sent->to_office, input->office->code, today))
        status = fault_set (fault, QCDC_NOT_YOURS, "hand_over", "it was handed over to %s", sent->to_office);
    for (size_t i = 0; status == QCDC_OK && i < petition->move_count; i++) {
        const move_t *move = &petition->moves[i];
        if (move->answers.origin == sent->entry.origin && move->answers.seq == sent->entry.seq &&
            same_answer (move, fact)) {
            verdict_alias (verdict, move->address, move->commit_seq);
            return;
        }
    }
    if (status == QCDC_OK)
        status = petition_check_stands (petition, fault);
    if (status == QCDC_OK)
        status = check_answer (input, fact, fault);
    if (status == QCDC_OK)
        status = check_follows (input, petition, sent, fact, fault);
    verdict_conclude (verdict, status);
}

void transfer_judge (const judge_input_t *input, const Qcdc__Fact *fact, verdict_t *verdict)
{
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_HANDED_OVER)
        judge_handed (input, fact, verdict);
    else
        judge_answered (input, fact->hand_over_answered, verdict);
}

bool transfer_repeats (const petition_t *self, const Qcdc__Fact *fact, address_t *entry, int64_t *commit_seq)
{
    const Qcdc__PetitionHandedOver *handed = fact->petition_handed_over;
    for (size_t i = 0; i < self->move_count; i++) {
        const move_t *move = &self->moves[i];
        bool same = fact->kind_case == QCDC__FACT__KIND_PETITION_HANDED_OVER
                        ? *move->to_office && move == petition_sent (self) && move->on == handed->on &&
                              strcmp (move->to_office, handed->to_office) == 0 &&
                              strcmp (move->article, handed->article) == 0
                        : move->answer && same_answer (move, fact->hand_over_answered);
        if (!same)
            continue;
        *entry = move->address;
        *commit_seq = move->commit_seq;
        return true;
    }
    return false;
}

bool transfer_possible (const petition_t *self, const Qcdc__Fact *fact)
{
    petition_state next;
    return fact->kind_case != QCDC__FACT__KIND_PETITION_HANDED_OVER || self->handed == HANDED_SENT ||
           self->handed == HANDED_TAKEN || petition_move_possible (self->state, QCDC__MOVE__FORWARDED, false, &next);
}

/*  ---------------------------------------------------------------- taking in */

qcdc_status transfer_check_source (const judge_input_t *input, const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    char key[MATTER_KEY_BYTES], taken[MATTER_KEY_BYTES];
    qcdc_status status;
    if (!fact->from)
        return QCDC_OK;
    const petition_t *petition = petition_of (input->source_thing);
    const move_t *sent = hand_over_at (input->source, input->source_thing, input->source_part, &status, fault);
    QCDC_TRY (status);
    if (!transfer_is_of (input->catalog, sent->to_office, input->office->code,
                         day_of_moment (input->committed_at_us)))
        return fault_set (fault, QCDC_NOT_YOURS, "from", "it was handed over to %s", sent->to_office);
    const office_t *sender = catalog_office_by_id (input->catalog, petition->office);
    if (!sender || strcmp (sender->code, fact->from->office) != 0)
        return fault_set (fault, QCDC_BAD_UNIT, "from", "it was not handed over by %s", fact->from->office);
    if ((int)fact->from->hops != sent->hops)
        return fault_set (fault, QCDC_BAD_NUMBER, "from", "it was handed over for the time %d", sent->hops);
    const move_t *answer = answer_of (petition, sent);
    bool same = answer && answer->answer == QCDC__HAND_OVER_VERDICT__HAND_OVER_TAKEN_IN &&
                petition_key_print (answer->taken_no, answer->on, taken) &&
                petition_key_print (fact->local_no, fact->received_on, key) && strcmp (key, taken) == 0;
    if (same)
        return QCDC_OK;
    return fault_set (fault, QCDC_DUPLICATE, "from", "the hand-over was not taken in under the number %s",
                      fact->local_no);
}
