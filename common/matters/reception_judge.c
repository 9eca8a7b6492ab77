/*  reception_judge.c — what a row of the reception register must say, and what becomes of two corrections of one.
 *
 *  The numbers of a row hold to what the forms print of their sums: groups are among the receptions, their persons and matters among
 *  the persons and matters.  So every form that is counted from accepted rows holds, too. */

#include "matters/reception.h"

#include "base/day.h"
#include "matters/merge.h"
#include "matters/petition.h"
#include "matters/reception_columns.h"
#include "matters/register_no.h"
#include "matters/single.h"

#include <string.h>

static const reception_t *reception_of (const thing_t *thing)
{
    return (const reception_t *)thing;
}

/*  ---------------------------------------------------------------- what a fact must say by itself */

static qcdc_status check_sizes (const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (RECEPTION_COLUMNS[i].says == COLUMN_SAYS_SET && reception_set_count ((reception_column)i, held) > 16)
            return fault_set (fault, QCDC_TOO_LARGE, RECEPTION_COLUMNS[i].name, "a code stands there more than once");
    if (held->n_petitions > QCDC_LINKS_COUNT_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, "petitions", "at most %u petitions", QCDC_LINKS_COUNT_MAX);
    return QCDC_OK;
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    return check_sizes (fact->reception_held, fault);
}

static qcdc_status check_codes (const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    if (!session_name ((int)held->session))
        return fault_set (fault, QCDC_BAD_KIND, "session", "unknown kind of session");
    if (!receiver_name ((int)held->held_by))
        return fault_set (fault, QCDC_BAD_KIND, "held_by", "unknown receiver");
    bool regular = held->session == QCDC__SESSION__THUONG_XUYEN;
    if (regular && held->held_by == QCDC__RECEIVER__UY_QUYEN)
        return fault_set (fault, QCDC_BAD_KIND, "held_by",
                          "only scheduled and ad hoc receptions are held on the head's behalf");
    if (!regular && held->held_by == QCDC__RECEIVER__CAN_BO_TIEP)
        return fault_set (fault, QCDC_BAD_KIND, "held_by",
                          "scheduled and ad hoc receptions are the head's, in person or on his behalf");
    return QCDC_OK;
}

/*  Sorted and without repeats, so that equal rows are equal bytes. */
static qcdc_status check_set (reception_column column, const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    const reception_column_t *known = &RECEPTION_COLUMNS[column];
    int last = 0;
    for (size_t i = 0, count = reception_set_count (column, held); i < count; i++) {
        int code = reception_set_at (column, held, i);
        if (!known->name_of (code))
            return fault_set (fault, QCDC_BAD_KIND, known->name, "an unknown code");
        if (code <= last)
            return fault_set (fault, QCDC_BAD_KIND, known->name, "codes are sorted and not repeated");
        last = code;
    }
    return QCDC_OK;
}

static qcdc_status check_links (const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    for (size_t i = 0; i < held->n_petitions; i++) {
        const Qcdc__Ref *ref = held->petitions[i];
        if (ref->seq == 0 || ref->seq > INT64_MAX || ref->hash == 0)
            return fault_set (fault, QCDC_MALFORMED, "petitions", "no entry can be at such an address");
        for (size_t k = 0; k < i; k++)
            if (held->petitions[k]->origin == ref->origin && held->petitions[k]->seq == ref->seq)
                return fault_set (fault, QCDC_MALFORMED, "petitions", "a petition stands there more than once");
    }
    return QCDC_OK;
}

static qcdc_status check_parts (const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    uint32_t matters = held->matters_first | held->matters_again;
    if (held->receptions == 0 && (held->persons || matters))
        return fault_set (fault, QCDC_BAD_NUMBER, "receptions",
                          "where there was no reception, there are no persons and no matters");
    if (held->receptions > 0 && held->persons == 0)
        return fault_set (fault, QCDC_BAD_NUMBER, "persons", "a reception is of at least one person");
    if (held->groups > held->receptions)
        return fault_set (fault, QCDC_BAD_NUMBER, "groups", "there are more large groups than receptions");
    if (held->groups == 0 && (held->group_persons || held->group_first || held->group_again))
        return fault_set (fault, QCDC_BAD_NUMBER, "groups",
                          "where there was no large group, it has no persons and no matters");
    if (held->group_persons < 2 * held->groups)
        return fault_set (fault, QCDC_BAD_NUMBER, "group_persons", "a large group is of several persons");
    if (held->group_persons > held->persons)
        return fault_set (fault, QCDC_BAD_NUMBER, "group_persons",
                          "large groups have more persons than were received");
    if (held->group_first > held->matters_first)
        return fault_set (fault, QCDC_BAD_NUMBER, "group_first", "large groups have more matters than there were");
    if (held->group_again > held->matters_again)
        return fault_set (fault, QCDC_BAD_NUMBER, "group_again", "large groups have more matters than there were");
    return QCDC_OK;
}

