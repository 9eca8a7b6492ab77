/*  petition_judge.c — what a petition and its steps must say, and what is possible where they stand.
 *
 *  A second copy is told by the content hash for a petition and by what is said for a step: a clerk who enters a step twice
 *  does not write the same bytes. */

#include "matters/petition_checks.h"

#include "base/day.h"
#include "matters/petition_assignment.h"
#include "matters/petition_clock.h"
#include "matters/petition_columns.h"
#include "matters/petition_law.h"
#include "matters/petition_merge.h"
#include "matters/petition_related.h"
#include "matters/petition_scan.h"
#include "matters/petition_transfer.h"
#include "matters/register_no.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status check_flag_count (size_t count, fault_t *fault)
{
    if (count > QCDC_FLAGS_COUNT_MAX)
        return fault_set (fault, QCDC_BAD_FLAG, "flags", "at most %u flags", QCDC_FLAGS_COUNT_MAX);
    return QCDC_OK;
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    bool creates = fact_kind (fact)->effect == FACT_CREATES;
    if (fact_kind (fact)->also)
        return petition_relates_fits (fact, fault);
    return creates ? check_flag_count (fact->petition_received->n_flags, fault) : QCDC_OK;
}

static qcdc_status check_flags (char *const *flags, size_t count, fault_t *fault)
{
    QCDC_TRY (check_flag_count (count, fault));
    for (size_t i = 0; i < count; i++) {
        if (!flag_known (flags[i])) {
            fault_set (fault, QCDC_BAD_FLAG, "flags", "unknown flag %s", flags[i]);
            fault_advise (fault, "use DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI or DU_AN:<code>");
            return QCDC_BAD_FLAG;
        }
        if (i > 0 && strcmp (flags[i - 1], flags[i]) >= 0)
            return fault_set (fault, QCDC_BAD_FLAG, "flags", "flags are sorted and not repeated");
    }
    return QCDC_OK;
}

/*  Or none. */
static bool is_index (const ProtobufCBinaryData *bytes)
{
    return bytes->len == 0 || (bytes->len == BLIND_INDEX_BYTES && !blind_index_none (bytes->data));
}

/*  Of what is sealed, and of nothing else. */
static qcdc_status check_blind (const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    const Qcdc__BlindIndex *blind = fact->blind;
    if (!blind)
        return QCDC_OK;
    if (fact->kind == QCDC__PETITION_KIND__TO_CAO)
        return fault_set (fault, QCDC_IDENTITY_TEXT, "blind", "a denunciation carries nobody's identity");
    bool fits = blind->key && (blind->number.len || blind->place.len) && is_index (&blind->number) &&
                is_index (&blind->place);
    return fits && fact->identity_key
               ? QCDC_OK
               : fault_set (fault, QCDC_MALFORMED, "blind", "a blind index is of a sealed identity");
}

/*  The first instance is said by saying none, so that equal petitions are equal bytes. */
static qcdc_status check_instance (const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    bool has_second = petition_kind_has_instances ((int)fact->kind);
    if (fact->instance == 0 || (fact->instance == PETITION_INSTANCES && has_second))
        return QCDC_OK;
    if (fact->instance == PETITION_INSTANCES)
        return fault_set (fault, QCDC_BAD_NUMBER, "instance",
                          "only a complaint or a denunciation comes to a second instance");
    return fault_set (fault, QCDC_BAD_NUMBER, "instance", "the instance is 1 or 2");
}

