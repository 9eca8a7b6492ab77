/*  test_pg_rows.c — rows that memory was refused for: what is gathered of them is never taken for all of them.
 *
 *  Linked with --wrap=realloc, so that the growth of an array can be refused here. */

#include "pg/pg.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool refused;
void *__real_realloc (void *block, size_t size);
void *__wrap_realloc (void *block, size_t size);

void *__wrap_realloc (void *block, size_t size)
{
    return refused ? NULL : __real_realloc (block, size);
}

static const Oid TYPES[] = {OID_BYTEA};
static const pg_table_t TABLE = {
    "copy t (c) from stdin (format binary)", {"t", "insert into t values ($1)"}, 1, TYPES};

/*  No connection is there to be used: whoever looked at it would fall over. */
static void assert_fails (const pg_rows_t *rows)
{
    for (int queue = 0; queue < 2; queue++) {
        fault_t fault = {0};
        assert_int_equal (pg_rows_send (NULL, &TABLE, rows, queue, &fault), QCDC_NO_MEMORY);
        assert_int_equal (fault.status, QCDC_NO_MEMORY);
    }
}

static void the_first_row (void **state)
{
    (void)state;
    pg_rows_t rows = {0};
    refused = true;
    pg_rows_row (&rows, 1);
    pg_rows_int8 (&rows, 1);
    refused = false;
    assert_int_equal (rows.rows, 0);
    assert_fails (&rows);
    pg_rows_release (&rows);
}

/*  Memory that is there again does not bring back what was lost. */
static void a_later_row (void **state)
{
    static const char text[5000];
    (void)state;
    pg_rows_t rows = {0};
    pg_rows_row (&rows, 1);
    pg_rows_int8 (&rows, 1);
    refused = true;
    pg_rows_row (&rows, 1);
    pg_rows_bytea (&rows, text, sizeof text);
    refused = false;
    assert_fails (&rows);
    pg_rows_row (&rows, 1);
    pg_rows_int8 (&rows, 1);
    assert_fails (&rows);
    pg_rows_release (&rows);
}

static void none (void **state)
{
    (void)state;
    pg_rows_t rows = {0};
    fault_t fault = {0};
    assert_int_equal (pg_rows_send (NULL, &TABLE, &rows, false, &fault), QCDC_OK);
    assert_int_equal (pg_rows_send (NULL, &TABLE, &rows, true, &fault), QCDC_OK);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_first_row),
        cmocka_unit_test (a_later_row),
        cmocka_unit_test (none),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
