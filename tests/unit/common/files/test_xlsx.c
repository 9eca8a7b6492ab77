/*  test_xlsx.c — reading workbooks: what each kind of cell says, the limits at their edges, what is damaged. */

#include "base/limits.h"
#include "files/xlsx.h"
#include "files/xlsx_value.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "files/xlsx_made.h"

static char *bytes;
static size_t length;
static xlsx_t *reader;
static xlsx_row_t row;
static fault_t fault;

static qcdc_status open_made (const char *sheet)
{
    xlsx_destroy (&reader);
    memset (&fault, 0, sizeof fault);
    FILE *file = made_file (bytes, length);
    assert_non_null (file);
    return xlsx_open ("x.xlsx", file, sheet, &reader, &fault);
}

static void make (const char *rows, const char *strings)
{
    free (bytes);
    bytes = made_workbook (rows, strings, &length);
}

static int release (void **state)
{
    (void)state;
    xlsx_destroy (&reader);
    free (bytes);
    bytes = NULL;
    return 0;
}

/*  The cells of the next row, joined by '|'. */
static void assert_next (size_t number, const char *expected)
{
    char joined[4096] = "";
    if (xlsx_next (reader, &row, &fault) != QCDC_OK)
        fail_msg ("instead of %s: %s", expected, fault.message);
    for (size_t i = 0; i < row.count; i++)
        snprintf (joined + strlen (joined), sizeof joined - strlen (joined), "%s%s", i ? "|" : "", row.cells[i]);
    assert_string_equal (joined, expected);
    assert_int_equal (row.number, number);
}

static void assert_end (void)
{
    assert_int_equal (xlsx_next (reader, &row, &fault), QCDC_NOT_FOUND);
    assert_int_equal (xlsx_next (reader, &row, &fault), QCDC_NOT_FOUND);
}

/*  Every row up to the first failure, which holds WORDS. */
static void assert_fails (qcdc_status status, const char *words)
{
    qcdc_status got = open_made (NULL);
    while (got == QCDC_OK)
        got = xlsx_next (reader, &row, &fault);
    if (got != status || !strstr (fault.message, words))
        fail_msg ("status %d instead of %d: %s", got, status, fault.message);
    if (reader)
        assert_int_equal (xlsx_next (reader, &row, &fault), status);
}

static void test_cells (void **state)
{
    (void)state;
    make ("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>1</v></c><c r=\"C2\" t=\"inlineStr\"><is><r><t>a</t></r><r><t> "
          "b</t></r></is></c>"
          "<c t=\"str\"><f>A1</f><v>c_x000A_d</v></c><c r=\"F2\" s=\"1\"/></row>"
          "<row><c><v>47.119999999999997</v></c><c><f>1+1</f><v>2</v></c><c t=\"b\"><v>1</v></c>"
          "<c t=\"e\"><f>A9</f><v>#REF!</v></c><c t=\"b\"><v>0</v></c></row>"
          "<row r=\"7\"/><row r=\"8\"><c s=\"1\"><v>43961</v></c><c s=\"2\"><v>43961.604166666664</v></c>"
          "<c s=\"3\"><v>0.75</v></c><c t=\"d\"><v>2020-05-10T00:00:00</v></c><c s=\"9\"><v>43961</v></c></row>"
          "<row r=\"9\"><c><f>B2+1</f><v/></c><c t=\"str\"><f>B2</f><v></v></c><c t=\"s\"><v>0</v></c></row>"
          "<row r=\"900\"><c r=\"B900\" s=\"1\"/></row>",
          "<si><t></t></si><si><r><t>Đất</t></r><r><t xml:space=\"preserve\"> đai</t></r><rPh><t>no</t></rPh></si>");
    assert_int_equal (open_made (NULL), QCDC_OK);
    assert_string_equal (xlsx_sheet (reader), "S");
    assert_next (2, "Đất đai||a b|c\nd");
    assert_next (3, "47.12|2|TRUE|#REF!|FALSE");
    assert_next (8, "2020-05-10|2020-05-10 14:30:00|18:00:00|2020-05-10|43961");
    assert_next (9, "=B2+1");
    assert_end ();
}

