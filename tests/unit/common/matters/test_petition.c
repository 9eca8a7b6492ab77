/*  test_petition.c — the life of a petition: every step from every state, and the fold over steps that are added, replaced,
 *  taken back and sorted. */

#include "matters/petition.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  What the law and the design say, written down a second time.  A row is a state, a column a step: y possible, r possible in
 *  a history taken over from the register only, . never. */
/* clang-format off */
static const char *const ALLOWED[PETITION_STATE_COUNT] = {
    /*                         C A R G F E S R S W I C R V N P A I K A
                               l c e u o x u e e i n a e e o u n n e p
                               a c f i r t s s t t   r o r t b s t p p
                               s e u d w e p u t h f r p i i l w e t e */
    [PETITION_RECEIVED] =     "yyyyyrrryyrrryr.yyy.y..",
    [PETITION_CLASSIFIED] =   "yyyyyrrryyrrryr.yyy.y..",
    [PETITION_ACCEPTED] =     "rrrryyyryyrrryy.yyr.y..",
    [PETITION_SUSPENDED] =    "rrrrrrryryrrrry.yyr.r..",
    [PETITION_SETTLED] =      "..........yyy..yy..y.yy",
    [PETITION_IN_FORCE] =     "...........yy..yy..y.yy",
    [PETITION_CARRIED_OUT] =  "............y..yy..y.yy",
    [PETITION_REFUSED] =      "............y...y......",
    [PETITION_GUIDED] =       "............y...y......",
    [PETITION_FORWARDED] =    "................y...y..",
    [PETITION_WITHDRAWN] =    "............y...y......",
    [PETITION_VERIFYING] =    "rrrryyyryyrrryy.yyr.y..",
    [PETITION_INFORMATION] =  "............y...y......",
    [PETITION_APPEALED] =     "..........yyy..yy....yy",
    [PETITION_RETURNED] =     "................y......",
};
/* clang-format on */

enum { STAYS = PETITION_STATE_COUNT };

static const struct {
    Qcdc__Move move;
    int to;
} STEPS[] = {
    {QCDC__MOVE__CLASSIFIED, PETITION_CLASSIFIED},
    {QCDC__MOVE__ACCEPTED, PETITION_ACCEPTED},
    {QCDC__MOVE__REFUSED, PETITION_REFUSED},
    {QCDC__MOVE__GUIDED, PETITION_GUIDED},
    {QCDC__MOVE__FORWARDED, PETITION_FORWARDED},
    {QCDC__MOVE__EXTENDED, PETITION_ACCEPTED},
    {QCDC__MOVE__SUSPENDED, PETITION_SUSPENDED},
    {QCDC__MOVE__RESUMED, PETITION_ACCEPTED},
    {QCDC__MOVE__SETTLED, PETITION_SETTLED},
    {QCDC__MOVE__WITHDRAWN, PETITION_WITHDRAWN},
    {QCDC__MOVE__IN_FORCE, PETITION_IN_FORCE},
    {QCDC__MOVE__CARRIED_OUT, PETITION_CARRIED_OUT},
    {QCDC__MOVE__REOPENED, PETITION_ACCEPTED},
    {QCDC__MOVE__VERIFYING, PETITION_VERIFYING},
    {QCDC__MOVE__ACCEPTANCE_NOTIFIED, STAYS},
    {QCDC__MOVE__CONCLUSION_PUBLISHED, STAYS},
    {QCDC__MOVE__SENDER_ANSWERED, STAYS},
    {QCDC__MOVE__INTERIM_REPLIED, STAYS},
    {QCDC__MOVE__KEPT_AS_INFORMATION, PETITION_INFORMATION},
    {QCDC__MOVE__APPEALED, PETITION_APPEALED},
    {QCDC__MOVE__RETURNED, PETITION_RETURNED},
    {QCDC__MOVE__SATISFIED, STAYS},
    {QCDC__MOVE__DISSATISFIED, STAYS},
};

#define STEP_COUNT (sizeof STEPS / sizeof *STEPS)

