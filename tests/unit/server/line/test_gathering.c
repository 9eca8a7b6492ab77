/*  test_gathering.c — an append in pieces comes together whatever is between them, and takes no more memory than it may. */

#include "line/gathering.h"

#include "base/limits.h"
#include "wire/entry.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECOND_US 1000000LL

typedef struct {
    uint8_t *data;
    size_t length;
    uint8_t hash[HASH_BYTES];
} whole_t;

static const uint8_t KEY[CURVE_KEY_BYTES] = {1}, OTHER[CURVE_KEY_BYTES] = {2};

/*  An Append frame with one entry of LENGTH bytes, which differ with SEED, and call 0. */
static whole_t make_append (size_t length, unsigned seed)
{
    whole_t whole = {0};
    uint8_t *body = malloc (length);
    assert_non_null (body);
    for (size_t i = 0; i < length; i++)
        body[i] = (uint8_t)((seed = seed * 1103515245u + 12345u) >> 16);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Append append = QCDC__APPEND__INIT;
    Qcdc__Segment segment = QCDC__SEGMENT__INIT;
    Qcdc__Entry entry = QCDC__ENTRY__INIT, *entries[] = {&entry};
    entry.body = (ProtobufCBinaryData){length, body};
    segment.entries = entries;
    segment.n_entries = 1;
    append.segment = &segment;
    frame.kind_case = QCDC__FRAME__KIND_APPEND;
    frame.append = &append;
    assert_int_equal (frame_pack (&frame, &whole.data, &whole.length), QCDC_OK);
    hash_bytes (whole.data, whole.length, whole.hash);
    free (body);
    return whole;
}

typedef struct {
    gathering_t *gathering;
    account_t *account;
    int64_t now_us;
} fixture_t;

static void set_up (fixture_t *self)
{
    *self = (fixture_t){gathering_new (), account_new (), SECOND_US};
    assert_non_null (self->gathering);
    assert_non_null (self->account);
}

/*  Whatever was held is given back. */
static void tear_down (fixture_t *self)
{
    gathering_destroy (&self->gathering);
    assert_int_equal (account_bytes (self->account), 0);
    account_drop (&self->account);
}

static Qcdc__Piece piece_of (const whole_t *whole, size_t from, size_t length)
{
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    piece.from = (uint32_t)from;
    piece.total = (uint32_t)whole->length;
    piece.hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)whole->hash};
    piece.data = (ProtobufCBinaryData){length, whole->data + from};
    return piece;
}

/*  How much is there after a piece of LENGTH bytes at FROM. */
static size_t take (fixture_t *self, const uint8_t *key, const whole_t *whole, size_t from, size_t length)
{
    Qcdc__Piece piece = piece_of (whole, from, length);
    size_t have = SIZE_MAX;
    fault_t fault;
    assert_int_equal (gathering_take (self->gathering, key, self->account, &piece, self->now_us, &have, &fault),
                      QCDC_OK);
    assert_in_range (account_bytes (self->account), gathering_bytes (self->gathering),
                     gathering_bytes (self->gathering) + QCDC_GATHERED_COUNT_MAX * 256u);
    return have;
}

static qcdc_status open (fixture_t *self, const uint8_t *key, size_t body_bytes)
{
    arena_t *arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    Qcdc__Frame *frame = NULL;
    fault_t fault;
    assert_non_null (arena);
    qcdc_status status = gathering_open (self->gathering, key, arena, &frame, &fault);
    if (status == QCDC_OK) {
        assert_int_equal (frame->kind_case, QCDC__FRAME__KIND_APPEND);
        assert_int_equal (frame->append->segment->entries[0]->body.len, body_bytes);
    }
    arena_destroy (&arena);
    return status;
}

static void test_comes_together (void **state)
{
    (void)state;
    fixture_t self;
    set_up (&self);
    whole_t whole = make_append (9000, 1);
    assert_int_equal (take (&self, KEY, &whole, 0, 0), 0); /* asked: nothing is held for a question */
    assert_int_equal (gathering_bytes (self.gathering), 0);
    assert_int_equal (take (&self, KEY, &whole, 2000, 2000), 0); /* a gap */
    assert_int_equal (take (&self, KEY, &whole, 0, 2000), 2000);
    assert_int_equal (take (&self, KEY, &whole, 4000, 1000), 2000); /* another one */
    assert_int_equal (take (&self, KEY, &whole, 0, 2000), 2000);    /* once more */
    assert_int_equal (take (&self, KEY, &whole, 1000, 3000), 4000); /* partly known */
    assert_int_equal (open (&self, KEY, 9000), QCDC_PROTOCOL);      /* not whole, and it stays */
    self.now_us += 3600 * SECOND_US;
    assert_int_equal (take (&self, KEY, &whole, 0, 0), 4000); /* where it goes on, an hour later */
    assert_int_equal (take (&self, KEY, &whole, 4000, whole.length - 4000), whole.length);
    assert_int_equal (open (&self, KEY, 9000), QCDC_OK);
    assert_int_equal (take (&self, KEY, &whole, whole.length, 0), whole.length); /* it had to wait: once more */
    assert_int_equal (open (&self, KEY, 9000), QCDC_OK);
    gathering_forget (self.gathering, KEY);
    assert_int_equal (account_bytes (self.account), 0);
    assert_int_equal (take (&self, KEY, &whole, whole.length - 10, 10), 0);
    assert_int_equal (open (&self, KEY, 9000), QCDC_PROTOCOL);
    free (whole.data);
    tear_down (&self);
}

