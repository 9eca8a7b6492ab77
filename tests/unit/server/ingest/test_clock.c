/*  test_clock.c — the clock guard at its edges. */

#include "ingest/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECOND_US 1000000LL
#define MINUTE_US (60 * SECOND_US)
#define DAY_US (24 * 60 * MINUTE_US)

static const int64_t LAST_US = 1594632602000000; /* 2020-07-13T09:30:02Z */
static fault_t fault;

static qcdc_status guard (int64_t now_us, int64_t drift_us, bool starting, bool clock_ok)
{
    memset (&fault, 0, sizeof fault);
    qcdc_status status = clock_guard (now_us, LAST_US, drift_us, starting, clock_ok, &fault);
    assert_int_equal (fault.status, status);
    assert_int_equal (fault.message[0] != '\0', status != QCDC_OK);
    assert_int_equal (fault.advice[0] != '\0', status != QCDC_OK);
    return status;
}

/*  Five minutes behind the last commit are let pass, no more; 400 days where somebody says that the clock ran ahead before. */
static void test_behind (void **state)
{
    (void)state;
    for (int flags = 0; flags < 4; flags++) {
        bool starting = flags & 1, clock_ok = flags & 2;
        assert_int_equal (guard (LAST_US, 0, starting, clock_ok), QCDC_OK);
        assert_int_equal (guard (LAST_US - 5 * MINUTE_US, 0, starting, clock_ok), QCDC_OK);
        if (clock_ok) {
            assert_int_equal (guard (LAST_US - 400 * DAY_US, 0, starting, true), QCDC_OK);
            assert_int_equal (guard (LAST_US - 400 * DAY_US - 1, 0, starting, true), QCDC_CLOCK);
            assert_null (strstr (fault.advice, "--clock-ok"));
            continue;
        }
        assert_int_equal (guard (LAST_US - 5 * MINUTE_US - 1, 0, starting, clock_ok), QCDC_CLOCK);
        assert_string_equal (
            fault.message,
            "the clock says 2020-07-13T09:25:01Z, which is before the last commit at 2020-07-13T09:30:02Z");
        assert_int_equal (strstr (fault.advice, "--clock-ok") != NULL, starting);
        assert_int_equal (guard (0, 0, starting, clock_ok), QCDC_CLOCK);
        assert_int_equal (guard (INT64_MIN / 2, 0, starting, clock_ok), QCDC_CLOCK);
    }
}

/*  A server may stand still for a year.  More than 400 days ahead at the start needs a person who says that it is
 *  so. */
static void test_ahead (void **state)
{
    (void)state;
    assert_int_equal (guard (LAST_US + 400 * DAY_US, 0, true, false), QCDC_OK);
    assert_int_equal (guard (LAST_US + 400 * DAY_US + 1, 0, true, false), QCDC_CLOCK);
    assert_non_null (strstr (fault.message, "2020-07-13T09:30:02Z"));
    assert_non_null (strstr (fault.advice, "--clock-ok"));
    assert_int_equal (guard (LAST_US + 400 * DAY_US + 1, 0, true, true), QCDC_OK);
    assert_int_equal (guard (LAST_US + 4000 * DAY_US, 0, true, true), QCDC_OK);
    assert_int_equal (guard (LAST_US + 4000 * DAY_US, 0, false, false), QCDC_OK); /* while running, the drift tells */
}

static void test_drift (void **state)
{
    (void)state;
    for (int sign = -1; sign <= 1; sign += 2) {
        assert_int_equal (guard (LAST_US + DAY_US, sign * 5 * MINUTE_US, false, false), QCDC_OK);
        assert_int_equal (guard (LAST_US + DAY_US, sign * (5 * MINUTE_US + 1), false, false), QCDC_CLOCK);
        assert_string_equal (fault.message, sign < 0 ? "the clock was set by -300 s while running"
                                                     : "the clock was set by 300 s while running");
        assert_int_equal (guard (LAST_US + DAY_US, sign * DAY_US, false, true),
                          QCDC_CLOCK); /* --clock-ok is for the start */
    }
}

/*  Before the first commit there is nothing to compare with: only the drift can tell. */
static void test_first (void **state)
{
    (void)state;
    assert_int_equal (clock_guard (0, 0, 0, true, false, &fault), QCDC_OK);
    assert_int_equal (clock_guard (LAST_US, 0, 0, true, false, &fault), QCDC_OK);
    assert_int_equal (clock_guard (-DAY_US, 0, 0, true, false, &fault), QCDC_OK);
    assert_int_equal (clock_guard (LAST_US, 0, 6 * MINUTE_US, false, false, &fault), QCDC_CLOCK);
    assert_int_equal (clock_guard (LAST_US, 0, 0, false, false, &fault), QCDC_OK);
    assert_int_equal (clock_guard (0, LAST_US, 0, false, false, &fault), QCDC_CLOCK);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_behind),
        cmocka_unit_test (test_ahead),
        cmocka_unit_test (test_drift),
        cmocka_unit_test (test_first),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