static void test_every_step (void **state)
{
    (void)state;
    for (int from = 0; from < PETITION_STATE_COUNT; from++) {
        assert_int_equal (strlen (ALLOWED[from]), STEP_COUNT);
        for (size_t i = 0; i < STEP_COUNT; i++)
            for (int from_register = 0; from_register <= 1; from_register++) {
                petition_state next = PETITION_STATE_COUNT;
                bool expected = ALLOWED[from][i] == 'y' || (ALLOWED[from][i] == 'r' && from_register);
                bool got =
                    petition_move_possible ((petition_state)from, (int)STEPS[i].move, from_register != 0, &next);
                int to = STEPS[i].to == STAYS ? from : STEPS[i].to;
                if (STEPS[i].move == QCDC__MOVE__RETURNED && from == PETITION_FORWARDED)
                    to = PETITION_RECEIVED;
                if (STEPS[i].move == QCDC__MOVE__EXTENDED && from == PETITION_VERIFYING)
                    to = from;
                if (got != expected || (int)next != (expected ? to : PETITION_STATE_COUNT))
                    fail_msg ("%s from %s%s: %d, to %d", move_name ((int)STEPS[i].move),
                              petition_state_name ((petition_state)from), from_register ? " (register)" : "", got,
                              next);
            }
    }
}

static void test_no_such_step (void **state)
{
    (void)state;
    static const int MOVES[] = {0, -1, 24, 255, INT_MAX, INT_MIN};
    for (size_t i = 0; i < sizeof MOVES / sizeof *MOVES; i++)
        for (int from = 0; from < PETITION_STATE_COUNT; from++) {
            petition_state next = PETITION_GUIDED;
            assert_false (petition_move_possible ((petition_state)from, MOVES[i], false, &next));
            assert_false (petition_move_possible ((petition_state)from, MOVES[i], true, &next));
            assert_int_equal (next, PETITION_GUIDED);
        }
}

static void test_state_names (void **state)
{
    (void)state;
    size_t settled = 0, pending = 0;
    for (int i = 0; i < PETITION_STATE_COUNT; i++) {
        petition_state one = (petition_state)i;
        assert_true (petition_state_name (one)[0] != '\0');
        for (int j = 0; j < i; j++)
            assert_string_not_equal (petition_state_name (one), petition_state_name ((petition_state)j));
        assert_false (petition_is_settled (one) && petition_is_pending (one));
        settled += petition_is_settled (one);
        pending += petition_is_pending (one);
    }
    assert_int_equal (settled, 4);
    assert_int_equal (pending, 5);
    assert_true (petition_is_pending (PETITION_RECEIVED) && petition_is_pending (PETITION_CLASSIFIED));
    assert_true (petition_is_pending (PETITION_ACCEPTED) && petition_is_pending (PETITION_SUSPENDED));
    assert_true (petition_is_settled (PETITION_SETTLED) && petition_is_settled (PETITION_IN_FORCE));
    assert_true (petition_is_settled (PETITION_CARRIED_OUT) && petition_is_settled (PETITION_APPEALED));
    assert_true (petition_is_pending (PETITION_VERIFYING));
    assert_false (petition_is_pending (PETITION_INFORMATION));
    assert_string_equal (petition_state_name (PETITION_SETTLED), "settled");
}

static move_t make_move (uint64_t seq, int64_t order_us, Qcdc__Move move)
{
    return (move_t){
        .entry = {1, seq, 0}, .order = stamp_make (order_us, 0), .move = (int)move, .on = (int32_t)(1000 + seq)};
}

static void put (petition_t *petition, uint64_t seq, int64_t order_us, Qcdc__Move move)
{
    move_t made = make_move (seq, order_us, move);
    assert_int_equal (petition_put_move (petition, &made), QCDC_OK);
}

static void assert_order (const petition_t *petition, const char *seqs)
{
    char got[64] = "";
    for (size_t i = 0; i < petition->move_count; i++)
        got[i] = (char)('0' + petition->moves[i].entry.seq);
    assert_string_equal (got, seqs);
}

