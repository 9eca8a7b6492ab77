/*  test_search_words.c — words with and without diacritics, what is asked for, and the place in a text that is shown. */

#include "base/search_words.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/*  The folded words of TEXT, separated by blanks. */
static void assert_folded (const char *text, const char *wanted)
{
    char folded[400] = "";
    search_word_t word;
    for (size_t at = 0; search_word_next (text, &at, &word);) {
        if (*folded)
            strcat (folded, " ");
        strcat (folded, word.folded);
    }
    assert_string_equal (folded, wanted);
}

static search_word_t word_of (const char *text)
{
    search_word_t word;
    size_t at = 0;
    assert_true (search_word_next (text, &at, &word));
    return word;
}

static void assert_exact (const char *a, const char *b, bool same)
{
    search_word_t one = word_of (a), other = word_of (b);
    assert_int_equal (strcmp (one.exact, other.exact) == 0, same);
}

static void test_folded (void **state)
{
    (void)state;
    assert_folded ("Đất đai, ĐƯỜNG SÁ", "dat dai duong sa");
    assert_folded ("D\u0323a\u0302\u0301t \u0111ai", "dat dai"); /* decomposed */
    assert_folded ("\u00D0ất \u00F0ai", "dat dai");              /* eth, typed for đ */
    assert_folded ("Ｄａｔ\u00A0đ\u200Bai", "dat dai");          /* wide, no-break blank, zero width */
    assert_folded ("Nguyễn Huệ—ngõ 12/3A; \"ượ\"", "nguyen hue ngo 12 3a uo");
    assert_folded ("dự án số 7\nthôn Hạ", "du an so 7 thon ha");
    assert_folded ("½ thửa, ⑴", "12 thua 1");
    assert_folded ("\u0301\u0301 ... — ", "");
    assert_folded ("", "");
}

static void test_exact (void **state)
{
    (void)state;
    assert_exact ("đất", "ĐẤT", true);
    assert_exact ("\u0111\u1EA5t", "\u0111a\u0302\u0301t", true);
    assert_exact ("hòa", "hoà", true);
    assert_exact ("hòa", "hóa", false);
    assert_exact ("đất", "dat", false);
    assert_exact ("đất", "đạt", false);
    assert_exact ("đai", "dai", false);
    assert_exact ("\u00D0ai", "đai", true);
    assert_exact ("sơn", "son", false);
}

/*  What is longer than a key is cut on both sides alike, and a word never runs over. */
static void test_long (void **state)
{
    (void)state;
    char longer[400], longest[600];
    memset (longer, 'a', sizeof longer);
    longer[sizeof longer - 1] = '\0';
    search_word_t word = word_of (longer);
    assert_int_equal (strlen (word.folded), SEARCH_KEY_BYTES - 1);
    assert_int_equal (word.length, sizeof longer - 1);
    longest[0] = '\0';
    for (int i = 0; i < 100; i++)
        strcat (longest, "\u1EA5");
    word = word_of (longest);
    assert_true (strlen (word.exact) < SEARCH_KEY_BYTES);
    assert_int_equal (strlen (word.folded), SEARCH_KEY_BYTES - 1);
}

static void test_bytes (void **state)
{
    (void)state;
    search_word_t word = word_of ("  «Đất»");
    assert_int_equal (word.at, 4);
    assert_int_equal (word.length, strlen ("Đất"));
    assert_folded ("a\xFF\xFEz\xC4", "a z"); /* no UTF-8: not of any text of ours, and harmless */
}

static void assert_asked (const char *text, qcdc_status wanted, search_asked_t *asked)
{
    fault_t fault = {0};
    assert_int_equal (search_read (text, asked, &fault), wanted);
    if (wanted != QCDC_OK)
        assert_true (fault.message[0] != '\0');
}

static void test_asked (void **state)
{
    (void)state;
    search_asked_t asked;
    assert_asked ("đất \"thu hồi\" Thôn Hạ", QCDC_OK, &asked);
    assert_int_equal (asked.count, 5);
    assert_false (asked.terms[0].joined);
    assert_false (asked.terms[1].joined);
    assert_true (asked.terms[2].joined);
    assert_false (asked.terms[3].joined);
    assert_false (asked.terms[4].joined);
    assert_true (asked.begins);
    assert_string_equal (asked.number, "");
    assert_asked ("“thu hồi”", QCDC_OK, &asked);
    assert_true (asked.terms[1].joined);
    assert_asked ("\"một hai\" \"ba bốn\"", QCDC_OK, &asked);
    assert_true (asked.terms[1].joined && !asked.terms[2].joined && asked.terms[3].joined);
    assert_asked ("đ", QCDC_OK, &asked);
    assert_false (asked.begins);
}

