/*  test_csv.c — the CSV reader: RFC 4180 to the letter, limits at their edges, memory bounded by one record. */

#include "base/limits.h"
#include "csv_named.h"
#include "files/csv.h"
#include "files/csv_field.h"
#include "files/csv_identity.h"

#include <fcntl.h>
#include <malloc.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static csv_reader_t *reader;
static csv_record_t record;
static fault_t fault;

static void open_bytes (const char *bytes, size_t length)
{
    csv_reader_destroy (&reader);
    memset (&fault, 0, sizeof fault);
    assert_int_equal (csv_reader_open_memory ("x.csv", bytes, length, &reader, &fault), QCDC_OK);
}

static void open_text (const char *text)
{
    open_bytes (text, strlen (text));
}

static qcdc_status next (void)
{
    return csv_reader_next (reader, &record, &fault);
}

/*  The fields of the next record, joined by '|'. */
static void assert_next (size_t row, const char *expected)
{
    char joined[4096] = "";
    if (next () != QCDC_OK)
        fail_msg ("instead of %s: %s", expected, fault.message);
    for (size_t i = 0; i < record.count; i++) {
        assert_int_equal (strlen (record.fields[i]), record.lengths[i]);
        if (i > 0)
            strcat (joined, "|");
        strcat (joined, record.fields[i]);
    }
    assert_string_equal (joined, expected);
    assert_int_equal (record.row, row);
}

static void assert_end (void)
{
    assert_int_equal (next (), QCDC_NOT_FOUND);
    assert_int_equal (next (), QCDC_NOT_FOUND);
}

static void test_records (void **state)
{
    (void)state;
    open_text ("a,b,c\n1,2,3\n\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\"\n,,\n é , ,z ");
    assert_next (1, "a|b|c");
    assert_next (2, "1|2|3");
    assert_next (3, "x,y|say \"hi\"|two\nlines");
    assert_next (4, "||");
    assert_next (5, " é | |z "); /* spaces are data */
    assert_end ();
}

static void test_line_breaks (void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r"};
    for (size_t i = 0; i < 3; i++) {
        open_text (TEXTS[i]);
        assert_next (1, "a|b");
        assert_next (2, "1|2");
        assert_next (3, "3|4");
        assert_end ();
    }
    open_text ("a\r\n\"x\r\ny\"\r\n");
    assert_next (1, "a");
    assert_next (2, "x\r\ny");
    assert_end ();
}

/*  As a spreadsheet numbers them. */
static void test_blank_lines (void **state)
{
    (void)state;
    static const char *const TEXTS[] = {"a,b\n\n1,2\n\n\n3,4\n\n", "a,b\r\n\r\n1,2\r\n\r\n\r\n3,4\r\n\r\n"};
    for (size_t i = 0; i < 2; i++) {
        open_text (TEXTS[i]);
        assert_next (1, "a|b");
        assert_next (3, "1|2");
        assert_next (6, "3|4");
        assert_end ();
    }
    open_text ("");
    assert_end ();
    open_text ("\n\n");
    assert_end ();
}

static void test_byte_order_mark (void **state)
{
    (void)state;
    static const char *const COLUMNS[] = {"form", NULL};
    open_text ("\xEF\xBB\xBF"
               "form\nX\n");
    assert_int_equal (csv_named (reader, COLUMNS, NULL, &fault), QCDC_OK);
    assert_next (2, "X");
    open_text ("\xEF\xBB\xBF");
    assert_end ();
    csv_reader_destroy (&reader);
    open_bytes ("\xFF\xFE"
                "a\0,\0b\0\n\0\xEF\x1E\n\0",
                14);
    assert_next (1, "a|b");
    assert_int_equal (next (), QCDC_BAD_ROW);
    open_bytes ("\0a\0,\0b\0\n\x1E\xEF\0,\0x", 14);
    assert_next (1, "a|b");
    assert_next (2, "ữ|x");
    assert_end ();
    open_bytes ("\xFF\xFE\x3D\xD8\x00\xDE\n\0", 8);
    assert_next (1, "\xF0\x9F\x98\x80");
    assert_end ();
    csv_reader_destroy (&reader);
    assert_int_equal (csv_reader_open_memory ("x", "\xFF\xFE\x00\xDC", 4, &reader, &fault), QCDC_BAD_UTF8);
    assert_non_null (strstr (fault.message, "UTF-16"));
    assert_int_equal (csv_reader_open_memory ("x", "PK\3\4zip", 7, &reader, &fault), QCDC_BAD_UTF8);
    assert_non_null (strstr (fault.message, "workbook"));
    assert_null (reader);
}

