/*  test_period.c — names and windows of periods. */

#include "base/day.h"
#include "base/limits.h"
#include "catalogue/catalog_load.h"
#include "catalogue/period.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static void assert_window (const char *calendar, const char *name, const char *kind, const char *from, const char *to)
{
    period_t period;
    char text[DAY_TEXT_BYTES];
    if (period_parse (catalog, calendar, name, &period) != QCDC_OK)
        fail_msg ("%s does not know %s", calendar, name);
    assert_string_equal (period.name, name);
    assert_string_equal (period.kind, kind);
    assert_string_equal (day_format_iso (period.from, text), from);
    assert_string_equal (day_format_iso (period.to, text), to);
}

static void test_windows (void **state)
{
    (void)state;
    assert_window ("QCDC", "2020-H1", "H1", "2019-12-15", "2020-06-14");
    assert_window ("QCDC", "2020", "Y", "2019-12-15", "2020-12-14");
    assert_window ("TT02-2021", "2021-Q1", "Q1", "2020-12-15", "2021-03-14");
    assert_window ("TT02-2021", "2021-Q2", "Q2", "2021-03-15", "2021-06-14");
    assert_window ("TT02-2021", "2021-Q3", "Q3", "2021-06-15", "2021-09-14");
    assert_window ("TT02-2021", "2021-Q4", "Q4", "2021-09-15", "2021-12-14");
    assert_window ("TT02-2021", "2021-H1", "H1", "2020-12-15", "2021-06-14");
    assert_window ("TT02-2021", "2021-9M", "9M", "2020-12-15", "2021-09-14");
    assert_window ("TT02-2021", "2021", "Y", "2020-12-15", "2021-12-14");
}

static void test_months (void **state)
{
    (void)state;
    assert_window ("TT02-2021", "2020-M02", "M", "2020-02-01", "2020-02-29");
    assert_window ("TT02-2021", "2021-M02", "M", "2021-02-01", "2021-02-28");
    assert_window ("QCDC", "2000-M02", "M", "2000-02-01", "2000-02-29");
    assert_window ("QCDC", "2020-M12", "M", "2020-12-01", "2020-12-31");
    assert_window ("QCDC", "2020-M01", "M", "2020-01-01", "2020-01-31");
    period_t period;
    assert_int_equal (period_parse (catalog, "QCDC", "2020-M06", &period), QCDC_OK);
    assert_int_equal (period.month, 6);
    assert_int_equal (period.year, 2020);
}

/*  From the 15th of the month before to the 14th, over the end of a year and of a February. */
static void test_months_of_days (void **state)
{
    (void)state;
    static const char CALENDAR[] =
        "calendar,period,from_year,from_month,from_day,to_year,to_month,to_day,opens_days\n"
        "THANG,M,0,0,15,0,0,14,5\n";
    static const embed_t FILES[] = {{"calendar.csv", CALENDAR, CALENDAR + sizeof CALENDAR - 1}, {NULL, NULL, NULL}};
    fault_t fault = {0};
    catalog_t *sample = catalog;
    catalog = NULL;
    assert_int_equal (sample_catalog_of (FILES, &catalog, &fault), QCDC_OK);
    assert_window ("THANG", "2020-M01", "M", "2019-12-15", "2020-01-14");
    assert_window ("THANG", "2020-M03", "M", "2020-02-15", "2020-03-14");
    assert_window ("THANG", "2020-M12", "M", "2020-11-15", "2020-12-14");
    catalog_destroy (&catalog);
    catalog = sample;
}

static void test_bad_names (void **state)
{
    (void)state;
    static const char *const BAD[] = {
        "",        "20",       "202",      "2020-",     "2020-H2", "2020-H",   "2020-h1",  "2020-Y",   "2020-M",
        "2020-M6", "2020-M00", "2020-M13", "2020-M061", "2020-Q1", "2020-9M",  "2020-H1 ", " 2020-H1", "2020H1",
        "20200",   "1999",     "2100",     "1999-H1",   "2100-H1", "2020-H1-", "2020-Q5",  "-020-H1",  "2020-M0x"};
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        period_t period;
        if (period_parse (catalog, "QCDC", BAD[i], &period) != QCDC_BAD_PERIOD)
            fail_msg ("'%s' was taken for a period", BAD[i]);
    }
    period_t period;
    assert_int_equal (period_parse (catalog, "NO-SUCH", "2020-H1", &period), QCDC_BAD_PERIOD);
    assert_int_equal (period_parse (catalog, "QCDC", "2000", &period), QCDC_OK);
    assert_int_equal (period_parse (catalog, "QCDC", "2099-H1", &period), QCDC_OK);
}

