/*  test_figure.c — figures: what people write, which reported values make them, and what those come to. */

#include "desk/figure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;

static int setup (void **state)
{
    fault_t fault;
    (void)state;
    return catalog_new (&catalog, &fault) == QCDC_OK ? 0 : -1;
}

static int teardown (void **state)
{
    (void)state;
    catalog_destroy (&catalog);
    return 0;
}

static void parse (const char *text, figure_t *figure)
{
    fault_t fault = {0};
    if (figure_parse (catalog, text, figure, &fault) != QCDC_OK)
        fail_msg ("%s: %s", text, fault.message);
}

static void test_parse (void **state)
{
    (void)state;
    figure_t figure;
    parse ("2020-H1/QCDC-HUYEN/B11.DAT_DAI@593", &figure);
    assert_string_equal (figure.period, "2020-H1");
    assert_string_equal (figure.before, "2019-H1");
    assert_string_equal (figure.form->code, "QCDC-HUYEN");
    assert_string_equal (figure.indicator->code, "B11");
    assert_string_equal (figure.cell, "B11.DAT_DAI");
    assert_string_equal (cell_member (figure.cell), "DAT_DAI");
    assert_string_equal (figure.unit, "593");
    parse ("2020/QCDC-HUYEN/G04@22918@2024-06-01", &figure);
    assert_string_equal (figure.unit, "22918@2024-06-01");
    assert_string_equal (cell_member (figure.cell), "");
    static const struct {
        const char *text;
        qcdc_status status;
    } BAD[] = {
        {"", QCDC_USAGE},
        {"2020-H1", QCDC_USAGE},
        {"2020-H1/QCDC-HUYEN", QCDC_USAGE},
        {"2020-H1/QCDC-HUYEN/", QCDC_USAGE},
        {"2020-H1/QCDC-HUYEN/G04@", QCDC_USAGE},
        {"2020-H1/QCDC-HUYEN/G04/593", QCDC_USAGE},
        {"2020-H3/QCDC-HUYEN/G04", QCDC_BAD_PERIOD},
        {"2020-H1/NO-FORM/G04", QCDC_BAD_FORM},
        {"2020-H1/QCDC-HUYEN/Z99", QCDC_BAD_CELL},
    };
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        fault_t fault = {0};
        assert_int_equal (figure_parse (catalog, BAD[i].text, &figure, &fault), BAD[i].status);
        assert_string_not_equal (fault.message, "");
    }
}

static void add (parts_t *parts, const char *office, const char *period, const char *cell, const char *value)
{
    part_t *part = parts_add (parts);
    assert_non_null (part);
    part->texts[PART_OFFICE] = strdup (office);
    part->texts[PART_PERIOD] = strdup (period);
    part->texts[PART_CELL] = strdup (cell);
    part->texts[PART_VALUE] = strdup (value);
}

/*  Selects and computes; NULL is "no figure". */
static void check (parts_t *parts, const char *text, size_t count, const char *value)
{
    figure_t figure;
    char shown[32];
    parse (text, &figure);
    parts_select (parts, catalog, &figure);
    assert_int_equal (parts->count, count);
    assert_int_equal (parts_value (parts, catalog, &figure, shown), value != NULL);
    if (value)
        assert_string_equal (shown, value);
    parts_release (parts);
}

static void test_sums (void **state)
{
    (void)state;
    parts_t parts = {0};
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "280");
    add (&parts, "A", "2020-H1", "B07.THUE", "91");
    add (&parts, "A", "2020-H1", "B08.THUE", "5");
    add (&parts, "A", "2019-H1", "B07.THUE", "7");
    check (&parts, "2020-H1/QCDC-HUYEN/B07", 2, "371");
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "280");
    add (&parts, "A", "2020-H1", "B07.THUE", "91");
    check (&parts, "2020-H1/QCDC-HUYEN/B07.THUE", 1, "91");
    add (&parts, "A", "2020-H1", "B08.THUE", "91");
    check (&parts, "2020-H1/QCDC-HUYEN/B07.THUE", 0, NULL);
}

/*  B11 = 100 × B07 / B08, member by member; what has no partner does not count. */
static void test_rates (void **state)
{
    (void)state;
    parts_t parts = {0};
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "3");
    add (&parts, "A", "2020-H1", "B07.THUE", "500");
    add (&parts, "B", "2020-H1", "B08.THUE", "600");
    check (&parts, "2020-H1/QCDC-HUYEN/B11", 2, "33.33");
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "3");
    add (&parts, "A", "2020-H1", "B07.THUE", "1");
    add (&parts, "A", "2020-H1", "B08.THUE", "5");
    check (&parts, "2020-H1/QCDC-HUYEN/B11", 4, "25.00");
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "0");
    check (&parts, "2020-H1/QCDC-HUYEN/B11", 2, NULL);
}

/*  C14 compares with the year before; C08 counts the numerator at most as much as the denominator. */
static void test_special_rates (void **state)
{
    (void)state;
    parts_t parts = {0};
    add (&parts, "A", "2020-H1", "C10.KHIEU_NAI", "150");
    add (&parts, "A", "2019-H1", "C10.KHIEU_NAI", "200");
    add (&parts, "A", "2018-H1", "C10.KHIEU_NAI", "1");
    check (&parts, "2020-H1/QCDC-HUYEN/C14", 2, "-25.00");
    add (&parts, "A", "2020-H1", "C06.CT_UBND", "6");
    add (&parts, "A", "2020-H1", "C07.CT_UBND", "9");
    check (&parts, "2020-H1/QCDC-HUYEN/C08", 2, "100.00");
}

static void test_formula (void **state)
{
    (void)state;
    figure_t figure;
    parse ("2020-H1/QCDC-HUYEN/B11.THUE", &figure);
    char *formula = figure_formula (catalog, &figure);
    assert_string_equal (formula, "100 × B07.THUE / B08.THUE");
    free (formula);
    parse ("2020-H1/QCDC-HUYEN/C14", &figure);
    formula = figure_formula (catalog, &figure);
    assert_string_equal (formula, "100 × (C10 − C10 a year before) / C10 a year before");
    free (formula);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_parse),         cmocka_unit_test (test_sums),    cmocka_unit_test (test_rates),
        cmocka_unit_test (test_special_rates), cmocka_unit_test (test_formula),
    };
    return cmocka_run_group_tests (tests, setup, teardown);
}
