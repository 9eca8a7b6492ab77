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

/*  The petition says by now what the correction wants of it; the writer saw the one before. */
static void case_stands (case_t *c)
{
    c->petition.kind = (int)c->received.kind;
    c->petition.field = (int)c->received.field;
    c->petition.channel = (int)c->received.channel;
    c->petition.local_no = c->received.local_no;
    c->petition.received_on = c->received.received_on;
    c->petition.people = c->received.people;
    c->petition.flags = "";
    c->received.n_flags = 0;
}

static void test_correct_petition_alias (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    case_stands (&c);
    EXPECT_ALIAS (&c);        /* somebody else changed it to the same */
    c.petition.voided = true; /* over: nothing brings it back */
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    c.received.people = 2;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "petition");
    c.petition.voided = false;
    c.said.received.people = 1; /* and the same correction again, by one who saw the last one */
    c.petition.people = 1;
    EXPECT_ACCEPTED (&c);
}

static void test_correct_receipt (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    /* Received no later than the first step that stands. */
    case_step (&c, QCDC__MOVE__ACCEPTED, "2020-07-10");
    EXPECT_ACCEPTED (&c);
    c.moves[0].on = on ("2020-07-09");
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "on");
    c.moves[0].voided = true;
    EXPECT_ACCEPTED (&c);
}

/*  A correction that was made on an older version: what others changed meanwhile and it does not stays; what both change otherwise
 *  is refused, with who did it and when. */
static void test_stale_petition (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    c.input.origin = 5;
    c.received = c.said.received;
    c.received.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    c.received.field = QCDC__PETITION_FIELD__DAT_DAI;
    c.received.channel = QCDC__CHANNEL__TRUC_TIEP;
    c.petition.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    c.petition.field = QCDC__PETITION_FIELD__DAT_DAI;
    c.petition.channel = QCDC__CHANNEL__TRUC_TIEP;
    petition_say (&c.petition, &c.said);
    c.received.people = 25;
    EXPECT_ACCEPTED (&c);
    c.petition.field = QCDC__PETITION_FIELD__THUE; /* by somebody else: another column */
    c.petition.set[SAID_FIELD] = (setter_t){{1000, 120}, 0x77, 3};
    EXPECT_ACCEPTED (&c);
    c.petition.people = 30; /* the same column, to something else */
    c.petition.set[SAID_PEOPLE] = (setter_t){{1577836800000000, 121}, 0x77, 4};
    EXPECT_REJECTED (&c, QCDC_STALE, "people");
    assert_non_null (strstr (c.verdict.fault.message, "people was 1 when this was written, and is 30"));
    assert_non_null (strstr (c.verdict.fault.message, "by 7700000000000000:4 of 2020-01-01"));
    assert_true (c.verdict.fault.advice[0] != '\0');
    c.petition.people = 25; /* to the same */
    EXPECT_ALIAS (&c);
    /* The version that it was made on is named by what it said: made on the new one, it goes through. */
    c.petition.people = 30;
    c.said.received.people = 30;
    EXPECT_ACCEPTED (&c);
    /* A number and a year that two changed, one each, would come to a third. */
    c.petition.people = 1;
    c.said.received.people = c.received.people = 1;
    c.petition.received_on = on ("2019-12-30");
    c.received.local_no = "8/2020";
    EXPECT_REJECTED (&c, QCDC_STALE, "local_no");
    /* No version at all, or one that cannot be. */
    c.corrected.petition_seen = NULL;
    EXPECT_REJECTED (&c, QCDC_EMPTY, "seen");
    c.corrected.petition_seen = &c.said.received;
    c.corrected.seen_at_us = -1;
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "seen");
    c.corrected.seen_at_us = c.input.committed_at_us + QCDC_SEEN_AHEAD_US_MAX + 1;
    EXPECT_REJECTED (&c, QCDC_BAD_DATE, "seen");
}

/*  Texts are not compared: who wrote after the version that was seen wrote what was not seen; the own entries before always were. */
static void test_stale_text (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    c.petition.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    c.petition.field = QCDC__PETITION_FIELD__DAT_DAI;
    c.petition.channel = QCDC__CHANNEL__TRUC_TIEP;
    petition_say (&c.petition, &c.said);
    c.received = c.said.received;
    c.input.origin = 5;
    EXPECT_ALIAS (&c); /* nothing at all */
    c.corrected.title = 1;
    EXPECT_ACCEPTED (&c); /* the title only */
    c.petition.set[SAID_TITLE] = (setter_t){{500, 120}, 0x77, 3};
    c.corrected.seen_at_us = 499;
    EXPECT_REJECTED (&c, QCDC_STALE, "title");
    c.corrected.seen_at_us = 500;
    EXPECT_ACCEPTED (&c);
    c.corrected.seen_at_us = 499;
    c.petition.set[SAID_TITLE].origin = 5;
    EXPECT_ACCEPTED (&c);
    c.petition.set[SAID_TITLE] = (setter_t){{0}, 0, 0};
    c.petition.set[SAID_SUMMARY] = (setter_t){{500, 120}, 0x77, 3};
    EXPECT_ACCEPTED (&c); /* another one's summary */
}