/*  The windows of a year follow each other without a gap, and the period before ends the day before. */
static void test_continuity (void **state)
{
    (void)state;
    static const char *const QUARTERS[] = {"2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2022-Q1"};
    period_t last = {0};
    for (size_t i = 0; i < 5; i++) {
        period_t period;
        assert_int_equal (period_parse (catalog, "TT02-2021", QUARTERS[i], &period), QCDC_OK);
        if (i > 0)
            assert_int_equal (last.to + 1, period.from);
        last = period;
    }
    period_t year, half;
    assert_int_equal (period_parse (catalog, "QCDC", "2019", &year), QCDC_OK);
    assert_int_equal (period_parse (catalog, "QCDC", "2020-H1", &half), QCDC_OK);
    assert_int_equal (year.to + 1, half.from);
}

static void test_year_before (void **state)
{
    (void)state;
    static const char *const PAIRS[][2] = {{"2020-H1", "2019-H1"},
                                           {"2020", "2019"},
                                           {"2020-M06", "2019-M06"},
                                           {"2100-Q1", "2099-Q1"},
                                           {"2000", "1999"},
                                           {"", ""},
                                           {"202", ""},
                                           {"0000", ""},
                                           {"20x0-H1", ""},
                                           {"2020-M0611", ""}};
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        char before[PERIOD_TEXT_BYTES];
        period_year_before (PAIRS[i][0], before);
        assert_string_equal (before, PAIRS[i][1]);
    }
}

static void test_fits_form (void **state)
{
    (void)state;
    period_t half, year, month;
    assert_int_equal (period_parse (catalog, "QCDC", "2020-H1", &half), QCDC_OK);
    assert_int_equal (period_parse (catalog, "QCDC", "2020", &year), QCDC_OK);
    assert_int_equal (period_parse (catalog, "QCDC", "2020-M06", &month), QCDC_OK);
    const form_t *district = catalog_form_latest (catalog, "QCDC-HUYEN");
    const form_t *indices = catalog_form_latest (catalog, "QCDC-CHISO");
    assert_true (period_fits_form (&half, district));
    assert_true (period_fits_form (&year, district));
    assert_false (period_fits_form (&month, district));
    assert_false (period_fits_form (&half, indices));
    assert_true (period_fits_form (&year, indices));
}

/*  A circular reports the periods that end while it holds, whatever they began under. */
static void test_versions (void **state)
{
    (void)state;
    static const struct {
        const char *form, *period;
        uint32_t version; /* 0: none */
    } CASES[] = {
        {"01-XLD", "2021-Q1", 0},  {"01-XLD", "2020", 0},     {"01-XLD", "2021-Q2", 1}, {"01-XLD", "2021-H1", 1},
        {"01-XLD", "2023", 1},     {"01-XLD", "2023-Q4", 1},  {"01-XLD", "2024-Q1", 2}, {"01-XLD", "2024-9M", 2},
        {"01-XLD", "2024-M05", 0}, {"01-KQGQ", "2023-Q4", 1}, {"01-KQGQ", "2025", 1},   {"01-KQGQ", "2021-Q1", 0},
        {"II-06A", "2020-Q4", 0},  {"II-06A", "2021-Q1", 1},  {"II-06A", "2021-9M", 0}, {"QCDC-HUYEN", "2000", 1},
        {"QCDC-CHISO", "2020", 1}, {"no such", "2021-Q2", 0}, {"01-XLD", "2021-X2", 0},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        period_t period = {.year = -1};
        const form_t *form = period_form (catalog, CASES[i].form, CASES[i].period, &period);
        if ((form ? form->version : 0) != CASES[i].version)
            fail_msg ("%s %s: version %u", CASES[i].form, CASES[i].period, form ? form->version : 0);
        if (form)
            assert_string_equal (period.name, CASES[i].period);
        else
            assert_int_equal (period.year, -1);
    }
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    return sample_catalog (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static int group_teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_windows),   cmocka_unit_test (test_months),     cmocka_unit_test (test_months_of_days),
        cmocka_unit_test (test_bad_names), cmocka_unit_test (test_continuity), cmocka_unit_test (test_year_before),
        cmocka_unit_test (test_fits_form), cmocka_unit_test (test_versions),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