static void test_number (void **state)
{
    (void)state;
    search_asked_t asked;
    assert_asked (" 12 / ĐN @ 2019", QCDC_OK, &asked);
    assert_string_equal (asked.number, "12/dn");
    assert_int_equal (asked.year, 2019);
    assert_true (search_number_fits (&asked, "12/ĐN", 2019));
    assert_true (search_number_fits (&asked, "１２／đn", 2019));
    assert_true (search_number_fits (&asked, "12/DN", 2019));
    assert_false (search_number_fits (&asked, "12/ĐN", 2020));
    assert_false (search_number_fits (&asked, "112/ĐN", 2019));
    assert_asked ("12/dn", QCDC_OK, &asked);
    assert_int_equal (asked.year, 0);
    assert_true (search_number_fits (&asked, "12/ĐN", 2020));
    assert_asked ("12/KN@19", QCDC_OK, &asked);
    assert_int_equal (asked.year, 0);
    /* A number of its own, though it is no word that tells anything. */
    assert_asked ("7", QCDC_OK, &asked);
    assert_string_equal (asked.number, "7");
}

static void test_refused (void **state)
{
    (void)state;
    search_asked_t asked;
    char text[QCDC_SEARCH_BYTES_MAX + 2];
    assert_asked ("", QCDC_EMPTY, &asked);
    assert_asked (" \"…\" — ", QCDC_EMPTY, &asked);
    assert_asked ("về việc", QCDC_EMPTY, &asked);
    assert_asked ("VÀ CỦA", QCDC_EMPTY, &asked);
    assert_asked ("về việc đất", QCDC_OK, &asked);
    assert_asked ("đ\xFF", QCDC_BAD_UTF8, &asked);
    memset (text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_asked (text, QCDC_TOO_LARGE, &asked);
    assert_asked ("a b c d e f g h i j k l m n o p q", QCDC_TOO_LARGE, &asked);
    assert_asked ("a b c d e f g h i j k l m n o p", QCDC_OK, &asked);
}

static void assert_excerpt (const char *words, const char *title, const char *summary, const char *wanted)
{
    search_asked_t asked;
    assert_asked (words, QCDC_OK, &asked);
    char *excerpt = search_excerpt (&asked, title, summary);
    assert_non_null (excerpt);
    assert_string_equal (excerpt, wanted);
    free (excerpt);
}

static void test_excerpt (void **state)
{
    (void)state;
    assert_excerpt ("dat dai", "Khiếu nại đất đai ở thôn Hạ", "", "Khiếu nại «đất đai» ở thôn Hạ");
    assert_excerpt ("thon dat", "Khiếu nại đất đai ở thôn Hạ", NULL, "Khiếu nại «đất» đai ở «thôn» Hạ");
    assert_excerpt ("boi thuo", "Khiếu nại", "Tiền bồi thường\nchưa trả", "Tiền «bồi thường» chưa trả");
    assert_excerpt ("khieu thuong", "Khiếu nại", "Tiền bồi thường", "«Khiếu» nại · Tiền bồi «thường»");
    assert_excerpt ("12/KN", "Khiếu nại", "Tiền bồi thường", "Khiếu nại");
    assert_excerpt ("dat", "", NULL, "");
    assert_excerpt (
        "dat",
        "một hai ba bốn năm sáu bảy tám chín mười đất một hai ba bốn năm sáu bảy tám chín mười một hai ba "
        "bốn năm sáu bảy tám chín mười",
        NULL,
        "…năm sáu bảy tám chín mười «đất» một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu "
        "bảy…");
    /* Where more of them stand together. */
    assert_excerpt (
        "dat thu hoi",
        "đất một hai ba bốn năm sáu bảy tám chín mười một hai ba bốn năm sáu bảy tám chín mười một hai ba "
        "bốn năm thu hồi đất",
        NULL, "…mười một hai ba bốn năm «thu hồi đất»");
}

int main (void)
{
    static const struct CMUnitTest TESTS[] = {cmocka_unit_test (test_folded),  cmocka_unit_test (test_exact),
                                              cmocka_unit_test (test_long),    cmocka_unit_test (test_bytes),
                                              cmocka_unit_test (test_asked),   cmocka_unit_test (test_number),
                                              cmocka_unit_test (test_refused), cmocka_unit_test (test_excerpt)};
    return cmocka_run_group_tests (TESTS, NULL, NULL);
}
