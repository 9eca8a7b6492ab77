/*  test_frame.c — frames as bytes: limits at their edges, zstd that lies, memory under its cap. */

#include "base/limits.h"
#include "wire/frame.h"
#include "wire/wire_bytes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include <cmocka.h>

static arena_t *arena;
static Qcdc__Frame *frame;
static fault_t fault;

static int arena_make (void **state)
{
    (void)state;
    arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    return arena ? 0 : -1;
}

static int arena_free (void **state)
{
    (void)state;
    arena_destroy (&arena);
    return 0;
}

static qcdc_status unpack (const uint8_t *data, size_t length)
{
    arena_reset (arena);
    frame = NULL;
    memset (&fault, 0, sizeof fault);
    qcdc_status status = frame_unpack (data, length, arena, &frame, &fault);
    assert_int_equal (fault.status, status); /* a refusal has its reason */
    assert_true (status == QCDC_OK || fault.message[0]);
    return status;
}

static void assert_unpack (wire_t *wire, qcdc_status expected)
{
    qcdc_status status = unpack (wire->data, wire->length);
    if (status != expected)
        fail_msg ("%s instead of %s: %s", status_code (status), status_code (expected), fault.message);
    wire_free (wire);
}

/*  Bytes that zstd cannot make smaller. */
static void noise (uint8_t *data, size_t length)
{
    uint64_t x = 0x9E3779B97F4A7C15ULL;
    for (size_t i = 0; i < length; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        data[i] = (uint8_t)(x >> 24);
    }
}

/*  A frame that packs to exactly LENGTH plain bytes, filled with noise or with zeros; the caller frees BODY. */
static Qcdc__Frame *frame_of_size (size_t length, bool random, uint8_t **body)
{
    static Qcdc__Frame made;
    static Qcdc__Append append;
    static Qcdc__Segment segment;
    static Qcdc__Entry entry, *entries[] = {&entry};
    qcdc__frame__init (&made);
    qcdc__append__init (&append);
    qcdc__segment__init (&segment);
    qcdc__entry__init (&entry);
    *body = calloc (1, length);
    assert_non_null (*body);
    if (random)
        noise (*body, length);
    made.kind_case = QCDC__FRAME__KIND_APPEND;
    made.append = &append;
    append.segment = &segment;
    segment.entries = entries;
    segment.n_entries = 1;
    entry.body = (ProtobufCBinaryData){length, *body};
    while (qcdc__frame__get_packed_size (&made) > length && entry.body.len > 0)
        entry.body.len--;
    assert_int_equal (qcdc__frame__get_packed_size (&made), length);
    return &made;
}

static void check_size (size_t length, bool random, qcdc_status expected)
{
    uint8_t *body, *data = NULL;
    size_t packed = 0;
    const Qcdc__Frame *made = frame_of_size (length, random, &body);
    qcdc_status status = frame_pack (made, &data, &packed);
    if (status != expected)
        fail_msg ("a frame of %zu bytes: %s", length, status_code (status));
    if (status == QCDC_OK) {
        assert_true (packed <= QCDC_FRAME_BYTES_MAX);
        assert_true (random ? packed == length : packed < length / 8);
        assert_int_equal (unpack (data, packed), QCDC_OK);
        const Qcdc__Entry *entry = frame->append->segment->entries[0];
        assert_int_equal (entry->body.len, made->append->segment->entries[0]->body.len);
        assert_memory_equal (entry->body.data, body, entry->body.len);
    } else
        assert_null (data);
    free (data);
    free (body);
}

static void test_limits (void **state)
{
    (void)state;
    check_size (QCDC_FRAME_BYTES_MAX - 1, true, QCDC_OK);
    check_size (QCDC_FRAME_BYTES_MAX, true, QCDC_OK);
    check_size (QCDC_FRAME_BYTES_MAX + 1, true, QCDC_TOO_LARGE);
    check_size (QCDC_FRAME_BYTES_MAX + 1, false, QCDC_OK);
    check_size (QCDC_PLAIN_BYTES_MAX, false, QCDC_OK);
    check_size (QCDC_PLAIN_BYTES_MAX + 1, false, QCDC_TOO_LARGE);
}

/*  The receiver does not trust the sender to keep them. */
static void test_too_long (void **state)
{
    (void)state;
    uint8_t *body;
    const Qcdc__Frame *made = frame_of_size (QCDC_FRAME_BYTES_MAX + 1, true, &body);
    uint8_t *data = malloc (QCDC_FRAME_BYTES_MAX + 1);
    qcdc__frame__pack (made, data);
    assert_int_equal (unpack (data, QCDC_FRAME_BYTES_MAX + 1), QCDC_TOO_LARGE);
    assert_null (frame);
    free (data);
    free (body);
}