static void assert_bad_quote (const char *text, const char *message)
{
    open_text (text);
    qcdc_status status;
    while ((status = next ()) == QCDC_OK)
        ;
    assert_int_equal (status, QCDC_BAD_QUOTE);
    assert_string_equal (fault.message, message);
    assert_int_equal (next (), QCDC_BAD_QUOTE); /* and for ever */
}

static void test_quotes (void **state)
{
    (void)state;
    assert_bad_quote ("a,b\n1,\"open\n3,4\n", "x.csv, row 2, field 2: a quote is opened and never closed");
    assert_bad_quote ("a,b\n1,\"", "x.csv, row 2, field 2: a quote is opened and never closed");
    assert_bad_quote ("a,b\n1,\"open\"\"", "x.csv, row 2, field 2: a quote is opened and never closed");
    assert_bad_quote ("a,b\n1,x\"y\n", "x.csv, row 2, field 2: a quote stands in the wrong place");
    assert_bad_quote ("a,b\n\"x\"y,2\n", "x.csv, row 2, field 1: a quote stands in the wrong place");
    assert_bad_quote ("a,b\n\"x\" ,2\n", "x.csv, row 2, field 1: a quote stands in the wrong place");
    assert_bad_quote ("a,b\n \"x\",2\n", "x.csv, row 2, field 1: a quote stands in the wrong place");
    open_text ("a\n\"\"\n\"closed at the end\"");
    assert_next (1, "a");
    assert_next (2, "");
    assert_next (3, "closed at the end");
    assert_end ();
}

static void test_nul_bytes (void **state)
{
    (void)state;
    static const char TEXT[] = "a,b\nx\0y,\"\0\"\n";
    open_bytes (TEXT, sizeof TEXT - 1);
    assert_next (1, "a|b");
    assert_int_equal (next (), QCDC_OK);
    assert_int_equal (record.lengths[0], 3);
    assert_memory_equal (record.fields[0], "x\0y", 4);
    assert_int_equal (record.lengths[1], 1);
    assert_memory_equal (record.fields[1], "\0", 2);
    assert_end ();
}

static void test_field_counts (void **state)
{
    (void)state;
    open_text ("a,b\n1,2\n1,2,3\n");
    assert_next (1, "a|b");
    assert_next (2, "1|2");
    assert_int_equal (next (), QCDC_BAD_ROW);
    assert_string_equal (fault.message, "x.csv, row 3: 3 fields where the header has 2");
    open_text ("a,b\n\n1\n");
    assert_next (1, "a|b");
    assert_int_equal (next (), QCDC_BAD_ROW);
    assert_string_equal (fault.message, "x.csv, row 3: 1 fields where the header has 2");
}

/*  LENGTH bytes of 'x', quoted or not, as the second field of row 2. */
static qcdc_status read_field_of (size_t length, bool quoted)
{
    char *text = malloc (length + 32);
    assert_non_null (text);
    size_t n = (size_t)sprintf (text, "a,b\n1,%s", quoted ? "\"" : "");
    memset (text + n, 'x', length);
    strcpy (text + n + length, quoted ? "\"\n" : "\n");
    open_text (text);
    assert_next (1, "a|b");
    qcdc_status status = next ();
    if (status == QCDC_OK)
        assert_int_equal (record.lengths[1], length);
    free (text);
    return status;
}

static void test_field_limit (void **state)
{
    (void)state;
    for (int quoted = 0; quoted <= 1; quoted++) {
        assert_int_equal (read_field_of (QCDC_CSV_FIELD_BYTES_MAX - 1, quoted), QCDC_OK);
        assert_int_equal (read_field_of (QCDC_CSV_FIELD_BYTES_MAX, quoted), QCDC_OK);
        for (size_t more = 1; more <= 5; more++)
            assert_int_equal (read_field_of (QCDC_CSV_FIELD_BYTES_MAX + more, quoted), QCDC_TOO_LARGE);
        assert_string_equal (fault.message, "x.csv, row 2, field 2: longer than 65536 bytes");
    }
}

