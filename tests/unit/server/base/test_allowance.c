/*  test_allowance.c — what each of many subjects may have, and what making up subjects brings. */

#include "base/allowance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define SECOND_US 1000000LL

static const uint8_t *subject (unsigned number)
{
    static uint8_t bytes[ALLOWANCE_SUBJECT_BYTES];
    memset (bytes, 0, sizeof bytes);
    memcpy (bytes, &number, sizeof number);
    return bytes;
}

static unsigned take_all (allowance_t *allowance, unsigned number, int64_t now_us)
{
    unsigned taken = 0;
    while (allowance_take (allowance, subject (number), now_us))
        taken++;
    return taken;
}

static void test_burst_and_rate (void **state)
{
    (void)state;
    allowance_t *allowance = allowance_new (10, 60, 100);
    assert_non_null (allowance);
    assert_int_equal (take_all (allowance, 1, 0), 10);
    assert_int_equal (take_all (allowance, 1, SECOND_US - 1), 0);
    assert_int_equal (take_all (allowance, 1, SECOND_US), 1);
    assert_int_equal (take_all (allowance, 1, 6 * SECOND_US), 5);
    assert_int_equal (take_all (allowance, 1, 1000 * SECOND_US), 10); /* never more than at once */
    assert_int_equal (take_all (allowance, 2, 1000 * SECOND_US), 10); /* and another has its own */
    allowance_destroy (&allowance);
    assert_null (allowance);
}

static void test_made_up_subjects (void **state)
{
    (void)state;
    allowance_t *allowance = allowance_new (1, 1, 50);
    assert_non_null (allowance);
    for (unsigned number = 0; number < 10000; number++)
        assert_true (allowance_take (allowance, subject (number), 0));
    assert_int_equal (allowance_subjects (allowance), 50);
    assert_false (allowance_take (allowance, subject (9999), 0)); /* the last ones are remembered */
    assert_false (allowance_take (allowance, subject (9950), 0));
    assert_true (allowance_take (allowance, subject (0), 0));
    allowance_destroy (&allowance);
}

static void test_left (void **state)
{
    (void)state;
    allowance_t *allowance = allowance_new (2, 60, 50);
    assert_non_null (allowance);
    assert_true (allowance_left (allowance, subject (1), 0));
    assert_int_equal (allowance_subjects (allowance), 0); /* asking is free */
    assert_int_equal (take_all (allowance, 1, 0), 2);
    assert_false (allowance_left (allowance, subject (1), 0));
    assert_true (allowance_left (allowance, subject (1), SECOND_US));
    allowance_destroy (&allowance);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_burst_and_rate),
        cmocka_unit_test (test_made_up_subjects),
        cmocka_unit_test (test_left),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
