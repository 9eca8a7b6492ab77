/*  test_messages.c — what judging and the server say, in Vietnamese: every message of judging's sources is recognised and
 *  translated; for those of the server, tests/refusal_texts.py sees to it that none lacks. */

#include "show/messages.h"

#include "base/i18n.h"
#include "base/nearest.h"
#include "facts/fact.h"
#include "wire/entry.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vietnamese.h"

static void assert_people (const char *message, const char *wanted)
{
    uint64_t own;
    assert_int_equal (origin_parse ("4390c352320c4864", &own), QCDC_OK);
    char *shown = message_people (message, own);
    assert_string_equal (shown, wanted);
    free (shown);
}

static void test_messages (void **state)
{
    (void)state;
    assert_people ("unknown channel", "hình thức tiếp nhận không hợp lệ");
    assert_people ("petition 7 was taken back/KN was taken back", "đơn 7 was taken back/KN đã hủy");
    assert_people ("2020-01-01 is before the day of receipt, 2020-02-20",
                   "01/01/2020 trước ngày tiếp nhận đơn, 20/02/2020");
    /* Whose entry it was in words; what was typed is no day of a judge's. */
    assert_people (
        "people was 1 when this was written, and is 7 by 4390c352320c4864:54 of 2026-11-26",
        "Số người ký lúc lập là 1, nay là 7 theo bản ghi của máy này (4390c352320c4864:54) ngày 26/11/2026");
    assert_people (
        "ACCEPTED of 2020-02-10 was entered meanwhile by 0390c352320c4864:5, and would be before the day of "
        "receipt, 2020-02-20",
        "bước Thụ lý ngày 10/02/2020 do máy khác của cơ quan này (0390c352320c4864:5) nhập trong lúc đó, "
        "và sẽ trước ngày tiếp nhận đơn, 20/02/2020");
    assert_people (
        "SETTLED is not possible after SETTLED of 2020-02-10, which was entered meanwhile, by 0390c352320c4864:5 of "
        "2026-11-26",
        "không thực hiện được bước Giải quyết xong sau bước Giải quyết xong ngày 10/02/2020, đã nhập trong lúc đó "
        "theo bản ghi của máy khác của cơ quan này (0390c352320c4864:5) ngày 26/11/2026");
    assert_people ("ACCEPTED of 2020-02-10 was entered meanwhile, by 0390c352320c4864:5 of 2026-11-26, and "
                   "2020-02-03 is before it",
                   "bước Thụ lý ngày 10/02/2020 đã nhập trong lúc đó theo bản ghi của máy khác của cơ quan này "
                   "(0390c352320c4864:5) ngày 26/11/2026, và 03/02/2020 trước ngày ấy");
    assert_people ("ACCEPTED of 2020-02-10 was entered meanwhile, by 0390c352320c4864:5 of 2026-11-26",
                   "bước Thụ lý ngày 10/02/2020 đã nhập trong lúc đó theo bản ghi của máy khác của cơ quan này "
                   "(0390c352320c4864:5) ngày 26/11/2026");
    assert_people ("from=2020-13-01 is not a day", "from=2020-13-01 không phải một ngày");
    assert_people ("1900-01-01 is before 1945-09-02, and no register is that old",
                   "01/01/1900 trước ngày 02/09/1945, không sổ nào có từ trước đó");
    /* Steps and states in words, register numbers as they are. */
    assert_people ("SETTLED is not possible: petition 12/KN is received",
                   "không thực hiện được bước Giải quyết xong: đơn 12/KN ở trạng thái: đã tiếp nhận");
    assert_people ("at most 4096 cells and 64 texts", "nhiều nhất 4096 ô số liệu và 64 ô thuyết minh");
    assert_people ("A04 has no part 'X'; it can be: XA, DN", "A04 không có thành phần 'X'; có thể là: XA, DN");
    assert_people ("A04 has no part 'X'", "A04 không có thành phần 'X'");
}

