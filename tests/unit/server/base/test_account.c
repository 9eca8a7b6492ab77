/*  test_account.c — what a key has not read: its own share, and what is left of it where all have much. */

#include "base/account.h"
#include "base/job.h"
#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void test_share (void **state)
{
    (void)state;
    account_t *account = account_new ();
    assert_non_null (account);
    assert_false (account_full (account));
    account_owe (account, QCDC_UNREAD_BYTES_MAX - 1000);
    assert_false (account_full (account));
    account_owe (account, 1000);
    assert_true (account_full (account));
    account_settle (account, QCDC_UNREAD_BYTES_MAX - 1000);
    assert_false (account_full (account));
    account_settle (account, 1000);
    assert_int_equal (account_bytes (account), 0);
    account_drop (&account);
    assert_null (account);
}

/*  Small answers count too: a message has a price of its own. */
static void test_many_small (void **state)
{
    (void)state;
    account_t *account = account_new ();
    assert_non_null (account);
    unsigned count = 0;
    for (; !account_full (account); count++)
        account_owe (account, 1);
    assert_true (count < QCDC_UNREAD_BYTES_MAX / 200);
    while (count--)
        account_settle (account, 1);
    account_drop (&account);
}

static void test_all_together (void **state)
{
    (void)state;
    account_t *accounts[20], *modest = account_new ();
    assert_non_null (modest);
    const size_t each = QCDC_UNREAD_ALL_BYTES_MAX / 20;
    for (size_t i = 0; i < 20; i++) {
        assert_non_null (accounts[i] = account_new ());
        account_owe (accounts[i], each);
    }
    assert_true (account_full (accounts[0])); /* within its share, but there is no more for those that have some */
    account_owe (modest, 1000);
    assert_false (account_full (modest)); /* one answer at a time is always to be had */
    account_settle (modest, 1000);
    for (size_t i = 0; i < 20; i++) {
        account_settle (accounts[i], each);
        assert_false (account_full (accounts[i]));
        account_drop (&accounts[i]);
    }
    account_drop (&modest);
}

/*  Whoever sent last may be ZeroMQ, long after the session. */
static void test_holders (void **state)
{
    (void)state;
    account_t *account = account_new (), *other = account_hold (account);
    account_owe (account, 10);
    account_drop (&account);
    account_settle (other, 10);
    assert_int_equal (account_bytes (other), 0);
    account_drop (&other);
    assert_null (account_hold (NULL));
    account_owe (NULL, 10);
    account_settle (NULL, 10);
    assert_false (account_full (NULL));
}

/*  A job that comes to count in one again holds it once; valgrind tells of one that is left behind. */
static void test_jobs (void **state)
{
    (void)state;
    account_t *account = account_new (), *other = account_new ();
    job_t *job = job_new ();
    assert_non_null (job);
    job_count_in (job, account);
    job_count_in (job, other);
    job_count_in (job, account);
    job_count_in (job, account);
    account_drop (&account);
    account_drop (&other);
    account_owe (job->account, 10);
    account_settle (job->account, 10);
    assert_int_equal (account_bytes (job->account), 0);
    job_destroy (&job);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_share),
        cmocka_unit_test (test_many_small),
        cmocka_unit_test (test_all_together),
        cmocka_unit_test (test_holders),
        cmocka_unit_test (test_jobs),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
