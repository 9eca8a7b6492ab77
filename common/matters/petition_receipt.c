/*  petition_receipt.c — what a petition must say where it is received, under a number that is free, and what a correction of that comes
 *  to.  A second copy is told by the content hash. */

#include "matters/petition_receipt.h"

#include "base/day.h"
#include "matters/petition_checks.h"
#include "matters/petition_columns.h"
#include "matters/petition_merge.h"
#include "matters/petition_refold.h"
#include "matters/petition_scan.h"
#include "matters/petition_transfer.h"
#include "matters/register_no.h"

#include <string.h>

/*  ---------------------------------------------------------------- what it must say by itself */

qcdc_status receipt_fits (const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    if (fact->n_flags > QCDC_FLAGS_COUNT_MAX)
        return fault_set (fault, QCDC_BAD_FLAG, "flags", "at most %u flags", QCDC_FLAGS_COUNT_MAX);
    return QCDC_OK;
}

/*  What only petitions of one kind are marked with; who complains knew of the decision before that. */
static qcdc_status check_flag_fits (const Qcdc__PetitionReceived *fact, const char *flag, fault_t *fault)
{
    char known[DAY_TEXT_BYTES], received[DAY_TEXT_BYTES];
    int32_t day = 0;
    if (strcmp (flag, "CU_TRI") == 0 && fact->kind != QCDC__PETITION_KIND__KIEN_NGHI)
        return fault_set (fault, QCDC_BAD_FLAG, "flags", "only a recommendation is one of the voters");
    if (strncmp (flag, FLAG_DECISION_KNOWN, strlen (FLAG_DECISION_KNOWN)) != 0)
        return QCDC_OK;
    if (fact->kind != QCDC__PETITION_KIND__KHIEU_NAI)
        return fault_set (fault, QCDC_BAD_FLAG, "flags", "only a complaint is about a decision that was known");
    if (day_parse (flag + strlen (FLAG_DECISION_KNOWN), &day) == QCDC_OK && day <= fact->received_on)
        return QCDC_OK;
    return fault_set (fault, QCDC_BAD_DATE, "flags",
                      "%s, when the decision was known, is after the day of receipt, %s", day_format_iso (day, known),
                      day_format_iso (fact->received_on, received));
}

static qcdc_status check_flags (const Qcdc__PetitionReceived *fact, fault_t *fault)
{
    char *const *flags = fact->flags;
    QCDC_TRY (receipt_fits (fact, fault));
    for (size_t i = 0; i < fact->n_flags; i++) {
        if (!flag_known (flags[i])) {
            fault_set (fault, QCDC_BAD_FLAG, "flags", "unknown flag %s", flags[i]);
            fault_advise (fault, "use DONG_NGUOI, PHUC_TAP, DAC_BIET_PHUC_TAP, DAI_HOI, LAN_HAI, CU_TRI, "
                                 "DU_AN:<code>, DOI_THOAI:<code> or NHAN_QD:<day>");
            return QCDC_BAD_FLAG;
        }
        if (i > 0 && strcmp (flags[i - 1], flags[i]) >= 0)
            return fault_set (fault, QCDC_BAD_FLAG, "flags", "flags are sorted and not repeated");
        QCDC_TRY (check_flag_fits (fact, flags[i], fault));
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

static qcdc_status receipt_check (const judge_input_t *input, const Qcdc__PetitionReceived *fact, fault_t *fault)
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
    return check_flags (fact, fault);
}

/*  ---------------------------------------------------------------- verdicts */

void receipt_judge (const judge_input_t *input, const Qcdc__PetitionReceived *fact,
                    const uint8_t content[CONTENT_BYTES], verdict_t *verdict)
{
    qcdc_status status = receipt_check (input, fact, &verdict->fault);
    if (status == QCDC_OK && input->holder && content_equal (input->holder->content, content)) {
        verdict_alias (verdict, input->holder->entry, input->holder->commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = register_no_free (input, fact->local_no, &verdict->fault);
    if (status == QCDC_OK)
        status = transfer_check_source (input, fact, &verdict->fault);
    verdict_conclude (verdict, status);
}

static qcdc_status check_new_key (const judge_input_t *input, const Qcdc__Corrected *fact,
                                  const Qcdc__PetitionReceived *row, fault_t *fault)
{
    return register_no_correct (input,
                                (register_no_t){fact->petition_seen->local_no, fact->petition_seen->received_on},
                                (register_no_t){fact->petition->local_no, fact->petition->received_on},
                                (register_no_t){row->local_no, row->received_on}, fault);
}

void receipt_correct (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const petition_t *petition = (const petition_t *)input->thing;
    merging_t merging = {.input = input, .fact = fact, .fault = &verdict->fault};
    const refolding_t refolding = {.input = input, .fact = fact};
    petition_said_t said, was;
    qcdc_status status = petition_check_stands (petition, &verdict->fault);
    petition_say (petition, &said);
    if (status == QCDC_OK)
        status = receipt_check (input, fact->petition, &verdict->fault);
    if (status == QCDC_OK)
        status = petition_merge (&merging, petition, &said.received);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, petition->entry, 0);
        return;
    }
    if (status == QCDC_OK)
        status = receipt_check (input, &said.received, &verdict->fault);
    if (status == QCDC_OK)
        status = scan_check_kind (petition, &said.received, &verdict->fault);
    if (status == QCDC_OK)
        status = check_new_key (input, fact, &said.received, &verdict->fault);
    /* A step that stands already must not come before the new day of receipt, nor be one that what it is now has not, nor an extension that
     * only a flag allowed. */
    petition_say (petition, &was);
    if (status == QCDC_OK &&
        (said.received.received_on != petition->received_on || (int)said.received.kind != petition->kind ||
         !petition_column_same (SAID_FLAGS, &was.received, &said.received) ||
         said.received.instance != (petition->instance > 1 ? (uint32_t)petition->instance : 0)))
        status = petition_refold (&refolding, petition, &said.received, NULL, NULL, &verdict->fault);
    verdict_conclude (verdict, status);
}