/*  By the time of commit; what is not committed yet comes last.  Equals stay in the order in which they were put. */
static void test_order (void **state)
{
    (void)state;
    petition_t petition = {0};
    put (&petition, 5, 50, QCDC__MOVE__SETTLED);
    put (&petition, 8, 0, QCDC__MOVE__CARRIED_OUT);
    put (&petition, 2, 20, QCDC__MOVE__ACCEPTED);
    put (&petition, 9, 0, QCDC__MOVE__IN_FORCE);
    put (&petition, 7, 70, QCDC__MOVE__IN_FORCE);
    put (&petition, 1, 10, QCDC__MOVE__CLASSIFIED);
    put (&petition, 3, 20, QCDC__MOVE__EXTENDED);
    put (&petition, 4, 20, QCDC__MOVE__EXTENDED);
    assert_order (&petition, "12345789");
    petition_release (&petition);
}

/*  Every order of arrival ends in the same state. */
static void test_any_arrival (void **state)
{
    (void)state;
    static const Qcdc__Move HISTORY[] = {QCDC__MOVE__ACCEPTED, QCDC__MOVE__SUSPENDED, QCDC__MOVE__RESUMED,
                                         QCDC__MOVE__SETTLED, QCDC__MOVE__CARRIED_OUT};
    size_t permutations = 0;
    for (int code = 0; code < 5 * 5 * 5 * 5 * 5; code++) {
        int seen = 0, rest = code, order[5];
        for (int i = 0; i < 5; i++) {
            order[i] = rest % 5;
            rest /= 5;
            seen |= 1 << order[i];
        }
        if (seen != 31)
            continue;
        petition_t petition = {0};
        for (int i = 0; i < 5; i++)
            put (&petition, (uint64_t)order[i] + 1, order[i] + 1, HISTORY[order[i]]);
        assert_order (&petition, "12345");
        assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
        assert_int_equal (petition.state, PETITION_CARRIED_OUT);
        assert_int_equal (petition.settled_on, 1004);
        petition_release (&petition);
        permutations++;
    }
    assert_int_equal (permutations, 120);
}

static void test_replace (void **state)
{
    (void)state;
    petition_t petition = {0};
    put (&petition, 1, 10, QCDC__MOVE__ACCEPTED);
    put (&petition, 2, 20, QCDC__MOVE__SETTLED);
    put (&petition, 3, 30, QCDC__MOVE__IN_FORCE);
    move_t changed = make_move (2, 20, QCDC__MOVE__SETTLED);
    changed.on = 1003;
    changed.outcome = QCDC__OUTCOME__SAI;
    assert_int_equal (petition_put_move (&petition, &changed), QCDC_OK);
    assert_int_equal (petition.move_count, 3);
    assert_order (&petition, "123");
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_IN_FORCE);
    assert_int_equal (petition.settled_on, 1003);
    assert_int_equal (petition.outcome, QCDC__OUTCOME__SAI);
    /* The same seq of another origin is another step. */
    move_t other = make_move (2, 40, QCDC__MOVE__CARRIED_OUT);
    other.entry.origin = 2;
    assert_int_equal (petition_put_move (&petition, &other), QCDC_OK);
    assert_int_equal (petition.move_count, 4);
    assert_ptr_equal (petition_move_at (&petition, 2, 2), &petition.moves[3]);
    assert_ptr_equal (petition_move_at (&petition, 1, 2), &petition.moves[1]);
    assert_ptr_equal (petition_move_at (&petition, 1, 1), &petition.moves[0]);
    assert_null (petition_move_at (&petition, 1, 4));
    assert_null (petition_move_at (&petition, 3, 1));
    petition_release (&petition);
    assert_null (petition_move_at (&petition, 1, 1));
}

static void test_fold (void **state)
{
    (void)state;
    petition_t petition = {.state = PETITION_GUIDED, .settled_on = 5, .outcome = 2};
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK); /* without a step: as received, whatever was there */
    assert_int_equal (petition.state, PETITION_RECEIVED);
    assert_int_equal (petition.settled_on, 0);
    assert_int_equal (petition.outcome, 0);

    put (&petition, 1, 10, QCDC__MOVE__CLASSIFIED);
    put (&petition, 2, 20, QCDC__MOVE__ACCEPTED);
    put (&petition, 3, 30, QCDC__MOVE__EXTENDED);
    put (&petition, 4, 40, QCDC__MOVE__SETTLED);
    petition.moves[3].outcome = QCDC__OUTCOME__DUNG;
    put (&petition, 5, 0, QCDC__MOVE__IN_FORCE);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_IN_FORCE);
    assert_int_equal (petition.settled_on, 1004);
    assert_int_equal (petition.outcome, QCDC__OUTCOME__DUNG);

    /* The last one taken back, then the settlement: nothing of it stays. */
    petition.moves[4].voided = true;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_SETTLED);
    petition.moves[3].voided = true;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    assert_int_equal (petition.settled_on, 0);
    assert_int_equal (petition.outcome, 0);
    petition.moves[3].voided = false;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.settled_on, 1004);
    petition_release (&petition);
}

