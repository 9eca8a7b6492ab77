/*  test_rational.c — exact arithmetic: held against the same in small numbers, and at the edges of 128 bits. */

#include "rules/rational.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static const __int128 WHOLE_MAX = (__int128)(((unsigned __int128)1 << 127) - 1);

static bool same (rational_t a, int64_t numerator, int64_t denominator)
{
    int order;
    return rational_compare (a, (rational_t){numerator, denominator}, &order) && order == 0 && a.denominator > 0;
}

static void test_small (void **state)
{
    (void)state;
    rational_t result;
    for (int a = -6; a <= 6; a++)
        for (int b = 1; b <= 6; b++)
            for (int c = -6; c <= 6; c++)
                for (int d = 1; d <= 6; d++) {
                    rational_t one = {a, b}, other = {c, d};
                    assert_true (rational_add (one, other, &result) && same (result, a * d + c * b, b * d));
                    assert_true (rational_subtract (one, other, &result) && same (result, a * d - c * b, b * d));
                    assert_true (rational_multiply (one, other, &result) && same (result, a * c, b * d));
                    assert_int_equal (rational_divide (one, other, &result), c != 0);
                    if (c != 0)
                        assert_true (same (result, c < 0 ? -a * d : a * d, c < 0 ? -b * c : b * c));
                    int order;
                    assert_true (rational_compare (one, other, &order));
                    assert_int_equal (order, (a * d > c * b) - (a * d < c * b));
                }
}

static void assert_rounded (__int128 numerator, __int128 denominator, int64_t scale, int64_t expected)
{
    int64_t rounded;
    assert_true (rational_round ((rational_t){numerator, denominator}, scale, &rounded));
    assert_int_equal (rounded, expected);
}

static void test_round (void **state)
{
    (void)state;
    assert_rounded (1, 3, 10000, 3333);
    assert_rounded (2, 3, 10000, 6667);
    assert_rounded (1, 2, 1, 1);
    assert_rounded (-1, 2, 1, -1);
    assert_rounded (3, 2, 1, 2);
    assert_rounded (49, 100, 1, 0);
    assert_rounded (-49, 100, 1, 0);
    assert_rounded (131, 278, 10000, 4712);
    assert_rounded (INT64_MAX, 1, 1, INT64_MAX);
    assert_rounded (INT64_MIN + 1, 1, 1, INT64_MIN + 1);
    int64_t rounded = 7;
    assert_false (rational_round ((rational_t){(__int128)INT64_MAX * 2 + 1, 2}, 1, &rounded)); /* up from a half */
    assert_false (rational_round ((rational_t){WHOLE_MAX, 1}, 2, &rounded));
    assert_int_equal (rounded, 7);
}

/*  What fits is exact, what does not is refused and leaves the result alone. */
static void test_edges (void **state)
{
    (void)state;
    rational_t largest = {WHOLE_MAX, 1}, least = {-WHOLE_MAX, 1}, one = {1, 1}, tiny = {1, WHOLE_MAX};
    rational_t result = {5, 7};
    int order;
    assert_false (rational_add (largest, one, &result));
    assert_false (rational_subtract (least, one, &result));
    assert_false (rational_multiply (largest, (rational_t){2, 1}, &result));
    assert_false (rational_multiply (tiny, (rational_t){1, 2}, &result));
    assert_false (rational_divide (largest, tiny, &result));
    assert_false (rational_divide (one, (rational_t){0, 1}, &result));
    assert_false (rational_add (tiny, (rational_t){1, 2}, &result));
    assert_true (result.numerator == 5 && result.denominator == 7);
    assert_false (rational_compare (largest, (rational_t){WHOLE_MAX, 2}, &order));
    assert_true (rational_add (largest, least, &result) && rational_is_zero (result));
    assert_true (rational_multiply (largest, tiny, &result) && result.numerator == 1 && result.denominator == 1);
    assert_true (rational_divide (least, largest, &result) && result.numerator == -1);
    assert_true (rational_divide (one, (rational_t){-2, 1}, &result) && result.numerator == -1 &&
                 result.denominator == 2);
    assert_true (rational_add ((rational_t){WHOLE_MAX - 1, 1}, one, &result) && result.numerator == WHOLE_MAX);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_small),
        cmocka_unit_test (test_round),
        cmocka_unit_test (test_edges),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
