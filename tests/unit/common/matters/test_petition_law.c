/*  test_petition_law.c — the sample province's table of steps against what the law says, written down a second time; and what judging makes
 *  of it: illegal steps, steps that say too little, corrections, kinds of which nothing is published. */

#include "judge_case.h"
#include "matters/petition_law.h"

/*  A letter for each step, in the order of their numbers. */
static const char LETTERS[] = "?CARGFESZTWIOPVNUQMKLBYD";

enum { NONE, KN1, KN2, TC1, TC2, KIEN, PHAN, LIFE_COUNT };
static const struct {
    int kind, instance;
} LIVES[LIFE_COUNT] = {
    [KN1] = {QCDC__PETITION_KIND__KHIEU_NAI, 1},  [KN2] = {QCDC__PETITION_KIND__KHIEU_NAI, 2},
    [TC1] = {QCDC__PETITION_KIND__TO_CAO, 1},     [TC2] = {QCDC__PETITION_KIND__TO_CAO, 2},
    [KIEN] = {QCDC__PETITION_KIND__KIEN_NGHI, 1}, [PHAN] = {QCDC__PETITION_KIND__PHAN_ANH, 1},
};

#define COMPLAINT                                                                                                    \
    [PETITION_RECEIVED] = "CARGFWMB", [PETITION_CLASSIFIED] = "CARGFWMB", [PETITION_ACCEPTED] = "ESTWVNQM",          \
    [PETITION_VERIFYING] = "ESTWVNQM", [PETITION_SUSPENDED] = "ZWQM", [PETITION_REFUSED] = "PQ",                     \
    [PETITION_GUIDED] = "Q", [PETITION_FORWARDED] = "QB", [PETITION_WITHDRAWN] = "Q", [PETITION_APPEALED] = "IPQ"
#define DENUNCIATION                                                                                                 \
    [PETITION_RECEIVED] = "CARGFWMKB", [PETITION_CLASSIFIED] = "CARGFWMKB", [PETITION_ACCEPTED] = "ESTWVNQM",        \
    [PETITION_VERIFYING] = "ESTWVNQM", [PETITION_SUSPENDED] = "ZWQM", [PETITION_REFUSED] = "PQ",                     \
    [PETITION_GUIDED] = "Q", [PETITION_FORWARDED] = "QB", [PETITION_WITHDRAWN] = "PQ", [PETITION_INFORMATION] = "PQ"
#define OPINION                                                                                                      \
    [PETITION_RECEIVED] = "CARGFTWVMB", [PETITION_CLASSIFIED] = "CARGFTWVMB", [PETITION_ACCEPTED] = "FESTWVNQMB",    \
    [PETITION_VERIFYING] = "FESTWVNQMB", [PETITION_SUSPENDED] = "ZWQM", [PETITION_SETTLED] = "OPQYD",                \
    [PETITION_CARRIED_OUT] = "PQYD", [PETITION_REFUSED] = "PQ", [PETITION_GUIDED] = "Q",                             \
    [PETITION_FORWARDED] = "QB", [PETITION_WITHDRAWN] = "Q"

static const char *const ALLOWED[LIFE_COUNT][PETITION_STATE_COUNT] = {
    [KN1] =
        {COMPLAINT, [PETITION_SETTLED] = "IPQLYD", [PETITION_IN_FORCE] = "OPQLYD", [PETITION_CARRIED_OUT] = "PQYD"},
    [KN2] = {COMPLAINT, [PETITION_SETTLED] = "IPUQLYD", [PETITION_IN_FORCE] = "OPUQLYD",
             [PETITION_CARRIED_OUT] = "PUQYD"},
    [TC1] = {DENUNCIATION, [PETITION_SETTLED] = "OPUQLYD", [PETITION_CARRIED_OUT] = "PUQLYD",
             [PETITION_APPEALED] = "OPUQ"},
    [TC2] =
        {DENUNCIATION, [PETITION_SETTLED] = "OPUQYD", [PETITION_CARRIED_OUT] = "PUQYD", [PETITION_APPEALED] = "OU"},
    [KIEN] = {OPINION},
    [PHAN] = {OPINION},
};

static void test_table_says_the_law (void **state)
{
    (void)state;
    const petition_move_t *row;
    for (int life = KN1; life < LIFE_COUNT; life++)
        for (int from = 0; from < PETITION_STATE_COUNT; from++) {
            char got[32] = "";
            size_t used = 0;
            for (int move = 1; move_name (move); move++)
                if (petition_law_possible (catalog, LIVES[life].kind, LIVES[life].instance, (petition_state)from,
                                           move, on ("2020-06-01"), &row)) {
                    got[used++] = LETTERS[move];
                    assert_non_null (row);
                    assert_true (row->why_vi[0] && row->why_en[0] && row->citation[0]);
                }
            got[used] = '\0';
            const char *wanted = ALLOWED[life][from] ? ALLOWED[life][from] : "";
            if (strcmp (got, wanted) != 0)
                fail_msg ("%s %d from %s: %s, and not %s", petition_kind_name (LIVES[life].kind),
                          LIVES[life].instance, petition_state_name ((petition_state)from), got, wanted);
        }
}