static void test_numbers (void **state)
{
    static const char *const PAIRS[][2] = {{"47.12", "47.12"},
                                           {"1250", "1250"},
                                           {"0.30000000000000004", "0.3"},
                                           {"1E+3", "1000"},
                                           {"1.25E-2", "0.0125"},
                                           {"-0", "0"},
                                           {"-1.50", "-1.5"},
                                           {"1.125", "1.1250"},
                                           {"1250.0000000000001", "1250"},
                                           {"0.005", "0.0050"},
                                           {"9999999999999.99", "9999999999999.99"},
                                           {"999999999999999.99", "1000000000000000"},
                                           {"123456789012345", "123456789012345"},
                                           {"12345678901234567", "1.2345678901234567E+16"},
                                           {"-1.2345678901234600E+19", "-1.23456789012346E+19"},
                                           {"1E+16", "1.0E+16"},
                                           {"1.7976931348623157E+308", NULL},
                                           {"", NULL},
                                           {"1e", NULL},
                                           {"0x10", NULL},
                                           {" 1", NULL},
                                           {"1.2.3", NULL},
                                           {"nan", NULL},
                                           {"1E99999999", NULL}};
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        char text[XLSX_VALUE_BYTES] = "";
        if (xlsx_number (PAIRS[i][0], text) != (PAIRS[i][1] != NULL) ||
            (PAIRS[i][1] && strcmp (text, PAIRS[i][1]) != 0))
            fail_msg ("%s: %s", PAIRS[i][0], text);
    }
}

static void test_percentages (void **state)
{
    static const char *const PAIRS[][2] = {{"0.4712", "47.12%"}, {"0.47119999999999995", "47.12%"},
                                           {"1", "100%"},        {"0", "0%"},
                                           {"-0.05", "-5%"},     {"0.00125", "0.1250%"}};
    char text[XLSX_VALUE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        assert_true (xlsx_percentage (PAIRS[i][0], text));
        assert_string_equal (text, PAIRS[i][1]);
    }
}

static void test_zeros_before_a_number (void **state)
{
    static const char *const PAIRS[][2] = {
        {"7", "007"}, {"1250", "1250"}, {"0", "000"}, {"-7", "-7"}, {"1.5", "1.5"}};
    char text[XLSX_VALUE_BYTES];
    (void)state;
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        assert_true (xlsx_padded (PAIRS[i][0], 3, text));
        assert_string_equal (text, PAIRS[i][1]);
    }
    assert_int_equal (xlsx_format_code ("000"), XLSX_PADDED + 3);
    assert_int_equal (xlsx_format_code ("0"), XLSX_PLAIN);
    assert_int_equal (xlsx_format_code ("0000000000000000"), XLSX_PLAIN);
}

/*  "12/KN" of a cell that holds 12; a unit of measurement is no part of the figure. */
static void test_what_stands_beside_a_number (void **state)
{
    static const struct {
        const char *code, *number, *shown;
    } CASES[] = {
        {"0\"/KN\"", "12", "12/KN"}, {"000\"/KN\"", "12", "012/KN"}, {"#\"/TC-UBND\";General", "7", "7/TC-UBND"},
        {"\"KN/\"0", "7", "KN/7"},   {"00\\/\\2\\0", "7", "07/20"},  {"0\"/\"", "1.5", "1.5/"}};
    static const char *const NONE[] = {"0\" hộ\"",
                                       "0\"%\"",
                                       "#,##0\"/KN\"",
                                       "0.0\"/KN\"",
                                       "\"/KN\"",
                                       "dd/mm/yyyy",
                                       "# ?/?",
                                       "0\" m2/người\"",
                                       "0\"/KN dài hơn mười sáu\"",
                                       "0000000000000000\"/KN\"",
                                       "0/",
                                       ""};
    char text[XLSX_VALUE_BYTES];
    xlsx_literal_t literal;
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_true (xlsx_format_literal (CASES[i].code, &literal));
        assert_true (xlsx_with_literal (CASES[i].number, &literal, text));
        assert_string_equal (text, CASES[i].shown);
    }
    for (size_t i = 0; i + 2 < sizeof NONE / sizeof *NONE; i++)
        if (xlsx_format_literal (NONE[i], &literal))
            fail_msg ("%s", NONE[i]);
}

