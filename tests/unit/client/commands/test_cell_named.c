/*  test_cell_named.c — cells by their names: of the sample every one, of a form made for it those that two have. */

#include "commands/cell_named.h"

#include "sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const FIELDS[] = {"DAT_DAI", "THUE", "DN", "DNNN", NULL}, *const NONE[] = {NULL};
static const char *const FIELDS_VI[] = {"Đất đai", "Thuế", "doanh nghiệp", "doanh nghiệp nhà nước"};
static const char *const FIELDS_EN[] = {"land", "taxes", "enterprises", "state enterprises"};
static const dimension_t FIELD = {.code = "field", .members = FIELDS, .names_vi = FIELDS_VI, .names_en = FIELDS_EN},
                         OPEN = {
                             .code = "project", .members = NONE, .open = true, .names_vi = NONE, .names_en = NONE};
static const dimension_t *const NO_DIMENSIONS[] = {NULL}, *const BY_FIELD[] = {&FIELD, NULL},
                                *const BY_BOTH[] = {&FIELD, &OPEN, NULL};
static const indicator_t INDICATORS[] = {
    {.code = "X01", .name_vi = "Tổng số", .name_en = "Total", .dimensions = NO_DIMENSIONS},
    {.code = "X02", .name_vi = "Tổng số", .name_en = "Whole", .dimensions = NO_DIMENSIONS},
    {.code = "X03", .name_vi = "Tổng số đất đai", .name_en = "Total of land", .dimensions = NO_DIMENSIONS},
    {.code = "X04", .name_vi = "Tổng số", .name_en = "By field", .dimensions = BY_FIELD},
    {.code = "X05", .name_vi = "Diện tích", .name_en = "Area", .dimensions = BY_BOTH},
    {.code = "X06", .name_vi = "Tỷ lệ", .name_en = "Rate", .type = VALUE_RATIO, .dimensions = BY_FIELD},
};
static const indicator_t *const ALL[] = {
    &INDICATORS[0], &INDICATORS[1], &INDICATORS[2], &INDICATORS[3], &INDICATORS[4], &INDICATORS[5], NULL};
static const form_t FORM = {.code = "X", .indicators = ALL};
static const catalog_t EMPTY;

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
    assert_int_equal (cell_names_new (&EMPTY, &FORM, &names, &fault), QCDC_OK);
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
