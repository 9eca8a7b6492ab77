/*  test_report_jumps.c — what stands out beside earlier figures. */

#include "base/limits.h"
#include "matters/report_jumps.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

#define E4 10000LL

static jump_t jump_of (int64_t value, int64_t year_ago, const int64_t *earlier, size_t count)
{
    int64_t earlier_e4[JUMP_POINTS_MAX] = {0}, before_e4 = year_ago * E4;
    for (size_t i = 0; i < count; i++)
        earlier_e4[i] = earlier[i] * E4;
    return report_jump (true, value * E4, year_ago < 0 ? NULL : &before_e4, earlier_e4, count);
}

static void on_a_year_before (void **state)
{
    (void)state;
    static const int64_t YEAR[] = {100};
    assert_int_equal (jump_of (150, 100, YEAR, 1).kind, JUMP_NONE);
    assert_int_equal (jump_of (151, 100, YEAR, 1).kind, JUMP_CHANGE);
    assert_int_equal (jump_of (50, 100, YEAR, 1).kind, JUMP_NONE);
    assert_int_equal (jump_of (49, 100, YEAR, 1).kind, JUMP_CHANGE);
    assert_int_equal (jump_of (49, 100, YEAR, 1).against_e4, 100 * E4);
    /* Nothing is a multiple of nothing, and a blank is none. */
    assert_int_equal (jump_of (5, 0, YEAR, 0).kind, JUMP_NONE);
    assert_int_equal (jump_of (5, -1, NULL, 0).kind, JUMP_NONE);
    static const int64_t MOST[] = {QCDC_VALUE_E4_MAX / E4};
    assert_int_equal (jump_of (MOST[0], MOST[0], MOST, 1).kind, JUMP_NONE);
}

static void over_the_years (void **state)
{
    (void)state;
    static const int64_t YEARS[] = {100, 104, 96, 102, 98}, SAME[] = {7, 7, 7, 7, 7};
    /* The median is 99, the distances from it 1 1 3 3 5 and that of the new one: their median is 3, and 3.5 × 3 / 0.6745 = 15.6. */
    assert_int_equal (jump_of (84, -1, YEARS, 5).kind, JUMP_NONE);
    assert_int_equal (jump_of (83, -1, YEARS, 5).kind, JUMP_HISTORY);
    assert_int_equal (jump_of (83, -1, YEARS, 5).against_e4, 99 * E4);
    assert_int_equal (jump_of (110, -1, YEARS, 5).kind, JUMP_NONE);
    assert_int_equal (jump_of (900, -1, YEARS, 5).kind, JUMP_HISTORY);
    assert_int_equal (jump_of (900, -1, YEARS, 3).kind, JUMP_NONE);
    /* Where all were the same there is no scale. */
    assert_int_equal (jump_of (900, -1, SAME, 5).kind, JUMP_NONE);
    /* No sum runs over, as large as figures may be. */
    assert_int_equal (jump_of (QCDC_VALUE_E4_MAX / E4, -1, YEARS, 5).kind, JUMP_HISTORY);
}

static void without_a_past (void **state)
{
    (void)state;
    static const int64_t LARGE[] = {QCDC_COUNT_USUAL_MAX + 1};
    assert_int_equal (jump_of (QCDC_COUNT_USUAL_MAX, -1, NULL, 0).kind, JUMP_NONE);
    assert_int_equal (jump_of (QCDC_COUNT_USUAL_MAX + 1, -1, NULL, 0).kind, JUMP_LARGE);
    assert_int_equal (jump_of (QCDC_COUNT_USUAL_MAX + 2, -1, LARGE, 1).kind, JUMP_NONE);
    /* An amount of money may be. */
    assert_int_equal (report_jump (false, QCDC_VALUE_E4_MAX, NULL, NULL, 0).kind, JUMP_NONE);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (on_a_year_before), cmocka_unit_test (over_the_years),
                                       cmocka_unit_test (without_a_past)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
