/*  test_cell_named.c — cells by their names: of the sample every one, of a form made for it those that two have. */

#include "texts/cell_named.h"

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const FIELDS[] = {"DAT_DAI", "THUE", "DN", "DNNN", NULL}, *const NONE[] = {NULL};
static const dimension_t FIELD = {.code = "field", .members = FIELDS},
                         OPEN = {.code = "project", .members = NONE, .open = true};
static const dimension_t *const NO_DIMENSIONS[] = {NULL}, *const BY_FIELD[] = {&FIELD, NULL},
                                *const BY_BOTH[] = {&FIELD, &OPEN, NULL};
static const indicator_t INDICATORS[] = {
    {.code = "X01", .dimensions = NO_DIMENSIONS}, {.code = "X02", .dimensions = NO_DIMENSIONS},
    {.code = "X03", .dimensions = NO_DIMENSIONS}, {.code = "X04", .dimensions = BY_FIELD},
    {.code = "X05", .dimensions = BY_BOTH},       {.code = "X06", .type = VALUE_RATIO, .dimensions = BY_FIELD},
};
/*  X05 and DN had other names before, and X05 will have another one. */
static const dated_name_t NAMES[] = {
    {"", "X01", "Tổng số", "Total", QCDC_DAY_MIN},
    {"", "X02", "Tổng số", "Whole", QCDC_DAY_MIN},
    {"", "X03", "Tổng số đất đai", "Total of land", QCDC_DAY_MIN},
    {"", "X04", "Tổng số", "By field", QCDC_DAY_MIN},
    {"", "X05", "Diện tích cũ", "Old area", QCDC_DAY_MIN},
    {"", "X05", "Diện tích", "Area", 0},
    {"", "X05", "Diện tích mai sau", "Later area", 1000000},
    {"", "X06", "Tỷ lệ", "Rate", QCDC_DAY_MIN},
};
static const dated_name_t MEMBERS[] = {
    {"field", "DAT_DAI", "Đất đai", "land", QCDC_DAY_MIN},
    {"field", "DN", "công ty", "companies", QCDC_DAY_MIN},
    {"field", "DN", "doanh nghiệp", "enterprises", 0},
    {"field", "DNNN", "doanh nghiệp nhà nước", "state enterprises", QCDC_DAY_MIN},
    {"field", "THUE", "Thuế", "taxes", QCDC_DAY_MIN},
};
static const indicator_t *const ALL[] = {
    &INDICATORS[0], &INDICATORS[1], &INDICATORS[2], &INDICATORS[3], &INDICATORS[4], &INDICATORS[5], NULL};
static const form_t FORM = {.code = "X", .indicators = ALL};
static const catalog_t NAMED = {.indicator_names = NAMES,
                                .indicator_name_count = sizeof NAMES / sizeof *NAMES,
                                .member_names = MEMBERS,
                                .member_name_count = sizeof MEMBERS / sizeof *MEMBERS};

static void test_names (void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"Total", "X01"},
        {"X01 Tổng số", "X01"},
        {"x02. TONG SO", "X02"},
        {"Tổng số – Thuế", "X04.THUE"},
        {"Tổng số (doanh nghiệp)", "X04.DN"},
        {"Tổng số: doanh nghiệp nhà nước", "X04.DNNN"},
        {"by field, LAND", "X04.DAT_DAI"},
        {"X04 đất đai", "X04.DAT_DAI"},
        {"X04.Đất đai – Tổng số – Đất đai", "X04.DAT_DAI"},
        {"X04.DAT_DAI Tổng số", "X04.DAT_DAI"},
        {"By field", "X04"}, /* its member is missing */
        {"Diện tích – thuế, DA-1", "X05.THUE.DA-1"},
        {"X05 thuế D1 diện tích thuế D1", "X05.THUE.D1"},
        {"Tổng số: công ty", "X04.DN"},
        {"X05 Old area, companies D1", "X05.DN.D1"},
        {"X05.DN.D1 Diện tích cũ – công ty, D1", "X05.DN.D1"},
        {"Diện tích mai sau thuế D1", "X05.THUE.D1"},
        {"Tỷ lệ", "X06"}, /* of all members */
        {"rate taxes", "X06.THUE"},
    };
    static const struct {
        const char *text, *message, *advice;
    } BAD[] = {
        {"Tổng số", "'Tổng số' can be X01, X02", "write the code"},
        {"Tổng số đất đai", "can be X03, X04.DAT_DAI", "write the code"},
        {"X01 Whole", "'X01 Whole' is not what X01 is called", "code alone"},
        {"X04.DAT_DAI Tổng số – Thuế", "is not what X04 is called", "code alone"},
        {"Diện tích – thuế, da1", "is no cell of the form X", "X05 (Area)"},
        {"Diện", "'Diện' is no cell of the form X", "X05 (Area)"},
        {"số gì", "'số gì' is no cell of the form X", "qcdc report template X"},
        {"…", "is no cell", "template"},
    };
    fault_t fault = {0};
    cell_names_t *names = NULL;
    char code[QCDC_CELL_BYTES_MAX + 1];
    assert_int_equal (cell_names_new (&NAMED, &FORM, &names, &fault), QCDC_OK);
    assert_ptr_equal (cell_names_form (names), &FORM);
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        if (cell_named (names, CASES[i][0], code, &fault) != QCDC_OK)
            fail_msg ("%s: %s", CASES[i][0], fault.message);
        assert_string_equal (code, CASES[i][1]);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        assert_int_equal (cell_named (names, BAD[i].text, code, &fault), QCDC_BAD_CELL);
        if (!strstr (fault.message, BAD[i].message) || !strstr (fault.advice, BAD[i].advice))
            fail_msg ("%s: %s; %s", BAD[i].text, fault.message, fault.advice);
    }
    cell_names_destroy (&names);
    assert_null (names);
}

static void test_case (void **state)
{
    (void)state;
    fault_t fault = {0};
    catalog_t *catalog = NULL;
    assert_int_equal (sample_catalog (&catalog, &fault), QCDC_OK);
    const form_t *form = catalog_form_latest (catalog, "QCDC-HUYEN");
    static const struct {
        const char *typed, *code;
        bool is_cell;
    } CASES[] = {{"a01", "A01", true},
                 {"a04.xa", "A04.XA", true},
                 {"h06.DUE.da1", "H06.due.DA1", true},
                 {"a04.zz", "A04.zz", false},
                 {"z99", "z99", false},
                 {"số", "số", false},
                 {"", "", false},
                 {"A04", "A04", false},
                 {"d01.MTTQ", "D01.MTTQ", false}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char name[64];
        snprintf (name, sizeof name, "%s", CASES[i].typed);
        assert_int_equal (cell_in_case (catalog, form, name), CASES[i].is_cell);
        assert_string_equal (name, CASES[i].code);
    }
    catalog_destroy (&catalog);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_names), cmocka_unit_test (test_case)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
