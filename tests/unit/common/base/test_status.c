/*  test_status.c — the table of statuses, and faults: one line for a person, whatever was put into it. */

#include "base/fault.h"
#include "base/status.h"
#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_codes (void **state)
{
    (void)state;
    for (int i = 0; i < QCDC_STATUS_COUNT; i++) {
        const char *code = status_code ((qcdc_status)i);
        assert_true (status_from_code (code) == (qcdc_status)i); /* also: no two have the same */
        assert_true (code[0] != '\0' && strlen (code) == strspn (code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"));
    }
    assert_int_equal (QCDC_OK, 0);
    assert_string_equal (status_code (QCDC_OK), "OK");
    assert_string_equal (status_code (QCDC_DATABASE_AWAY), "DATABASE_AWAY");
    assert_string_equal (status_code (QCDC_POISON), "POISON");
}

static void test_texts (void **state)
{
    (void)state;
    for (int i = 0; i < QCDC_STATUS_COUNT; i++) {
        const char *text = status_text ((qcdc_status)i);
        size_t length = strlen (text);
        if (length == 0 || text[length - 1] == '.' || text[length - 1] == ' ')
            fail_msg ("the text of %s: '%s'", status_code ((qcdc_status)i), text);
        assert_int_equal (text_check (text, length, false), QCDC_OK);
        for (int j = 0; j < i; j++)
            if (strcmp (text, status_text ((qcdc_status)j)) == 0)
                fail_msg ("%s and %s have the same text", status_code ((qcdc_status)i), status_code ((qcdc_status)j));
    }
}

static void test_unknown (void **state)
{
    (void)state;
    static const char *const UNKNOWN[] = {"",     "ok",  "OK ",     " OK",     "O",
                                          "OKAY", "BAD", "UNKNOWN", "QCDC_OK", "BAD_DATES"};
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof *UNKNOWN; i++)
        if (status_from_code (UNKNOWN[i]) != QCDC_STATUS_COUNT)
            fail_msg ("'%s' was taken for a code", UNKNOWN[i]);
    assert_string_equal (status_code (QCDC_STATUS_COUNT), "UNKNOWN");
    assert_string_equal (status_text (QCDC_STATUS_COUNT), "unknown status");
    assert_string_equal (status_code ((qcdc_status)100000), "UNKNOWN");
    assert_string_equal (status_text ((qcdc_status)100000), "unknown status");
}

static void test_fault (void **state)
{
    (void)state;
    fault_t fault;
    memset (&fault, 'x', sizeof fault);
    assert_int_equal (fault_set (&fault, QCDC_BAD_DATE, "on", "row %d: %s", 7, "no"), QCDC_BAD_DATE);
    assert_int_equal (fault.status, QCDC_BAD_DATE);
    assert_string_equal (fault.field, "on");
    assert_string_equal (fault.message, "row 7: no");
    assert_string_equal (fault.advice, "");
    fault_advise (&fault, "try %d", 8);
    assert_string_equal (fault.advice, "try 8");
    assert_string_equal (fault.message, "row 7: no");
    /* A new fault must not keep the advice of the one before. */
    assert_int_equal (fault_set (&fault, QCDC_IO, NULL, "%s", ""), QCDC_IO);
    assert_string_equal (fault.field, "");
    assert_string_equal (fault.message, "");
    assert_string_equal (fault.advice, "");
}

static void test_control_characters (void **state)
{
    (void)state;
    fault_t fault;
    for (int c = 1; c < 0x80; c++) {
        char text[4] = {'a', (char)c, 'b', '\0'}, expected[4] = {'a', (char)c, 'b', '\0'};
        if (c < 0x20 || c == 0x7F)
            expected[1] = '?';
        fault_set (&fault, QCDC_IO, text, "%s", text);
        fault_advise (&fault, "%s", text);
        assert_string_equal (fault.field, expected);
        assert_string_equal (fault.message, expected);
        assert_string_equal (fault.advice, expected);
    }
    /* U+0080 to U+009F: U+009B alone begins an escape sequence.  Their neighbours stay. */
    for (int c = 0x80; c <= 0xBF; c++) {
        char text[5] = {'a', (char)0xC2, (char)c, 'b', '\0'};
        fault_set (&fault, QCDC_IO, NULL, "%s", text);
        assert_string_equal (fault.message, c <= 0x9F ? "a?b" : text);
    }
    /* What turns the reading direction, breaks the line, or is no character at all. */
    fault_set (&fault, QCDC_IO, NULL, "%s", "a\u202Eb\u2066c\u2028d\u200Fe\u061Cf\x9Bg");
    assert_string_equal (fault.message, "a?b?c?d?e?f?g");
    fault_set (&fault, QCDC_IO, NULL, "%s", "Số đơn\r\n\tđã \033[31mxử lý");
    assert_string_equal (fault.message, "Số đơn??\?đã ?[31mxử lý");
}

/*  PREFIX letters, then CHARACTER as often as it takes to overflow: what is left is as much of that as fits, never a part of a
 *  character. */
static void check_cut (const char *kept, size_t size, size_t prefix, const char *character)
{
    size_t width = strlen (character), length = strlen (kept);
    assert_int_equal (text_check (kept, length, false), QCDC_OK);
    assert_int_equal (length, prefix + (size - 1 - prefix) / width * width);
    for (size_t i = 0; i < prefix; i++)
        assert_int_equal (kept[i], 'x');
    for (size_t i = prefix; i < length; i += width)
        assert_memory_equal (kept + i, character, width);
}

static void test_cut (void **state)
{
    (void)state;
    static const char *const CHARACTERS[] = {"y", "\xC3\xAA", "\xE1\xBA\xBF", "\xF0\x9F\x98\x80"};
    for (size_t c = 0; c < sizeof CHARACTERS / sizeof *CHARACTERS; c++)
        for (size_t prefix = 0; prefix <= 4; prefix++) {
            fault_t fault;
            char text[1024] = "";
            memset (text, 'x', prefix);
            while (strlen (text) < 1000)
                strcat (text, CHARACTERS[c]);
            fault_set (&fault, QCDC_IO, text, "%s", text);
            fault_advise (&fault, "%s", text);
            check_cut (fault.field, sizeof fault.field, prefix, CHARACTERS[c]);
            check_cut (fault.message, sizeof fault.message, prefix, CHARACTERS[c]);
            check_cut (fault.advice, sizeof fault.advice, prefix, CHARACTERS[c]);
        }
}

/*  What a precision leaves of a character, wherever it stands, is a mark; a whole one stays. */
static void test_precision (void **state)
{
    (void)state;
    fault_t fault;
    fault_set (&fault, QCDC_IO, NULL, "'%.6s' and '%.5s'", "Số cuộc", "Số cuộc");
    assert_string_equal (fault.message, "'Số c' and 'Số '");
    for (int length = 1; length <= 11; length++) {
        static const char *const KEPT[] = {"", "S", "S…", "S…", "Số", "Số ", "Số c", "Số cu", "Số cu…", "Số cu…", "Số cuộ", "Số cuộc"};
        char expected[64];
        snprintf (expected, sizeof expected, "'%s'", KEPT[length]);
        fault_set (&fault, QCDC_IO, NULL, "'%.*s'", length, "Số cuộc");
        assert_string_equal (fault.message, expected);
        fault_advise (&fault, "'%.*s'", length, "Số cuộc");
        assert_string_equal (fault.advice, expected);
    }
    fault_about (&fault, "Số cuộc đối thoại của người đứng đầu cấp ủy, chính quyền với nhân dân");
    assert_int_equal (text_check (fault.field, strlen (fault.field), false), QCDC_OK);
}

/*  What just fits is not cut: 399 bytes of message are 133 characters of three. */
static void test_fits (void **state)
{
    (void)state;
    fault_t fault;
    char text[sizeof fault.message] = "";
    assert_int_equal ((sizeof fault.message - 1) % 3, 0);
    for (size_t i = 0; i < (sizeof fault.message - 1) / 3; i++)
        strcat (text, "\xE1\xBA\xBF");
    fault_set (&fault, QCDC_IO, NULL, "%s", text);
    assert_string_equal (fault.message, text);
    memset (text, 'x', sizeof text - 1);
    fault_set (&fault, QCDC_IO, NULL, "%s", text);
    assert_string_equal (fault.message, text);
}

/*  Bytes that are no UTF-8 at all must not lead out of the buffer. */
static void test_no_utf8 (void **state)
{
    (void)state;
    fault_t fault;
    char text[1000];
    memset (text, 0x80, sizeof text - 1);
    text[sizeof text - 1] = '\0';
    fault_set (&fault, QCDC_IO, text, "%s", text);
    assert_true (strlen (fault.message) < sizeof fault.message);
    memset (text, 0xC2, sizeof text - 1);
    fault_set (&fault, QCDC_IO, text, "%s", text);
    assert_true (strlen (fault.field) < sizeof fault.field);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_codes),
        cmocka_unit_test (test_texts),
        cmocka_unit_test (test_unknown),
        cmocka_unit_test (test_fault),
        cmocka_unit_test (test_control_characters),
        cmocka_unit_test (test_cut),
        cmocka_unit_test (test_precision),
        cmocka_unit_test (test_fits),
        cmocka_unit_test (test_no_utf8),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
