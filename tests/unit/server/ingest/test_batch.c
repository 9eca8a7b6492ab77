/*  test_batch.c — a batch taken apart: its parts in order, each as if it were the whole, and nothing lost between them. */

#include "ingest/batch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/*  COUNT appends of 1, 2, 3 … entries; entries are numbered through. */
static batch_t *batch_of (size_t count)
{
    batch_t *batch = batch_new ();
    assert_non_null (batch);
    uint64_t seq = 0;
    for (size_t i = 0; i < count; i++) {
        batch_append_t *append = batch_add_append (batch);
        assert_non_null (append);
        append->first_seq = seq + 1;
        append->begin = batch->entry_count;
        append->count = i + 1;
        for (size_t n = 0; n <= i; n++) {
            batch_entry_t *entry = batch_add_entry (batch);
            assert_non_null (entry);
            entry->entry.seq = ++seq;
        }
        append->last_seq = seq;
    }
    return batch;
}

/*  Whether the batch shows appends as they were made, from the one with FIRST_SEQ on. */
static uint64_t check_part (const batch_t *batch, uint64_t first_seq)
{
    size_t begin = 0;
    for (size_t i = 0; i < batch->append_count; i++) {
        const batch_append_t *append = &batch->appends[i];
        assert_int_equal (append->begin, begin);
        assert_int_equal (append->first_seq, first_seq);
        for (size_t n = 0; n < append->count; n++)
            assert_int_equal (batch->entries[begin + n].entry.seq, first_seq + n);
        begin += append->count;
        first_seq += append->count;
    }
    assert_int_equal (batch->entry_count, begin);
    return first_seq;
}

static void test_parts (void **state)
{
    (void)state;
    for (size_t most = 1; most <= 11; most++) {
        batch_t *batch = batch_of (10);
        uint64_t next = 1;
        size_t parts = 0;
        for (; batch->append_count > 0; parts++) {
            batch_cut (batch, most);
            assert_true (batch->append_count <= most);
            next = check_part (batch, next);
            batch_go_on (batch);
        }
        assert_int_equal (next, 56);
        assert_int_equal (parts, (10 + most - 1) / most);
        assert_int_equal (batch->entry_count, 0);
        batch_destroy (&batch);
    }
}

/*  What failed in halves is cut again. */
static void test_cut_twice (void **state)
{
    (void)state;
    batch_t *batch = batch_of (8);
    batch_cut (batch, 4);
    assert_int_equal (batch->hidden_appends, 4);
    assert_int_equal (batch->hidden_entries, 26);
    batch_cut (batch, 2);
    assert_int_equal (check_part (batch, 1), 4);
    assert_int_equal (batch->hidden_appends, 6);
    batch_go_on (batch);
    assert_int_equal (batch->append_count, 6);
    assert_int_equal (batch->hidden_appends + batch->hidden_entries, 0);
    assert_int_equal (check_part (batch, 4), 37);
    batch_destroy (&batch);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_parts),
        cmocka_unit_test (test_cut_twice),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
