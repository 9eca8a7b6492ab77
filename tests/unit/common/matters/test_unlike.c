/*  test_unlike.c — two petitions that are not the same: who may say so of which, and that it is said once. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/petition_related.h"
#include "matters/unlike.h"

typedef struct {
    case_t c; /* with the one petition */
    petition_t other;
    Qcdc__PairDismissed dismissed;
    Qcdc__Ref ref;
} telling_t;

/*  An office tells a petition of its own and one of another office apart. */
static void tells (telling_t *self, const char *office)
{
    memset (self, 0, sizeof *self);
    case_begin (&self->c, office);
    case_target (&self->c, TARGET_PETITION);
    self->c.petition.office = self->c.input.office->id;
    self->other = (petition_t){.matter = &PETITION_MATTER,
                               .entry = {6, 2, 77},
                               .office = self->c.input.office->id + 1,
                               .local_no = "9/KN",
                               .received_on = on ("2020-03-05")};
    qcdc__ref__init (&self->ref);
    self->ref.origin = 6;
    self->ref.seq = 2;
    self->ref.hash = 77;
    qcdc__pair_dismissed__init (&self->dismissed);
    self->dismissed.a = &self->c.ref;
    self->dismissed.b = &self->ref;
    self->dismissed.on = on ("2020-03-06");
    self->c.fact = fact_of_unlike (&self->dismissed);
    self->c.input.source = TARGET_THING;
    self->c.input.source_thing = &self->other.thing;
}

static qcdc_status judged (telling_t *self)
{
    static const uint8_t CONTENT[CONTENT_BYTES] = {1};
    judge_fact (&self->c.input, &self->c.fact, CONTENT, &self->c.verdict);
    return self->c.verdict.fault.status;
}

static void is_in (petition_t *petition, uint64_t seq)
{
    address_link_print (&(address_t){6, seq, 77}, petition->related);
}

static void test_verdicts (void **state)
{
    (void)state;
    telling_t c;
#define TOLD(change, code)                                                                                           \
    tells (&c, "BCD-593");                                                                                           \
    change;                                                                                                          \
    assert_int_equal (judged (&c), code)
    TOLD ((void)0, QCDC_OK);
    TOLD (c.ref = c.c.ref, QCDC_TARGET_KIND);
    TOLD (c.other.entry = c.c.petition.entry, QCDC_TARGET_KIND);
    TOLD (c.c.input.source = TARGET_MISSING, QCDC_WAITING);
    assert_string_equal (c.c.verdict.fault.field, "other");
    TOLD (case_target (&c.c, TARGET_MISSING), QCDC_WAITING);
    assert_string_equal (c.c.verdict.fault.field, "target");
    TOLD (c.c.input.source = TARGET_REFUSED, QCDC_TARGET_REJECTED);
    TOLD (c.c.input.source = TARGET_PART, QCDC_TARGET_KIND);
    TOLD (case_target (&c.c, TARGET_REPORT), QCDC_TARGET_KIND);
    TOLD (c.other.voided = true, QCDC_TARGET_VOID);
    TOLD (c.c.petition.voided = true, QCDC_TARGET_VOID);
    TOLD (c.c.petition.office += 2, QCDC_NOT_YOURS);
    TOLD ((c.c.petition.office += 2, c.other.office--), QCDC_OK);
    TOLD ((c.c.petition.office += 2, c.c.input.role = ROLE_PROVINCE), QCDC_OK);
    TOLD (c.c.input.role = ROLE_ANALYST, QCDC_FORBIDDEN);
    TOLD (c.dismissed.on = on ("2020-03-04"), QCDC_BAD_DATE);
    TOLD (c.dismissed.on = on ("2020-07-14"), QCDC_BAD_DATE);
    TOLD ((is_in (&c.c.petition, 3), is_in (&c.other, 4)), QCDC_OK);
    TOLD ((is_in (&c.c.petition, 3), is_in (&c.other, 3)), QCDC_BAD_MOVE);
#undef TOLD
}

/*  Again, whichever comes first, is the same; on another day it is refused. */
static void test_once (void **state)
{
    (void)state;
    telling_t c;
    unlike_t held = {.matter = &UNLIKE_MATTER, .entry = {5, 30, 1}, .content = {1}};
    char key[MATTER_KEY_BYTES], turned[MATTER_KEY_BYTES];
    tells (&c, "BCD-593");
    c.c.input.holder = &held.thing;
    assert_int_equal (judged (&c), QCDC_OK);
    assert_int_equal (c.c.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    held.content[0] = 2;
    assert_int_equal (judged (&c), QCDC_DUPLICATE);
    assert_ptr_equal (fact_key (&c.c.fact, key), &UNLIKE_MATTER);
    c.dismissed.a = &c.ref;
    c.dismissed.b = &c.c.ref;
    assert_ptr_equal (fact_key (&c.c.fact, turned), &UNLIKE_MATTER);
    assert_string_equal (key, turned);
}

static void test_fold (void **state)
{
    (void)state;
    telling_t c;
    Qcdc__Voided voided;
    unlike_t unlike = {.matter = &UNLIKE_MATTER};
    char key[MATTER_KEY_BYTES], own[MATTER_KEY_BYTES];
    static const uint8_t CONTENT[CONTENT_BYTES] = {1};
    tells (&c, "BCD-593");
    const fact_event_t event = {.fact = &c.c.fact, .content = CONTENT, .catalog = catalog, .stamp = {1000, 1}};
    assert_int_equal (UNLIKE_MATTER.apply (&unlike.thing, &event), QCDC_OK);
    assert_int_equal (unlike.on, on ("2020-03-06"));
    assert_true (unlike.one.origin < unlike.other.origin);
    assert_ptr_equal (fact_key (&c.c.fact, key), &UNLIKE_MATTER);
    UNLIKE_MATTER.key_of (&unlike.thing, own);
    assert_string_equal (key, own);
    Qcdc__Fact taking_back = fact_of_voiding (&voided, &c.ref);
    const fact_event_t back = {.fact = &taking_back, .catalog = catalog, .stamp = {1001, 2}};
    assert_int_equal (UNLIKE_MATTER.apply (&unlike.thing, &back), QCDC_OK);
    assert_true (unlike.voided);
}

int main (void)
{
    const struct CMUnitTest TESTS[] = {cmocka_unit_test (test_verdicts), cmocka_unit_test (test_once),
                                       cmocka_unit_test (test_fold)};
    return cmocka_run_group_tests (TESTS, catalog_make, catalog_free);
}