static void test_days (void **state)
{
    char text[XLSX_VALUE_BYTES];
    (void)state;
    static const struct {
        const char *number;
        bool since_1904;
        const char *day;
    } DAYS[] = {{"1", false, "1900-01-01"},
                {"59", false, "1900-02-28"},
                {"60", false, NULL},
                {"61", false, "1900-03-01"},
                {"0", false, NULL},
                {"-1", false, NULL},
                {"0", true, "1904-01-01"},
                {"42499", true, "2020-05-10"},
                {"2958465", false, "9999-12-31"},
                {"2958466", false, NULL},
                {"43961.9999999", false, "2020-05-11"},
                {"43961.5", false, "2020-05-10 12:00:00"}};
    for (size_t i = 0; i < sizeof DAYS / sizeof *DAYS; i++) {
        assert_int_equal (xlsx_day (DAYS[i].number, XLSX_MOMENT, DAYS[i].since_1904, text), DAYS[i].day != NULL);
        if (DAYS[i].day)
            assert_string_equal (text, DAYS[i].day);
    }
    static const struct {
        const char *code;
        xlsx_format format;
    } CODES[] = {{"General", XLSX_PLAIN},
                 {"0.00", XLSX_PLAIN},
                 {"#,##0\\ \"dong\"", XLSX_PLAIN},
                 {"dd/mm/yyyy", XLSX_DAY},
                 {"dd/mm/yyyy hh:mm", XLSX_MOMENT},
                 {"0.00%", XLSX_PERCENT},
                 {"0\\%", XLSX_PLAIN},
                 {"[$-42A]d mmmm", XLSX_DAY},
                 {"[Red]#,##0", XLSX_PLAIN},
                 {"hh:mm", XLSX_TIME},
                 {"[h]:mm:ss", XLSX_TIME},
                 {"mm:ss", XLSX_TIME},
                 {"mmm-yy", XLSX_DAY},
                 {"0;dd/mm/yyyy", XLSX_PLAIN},
                 {"\"day\"0", XLSX_PLAIN},
                 {"_-* #,##0\\ _d_-", XLSX_PLAIN},
                 {"\"", XLSX_PLAIN},
                 {"[", XLSX_PLAIN}};
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (xlsx_format_code (CODES[i].code) != CODES[i].format)
            fail_msg ("%s", CODES[i].code);
    /* A time that the format does not show was never typed. */
    assert_true (xlsx_day ("43961.5", XLSX_DAY, false, text));
    assert_string_equal (text, "2020-05-10");
    assert_int_equal (xlsx_format_known (22), XLSX_MOMENT);
    assert_int_equal (xlsx_format_known (10), XLSX_PERCENT);
    assert_int_equal (xlsx_format_known (14), XLSX_DAY);
    assert_int_equal (xlsx_format_known (20), XLSX_TIME);
    assert_int_equal (xlsx_format_known (0), XLSX_PLAIN);
}

static char *repeated (const char *head, const char *what, size_t count, const char *tail)
{
    size_t step = strlen (what), at = strlen (head);
    char *text = malloc (at + step * count + strlen (tail) + 1);
    strcpy (text, head);
    for (size_t i = 0; i < count; i++, at += step)
        memcpy (text + at, what, step);
    strcpy (text + at, tail);
    return text;
}

static void test_a_cell_and_a_row_at_their_edges (void **state)
{
    static const char *const FORMS[][2] = {{"<row><c t=\"inlineStr\"><is><t>", "</t></is></c></row>"},
                                           {"<row><c t=\"str\"><v>", "</v></c></row>"}};
    (void)state;
    for (size_t over = 0; over < 2; over++) {
        for (size_t i = 0; i < 2; i++) {
            char *rows = repeated (FORMS[i][0], "x", QCDC_CSV_FIELD_BYTES_MAX + over, FORMS[i][1]);
            make (rows, "");
            free (rows);
            assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "sheet S, cell A1: longer than" : "");
        }
        /* However many formulas a cell has, they are one. */
        char *formulas = repeated ("<row><c>", "<f/>", QCDC_CSV_FIELD_BYTES_MAX + 9, "<f>");
        char *formula = repeated (formulas, "x", QCDC_CSV_FIELD_BYTES_MAX - 1 + over, "</f></c></row>");
        make (formula, "");
        free (formulas);
        free (formula);
        assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "sheet S, cell A1: longer than" : "");
        char *shared = repeated ("<si><t>", "x", QCDC_CSV_FIELD_BYTES_MAX + over, "</t></si>");
        make ("<row r=\"5\"><c r=\"B5\" t=\"s\"><v>0</v></c></row>", shared);
        free (shared);
        assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "sheet S, cell B5: longer than" : "");
        char *cells = repeated ("<row>", "<c><v>1</v></c>", QCDC_XLSX_COLUMNS_MAX + over, "<c/></row>");
        make (cells, "");
        free (cells);
        assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "cell BM1: more than" : "");
        char line[80];
        snprintf (line, sizeof line, "<row r=\"%u\"><c><v>1</v></c></row><row r=\"2000000\"/>",
                  QCDC_XLSX_ROWS_MAX + (unsigned)over);
        make (line, "");
        assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "cell A1000001: more than" : "");
    }
}