/*  Receipt ≤ each step ≤ the next: the fold stops where that ends. */
static void test_fold_keeps_the_order_of_days (void **state)
{
    (void)state;
    size_t at = 9;
    petition_t petition = {.received_on = 1001};
    put (&petition, 1, 10, QCDC__MOVE__ACCEPTED);
    put (&petition, 2, 20, QCDC__MOVE__EXTENDED);
    put (&petition, 3, 30, QCDC__MOVE__SETTLED);
    put (&petition, 4, 40, QCDC__MOVE__REOPENED);
    for (size_t i = 0; i < 4; i++)
        petition.moves[i].on = 1001;
    assert_int_equal (petition_fold (&petition, &at), QCDC_OK);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    assert_int_equal (petition.settled_on, 0); /* taken up again */
    petition.moves[3].voided = true;
    petition.moves[1].on = 1005;
    assert_int_equal (petition_fold (&petition, &at), QCDC_BAD_DATE);
    assert_int_equal (at, 2);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    petition.moves[1].voided = true;
    assert_int_equal (petition_fold (&petition, &at), QCDC_OK);
    assert_int_equal (petition.settled_on, 1001);
    petition.received_on = 1002;
    assert_int_equal (petition_fold (&petition, &at), QCDC_BAD_DATE);
    assert_int_equal (at, 0);
    assert_int_equal (petition.state, PETITION_RECEIVED);
    petition_release (&petition);
}

/*  A step that does not fit stops the fold before it; what follows is not taken even if it would fit. */
static void test_fold_stops (void **state)
{
    (void)state;
    petition_t petition = {0};
    put (&petition, 1, 10, QCDC__MOVE__ACCEPTED);
    put (&petition, 2, 20, QCDC__MOVE__ACCEPTED);
    put (&petition, 3, 30, QCDC__MOVE__SETTLED);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_BAD_MOVE);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    assert_int_equal (petition.settled_on, 0);
    petition.moves[1].voided = true;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_SETTLED);
    /* The acceptance gone too: what is merely received can be answered at once, and only a register extends it. */
    petition.moves[0].voided = true;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_SETTLED);
    petition.moves[2].move = QCDC__MOVE__EXTENDED;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_BAD_MOVE);
    assert_int_equal (petition.state, PETITION_RECEIVED);
    petition.moves[2].from_register = true;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    petition.moves[2].move = 99;
    assert_int_equal (petition_fold (&petition, NULL), QCDC_BAD_MOVE);
    assert_int_equal (petition.state, PETITION_RECEIVED);
    petition_release (&petition);
}

/*  What is suspended goes back to where it was; what only stays leaves it there, and an appeal leaves the settlement. */
static void test_fold_goes_back (void **state)
{
    (void)state;
    petition_t petition = {0};
    put (&petition, 1, 10, QCDC__MOVE__ACCEPTED);
    put (&petition, 2, 20, QCDC__MOVE__VERIFYING);
    put (&petition, 3, 30, QCDC__MOVE__SUSPENDED);
    put (&petition, 4, 40, QCDC__MOVE__INTERIM_REPLIED);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_SUSPENDED);
    put (&petition, 5, 50, QCDC__MOVE__RESUMED);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_VERIFYING);
    put (&petition, 6, 60, QCDC__MOVE__EXTENDED);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_VERIFYING);
    petition.moves[1].voided = true; /* it was merely accepted */
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_ACCEPTED);
    put (&petition, 7, 70, QCDC__MOVE__SETTLED);
    put (&petition, 8, 80, QCDC__MOVE__CONCLUSION_PUBLISHED);
    put (&petition, 9, 90, QCDC__MOVE__APPEALED);
    assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
    assert_int_equal (petition.state, PETITION_APPEALED);
    assert_int_equal (petition.settled_on, 1007);
    petition_release (&petition);
}