/*  Before there was the law, and of a catalogue without the table: what the steps mean, and nothing else. */
static void test_nothing_published (void **state)
{
    (void)state;
    catalog_t bare = *catalog;
    const petition_move_t *row;
    petition_state next;
    bare.petition_move_count = 0;
    for (int life = KN1; life < LIFE_COUNT; life++)
        for (int from = 0; from < PETITION_STATE_COUNT; from++)
            for (int move = 1; move_name (move); move++) {
                bool meant = petition_move_possible ((petition_state)from, move, false, &next);
                assert_int_equal (petition_law_possible (&bare, LIVES[life].kind, LIVES[life].instance,
                                                         (petition_state)from, move, on ("2020-06-01"), &row),
                                  meant);
                assert_int_equal (petition_law_possible (catalog, LIVES[life].kind, LIVES[life].instance,
                                                         (petition_state)from, move, on ("1999-06-01"), &row),
                                  meant);
                assert_null (row);
            }
}

static void says (const case_t *c, const char *message)
{
    if (strcmp (c->verdict.fault.message, message) != 0)
        fail_msg ("\"%s\", and not \"%s\"", c->verdict.fault.message, message);
}

/*  What is refused tells what is possible now, and by which article the step is not. */
static void test_refused_with_what_is_possible (void **state)
{
    (void)state;
    case_t c;
    case_moved (&c, "BCD-593");
    case_step (&c, QCDC__MOVE__GUIDED, "2020-03-03");
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    says (&c,
          "ACCEPTED is not possible: petition 7/2020 is guided (Luật Khiếu nại 02/2011/QH13, Điều 27); possible now: "
          "SENDER_ANSWERED");
    c.moved.move = QCDC__MOVE__KEPT_AS_INFORMATION; /* which complaints do not have */
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    says (&c, "KEPT_AS_INFORMATION is not possible: petition 7/2020 is guided; possible now: SENDER_ANSWERED");
    c.petition.kind = QCDC__PETITION_KIND__TO_CAO;
    c.moves[0].voided = true;
    assert_int_equal (petition_fold (&c.petition, NULL), QCDC_OK);
    EXPECT_ACCEPTED (&c);
    c.moved.move = QCDC__MOVE__IN_FORCE;
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.moved.from_register = 1; /* of what paper tells nothing is asked */
    EXPECT_ACCEPTED (&c);
    c.moved.from_register = 0;
    c.moved.move = QCDC__MOVE__SETTLED; /* a recommendation may be answered at once */
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    c.petition.kind = QCDC__PETITION_KIND__KIEN_NGHI;
    EXPECT_ACCEPTED (&c);
}

static void test_needs (void **state)
{
    (void)state;
    case_t c;
    case_moved (&c, "BCD-593");
    c.moved.move = QCDC__MOVE__FORWARDED;
    EXPECT_REJECTED (&c, QCDC_EMPTY, "article");
    c.moved.article = "Điều 26 Luật Tiếp công dân";
    EXPECT_REJECTED (&c, QCDC_EMPTY, "reason");
    says (&c, "FORWARDED needs its reason (Luật Tiếp công dân 42/2013/QH13, Điều 26)");
    c.moved.reasoned = 1;
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__ACCEPTED, "2020-03-03");
    c.moved.move = QCDC__MOVE__SETTLED;
    EXPECT_REJECTED (&c, QCDC_EMPTY, "outcome");
    c.moved.outcome = QCDC__OUTCOME__SAI;
    EXPECT_ACCEPTED (&c);
    c.moved.outcome = 0;
    c.moved.from_register = 1;
    EXPECT_ACCEPTED (&c);
}

