/*  test_array.c — arrays grow without losing what is in them, and say so when they cannot. */

#include "base/array.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_elements (void **state)
{
    (void)state;
    int *array = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < 1000; i++) {
        assert_true (array_grow (&array, count, &capacity, sizeof *array));
        assert_true (capacity > count);
        array[count++] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal (array[i], i);
    free (array);
}

/*  Also no bytes at all are room: an empty text is not a lack of memory. */
static void test_bytes (void **state)
{
    (void)state;
    uint8_t *data = NULL;
    size_t length = 0, capacity = 0, wanted = 0;
    assert_non_null (array_room (&data, &length, &capacity, 0));
    assert_int_equal (length, 0);
    for (size_t bytes = 1; bytes < 300; bytes++) {
        uint8_t *room = array_room (&data, &length, &capacity, bytes);
        assert_ptr_equal (room, data + wanted);
        memset (room, (int)bytes, bytes);
        wanted += bytes;
        assert_int_equal (length, wanted);
        assert_true (length <= capacity);
    }
    const uint8_t *at = data;
    for (size_t bytes = 1; bytes < 300; at += bytes++)
        assert_true (at[0] == (uint8_t)bytes && at[bytes - 1] == (uint8_t)bytes);
    free (data);
}

static void test_too_much (void **state)
{
    (void)state;
    uint8_t *data = NULL;
    size_t length = 0, capacity = 0;
    assert_non_null (array_room (&data, &length, &capacity, 10));
    const uint8_t *before = data;
    size_t held = capacity;
    assert_null (array_room (&data, &length, &capacity, SIZE_MAX - 10));
    assert_true (data == before && length == 10 && capacity == held);
    free (data);
}

int main (void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test (test_elements), cmocka_unit_test (test_bytes),
                                       cmocka_unit_test (test_too_much)};
    return cmocka_run_group_tests_name ("array", tests, NULL, NULL);
}