static qcdc_status check_numbers (const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (RECEPTION_COLUMNS[i].says == COLUMN_SAYS_COUNT &&
            (uint32_t)reception_value ((reception_column)i, held) > QCDC_PEOPLE_MAX)
            return fault_set (fault, QCDC_BAD_NUMBER, RECEPTION_COLUMNS[i].name, "more than %u", QCDC_PEOPLE_MAX);
    return check_parts (held, fault);
}

static qcdc_status check_held_on (const judge_input_t *input, int32_t held_on, fault_t *fault)
{
    char day[DAY_TEXT_BYTES];
    QCDC_TRY (verdict_check_day (input, held_on, "held_on", fault));
    if (!catalog_unit_on (input->catalog, input->office->unit_code, held_on))
        return fault_set (fault, QCDC_BAD_UNIT, "held_on", "unit %s was not in being on %s", input->office->unit_code,
                          day_format_iso (held_on, day));
    return QCDC_OK;
}

static qcdc_status reception_check (const judge_input_t *input, const Qcdc__ReceptionHeld *held, fault_t *fault)
{
    if (!input->office->takes_petitions) {
        fault_set (fault, QCDC_FORBIDDEN, NULL, "%s keeps no register of receptions", input->office->code);
        fault_advise (fault, "enter it at the office that keeps the register");
        return QCDC_FORBIDDEN;
    }
    QCDC_TRY (register_no_check (held->local_no, "a reception needs its register number", fault));
    QCDC_TRY (check_held_on (input, held->held_on, fault));
    QCDC_TRY (check_codes (held, fault));
    QCDC_TRY (check_sizes (held, fault));
    for (int i = 0; i < RECEPTION_COLUMN_COUNT; i++)
        if (RECEPTION_COLUMNS[i].says == COLUMN_SAYS_SET)
            QCDC_TRY (check_set ((reception_column)i, held, fault));
    QCDC_TRY (check_numbers (held, fault));
    return check_links (held, fault);
}

/*  ---------------------------------------------------------------- keys and second copies */

static bool reception_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    return petition_key_print (fact->reception_held->local_no, fact->reception_held->held_on, key);
}

static void reception_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, reception_of (self)->key, MATTER_KEY_BYTES);
}

/*  ---------------------------------------------------------------- verdicts */

