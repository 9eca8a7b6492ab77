/*  test_day_read.c — days as people write them: what is read, and what is refused, with what is to be written instead. */

#include "base/day_read.h"

#include "base/day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_read (void **state)
{
    static const struct {
        const char *text, *iso;
    } CASES[] = {
        {"13/07/2020", "2020-07-13"},         {"13-07-2020", "2020-07-13"},
        {"13.07.2020", "2020-07-13"},         {"2020-07-13", "2020-07-13"},
        {"2020/7/13", "2020-07-13"},          {"2020.7.3", "2020-07-03"},
        {"13/7/2020", "2020-07-13"},          {"7/7/2020", "2020-07-07"}, /* reads one way only */
        {"05/07/2020", "2020-07-05"},                                     /* two figures: as people write here */
        {"29/02/2020", "2020-02-29"},         {"13/07/2020 00:00", "2020-07-13"},
        {"13/07/2020 0:00:00", "2020-07-13"}, {"2020-07-13T00:00:00Z", "2020-07-13"},
        {"01/01/1900", "1900-01-01"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int32_t day;
        char iso[DAY_TEXT_BYTES];
        fault_t fault = {0};
        assert_int_equal (day_read (CASES[i].text, &day, &fault), QCDC_OK);
        assert_string_equal (day_format_iso (day, iso), CASES[i].iso);
    }
}

static void test_refused (void **state)
{
    static const struct {
        const char *text, *why, *instead;
    } CASES[] = {
        {"5/7/2020", "05/07/2020 or as 07/05/2020", "write 05/07/2020 or 07/05/2020"},
        {"5-07-2020", "05/07/2020 or as 07/05/2020", "write 05/07/2020 or 07/05/2020"},
        {"07/13/2020", "month first", "13/07/2020"},
        {"7/13/2020", "month first", "13/07/2020"},
        {"31/02/2020", "not a day that exists", "13/07/2020"},
        {"29/02/2019", "not a day that exists", "13/07/2020"},
        {"2020-02-30", "not a day that exists", "13/07/2020"},
        {"0/7/2020", "not a day that exists", "13/07/2020"},
        {"13/07/20", "which year", "four figures"},
        {"20-07-13", "which year", "four figures"},
        {"43961", "not a date", "10/05/2020"}, /* how a spreadsheet counts */
        {"43961,5", "not a date", "10/05/2020"},
        {"4396", "not a date", "13/07/2020"},
        {"#REF!", "#REF!", "13/07/2020"},
        {"13-Jul-2020", "not how a day is written", "dd/mm/yyyy or yyyy-mm-dd"},
        {"2020-07-13 09:30:00", "not how a day is written", "dd/mm/yyyy or yyyy-mm-dd"},
        {"1899-12-30", "what a spreadsheet makes", ""}, /* its day 0 */
        {"31/12/1899", "what a spreadsheet makes", ""},
        {"1889-02-28", "1889-02-28 is before 02/09/1945", ""},
        {"1889-02-29", "not a day that exists", "13/07/2020"},
        {"13/07-2020", "not a date", "13/07/2020"},
        {"13/07/2020 09:30", "not a date", "13/07/2020"},
        {"13/07", "not a date", "13/07/2020"},
        {"13/07/2020/1", "not a date", "13/07/2020"},
        {"13/07/02020", "not a date", "13/07/2020"},
        {"hôm qua", "not a date", "13/07/2020"},
        {" 13/07/2020", "not a date", "13/07/2020"},
        {"-1/-1/2020", "not a date", "13/07/2020"},
        {"", "not a date", "13/07/2020"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int32_t day;
        fault_t fault = {0};
        assert_int_equal (day_read (CASES[i].text, &day, &fault), QCDC_BAD_DATE);
        assert_int_equal (fault.status, QCDC_BAD_DATE);
        if (!strstr (fault.message, CASES[i].why) || !strstr (fault.advice, CASES[i].instead))
            fail_msg ("%s: %s; %s", CASES[i].text, fault.message, fault.advice);
    }
}

/*  Every day comes back from the ways in which it is shown, whatever it is. */
static void test_every_day (void **state)
{
    (void)state;
    for (int32_t day = day_from_civil (1999, 12, 1); day <= day_from_civil (2021, 1, 31); day++) {
        char iso[DAY_TEXT_BYTES], people[DAY_TEXT_BYTES];
        int32_t read;
        fault_t fault = {0};
        assert_int_equal (day_read (day_format_iso (day, iso), &read, &fault), QCDC_OK);
        assert_int_equal (read, day);
        assert_int_equal (day_read (day_format_people (day, people), &read, &fault), QCDC_OK);
        assert_int_equal (read, day);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_read), cmocka_unit_test (test_refused),
                                       cmocka_unit_test (test_every_day)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