/*  An interim reply brings why there is no answer yet and the day for which it is promised, from the day on from which the table says so. */
static void test_interim_reply (void **state)
{
    (void)state;
    static const char *const FROM[] = {"2026-06-30", "2026-07-01"};
    for (int life = KN1; life < LIFE_COUNT; life++)
        for (int asked = 0; asked < 2; asked++) {
            case_t c;
            case_moved (&c, "BCD-593");
            c.petition.kind = LIVES[life].kind;
            c.petition.instance = LIVES[life].instance;
            c.input.committed_at_us = at ("2026-08-13T02:30:00Z");
            c.moved.move = QCDC__MOVE__INTERIM_REPLIED;
            c.moved.on = on (FROM[asked]);
            if (!asked) {
                EXPECT_ACCEPTED (&c);
                continue;
            }
            EXPECT_REJECTED (&c, QCDC_EMPTY, "expected_on");
            assert_non_null (
                strstr (c.verdict.fault.message, "needs the day for which the answer is promised (Luật "));
            assert_string_equal (c.verdict.fault.advice, "add expected_on=…");
            c.moved.expected_on = on ("2026-07-20");
            EXPECT_REJECTED (&c, QCDC_EMPTY, "reason");
            c.moved.reasoned = 1;
            EXPECT_ACCEPTED (&c);
            c.moved.expected_on = c.moved.reasoned = 0;
            c.moved.from_register = 1; /* of what paper tells nothing is asked */
            EXPECT_ACCEPTED (&c);
        }
}

/*  A petition that becomes another one must still be able to have come here. */
static void test_kind_and_instance_corrected (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_PETITION);
    petition_said_t wanted;
    petition_say (&c.petition, &wanted);
    c.corrected.petition = &wanted.received;
    c.petition.set[SAID_KIND] = (setter_t){0};
    wanted.received.channel = QCDC__CHANNEL__TRUC_TIEP;
    wanted.received.field = QCDC__PETITION_FIELD__KHAC;
    c.said.received.channel = c.petition.channel = QCDC__CHANNEL__TRUC_TIEP;
    c.said.received.field = c.petition.field = QCDC__PETITION_FIELD__KHAC;
    wanted.received.kind = QCDC__PETITION_KIND__TO_CAO;
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__ACCEPTED, "2020-03-03");
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__SETTLED, "2020-03-04");
    c.moves[1].outcome = QCDC__OUTCOME__DUNG;
    EXPECT_ACCEPTED (&c);
    case_step (&c, QCDC__MOVE__IN_FORCE, "2020-05-04"); /* no denunciation is ever */
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    says (&c, "IN_FORCE of 2020-05-04 would not be possible any more");
    c.moves[2].from_register = true;
    EXPECT_ACCEPTED (&c);
    c.moves[2].from_register = false;
    c.moves[2].on = on ("2012-01-01"); /* what was accepted and is allowed by nothing is in nobody's way */
    c.moves[0].on = c.moves[1].on = c.moves[2].on;
    wanted.received.received_on = c.said.received.received_on = c.petition.received_on = on ("2011-12-31");
    assert_int_equal (petition_fold (&c.petition, NULL), QCDC_OK);
    EXPECT_ACCEPTED (&c);
}

/*  A step that is corrected, or taken back, under one that stands. */
static void test_steps_corrected (void **state)
{
    (void)state;
    case_t c;
    case_corrected (&c, TARGET_MOVE);
    case_step (&c, QCDC__MOVE__SETTLED, "2020-03-20");
    c.moves[1].outcome = QCDC__OUTCOME__DUNG;
    c.moved.move = QCDC__MOVE__CLASSIFIED;
    c.moved.on = on ("2020-03-03");
    EXPECT_REJECTED (&c, QCDC_BAD_MOVE, "move");
    says (&c, "SETTLED of 2020-03-20 would not be possible any more (Luật Khiếu nại 02/2011/QH13, Điều 31)");
    assert_string_equal (c.verdict.fault.advice, "take back the later steps first");
    c.petition.kind = QCDC__PETITION_KIND__PHAN_ANH; /* which need not be accepted */
    EXPECT_ACCEPTED (&c);
    c.petition.kind = QCDC__PETITION_KIND__KHIEU_NAI;
    /* It stood before there was a table, and no table had allowed it: it stays, whatever becomes of it. */
    catalog_t later = *catalog;
    petition_move_t *rows = malloc (catalog->petition_move_count * sizeof *rows);
    assert_non_null (rows);
    memcpy (rows, catalog->petition_moves, catalog->petition_move_count * sizeof *rows);
    for (size_t i = 0; i < later.petition_move_count; i++)
        if (rows[i].move == QCDC__MOVE__SETTLED)
            rows[i].from = 0;
    later.petition_moves = rows;
    c.input.catalog = &later;
    EXPECT_ACCEPTED (&c);
    c.moved.move = QCDC__MOVE__ACCEPTED;
    c.moved.on = on ("2020-03-04");
    EXPECT_ACCEPTED (&c);
    free (rows);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_table_says_the_law),
        cmocka_unit_test (test_nothing_published),
        cmocka_unit_test (test_refused_with_what_is_possible),
        cmocka_unit_test (test_needs),
        cmocka_unit_test (test_interim_reply),
        cmocka_unit_test (test_kind_and_instance_corrected),
        cmocka_unit_test (test_steps_corrected),
    };
    return cmocka_run_group_tests (tests, catalog_make, catalog_free);
}
