/*  test_brief_figures.c — a figure of a brief as people read it: with what it is measured in where it is a rate. */

#include "papers/brief_figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NO_BREAK "\xC2\xA0"

static void test_shown (void **state)
{
    static const struct {
        indicator_t indicator;
        const char *value;
        bool is_signed;
        const char *shown;
    } CASES[] = {
        {{.type = VALUE_RATIO, .measure = "%"}, "47.12", false, "47,12" NO_BREAK "%"},
        {{.type = VALUE_RATIO, .measure = "‰"}, "26.23", false, "26,23" NO_BREAK "‰"},
        {{.type = VALUE_RATIO, .measure = "người/hộ"}, "3.50", false, "3,50" NO_BREAK "người/hộ"},
        {{.type = VALUE_RATIO, .measure = ""}, "3.50", false, "3,50"},
        {{.type = VALUE_RATIO}, "3.50", false, "3,50"},
        {{.type = VALUE_RATIO, .measure = "%"}, "16.43", true, "+16,43" NO_BREAK "%"},
        {{.type = VALUE_RATIO, .measure = "%"}, "-6.96", true, "-6,96" NO_BREAK "%"},
        {{.type = VALUE_RATIO, .measure = "%"}, "0.00", true, "0,00" NO_BREAK "%"},
        {{.type = VALUE_COUNT, .measure = "hồ sơ"},
         "1651",
         false,
         "1\xE2\x80\xAF"
         "651"},
        {{.type = VALUE_DECIMAL, .measure = "ha"}, "1.5", false, "1,5"},
    };
    char shown[64];
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        brief_shown (&CASES[i].indicator, CASES[i].value, CASES[i].is_signed, shown);
        assert_string_equal (shown, CASES[i].shown);
    }
    brief_shown (&BRIEF_PER_CENT, "90", false, shown);
    assert_string_equal (shown, "90" NO_BREAK "%");
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_shown)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