/*  The numbers of a rule as everything else has them; what is written in the rule, and a year in brackets, stay. */
static void test_numbers_of_rules (void **state)
{
    (void)state;
    assert_people ("rule V-A1 is broken: N08 ≤ 1000.5: 1500.25 > 1000.5",
                   "không khớp quy tắc V-A1: N08 ≤ 1000.5: 1 500,25 > 1 000,5");
    assert_people ("rule V-C2 is broken, and no note says why: C04 ≥ C03: 2000 < (3000 + -1234567.25)",
                   "không khớp quy tắc V-C2 và chưa có giải trình: C04 ≥ C03: 2 000 < (3 000 + -1 234 567,25)");
    assert_people (
        "rules are broken in 2 places: V-B7: B01[P] = B09[Pprev]: 4000 ≠ 3000 (2015); V-A1: A05 ≤ A04: 12000 > 1",
        "không khớp quy tắc ở 2 chỗ: V-B7: B01[P] = B09[Pprev]: 4 000 ≠ 3 000 (2015); V-A1: A05 ≤ A04: 12 000 > 1");
}

static void test_refusals (void **state)
{
    (void)state;
    assert_people ("this device has been revoked", "thiết bị này đã bị thu hồi quyền");
    assert_people ("synchronise again", "hãy chạy lại qcdc sync");
    assert_people ("entries from 12 on are expected, not from 18446744073709551615",
                   "máy chủ chờ các bản ghi từ số 12, không phải từ số 18446744073709551615");
    /* The text of a status, alone or behind something; a number in decimals; what was typed, as it is. */
    assert_people ("the database is away; work waits and nothing is lost",
                   "cơ sở dữ liệu tạm ngừng; công việc được giữ lại, không mất gì");
    assert_people ("entry 7: not valid UTF-8", "bản ghi 7: không phải UTF-8 hợp lệ");
    assert_people ("the answer has more than 100000 rows", "kết quả có quá 100000 dòng");
    assert_people ("query report_totals has no parameter colour", "truy vấn report_totals không có tham số colour");
    assert_people ("by=unit,x: x is not possible", "by=unit,x: không dùng được x");
    /* Of several that fit, the one that says most; nothing in a place. */
    assert_people ("period=2020-13: not a period of form QCDC-HUYEN",
                   "period=2020-13: không phải kỳ báo cáo của biểu mẫu QCDC-HUYEN");
    assert_people ("period=1: not a period that any form is filled for",
                   "period=1: không có biểu mẫu nào báo cáo theo kỳ này");
    assert_people ("write it like 2020-H1 or 2020", "hãy viết như 2020-H1 hoặc 2020");
    assert_people ("it has none", "truy vấn này không có tham số nào");
    /* What a query says of a parameter, and its name, which has a translation as a heading. */
    assert_people ("query report_totals needs the parameter period", "truy vấn report_totals cần có tham số period");
    assert_people ("the period, such as 2020-H1", "kỳ báo cáo, như 2020-H1");
}

/*  What a code is called in Vietnamese is taken for it on the command line, with its marks and without. */
static void test_codes_by_their_names (void **state)
{
    (void)state;
    static const struct {
        int (*parse) (const char *text);
        const char *(*name) (int code);
        int least;
    } LISTS[] = {{petition_kind_parse, petition_kind_name, 4},
                 {petition_field_parse, petition_field_name, 10},
                 {channel_parse, channel_name, 4},
                 {outcome_parse, outcome_name, 4},
                 {move_parse, move_name, 12}};
    for (size_t i = 0; i < sizeof LISTS / sizeof *LISTS; i++) {
        int code = 1;
        for (const char *name; (name = LISTS[i].name (code)); code++) {
            const char *called = _ (name);
            char plain[WORD_PLAIN_BYTES];
            word_plain (called, plain);
            if (called == name || LISTS[i].parse (called) != code || LISTS[i].parse (plain) != code)
                fail_msg ("%s is called \"%s\", which is not taken for it", name, called);
        }
        assert_true (code > LISTS[i].least);
    }
}

