/*  test_suggest.c — forms and periods as they are mistyped. */

#include "catalogue/suggest.h"

#include "catalogue/catalog_load.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void test_suggest (void **state)
{
    (void)state;
    catalog_t *catalog = NULL;
    fault_t fault = {0};
    nearest_t nearest;
    assert_int_equal (sample_catalog (&catalog, &fault), QCDC_OK);
    assert_string_equal (form_suggest (catalog, "QCDC-HUEYN", &nearest), "QCDC-HUYEN");
    assert_string_equal (form_suggest (catalog, "huyện", &nearest), "QCDC-HUYEN");
    assert_string_equal (form_suggest (catalog, "qcdc mttq", &nearest), "QCDC-MTTQ");
    assert_string_equal (form_suggest (catalog, "01/XLD", &nearest), "01-XLD");
    assert_string_equal (form_suggest (catalog, "II.06a", &nearest), "II-06A");
    assert_null (form_suggest (catalog, "XYZ", &nearest));
    const char *found;
    const form_t *form = catalog_form_latest (catalog, "QCDC-HUYEN");
    assert_string_equal (period_suggest (catalog, form, "2020H1", &nearest), "2020-H1");
    assert_string_equal (period_suggest (catalog, form, "2020-h1", &nearest), "2020-H1");
    assert_string_equal (period_suggest (catalog, form, "H1-2020", &nearest), "2020-H1");
    /* A second half is no period: figures add up to the year. */
    static const char *const YEARS[] = {"2020-H2",  "2020H2",   "h2/2020",    "2020-Y",
                                        "2020-12M", "năm 2020", "cả năm 2020"};
    for (size_t i = 0; i < sizeof YEARS / sizeof *YEARS; i++) {
        assert_string_equal (period_suggest (catalog, NULL, YEARS[i], &nearest), "2020");
        assert_string_equal (period_suggest (catalog, form, YEARS[i], &nearest), "2020");
    }
    assert_string_equal (period_suggest (catalog, form, "2020-H3", &nearest), "2020-H1");
    /* Of the year that was typed, what the form is filled for: it begins within 2021. */
    form = catalog_form_latest (catalog, "01-XLD");
    assert_string_equal (period_suggest (catalog, form, "2021Q2", &nearest), "2021-Q2");
    assert_string_equal (period_suggest (catalog, form, "2022Q1", &nearest), "2022-Q1");
    found = period_suggest (catalog, form, "2021Q1", &nearest);
    assert_true (!found || strcmp (found, "2021-Q1") != 0);
    assert_null (period_suggest (catalog, form, "2020Q1", &nearest));
    form = catalog_form_latest (catalog, "QCDC-HUYEN");
    /* What the form is not filled for is never offered. */
    assert_null (period_suggest (catalog, form, "20", &nearest));
    found = period_suggest (catalog, form, "2020-Q1", &nearest);
    assert_true (!found || found[5] != 'Q');
    catalog_destroy (&catalog);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_suggest)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
