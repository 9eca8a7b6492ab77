/*  test_cell.c — cells, and the numbers that stand in them. */

#include "csv_named.h"
#include "catalogue/catalog_load.h"
#include "catalogue/cell.h"
#include "files/csv.h"
#include "sample.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static catalog_t *catalog;
static const form_t *district;

static void assert_cell (const char *text, const char *indicator, const char *first, const char *second)
{
    cell_t cell;
    fault_t fault = {0};
    if (cell_parse (catalog, district, text, &cell, &fault) != QCDC_OK)
        fail_msg ("%s: %s", text, fault.message);
    assert_string_equal (cell.indicator->code, indicator);
    assert_string_equal (cell.member[0] ? cell.member[0] : "-", first);
    assert_string_equal (cell.member[1] ? cell.member[1] : "-", second);
}

static void test_cells (void **state)
{
    (void)state;
    assert_cell ("A01", "A01", "-", "-");
    assert_cell ("A12", "A12", "-", "-");
    assert_cell ("B07.DAT_DAI", "B07", "DAT_DAI", "-");
    assert_cell ("J05.XA.TOT", "J05", "XA", "TOT");
    assert_cell ("C22.KHIEU_NAI.DUNG_MOT_PHAN", "C22", "KHIEU_NAI", "DUNG_MOT_PHAN");
    assert_cell ("C27.stabilised", "C27", "stabilised", "-");
    assert_cell ("H02.DA5931", "H02", "DA5931", "-");
    assert_cell ("H06.due.DA-1_X", "H06", "due", "DA-1_X");
    assert_cell ("H02.ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "H02", "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", "-");
    assert_cell ("B11.DAT_DAI", "B11", "DAT_DAI", "-"); /* a derived cell is a cell */
}

static void test_bad_cells (void **state)
{
    (void)state;
    static const char *const CASES[][2] = {
        {"", "there is no indicator ''"},
        {"Z01", "there is no indicator 'Z01'"},
        {"a01", "there is no indicator 'a01'"},
        {"A01 ", "there is no indicator 'A01 '"},
        {"D01", "D01 is not part of the form QCDC-HUYEN"},
        {"D01.MTTQ", "D01 is not part of the form QCDC-HUYEN"},
        {"A01.XA", "A01 has no part 'XA'"},
        {"A01.", "A01 has no part ''"},
        {"A08", "A08 needs a member after it: CA_NHAN, DOANH_NGHIEP"},
        {"A08.", "A08 has no part ''; it can be: CA_NHAN, DOANH_NGHIEP"},
        {"A08.XA", "A08 has no part 'XA'; it can be: CA_NHAN, DOANH_NGHIEP"},
        {"A08.ca_nhan", "A08 has no part 'ca_nhan'; it can be: CA_NHAN, DOANH_NGHIEP"},
        {"A08.CA_NHAN.X", "A08 has no part 'X'"},
        {"J05.XA", "J05.XA needs a member after it: TOT, KHA, TRUNG_BINH, YEU"},
        {"J05.TOT.XA", "J05 has no part 'TOT'; it can be: XA, CQHC, DVSN, DN, DANG_DT, LLVT"},
        {"J05.XA.TOT.X", "'J05.XA.TOT.X' has more than three parts"},
        {"J05.XA.TOT.", "'J05.XA.TOT.' has more than three parts"},
        {"H02.da1", "H02 has no part 'da1'; it can be: a code of your own in capital letters, digits, _ and -"},
        {"H02.", "H02 has no part ''; it can be: a code of your own in capital letters, digits, _ and -"},
        {"H02.ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456", "H02 has no part 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456'; it can be: a "
                                                  "code of your own in capital letters, digits, _ "
                                                  "and -"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        cell_t cell;
        fault_t fault = {0};
        assert_int_equal (cell_parse (catalog, district, CASES[i][0], &cell, &fault), QCDC_BAD_CELL);
        assert_string_equal (fault.message, CASES[i][1]);
    }
    char longest[QCDC_CELL_BYTES_MAX + 2];
    memset (longest, 'X', sizeof longest);
    longest[QCDC_CELL_BYTES_MAX + 1] = '\0';
    cell_t cell;
    fault_t fault = {0};
    assert_int_equal (cell_parse (catalog, district, longest, &cell, &fault), QCDC_BAD_CELL);
    assert_string_equal (fault.message, "the name of a cell is longer than 96 bytes");
    longest[QCDC_CELL_BYTES_MAX] = '\0';
    assert_int_equal (cell_parse (catalog, district, longest, &cell, &fault), QCDC_BAD_CELL);
    assert_non_null (strstr (fault.message, "there is no indicator"));
}

static void assert_value (const char *text, value_type type, int64_t expected)
{
    int64_t value = -1;
    fault_t fault = {0};
    if (value_parse (text, type, &value, &fault) != QCDC_OK)
        fail_msg ("'%s': %s", text, fault.message);
    assert_true (value == expected);
}

static void test_values (void **state)
{
    (void)state;
    assert_value ("0", VALUE_COUNT, 0);
    assert_value ("12", VALUE_COUNT, 120000);
    assert_value ("007", VALUE_COUNT, 70000);
    assert_value ("12.0", VALUE_COUNT, 120000);
    assert_value ("3.5", VALUE_DECIMAL, 35000);
    assert_value ("0.0001", VALUE_DECIMAL, 1);
    assert_value ("12.3456", VALUE_DECIMAL, 123456);
    assert_value ("47,12", VALUE_DECIMAL, 471200);
    assert_value ("2,0", VALUE_COUNT, 20000);
    assert_value ("0,125", VALUE_DECIMAL, 1250);
    assert_value ("0.125", VALUE_DECIMAL, 1250);
    assert_value ("1.2345", VALUE_DECIMAL, 12345);
    assert_value ("1.234.567", VALUE_COUNT, 12345670000);
    assert_value ("1,234,567", VALUE_COUNT, 12345670000);
    assert_value ("12.345,5", VALUE_DECIMAL, 123455000);
    assert_value ("1,234.567", VALUE_DECIMAL, 12345670);
    assert_value ("1.234.567,8", VALUE_DECIMAL, 12345678000);
    assert_value ("1 234", VALUE_COUNT, 12340000);
    assert_value ("1\u00A0234\u202F567", VALUE_COUNT, 12345670000);
    assert_value ("1\u202F234,567", VALUE_DECIMAL, 12345670);
    assert_value ("100000000000000", VALUE_COUNT, QCDC_VALUE_E4_MAX);
    assert_value ("99999999999999.9999", VALUE_DECIMAL, QCDC_VALUE_E4_MAX - 1);
    assert_value ("100000000000000.0000", VALUE_DECIMAL, QCDC_VALUE_E4_MAX);
    assert_value ("000000000000000000000000000000001", VALUE_COUNT, 10000);
}

static void test_bad_values (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        value_type type;
        const char *why;
    } CASES[] = {
        {"", VALUE_COUNT, "the number is missing"},
        {"-1", VALUE_COUNT, "it is negative"},
        {"-0", VALUE_DECIMAL, "it is negative"},
        {"+1", VALUE_COUNT, "without a sign"},
        {"2.000", VALUE_COUNT, "is 2.000 to be read as 2 or as 2000?"},
        {"1,250", VALUE_DECIMAL, "read as 1,25 or as 1250?"},
        {"12.345", VALUE_DECIMAL, "read as 12,3450 or as 12345?"},
        {"1234.567", VALUE_DECIMAL, "read as 1234,5670 or as 1234567?"},
        {"-", VALUE_COUNT, "a dash may mean"},
        {"1.5", VALUE_COUNT, "it must be a whole number"},
        {"1.0001", VALUE_COUNT, "it must be a whole number"},
        {"1.23456", VALUE_DECIMAL, "more than four decimals"},
        {"1.00000", VALUE_DECIMAL, "more than four decimals"},
        {"1.", VALUE_DECIMAL, "nothing stands behind"},
        {".5", VALUE_DECIMAL, "nothing stands before"},
        {"1.00.000", VALUE_COUNT, "not grouped by thousands"},
        {"1e3", VALUE_DECIMAL, "power of ten"},
        {"0x10", VALUE_COUNT, "write digits"},
        {"१२", VALUE_COUNT, "with the digits 0 to 9"},
        {"½", VALUE_DECIMAL, "with the digits 0 to 9"},
        {"5-", VALUE_COUNT, "without a sign"},
        {"(5)", VALUE_COUNT, "it is negative"},
        {"−5", VALUE_COUNT, "it is negative"},
        {"–", VALUE_COUNT, "a dash may mean"},
        {"5%", VALUE_DECIMAL, "per cent"},
        {"1'234", VALUE_COUNT, "write digits"},
        {"1.234.56", VALUE_DECIMAL, "not grouped by thousands"},
        {"1.234,567.8", VALUE_DECIMAL, "do not fit together"},
        {"0.123.456", VALUE_COUNT, "not grouped by thousands"},
        {"12 5", VALUE_COUNT, "not grouped by thousands"},
        {"2,500", VALUE_COUNT, "read as 2,5 or as 2500?"},
        {"#REF!", VALUE_COUNT, "error of a spreadsheet"},
        {"=B2", VALUE_COUNT, "a formula"},
        {"'12", VALUE_COUNT, "apostrophe"},
        {"12-May", VALUE_COUNT, "into a date"},
        {"1E+05", VALUE_COUNT, "power of ten"},
        {"2020-05-12", VALUE_COUNT, "it is a date"},
        {"năm", VALUE_COUNT, "write digits"},
        {"nan", VALUE_DECIMAL, "write digits"},
        {"12đ", VALUE_COUNT, "write digits"},
        {"１２", VALUE_COUNT, "with the digits 0 to 9"},
        {"100000000000001", VALUE_COUNT, "it is too large"},
        {"100000000000000.0001", VALUE_DECIMAL, "it is too large"},
        {"99999999999999999999999999999999999999", VALUE_COUNT, "it is too large"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        int64_t value = 4711;
        fault_t fault = {0};
        if (value_parse (CASES[i].text, CASES[i].type, &value, &fault) != QCDC_BAD_NUMBER)
            fail_msg ("'%s' was taken for a number", CASES[i].text);
        if (!strstr (fault.message, CASES[i].why))
            fail_msg ("'%s': expected '%s', got '%s'", CASES[i].text, CASES[i].why, fault.message);
        assert_true (value == 4711);
    }
    int64_t value;
    fault_t fault;
    assert_int_equal (value_parse ("47.12", VALUE_RATIO, &value, &fault), QCDC_DERIVED_CELL);
    assert_int_equal (value_parse ("1", VALUE_TEXT, &value, &fault), QCDC_BAD_NUMBER);
}

static void test_value_format (void **state)
{
    (void)state;
    static const struct {
        int64_t value;
        const char *text;
    } CASES[] = {
        {0, "0"},
        {120000, "12"},
        {35000, "3.5"},
        {1, "0.0001"},
        {100000, "10"},
        {123450, "12.3450"},
        {-35000, "-3.5"},
        {-1, "-0.0001"},
        {10000000, "1000"},
        {QCDC_VALUE_E4_MAX, "100000000000000"},
        {INT64_MAX, "922337203685477.5807"},
        {INT64_MIN, "-922337203685477.5808"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char text[32];
        assert_string_equal (value_format (CASES[i].value, text), CASES[i].text);
        int64_t back;
        fault_t fault;
        if (CASES[i].value >= 0 && CASES[i].value <= QCDC_VALUE_E4_MAX) {
            assert_int_equal (value_parse (text, VALUE_DECIMAL, &back, &fault), QCDC_OK);
            assert_true (back == CASES[i].value);
        }
    }
}

typedef struct {
    size_t count;
    char first[QCDC_CELL_BYTES_MAX + 1];
    char last[QCDC_CELL_BYTES_MAX + 1];
    const form_t *form;
} walk_t;

static qcdc_status walk_each (const indicator_t *indicator, const char *text, void *arg)
{
    walk_t *walk = arg;
    cell_t cell;
    fault_t fault = {0};
    /*  Every cell of the form is one that can be parsed, and none is derived. */
    assert_int_equal (cell_parse (catalog, walk->form, text, &cell, &fault), QCDC_OK);
    assert_ptr_equal (cell.indicator, indicator);
    assert_int_not_equal (indicator->type, VALUE_RATIO);
    snprintf (walk->count++ ? walk->last : walk->first, sizeof walk->first, "%s", text);
    return QCDC_OK;
}

static qcdc_status walk_stop (const indicator_t *indicator, const char *cell, void *arg)
{
    (void)indicator;
    (void)cell;
    return ++*(size_t *)arg == 3 ? QCDC_BUSY : QCDC_OK;
}

static qcdc_status print_cell (const indicator_t *indicator, const char *cell, void *arg)
{
    (void)indicator;
    strcat (arg, cell);
    strcat (arg, " ");
    return QCDC_OK;
}

static void test_each_cell (void **state)
{
    (void)state;
    walk_t walk = {.form = district};
    assert_int_equal (form_each_cell (district, walk_each, &walk), QCDC_OK);
    assert_string_equal (walk.first, "A01");
    assert_string_equal (walk.last, "J05.LLVT.YEU");
    /*  A 8 + types twice 12 + beneficiaries 2 + four no's 4 … counted from the catalogue by hand. */
    size_t a = 7 + 6 * 2 + 2 + 4, b = 6 * 11, c = 5 + 3 * 2 + 4 * 11 + 4 * 4 + 4 + 4 + 3, d = 5, f = 3 * 5 + 3,
           g = 6 + 2;
    size_t h = 2 + 2, i = 3 + 3 + 5 + 3 + 1, j = 3 + 3 + 6 + 24;
    assert_int_equal (walk.count, a + b + c + d + f + g + h + i + j);
    size_t seen = 0;
    assert_int_equal (form_each_cell (district, walk_stop, &seen), QCDC_BUSY);
    assert_int_equal (seen, 3);
    char text[200] = "";
    assert_int_equal (indicator_each_cell (catalog_indicator (catalog, "A08"), print_cell, text), QCDC_OK);
    assert_string_equal (text, "A08.CA_NHAN A08.DOANH_NGHIEP ");
    text[0] = '\0';
    assert_int_equal (indicator_each_cell (catalog_indicator (catalog, "H06"), print_cell, text), QCDC_OK);
    assert_string_equal (text, "");
}

/*  Every sample report, cell by cell: known cells of its form, values that parse. */
static size_t report_read (const char *path)
{
    static const char *const COLUMNS[] = {"form", "period", "cell", "value", NULL};
    csv_reader_t *reader = NULL;
    csv_record_t record;
    fault_t fault = {0};
    size_t count = 0;
    if (csv_reader_open (path, &reader, &fault) != QCDC_OK ||
        csv_named (reader, COLUMNS, NULL, &fault) != QCDC_OK)
        fail_msg ("%s", fault.message);
    qcdc_status status;
    while ((status = csv_reader_next (reader, &record, &fault)) == QCDC_OK) {
        const form_t *form = catalog_form_latest (catalog, record.fields[0]);
        assert_non_null (form);
        cell_t cell;
        int64_t value;
        qcdc_status parsed = cell_parse (catalog, form, record.fields[2], &cell, &fault);
        if (parsed == QCDC_OK && cell.indicator->type != VALUE_TEXT)
            parsed = value_parse (record.fields[3], cell.indicator->type, &value, &fault);
        if (parsed != QCDC_OK)
            fail_msg ("%s, row %zu: %s", path, record.row, fault.message);
        count++;
    }
    assert_int_equal (status, QCDC_NOT_FOUND);
    csv_reader_destroy (&reader);
    return count;
}

static void test_sample_reports (void **state)
{
    (void)state;
    assert_int_equal (report_read (QCDC_TEST_DATA "/reports/MTTQ-2020-H1.csv"), 73);
    assert_int_equal (report_read (QCDC_TEST_DATA "/reports/599-2020-H1.csv"), 205);
    DIR *folder = opendir (QCDC_TEST_DATA "/sample-reports");
    assert_non_null (folder);
    size_t files = 0, cells = 0;
    for (struct dirent *entry; (entry = readdir (folder));) {
        char path[512];
        if (strstr (entry->d_name, "-20") == NULL)
            continue; /* expected.csv is of another shape */
        snprintf (path, sizeof path, QCDC_TEST_DATA "/sample-reports/%s", entry->d_name);
        cells += report_read (path);
        files++;
    }
    closedir (folder);
    assert_int_equal (files, 33);
    assert_int_equal (cells, 7069);
}

static int group_setup (void **state)
{
    (void)state;
    fault_t fault;
    if (sample_catalog (&catalog, &fault) != QCDC_OK)
        return -1;
    district = catalog_form_latest (catalog, "QCDC-HUYEN");
    return district ? 0 : -1;
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
        cmocka_unit_test (test_cells),          cmocka_unit_test (test_bad_cells),
        cmocka_unit_test (test_values),         cmocka_unit_test (test_bad_values),
        cmocka_unit_test (test_value_format),   cmocka_unit_test (test_each_cell),
        cmocka_unit_test (test_sample_reports),
    };
    return cmocka_run_group_tests (tests, group_setup, group_teardown);
}
