#include "matters/judge.h"

#include "catalogue/cell.h"
#include "base/day.h"
#include "matters/judge_private.h"
#include "catalogue/period.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char *const ROLES[] = {
    [ROLE_REPORTER] = "reporter", [ROLE_PROVINCE] = "province", [ROLE_ANALYST] = "analyst"};

const char *role_name (role_t role)
{
    return ROLES[role];
}

qcdc_status role_parse (const char *text, role_t *role)
{
    for (int i = 0; i < ROLE_COUNT; i++)
        if (strcmp (text, ROLES[i]) == 0) {
            *role = (role_t)i;
            return QCDC_OK;
        }
    return QCDC_NOT_FOUND;
}

const char *fact_local_no (const Qcdc__Fact *fact)
{
    if (fact->kind_case == QCDC__FACT__KIND_PETITION_RECEIVED)
        return fact->petition_received->local_no;
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED &&
        fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_PETITION)
        return fact->corrected->petition->local_no;
    return NULL;
}

const Qcdc__ReportFiled *fact_report (const Qcdc__Fact *fact)
{
    if (fact->kind_case == QCDC__FACT__KIND_REPORT_FILED)
        return fact->report_filed;
    if (fact->kind_case == QCDC__FACT__KIND_CORRECTED &&
        fact->corrected->replacement_case == QCDC__CORRECTED__REPLACEMENT_REPORT)
        return fact->corrected->report;
    return NULL;
}

static bool same_content (const uint8_t a[CONTENT_BYTES], const uint8_t b[CONTENT_BYTES])
{
    return memcmp (a, b, CONTENT_BYTES) == 0;
}

/*  The verdict for a status of a check: plain acceptance, waiting, or a rejection with its reason. */
static void conclude (verdict_t *verdict, qcdc_status status)
{
    verdict->fault.status = status;
    if (status == QCDC_OK)
        verdict->state = QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    else if (status == QCDC_WAITING)
        verdict->state = QCDC__VERDICT_STATE__VERDICT_WAITING;
    else if (status == QCDC_UNSUPPORTED)
        verdict->state = QCDC__VERDICT_STATE__VERDICT_UNSUPPORTED;
    else
        verdict->state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
}

static void conclude_alias (verdict_t *verdict)
{
    verdict->state = QCDC__VERDICT_STATE__VERDICT_ALIAS;
    verdict->fault.status = QCDC_OK;
}

/*  What a reference must lead to before anything else is asked. */
static qcdc_status check_target (const judge_input_t *input, fault_t *fault)
{
    switch (input->target) {
    case TARGET_MISSING:
    case TARGET_PENDING:
        return fault_set (fault, QCDC_WAITING, "target", "waits for the entry that it refers to");
    case TARGET_REFUSED:
        return fault_set (fault, QCDC_TARGET_REJECTED, "target", "the entry that it refers to was rejected");
    default:
        break;
    }
    if (input->target_office != input->office->id)
        return fault_set (fault, QCDC_NOT_YOURS, "target", "the entry that it refers to belongs to another office");
    return QCDC_OK;
}

static void judge_received (const judge_input_t *input, const Qcdc__PetitionReceived *fact,
                            const uint8_t content[CONTENT_BYTES], verdict_t *verdict)
{
    qcdc_status status = petition_check (input, fact, &verdict->fault);
    if (status != QCDC_OK) {
        conclude (verdict, status);
        return;
    }
    const petition_t *held = input->same_no;
    if (held && same_content (held->content, content)) {
        conclude_alias (verdict);
        return;
    }
    if (held && !held->voided)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "local_no", "%s is the number of another petition",
                            fact->local_no);
    conclude (verdict, status);
}

static bool same_move (const move_t *move, const Qcdc__PetitionMoved *fact)
{
    return !move->voided && move->move == (int)fact->move && move->on == fact->on &&
           move->outcome == (int)fact->outcome && move->from_register == (fact->from_register != 0);
}

