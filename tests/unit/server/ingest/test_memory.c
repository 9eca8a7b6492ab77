/*  test_memory.c — who waits for what: counted by origin, met in pages, in the order of commit. */

#include "ingest/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void make (memory_t *memory)
{
    *memory = (memory_t){0};
    for (int id = 1; id <= 2; id++) {
        origin_node_t origin = {.origin = (uint64_t)(100 * id), .id = id};
        assert_int_equal (memory_add_origin (memory, &origin), QCDC_OK);
    }
    /* Of origin 1 the odd ones wait for 7:1, of origin 2 the even ones for 7:2; not in the order of commit. */
    for (int64_t entry = 99; entry >= 0; entry--)
        assert_int_equal (
            memory_add_waiting (memory, 7, entry % 2 ? 1 : 2, (waiting_t){entry + 1, entry % 2 ? 1 : 2}), QCDC_OK);
}

static void test_pages (void **state)
{
    (void)state;
    memory_t memory;
    waiting_t page[7];
    make (&memory);
    assert_int_equal (memory_origin_by_id (&memory, 1)->waiting, 50);
    int64_t after = 0;
    size_t seen = 0;
    for (size_t count; (count = memory_waiting_page (&memory, MEMORY_ALL, after, INT64_MAX, page, 7)) > 0;
         seen += count)
        for (size_t i = 0; i < count; i++)
            assert_int_equal (page[i].entry, ++after);
    assert_int_equal (seen, 100);
    assert_int_equal (memory_waiting_page (&memory, (memory_key_t){7, 1}, 0, 9, page, 7), 4); /* 2 4 6 8 */
    assert_int_equal (page[3].entry, 8);
    assert_int_equal (memory_waiting_page (&memory, (memory_key_t){7, 3}, 0, INT64_MAX, page, 7), 0);
    assert_true (memory_waiting_left (&memory, (memory_key_t){7, 2}, 98));
    assert_false (memory_waiting_left (&memory, (memory_key_t){7, 2}, 99));
    memory_release (&memory);
}

static void test_drop (void **state)
{
    (void)state;
    memory_t memory;
    waiting_t page[30];
    make (&memory);
    size_t count = memory_waiting_page (&memory, MEMORY_ALL, 0, INT64_MAX, page, 30);
    memory_drop_waiting (&memory, MEMORY_ALL, page, count);
    assert_int_equal (memory_origin_by_id (&memory, 1)->waiting, 35);
    assert_int_equal (memory_origin_by_id (&memory, 2)->waiting, 35);
    assert_int_equal (memory_waiting_page (&memory, MEMORY_ALL, 0, INT64_MAX, page, 30), 30);
    assert_int_equal (page[0].entry, 31);
    while ((count = memory_waiting_page (&memory, MEMORY_ALL, 0, INT64_MAX, page, 30)) > 0)
        memory_drop_waiting (&memory, MEMORY_ALL, page, count);
    assert_null (memory.waiting);
    assert_int_equal (memory_origin_by_id (&memory, 1)->waiting, 0);
    memory_release (&memory);
}

static void test_woken (void **state)
{
    (void)state;
    memory_t memory;
    memory_woken_t woken;
    make (&memory);
    memory.commit_seq = 100;
    assert_false (memory_has_woken (&memory));
    assert_int_equal (memory_add_woken (&memory, (memory_woken_t){{7, 9}, 0}), QCDC_OK); /* nobody waits for that */
    assert_int_equal (memory_add_woken (&memory, (memory_woken_t){{7, 2}, 40}), QCDC_OK);
    assert_int_equal (memory_add_woken (&memory, (memory_woken_t){{7, 2}, 20}),
                      QCDC_OK); /* once, from the earlier one */
    assert_int_equal (memory.woken_count, 2);
    assert_true (memory_has_woken (&memory));
    assert_true (memory_take_woken (&memory, 100, &woken));
    assert_int_equal (woken.key.seq, 2);
    assert_int_equal (woken.after, 20);
    assert_int_equal (memory.woken_count, 0);
    /* What the last commit left is not for that commit, and stays. */
    assert_int_equal (memory_add_woken (&memory, (memory_woken_t){{7, 1}, 99}), QCDC_OK);
    assert_false (memory_take_woken (&memory, 100, &woken));
    assert_int_equal (memory.woken_count, 1);
    assert_true (memory_take_woken (&memory, 101, &woken));
    memory_release (&memory);
}

/*  Who is addressed looks for it, and nobody else; where it is not known who is, all do. */
static void test_addressed (void **state)
{
    (void)state;
    memory_t memory = {.addressed = 1};
    char code[16];
    assert_int_equal (memory_addressed_at (&memory, "BCD-593"), 0);
    memory.addressed++;
    assert_int_equal (memory_address (&memory, "BCD-593"), QCDC_OK);
    memory.addressed++;
    assert_int_equal (memory_address (&memory, "BCD-594"), QCDC_OK);
    assert_int_equal (memory_addressed_at (&memory, "BCD-593"), 2);
    assert_int_equal (memory_addressed_at (&memory, "BCD-594"), 3);
    assert_int_equal (memory_addressed_at (&memory, "BCD-595"), 0);
    memory.addressed++;
    assert_int_equal (memory_address (&memory, NULL), QCDC_OK);
    assert_int_equal (memory_addressed_at (&memory, "BCD-593"), 4);
    assert_int_equal (memory_addressed_at (&memory, "BCD-595"), 4);
    /* More than are remembered: then it may have been anybody. */
    memory.addressed++;
    for (unsigned i = 0; i < MEMORY_ADDRESSED_MAX - 2; i++) {
        snprintf (code, sizeof code, "X-%u", i);
        assert_int_equal (memory_address (&memory, code), QCDC_OK);
    }
    assert_int_equal (memory_addressed_at (&memory, "BCD-595"), 4);
    assert_int_equal (memory_addressed_at (&memory, "X-0"), 5);
    memory.addressed++;
    assert_int_equal (memory_address (&memory, "ONE-MORE"), QCDC_OK);
    assert_int_equal (HASH_COUNT (memory.addressed_offices), 0);
    assert_int_equal (memory_addressed_at (&memory, "BCD-595"), 6);
    memory_release (&memory);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_pages),
        cmocka_unit_test (test_drop),
        cmocka_unit_test (test_woken),
        cmocka_unit_test (test_addressed),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
