/*  unlike.c — whether two petitions may be told apart, and that they are.
 *
 *  Both are looked up and judged: an office tells apart a petition of its own and any other, the province any two. */

#include "matters/unlike.h"

#include "base/day.h"
#include "matters/petition_checks.h"
#include "matters/petition_related.h"
#include "matters/single.h"

#include <stdio.h>
#include <string.h>

static const unlike_t *unlike_of (const thing_t *thing)
{
    return (const unlike_t *)thing;
}

static address_t address_of (const Qcdc__Ref *ref)
{
    return ref ? (address_t){ref->origin, ref->seq, ref->hash} : (address_t){0, 0, 0};
}

static bool is_same (const address_t *a, const address_t *b)
{
    return a->origin == b->origin && a->seq == b->seq && a->hash8 == b->hash8;
}

/*  ---------------------------------------------------------------- keys */

static bool is_before (const address_t *a, const address_t *b)
{
    if (a->origin != b->origin)
        return a->origin < b->origin;
    return a->seq != b->seq ? a->seq < b->seq : a->hash8 < b->hash8;
}

/*  Without colons, of which a subject has its own. */
void unlike_key_print (const address_t *a, const address_t *b, char key[MATTER_KEY_BYTES])
{
    const address_t *one = is_before (b, a) ? b : a, *other = one == a ? b : a;
    snprintf (key, MATTER_KEY_BYTES, "%016llx.%llu.%016llx-%016llx.%llu.%016llx", (unsigned long long)one->origin,
              (unsigned long long)one->seq, (unsigned long long)one->hash8, (unsigned long long)other->origin,
              (unsigned long long)other->seq, (unsigned long long)other->hash8);
}

static bool unlike_key (const Qcdc__Fact *fact, char key[MATTER_KEY_BYTES])
{
    address_t a = address_of (fact->pair_dismissed->a), b = address_of (fact->pair_dismissed->b);
    unlike_key_print (&a, &b, key);
    return true;
}

static void unlike_key_of (const thing_t *self, char key[MATTER_KEY_BYTES])
{
    memcpy (key, unlike_of (self)->key, MATTER_KEY_BYTES);
}

/*  ---------------------------------------------------------------- verdicts */

static qcdc_status fault_itself (fault_t *fault)
{
    return fault_set (fault, QCDC_TARGET_KIND, "other", "a petition is not told apart from itself");
}

static qcdc_status fits (const Qcdc__Fact *fact, fault_t *fault)
{
    address_t a = address_of (fact->pair_dismissed->a), b = address_of (fact->pair_dismissed->b);
    return is_same (&a, &b) ? fault_itself (fault) : QCDC_OK;
}

/*  One of the two: FIELD is what it is waited for under. */
static qcdc_status check_petition (target_kind kind, const thing_t *thing, const char *field, fault_t *fault)
{
    QCDC_TRY (verdict_check_there (kind, field, fault));
    if (kind != TARGET_THING || thing->matter->id != MATTER_PETITION)
        return fault_set (fault, QCDC_TARGET_KIND, field, "%s", PETITION_NOT_ONE);
    qcdc_status status = petition_check_stands ((const petition_t *)thing, fault);
    if (status != QCDC_OK)
        fault_about (fault, field);
    return status;
}

static qcdc_status check_holder (const judge_input_t *input, const petition_t *a, const petition_t *b, fault_t *fault)
{
    const thing_t *holder = input->holder;
    char by[ADDRESS_TEXT_BYTES], day[DAY_TEXT_BYTES];
    if (!holder)
        return QCDC_OK;
    const setter_t first = {{holder->created_at_us, holder->commit_seq}, holder->entry.origin, holder->entry.seq};
    if (verdict_said_by (&first, by, day))
        return fault_set (fault, QCDC_DUPLICATE, "other", "petitions %s and %s were told apart already, by %s of %s",
                          a->local_no, b->local_no, by, day);
    return fault_set (fault, QCDC_DUPLICATE, "other", "petitions %s and %s were told apart already", a->local_no,
                      b->local_no);
}