static void judge_moved (const judge_input_t *input, const Qcdc__PetitionMoved *fact, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = check_target (input, fault);
    if (status == QCDC_OK && input->target != TARGET_PETITION)
        status = fault_set (fault, QCDC_TARGET_KIND, "petition", "the entry that it refers to is not a petition");
    if (status == QCDC_OK && input->petition->voided)
        status =
            fault_set (fault, QCDC_TARGET_VOID, "petition", "petition %s was taken back", input->petition->local_no);
    if (status == QCDC_OK)
        status = move_check (input, input->petition, fact, fault);
    if (status != QCDC_OK) {
        conclude (verdict, status);
        return;
    }
    for (size_t i = 0; i < input->petition->move_count; i++)
        if (same_move (&input->petition->moves[i], fact)) {
            conclude_alias (verdict);
            return;
        }
    petition_state next;
    if (!petition_move_possible (input->petition->state, (int)fact->move, fact->from_register != 0, &next))
        status = fault_set (fault, QCDC_BAD_MOVE, "move", "%s is not possible: petition %s is %s",
                            move_name ((int)fact->move), input->petition->local_no,
                            petition_state_name (input->petition->state));
    conclude (verdict, status);
}

static void judge_report (const judge_input_t *input, const Qcdc__ReportFiled *fact,
                          const uint8_t content[CONTENT_BYTES], verdict_t *verdict)
{
    qcdc_status status = report_check (input, fact, &verdict->fault);
    if (status != QCDC_OK) {
        conclude (verdict, status);
        return;
    }
    const report_t *held = input->same_report;
    if (held && same_content (held->content, content)) {
        conclude_alias (verdict);
        return;
    }
    if (held && !held->voided)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "period", "%s for %s was filed with other figures",
                            fact->form, fact->period);
    conclude (verdict, status);
}

/*  Would the petition's moves still be possible with REPLACEMENT in the place of MOVE (NULL: without it)? */
static qcdc_status check_refold (const petition_t *petition, const move_t *move, const move_t *replacement,
                                 fault_t *fault)
{
    petition_t trial = {0};
    qcdc_status status = QCDC_OK;
    trial.moves = malloc (petition->move_count * sizeof *trial.moves);
    if (!trial.moves)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    memcpy (trial.moves, petition->moves, petition->move_count * sizeof *trial.moves);
    trial.move_count = petition->move_count;
    size_t place = (size_t)(move - petition->moves);
    if (replacement)
        trial.moves[place] = *replacement;
    else
        trial.moves[place].voided = true;
    if (petition_fold (&trial) != QCDC_OK) {
        status = fault_set (fault, QCDC_BAD_MOVE, "move",
                            "a later step of petition %s would not be possible any more", petition->local_no);
        fault_advise (fault, "take back the later steps first");
    }
    free (trial.moves);
    return status;
}

static void correct_petition (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    uint8_t content[CONTENT_BYTES];
    const petition_t *petition = input->petition, *holder = input->same_no;
    qcdc_status status = petition_check (input, fact->petition, &verdict->fault);
    if (status == QCDC_OK && holder && holder != petition && !holder->voided)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "local_no", "%s is the number of another petition",
                            fact->petition->local_no);
    if (status == QCDC_OK)
        status = fact_content_of (fact, content);
    if (status == QCDC_OK && !petition->voided && same_content (petition->content, content))
        conclude_alias (verdict);
    else
        conclude (verdict, status);
}

static void correct_move (const judge_input_t *input, const Qcdc__PetitionMoved *fact, verdict_t *verdict)
{
    if (input->petition->voided) {
        conclude (verdict, fault_set (&verdict->fault, QCDC_TARGET_VOID, "petition", "petition %s was taken back",
                                      input->petition->local_no));
        return;
    }
    if (same_move (input->move, fact)) {
        conclude_alias (verdict);
        return;
    }
    qcdc_status status = move_check (input, input->petition, fact, &verdict->fault);
    if (status == QCDC_OK) {
        move_t replacement = *input->move;
        replacement.move = (int)fact->move;
        replacement.on = fact->on;
        replacement.outcome = (int)fact->outcome;
        replacement.from_register = fact->from_register != 0;
        replacement.voided = false;
        status = check_refold (input->petition, input->move, &replacement, &verdict->fault);
    }
    conclude (verdict, status);
}

