/*  test_numbers.c — register numbers that were met: never "new" twice, nearly never "met" at first, at any size. */

#include "matters/petition.h"
#include "matters/report.h"
#include "projections/numbers.h"
#include "projections/state.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define MANY 200000

static bool meet (numbers_t *numbers, int office, const char *local_no)
{
    char key[STATE_KEY_BYTES];
    assert_true (state_key (office, &PETITION_MATTER, local_no, key));
    return numbers_meet (numbers, key);
}

static void test_new_once (void **unused)
{
    (void)unused;
    numbers_t numbers;
    fault_t fault;
    assert_int_equal (numbers_init (&numbers, &fault), QCDC_OK);
    assert_false (meet (&numbers, 1, "12/KN"));
    assert_true (meet (&numbers, 1, "12/KN"));
    assert_false (meet (&numbers, 2, "12/KN"));
    assert_false (meet (&numbers, 1, "12/K"));
    assert_false (meet (&numbers, 1, ""));
    assert_true (meet (&numbers, 1, ""));
    numbers_release (&numbers);
}

/*  Through many doublings: every number is met the second time; 64 bits make the first time a mistake about never. */
static void test_many (void **unused)
{
    (void)unused;
    numbers_t numbers;
    char local_no[32];
    size_t mistaken = 0;
    fault_t fault;
    assert_int_equal (numbers_init (&numbers, &fault), QCDC_OK);
    for (int i = 0; i < MANY; i++) {
        snprintf (local_no, sizeof local_no, "%d/KN", i);
        mistaken += meet (&numbers, i % 10, local_no);
    }
    assert_true (mistaken < 2);
    assert_true (numbers.count >= MANY - 1);
    assert_true (numbers.capacity / 4 * 3 >= numbers.count);
    for (int i = 0; i < MANY; i++) {
        snprintf (local_no, sizeof local_no, "%d/KN", i);
        assert_true (meet (&numbers, i % 10, local_no));
    }
    numbers_release (&numbers);
}

/*  A set that was given up sends everybody to the database. */
static void test_given_up (void **unused)
{
    (void)unused;
    numbers_t numbers;
    fault_t fault;
    assert_int_equal (numbers_init (&numbers, &fault), QCDC_OK);
    numbers_release (&numbers);
    assert_true (meet (&numbers, 1, "12/KN"));
    assert_true (meet (&numbers, 1, "13/KN"));
}

/*  The key holds the longest name that a thing may have, and no longer one; no two matters share one. */
static void test_key (void **unused)
{
    (void)unused;
    char key[STATE_KEY_BYTES], other[STATE_KEY_BYTES], name[MATTER_KEY_BYTES + 1];
    memset (name, 'x', sizeof name);
    name[MATTER_KEY_BYTES] = '\0';
    assert_false (state_key (1, &PETITION_MATTER, name, key));
    name[MATTER_KEY_BYTES - 1] = '\0';
    assert_true (state_key (1, &PETITION_MATTER, name, key));
    assert_string_equal (key + STATE_OFFICE_BYTES + 1, name);
    assert_true (state_key (INT32_MAX, &PETITION_MATTER, name, other));
    assert_string_not_equal (key, other);
    assert_true (state_key (1, &REPORT_MATTER, name, other));
    assert_string_not_equal (key, other);
    assert_false (state_key (-1, &PETITION_MATTER, "1", key));
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_new_once), cmocka_unit_test (test_many),
                                       cmocka_unit_test (test_given_up), cmocka_unit_test (test_key)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
