/*  test_nearest.c — words as they are typed, and what was meant by a wrong one. */

#include "base/nearest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *const COMMANDS[] = {"join", "sync", "status", "rejected", "petition", "report", "query", NULL};

static const char *meant (const char *typed, const char *const *known)
{
    static nearest_t nearest;
    nearest_begin (&nearest, typed);
    for (; *known; known++)
        nearest_offer (&nearest, *known, *known);
    return nearest_found (&nearest);
}

static void test_same (void **state)
{
    (void)state;
    assert_true (word_same ("Thụ lý", "thu ly"));
    assert_true (word_same ("ĐẤT_ĐAI", "dat dai"));
    assert_true (word_same ("đất-đai", "DAT_DAI"));
    assert_true (word_same ("tha\xCC\x83", "thã"));
    assert_false (word_same ("thụ lý", "thụ"));
    assert_false (word_same ("", "thu"));
    /* Cut words are never the same, whatever is left of them. */
    char one[100], other[100];
    memset (one, 'a', 90);
    memset (other, 'a', 90);
    strcpy (one + 90, "b");
    strcpy (other + 90, "c");
    assert_false (word_same (one, other));
    /* Bytes that are no text are no trap. */
    assert_false (word_same ("\xFF\xFE", "x"));
}

static void test_meant (void **state)
{
    (void)state;
    assert_string_equal (meant ("statsu", COMMANDS), "status");
    assert_string_equal (meant ("petiton", COMMANDS), "petition");
    assert_string_equal (meant ("REPORT", COMMANDS), "report");
    assert_string_equal (meant ("rejecte", COMMANDS), "rejected");
    assert_string_equal (meant ("pet", COMMANDS), "petition");
    assert_null (meant ("fly", COMMANDS));
    assert_null (meant ("nonsense", COMMANDS));
    assert_null (meant ("", COMMANDS));
    assert_null (meant ("x", COMMANDS));
    static const char *const COLUMNS[] = {"local_no", "received_on", "settled_on", NULL};
    assert_string_equal (meant ("recieved", COLUMNS), "received_on");
    assert_string_equal (meant ("setled_on", COLUMNS), "settled_on");
    static const char *const VIETNAMESE[] = {"đồng bộ", "báo cáo", NULL};
    assert_string_equal (meant ("dong bo", VIETNAMESE), "đồng bộ");
    assert_string_equal (meant ("bao coa", VIETNAMESE), "báo cáo");
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_same), cmocka_unit_test (test_meant)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