/*  Small frames travel as they are; larger ones are squeezed only where it pays, and the call comes through either way. */
static void test_when_squeezed (void **state)
{
    (void)state;
    static const size_t LENGTHS[] = {100, 400, 511, 512, 513, 700};
    for (size_t i = 0; i < sizeof LENGTHS / sizeof *LENGTHS; i++)
        for (int random = 0; random <= 1; random++) {
            uint8_t *body, *data;
            size_t packed;
            Qcdc__Frame *made = frame_of_size (LENGTHS[i] - 6, random != 0, &body);
            made->call = 123456789; /* two bytes of key, four of number */
            size_t length = qcdc__frame__get_packed_size (made);
            assert_int_equal (length, LENGTHS[i]);
            assert_int_equal (frame_pack (made, &data, &packed), QCDC_OK);
            Qcdc__Frame *outer = qcdc__frame__unpack (NULL, packed, data);
            bool squeezed = outer->kind_case == QCDC__FRAME__KIND_PACKED;
            assert_int_equal (squeezed, !random && length >= 512);
            assert_int_equal (outer->call, 123456789);
            if (squeezed)
                assert_int_equal (outer->packed->plain_bytes, length);
            qcdc__frame__free_unpacked (outer, NULL);
            assert_int_equal (unpack (data, packed), QCDC_OK);
            assert_int_equal (frame->kind_case, QCDC__FRAME__KIND_APPEND);
            assert_int_equal (frame->call, 123456789);
            free (data);
            free (body);
        }
}

static void test_empty (void **state)
{
    (void)state;
    Qcdc__Frame nothing = QCDC__FRAME__INIT;
    uint8_t *data;
    size_t length;
    assert_int_equal (frame_pack (&nothing, &data, &length), QCDC_OK);
    assert_int_equal (length, 0);
    assert_int_equal (unpack (data, 0), QCDC_OK); /* a frame that says nothing: for the dialogue to refuse */
    assert_int_equal (frame->kind_case, QCDC__FRAME__KIND__NOT_SET);
    free (data);
}

/*  A Packed frame around PLAIN that claims PLAIN_BYTES. */
static wire_t packed_frame (const uint8_t *plain, size_t length, uint64_t plain_bytes)
{
    size_t bound = ZSTD_compressBound (length);
    uint8_t *squeezed = malloc (bound);
    size_t size = ZSTD_compress (squeezed, bound, plain, length, 1);
    wire_t packed = {0}, outer = {0};
    assert_false (ZSTD_isError (size));
    wire_varint_field (&packed, 1, plain_bytes);
    wire_bytes_field (&packed, 2, squeezed, size);
    wire_message_field (&outer, 15, &packed);
    free (squeezed);
    return outer;
}

static void test_lies (void **state)
{
    (void)state;
    static const uint8_t PING[] = {0x62, 0, 0x80, 1, 7};
    for (uint64_t claim = 0; claim < 12; claim++) {
        wire_t wire = packed_frame (PING, sizeof PING, claim);
        assert_unpack (&wire, claim == sizeof PING ? QCDC_OK : QCDC_MALFORMED);
        assert_int_equal (claim == sizeof PING, strstr (fault.message, "does not unpack to") == NULL);
    }
    wire_t wire = packed_frame (PING, sizeof PING, QCDC_PLAIN_BYTES_MAX);
    assert_unpack (&wire, QCDC_MALFORMED);
    wire = packed_frame (PING, sizeof PING, QCDC_PLAIN_BYTES_MAX + 1);
    assert_unpack (&wire, QCDC_TOO_LARGE);
    wire = packed_frame (PING, sizeof PING, UINT32_MAX);
    assert_unpack (&wire, QCDC_TOO_LARGE);
    wire = packed_frame (NULL, 0, 0);
    assert_unpack (&wire, QCDC_OK); /* an empty frame, squeezed */
    wire = packed_frame (PING, 1, 1);
    assert_unpack (&wire, QCDC_MALFORMED); /* what comes out is looked over like what came in */
}