static qcdc_status petition_check (const judge_input_t *input, const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    if (!input->office->takes_petitions) {
        fault_set (fault, QCDC_FORBIDDEN, NULL, "%s takes in no petitions of its own", input->office->code);
        fault_advise (fault, "enter it at the office that keeps the register");
        return QCDC_FORBIDDEN;
    }
    qcdc_status status = register_no_check (fact->local_no, "a petition needs its register number", fault);
    if (status != QCDC_OK)
        return status;
    if (!petition_kind_name ((int)fact->kind))
        return fault_set (fault, QCDC_BAD_KIND, "kind", "unknown kind of petition");
    if (!petition_field_name ((int)fact->field))
        return fault_set (fault, QCDC_BAD_FIELD, "field", "unknown field of petition");
    if (!channel_name ((int)fact->channel))
        return fault_set (fault, QCDC_BAD_CHANNEL, "channel", "unknown channel");
    if (fact->people < 1 || fact->people > QCDC_PEOPLE_MAX)
        return fault_set (fault, QCDC_BAD_NUMBER, "people", "1 to %u people sign a petition", QCDC_PEOPLE_MAX);
    QCDC_TRY (check_instance (fact, fault));
    if (fact->kind == QCDC__PETITION_KIND__TO_CAO && fact->identity_key)
        return fault_set (fault, QCDC_IDENTITY_TEXT, "identity_key", "a denunciation carries nobody's identity");
    QCDC_TRY (check_blind (fact, fault));
    status = verdict_check_day (input, fact->received_on, "received_on", fault);
    if (status != QCDC_OK)
        return status;
    if (!catalog_unit_on (input->catalog, input->office->unit_code, fact->received_on))
        return fault_set (fault, QCDC_BAD_UNIT, "received_on", "unit %s was not in being on %s",
                          input->office->unit_code, day_format_iso (fact->received_on, day));
    return check_flags (fact->flags, fact->n_flags, fault);
}

static const char *day_field (int move)
{
    return move == QCDC__MOVE__SETTLED ? "settled_on" : "on";
}

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

