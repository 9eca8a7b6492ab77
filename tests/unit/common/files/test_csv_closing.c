/*  test_csv_closing.c — which rows official forms end with, and which are never taken for one. */

#include "files/csv_closing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  One row of the fields TEXT has between '|'. */
static bool take (csv_closing_t *closing, size_t row, const char *text)
{
    char bytes[400];
    const char *fields[8];
    size_t lengths[8], count = 0;
    snprintf (bytes, sizeof bytes, "%s", text);
    for (char *at = bytes; at; count++) {
        char *end = strchr (at, '|');
        if (end)
            *end = '\0';
        fields[count] = at;
        lengths[count] = strlen (at);
        at = end ? end + 1 : NULL;
    }
    csv_record_t record = {.row = row, .count = count, .fields = fields, .lengths = lengths};
    return csv_closing_take (closing, &record);
}

static void test_beginnings (void **state)
{
    (void)state;
    static const char *const BEGIN[] = {"Người lập biểu",
                                        "NGƯỜI LẬP BIỂU|||",
                                        "||Thủ trưởng đơn vị",
                                        "Nơi nhận:",
                                        "(Ký, ghi rõ họ tên)",
                                        "||Ngày … tháng … năm …",
                                        "Hàm Tân, ngày 15 tháng 6 năm 2020",
                                        "ngày 15/6/2020",
                                        "TM. UBND XÃ|",
                                        "CHỦ TỊCH",
                                        "Người lập biểu: Nguyễn Văn A",
                                        "Hàm Tân| ngày 15 tháng 6 năm 2020"};
    static const char *const NOT[] = {"",
                                      "Nguyễn Văn A",
                                      "Chủ tịch xã lấn đất",
                                      "A05",
                                      "Người lập biểu|||12",
                                      "Người lập biểu|A05",
                                      "15/06/2020",
                                      "Người lập biểu|QCDC-HUYEN",
                                      "ngày",
                                      "ngày 15 tháng 6 có 20 đơn",
                                      "20 đơn ngày 15 tháng 6",
                                      "Ngày hội",
                                      "Lưu||||Đơn về đất",
                                      "|||Chữ ký giả mạo trong hồ sơ đất",
                                      "Người ký đơn không rõ",
                                      "Người lập biểu||Chưa bố trí được cán bộ"};
    for (size_t i = 0; i < sizeof BEGIN / sizeof *BEGIN; i++) {
        csv_closing_t closing = {0};
        assert_true (take (&closing, 5, BEGIN[i]) && closing.first == 5 && closing.last == 5);
    }
    for (size_t i = 0; i < sizeof NOT / sizeof *NOT; i++) {
        csv_closing_t closing = {0};
        assert_true (!take (&closing, 5, NOT[i]) && closing.first == 0);
    }
}

static void test_what_follows (void **state)
{
    (void)state;
    csv_closing_t closing = {0};
    fault_t fault;
    size_t first;
    char long_text[300];
    memset (long_text, 'a', sizeof long_text);
    memcpy (long_text, "Tình hình ", strlen ("Tình hình "));
    long_text[sizeof long_text - 1] = '\0';
    assert_true (csv_closing_break (&closing, 4, &first, &fault) == QCDC_OK);
    assert_true (take (&closing, 5, "Người lập biểu") && take (&closing, 6, "Nguyễn Văn A||.....|TRẦN VĂN B"));
    assert_true (!take (&closing, 7, "Đơn nặc danh về đất đai|Không rõ ngày"));
    assert_true (!take (&closing, 7, "|Khó khăn vướng mắc|Chưa bố trí được cán bộ"));
    assert_true (!take (&closing, 7, "KN") && !take (&closing, 7, "x|5") && !take (&closing, 7, long_text));
    assert_true (closing.last == 6 && strcmp (closing.words, "Người lập biểu") == 0);
    assert_true (csv_closing_break (&closing, 8, &first, &fault) == QCDC_BAD_ROW && first == 5);
    assert_true (strstr (fault.message, "rows 5–6") && strstr (fault.message, "row 8"));
    assert_true (closing.first == 0 && csv_closing_break (&closing, 9, &first, &fault) == QCDC_OK);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_beginnings), cmocka_unit_test (test_what_follows)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
