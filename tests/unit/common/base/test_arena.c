/*  test_arena.c — the capped allocator, and that unpacking survives every single allocation that fails. */

#include "base/arena.h"
#include "base/limits.h"
#include "facts/fact.h"
#include "wire/entry.h"
#include "wire/frame.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_alignment (void **state)
{
    (void)state;
    arena_t *arena = arena_new (1u << 20);
    uint8_t *pointers[300];
    for (size_t i = 0; i < 300; i++) {
        pointers[i] = arena_alloc (arena, i);
        assert_non_null (pointers[i]);
        assert_int_equal ((uintptr_t)pointers[i] % 16, 0);
        memset (pointers[i], (int)(i & 0xFF), i);
    }
    /* Nobody has written into somebody else's bytes. */
    for (size_t i = 0; i < 300; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_equal (pointers[i][j], i & 0xFF);
    assert_false (arena_exhausted (arena));
    arena_destroy (&arena);
    assert_null (arena);
    arena_destroy (&arena);
}

static void test_cap (void **state)
{
    (void)state;
    arena_t *arena = arena_new (4096);
    assert_non_null (arena_alloc (arena, 4096));
    assert_false (arena_exhausted (arena));
    assert_null (arena_alloc (arena, 1));
    assert_true (arena_exhausted (arena));
    arena_reset (arena);
    assert_false (arena_exhausted (arena));
    assert_null (arena_alloc (arena, 4097));
    assert_true (arena_exhausted (arena));
    /* What is too large leaves room for what is not; that something was refused stays known. */
    assert_non_null (arena_alloc (arena, 4000));
    assert_true (arena_exhausted (arena));
    assert_null (arena_alloc (arena, 97));
    assert_non_null (arena_alloc (arena, 96));
    assert_null (arena_alloc (arena, SIZE_MAX));
    assert_null (arena_alloc (arena, SIZE_MAX - 15));
    arena_destroy (&arena);
}

static void test_no_room (void **state)
{
    (void)state;
    arena_t *arena = arena_new (0);
    assert_null (arena_alloc (arena, 1));
    assert_true (arena_exhausted (arena));
    assert_null (arena_strdup (arena, ""));
    arena_destroy (&arena);
}

/*  Everything handed out together stays under the cap, over many blocks and with sizes that no block divides by. */
static void test_cap_over_blocks (void **state)
{
    (void)state;
    static const size_t SIZES[] = {1, 17, 1000, 65536, 65537, 300000, 4u << 20, (4u << 20) + 1};
    const size_t cap = 24u << 20;
    for (size_t s = 0; s < sizeof SIZES / sizeof *SIZES; s++) {
        arena_t *arena = arena_new (cap);
        size_t sum = 0;
        for (uint8_t *at; (at = arena_alloc (arena, SIZES[s]));) {
            at[0] = at[SIZES[s] - 1] = 1;
            sum += SIZES[s];
        }
        assert_true (arena_exhausted (arena));
        assert_true (sum <= cap);
        size_t rounded = (SIZES[s] + 15) / 16 * 16;
        assert_int_equal (sum / SIZES[s], (cap - SIZES[s]) / rounded + 1); /* and none was refused too early */
        arena_destroy (&arena);
    }
}

static void test_reset (void **state)
{
    (void)state;
    arena_t *arena = arena_new (1u << 20);
    arena_reset (arena);
    void *first = arena_alloc (arena, 100);
    for (int i = 0; i < 9; i++)
        assert_non_null (arena_alloc (arena, 100000));
    for (int round = 0; round < 3; round++) {
        arena_reset (arena);
        assert_ptr_equal (arena_alloc (arena, 100), first);
        for (int i = 0; i < 10; i++)
            assert_non_null (arena_alloc (arena, 100000));
        assert_null (arena_alloc (arena, 100000));
    }
    arena_destroy (&arena);
}

static void test_strdup (void **state)
{
    (void)state;
    arena_t *arena = arena_new (16);
    char *copy = arena_strdup (arena, "fifteen letters");
    assert_string_equal (copy, "fifteen letters");
    arena_reset (arena);
    assert_null (arena_strdup (arena, "sixteen letters!"));
    assert_true (arena_exhausted (arena));
    arena_destroy (&arena);
}

static void test_allocator (void **state)
{
    (void)state;
    arena_t *arena = arena_new (64);
    ProtobufCAllocator *allocator = arena_allocator (arena);
    char *text = allocator->alloc (allocator->allocator_data, 32);
    strcpy (text, "still here");
    allocator->free (allocator->allocator_data, text);
    allocator->free (allocator->allocator_data, NULL);
    assert_string_equal (text, "still here");
    char *other = allocator->alloc (allocator->allocator_data, 32);
    assert_true (other >= text + 32 || other + 32 <= text);
    assert_null (allocator->alloc (allocator->allocator_data, 1));
    arena_destroy (&arena);
}

/*  A frame with something of everything: strings, bytes, repeated messages in repeated messages, a packed list. */
static void frame_make (uint8_t **data, size_t *length, bool squeeze)
{
    uint8_t hash[32] = {1, 2, 3};
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__FeedItem items[4], *item_p[4];
    Qcdc__Segment segments[4];
    Qcdc__Entry rows[12], *row_p[12];
    Qcdc__Receipt receipts[4], *receipt_p[4];
    uint8_t noise[12][40];
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i / 40][i % 40] = squeeze ? 7 : (uint8_t)(i * i * 31 >> 3);
    for (size_t i = 0; i < 4; i++) {
        qcdc__feed_item__init (&items[i]);
        qcdc__segment__init (&segments[i]);
        qcdc__receipt__init (&receipts[i]);
        receipt_p[i] = &receipts[i];
        receipts[i].last_hash = (ProtobufCBinaryData){32, hash};
        for (size_t j = 0; j < 3; j++) {
            qcdc__entry__init (&rows[3 * i + j]);
            row_p[3 * i + j] = &rows[3 * i + j];
            rows[3 * i + j].body = (ProtobufCBinaryData){40, noise[3 * i + j]};
        }
        segments[i].entries = &row_p[3 * i];
        segments[i].n_entries = 3;
        segments[i].receipt = &receipts[i];
        segments[i].later = receipt_p;
        segments[i].n_later = i;
        items[i].item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
        items[i].segment = &segments[i];
        items[i].commit_hash = (ProtobufCBinaryData){32, hash};
        item_p[i] = &items[i];
    }
    entries.items = item_p;
    entries.n_items = 4;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = &entries;
    frame.call = 5;
    assert_int_equal (frame_pack (&frame, data, length), QCDC_OK);
}

