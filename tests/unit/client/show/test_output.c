/*  test_output.c — tables for people, CSV and JSON; and the keys a file has brought. */

#include "desk/seen.h"
#include "show/output.h"
#include "show/output_inside.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const output_column_t COLUMNS[] = {{"unit", QCDC__COLUMN_TYPE__TEXT},
                                          {"received", QCDC__COLUMN_TYPE__INTEGER},
                                          {"value", QCDC__COLUMN_TYPE__DECIMAL},
                                          {"due_on", QCDC__COLUMN_TYPE__DATE},
                                          {"filed_at", QCDC__COLUMN_TYPE__TIMESTAMP}};

/*  What a table of ROWS looks like in FORMAT. */
static char *printed (format_t format, const char *const *cells, size_t rows)
{
    char *text = NULL;
    size_t length = 0;
    fault_t fault;
    FILE *out = open_memstream (&text, &length);
    assert_non_null (out);
    output_t *output;
    assert_int_equal (output_new (format, out, COLUMNS, 5, &output, &fault), QCDC_OK);
    for (size_t i = 0; i < rows; i++)
        assert_int_equal (output_row (output, cells + 5 * i, &fault), QCDC_OK);
    assert_int_equal (output_finish (output, &fault), QCDC_OK);
    output_destroy (&output);
    fclose (out);
    return text;
}

static const char *const CELLS[] = {"Phan Thiết", "12345", "47.12", "2020-06-20", "2020-06-20T18:30:00Z",
                                    "a,\"b\"",    "7",     "-0.50", NULL,         ""};

static void test_table (void **state)
{
    (void)state;
    char *text = printed (FORMAT_TABLE, CELLS, 2);
    assert_string_equal (text, "unit        received  value  due on      filed at\n"
                               "Phan Thiết    12 345  47,12  20/06/2020  21/06/2020 01:30\n"
                               "a,\"b\"              7  -0,50  –\n");
    free (text);
}

static void test_csv (void **state)
{
    (void)state;
    char *text = printed (FORMAT_CSV, CELLS, 2);
    assert_string_equal (text, "unit,received,value,due_on,filed_at\n"
                               "Phan Thiết,12345,47.12,2020-06-20,2020-06-20T18:30:00Z\n"
                               "\"a,\"\"b\"\"\",7,-0.50,,\n");
    free (text);
}

static void test_json (void **state)
{
    (void)state;
    char *text = printed (FORMAT_JSON, CELLS, 2);
    assert_string_equal (text, "[\n{\"unit\": \"Phan Thiết\", \"received\": 12345, \"value\": 47.12, "
                               "\"due_on\": \"2020-06-20\", \"filed_at\": \"2020-06-20T18:30:00Z\"},\n"
                               "{\"unit\": \"a,\\\"b\\\"\", \"received\": 7, \"value\": -0.50, \"due_on\": null, "
                               "\"filed_at\": \"\"}\n]\n");
    free (text);
}

/*  The first ones in order of many rows, of which few are held: the same as if all were, the last first or the first. */
static void test_order_of_many (void **state)
{
    (void)state;
    enum { ROWS = 30000, SHOWN = 7 };
    for (int backwards = 0; backwards < 2; backwards++) {
        char *text = NULL, wanted[SHOWN * 40] = "unit,received,value,due_on,filed_at\n";
        size_t length = 0, most = 0;
        fault_t fault;
        output_t *output;
        FILE *out = open_memstream (&text, &length);
        assert_non_null (out);
        assert_int_equal (output_new (FORMAT_CSV, out, COLUMNS, 5, &output, &fault), QCDC_OK);
        output_arrange (output, backwards ? "-received" : "received", SHOWN);
        for (int i = 0; i < ROWS; i++) {
            char unit[16], received[16];
            snprintf (unit, sizeof unit, "u%d", i);
            snprintf (received, sizeof received, "%d", i * 7919 % ROWS / 2); /* each twice */
            const char *cells[] = {unit, received, "1", NULL, "x"};
            assert_int_equal (output_row (output, cells, &fault), QCDC_OK);
            most = output->given > most ? output->given : most;
        }
        assert_int_equal (output_finish (output, &fault), QCDC_OK);
        output_destroy (&output);
        fclose (out);
        assert_true (most < (size_t)5 * ROWS / 4);
        /* of the same value the one that came first */
        for (int shown = 0, value = backwards ? ROWS / 2 - 1 : 0; shown < SHOWN; value += backwards ? -1 : 1)
            for (int i = 0; i < ROWS && shown < SHOWN; i++)
                if (i * 7919 % ROWS / 2 == value) {
                    size_t used = strlen (wanted);
                    snprintf (wanted + used, sizeof wanted - used, "u%d,%d,1,,x\n", i, value);
                    shown++;
                }
        assert_string_equal (text, wanted);
        free (text);
    }
}

