/*  test_figure.c — figures: what people write, which reported values make them, and what those come to. */

#include "catalogue/cell.h"
#include "desk/figure.h"
#include "rules/reference.h"
#include "rules/rule_period.h"
#include "rules/rule_set.h"
#include "rules/rule_total.h"
#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
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
    assert_int_equal (figure.span.year, 2020);
    assert_non_null (figure.rule);
    assert_string_equal (figure.form->code, "QCDC-HUYEN");
    assert_string_equal (figure.indicator->code, "B11");
    assert_string_equal (figure.cell, "B11.DAT_DAI");
    assert_string_equal (cell_member (figure.cell), "DAT_DAI");
    assert_string_equal (figure.unit, "593");
    parse ("2020/QCDC-HUYEN/G04@22918@2024-06-01", &figure);
    assert_string_equal (figure.unit, "22918@2024-06-01");
    assert_string_equal (cell_member (figure.cell), "");
    parse ("2020/QCDC-HUYEN/G04@XA_HAM_LIEM_45678901234567890123@2024-06-01", &figure);
    assert_string_equal (figure.unit, "XA_HAM_LIEM_45678901234567890123@2024-06-01");
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

/*  Computes; NULL is "no figure". */
static void check (parts_t *parts, const char *text, const char *value)
{
    figure_t figure;
    char shown[32];
    parse (text, &figure);
    assert_int_equal (parts_value (parts, catalog, &figure, shown), value != NULL);
    if (value)
        assert_string_equal (shown, value);
    parts_release (parts);
}

/*  No figure, for this reason; NULL: it was not reported. */
static void check_lack (parts_t *parts, const char *text, const char *why)
{
    figure_t figure;
    char shown[32];
    parse (text, &figure);
    assert_false (parts_value (parts, catalog, &figure, shown));
    const char *lack = parts_lack (parts, catalog, &figure);
    assert_true (why ? lack && strcmp (lack, why) == 0 : lack == NULL);
    parts_release (parts);
}

static void test_lacks (void **state)
{
    (void)state;
    parts_t parts = {0};
    check_lack (&parts, "2020-H1/QCDC-HUYEN/B07", NULL);
    check_lack (&parts, "2020-H1/QCDC-HUYEN/G04", NULL);
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "0");
    check_lack (&parts, "2020-H1/QCDC-HUYEN/B11", "the denominator is 0: no rate");
    add (&parts, "A", "2020-H1", "C10.KHIEU_NAI", "5");
    add (&parts, "A", "2019-H1", "C10.KHIEU_NAI", "0");
    check_lack (&parts, "2020-H1/QCDC-HUYEN/C14", "0 in the same period a year before: no rate");
    add (&parts, "A", "2020-H1", "C10.KHIEU_NAI", "5");
    check_lack (&parts, "2020-H1/QCDC-HUYEN/C14", NULL);
}

static void test_sums (void **state)
{
    (void)state;
    parts_t parts = {0};
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "280");
    add (&parts, "B", "2020-H1", "B07.THUE", "91");
    check (&parts, "2020-H1/QCDC-HUYEN/B07", "371");
    add (&parts, "A", "2020-H1", "B07.THUE", "91");
    check (&parts, "2020-H1/QCDC-HUYEN/B07.THUE", "91");
    check (&parts, "2020-H1/QCDC-HUYEN/B07.THUE", NULL);
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
    check (&parts, "2020-H1/QCDC-HUYEN/B11", "33.33");
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "3");
    add (&parts, "A", "2020-H1", "B07.THUE", "1");
    add (&parts, "A", "2020-H1", "B08.THUE", "5");
    check (&parts, "2020-H1/QCDC-HUYEN/B11", "25.00");
    add (&parts, "A", "2020-H1", "B07.DAT_DAI", "1");
    add (&parts, "A", "2020-H1", "B08.DAT_DAI", "0");
    check (&parts, "2020-H1/QCDC-HUYEN/B11", NULL);
}

/*  C14 compares with the year before; C08 counts the numerator at most as much as the denominator. */
static void test_special_rates (void **state)
{
    (void)state;
    parts_t parts = {0};
    add (&parts, "A", "2020-H1", "C10.KHIEU_NAI", "150");
    add (&parts, "A", "2019-H1", "C10.KHIEU_NAI", "200");
    add (&parts, "A", "2018-H1", "C10.KHIEU_NAI", "1");
    check (&parts, "2020-H1/QCDC-HUYEN/C14", "-25.00");
    add (&parts, "A", "2020-H1", "C06.CT_UBND", "6");
    add (&parts, "A", "2020-H1", "C07.CT_UBND", "9");
    check (&parts, "2020-H1/QCDC-HUYEN/C08", "100.00");
}