static void test_fields_limit (void **state)
{
    (void)state;
    char text[2 * QCDC_CSV_FIELDS_MAX + 8] = "";
    for (size_t i = 0; i < QCDC_CSV_FIELDS_MAX; i++)
        strcat (text, i ? ",x" : "x");
    open_text (text);
    assert_int_equal (next (), QCDC_OK);
    assert_int_equal (record.count, QCDC_CSV_FIELDS_MAX);
    strcat (text, ",x");
    open_text (text);
    assert_int_equal (next (), QCDC_TOO_LARGE);
    assert_string_equal (fault.message, "x.csv, row 1: more than 64 fields");
}

static void test_rows_limit (void **state)
{
    (void)state;
    size_t rows = QCDC_CSV_ROWS_MAX + 1;
    char *text = malloc (rows * 2);
    assert_non_null (text);
    for (size_t i = 0; i < rows; i++)
        memcpy (text + 2 * i, "a\n", 2);
    open_bytes (text, (rows - 1) * 2);
    size_t count = 0;
    while (next () == QCDC_OK)
        count++;
    assert_int_equal (count, QCDC_CSV_ROWS_MAX);
    assert_end ();

    open_bytes (text, rows * 2);
    qcdc_status status;
    while ((status = next ()) == QCDC_OK)
        ;
    assert_int_equal (status, QCDC_TOO_LARGE);
    assert_string_equal (fault.message, "x.csv, row 1000001: more than 1000000 rows");
    memset (text, '\n', rows * 2); /* blank lines count as well */
    open_bytes (text, rows * 2);
    assert_int_equal (next (), QCDC_TOO_LARGE);
    free (text);
}

static char *file_make (const char *head, size_t filler)
{
    static char path[] = "/tmp/test_csv_XXXXXX";
    strcpy (path, "/tmp/test_csv_XXXXXX");
    int fd = mkstemp (path);
    assert_true (fd >= 0);
    FILE *file = fdopen (fd, "w");
    assert_non_null (file);
    fputs (head, file);
    for (size_t i = 0; i < filler; i++)
        fputc ('x', file);
    assert_int_equal (fclose (file), 0);
    return path;
}

static size_t memory_used (void)
{
    struct mallinfo2 info = mallinfo2 ();
    return info.uordblks + info.hblkhd;
}

/*  Ten megabytes in one field, quoted or not, take no more memory than the longest field may. */
static void test_bounded_memory (void **state)
{
    (void)state;
    static const char *const HEADS[] = {"a,b\n1,\"", "a,b\n1,"};
    for (size_t i = 0; i < 2; i++) {
        char *path = file_make (HEADS[i], 10u << 20);
        csv_reader_destroy (&reader);
        size_t before = memory_used ();
        assert_int_equal (csv_reader_open (path, &reader, &fault), QCDC_OK);
        assert_next (1, "a|b");
        assert_int_equal (next (), QCDC_TOO_LARGE);
        assert_true (memory_used () - before < 512u << 10);
        assert_non_null (strstr (fault.message, "row 2, field 2: longer than 65536 bytes"));
        unlink (path);
    }
}

/*  Records across the edges of the blocks in which a file is read. */
static void test_blocks (void **state)
{
    (void)state;
    char *path = file_make ("", 0);
    FILE *file = fopen (path, "w");
    assert_non_null (file);
    fputs ("n,text\r\n", file);
    for (int i = 0; i < 20000; i++)
        fprintf (file, "%d,\"đất %d, \"\"x\"\"\r\n\"\r\n", i, i);
    assert_int_equal (fclose (file), 0);
    csv_reader_destroy (&reader);
    assert_int_equal (csv_reader_open (path, &reader, &fault), QCDC_OK);
    assert_next (1, "n|text");
    for (int i = 0; i < 20000; i++) {
        char expected[64];
        snprintf (expected, sizeof expected, "%d|đất %d, \"x\"\r\n", i, i);
        assert_next ((size_t)i + 2, expected);
    }
    assert_end ();
    unlink (path);
}