static void test_of_each_key (void **state)
{
    (void)state;
    fixture_t self;
    set_up (&self);
    whole_t whole = make_append (5000, 1), another = make_append (5000, 2);
    take (&self, KEY, &whole, 0, 3000);
    /* Of another key it is another one. */
    assert_int_equal (take (&self, OTHER, &whole, 0, 0), 0);
    assert_int_equal (take (&self, OTHER, &whole, 3000, 100), 0);
    assert_int_equal (take (&self, OTHER, &another, 0, 1000), 1000);
    assert_int_equal (take (&self, KEY, &whole, 0, 0), 3000);
    /* A key has one: what does not begin another leaves it, and what does takes its place. */
    assert_int_equal (take (&self, KEY, &another, 0, 0), 0);
    assert_int_equal (take (&self, KEY, &another, 3000, 100), 0);
    assert_int_equal (take (&self, KEY, &whole, 0, 0), 3000);
    assert_int_equal (take (&self, KEY, &another, 0, 1000), 1000);
    assert_int_equal (take (&self, KEY, &whole, 0, 0), 0);
    assert_in_range (gathering_bytes (self.gathering), 2000, 4000);
    free (whole.data);
    free (another.data);
    tear_down (&self);
}

static void test_what_cannot_be (void **state)
{
    (void)state;
    fixture_t self;
    set_up (&self);
    whole_t whole = make_append (3000, 1);
    size_t have;
    fault_t fault;
    for (int i = 0; i < 5; i++) {
        Qcdc__Piece piece = piece_of (&whole, 0, 1000);
        if (i == 0)
            piece.total = QCDC_FRAME_BYTES_MAX + 1;
        else if (i == 1)
            piece.total = 0;
        else if (i == 2)
            piece.hash.len = HASH_BYTES - 1;
        else if (i == 3)
            piece.from = piece.total + 1;
        else
            piece.from = piece.total - 999;
        assert_int_equal (gathering_take (self.gathering, KEY, self.account, &piece, 0, &have, &fault),
                          i ? QCDC_MALFORMED : QCDC_TOO_LARGE);
    }
    assert_int_equal (gathering_bytes (self.gathering), 0);
    /* Not what its hash says, and no append. */
    whole.data[100] ^= 1;
    assert_int_equal (take (&self, KEY, &whole, 0, whole.length), whole.length);
    assert_int_equal (open (&self, KEY, 3000), QCDC_MALFORMED);
    assert_int_equal (gathering_bytes (self.gathering), 0);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Ping ping = QCDC__PING__INIT;
    whole_t no_append = {0};
    frame.kind_case = QCDC__FRAME__KIND_PING;
    frame.ping = &ping;
    assert_int_equal (frame_pack (&frame, &no_append.data, &no_append.length), QCDC_OK);
    hash_bytes (no_append.data, no_append.length, no_append.hash);
    take (&self, KEY, &no_append, 0, no_append.length);
    assert_int_equal (open (&self, KEY, 0), QCDC_PROTOCOL);
    assert_int_equal (gathering_bytes (self.gathering), 0);
    free (whole.data);
    free (no_append.data);
    tear_down (&self);
}

/*  Keys without end: their memory, their number and their age have an end, and the one that goes on keeps what it has. */
static void test_limits (void **state)
{
    (void)state;
    fixture_t self;
    set_up (&self);
    whole_t large = make_append (60000, 1), small = make_append (2000, 2);
    uint8_t key[CURVE_KEY_BYTES] = {3};
    take (&self, KEY, &small, 0, 1000);
    for (unsigned i = 0; i < 2000; i++) {
        memcpy (key + 1, &i, sizeof i);
        take (&self, key, &large, 0, 50000);
        assert_true (gathering_bytes (self.gathering) <= QCDC_GATHERED_BYTES_MAX);
        assert_int_equal (take (&self, KEY, &small, 0, 0), 1000);
    }
    assert_int_equal (take (&self, key, &large, 0, 0), 50000);
    for (unsigned i = 0; i < 2000; i++) {
        memcpy (key + 1, &i, sizeof i);
        take (&self, key, &small, 0, 1);
        assert_int_equal (take (&self, KEY, &small, 0, 0), 1000);
    }
    assert_true (gathering_bytes (self.gathering) <= QCDC_GATHERED_COUNT_MAX * 1000u);
    self.now_us += QCDC_GATHERED_AGE_US;
    take (&self, KEY, &small, 0, 0);
    gathering_expire (self.gathering, self.now_us + 1);
    assert_int_equal (gathering_bytes (self.gathering), 1000);
    gathering_expire (self.gathering, self.now_us + QCDC_GATHERED_AGE_US + 1);
    assert_int_equal (gathering_bytes (self.gathering), 0);
    free (large.data);
    free (small.data);
    tear_down (&self);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_comes_together),
        cmocka_unit_test (test_of_each_key),
        cmocka_unit_test (test_what_cannot_be),
        cmocka_unit_test (test_limits),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
