/*  test_log_limit.c — a flood of lines becomes a few, and one that says how many there were. */

#include "base/log_limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int kept_stderr, file;

/*  What FLOOD writes to the log, as text; the last 64 KiB of it would do, a flood that is limited has less. */
static const char *log_of (void (*flood) (log_limit_t *))
{
    static char text[65536];
    char name[] = "/tmp/test_log_limit_XXXXXX";
    log_limit_t limit = {0};
    file = mkstemp (name);
    assert_true (file >= 0);
    unlink (name);
    kept_stderr = dup (STDERR_FILENO);
    assert_true (dup2 (file, STDERR_FILENO) >= 0);
    flood (&limit);
    log_limit_say (&limit, 1);
    dup2 (kept_stderr, STDERR_FILENO);
    close (kept_stderr);
    ssize_t length = pread (file, text, sizeof text - 1, 0);
    close (file);
    assert_true (length > 0 && length < (ssize_t)sizeof text - 1);
    text[length] = '\0';
    return text;
}

static unsigned count (const char *text, const char *what)
{
    unsigned found = 0;
    for (const char *at = text; (at = strstr (at, what)) != NULL; at += strlen (what))
        found++;
    return found;
}

static void one_sender (log_limit_t *limit)
{
    for (int i = 0; i < 20000; i++)
        log_limited (limit, "key 11", "front: key 11 number %d", i);
    log_limited (limit, "key 22", "front: key 22 alone");
}

static void test_one_sender (void **state)
{
    (void)state;
    const char *text = log_of (one_sender);
    assert_int_equal (count (text, "number"), LOG_LINES_PER_SUBJECT);
    assert_int_equal (count (text, "key 22 alone"), 1); /* a flood hides nobody else */
    assert_int_equal (count (text, "19995 more warnings about 2 senders were left out, most of them (19995) about key 11"),
                      1);
}

static void many_senders (log_limit_t *limit)
{
    for (int i = 0; i < 20000; i++) {
        char name[LOG_SUBJECT_BYTES];
        snprintf (name, sizeof name, "key %d", i);
        log_limited (limit, name, "front: key %d has not joined", i);
    }
}

static void test_many_senders (void **state)
{
    (void)state;
    const char *text = log_of (many_senders);
    assert_int_equal (count (text, "has not joined"), LOG_LINES_PER_LIMIT);
    assert_int_equal (count (text, "19940 more warnings about at least 64 senders"), 1);
}

static void few (log_limit_t *limit)
{
    log_limited (limit, "key 11", "front: key %d has not joined", 11);
}

static void test_nothing_left_out (void **state)
{
    (void)state;
    assert_int_equal (count (log_of (few), "\n"), 1);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_one_sender),
        cmocka_unit_test (test_many_senders),
        cmocka_unit_test (test_nothing_left_out),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