static void test_other_messages_stay (void **state)
{
    (void)state;
    assert_people ("", "");
    assert_people ("unknown channel!", "unknown channel!");
    assert_people ("what a newer server says about 7", "what a newer server says about 7");
    assert_people ("at most 16 cells", "at most 16 cells");
}

/*  The pattern as a message: something in the place of each conversion. */
static void instance_make (const char *pattern, char *message)
{
    for (; *pattern; pattern++) {
        if (*pattern != '%')
            *message++ = *pattern;
        else {
            pattern += 1 + strcspn (pattern + 1, "sud");
            message = stpcpy (message, "X1");
        }
    }
    *message = '\0';
}

/*  Words, which are what makes a message, and in English: others are those by which people call something. */
static bool is_message (const char *literal)
{
    size_t letters = 0, longest = 0;
    for (const char *at = literal; *at; at++) {
        bool conversion = *at == '%';
        if (conversion)
            at += 1 + strspn (at + 1, "+-.*0123456789lz");
        letters = !conversion && *at >= 'a' && *at <= 'z' ? letters + 1 : 0;
        longest = letters > longest ? letters : longest;
        if (!*at || (unsigned char)*at >= 0x80)
            return false;
    }
    return longest >= 3 && strchr (literal, ' ') && strcmp (literal, "out of memory") != 0;
}

/*  The lines of a file that are no comments and nothing for the preprocessor, in CODE of SIZE bytes. */
static void code_read (const char *path, char *code, size_t size)
{
    char line[512];
    size_t length = 0;
    FILE *file = fopen (path, "r");
    assert_non_null (file);
    while (fgets (line, sizeof line, file)) {
        const char *at = line + strspn (line, " ");
        if (strncmp (at, "/*", 2) == 0 || *at == '*' || *at == '#')
            continue;
        assert_true (length + strlen (line) < size);
        length += (size_t)sprintf (code + length, "%s", line);
    }
    code[length] = '\0';
    fclose (file);
}

/*  The next literal behind *AT, of as many pieces as it is written in; false: there is none. */
static bool literal_next (const char **at, char *literal, size_t size)
{
    const char *begin = strchr (*at, '"');
    size_t length = 0;
    for (; begin && *begin == '"'; begin = *at + strspn (*at, " \n")) {
        const char *end = begin + 1;
        while (*end && *end != '"')
            end += *end == '\\' && end[1] ? 2 : 1;
        assert_int_equal (*end, '"');
        assert_true (length + (size_t)(end - begin) < size);
        length += (size_t)sprintf (literal + length, "%.*s", (int)(end - begin - 1), begin + 1);
        *at = end + 1;
    }
    return begin;
}

/*  Every literal that is a message. */
static size_t file_check (const char *path)
{
    static char code[200000];
    char literal[600], message[700];
    const char *at = code;
    size_t count = 0;
    code_read (path, code, sizeof code);
    while (literal_next (&at, literal, sizeof literal)) {
        if (!is_message (literal))
            continue;
        instance_make (literal, message);
        char *shown = message_people (message, 0);
        if (strcmp (shown, message) == 0)
            fail_msg ("%s: \"%s\" is not recognised, or not translated", path, literal);
        free (shown);
        count++;
    }
    return count;
}

static void test_all_of_judging (void **state)
{
    (void)state;
    char pattern[512];
    glob_t files;
    snprintf (pattern, sizeof pattern, "%s/common/{matters/*,facts/kind}.c", SOURCE);
    assert_int_equal (glob (pattern, GLOB_BRACE, NULL, &files), 0);
    size_t count = 0;
    for (size_t i = 0; i < files.gl_pathc; i++)
        count += file_check (files.gl_pathv[i]);
    globfree (&files);
    assert_true (count > 200);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_messages),
        cmocka_unit_test (test_numbers_of_rules),
        cmocka_unit_test (test_refusals),
        cmocka_unit_test (test_codes_by_their_names),
        cmocka_unit_test (test_other_messages_stay),
        cmocka_unit_test (test_all_of_judging),
    };
    return cmocka_run_group_tests_name ("messages", tests, vietnamese_setup, vietnamese_teardown);
}