static void test_set (void **state)
{
    (void)state;
    static const uint8_t CONTENT[CONTENT_BYTES] = {1, 2, 3};
    char *flags[] = {"DAI_HOI", "DONG_NGUOI", "DU_AN:DA-1"};
    char local_no[] = "12/2020";
    Qcdc__PetitionReceived fact = QCDC__PETITION_RECEIVED__INIT;
    fact.local_no = local_no;
    fact.kind = QCDC__PETITION_KIND__TO_CAO;
    fact.field = QCDC__PETITION_FIELD__KHAC;
    fact.channel = QCDC__CHANNEL__BUU_CHINH;
    fact.received_on = -5;
    fact.people = 4000000000;
    fact.flags = flags;
    fact.n_flags = 3;
    petition_t petition = {.office = 3, .voided = true};
    put (&petition, 1, 10, QCDC__MOVE__ACCEPTED);
    assert_int_equal (petition_set (&petition, &fact, 7, CONTENT), QCDC_OK);
    local_no[0] = 'X'; /* it keeps a copy */
    assert_string_equal (petition.local_no, "12/2020");
    assert_string_equal (petition.flags, "DAI_HOI DONG_NGUOI DU_AN:DA-1");
    assert_int_equal (petition.instance, 1); /* a fact of before there were any says none */
    assert_int_equal (petition.kind, QCDC__PETITION_KIND__TO_CAO);
    assert_int_equal (petition.field, QCDC__PETITION_FIELD__KHAC);
    assert_int_equal (petition.channel, QCDC__CHANNEL__BUU_CHINH);
    assert_int_equal (petition.received_on, -5);
    assert_true (petition.people == 4000000000);
    assert_int_equal (petition.unit, 7);
    assert_memory_equal (petition.content, CONTENT, CONTENT_BYTES);
    assert_int_equal (petition.move_count, 1);
    assert_int_equal (petition.office, 3);

    fact.instance = 2;
    fact.n_flags = 0; /* a replacement: other content, the same steps */
    fact.local_no = "13";
    assert_int_equal (petition_set (&petition, &fact, 8, CONTENT), QCDC_OK);
    assert_string_equal (petition.local_no, "13");
    assert_int_equal (petition.instance, 2);
    assert_string_equal (petition.flags, "");
    assert_int_equal (petition.unit, 8);
    assert_int_equal (petition.move_count, 1);
    petition_release (&petition);
    assert_null (petition.local_no);
    assert_int_equal (petition.move_count, 0);
    petition_release (&petition); /* once more does no harm */
}

/*  A number and its year, as a person types them. */
static void test_number_with_year (void **state)
{
    (void)state;
    static const struct {
        const char *name, *number;
        int year;
    } TYPED[] = {{"12/KN", "12/KN", 0},
                 {"12/KN@2019", "12/KN", 2019},
                 {"12/KN @ 2019", "12/KN ", 2019},
                 {"12/KN＠２０１９", "12/KN", 2019},
                 {"12@KN@2019", "12@KN", 2019},
                 {"12/KN@19", "12/KN@19", 0},
                 {"12/KN@20190", "12/KN@20190", 0},
                 {"12/KN@", "12/KN@", 0},
                 {"", "", 0}};
    for (size_t i = 0; i < sizeof TYPED / sizeof *TYPED; i++) {
        int year;
        char *number = petition_number_split (TYPED[i].name, &year);
        assert_string_equal (number, TYPED[i].number);
        assert_int_equal (year, TYPED[i].year);
        assert_int_equal (petition_names_year (TYPED[i].name), TYPED[i].year != 0);
        free (number);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_every_step),  cmocka_unit_test (test_no_such_step),
        cmocka_unit_test (test_state_names), cmocka_unit_test (test_order),
        cmocka_unit_test (test_any_arrival), cmocka_unit_test (test_replace),
        cmocka_unit_test (test_fold),        cmocka_unit_test (test_fold_keeps_the_order_of_days),
        cmocka_unit_test (test_fold_stops),  cmocka_unit_test (test_fold_goes_back),
        cmocka_unit_test (test_set),         cmocka_unit_test (test_number_with_year),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
