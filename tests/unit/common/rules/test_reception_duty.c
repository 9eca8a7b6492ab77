/*  test_reception_duty.c — the days that heads owe, by hand: six of a half-year for the head of a district's Party committee, twelve for the
 *  chair of a district, twenty-six for that of a commune; and only what has come is owed. */

#include "rules/reception_duty.h"

#include "base/day.h"
#include "rules/reference.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static int setup (void **state)
{
    fault_t fault;
    (void)state;
    return sample_reference (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static int teardown (void **state)
{
    (void)state;
    reference_destroy (&catalog);
    return 0;
}

static int32_t on (const char *text)
{
    int32_t day = 0;
    assert_int_equal (day_parse (text, &day), QCDC_OK);
    return day;
}

static reception_duty_t duty_of (const char *class, const char *unit, const char *from, const char *to,
                                 const char *today, const char *const *held)
{
    const office_t office = {.code = "X", .office_class = class, .unit_code = unit};
    reception_duty_t duty;
    int32_t days[16];
    size_t count = 0;
    for (; held && *held; held++)
        days[count++] = on (*held);
    reception_duty (catalog, &office, on (from), on (to), on (today), days, count, &duty);
    return duty;
}

static void test_half_a_year (void **state)
{
    (void)state;
    static const struct {
        const char *class, *unit, *constant;
        int required, spans;
    } OFFICES[] = {{"huyen", "593", "RECEPTION_MONTH_HUYEN_HUYEN", 6, 6},
                   {"ubnd", "593", "RECEPTION_MONTH_UBND_HUYEN", 12, 6},
                   {"ubnd", "60", "RECEPTION_MONTH_UBND_TINH", 6, 6},
                   {"so", "60", "RECEPTION_MONTH_SO_TINH", 6, 6},
                   {"ubnd", "22918", "RECEPTION_WEEK_UBND_XA", 26, 26},
                   {"mttq", "60", "", 0, 0},
                   {"huyen", "999", "", 0, 0}};
    for (size_t i = 0; i < sizeof OFFICES / sizeof *OFFICES; i++) {
        reception_duty_t duty =
            duty_of (OFFICES[i].class, OFFICES[i].unit, "2019-12-15", "2020-06-14", "2026-11-28", NULL);
        assert_int_equal (duty.required, OFFICES[i].required);
        assert_int_equal (duty.spans, OFFICES[i].spans);
        assert_int_equal (duty.kept, 0);
        assert_string_equal (duty.constant, OFFICES[i].constant);
    }
}

/*  Two days of one month are those of that month and of no other. */
static void test_kept (void **state)
{
    (void)state;
    const char *const HELD[] = {"2020-01-15", "2020-02-14", "2020-03-01", NULL};
    assert_int_equal (duty_of ("huyen", "593", "2019-12-15", "2020-06-14", "2020-12-31", HELD).kept, 2);
    assert_int_equal (duty_of ("ubnd", "593", "2019-12-15", "2020-06-14", "2020-12-31", HELD).kept, 1);
    assert_int_equal (duty_of ("ubnd", "22918", "2019-12-15", "2020-06-14", "2020-12-31", HELD).kept, 3);
}

/*  A month, or a week, is owed when it is over; a duty, and a unit, from its first day to its last. */
static void test_time (void **state)
{
    (void)state;
    assert_int_equal (duty_of ("huyen", "593", "2019-12-15", "2020-06-14", "2020-01-13", NULL).required, 0);
    assert_int_equal (duty_of ("huyen", "593", "2019-12-15", "2020-06-14", "2020-01-14", NULL).required, 1);
    assert_int_equal (duty_of ("ubnd", "22918", "2019-12-15", "2020-06-14", "2019-12-20", NULL).required, 0);
    assert_int_equal (duty_of ("ubnd", "22918", "2019-12-15", "2020-06-14", "2019-12-21", NULL).required, 1);
    /* From 18/02/2019 on: of the months that begin on a 15th, the first is that of March. */
    assert_int_equal (duty_of ("huyen", "593", "2018-12-15", "2019-06-14", "2020-01-01", NULL).required, 3);
    /* The district ends on 30/06/2025. */
    assert_int_equal (duty_of ("huyen", "593", "2024-12-15", "2025-12-14", "2026-01-01", NULL).required, 7);
    /* Windows that begin on a last day. */
    assert_int_equal (duty_of ("huyen", "593", "2020-01-31", "2020-04-28", "2026-01-01", NULL).spans, 2);
    assert_int_equal (duty_of ("huyen", "593", "2020-01-31", "2020-04-29", "2026-01-01", NULL).spans, 3);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_half_a_year), cmocka_unit_test (test_kept),
                                       cmocka_unit_test (test_time)};
    return cmocka_run_group_tests_name ("reception duty", tests, setup, teardown);
}