static void test_open (void **state)
{
    (void)state;
    csv_reader_destroy (&reader);
    assert_int_equal (csv_reader_open ("/nowhere/x.csv", &reader, &fault), QCDC_IO);
    assert_string_equal (fault.message, "cannot open /nowhere/x.csv: No such file or directory");
    assert_int_equal (csv_reader_open ("/tmp", &reader, &fault), QCDC_IO);
    assert_string_equal (fault.message, "cannot read /tmp: Is a directory");
    assert_null (reader);
    csv_reader_destroy (&reader); /* NULL is fine */
}

static void test_stdin (void **state)
{
    (void)state;
    int saved = dup (STDIN_FILENO);
    int pipe_fds[2];
    assert_int_equal (pipe (pipe_fds), 0);
    assert_int_equal (write (pipe_fds[1], "a\n1\n", 4), 4);
    close (pipe_fds[1]);
    assert_true (dup2 (pipe_fds[0], STDIN_FILENO) >= 0);
    close (pipe_fds[0]);
    csv_reader_destroy (&reader);
    assert_int_equal (csv_reader_open ("-", &reader, &fault), QCDC_OK);
    assert_next (1, "a");
    assert_next (2, "1");
    assert_end ();
    csv_reader_destroy (&reader);
    assert_int_not_equal (fcntl (STDIN_FILENO, F_GETFD), -1); /* it was not ours to close */
    if (saved >= 0) {
        dup2 (saved, STDIN_FILENO);
        close (saved);
    }
}

static const char *const REQUIRED[] = {"form", "period", NULL};
static const char *const OPTIONAL[] = {"cell", "name", NULL};

static qcdc_status header_of (const char *text)
{
    open_text (text);
    return csv_named (reader, REQUIRED, OPTIONAL, &fault);
}

static void test_header (void **state)
{
    (void)state;
    assert_int_equal (header_of ("cell,period,form\nA01,2020,X\n"), QCDC_OK);
    assert_int_equal (csv_reader_column (reader, "cell"), 0);
    assert_int_equal (csv_reader_column (reader, "form"), 2);
    assert_int_equal (csv_reader_column (reader, "value"), -1);
    assert_string_equal (csv_reader_column_name (reader, 1), "period");
    assert_string_equal (csv_reader_column_name (reader, 3), "");
    assert_next (2, "A01|2020|X");
    assert_int_equal (csv_reader_column (reader, "form"), 2); /* the header outlives the records */
    assert_end ();
    assert_int_equal (header_of ("form,period,name\n"), QCDC_OK); /* known, so not an identity */
}

