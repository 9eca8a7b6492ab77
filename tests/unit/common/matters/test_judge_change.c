/*  test_judge_change.c — corrections and what is taken back: petitions, their steps, reports. */

#include "judge_case.h"

static void test_correct_petition (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    EXPECT_ACCEPTED (&c);
    c.input.holder = &c.petition.thing; /* its own number is not somebody else's */
    EXPECT_ACCEPTED (&c);
    petition_t other = c.petition;
    c.input.holder = &other.thing;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "local_no");
    c.input.holder = NULL;
    EXPECT_ACCEPTED (&c);
    c.received.people = 1000001; /* the replacement is judged like a fact of its own */
    EXPECT_REJECTED (&c, QCDC_BAD_NUMBER, "people");
}

static void test_correct_petition_alias (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    assert_int_equal (fact_content_of (&c.corrected, c.petition.content), QCDC_OK);
    EXPECT_ALIAS (&c);
    c.petition.voided = true; /* over: nothing brings it back */
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    c.received.people = 2;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    c.petition.voided = false;
    c.received.kind = QCDC__PETITION_KIND__TO_CAO;
    EXPECT_ACCEPTED (&c);
    /* Received no later than the first step that stands. */
    case_step (&c, QCDC__MOVE__ACCEPTED, "2020-07-10");
    EXPECT_ACCEPTED (&c);
    c.moves[0].on = on ("2020-07-09");
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "on");
    c.moves[0].voided = true;
    EXPECT_ACCEPTED (&c);
}

static void test_correct_move (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_MOVE);
    EXPECT_ACCEPTED (&c);
    c.moved.on = on ("2020-03-03");
    EXPECT_ALIAS (&c);
    c.moves[0].voided = true;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "move");
    c.moves[0].voided = false;
    c.petition.voided = true;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    c.petition.voided = false;
    c.moved.on = on ("2020-03-01");
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "on");
    c.moved.on = on ("2020-03-02");
    EXPECT_ACCEPTED (&c);
    c.moved.outcome = QCDC__OUTCOME__SAI;
    EXPECT_REJECTED (&c, QCDC_BAD_OUTCOME, "outcome");
}

/*  The steps after the corrected one must still be possible. */
static void test_correct_move_refold (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_MOVE);
    case_step (&c, QCDC__MOVE__SETTLED, "2020-05-05");
    c.moved.on = on ("2020-05-06");
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "settled_on"); /* the step behind it would come before it */
    c.moved.on = on ("2020-03-01");
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "on"); /* before the receipt */
    c.moved.on = on ("2020-05-05");
    EXPECT_ACCEPTED (&c); /* accepted on another day */
    c.moved.move = QCDC__MOVE__CLASSIFIED;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    assert_true (c.verdict.fault.advice[0] != '\0');
    c.moves[1].from_register = true;
    EXPECT_ACCEPTED (&c); /* the register may settle it from there */
    c.moved.move = QCDC__MOVE__REFUSED;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.moves[1].voided = true;
    EXPECT_ACCEPTED (&c);
    c.moved.move = QCDC__MOVE__RESUMED; /* not possible itself */
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.moved.from_register = 1;
    EXPECT_ACCEPTED (&c);

    /* In the middle: the step before it counts too. */
    case_corrected (&c, TARGET_MOVE);
    case_step (&c, QCDC__MOVE__SUSPENDED, "2020-04-01");
    case_step (&c, QCDC__MOVE__RESUMED, "2020-05-01");
    c.input.part = c.moves[1].entry;
    c.moved.on = on ("2020-04-01");
    c.moved.move = QCDC__MOVE__EXTENDED;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.input.part = c.moves[2].entry;
    c.moved.on = on ("2020-05-01");
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.moved.move = QCDC__MOVE__WITHDRAWN;
    EXPECT_ACCEPTED (&c);
}