/*  Who has joined both in one matter has said that they are about the same. */
static qcdc_status check_apart (const petition_t *a, const petition_t *b, fault_t *fault)
{
    address_t of_a, of_b;
    if (!petition_related (a, &of_a) || !petition_related (b, &of_b) || !is_same (&of_a, &of_b))
        return QCDC_OK;
    fault_set (fault, QCDC_BAD_MOVE, "other", "petitions %s and %s are in one matter", a->local_no, b->local_no);
    fault_advise (fault, "take one of them out of it first");
    return QCDC_BAD_MOVE;
}

static qcdc_status check_owner (const judge_input_t *input, const petition_t *a, const petition_t *b, fault_t *fault)
{
    if (input->role == ROLE_PROVINCE || a->office == input->office->id || b->office == input->office->id)
        return QCDC_OK;
    return fault_set (fault, QCDC_NOT_YOURS, "target", "neither of the petitions is of this office");
}

static void judge_dismissed (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                             verdict_t *verdict)
{
    fault_t *fault = &verdict->fault;
    const petition_t *a = (const petition_t *)input->thing, *b = (const petition_t *)input->source_thing;
    qcdc_status status = check_petition (input->target, input->thing, "target", fault);
    if (status == QCDC_OK)
        status = check_petition (input->source, input->source_thing, "other", fault);
    if (status == QCDC_OK && is_same (&a->entry, &b->entry)) /* under two addresses */
        status = fault_itself (fault);
    if (status == QCDC_OK)
        status = check_owner (input, a, b, fault);
    if (status == QCDC_OK && input->holder && content_equal (input->holder->content, content)) {
        verdict_alias (verdict, input->holder->entry, input->holder->commit_seq);
        return;
    }
    if (status == QCDC_OK)
        status = check_holder (input, a, b, fault);
    if (status == QCDC_OK)
        status = check_apart (a, b, fault);
    if (status == QCDC_OK)
        status = petition_check_day (input, a->received_on > b->received_on ? a : b, fact->pair_dismissed->on, fault);
    verdict_conclude (verdict, status);
}

static void unlike_judge (const judge_input_t *input, const Qcdc__Fact *fact, const uint8_t content[CONTENT_BYTES],
                          verdict_t *verdict)
{
    if (fact_kind (fact)->effect == FACT_CREATES)
        judge_dismissed (input, fact, content, verdict);
    else
        single_judge_voided (input, verdict);
}

/*  ---------------------------------------------------------------- the fold */

static qcdc_status apply (thing_t *self, const fact_event_t *event)
{
    unlike_t *unlike = (unlike_t *)self;
    if (fact_kind (event->fact)->effect == FACT_VOIDS) {
        void_take (&unlike->voided, &unlike->voided_by, event);
        return QCDC_OK;
    }
    if (fact_kind (event->fact)->effect != FACT_CREATES)
        return QCDC_CORRUPT;
    address_t a = address_of (event->fact->pair_dismissed->a), b = address_of (event->fact->pair_dismissed->b);
    bool turned = is_before (&b, &a);
    unlike->one = turned ? b : a;
    unlike->other = turned ? a : b;
    unlike_key_print (&a, &b, unlike->key);
    unlike->on = event->fact->pair_dismissed->on;
    const office_t *office = catalog_office_by_id (event->catalog, unlike->office);
    const unit_t *unit = office ? catalog_unit_on (event->catalog, office->unit_code, unlike->on) : NULL;
    unlike->unit = unit ? unit->id : 0;
    memcpy (unlike->content, event->content, CONTENT_BYTES);
    return QCDC_OK;
}

const matter_t UNLIKE_MATTER = {.id = MATTER_UNLIKE,
                                .name = "unlike",
                                .size = sizeof (unlike_t),
                                .key = unlike_key,
                                .key_of = unlike_key_of,
                                .repeats = single_repeats,
                                .possible = single_possible,
                                .fits = fits,
                                .judge = unlike_judge,
                                .apply = apply,
                                .has_part = single_has_part,
                                .release = single_release};