static void judge_held (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                        verdict_t *verdict)
{
    address_t entry;
    int64_t commit_seq;
    qcdc_status status = reception_check (input, fact->reception_held, &verdict->fault);
    if (status == QCDC_OK && input->holder && single_repeats (input->holder, fact, content, &entry, &commit_seq)) {
        verdict_alias (verdict, entry, commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = register_no_free (input, fact->reception_held->local_no, &verdict->fault);
    verdict_conclude (verdict, status);
}

static bool denounces (const Qcdc__ReceptionHeld *held)
{
    return reception_value (RECEPTION_KINDS, held) & 1 << QCDC__PETITION_KIND__TO_CAO;
}

/*  What is said of a denunciation is screened before it is written, by the kinds that its writer knew: so a text and TO_CAO do not
 *  come together from two who had not seen each other's. */
static qcdc_status merge_denunciation (merging_t *self, const reception_t *reception, const Qcdc__ReceptionHeld *row)
{
    char was[RECEPTION_TEXT_BYTES], is[RECEPTION_TEXT_BYTES];
    const Qcdc__ReceptionHeld *seen = self->fact->reception_seen, *wanted = self->fact->reception;
    const column_now_t kinds = {RECEPTION_COLUMNS[RECEPTION_KINDS].name,
                                reception_column_text (RECEPTION_KINDS, seen, was),
                                reception_column_text (RECEPTION_KINDS, row, is), &reception->set[RECEPTION_KINDS]};
    if (denounces (seen) || denounces (row) == denounces (wanted))
        return QCDC_OK;
    if (!denounces (wanted))
        return self->fact->summary ? verdict_stale (&kinds, self->fault) : QCDC_OK;
    size_t changes = self->changes;
    QCDC_TRY (merge_text (self, true, &reception->set[RECEPTION_SUMMARY], RECEPTION_COLUMNS[RECEPTION_SUMMARY].name));
    self->changes = changes;
    return QCDC_OK;
}

static qcdc_status merge (merging_t *self, const reception_t *reception, Qcdc__ReceptionHeld *row)
{
    const Qcdc__ReceptionHeld *seen = self->fact->reception_seen, *wanted = self->fact->reception;
    char was[RECEPTION_TEXT_BYTES], is[RECEPTION_TEXT_BYTES];
    QCDC_TRY (merge_denunciation (self, reception, row));
    for (int i = 0; i < RECEPTION_SUMMARY; i++) {
        reception_column column = (reception_column)i;
        if (reception_column_same (column, seen, wanted) || reception_column_same (column, row, wanted))
            continue;
        if (!reception_column_same (column, row, seen) ||
            verdict_overtaken (self->input, self->fact->seen_at_us, reception->set[i].at)) {
            const column_now_t now = {RECEPTION_COLUMNS[i].name, reception_column_text (column, seen, was),
                                      reception_column_text (column, row, is), &reception->set[i]};
            return verdict_stale (&now, self->fault);
        }
        reception_column_copy (column, row, wanted);
        self->changes++;
    }
    return merge_text (self, self->fact->summary != 0, &reception->set[RECEPTION_SUMMARY],
                       RECEPTION_COLUMNS[RECEPTION_SUMMARY].name);
}

static qcdc_status check_new_key (const judge_input_t *input, const Qcdc__Corrected *fact,
                                  const Qcdc__ReceptionHeld *row, fault_t *fault)
{
    return register_no_correct (input, (register_no_t){fact->reception_seen->local_no, fact->reception_seen->held_on},
                                (register_no_t){fact->reception->local_no, fact->reception->held_on},
                                (register_no_t){row->local_no, row->held_on}, fault);
}

static void judge_correction (const judge_input_t *input, const Qcdc__Corrected *fact, verdict_t *verdict)
{
    const reception_t *reception = reception_of (input->thing);
    merging_t merging = {.input = input, .fact = fact, .fault = &verdict->fault};
    reception_said_t said;
    qcdc_status status = register_no_stands (&reception->thing, reception->local_no, &verdict->fault);
    reception_say (reception, &said);
    if (status == QCDC_OK)
        status = reception_check (input, fact->reception, &verdict->fault);
    if (status == QCDC_OK)
        status = merge (&merging, reception, &said.held);
    if (status == QCDC_OK && merging.changes == 0) {
        verdict_alias (verdict, reception->entry, 0);
        return;
    }
    /* Two that are right each by itself may not be so together. */
    if (status == QCDC_OK)
        status = reception_check (input, &said.held, &verdict->fault);
    if (status == QCDC_OK)
        status = check_new_key (input, fact, &said.held, &verdict->fault);
    verdict_conclude (verdict, status);
}

static void reception_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                             verdict_t *verdict)
{
    switch (fact_kind (fact)->effect) {
    case FACT_CREATES:
        judge_held (input, fact, content, verdict);
        break;
    case FACT_CORRECTS:
        judge_correction (input, fact->corrected, verdict);
        break;
    default:
        single_judge_voided (input, verdict);
    }
}

/*  ---------------------------------------------------------------- the registry's row */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    return reception_apply ((reception_t *)self, event);
}

static void release (thing_t *self)
{
    reception_release ((reception_t *)self);
}

const matter_t RECEPTION_MATTER = {.id = MATTER_RECEPTION,
                                   .name = "reception",
                                   .size = sizeof (reception_t),
                                   .key = reception_key,
                                   .key_of = reception_key_of,
                                   .repeats = single_repeats,
                                   .possible = single_possible,
                                   .fits = fits,
                                   .judge = reception_judge,
                                   .apply = apply,
                                   .has_part = single_has_part,
                                   .release = release};