/*  What a terminal obeys or nobody can see is escaped, of any length, and what is no UTF-8 makes no file that nobody reads. */
static void test_json_of_hostile_texts (void **state)
{
    static const char *const HOSTILE[] = {"a\n\x7F\xC2\x85\u202E\U000E0041\U0001F600", NULL, NULL, NULL,
                                          "b\xFF c\xE1\xBA"};
    (void)state;
    char *text = printed (FORMAT_JSON, HOSTILE, 1);
    assert_non_null (strstr (text, "\"a\\u000a\\u007f\\u0085\\u202e\\udb40\\udc41\U0001F600\""));
    assert_non_null (strstr (text, "\"b\\ufffd c\\ufffd\\ufffd\""));
    free (text);
}

static void test_nothing (void **state)
{
    (void)state;
    char *text = printed (FORMAT_CSV, NULL, 0);
    assert_string_equal (text, "unit,received,value,due_on,filed_at\n");
    free (text);
    text = printed (FORMAT_JSON, NULL, 0);
    assert_string_equal (text, "[]\n");
    free (text);
    text = printed (FORMAT_TABLE, NULL, 0);
    assert_string_equal (text, "nothing found\n");
    free (text);
}

static void assert_people (Qcdc__ColumnType type, const char *text, const char *wanted)
{
    char *shown = people_format (type, text);
    assert_string_equal (shown, wanted);
    free (shown);
}

static void test_values_for_people (void **state)
{
    (void)state;
    assert_people (QCDC__COLUMN_TYPE__INTEGER, "0", "0");
    assert_people (QCDC__COLUMN_TYPE__INTEGER, "999", "999");
    assert_people (QCDC__COLUMN_TYPE__INTEGER, "1000", "1 000");
    assert_people (QCDC__COLUMN_TYPE__INTEGER, "-1234567", "-1 234 567");
    assert_people (QCDC__COLUMN_TYPE__DECIMAL, "1234.5", "1 234,5");
    assert_people (QCDC__COLUMN_TYPE__DECIMAL, "12e5", "12e5");
    assert_people (QCDC__COLUMN_TYPE__DATE, "soon", "soon");
    assert_people (QCDC__COLUMN_TYPE__TIMESTAMP, "1969-12-31T20:00:00Z", "01/01/1970 03:00");
    assert_people (QCDC__COLUMN_TYPE__TIMESTAMP, "1969-12-31T10:00:00Z", "31/12/1969 17:00");
    /* A text from elsewhere must not reach the terminal as a command. */
    assert_people (QCDC__COLUMN_TYPE__TEXT,
                   "a\033[2Jb\nc\xC2\x9B"
                   "d\xE2\x80\xAE"
                   "e",
                   "a?[2Jb c?d?e");
}

static void test_full_disk (void **state)
{
    (void)state;
    fault_t fault;
    FILE *full = fopen ("/dev/full", "w");
    assert_non_null (full);
    output_t *output;
    assert_int_equal (output_new (FORMAT_CSV, full, COLUMNS, 5, &output, &fault), QCDC_OK);
    assert_int_equal (output_finish (output, &fault), QCDC_IO);
    output_destroy (&output);
    fclose (full);
}

static void test_seen (void **state)
{
    (void)state;
    fault_t fault;
    seen_t *seen = NULL;
    bool has;
    assert_int_equal (seen_new (&seen, &fault), QCDC_OK);
    uint8_t fingerprint[32] = {1};
    for (int round = 0; round < 2; round++)
        for (size_t i = 1; i <= 5000; i++) {
            char key[24];
            size_t row = round == 0 ? i : 9999;
            snprintf (key, sizeof key, "%zu/KN", i);
            assert_int_equal (seen_add (seen, key, fingerprint, &row, &fault), round == 0 ? QCDC_OK : QCDC_EXISTS);
            assert_int_equal (row, i);
        }
    size_t row = 9999;
    fingerprint[0] = 2;
    assert_int_equal (seen_add (seen, "4711/KN", fingerprint, &row, &fault), QCDC_DUPLICATE);
    assert_int_equal (row, 4711);
    assert_int_equal (seen_has (seen, "4711/KN", &has, &fault), QCDC_OK);
    assert_true (has);
    assert_int_equal (seen_has (seen, "5001/KN", &has, &fault), QCDC_OK);
    assert_false (has);
    seen_destroy (&seen);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_table),
        cmocka_unit_test (test_csv),
        cmocka_unit_test (test_json),
        cmocka_unit_test (test_order_of_many),
        cmocka_unit_test (test_json_of_hostile_texts),
        cmocka_unit_test (test_nothing),
        cmocka_unit_test (test_values_for_people),
        cmocka_unit_test (test_full_disk),
        cmocka_unit_test (test_seen),
    };
    return cmocka_run_group_tests_name ("output", tests, NULL, NULL);
}
