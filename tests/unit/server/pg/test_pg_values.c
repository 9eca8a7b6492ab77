/*  test_pg_values.c — parameters and rows in PostgreSQL's binary form, byte by byte as its documentation has them. */

#include "pg/pg_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_value (const pg_params_t *params, int at, const void *bytes, int length)
{
    pg_bound_t bound = pg_params_bind (params);
    assert_true (at < bound.count);
    assert_int_equal (bound.lengths[at], length);
    assert_int_equal (bound.formats[at], 1);
    assert_non_null (bound.values[at]);
    assert_memory_equal (bound.values[at], bytes, (size_t)length);
}

static void scalars (void **state)
{
    (void)state;
    pg_params_t *params = pg_params_new ();
    assert_non_null (params);
    pg_params_int8 (params, -2);
    pg_params_int4 (params, 0x01020304);
    pg_params_int2 (params, -1);
    pg_params_bool (params, true);
    pg_params_date (params, PG_EPOCH_DAYS + 1);
    pg_params_timestamp (params, PG_EPOCH_US - 1);
    pg_params_text (params, "đơn");
    pg_params_bytea (params, "\0\1", 2);
    assert_value (params, 0, "\xff\xff\xff\xff\xff\xff\xff\xfe", 8);
    assert_value (params, 1, "\1\2\3\4", 4);
    assert_value (params, 2, "\xff\xff", 2);
    assert_value (params, 3, "\1", 1);
    assert_value (params, 4, "\0\0\0\1", 4);
    assert_value (params, 5, "\xff\xff\xff\xff\xff\xff\xff\xff", 8);
    assert_value (params, 6, "đơn", (int)strlen ("đơn"));
    assert_value (params, 7, "\0\1", 2);
    pg_params_destroy (&params);
    assert_null (params);
}

/*  A value without bytes is not null. */
static void nothing_and_null (void **state)
{
    (void)state;
    pg_params_t *params = pg_params_new ();
    pg_params_text (params, "");
    pg_params_text (params, NULL);
    pg_params_bytea (params, "", 0);
    pg_params_bytea (params, NULL, 0);
    pg_params_null (params);
    pg_bound_t bound = pg_params_bind (params);
    assert_int_equal (bound.count, 5);
    for (int i = 0; i < 5; i++) {
        assert_int_equal (bound.values[i] != NULL, i == 0 || i == 2);
        assert_int_equal (bound.lengths[i], 0);
    }
    pg_params_reset (params);
    assert_int_equal (pg_params_bind (params).count, 0);
    pg_params_int2 (params, 7);
    assert_value (params, 0, "\0\7", 2);
    pg_params_destroy (&params);
}

static void arrays (void **state)
{
    (void)state;
    static const uint8_t TWO[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 21, 0, 0, 0, 2,
                                  0, 0, 0, 1, 0, 0, 0, 2, 0, 5, 0, 0,  0, 2, 0, 6};
    static const uint8_t NONE[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25};
    static const uint8_t TEXTS[] = {0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 25, 0, 0,  0,
                                    2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,  1, 'a'};
    pg_params_t *params = pg_params_new ();
    pg_params_array_begin (params, OID_INT2);
    pg_params_int2 (params, 5);
    pg_params_int2 (params, 6);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    pg_params_array_end (params);
    pg_params_array_begin (params, OID_TEXT);
    pg_params_text (params, "");
    pg_params_text (params, "a");
    pg_params_array_end (params);
    pg_params_int4 (params, 9);
    assert_value (params, 0, TWO, sizeof TWO);
    assert_value (params, 1, NONE, sizeof NONE);
    assert_value (params, 2, TEXTS, sizeof TEXTS);
    assert_value (params, 3, "\0\0\0\x09", 4);
    pg_params_destroy (&params);
}

/*  Values stay where they are said to be while the buffer moves. */
static void many (void **state)
{
    (void)state;
    pg_params_t *params = pg_params_new ();
    for (int i = 0; i < 3000; i++)
        pg_params_int8 (params, i);
    pg_bound_t bound = pg_params_bind (params);
    assert_int_equal (bound.count, 3000);
    for (int i = 0; i < 3000; i++)
        assert_int_equal (pg_get64 (bound.values[i]), i);
    assert_false (pg_params_failed (params));
    pg_params_destroy (&params);
}

static void rows (void **state)
{
    (void)state;
    static const uint8_t EXPECTED[] = {0,   3, 0, 0,    0,    2,    0,    9, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1,
                                       'x', 0, 3, 0xff, 0xff, 0xff, 0xff, 0, 0,    0,    1,    1,    0, 0, 0, 0};
    pg_rows_t rows = {0};
    pg_rows_row (&rows, 3);
    pg_rows_int2 (&rows, 9);
    pg_rows_text (&rows, NULL);
    pg_rows_text (&rows, "x");
    pg_rows_row (&rows, 3);
    pg_rows_null (&rows);
    pg_rows_bool (&rows, true);
    pg_rows_bytea (&rows, "", 0);
    assert_int_equal (rows.rows, 2);
    assert_false (rows.failed);
    assert_int_equal (rows.length, sizeof EXPECTED);
    assert_memory_equal (rows.data, EXPECTED, sizeof EXPECTED);
    pg_rows_reset (&rows);
    assert_int_equal (rows.rows + rows.length, 0);
    pg_rows_row (&rows, 2);
    pg_rows_date (&rows, PG_EPOCH_DAYS);
    pg_rows_timestamp (&rows, PG_EPOCH_US);
    assert_memory_equal (rows.data, "\0\2\0\0\0\4\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\0\0", 22);
    pg_rows_release (&rows);
    assert_null (rows.data);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (scalars), cmocka_unit_test (nothing_and_null),
                                       cmocka_unit_test (arrays), cmocka_unit_test (many), cmocka_unit_test (rows)};
    return cmocka_run_group_tests (tests, NULL, NULL);
}