/*  Caps from nothing upwards make every allocation the one that fails, each in its turn. */
static void test_unpack_without_room (void **state)
{
    (void)state;
    for (int squeeze = 0; squeeze <= 1; squeeze++) {
        uint8_t *data;
        size_t length, failures = 0;
        frame_make (&data, &length, squeeze != 0);
        qcdc_status status = QCDC_TOO_LARGE;
        for (size_t cap = 0; status != QCDC_OK; cap += 8) {
            arena_t *arena = arena_new (cap);
            Qcdc__Frame *frame = NULL;
            fault_t fault = {0};
            status = frame_unpack (data, length, arena, &frame, &fault);
            if (status == QCDC_OK) {
                assert_int_equal (frame->call, 5);
                assert_int_equal (frame->entries->items[3]->segment->later[2]->last_hash.len, 32);
            } else {
                assert_true (status == QCDC_TOO_LARGE || status == QCDC_NO_MEMORY);
                assert_int_equal (fault.status, status);
                assert_true (arena_exhausted (arena));
                failures++;
            }
            arena_destroy (&arena);
            assert_true (cap < 65536);
        }
        assert_true (failures > 200);
        free (data);
    }
}

/*  The one at which it comes to nothing finds no memory; below 0 all do. */
static int starve_at = -1;

void *__real_malloc (size_t bytes);
void *__wrap_malloc (size_t bytes);

void *__wrap_malloc (size_t bytes)
{
    return starve_at >= 0 && starve_at-- == 0 ? NULL : __real_malloc (bytes);
}

