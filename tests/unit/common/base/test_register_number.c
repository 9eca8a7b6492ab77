/*  test_register_number.c — one number however it is written, and two numbers that only resemble each other. */

#include "base/register_number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_folds (const char *number, const char *wanted)
{
    char key[NUMBER_KEY_BYTES];
    assert_int_equal (number_fold (number, strlen (number), key), QCDC_OK);
    assert_string_equal (key, wanted);
}

static void assert_same (const char *a, const char *b, bool same)
{
    char key_a[NUMBER_KEY_BYTES], key_b[NUMBER_KEY_BYTES];
    assert_int_equal (number_fold (a, strlen (a), key_a), QCDC_OK);
    assert_int_equal (number_fold (b, strlen (b), key_b), QCDC_OK);
    assert_int_equal (strcmp (key_a, key_b) == 0, same);
}

static void test_as_freely_as_people_write (void **state)
{
    (void)state;
    static const struct {
        const char *number;
        int year;
        const char *loose;
    } CASES[] = {{"Số 12/ĐKN-2020", 2020, "12dkn"},
                 {"012 dkn", 2020, "12dkn"},
                 {"so: 12 / ĐKN / 2020", 2020, "12dkn"},
                 {"12 / 2020", 2020, "12"},
                 {"２０２０/１２", 2020, "12"},
                 {"12", 2020, "12"},
                 {"2020", 2020, "2020"},
                 {"Số 2020", 2020, "2020"},
                 {"2020/2020", 2020, "2020"},
                 {"12/2019", 2020, "12.2019"},
                 {"12/KN", 2020, "12kn"},
                 {"No 7", 2020, "7"},
                 {"12А", 2020, "12a"},
                 {"000", 2020, "0"},
                 {"№ 7", 2020, "7"},
                 {"--", 2020, ""}};
    char loose[NUMBER_KEY_BYTES];
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        assert_string_equal (number_loosen (CASES[i].number, CASES[i].year, loose), CASES[i].loose);
    /* Others stay others. */
    assert_string_equal (number_loosen ("1/2KN", 2020, loose), "1.2kn");
}

static void test_one_number (void **state)
{
    (void)state;
    static const char *const SAME[] = {"20/KN",           "20 /KN",
                                       "20/kn",           " 20/KN ",
                                       "２０/ＫＮ",       "２０／ＫＮ",
                                       "20\u2215KN", /* division slash */
                                       "20\u2044KN", /* fraction slash */
                                       "20/\u200BKN",     "20/\u00ADKN",
                                       "\uFEFF20/KN",     "20\u2060/K\u200DN",
                                       "20\u00A0/KN",     "20\u3000/KN",
                                       "20/КN",                                      /* Cyrillic К */
                                       "20/кN",                                      /* and small */
                                       "20/\u039A\u039D",                            /* Greek */
                                       "20/\u03BAn",      "20/\U0001D40A\U0001D40D", /* mathematical bold */
                                       "२०/KN",           "\u0662\u0660/KN",         /* Devanagari, Arabic */
                                       "\u1A92\u1A90/KN", "\U0001D7DA\U0001D7D8/KN",
                                       "20/\uA4D7\uA4E0",                /* Lisu */
                                       "20/\u13E6N",      "20/\uABB6n"}; /* Cherokee, and small */
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        assert_folds (SAME[i], "20/kn");
    assert_same ("22/HĐND-Hòa", "22/hđnd-Hoà", true);
    assert_same ("22/HĐND-HÒA", "22/HĐND-HOÀ", true);
    assert_same ("21/Đ", "21/\u00D0", true);
    assert_same ("21/Đ", "21/\u0189", true);
    assert_same ("21/đ", "21/\u00F0", true);
    assert_same ("7-KN", "7\u2013KN", true);
    assert_same ("7-KN", "7\u2212KN", true);
    assert_same ("7-KN", "7\u2011KN", true);
    assert_same ("hòa/hòa", "hoà/hoà", true);
    assert_same ("ti\u1EC1n", "tie\u0302\u0300n", true); /* composed or not */
}

static void test_other_numbers (void **state)
{
    (void)state;
    assert_same ("20/KN", "20/TC", false);
    assert_same ("20/KN", "2/0KN", false);
    assert_same ("20/KN", "20-KN", false);
    assert_same ("20/Đ", "20/D", false);
    assert_same ("20/ô", "20/o", false);
    assert_same ("hóa", "hòa", false);
    assert_same ("hoà/a", "hoa/à", false); /* the tone stays in its word */
    assert_same ("01/KN", "1/KN", false);
    assert_same ("10", "lO", false); /* a digit is no letter */
    assert_same ("१२", "१३", false);
    assert_same ("4", "\u13CE", false); /* nor is a letter a digit, though Cherokee's SE is drawn like one */
}

static void test_limits (void **state)
{
    (void)state;
    char text[QCDC_LOCAL_NO_BYTES_MAX + 3] = "", key[NUMBER_KEY_BYTES];
    assert_int_equal (number_fold ("", 0, key), QCDC_EMPTY);
    assert_int_equal (number_fold (" \u200B ", 5, key), QCDC_EMPTY);
    assert_int_equal (number_fold ("\xFF", 1, key), QCDC_BAD_UTF8);
    /* The longest Vietnamese number that is let in has a key. */
    while (strlen (text) + 3 <= QCDC_LOCAL_NO_BYTES_MAX)
        strcat (text, "ố");
    assert_int_equal (number_fold (text, strlen (text), key), QCDC_OK);
    memset (text, '7', QCDC_LOCAL_NO_BYTES_MAX + 1);
    assert_int_equal (number_fold (text, QCDC_LOCAL_NO_BYTES_MAX, key), QCDC_OK);
    assert_int_equal (number_fold (text, QCDC_LOCAL_NO_BYTES_MAX + 1, key), QCDC_TOO_LARGE);
    /* A ligature that folds to eighteen letters. */
    text[0] = '\0';
    while (strlen (text) + 3 <= QCDC_LOCAL_NO_BYTES_MAX)
        strcat (text, "\uFDFA");
    assert_int_equal (number_fold (text, strlen (text), key), QCDC_TOO_LARGE);
}

static void test_cleaning (void **state)
{
    (void)state;
    char text[64] = " \u200B20\u00A0\u00A0/ \u00ADK\u200DN\uFEFF ";
    assert_false (number_is_clean (text));
    number_clean (text);
    assert_string_equal (text, "20 / KN");
    assert_true (number_is_clean (text));
    assert_true (number_is_clean ("22/HĐND-Hòa"));
    assert_false (number_is_clean ("20/KN "));
    /* What is no text stays where it is, or the rest would pass for another number. */
    char broken[] = " 12/KN\xFF 13 ", key[NUMBER_KEY_BYTES];
    number_clean (broken);
    assert_string_equal (broken, "12/KN\xFF 13");
    assert_int_equal (number_fold (broken, strlen (broken), key), QCDC_BAD_UTF8);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_as_freely_as_people_write),
                                       cmocka_unit_test (test_one_number), cmocka_unit_test (test_other_numbers),
                                       cmocka_unit_test (test_limits), cmocka_unit_test (test_cleaning)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