/*  Values of one office by the rule alone: the same numbers without the parts. */
typedef struct {
    const figure_t *figure;
    const parts_t *parts;
    const char *office;
} of_office_t;

static rule_figure office_value (const rule_cell_t *cell, int64_t *value_e4, void *arg)
{
    const of_office_t *self = arg;
    char period[PERIOD_TEXT_BYTES];
    rule_period_name (catalog, self->figure->form, &self->figure->span, cell->period, period);
    for (size_t i = 0; i < self->parts->count; i++) {
        char *const *texts = self->parts->items[i].texts;
        if (strcmp (texts[PART_OFFICE], self->office) == 0 && strcmp (texts[PART_PERIOD], period) == 0 &&
            strcmp (texts[PART_CELL], cell->text) == 0) {
            *value_e4 = strtol (texts[PART_VALUE], NULL, 10) * 10000;
            return FIGURE_HELD;
        }
    }
    return FIGURE_BLANK;
}

static const char *const OFFICES[] = {"A", "B", "C"};

typedef struct {
    const figure_t *figure;
    parts_t parts;
    size_t offices;
} random_t;

/*  One cell of a rate for each office, reported or not. */
static qcdc_status add_term (const rule_term_t *term, void *arg)
{
    random_t *random = arg;
    char value[32], period[PERIOD_TEXT_BYTES];
    rule_period_name (catalog, random->figure->form, &random->figure->span, term->cell->period, period);
    for (size_t i = 0; i < random->offices; i++) {
        of_office_t self = {random->figure, &random->parts, OFFICES[i]};
        int64_t known;
        snprintf (value, sizeof value, "%d", rand () % 5 ? rand () % 200 : 0);
        if (rand () % 4 && office_value (term->cell, &known, &self) == FIGURE_BLANK)
            add (&random->parts, OFFICES[i], period, term->cell->text, value);
    }
    return QCDC_OK;
}

/*  The figure of several offices is made of what their reports come to together, whatever else is among the parts. */
static void check_random (const indicator_t *ratio, size_t offices)
{
    char text[64], expected[32] = "", shown[32] = "";
    figure_t figure;
    int64_t numerator, denominator, value = 0;
    const form_t *form = NULL;
    for (size_t i = 0; i < catalog->form_count && !form; i++)
        if (form_indicator (&catalog->forms[i], ratio->code))
            form = &catalog->forms[i];
    assert_non_null (form);
    snprintf (text, sizeof text, "%s/%s/%s", strcmp (form->periods[0], "H1") == 0 ? "2020-H1" : "2020", form->code,
              ratio->code);
    parse (text, &figure);
    random_t random = {.figure = &figure, .offices = offices};
    assert_int_equal (rule_terms (figure.rule, add_term, &random), QCDC_OK);
    add (&random.parts, "A", "2018-H1", "B07.DAT_DAI", "1000");
    rule_total_t total = rule_total_begin (figure.rule);
    for (size_t i = 0; i < random.offices; i++) {
        of_office_t self = {&figure, &random.parts, OFFICES[i]};
        const rule_source_t source = {.value = office_value, .arg = &self};
        rule_total_add_figure (&total, ratio->code, &source);
    }
    bool known = rule_total_value (&total, &numerator, &denominator, &value);
    bool found = parts_value (&random.parts, catalog, &figure, shown);
    if (found != known || (known && strcmp (shown, ratio_format (value, expected)) != 0))
        fail_msg ("%s: %s and not %s", ratio->code, found ? shown : "none", known ? expected : "none");
    parts_release (&random.parts);
}

static void test_random (void **state)
{
    (void)state;
    srand (20);
    for (size_t i = 0; i < catalog->indicator_count; i++)
        for (int round = 0; catalog->indicators[i].type == VALUE_RATIO && round < 60; round++)
            check_random (&catalog->indicators[i], 1 + (size_t)round % 3);
}

static void test_formula (void **state)
{
    (void)state;
    figure_t figure;
    parse ("2020-H1/QCDC-HUYEN/B11.THUE", &figure);
    char *formula = figure_formula (&figure);
    assert_string_equal (formula, "100 × B07.THUE / B08.THUE");
    free (formula);
    parse ("2020-H1/QCDC-HUYEN/C14", &figure);
    formula = figure_formula (&figure);
    assert_string_equal (formula, "100 × (C10 - C10 a year before) / C10 a year before");
    free (formula);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_parse),  cmocka_unit_test (test_lacks),         cmocka_unit_test (test_sums),
        cmocka_unit_test (test_rates),  cmocka_unit_test (test_special_rates), cmocka_unit_test (test_formula),
        cmocka_unit_test (test_random),
    };
    return cmocka_run_group_tests (tests, setup, teardown);
}