static void test_header_faults (void **state)
{
    (void)state;
    static const struct {
        const char *header;
        qcdc_status status;
        const char *message;
    } CASES[] = {
        {"", QCDC_BAD_HEADER, "x.csv is empty: the header is missing"},
        {"form\n", QCDC_BAD_HEADER, "x.csv, row 1: columns are missing: \"period\""},
        {"form,period,colour\n", QCDC_BAD_HEADER, "x.csv, row 1: unknown columns: \"colour\""},
        {"form,period,Form\n", QCDC_BAD_HEADER, "x.csv, row 1: the column \"form\" stands there twice"},
        {"form,period,form\n", QCDC_BAD_HEADER, "x.csv, row 1: the column \"form\" stands there twice"},
        {"form|period\n", QCDC_BAD_HEADER, "x.csv, row 1: unknown columns: \"form|period\""},
        {"form,colour,Họ và tên\n", QCDC_IDENTITY_COLUMN,
         "x.csv, row 1: the column \"Họ và tên\" would carry a person's identity, which is not taken"},
        {"form,period,m\xE0u\n", QCDC_BAD_UTF8, "x.csv, row 1: the header is not valid UTF-8"},
        {"form,\"period\n", QCDC_BAD_QUOTE, "x.csv, row 1, field 2: a quote is opened and never closed"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        assert_int_equal (header_of (CASES[i].header), CASES[i].status);
        assert_string_equal (fault.message, CASES[i].message);
        assert_int_equal (next (), CASES[i].status);
    }
    assert_int_equal (header_of ("form;period \n"), QCDC_OK); /* what people write all the same */
    assert_int_equal (header_of ("form,period,\n"), QCDC_OK);
    open_bytes ("form,period\0x\n", 14);
    assert_int_equal (csv_named (reader, REQUIRED, OPTIONAL, &fault), QCDC_BAD_HEADER);
}

/*  After the header, faults name the column. */
static void test_column_in_fault (void **state)
{
    (void)state;
    assert_int_equal (header_of ("form,period\nX,2\"0\n"), QCDC_OK);
    assert_int_equal (next (), QCDC_BAD_QUOTE);
    assert_string_equal (fault.message, "x.csv, row 2, column period: a quote stands in the wrong place");
    assert_string_equal (fault.field, "period");
}

static void test_identity_columns (void **state)
{
    (void)state;
    static const char *const IDENTITY[] = {
        "ho_ten",
        "họ tên",
        "Họ và tên",
        "HỌ TÊN",
        "hoten",
        "ten_nguoi_to_cao",
        "Tên người gửi",
        "dia_chi",
        "Địa chỉ",
        "địa chỉ thường trú",
        "DIA CHI",
        "so_dien_thoai",
        "Số điện thoại",
        "điện thoại",
        "sdt",
        "SĐT",
        "cccd",
        "CMND",
        "số CMND/CCCD",
        "căn cước công dân",
        "name",
        "Full Name",
        "full_name",
        "last name",
        "address",
        "Home-Address",
        "phone",
        "e-mail",
        "email",
        "id_number",
        "nguoi_gui",
        "người tố cáo",
        "tên",
        "ngày sinh",
        "ho\u0323 te\u0302n",
        "date of birth",
    };
    static const char *const OTHER[] = {"local_no", "kind",    "field",  "received_on", "title",     "summary",
                                        "channel",  "people",  "flags",  "settled_on",  "outcome",   "form",
                                        "period",   "cell",    "value",  "so_nguoi",    "hình thức", "ten_don",
                                        "",         "email2x", "renamed"};
    for (size_t i = 0; i < sizeof IDENTITY / sizeof *IDENTITY; i++)
        if (!csv_column_is_identity (IDENTITY[i]))
            fail_msg ("'%s' was let through", IDENTITY[i]);
    for (size_t i = 0; i < sizeof OTHER / sizeof *OTHER; i++)
        if (csv_column_is_identity (OTHER[i]))
            fail_msg ("'%s' was refused", OTHER[i]);
    char longer[2000];
    memset (longer, 'a', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    assert_false (csv_column_is_identity (longer));
    assert_false (csv_column_is_identity ("\xFF\xFE"));
}

static void test_write_field (void **state)
{
    (void)state;
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream (&text, &size);
    static const char *const FIELDS[] = {"plain", "", "a,b", "say \"hi\"", "two\nlines", "cr\r", " ends ", "đất"};
    for (size_t i = 0; i < 8; i++) {
        csv_write_field (out, FIELDS[i]);
        fputc (i < 7 ? ',' : '\n', out);
    }
    fclose (out);
    assert_string_equal (text, "plain,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"cr\r\",\" ends \",đất\n");
    open_text (text); /* what is written reads back */
    assert_int_equal (next (), QCDC_OK);
    assert_int_equal (record.count, 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal (record.fields[i], FIELDS[i]);
    free (text);
}

static int teardown (void **state)
{
    (void)state;
    csv_reader_destroy (&reader);
    return 0;
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_records),
        cmocka_unit_test (test_line_breaks),
        cmocka_unit_test (test_blank_lines),
        cmocka_unit_test (test_byte_order_mark),
        cmocka_unit_test (test_quotes),
        cmocka_unit_test (test_nul_bytes),
        cmocka_unit_test (test_field_counts),
        cmocka_unit_test (test_field_limit),
        cmocka_unit_test (test_fields_limit),
        cmocka_unit_test (test_rows_limit),
        cmocka_unit_test (test_bounded_memory),
        cmocka_unit_test (test_blocks),
        cmocka_unit_test (test_open),
        cmocka_unit_test (test_stdin),
        cmocka_unit_test (test_header),
        cmocka_unit_test (test_header_faults),
        cmocka_unit_test (test_column_in_fault),
        cmocka_unit_test (test_identity_columns),
        cmocka_unit_test (test_write_field),
    };
    return cmocka_run_group_tests (tests, NULL, teardown);
}
