/*  test_span.c — lengths of time in the unit that people would use. */

#include "show/span.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_units (void **state)
{
    (void)state;
    static const struct {
        int64_t seconds;
        const char *text;
    } CASES[] = {
        {0, "0 minutes"},
        {600, "10 minutes"},
        {7199, "119 minutes"},
        {7200, "2 hours"},
        {-86400, "24 hours"},
        {-2 * 86400, "2 days"},
        {400 * 86400LL, "400 days"},
        {20 * 31556952LL, "20 years"},
        {-7 * 31556952LL, "7 years"},
    };
    char text[SPAN_TEXT_BYTES];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal (span_format (CASES[i].seconds * 1000000, text), CASES[i].text);
    assert_string_equal (span_format (INT64_MIN, text), "292277 years");
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_units)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