static void test_parts_formats_sheets_and_depth_at_their_edges (void **state)
{
    enum { FRAME = sizeof MADE_FRAME / sizeof *MADE_FRAME };
    static made_part_t parts[QCDC_XLSX_PARTS_MAX + 1];
    (void)state;
    memcpy (parts, MADE_FRAME, sizeof MADE_FRAME);
    parts[FRAME] = (made_part_t){"xl/sheet.xml", "<worksheet/>", 0};
    parts[FRAME + 1] = (made_part_t){"xl/strings.xml", "<sst/>", 0};
    for (size_t over = 0; over < 2; over++) {
        made_part_t *changed = NULL;
        char names[QCDC_XLSX_PARTS_MAX + 1][12], *text;
        for (size_t i = FRAME + 2; i < QCDC_XLSX_PARTS_MAX + over; i++) {
            snprintf (names[i], sizeof names[i], "p%zu", i);
            parts[i] = (made_part_t){names[i], "x", 0};
        }
        free (bytes);
        bytes = made_archive (parts, QCDC_XLSX_PARTS_MAX + over, &length);
        assert_fails (over ? QCDC_TOO_LARGE : QCDC_NOT_FOUND, over ? "too many parts" : "");
        for (size_t which = 0; which < 4; which++) {
            static const char *const WORDS[] = {"too many cell formats", "too many sheets", "nested too deep",
                                                "too many cell formats"};
            changed = which % 3 == 0 ? &parts[3] : which == 1 ? &parts[1] : &parts[FRAME];
            made_part_t before = *changed;
            text = which == 0   ? repeated ("<styleSheet><cellXfs>", "<xf/>", QCDC_XLSX_FORMATS_MAX + over,
                                            "</cellXfs></styleSheet>")
                   : which == 3 ? repeated ("<styleSheet><numFmts>", "<numFmt numFmtId=\"170\" formatCode=\"0\"/>",
                                            QCDC_XLSX_CODES_MAX + over, "</numFmts></styleSheet>")
                   : which == 1 ? repeated ("<workbook xmlns:r=\"r\"><sheets>",
                                            "<sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/>",
                                            QCDC_XLSX_SHEETS_MAX + over, "</sheets></workbook>")
                                : repeated ("<worksheet>", "<a>", QCDC_XLSX_DEPTH_MAX - 1 + over, "");
            if (which == 2) {
                char *ends = repeated (text, "</a>", QCDC_XLSX_DEPTH_MAX - 1 + over, "</worksheet>");
                free (text);
                text = ends;
            }
            changed->text = text;
            free (bytes);
            bytes = made_archive (parts, FRAME + 2, &length);
            assert_fails (over ? which == 2 ? QCDC_BAD_WORKBOOK : QCDC_TOO_LARGE : QCDC_NOT_FOUND,
                          over ? WORDS[which] : "");
            *changed = before;
            free (text);
        }
    }
    /* What says that it has more parts than it has. */
    bytes[length - 12] = bytes[length - 14] = '\x7F';
    assert_fails (QCDC_BAD_WORKBOOK, "damaged");
    bytes[length - 11] = '\x7F';
    assert_fails (QCDC_TOO_LARGE, "too many parts");
}

