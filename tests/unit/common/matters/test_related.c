/*  test_related.c — which matter a petition is in: what may be said of it, and that the order in which facts arrive decides nothing. */

#include "judge_case.h"

#include "facts/make.h"
#include "matters/affair.h"
#include "matters/petition_related.h"

typedef struct {
    case_t petition;
    Qcdc__MatterJoined joined;
    Qcdc__MatterLeft left;
    Qcdc__Ref matter;
} relating_t;

/*  An office says of its petition of March that it is in a matter. */
static void joins (relating_t *self, const char *office)
{
    memset (self, 0, sizeof *self);
    case_begin (&self->petition, office);
    case_target (&self->petition, TARGET_PETITION);
    self->petition.petition.related_set = (setter_t){{0, 0}, 0, 0};
    qcdc__ref__init (&self->matter);
    self->matter.origin = 6;
    self->matter.seq = 2;
    self->matter.hash = 77;
    qcdc__matter_joined__init (&self->joined);
    self->joined.petition = &self->petition.ref;
    self->joined.matter = &self->matter;
    self->joined.on = on ("2020-03-02");
    self->petition.fact = fact_of_joining (&self->joined);
}

static void leaves (relating_t *self, const char *office)
{
    joins (self, office);
    qcdc__matter_left__init (&self->left);
    self->left.petition = &self->petition.ref;
    self->left.matter = &self->matter;
    self->left.on = on ("2020-03-03");
    self->petition.fact = fact_of_leaving (&self->left);
}

static qcdc_status judged (relating_t *self)
{
    static const uint8_t NO_CONTENT[CONTENT_BYTES] = {0};
    judge_fact (&self->petition.input, &self->petition.fact, NO_CONTENT, &self->petition.verdict);
    return self->petition.verdict.fault.status;
}

static void is_in (relating_t *self, uint64_t seq)
{
    address_link_print (&(address_t){6, seq, 77}, self->petition.petition.related);
    self->petition.petition.related_set = (setter_t){{at ("2020-07-01T02:30:00Z"), 9}, 5, 11};
}

static void test_verdicts (void **state)
{
    (void)state;
    relating_t c;
    joins (&c, "BCD-593");
    assert_int_equal (judged (&c), QCDC_OK);
    is_in (&c, 2);
    assert_int_equal (judged (&c), QCDC_OK);
    assert_int_equal (c.petition.verdict.state, QCDC__VERDICT_STATE__VERDICT_ALIAS);
    is_in (&c, 3);
    assert_int_equal (judged (&c), QCDC_DUPLICATE);
#define SPOILED(begin, change, code)                                                                                 \
    begin (&c, "BCD-593");                                                                                           \
    change;                                                                                                          \
    assert_int_equal (judged (&c), code)
    SPOILED (joins, (c.matter.origin = 5, c.matter.seq = 9), QCDC_TARGET_KIND);
    SPOILED (joins, c.matter.hash = 0, QCDC_MALFORMED);
    SPOILED (joins, c.joined.matter = NULL, QCDC_MALFORMED);
    SPOILED (joins, c.joined.on = on ("2020-03-01"), QCDC_BAD_DATE);
    SPOILED (joins, c.joined.on = on ("2020-07-14"), QCDC_BAD_DATE);
    SPOILED (joins, c.petition.petition.voided = true, QCDC_TARGET_VOID);
    SPOILED (joins, case_target (&c.petition, TARGET_REPORT), QCDC_TARGET_KIND);
    SPOILED (joins, case_target (&c.petition, TARGET_OTHER), QCDC_TARGET_KIND);
    SPOILED (joins, case_target (&c.petition, TARGET_MISSING), QCDC_WAITING);
    SPOILED (joins, case_target (&c.petition, TARGET_REFUSED), QCDC_TARGET_REJECTED);
    SPOILED (joins, c.petition.input.target_office++, QCDC_NOT_YOURS);
    SPOILED (joins, (c.petition.input.target_office++, c.petition.input.role = ROLE_PROVINCE), QCDC_OK);
    SPOILED (joins, c.petition.input.role = ROLE_ANALYST, QCDC_FORBIDDEN);
    SPOILED (leaves, (void)0, QCDC_BAD_MOVE);
    SPOILED (leaves, is_in (&c, 3), QCDC_BAD_MOVE);
    SPOILED (leaves, is_in (&c, 2), QCDC_OK);
#undef SPOILED
}

/*  Three facts in each order: the last that was said holds. */
static void test_order (void **state)
{
    (void)state;
    static const int ORDERS[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (size_t i = 0; i < 6; i++) {
        relating_t said[3];
        petition_t petition = {.matter = &PETITION_MATTER};
        joins (&said[0], "BCD-593");
        leaves (&said[1], "BCD-593");
        joins (&said[2], "BCD-593");
        said[2].matter.seq = 8;
        for (size_t k = 0; k < 3; k++) {
            int which = ORDERS[i][k];
            bool in_vain = false;
            const fact_event_t event = {.fact = &said[which].petition.fact,
                                        .catalog = catalog,
                                        .address = {5, 20 + (uint64_t)which, 1},
                                        .stamp = {1000 + which, which},
                                        .without_effect = &in_vain};
            assert_int_equal (PETITION_MATTER.apply (&petition.thing, &event), QCDC_OK);
        }
        address_t matter;
        assert_true (petition_related (&petition, &matter));
        assert_true (matter.origin == 6 && matter.seq == 8 && matter.hash8 == 77);
        assert_int_equal (petition.related_on, on ("2020-03-02"));
        assert_int_equal (petition.related_set.seq, 22);
    }
}

/*  What a matter must say. */
static void test_matter (void **state)
{
    (void)state;
    case_t c;
    Qcdc__MatterOpened opened;
    static const uint8_t NO_CONTENT[CONTENT_BYTES] = {0};
#define OPENED(change, code)                                                                                         \
    case_begin (&c, "BCD-593");                                                                                      \
    qcdc__matter_opened__init (&opened);                                                                             \
    opened.local_no = "V1";                                                                                          \
    opened.opened_on = on ("2020-03-02");                                                                            \
    opened.field = QCDC__PETITION_FIELD__DAT_DAI;                                                                    \
    opened.project = "KP-3";                                                                                         \
    change;                                                                                                          \
    c.fact = fact_of_matter (&opened);                                                                               \
    judge_fact (&c.input, &c.fact, NO_CONTENT, &c.verdict);                                                          \
    assert_int_equal (c.verdict.fault.status, code)
    OPENED ((void)0, QCDC_OK);
    OPENED (opened.project = "", QCDC_OK);
    OPENED (opened.project = "kp 3", QCDC_BAD_FLAG);
    OPENED (opened.local_no = "", QCDC_EMPTY);
    OPENED (opened.field = 0, QCDC_BAD_FIELD);
    OPENED (opened.opened_on = on ("2020-07-14"), QCDC_BAD_DATE);
#undef OPENED
}

int main (void)
{
    const struct CMUnitTest TESTS[] = {cmocka_unit_test (test_verdicts), cmocka_unit_test (test_order),
                                       cmocka_unit_test (test_matter)};
    return cmocka_run_group_tests (TESTS, catalog_make, catalog_free);
}
