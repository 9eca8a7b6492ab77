/*  test_petition_due_memo.c — what is remembered of petitions that are alike is what the clock says of each: random lives, with days off and
 *  remote units that are published between their steps. */

#include "matters/petition_due_memo.h"

#include "base/day.h"
#include "matters/petition_due.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_tables_t *tables;
static catalog_t *catalog;
static unsigned long long chance = 20200713;

static int random_below (int end)
{
    chance = chance * 6364136223846793005ull + 1442695040888963407ull;
    return (int)((chance >> 33) % (unsigned)end);
}

static int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static void publish (int64_t moment, const char *table, const char *const *fields)
{
    fault_t fault = {0};
    tables_known_since (tables, moment);
    if (tables_add (tables, (size_t)table_kind_find (table), fields, NULL, 0, &fault) != QCDC_OK)
        fail_msg ("%s", fault.message);
}

/*  Days off, one of them withdrawn, and a remote unit become known at 100, 200 … */
static int begin (void **state)
{
    (void)state;
    fault_t fault = {0};
    assert_int_equal (sample_tables (&tables, &fault), QCDC_OK);
    publish (100, "holidays", (const char *const[]){"2020-03-04", "no", "nghỉ", "off", "", ""});
    publish (200, "unit-traits", (const char *const[]){"596", "remote", "", ""});
    publish (300, "holidays", (const char *const[]){"2020-02-13", "no", "nghỉ", "off", "", ""});
    size_t table = (size_t)table_kind_find ("holidays");
    const table_row_t *row = tables_line (tables, table, (const char *const[]){"2020-03-04"});
    tables_known_since (tables, 400);
    assert_int_equal (tables_end (tables, table, row->index, on ("2020-02-01"), &fault), QCDC_OK);
    publish (500, "holidays", (const char *const[]){"2020-03-05", "no", "nghỉ", "off", "", ""});
    assert_int_equal (catalog_of_tables (tables, &catalog, &fault), QCDC_OK);
    return 0;
}

static int end (void **state)
{
    (void)state;
    tables_destroy (&tables);
    catalog_destroy (&catalog);
    return 0;
}

static petition_t made (int32_t received)
{
    static const int MOVES[] = {QCDC__MOVE__CLASSIFIED, QCDC__MOVE__ACCEPTED, QCDC__MOVE__EXTENDED,
                                QCDC__MOVE__SUSPENDED,  QCDC__MOVE__RESUMED,  QCDC__MOVE__SETTLED,
                                QCDC__MOVE__FORWARDED,  QCDC__MOVE__RETURNED, QCDC__MOVE__REOPENED};
    static const char *const FLAGS[] = {"", "", "PHUC_TAP", "LAN_HAI", "DAC_BIET_PHUC_TAP PHUC_TAP"},
                             *const UNITS[] = {"593", "594", "596"};
    petition_t petition = {.channel = 1 + random_below (2),
                           .kind = 1 + random_below (3),
                           .received_on = received + random_below (2),
                           .instance = 1 + random_below (2),
                           .created_at_us = 50 * random_below (12)};
    petition.unit = catalog_unit_on (catalog, UNITS[random_below (3)], petition.received_on)->id;
    assert_non_null (petition.flags = strdup (FLAGS[random_below (5)]));
    int32_t day = petition.received_on;
    int64_t moment = petition.created_at_us;
    for (int count = random_below (5), i = 0; i < count; i++) {
        move_t move = {.entry = {1, (uint64_t)i + 1, 0},
                       .move = i == 0   ? QCDC__MOVE__ACCEPTED
                               : i == 1 ? QCDC__MOVE__SETTLED
                                        : MOVES[random_below (sizeof MOVES / sizeof *MOVES)],
                       .on = day += 10 * random_below (2),
                       .voided = random_below (8) == 0,
                       .from_register = random_below (4) == 0,
                       .days = random_below (2) * 10};
        move.order = stamp_make (moment += 50 * random_below (3), i);
        if (random_below (12) == 0)
            strcpy (move.to_office, "BCD-594");
        assert_int_equal (petition_put_move (&petition, &move), QCDC_OK);
    }
    (void)!petition_fold (&petition, NULL); /* where it stops it stands */
    return petition;
}