/*  That the machine has no memory is not said of the frame, and the same one is taken afterwards. */
static void test_unpack_without_memory (void **state)
{
    (void)state;
    uint8_t *data;
    size_t length, failures = 0;
    Qcdc__Frame *frame = NULL;
    fault_t fault = {0};
    for (int squeeze = 0; squeeze <= 1; squeeze++) {
        frame_make (&data, &length, squeeze != 0);
        for (int at = 0;; at++) {
            arena_t *arena = arena_new (1u << 20);
            starve_at = at;
            qcdc_status status = frame_unpack (data, length, arena, &frame, &fault);
            bool starved = starve_at < 0;
            starve_at = -1;
            if (starved) {
                assert_int_equal (status, QCDC_NO_MEMORY);
                assert_int_equal (fault.status, QCDC_NO_MEMORY);
                failures++;
                arena_reset (arena);
                status = frame_unpack (data, length, arena, &frame, &fault);
            }
            assert_int_equal (status, QCDC_OK);
            arena_destroy (&arena);
            if (!starved)
                break;
        }
        free (data);
    }
    assert_in_range (failures, 2, 20);
    /* Verdicts and annexes are unpacked the same way. */
    arena_t *arena = arena_new (1u << 20);
    starve_at = 0;
    assert_null (arena_alloc (arena, 1));
    assert_int_equal (arena_why (arena, QCDC_MALFORMED), QCDC_NO_MEMORY);
    arena_reset (arena);
    assert_int_equal (arena_why (arena, QCDC_MALFORMED), QCDC_MALFORMED);
    assert_null (arena_alloc (arena, (1u << 20) + 1));
    assert_int_equal (arena_why (arena, QCDC_MALFORMED), QCDC_TOO_LARGE);
    arena_destroy (&arena);
}

static void test_fact_without_room (void **state)
{
    (void)state;
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__Was was = QCDC__WAS__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    Qcdc__TextCell cell = QCDC__TEXT_CELL__INIT, *cells[] = {&cell, &cell};
    char *flags[] = {"DAI_HOI", "DONG_NGUOI", "PHUC_TAP"};
    uint8_t hash[32] = {1}, *body, *annex;
    size_t body_length, annex_length;
    received.local_no = "12/2020";
    received.flags = flags;
    received.n_flags = 3;
    was.seq = 1;
    was.hash = (ProtobufCBinaryData){32, hash};
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    fact.was = &was;
    text.title = "Đơn";
    cell.cell = "A12";
    cell.text = "…";
    text.cells = cells;
    text.n_cells = 2;
    assert_int_equal (fact_pack (&fact, &body, &body_length), QCDC_OK);
    assert_int_equal (annex_pack (&text, &annex, &annex_length), QCDC_OK);
    qcdc_status fact_status = QCDC_TOO_LARGE, annex_status = QCDC_TOO_LARGE;
    for (size_t cap = 0; fact_status != QCDC_OK || annex_status != QCDC_OK; cap += 8) {
        arena_t *arena = arena_new (cap);
        Qcdc__Fact *unpacked = NULL;
        Qcdc__AnnexText *texts = NULL;
        fact_status = fact_unpack ((bytes_t){body, body_length}, arena, &unpacked);
        assert_true (fact_status == QCDC_OK || (fact_status == QCDC_NO_MEMORY && arena_exhausted (arena)));
        arena_reset (arena);
        annex_status = annex_unpack ((bytes_t){annex, annex_length}, arena, &texts);
        assert_true (annex_status == QCDC_OK || (annex_status == QCDC_TOO_LARGE && arena_exhausted (arena)));
        arena_destroy (&arena);
        assert_true (cap < 4096);
    }
    free (body);
    free (annex);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_alignment),
        cmocka_unit_test (test_cap),
        cmocka_unit_test (test_no_room),
        cmocka_unit_test (test_cap_over_blocks),
        cmocka_unit_test (test_reset),
        cmocka_unit_test (test_strdup),
        cmocka_unit_test (test_allocator),
        cmocka_unit_test (test_unpack_without_room),
        cmocka_unit_test (test_unpack_without_memory),
        cmocka_unit_test (test_fact_without_room),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
