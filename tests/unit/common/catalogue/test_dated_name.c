/*  test_dated_name.c — what indicators and members are called on a day: as it was called then, never as it will be. */

#include "catalogue/dated_name.h"

#include "base/day.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const dated_name_t NAMES[] = {
    {"", "A", "một", "one", 100},           {"", "A", "hai", "two", 200}, {"", "A", "ba", "three", 300},
    {"", "B", "bốn", "four", QCDC_DAY_MIN}, {"", "D", "năm", "five", 5},
};
static const dated_name_t MEMBERS[] = {
    {"sex", "M", "sáu", "six", QCDC_DAY_MIN},
    {"type", "X", "bảy", "seven", QCDC_DAY_MIN},
    {"type", "X", "tám", "", 200},
    {"type", "Y", "chín", "nine", 100},
    {"type", "Y", "mười", "ten", 300},
};
static const catalog_t CATALOG = {.indicator_names = NAMES,
                                  .indicator_name_count = sizeof NAMES / sizeof *NAMES,
                                  .member_names = MEMBERS,
                                  .member_name_count = sizeof MEMBERS / sizeof *MEMBERS};

static void test_on_a_day (void **state)
{
    (void)state;
    static const struct {
        const char *code;
        int32_t day;
        const char *name;
    } CASES[] = {{"A", QCDC_DAY_MIN, "one"},  {"A", 99, "one"},  {"A", 100, "one"},   {"A", 199, "one"},
                 {"A", 200, "two"},           {"A", 299, "two"}, {"A", 300, "three"}, {"A", QCDC_DAY_MAX, "three"},
                 {"B", QCDC_DAY_MIN, "four"}, {"B", 0, "four"},  {"D", 4, "five"},    {"D", 400, "five"}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal (indicator_name_on (&CATALOG, CASES[i].code, CASES[i].day)->name_en, CASES[i].name);
    static const char *const NONE[] = {"", "0", "AA", "C", "E"};
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        assert_null (indicator_name_on (&CATALOG, NONE[i], 200));
    assert_string_equal (dated_name_in (member_name_on (&CATALOG, "type", "X", 199), false), "seven");
    assert_string_equal (dated_name_in (member_name_on (&CATALOG, "type", "X", 200), false), "tám");
    assert_string_equal (dated_name_in (member_name_on (&CATALOG, "type", "X", 200), true), "tám");
    assert_null (member_name_on (&CATALOG, "sex", "X", 200));
    assert_null (member_name_on (&CATALOG, "type", "M", 200));
    assert_null (indicator_name_on (&(catalog_t){.indicator_names = NULL}, "A", 200));
}

static void test_all_of_them (void **state)
{
    (void)state;
    size_t count;
    const dated_name_t *names = indicator_names (&CATALOG, "A", &count);
    assert_int_equal (count, 3);
    assert_ptr_equal (names, &NAMES[0]);
    assert_ptr_equal (member_names (&CATALOG, "type", "Y", &count), &MEMBERS[3]);
    assert_int_equal (count, 2);
    assert_null (member_names (&CATALOG, "type", "Z", &count));
    assert_int_equal (count, 0);
}

static char *printed (const indicator_t *indicator, const char *cell, int32_t day, bool vietnamese)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&text, &size);
    assert_non_null (out);
    member_names_print (out, &CATALOG, indicator, cell, day, vietnamese);
    assert_int_equal (fclose (out), 0);
    return text;
}

/*  From a first day to a last one the names of a cell stay; together they cover every day. */
static void test_of_a_cell (void **state)
{
    (void)state;
    static const char *const MEMBERS_X[] = {"X", "Y", NULL};
    static const dimension_t TYPE = {.code = "type", .members = MEMBERS_X};
    static const dimension_t *const BOTH[] = {&TYPE, &TYPE, NULL};
    static const indicator_t INDICATOR = {.code = "A", .dimensions = BOTH};
    static const struct {
        int32_t until;
        const char *vi, *en;
    } TIMES[] = {
        {199, "bảy, chín", "seven, nine"}, {299, "tám, chín", "tám, nine"}, {QCDC_DAY_MAX, "tám, mười", "tám, ten"}};
    int32_t from = QCDC_DAY_MIN;
    for (size_t i = 0; i < sizeof TIMES / sizeof *TIMES; i++) {
        char *vi = printed (&INDICATOR, "A.X.Y", from, true),
             *en = printed (&INDICATOR, "A.X.Y", TIMES[i].until, false);
        assert_string_equal (vi, TIMES[i].vi);
        assert_string_equal (en, TIMES[i].en);
        assert_int_equal (member_names_until (&CATALOG, &INDICATOR, "A.X.Y", from), TIMES[i].until);
        from = TIMES[i].until + (i < 2);
        free (vi);
        free (en);
    }
    assert_int_equal (member_names_until (&CATALOG, &INDICATOR, "A", 0), QCDC_DAY_MAX);
    char *own = printed (&INDICATOR, "A.Z", 0, true);
    assert_string_equal (own, "Z");
    free (own);
}

/*  Every indicator of a catalogue as it is read has a name, and they stand in order. */
static void test_of_the_sample (void **state)
{
    (void)state;
    fault_t fault = {0};
    catalog_t *sample = NULL;
    assert_int_equal (sample_catalog (&sample, &fault), QCDC_OK);
    for (size_t i = 0; i < sample->indicator_count; i++)
        assert_non_null (indicator_name_on (sample, sample->indicators[i].code, 0));
    for (size_t i = 0; i < sample->dimension_count; i++)
        for (const char *const *member = sample->dimensions[i].members; *member; member++)
            if (member_name_on (sample, sample->dimensions[i].code, *member, 0))
                assert_string_equal (member_name_on (sample, sample->dimensions[i].code, *member, 0)->code, *member);
    assert_string_equal (member_name_on (sample, "type", "XA", 0)->name_en, "communes");
    catalog_destroy (&sample);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_on_a_day), cmocka_unit_test (test_all_of_them),
                                       cmocka_unit_test (test_of_a_cell), cmocka_unit_test (test_of_the_sample)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