/*  A hundred kilobytes that would become a gigabyte: many zstd frames in a row, each of zeros. */
static void test_bomb (void **state)
{
    (void)state;
    size_t length = 16u << 20, bound = ZSTD_compressBound (length);
    uint8_t *zeros = calloc (1, length), *squeezed = malloc (bound);
    assert_true (zeros && squeezed);
    size_t size = ZSTD_compress (squeezed, bound, zeros, length, 1);
    wire_t bomb = {0};
    for (int part = 0; part < 64; part++)
        wire_put (&bomb, squeezed, size);
    assert_true (bomb.length < 100000);
    free (zeros);
    free (squeezed);
    static const uint64_t CLAIMS[] = {0, 1, 1000, QCDC_PLAIN_BYTES_MAX, QCDC_PLAIN_BYTES_MAX + 1, 1u << 30};
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++) {
        wire_t packed = {0}, outer = {0};
        wire_varint_field (&packed, 1, CLAIMS[i]);
        wire_bytes_field (&packed, 2, bomb.data, bomb.length);
        wire_message_field (&outer, 15, &packed);
        assert_unpack (&outer, CLAIMS[i] > QCDC_PLAIN_BYTES_MAX ? QCDC_TOO_LARGE : QCDC_MALFORMED);
    }
    wire_free (&bomb);
}

static void test_packed_in_packed (void **state)
{
    (void)state;
    static const uint8_t PING[] = {0x62, 0};
    wire_t inner = packed_frame (PING, sizeof PING, sizeof PING);
    wire_t outer = packed_frame (inner.data, inner.length, inner.length);
    assert_unpack (&outer, QCDC_MALFORMED);
    wire_free (&inner);
}

static void test_no_zstd (void **state)
{
    (void)state;
    static const uint8_t PING[] = {0x62, 0, 0x80, 1, 7};
    wire_t wire = packed_frame (PING, sizeof PING, sizeof PING);
    for (size_t i = 0; i < wire.length; i++) /* every byte damaged: refused or read, never anything worse */
        for (int bit = 0; bit < 8; bit++) {
            wire.data[i] ^= (uint8_t)(1 << bit);
            qcdc_status status = unpack (wire.data, wire.length);
            assert_true (status == QCDC_OK || status == QCDC_MALFORMED || status == QCDC_TOO_LARGE);
            wire.data[i] ^= (uint8_t)(1 << bit);
        }
    for (size_t length = 0; length < wire.length; length++)
        assert_int_equal (unpack (wire.data, length), length ? QCDC_MALFORMED : QCDC_OK);
    wire_free (&wire);
    wire_t packed = {0}, outer = {0};
    wire_varint_field (&packed, 1, 5);
    wire_bytes_field (&packed, 2, PING, sizeof PING);
    wire_message_field (&outer, 15, &packed);
    assert_unpack (&outer, QCDC_MALFORMED);
    wire_message_field (&outer, 15, &packed); /* nothing in it: zero bytes are promised, and kept */
    assert_unpack (&outer, QCDC_OK);
}

/*  COUNT empty members of a repeated field: two bytes each that protobuf-c turns into a pointer and a structure. */
static wire_t empty_members (unsigned kind, unsigned field, size_t count)
{
    wire_t message = {0}, outer = {0};
    for (size_t i = 0; i < count; i++)
        wire_bytes_field (&message, field, "", 0);
    wire_message_field (&outer, kind, &message);
    return outer;
}

/*  Two megabytes on the wire would be a hundred in memory: the cap stops that, and small numbers pass. */
static void test_amplification (void **state)
{
    (void)state;
    static const struct {
        unsigned kind, field;
    } CASES[] = {{7, 1}, {8, 2}, {9, 1}, {9, 2}}; /* entries.items, query.params, table.columns, table.cells */
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        wire_t some = empty_members (CASES[i].kind, CASES[i].field, 1000);
        assert_unpack (&some, QCDC_OK);
        wire_t plain = empty_members (CASES[i].kind, CASES[i].field, 2000000);
        wire_t many = packed_frame (plain.data, plain.length, plain.length);
        assert_true (many.length < 20000);
        assert_unpack (&many, QCDC_TOO_LARGE);
        assert_false (arena_exhausted (arena)); /* counted, before any of it was unpacked */
        wire_free (&plain);
    }
    /* And the same unpacker works on afterwards. */
    wire_t ping = {0};
    wire_bytes_field (&ping, 12, "", 0);
    assert_unpack (&ping, QCDC_OK);
}

static void test_smallest (void **state)
{
    (void)state;
    arena_reset (arena);
    assert_int_equal (frame_unpack ((const uint8_t *)"\xff", 1, arena, &frame, &fault), QCDC_MALFORMED);
    assert_int_equal (frame_unpack ((const uint8_t *)"\x62\x00", 2, arena, &frame, &fault), QCDC_OK);
    assert_int_equal (frame->kind_case, QCDC__FRAME__KIND_PING);
}