static void correct_report (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    uint8_t content[CONTENT_BYTES];
    const report_t *report = input->report, *holder = input->same_report;
    qcdc_status status = report_check (input, fact->report, &verdict->fault);
    if (status == QCDC_OK && holder && holder->commit_seq != report->commit_seq && !holder->voided)
        status = fault_set (&verdict->fault, QCDC_DUPLICATE, "period", "%s for %s was filed in another report",
                            fact->report->form, fact->report->period);
    if (status == QCDC_OK)
        status = fact_content_of (fact, content);
    if (status == QCDC_OK && !report->voided && same_content (report->content, content))
        conclude_alias (verdict);
    else
        conclude (verdict, status);
}

static void judge_corrected (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = check_target (input, fault);
    if (status != QCDC_OK) {
        conclude (verdict, status);
        return;
    }
    int wanted = input->target == TARGET_PETITION ? QCDC__CORRECTED__REPLACEMENT_PETITION
                 : input->target == TARGET_MOVE   ? QCDC__CORRECTED__REPLACEMENT_MOVE
                 : input->target == TARGET_REPORT ? QCDC__CORRECTED__REPLACEMENT_REPORT
                                                  : -1;
    if (fact->replacement_case == QCDC__CORRECTED__REPLACEMENT__NOT_SET)
        conclude (verdict, fault_set (fault, QCDC_UNSUPPORTED, "replacement", "a correction of an unknown kind"));
    else if ((int)fact->replacement_case != wanted)
        conclude (verdict, fault_set (fault, QCDC_TARGET_KIND, "target",
                                      "a fact can only be corrected by one of its own kind"));
    else if (input->target == TARGET_PETITION)
        correct_petition (input, fact, verdict);
    else if (input->target == TARGET_MOVE)
        correct_move (input, fact->move, verdict);
    else
        correct_report (input, fact, verdict);
}

static void judge_voided (const judge_input_t *input, verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    qcdc_status status = check_target (input, fault);
    bool gone = false;
    if (status == QCDC_OK) {
        switch (input->target) {
        case TARGET_PETITION:
            gone = input->petition->voided;
            break;
        case TARGET_MOVE:
            gone = input->move->voided;
            if (!gone)
                status = check_refold (input->petition, input->move, NULL, fault);
            break;
        case TARGET_REPORT:
            gone = input->report->voided;
            break;
        default:
            status = fault_set (fault, QCDC_TARGET_KIND, "target",
                                "only petitions, their steps and reports can be taken back");
        }
    }
    if (gone)
        conclude_alias (verdict);
    else
        conclude (verdict, status);
}

/*  A slip may stand in a rejected entry too: any entry that is there can lose its annex. */
static void judge_erased (const judge_input_t *input, verdict_t *verdict)
{
    qcdc_status status = QCDC_OK;
    if (input->role != ROLE_PROVINCE)
        status =
            fault_set (&verdict->fault, QCDC_FORBIDDEN, NULL, "only the provincial committee can have texts erased");
    else if (input->target == TARGET_MISSING)
        status = fault_set (&verdict->fault, QCDC_WAITING, "target", "waits for the entry that it refers to");
    conclude (verdict, status);
}

void judge_fact (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                 verdict_t *verdict)
{
    memset (verdict, 0, sizeof *verdict);
    if (input->role == ROLE_ANALYST) {
        conclude (verdict, fault_set (&verdict->fault, QCDC_FORBIDDEN, NULL,
                                      "an analyst reads aggregates and writes nothing"));
        return;
    }
    switch (fact->kind_case) {
    case QCDC__FACT__KIND_PETITION_RECEIVED:
        judge_received (input, fact->petition_received, content, verdict);
        break;
    case QCDC__FACT__KIND_PETITION_MOVED:
        judge_moved (input, fact->petition_moved, verdict);
        break;
    case QCDC__FACT__KIND_REPORT_FILED:
        judge_report (input, fact->report_filed, content, verdict);
        break;
    case QCDC__FACT__KIND_CORRECTED:
        judge_corrected (input, fact->corrected, verdict);
        break;
    case QCDC__FACT__KIND_VOIDED:
        judge_voided (input, verdict);
        break;
    case QCDC__FACT__KIND_ANNEX_ERASED:
        judge_erased (input, verdict);
        break;
    default:
        conclude (verdict, fault_set (&verdict->fault, QCDC_UNSUPPORTED, NULL,
                                      "a fact of a kind that this program does not know"));
    }
}