static void check (due_memo_t *memo, petition_t *petition)
{
    due_memo_set (memo, petition);
    petition_due_t remembered = petition->due;
    petition_due_set (petition, catalog);
    if (!petition_due_same (&remembered, &petition->due))
        fail_msg ("kind %d of day %d with %zu steps: due on %d by %s, remembered %d by %s", petition->kind,
                  petition->received_on, petition->move_count, petition->due.on, petition->due.rule, remembered.on,
                  remembered.rule);
}

static void test_as_the_clock (void **state)
{
    (void)state;
    due_memo_t *memo = due_memo_new (catalog);
    size_t due = 0, moved = 0, settled = 0, count = 20000;
    assert_non_null (memo);
    for (size_t i = 0; i < count; i++) {
        petition_t petition = made (on ("2020-02-03"));
        check (memo, &petition);
        due += *petition.due.rule != '\0';
        moved += petition.due.moved_at_us != 0;
        settled += petition.due.was_settled;
        petition_release (&petition);
    }
    /* the lives were worth it, and many were alike */
    assert_true (due > count / 4 && moved > count / 50 && settled > count / 50);
    assert_true (due_memo_counted (memo) < count * 9 / 10);
    due_memo_destroy (&memo);
}

/*  Many that are alike are counted once; more different ones than are remembered are counted, and right. */
static void test_counted_once (void **state)
{
    (void)state;
    due_memo_t *memo = due_memo_new (catalog);
    petition_t petition = {.channel = 1, .kind = 1, .instance = 1, .flags = (char *)""};
    assert_non_null (memo);
    petition.unit = catalog_unit_on (catalog, "593", on ("2020-01-31"))->id;
    for (int i = 0; i < 100000; i++) {
        petition.received_on = on ("2020-01-31");
        petition.created_at_us = 600 + i;
        due_memo_set (memo, &petition);
    }
    assert_int_equal (due_memo_counted (memo), 1);
    for (int32_t i = 0; i < (int32_t)DUE_MEMO_MAX + 10; i++) {
        petition.received_on = on ("2020-01-31") + i;
        due_memo_set (memo, &petition);
    }
    assert_int_equal (due_memo_counted (memo), DUE_MEMO_MAX + 10);
    petition.received_on = on ("2020-01-31");
    check (memo, &petition);
    due_memo_destroy (&memo);
}

/*  One with more steps than are looked at. */
static void test_many_steps (void **state)
{
    (void)state;
    due_memo_t *memo = due_memo_new (catalog);
    assert_non_null (memo);
    for (unsigned steps = DUE_MEMO_STEPS_MAX - 1; steps <= DUE_MEMO_STEPS_MAX + 1; steps++) {
        petition_t petition = {
            .channel = 1, .kind = 2, .instance = 1, .flags = (char *)"", .received_on = on ("2020-01-31")};
        petition.unit = catalog_unit_on (catalog, "593", petition.received_on)->id;
        for (unsigned i = 0; i < steps; i++) {
            move_t move = {.entry = {1, i + 1, 0},
                           .move = i % 2 ? QCDC__MOVE__SUSPENDED
                                   : i   ? QCDC__MOVE__RESUMED
                                         : QCDC__MOVE__ACCEPTED,
                           .on = petition.received_on + (int32_t)i};
            move.order = stamp_make (600 + i, i);
            assert_int_equal (petition_put_move (&petition, &move), QCDC_OK);
        }
        assert_int_equal (petition_fold (&petition, NULL), QCDC_OK);
        size_t before = due_memo_counted (memo);
        check (memo, &petition);
        check (memo, &petition);
        assert_int_equal (due_memo_counted (memo) - before, steps > DUE_MEMO_STEPS_MAX ? 2 : 1);
        petition.flags = NULL;
        petition_release (&petition);
    }
    due_memo_destroy (&memo);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_as_the_clock), cmocka_unit_test (test_counted_once),
                                       cmocka_unit_test (test_many_steps)};
    return cmocka_run_group_tests (tests, begin, end);
}