/*  ---------------------------------------------------------------- what clients send */

static qcdc_status unpack_request (const wire_t *wire, uint64_t *call)
{
    fault = (fault_t){0};
    arena_reset (arena);
    return frame_unpack_request (wire->data, wire->length, arena, &frame, call, &fault);
}

static qcdc_status unpack_first (const wire_t *wire, uint64_t *call)
{
    fault = (fault_t){0};
    arena_reset (arena);
    return frame_unpack_first (wire->data, wire->length, arena, &frame, call, &fault);
}

/*  A question with a parameter of LENGTH bytes, and call 7. */
static wire_t question (size_t length)
{
    wire_t param = {0}, query = {0}, outer = {0};
    char *value = malloc (length + 1);
    assert_non_null (value);
    memset (value, 'x', length);
    wire_bytes_field (&param, 2, value, length);
    wire_message_field (&query, 2, &param);
    wire_message_field (&outer, 8, &query);
    wire_varint_field (&outer, 16, 7);
    free (value);
    return outer;
}

static void test_requests (void **state)
{
    (void)state;
    uint64_t call = 0;
    wire_t small = question (1000);
    assert_int_equal (unpack_request (&small, &call), QCDC_OK);
    assert_int_equal (call, 7);
    assert_int_equal (unpack_first (&small, &call), QCDC_TOO_LARGE);
    wire_t large = question (QCDC_REQUEST_BYTES_MAX);
    assert_int_equal (unpack_request (&large, &call), QCDC_TOO_LARGE);
    assert_int_equal (call, 7); /* whoever asked hears which one it was */
    wire_t squeezed = packed_frame (large.data, large.length, large.length);
    assert_true (squeezed.length < 200);
    assert_int_equal (unpack_request (&squeezed, &call), QCDC_TOO_LARGE);
    assert_int_equal (call, 7);
    assert_int_equal (unpack_first (&squeezed, &call), QCDC_PROTOCOL);
    wire_t tiny = question (100);
    assert_int_equal (unpack_first (&tiny, &call), QCDC_OK);
    assert_int_equal (call, 7);
    wire_free (&small);
    wire_free (&large);
    wire_free (&squeezed);
    wire_free (&tiny);
}

/*  A piece of an append may be as large as one; before a session it is nothing to anybody. */
static void test_a_large_piece (void **state)
{
    (void)state;
    uint64_t call = 0;
    uint8_t *data = calloc (1, 100000);
    wire_t piece = {0}, outer = {0};
    assert_non_null (data);
    wire_bytes_field (&piece, 4, data, 100000);
    wire_message_field (&outer, 17, &piece);
    assert_int_equal (unpack_request (&outer, &call), QCDC_OK);
    assert_int_equal (unpack_first (&outer, &call), QCDC_TOO_LARGE);
    wire_free (&outer);
    free (data);
}

/*  Empty elements have two bytes each, and are counted before there is one in memory. */
static void test_elements (void **state)
{
    (void)state;
    uint64_t call;
    static const struct {
        size_t count;
        qcdc_status expected;
    } CASES[] = {{QCDC_REQUEST_ELEMENTS_MAX, QCDC_OK}, {QCDC_REQUEST_ELEMENTS_MAX + 1, QCDC_TOO_LARGE}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        wire_t segment = {0}, append = {0}, outer = {0};
        for (size_t n = 0; n < CASES[i].count; n++)
            wire_bytes_field (&segment, 3, "", 0);
        wire_message_field (&append, 1, &segment);
        wire_message_field (&outer, 4, &append);
        assert_int_equal (unpack_request (&outer, &call), CASES[i].expected);
        wire_free (&outer);
    }
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_limits),
        cmocka_unit_test (test_too_long),
        cmocka_unit_test (test_when_squeezed),
        cmocka_unit_test (test_empty),
        cmocka_unit_test (test_lies),
        cmocka_unit_test (test_bomb),
        cmocka_unit_test (test_packed_in_packed),
        cmocka_unit_test (test_no_zstd),
        cmocka_unit_test (test_amplification),
        cmocka_unit_test (test_requests),
        cmocka_unit_test (test_a_large_piece),
        cmocka_unit_test (test_elements),
        cmocka_unit_test (test_smallest),
    };
    return cmocka_run_group_tests (tests, arena_make, arena_free);
}