/*  What would be accepted and count for nothing is refused: a version of a later stamp stands, which was not seen. */
static void test_overtaken (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    int64_t now = c.input.committed_at_us, ahead = now + 1000000;
    c.petition.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    c.petition.field = QCDC__PETITION_FIELD__DAT_DAI;
    c.petition.channel = QCDC__CHANNEL__TRUC_TIEP;
    petition_say (&c.petition, &c.said);
    c.received = c.said.received;
    c.received.people = 2;
    c.petition.set[SAID_PEOPLE] = (setter_t){{ahead, 3}, 0x77, 3};
    EXPECT_REJECTED (&c, QCDC_STALE, "people");
    c.corrected.seen_at_us = ahead; /* made on that one: it comes after it, whatever the clock said */
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
    EXPECT_REJECTED (&c, QCDC_EMPTY, "reason"); /* which a correction does not bring */
    c.moves[0].reasoned = true;
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
    move_say (&c.moves[1], &c.said_move);
    c.moved.on = on ("2020-04-01");
    c.moved.move = QCDC__MOVE__EXTENDED;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.input.part = c.moves[2].entry;
    EXPECT_REJECTED (&c, QCDC_STALE, "move"); /* it saw another step */
    move_say (&c.moves[2], &c.said_move);
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
    c.filed.period = "2020-Q1";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    c.filed.period = "2019"; /* to another period leads a voiding and a filing */
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    c.said_report.period = "2019";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    c.filed.period = "2020-H1";
    EXPECT_REJECTED (&c, QCDC_BAD_PERIOD, "period");
    c.said_report.period = "2020-H1";
    c.filed.form_version = 2;
    EXPECT_WAITING (&c, "form");
}

/*  A cell of the report that is there, by somebody else since. */
static void case_cell (case_t *c, const char *cell, int64_t value, bool removed, int64_t at_us)
{
    report_cell_t *place = report_cell_place (&c->report, cell);
    assert_non_null (place);
    place->value_e4 = value * 10000;
    place->removed = removed;
    place->is_text = strcmp (cell, "A12") == 0;
    place->set = (setter_t){{at_us, 120}, 0x77, 3};
}

static void test_correct_report_alias (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_REPORT);
    case_cell (&c, "A01", 12, false, 0);
    case_cell (&c, "A04.XA", 0, false, 0);
    c.filed.n_text_cells = 0;
    EXPECT_ALIAS (&c);
    c.report.voided = true;
    EXPECT_REJECTED (&c, QCDC_TARGET_VOID, "report");
    REPORT_MATTER.release (&c.report.thing);
}

static void test_stale_report (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_REPORT);
    c.input.origin = 5;
    c.filed.n_cells = 1; /* A01 was blank, and is 12 */
    c.filed.n_text_cells = 0;
    case_cell (&c, "A04.XA", 7, false, 900); /* another cell */
    EXPECT_ACCEPTED (&c);
    case_cell (&c, "A01", 13, false, 1577836800000000);
    EXPECT_REJECTED (&c, QCDC_STALE, "A01");
    assert_non_null (strstr (c.verdict.fault.message, "A01 was blank when this was written, and is 13"));
    case_cell (&c, "A01", 13, true, 900); /* and removed again: as it was seen */
    EXPECT_ACCEPTED (&c);
    case_cell (&c, "A01", 12, false, 900);
    EXPECT_ALIAS (&c);
    /* Removing: what was seen and is not replaced. */
    c.filed.n_cells = 0;
    c.said_report.cells = c.cells;
    c.said_report.n_cells = 1;
    EXPECT_ACCEPTED (&c);
    case_cell (&c, "A01", 14, false, 900);
    EXPECT_REJECTED (&c, QCDC_STALE, "A01");
    case_cell (&c, "A01", 12, false, 900);
    case_cell (&c, "A04.XA", 7, true, 900);
    EXPECT_REJECTED (&c, QCDC_EMPTY, "cell"); /* nothing would be left */
    case_cell (&c, "A01", 12, true, 900);
    EXPECT_ALIAS (&c);
    /* A narrative: by who wrote it when. */
    c.said_report.n_cells = 0;
    c.filed.n_text_cells = 1;
    EXPECT_ACCEPTED (&c);
    case_cell (&c, "A12", 0, false, 900);
    c.corrected.seen_at_us = 899;
    EXPECT_REJECTED (&c, QCDC_STALE, "A12");
    c.corrected.seen_at_us = 900;
    EXPECT_ACCEPTED (&c);
    REPORT_MATTER.release (&c.report.thing);
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
        cmocka_unit_test (test_correct_petition),
        cmocka_unit_test (test_correct_petition_alias),
        cmocka_unit_test (test_correct_receipt),
        cmocka_unit_test (test_stale_petition),
        cmocka_unit_test (test_stale_text),
        cmocka_unit_test (test_overtaken),
        cmocka_unit_test (test_stale_report),
        cmocka_unit_test (test_correct_move),
        cmocka_unit_test (test_correct_move_refold),
        cmocka_unit_test (test_correct_report),
        cmocka_unit_test (test_correct_report_alias),
        cmocka_unit_test (test_correct_kinds),
        cmocka_unit_test (test_void),
        cmocka_unit_test (test_void_move),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