static qcdc_status move_check (const judge_input_t *input, const Qcdc__PetitionMoved *fact, fault_t *fault)
{
    if (!move_name ((int)fact->move))
        return fault_set (fault, QCDC_BAD_MOVE, "move", "unknown step");
    qcdc_status status = verdict_check_day (input, fact->on, day_field ((int)fact->move), fault);
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
    return petition_check_article (fact->article, fault);
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

static bool same_move (const move_t *move, const Qcdc__PetitionMoved *fact)
{
    return !*move->to_office && !move->answer && move->move == (int)fact->move && move->on == fact->on &&
           move->outcome == (int)fact->outcome && move->from_register == (fact->from_register != 0) &&
           strcmp (move->article, fact->article) == 0 && move->days == (int)fact->days &&
           move->expected_on == fact->expected_on;
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
    for (size_t i = 0; i < self->move_count; i++)
        if (!self->moves[i].voided && same_move (&self->moves[i], fact->petition_moved)) {
            *entry = self->moves[i].address;
            *commit_seq = self->moves[i].commit_seq;
            return true;
        }
    return false;
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

/*  ---------------------------------------------------------------- what is possible beside the steps that are there */

/*  What is looked at, and what its writer had seen where it is a correction; a voiding does not say. */
typedef struct {
    const judge_input_t *input;
    const Qcdc__Corrected *fact;
} refolding_t;

/*  Of a step that another device entered without the writer's having seen it: he is told of it, for on his screen it is not. */
static qcdc_status meanwhile_fault (const petition_t *trial, size_t at, qcdc_status status, fault_t *fault)
{
    const move_t *move = &trial->moves[at];
    char by[ADDRESS_TEXT_BYTES], on[DAY_TEXT_BYTES], last[DAY_TEXT_BYTES];
    const char *name = move_name (move->move);
    bool is_step;
    int32_t before = petition_last_day (trial, at, &is_step);
    address_format (move->address.origin, move->address.seq, by);
    day_format_iso (move->on, on);
    day_format_iso (before, last);
    if (status == QCDC_BAD_DATE && is_step)
        fault_set (fault, status, day_field (move->move),
                   "%s of %s was entered meanwhile by %s, and would be before %s, the day of the step before it",
                   name, on, by, last);
    else if (status == QCDC_BAD_DATE)
        fault_set (fault, status, day_field (move->move),
                   "%s of %s was entered meanwhile by %s, and would be before the day of receipt, %s", name, on, by,
                   last);
    else
        fault_set (fault, QCDC_BAD_MOVE, "move",
                   "%s of %s was entered meanwhile by %s, and would not be possible any more", name, on, by);
    fault_advise (fault, "look at what stands there now; if it has to be changed, correct it again");
    return fault->status;
}

/*  What is said where petition_fold stopped at move AT. */
static qcdc_status fold_fault (const refolding_t *self, const petition_t *trial, size_t at, qcdc_status status,
                               fault_t *fault)
{
    const move_t *move = &trial->moves[at];
    const setter_t entered = {.at = move->order, .origin = move->address.origin, .seq = move->address.seq};
    if (self->fact && move_name (move->move) && verdict_unseen (self->input, self->fact->seen_at_us, &entered))
        return meanwhile_fault (trial, at, status, fault);
    if (status == QCDC_BAD_DATE)
        return petition_check_order (trial, at, move->on, day_field (move->move), fault);
    fault_set (fault, QCDC_BAD_MOVE, "move", "a later step of petition %s would not be possible any more",
               trial->local_no);
    fault_advise (fault, "take back the later steps first");
    return status;
}

/*  Would PETITION be possible if it was what AS says (NULL: as it is), with REPLACEMENT in the place of MOVE (NULL: without it)?  MOVE
 *  NULL: with all its steps. */
static qcdc_status check_refold (const refolding_t *self, const petition_t *petition,
                                 const Qcdc__PetitionReceived *as, const move_t *move, const move_t *replacement,
                                 fault_t *fault)
{
    petition_t trial = *petition;
    if (as) {
        trial.kind = (int)as->kind;
        trial.instance = as->instance ? (int)as->instance : 1;
        trial.received_on = as->received_on;
    }
    size_t at = 0, count = petition->move_count ? petition->move_count : 1;
    trial.moves = malloc (count * sizeof *trial.moves);
    if (!trial.moves)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (petition->move_count)
        memcpy (trial.moves, petition->moves, petition->move_count * sizeof *trial.moves);
    trial.move_count = petition->move_count;
    if (move && replacement)
        trial.moves[move - petition->moves] = *replacement;
    else if (move)
        trial.moves[move - petition->moves].voided = true;
    qcdc_status status = petition_fold (&trial, &at);
    if (status != QCDC_OK)
        status = fold_fault (self, &trial, at, status, fault);
    else
        status = petition_law_keeps (self->input->catalog, petition, &trial, fault);
    if (status == QCDC_OK && move)
        status = petition_extensions_keep (petition, &trial, self->input->catalog, fault);
    free (trial.moves);
    return status;
}

/*  ---------------------------------------------------------------- verdicts */

static qcdc_status check_number_free (const judge_input_t *input, const char *local_no, fault_t *fault)
{
    const thing_t *holder = input->holder;
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!holder || holder == input->thing)
        return QCDC_OK;
    const setter_t first = {{holder->created_at_us, holder->commit_seq}, holder->entry.origin, holder->entry.seq};
    if (verdict_said_by (&first, by, day))
        return fault_set (fault, QCDC_DUPLICATE, "local_no",
                          "%s is the number of another petition of that year, entered by %s of %s", local_no, by,
                          day);
    return fault_set (fault, QCDC_DUPLICATE, "local_no", "%s is the number of another petition of that year",
                      local_no);
}

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

static void judge_received (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = petition_check (input, fact->petition_received, &verdict->fault);
    if (status == QCDC_OK && input->holder && petition_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_number_free (input, fact->petition_received->local_no, &verdict->fault);
    if (status == QCDC_OK)
        status = transfer_check_source (input, fact->petition_received, &verdict->fault);
    verdict_conclude (verdict, status);
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
        fault_set (fault, status, day_field ((int)moved->move),
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
                   .reasoned = moved->reasoned != 0};
    snprintf (step.article, sizeof step.article, "%s", moved->article);
    if (petition->handed != HANDED_NOT && step.move == QCDC__MOVE__RETURNED)
        return transfer_not_here (petition, fault);
    if (step.move == QCDC__MOVE__RETURNED && !step.from_register && !transfer_may_return (petition))
        return fault_set (fault, QCDC_BAD_MOVE, "move", "petition %s came from no other office, and is not returned",
                          petition->local_no);
    return petition_law_check (input->catalog, petition, petition->state, &step, fault);
}

static void judge_moved (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                         verdict_t *verdict)
{
    const Qcdc__PetitionMoved *moved = fact->petition_moved;
    fault_t *fault = &verdict->fault;
    qcdc_status status = petition_check_target (input, fault);
    const petition_t *petition = petition_of (input->thing);
    address_t entry;
    int64_t commit_seq;
    if (status == QCDC_OK)
        status = petition_check_stands (petition, fault);
    if (status == QCDC_OK && petition_repeats (input->thing, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = move_check (input, moved, fault);
    if (status == QCDC_OK)
        status =
            petition_check_order (petition, petition->move_count, moved->on, day_field ((int)moved->move), fault);
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

/*  ---------------------------------------------------------------- changes */

/*  A number, or a year, that is changed must be free; two who change one each must not come to a third. */
static qcdc_status check_new_key (const judge_input_t *input, const Qcdc__Corrected *fact,
                                  const Qcdc__PetitionReceived *row, fault_t *fault)
{
    const register_no_t seen = {fact->petition_seen->local_no, fact->petition_seen->received_on},
                        wanted = {fact->petition->local_no, fact->petition->received_on},
                        merged = {row->local_no, row->received_on};
    bool changed;
    QCDC_TRY (register_no_correct (seen, wanted, merged, &changed, fault));
    return changed ? check_number_free (input, row->local_no, fault) : QCDC_OK;
}

static void correct_petition (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const petition_t *petition = petition_of (input->thing);
    merging_t merging = {.input = input, .fact = fact, .fault = &verdict->fault};
    const refolding_t refolding = {.input = input, .fact = fact};
    petition_said_t said;
    qcdc_status status = petition_check_stands (petition, &verdict->fault);
    petition_say (petition, &said);
    if (status == QCDC_OK)
        status = petition_check (input, fact->petition, &verdict->fault);
    if (status == QCDC_OK)
        status = petition_merge (&merging, petition, &said.received);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, petition->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = petition_check (input, &said.received, &verdict->fault);
    if (status == QCDC_OK)
        status = scan_check_kind (petition, &said.received, &verdict->fault);
    if (status == QCDC_OK)
        status = check_new_key (input, fact, &said.received, &verdict->fault);
    /* A step that stands already must not come before the new day of receipt, nor be one that what it is now has not. */
    if (status == QCDC_OK &&
        (said.received.received_on != petition->received_on || (int)said.received.kind != petition->kind ||
         said.received.instance != (petition->instance > 1 ? (uint32_t)petition->instance : 0)))
        status = check_refold (&refolding, petition, &said.received, NULL, NULL, &verdict->fault);
    verdict_conclude (verdict, status);
}

static void correct_move (const judge_input_t *input, const move_t *move, const Qcdc__Corrected *fact,
                          verdict_t *verdict)
{
    const petition_t *petition = petition_of (input->thing);
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
        status = move_check (input, &said, fault);
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
        status = check_refold (&refolding, petition, NULL, move, &replacement, fault);
    }
    verdict_conclude (verdict, status);
}

static void judge_voided (const judge_input_t *input, const move_t *move, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    if (move ? move->voided : input->thing->voided) {
        verdict_alias (verdict, input->thing->entry, 0);
        return;
    }
    status = transfer_check_kept (petition_of (input->thing), move, &verdict->fault);
    if (move && status == QCDC_OK)
        status = check_refold (&(refolding_t){.input = input}, petition_of (input->thing), NULL, move, NULL,
                               &verdict->fault);
    verdict_conclude (verdict, status);
}

static void petition_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                            verdict_t *verdict)
{
    /* A stranger's program may name a part of anything. */
    if (input->target == TARGET_PART && input->thing->matter->id != MATTER_PETITION) {
        verdict_conclude (verdict,
                          fault_set (&verdict->fault, QCDC_TARGET_KIND, "petition", "%s", PETITION_NOT_ONE));
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
        judge_received (input, fact, content, verdict);
        break;
    case FACT_STEPS:
        if (fact->kind_case == QCDC__FACT__KIND_PETITION_MOVED)
            judge_moved (input, fact, content, verdict);
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
            correct_move (input, move, fact->corrected, verdict);
        else
            correct_petition (input, fact->corrected, verdict);
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
