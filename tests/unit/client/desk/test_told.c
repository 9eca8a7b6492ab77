/*  test_told.c — what is told once. */

#include "desk/told.h"
#include "fixture.h"

#define NAME "test_told"

static fixture_t fixture;

static int setup (void **state)
{
    (void)state;
    fixture_open (&fixture);
    return 0;
}

static int teardown (void **state)
{
    (void)state;
    fixture_close (&fixture);
    return 0;
}

static const address_t FIRST = {1, 2, 0}, SECOND = {11, 2, 0}, LONG = {UINT64_MAX, INT64_MAX, 0};

static void test_once (void **state)
{
    (void)state;
    told_t told;
    journal_t *journal = fixture.desk.home.journal;
    assert_ok (&fixture, told_open (&told, journal, NAME, &fixture.fault));
    assert_true (told_keep (&told, &FIRST));
    assert_true (told_keep (&told, &LONG));
    assert_ok (&fixture, told_close (&told, journal, QCDC_OK, &fixture.fault));

    assert_ok (&fixture, told_open (&told, journal, NAME, &fixture.fault));
    assert_true (told_has (&told, &FIRST));
    assert_false (told_has (&told, &SECOND)); /* whose address ends like it */
    assert_false (told_keep (&told, &FIRST));
    assert_true (told_keep (&told, &SECOND));
    assert_ok (&fixture, told_close (&told, journal, QCDC_OK, &fixture.fault));

    /* What was not kept the last time is forgotten. */
    assert_ok (&fixture, told_open (&told, journal, NAME, &fixture.fault));
    assert_false (told_has (&told, &LONG));
    assert_true (told_has (&told, &SECOND));
    assert_ok (&fixture, told_close (&told, journal, QCDC_OK, &fixture.fault));
}

/*  Who could not be told of all is told of all of it the next time. */
static void test_failure (void **state)
{
    (void)state;
    told_t told;
    journal_t *journal = fixture.desk.home.journal;
    assert_ok (&fixture, told_open (&told, journal, NAME, &fixture.fault));
    assert_true (told_keep (&told, &LONG));
    assert_int_equal (told_close (&told, journal, QCDC_IO, &fixture.fault), QCDC_IO);
    assert_ok (&fixture, told_open (&told, journal, NAME, &fixture.fault));
    assert_false (told_has (&told, &LONG));
    assert_ok (&fixture, told_close (&told, journal, QCDC_OK, &fixture.fault));
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_once), cmocka_unit_test (test_failure)};
    return cmocka_run_group_tests (tests, setup, teardown);
}