static void test_correct_report (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_REPORT);
    EXPECT_ACCEPTED (&c);
    c.input.holder = &c.report.thing;
    EXPECT_ACCEPTED (&c);
    report_t other = c.report;
    other.commit_seq++;
    c.input.holder = &other.thing;
    EXPECT_REJECTED (&c, QCDC_DUPLICATE, "period");
    c.input.holder = NULL;
    EXPECT_ACCEPTED (&c);
    c.filed.period = "2020-Q1";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    c.filed.period = "2019"; /* it may move to another period that is free */
    EXPECT_ACCEPTED (&c);
    c.filed.form_version = 2;
    EXPECT_WAITING (&c, "form");
}

static void test_correct_report_alias (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_REPORT);
    assert_int_equal (fact_content_of (&c.corrected, c.report.content), QCDC_OK);
    EXPECT_ALIAS (&c);
    c.report.voided = true;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "report");
    c.report.voided = false;
    c.cell[0].value_e4 += 10000;
    EXPECT_ACCEPTED (&c);
}

/*  A fact is corrected by one of its own kind. */
static void test_correct_kinds (void **state)
{
    (void)state;
    static const int KINDS[] = {TARGET_PETITION, TARGET_MOVE, TARGET_REPORT};
    for (size_t replacement = 0; replacement < 3; replacement++)
        for (size_t target = 0; target < 4; target++) {
            case_t c;
            case_corrected (&c, KINDS[replacement]);
            if (!c.petition.move_count)
                case_step (&c, QCDC__MOVE__ACCEPTED, "2020-07-12");
            case_target (&c, target < 3 ? KINDS[target] : TARGET_OTHER);
            if (target == replacement)
                EXPECT_ACCEPTED (&c);
            else
                EXPECT_REJECTED (&c, QCDC_TARGET_KIND, "target");
        }
    for (size_t target = 0; target < 3; target++) { /* a replacement that a newer program knows */
        case_t c;
        case_corrected (&c, KINDS[target]);
        c.corrected.replacement_case = QCDC__CORRECTED__REPLACEMENT__NOT_SET;
        EXPECT_UNSUPPORTED (&c, "replacement");
    }
}

static void test_void (void **state)
{
    (void)state;
    case_t c;
    case_voided (&c, TARGET_PETITION);
    case_step (&c, QCDC__MOVE__ACCEPTED, "2020-03-03"); /* steps or not */
    EXPECT_ACCEPTED (&c);
    c.petition.voided = true;
    EXPECT_ALIAS (&c);
    case_voided (&c, TARGET_REPORT);
    EXPECT_ACCEPTED (&c);
    c.report.voided = true;
    EXPECT_ALIAS (&c);
    case_voided (&c, TARGET_OTHER);
    EXPECT_REJECTED (&c, QCDC_TARGET_KIND, "target");
}

static void test_void_move (void **state)
{
    (void)state;
    case_t c;
    case_voided (&c, TARGET_MOVE);
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__SETTLED, "2020-04-04");
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move"); /* the settlement needs it */
    assert_string_equal (c.verdict.fault.advice, "take back the later steps first");
    c.input.part = c.moves[1].entry;
    EXPECT_ACCEPTED (&c);
    c.moves[1].voided = true;
    EXPECT_ALIAS (&c);
    c.input.part = c.moves[0].entry;
    EXPECT_ACCEPTED (&c); /* now nothing leans on it */
    c.moves[0].voided = true;
    EXPECT_ALIAS (&c);
    /* A step that another one only happens to follow. */
    case_voided (&c, TARGET_MOVE);
    case_step (&c, QCDC__MOVE__EXTENDED, "2020-04-01");
    case_step (&c, QCDC__MOVE__SETTLED, "2020-04-04");
    c.input.part = c.moves[1].entry;
    EXPECT_ACCEPTED (&c);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_correct_petition), cmocka_unit_test (test_correct_petition_alias),
        cmocka_unit_test (test_correct_move),     cmocka_unit_test (test_correct_move_refold),
        cmocka_unit_test (test_correct_report),   cmocka_unit_test (test_correct_report_alias),
        cmocka_unit_test (test_correct_kinds),    cmocka_unit_test (test_void),
        cmocka_unit_test (test_void_move),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