/*  A name of so many bytes, and as many names: the parser keeps them all. */
static void test_what_the_parser_may_take (void **state)
{
    (void)state;
    char *rows = repeated ("<row><c a=\"", "x", 2 * QCDC_XLSX_PARSER_BYTES_MAX, "\"/></row>");
    make (rows, "");
    free (rows);
    assert_fails (QCDC_TOO_LARGE, "no spreadsheet writes");
    char *names = NULL;
    size_t names_length;
    FILE *out = open_memstream (&names, &names_length);
    for (unsigned i = 0; i < 40000; i++)
        fprintf (out, "<n%u/>", i);
    fclose (out);
    make (names, "");
    free (names);
    assert_fails (QCDC_TOO_LARGE, "no spreadsheet writes");
    /* Nothing of it is left to be counted. */
    make ("<row><c><v>1</v></c></row>", "");
    assert_fails (QCDC_NOT_FOUND, "");
}

static void test_strings_beyond_memory (void **state)
{
    (void)state;
    char *strings = NULL, *rows = NULL;
    size_t strings_length, rows_length;
    FILE *out = open_memstream (&strings, &strings_length), *cells = open_memstream (&rows, &rows_length);
    for (unsigned i = 0; i < 90000; i++) {
        fprintf (out, "<si><t>text %u</t></si>", i);
        if (i % 1000 == 0)
            fprintf (cells, "<row><c t=\"s\"><v>%u</v></c><c t=\"s\"><v>%u</v></c></row>", i, 89999 - i);
    }
    fclose (out);
    fclose (cells);
    make (rows, strings);
    free (rows);
    free (strings);
    assert_int_equal (open_made (NULL), QCDC_OK);
    for (unsigned i = 0; i < 90; i++) {
        char expected[60];
        snprintf (expected, sizeof expected, "text %u|text %u", i * 1000, 89999 - i * 1000);
        assert_next (i + 1, expected);
    }
    assert_end ();
}

static void test_damage (void **state)
{
    static const struct {
        const char *rows, *words;
    } CASES[] = {{"<row r=\"2\"/><row r=\"1\"/>", "sheet S, row 2: the rows are not in order"},
                 {"<row r=\"x\"/>", "rows are not in order"},
                 {"<row r=\"99999999999999999999\"/>", "rows are not in order"},
                 {"<row r=\"3\"><c r=\"B3\"/><c r=\"A3\"/></row>", "sheet S, row 3: the cells are not in order"},
                 {"<row><c r=\"A2\"/></row>", "cells are not in order"},
                 {"<row><c r=\"AAAA1\"/></row>", "cells are not in order"},
                 {"<row><c t=\"s\"><v>0</v></c></row>", "cell A1: the workbook is damaged"},
                 {"<row><c t=\"s\"><v>-1</v></c></row>", "cell A1: the workbook is damaged"},
                 {"<row><c t=\"s\"><v>99999999999999999999</v></c></row>", "cell A1: the workbook is damaged"},
                 {"<row><c><v>12345</v></c><c t=\"inlineStr\"><row r=\"2\"/><is><t>a</t></is></c></row>",
                  "sheet S, row 1: the rows are not in order"},
                 {"<row><c><v>12345</v></c><row><c><v>1</v></c></row></row>", "rows are not in order"},
                 {"<row><c></row>", "not what it should be"}};
    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        make (CASES[i].rows, "");
        assert_fails (QCDC_BAD_WORKBOOK, CASES[i].words);
    }
    make ("<row><c><v>1</v></c></row>", "");
    char *at = memmem (bytes, length, "<v>1", 4);
    at[3] = '2'; /* the sum of the part does not fit any more */
    assert_fails (QCDC_BAD_WORKBOOK, "cannot be unpacked");
    for (size_t cut = 1; cut < 300; cut += 7) {
        make ("", "");
        length -= cut;
        assert_fails (QCDC_BAD_WORKBOOK, "");
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown (test_cells, release),
        cmocka_unit_test (test_numbers),
        cmocka_unit_test (test_percentages),
        cmocka_unit_test (test_zeros_before_a_number),
        cmocka_unit_test (test_what_stands_beside_a_number),
        cmocka_unit_test (test_days),
        cmocka_unit_test_teardown (test_a_cell_and_a_row_at_their_edges, release),
        cmocka_unit_test_teardown (test_parts_formats_sheets_and_depth_at_their_edges, release),
        cmocka_unit_test_teardown (test_what_the_parser_may_take, release),
        cmocka_unit_test_teardown (test_strings_beyond_memory, release),
        cmocka_unit_test_teardown (test_damage, release),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
