/*  test_xlsx_out.c — tables as workbooks: what is written is read again as it was, and never computed. */

#include "files/csv_guard.h"
#include "files/xlsx.h"
#include "show/xlsx_out.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char path[] = "/tmp/qcdc-xlsx-out-XXXXXX";
static xlsx_out_t *out;
static fault_t fault;

static int make_file (void **state)
{
    (void)state;
    strcpy (path + sizeof path - 7, "XXXXXX");
    int fd = mkstemp (path);
    assert_true (fd >= 0);
    close (fd);
    assert_int_equal (xlsx_out_new (path, &out, &fault), QCDC_OK);
    return 0;
}

static int remove_file (void **state)
{
    (void)state;
    xlsx_out_destroy (&out);
    unlink (path);
    return 0;
}

static void cell (const char *text)
{
    if (xlsx_out_cell (out, text, &fault) != QCDC_OK)
        fail_msg ("%s", fault.message);
}

/*  Row NUMBER as it is read again, its cells joined by '|'. */
static void assert_row (xlsx_t *reader, const char *expected)
{
    xlsx_row_t row;
    char joined[4096] = "";
    assert_int_equal (xlsx_next (reader, &row, &fault), QCDC_OK);
    for (size_t i = 0; i < row.count; i++) {
        char *text = strdup (row.cells[i]);
        csv_unguard (text);
        snprintf (joined + strlen (joined), sizeof joined - strlen (joined), "%s%s", i ? "|" : "", text);
        free (text);
    }
    assert_string_equal (joined, expected);
}

static xlsx_t *read_again (void)
{
    xlsx_t *reader = NULL;
    assert_int_equal (xlsx_out_finish (out, &fault), QCDC_OK);
    assert_int_equal (xlsx_open (path, fopen (path, "rb"), NULL, &reader, &fault), QCDC_OK);
    return reader;
}

static void test_values (void **state)
{
    static const Qcdc__ColumnType TYPES[] = {QCDC__COLUMN_TYPE__INTEGER, QCDC__COLUMN_TYPE__DECIMAL,
                                             QCDC__COLUMN_TYPE__DATE, QCDC__COLUMN_TYPE__TIMESTAMP,
                                             QCDC__COLUMN_TYPE__TEXT};
    static const char *const ROWS[][6] = {
        {"1250", "47.12", "2020-07-13", "2020-07-13T09:30:00Z", "12/5",
         "1250|47.12|2020-07-13|2020-07-13 16:30:00|12/5"},
        {"-3", "0.3", "1900-03-01", "2020-07-13T17:00:00Z", "007", "-3|0.3|1900-03-01|2020-07-14|007"},
        /* What a workbook cannot hold as what it is stands there as it came. */
        {"1234567890123456", "1e5", "1900-01-01", "soon", "x", "1234567890123456|1e5|1900-01-01|soon|x"},
        {"", "12.3456", "9999-12-31", "", "", "|12.3456|9999-12-31"}};
    (void)state;
    for (size_t i = 0; i < sizeof TYPES / sizeof *TYPES; i++)
        assert_int_equal (xlsx_out_column (out, "h", TYPES[i], &fault), QCDC_OK);
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        for (size_t k = 0; k < 5; k++)
            cell (ROWS[i][k][0] ? ROWS[i][k] : NULL);
    xlsx_t *reader = read_again ();
    assert_row (reader, "h|h|h|h|h");
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        assert_row (reader, ROWS[i][5]);
    xlsx_destroy (&reader);
}

static void test_texts (void **state)
{
    static const char *const TEXTS[] = {"=1+1",         "'=1+1",     "''=1+1",        "@x",       "a;=b",
                                        "\"'=x",        "_x0041_",   "_x005F_x0041_", "_x00",     "_x0041",
                                        "<a>&amp;\"",   "hai\ndòng", "  hai bên  ",   "\t",       "\xC2\xA0x",
                                        "\xEF\xBC\x9D", "#REF!",     "TRUE",          "Đất đai 🏠"};
    (void)state;
    assert_int_equal (xlsx_out_column (out, "t", QCDC__COLUMN_TYPE__TEXT, &fault), QCDC_OK);
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        cell (TEXTS[i]);
    cell ("\xEF\xBF\xBF\xEF\xBF\xBE.");
    xlsx_t *reader = read_again ();
    assert_row (reader, "t");
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        assert_row (reader, TEXTS[i]);
    assert_row (reader, "\xEF\xBF\xBD\xEF\xBF\xBD.");
    xlsx_destroy (&reader);
}

static void test_no_rows (void **state)
{
    (void)state;
    assert_int_equal (xlsx_out_column (out, "t", QCDC__COLUMN_TYPE__TEXT, &fault), QCDC_OK);
    xlsx_t *reader = read_again ();
    assert_row (reader, "t");
    xlsx_destroy (&reader);
}

/*  A sheet has 1 048 576 rows, the header among them, and a cell 32 767 characters. */
static void test_edges (void **state)
{
    (void)state;
    assert_int_equal (xlsx_out_column (out, "t", QCDC__COLUMN_TYPE__TEXT, &fault), QCDC_OK);
    char *text = malloc (32769);
    memset (text, 'x', 32768);
    text[32768] = '\0';
    assert_int_equal (xlsx_out_cell (out, text, &fault), QCDC_TOO_LARGE);
    cell (text + 1);
    free (text);
    for (size_t row = 3; row < 1048575; row++)
        cell (NULL);
    cell ("last");
    assert_int_equal (xlsx_out_cell (out, "more", &fault), QCDC_TOO_LARGE);
    assert_non_null (strstr (fault.message, "rows"));
}

static void test_where_nothing_can_be_written (void **state)
{
    xlsx_out_t *nowhere = NULL;
    (void)state;
    assert_int_equal (xlsx_out_new ("/nowhere/x.xlsx", &nowhere, &fault), QCDC_OK);
    assert_int_equal (xlsx_out_column (nowhere, "t", QCDC__COLUMN_TYPE__TEXT, &fault), QCDC_OK);
    assert_int_equal (xlsx_out_finish (nowhere, &fault), QCDC_IO);
    xlsx_out_destroy (&nowhere);
    assert_true (xlsx_out_meant ("a.XLSX") && xlsx_out_meant ("a.b.xlsx"));
    assert_false (xlsx_out_meant (".xlsx") || xlsx_out_meant ("a.xls") || xlsx_out_meant (NULL));
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown (test_values, make_file, remove_file),
        cmocka_unit_test_setup_teardown (test_texts, make_file, remove_file),
        cmocka_unit_test_setup_teardown (test_no_rows, make_file, remove_file),
        cmocka_unit_test_setup_teardown (test_edges, make_file, remove_file),
        cmocka_unit_test (test_where_nothing_can_be_written),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
