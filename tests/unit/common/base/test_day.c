/*  test_day.c — days and moments: leap years, limits, the province's midnight. */

#include "base/day.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include <cmocka.h>

static int32_t parsed (const char *text)
{
    int32_t day = INT32_MIN;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static void test_known_days (void **state)
{
    (void)state;
    assert_int_equal (parsed ("1970-01-01"), 0);
    assert_int_equal (parsed ("1969-12-31"), -1);
    assert_int_equal (parsed ("2000-03-01"), 11017);
    assert_int_equal (parsed ("2020-07-13"), 18456);
    assert_int_equal (parsed ("1900-01-01"), QCDC_DAY_MIN);
    assert_int_equal (parsed ("9999-12-31"), QCDC_DAY_MAX);
}

static void test_leap_years (void **state)
{
    (void)state;
    int32_t day;
    assert_int_equal (parsed ("2020-02-29") + 1, parsed ("2020-03-01"));
    assert_int_equal (parsed ("2000-02-29") + 1, parsed ("2000-03-01"));
    assert_int_equal (day_parse ("1900-02-29", &day), QCDC_BAD_DATE);
    assert_int_equal (day_parse ("2100-02-29", &day), QCDC_BAD_DATE);
    assert_int_equal (day_parse ("2019-02-29", &day), QCDC_BAD_DATE);
}

static void test_bad_dates (void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "",           "2020",        "2020-7-13",   "2020-07-1",  "2020-07-131", "2020-00-10",
        "2020-13-01", "2020-01-00",  "2020-04-31",  "1899-12-31", "0000-01-01",  "13/07/2020",
        "2020/07/13", " 2020-07-13", "2020-07-13 ", "2020-07-1x", "+020-07-13",  "2020-+7-13",
        "-020-07-13", "10000-01-1",  "10000-01-01",
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        int32_t day = 4711;
        if (day_parse (BAD[i], &day) != QCDC_BAD_DATE)
            fail_msg ("'%s' was taken for a date", BAD[i]);
        assert_int_equal (day, 4711);
    }
}

/*  Every day of the range, there and back, each the one after the last. */
static void test_every_day (void **state)
{
    (void)state;
    int year = 1899, month = 12, day_of_month = 31;
    for (int32_t day = QCDC_DAY_MIN; day <= QCDC_DAY_MAX; day += day < 80000 ? 1 : 97) {
        int y, m, d;
        day_to_civil (day, &y, &m, &d);
        assert_int_equal (day_from_civil (y, m, d), day);
        if (day < 80000) {
            bool next = y == year && m == month && d == day_of_month + 1;
            bool next_month = y == year && m == month + 1 && d == 1 && day_of_month >= 28;
            bool next_year = y == year + 1 && m == 1 && d == 1 && month == 12 && day_of_month == 31;
            assert_true (next || next_month || next_year);
            year = y, month = m, day_of_month = d;
        }
    }
}

static void test_formats (void **state)
{
    (void)state;
    char text[DAY_TEXT_BYTES];
    assert_string_equal (day_format_iso (18456, text), "2020-07-13");
    assert_string_equal (day_format_people (18456, text), "13/07/2020");
    assert_string_equal (day_format_iso (QCDC_DAY_MIN, text), "1900-01-01");
    assert_string_equal (day_format_iso (QCDC_DAY_MAX, text), "9999-12-31");
    /*  Beyond the limits a damaged number must not write beyond the text. */
    assert_string_equal (day_format_iso (INT32_MIN, text), "1900-01-01");
    assert_string_equal (day_format_people (INT32_MAX, text), "31/12/9999");
}

#define US 1000000LL

static void test_province_day (void **state)
{
    (void)state;
    /*  Midnight at UTC+7 is 17:00 UTC. */
    assert_int_equal (day_of_moment (0), 0);
    assert_int_equal (day_of_moment (17 * 3600 * US - 1), 0);
    assert_int_equal (day_of_moment (17 * 3600 * US), 1);
    assert_int_equal (day_of_moment (-7 * 3600 * US), 0);
    assert_int_equal (day_of_moment (-7 * 3600 * US - 1), -1);
    assert_int_equal (day_of_moment (INT64_MAX), 106751991);
    assert_int_equal (day_of_moment (INT64_MIN), -106751991);
}

static void test_moments (void **state)
{
    (void)state;
    char text[MOMENT_TEXT_BYTES];
    int64_t moment;
    assert_int_equal (moment_parse ("2020-07-13T09:30:05Z", &moment), QCDC_OK);
    assert_true (moment == (18456 * 86400LL + 9 * 3600 + 30 * 60 + 5) * US);
    assert_string_equal (moment_format_iso (moment, text), "2020-07-13T09:30:05Z");
    assert_string_equal (moment_format_iso (moment + US - 1, text), "2020-07-13T09:30:05Z");
    assert_string_equal (moment_format_iso (-1, text), "1969-12-31T23:59:59Z");
    assert_string_equal (moment_format_people (moment, text), "13/07/2020 16:30");
    assert_string_equal (moment_format_people (17 * 3600 * US, text), "02/01/1970 00:00");
    assert_string_equal (moment_format_people (-7 * 3600 * US - 1, text), "31/12/1969 23:59");
    assert_string_equal (moment_format_iso (INT64_MIN, text), "1900-01-01T00:00:00Z");
    assert_string_equal (moment_format_iso (INT64_MAX, text), "9999-12-31T23:59:59Z");
    static const char *const BAD[] = {"2020-07-13",           "2020-07-13T24:00:00Z",  "2020-07-13T09:60:00Z",
                                      "2020-07-13T09:30:60Z", "2020-07-13 09:30:00Z",  "2020-07-13T09:30:00",
                                      "2020-02-30T09:30:00Z", "2020-07-13T09:30:00Zx", "2020-07-13T9:30:000Z"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        if (moment_parse (BAD[i], &moment) != QCDC_BAD_DATE)
            fail_msg ("'%s' was taken for a moment", BAD[i]);
}

static void test_clocks (void **state)
{
    (void)state;
    int64_t before = monotonic_us ();
    assert_true (monotonic_us () >= before);
    int64_t built;
    assert_int_equal (moment_parse ("2020-01-01T00:00:00Z", &built), QCDC_OK);
    assert_true (moment_now () > built);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_known_days), cmocka_unit_test (test_leap_years), cmocka_unit_test (test_bad_dates),
        cmocka_unit_test (test_every_day),  cmocka_unit_test (test_formats),    cmocka_unit_test (test_province_day),
        cmocka_unit_test (test_moments),    cmocka_unit_test (test_clocks),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
