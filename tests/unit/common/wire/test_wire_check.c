/*  test_wire_check.c — what may be unpacked: hostile bytes are refused before protobuf-c sees them, in linear time. */

#include "base/arena.h"
#include "base/limits.h"
#include "facts.pb-c.h"
#include "wire.pb-c.h"
#include "wire/wire_bytes.h"
#include "wire/wire_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define FRAME (&qcdc__frame__descriptor)

/*  Checks the bytes in memory of exactly their size, so that a read behind them is seen by a memory checker; frees them. */
static qcdc_status check_as (const ProtobufCMessageDescriptor *descriptor, wire_t *wire)
{
    uint8_t *exact = malloc (wire->length ? wire->length : 1);
    assert_non_null (exact);
    if (wire->length)
        memcpy (exact, wire->data, wire->length);
    qcdc_status status = wire_check (descriptor, exact, wire->length);
    free (exact);
    wire_free (wire);
    return status;
}

static void assert_check (const ProtobufCMessageDescriptor *descriptor, wire_t *wire, qcdc_status expected,
                          const char *what)
{
    qcdc_status status = check_as (descriptor, wire);
    if (status != expected)
        fail_msg ("%s: %s instead of %s", what, status_code (status), status_code (expected));
}

static wire_t raw (const char *bytes, size_t length)
{
    wire_t wire = {0};
    wire_put (&wire, bytes, length);
    return wire;
}

#define ASSERT_RAW(descriptor, bytes, expected)                                                                      \
    do {                                                                                                             \
        wire_t wire_ = raw (bytes, sizeof bytes - 1);                                                                \
        assert_check (descriptor, &wire_, expected, #bytes);                                                         \
    } while (0)

/*  A Frame with an Append of a Segment of one Entry with a Receipt; COUNT more entries. */
static void put_append (wire_t *frame, size_t count)
{
    wire_t entry = {0}, receipt = {0}, segment = {0}, append = {0};
    wire_fixed64_field (&segment, 1, 0x1122334455667788ULL);
    wire_varint_field (&segment, 2, 1);
    for (size_t i = 0; i <= count; i++) {
        wire_varint_field (&entry, 1, 20);
        wire_text_field (&entry, 2, "body");
        wire_message_field (&segment, 3, &entry);
    }
    wire_varint_field (&receipt, 2, 1);
    wire_text_field (&receipt, 8, "verdicts");
    wire_message_field (&segment, 7, &receipt);
    wire_message_field (&append, 1, &segment);
    wire_message_field (frame, 4, &append);
    wire_varint_field (frame, 16, 9);
}

static void test_well_formed (void **state)
{
    (void)state;
    wire_t wire = {0};
    assert_check (FRAME, &wire, QCDC_OK, "nothing at all");
    put_append (&wire, 3);
    assert_check (FRAME, &wire, QCDC_OK, "an append");
    ASSERT_RAW (FRAME, "\x62\x00", QCDC_OK);                                         /* an empty ping */
    ASSERT_RAW (FRAME, "\x80\x01\x00\x62\x00", QCDC_OK);                             /* fields in any order */
    ASSERT_RAW (FRAME, "\x80\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", QCDC_OK); /* the largest number */
}

/*  A message twice, at every level: fine where it is repeated (level 1, the entries), refused everywhere else. */
static void test_twice (void **state)
{
    (void)state;
    for (int repeat = 0; repeat < 5; repeat++) {
        wire_t frame = {0}, append = {0}, segment = {0}, entry = {0}, receipt = {0};
        wire_text_field (&entry, 2, "body");
        for (int i = 0; i < 1 + (repeat == 1); i++) {
            wire_t copy = {0};
            wire_put (&copy, entry.data, entry.length);
            wire_message_field (&segment, 3, &copy); /* repeated: any number */
        }
        for (int i = 0; i < 1 + (repeat == 2); i++)
            wire_message_field (&segment, 7, &receipt);
        for (int i = 0; i < 1 + (repeat == 3); i++) {
            wire_t copy = {0};
            wire_put (&copy, segment.data, segment.length);
            wire_message_field (&append, 1, &copy);
        }
        for (int i = 0; i < 1 + (repeat == 4); i++) {
            wire_t copy = {0};
            wire_put (&copy, append.data, append.length);
            wire_message_field (&frame, 4, &copy);
        }
        char what[40];
        snprintf (what, sizeof what, "repeated at level %d", repeat);
        assert_check (FRAME, &frame, repeat <= 1 ? QCDC_OK : QCDC_MALFORMED, what);
        wire_free (&entry);
        wire_free (&segment);
        wire_free (&append);
    }
    ASSERT_RAW (FRAME, "\x80\x01\x05\x80\x01\x05", QCDC_MALFORMED);              /* a number */
    ASSERT_RAW (&qcdc__hello__descriptor, "\x1a\x01p\x1a\x01q", QCDC_MALFORMED); /* a text */
    ASSERT_RAW (&qcdc__table__descriptor, "\x12\x01p\x12\x01q\x12\x00", QCDC_OK);
}

static void test_oneof (void **state)
{
    (void)state;
    static const unsigned KINDS[] = {1, 4, 12, 13, 15};
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++) {
            wire_t wire = {0};
            wire_bytes_field (&wire, KINDS[i], "", 0);
            wire_varint_field (&wire, 16, 3);
            wire_bytes_field (&wire, KINDS[j], "", 0);
            assert_check (FRAME, &wire, QCDC_MALFORMED, "two kinds of frame");
        }
    wire_t wire = {0}; /* a number and a message of one oneof */
    wire_bytes_field (&wire, 1, "", 0);
    wire_varint_field (&wire, 2, 7);
    assert_check (&qcdc__fetch__descriptor, &wire, QCDC_MALFORMED, "feed and own_from");
    wire_bytes_field (&wire, 2, "", 0);
    wire_bytes_field (&wire, 3, "", 0);
    assert_check (&qcdc__corrected__descriptor, &wire, QCDC_MALFORMED, "two replacements");
    wire_bytes_field (&wire, 9, "", 0);
    wire_bytes_field (&wire, 15, "", 0);
    assert_check (&qcdc__fact__descriptor, &wire, QCDC_OK, "a voided with was");
}

static void test_unknown (void **state)
{
    (void)state;
    for (unsigned type = 0; type <= 5; type++)
        for (size_t count = 0; count <= QCDC_UNKNOWN_FIELDS_MAX + 1; count++) {
            wire_t wire = {0};
            for (size_t i = 0; i < count; i++) {
                wire_key (&wire, 100, type);
                for (int byte = 0; byte < (type == WIRE_TYPE_64 ? 8 : type == WIRE_TYPE_32 ? 4 : 1); byte++)
                    wire_byte (&wire, 0);
            }
            bool group = type == 3 || type == 4;
            qcdc_status expected = group && count                    ? QCDC_MALFORMED
                                   : count > QCDC_UNKNOWN_FIELDS_MAX ? QCDC_TOO_LARGE
                                                                     : QCDC_OK;
            assert_check (FRAME, &wire, expected, "unknown fields");
        }
}

/*  They are counted over the whole message, not per level: nesting must not multiply them. */
static void test_unknown_spread (void **state)
{
    (void)state;
    for (size_t entries = 14; entries <= 16; entries++) {
        wire_t frame = {0}, append = {0}, segment = {0}, entry = {0};
        for (size_t i = 0; i < entries; i++) {
            wire_varint_field (&entry, 99, 1);
            wire_message_field (&segment, 3, &entry);
        }
        wire_message_field (&append, 1, &segment);
        wire_message_field (&frame, 4, &append);
        wire_varint_field (&frame, 536870911, 1); /* the highest field number that there is */
        assert_check (FRAME, &frame, entries + 1 > QCDC_UNKNOWN_FIELDS_MAX ? QCDC_TOO_LARGE : QCDC_OK, "spread");
    }
    ASSERT_RAW (FRAME, "\x85\x80\x80\x80\x10\x01\x02\x03\x04", QCDC_MALFORMED); /* field 2^29: one too high */
    ASSERT_RAW (FRAME, "\x00\x01", QCDC_MALFORMED);                             /* field 0 */
    ASSERT_RAW (FRAME, "\x02\x00", QCDC_MALFORMED);
}

/*  Cut at every byte: never read beyond, and whole only where a field ends. */
static void test_truncated (void **state)
{
    (void)state;
    wire_t whole = {0};
    put_append (&whole, 2);
    wire_key (&whole, 200, WIRE_TYPE_64);
    wire_put (&whole, "12345678", 8);
    wire_key (&whole, 201, WIRE_TYPE_32);
    wire_put (&whole, "1234", 4);
    wire_text_field (&whole, 202, "unknown");
    wire_varint_field (&whole, 203, UINT64_MAX);
    size_t good = 0;
    for (size_t length = 0; length <= whole.length; length++) {
        wire_t cut = {0};
        wire_put (&cut, whole.data, length);
        qcdc_status status = check_as (FRAME, &cut);
        assert_true (status == QCDC_OK || status == QCDC_MALFORMED);
        good += status == QCDC_OK;
    }
    assert_int_equal (good, 7); /* nothing, and behind each of the six fields */
    wire_free (&whole);
}

static void test_varints (void **state)
{
    (void)state;
    ASSERT_RAW (FRAME, "\x80", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x80\x01", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x80\x01\x80", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x80\x01\x81\x80\x80\x80\x80\x80\x80\x80\x80\x01", QCDC_OK);
    ASSERT_RAW (FRAME, "\x80\x01\x81\x80\x80\x80\x80\x80\x80\x80\x80\x02", QCDC_MALFORMED);     /* bit 64 */
    ASSERT_RAW (FRAME, "\x80\x01\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", QCDC_MALFORMED); /* eleven bytes */
    ASSERT_RAW (FRAME, "\x80\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x98\x06\x81\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00",
                QCDC_MALFORMED);                                                    /* of an unknown field */
    ASSERT_RAW (FRAME, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", QCDC_MALFORMED); /* as a key */
    /* Lengths: one too long, longer than any address space, overlong. */
    ASSERT_RAW (FRAME, "\x0a\x01", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\x0a\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x00", QCDC_MALFORMED);
    ASSERT_RAW (FRAME, "\xa2\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", QCDC_MALFORMED);
    /* The length of an inner message reaches beyond the outer one, though not beyond the bytes. */
    ASSERT_RAW (FRAME, "\x0a\x02\x42\x03\x08\x01\x80\x01\x00", QCDC_MALFORMED);
}

/*  What the check lets through and protobuf-c does not is harmless; the other way round it is not.  Here: what both make of
 *  keys and lengths that are longer than they need be. */
static void test_padded (void **state)
{
    (void)state;
    static const char *const PADDED[] = {"\x80\x81\x00\x05", "\x8a\x80\x00\x83\x00\x08\x81\x00",
                                         "\x80\x01\x85\x80\x00"};
    static const size_t LENGTHS[] = {4, 8, 5};
    for (size_t i = 0; i < 3; i++) {
        const uint8_t *bytes = (const uint8_t *)PADDED[i];
        assert_int_equal (wire_check (FRAME, bytes, LENGTHS[i]), QCDC_OK);
        Qcdc__Frame *frame = qcdc__frame__unpack (NULL, LENGTHS[i], bytes);
        assert_non_null (frame);
        assert_int_equal (frame->call, i == 1 ? 0 : 5);
        assert_true (i != 1 || frame->hello->version_min == 1);
        qcdc__frame__free_unpacked (frame, NULL);
    }
}

/*  Every field of every message under every wire type: only its own is taken (and the packed one of repeated numbers). */
static void check_types (const ProtobufCMessageDescriptor *descriptor)
{
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        bool bytes = field->type == PROTOBUF_C_TYPE_STRING || field->type == PROTOBUF_C_TYPE_BYTES ||
                     field->type == PROTOBUF_C_TYPE_MESSAGE;
        bool eight = field->type == PROTOBUF_C_TYPE_FIXED64 || field->type == PROTOBUF_C_TYPE_SFIXED64;
        unsigned own = bytes ? WIRE_TYPE_BYTES : eight ? WIRE_TYPE_64 : WIRE_TYPE_VARINT;
        for (unsigned type = 0; type < 8; type++) {
            wire_t wire = {0};
            wire_key (&wire, field->id, type);
            for (int byte = 0; byte < (type == WIRE_TYPE_64 ? 8 : type == WIRE_TYPE_32 ? 4 : 1); byte++)
                wire_byte (&wire, 0);
            bool packed = field->label == PROTOBUF_C_LABEL_REPEATED && type == WIRE_TYPE_BYTES;
            qcdc_status status = check_as (descriptor, &wire);
            if ((status == QCDC_OK) != (type == own || packed) || (status != QCDC_OK && status != QCDC_MALFORMED))
                fail_msg ("%s.%s with wire type %u: %s", descriptor->name, field->name, type, status_code (status));
        }
    }
}

/*  What the check leans on, for every message that can come: few fields, at most one oneof, no recursion, not too deep. */
static void walk (const ProtobufCMessageDescriptor *descriptor, unsigned depth, size_t *messages)
{
    unsigned oneof = 0; /* the offset of its case */
    ++*messages;
    if (depth > 8 || descriptor->n_fields > 64)
        fail_msg ("%s: %u fields, at depth %u", descriptor->name, descriptor->n_fields, depth);
    check_types (descriptor);
    for (unsigned i = 0; i < descriptor->n_fields; i++) {
        const ProtobufCFieldDescriptor *field = &descriptor->fields[i];
        if (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) {
            if (oneof && oneof != field->quantifier_offset)
                fail_msg ("%s has two oneofs", descriptor->name);
            oneof = field->quantifier_offset;
        }
        if (field->type == PROTOBUF_C_TYPE_FLOAT || field->type == PROTOBUF_C_TYPE_DOUBLE)
            fail_msg ("%s.%s is no exact number", descriptor->name, field->name);
        if (field->type == PROTOBUF_C_TYPE_MESSAGE)
            walk (field->descriptor, depth + 1, messages);
    }
}

static void test_descriptors (void **state)
{
    (void)state;
    size_t messages = 0;
    walk (FRAME, 1, &messages);
    walk (&qcdc__fact__descriptor, 1, &messages);
    walk (&qcdc__annex_text__descriptor, 1, &messages);
    walk (&qcdc__verdicts__descriptor, 1, &messages);
    assert_true (messages > 40);
}

/*  A message that holds itself, which ours never do: what its bytes would nest is stopped at eight. */
static const ProtobufCMessageDescriptor NEST;
static const ProtobufCFieldDescriptor NEST_FIELD[] = {
    {.name = "inner", .id = 1, .label = PROTOBUF_C_LABEL_NONE, .type = PROTOBUF_C_TYPE_MESSAGE, .descriptor = &NEST},
    {.name = "four", .id = 2, .label = PROTOBUF_C_LABEL_NONE, .type = PROTOBUF_C_TYPE_FIXED32},
};
static const ProtobufCIntRange NEST_RANGE[] = {{1, 0}, {0, 2}};
static const ProtobufCMessageDescriptor NEST = {.magic = PROTOBUF_C__MESSAGE_DESCRIPTOR_MAGIC,
                                                .name = "Nest",
                                                .n_fields = 2,
                                                .fields = NEST_FIELD,
                                                .n_field_ranges = 1,
                                                .field_ranges = NEST_RANGE};

static void test_depth (void **state)
{
    (void)state;
    static const size_t DEPTHS[] = {1, 2, 7, 8, 9, 10, 100, 20000};
    for (size_t i = 0; i < sizeof DEPTHS / sizeof *DEPTHS; i++) {
        wire_t wire = {0};
        for (size_t depth = 1; depth < DEPTHS[i]; depth++) {
            wire_t outer = {0};
            wire_message_field (&outer, 1, &wire);
            wire = outer;
        }
        assert_check (&NEST, &wire, DEPTHS[i] <= 8 ? QCDC_OK : QCDC_MALFORMED, "depth");
    }
    ASSERT_RAW (&NEST, "\x15\x01\x02\x03\x04", QCDC_OK); /* four bytes, which none of our fields have so far */
    ASSERT_RAW (&NEST, "\x15\x01\x02\x03", QCDC_MALFORMED);
    ASSERT_RAW (&NEST, "\x10\x01", QCDC_MALFORMED);
}

static void test_strings (void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        qcdc_status status;
    } CASES[] = {
        {"", 0, QCDC_OK},
        {"qcdc 0.1", 8, QCDC_OK},
        {"Đơn khiếu nại", 18, QCDC_OK},
        {"\xF0\x9F\x98\x80", 4, QCDC_OK},
        {"\xEF\xBF\xBF", 3, QCDC_OK}, /* a noncharacter is UTF-8 all the same */
        {"\xF4\x8F\xBF\xBF", 4, QCDC_OK},
        {"line\nbreak\x01", 11, QCDC_OK}, /* control characters are for judging */
        {"a\0b", 3, QCDC_BAD_CHARACTER},
        {"\0", 1, QCDC_BAD_CHARACTER},
        {"\xC3\xA9\0", 3, QCDC_BAD_CHARACTER},
        {"abc\0", 4, QCDC_BAD_CHARACTER},
        {"\x80", 1, QCDC_BAD_UTF8},
        {"\xFF", 1, QCDC_BAD_UTF8},
        {"\xC3", 1, QCDC_BAD_UTF8},
        {"a\xE1\xBA", 3, QCDC_BAD_UTF8},
        {"\xC3(", 2, QCDC_BAD_UTF8},
        {"\xC0\x80", 2, QCDC_BAD_UTF8},         /* NUL in disguise */
        {"\xE0\x80\xAF", 3, QCDC_BAD_UTF8},     /* overlong */
        {"\xED\xA0\x80", 3, QCDC_BAD_UTF8},     /* a surrogate */
        {"\xF4\x90\x80\x80", 4, QCDC_BAD_UTF8}, /* beyond the last character */
        {"\xF8\x88\x80\x80\x80", 5, QCDC_BAD_UTF8},
        {"12345678901234567890\xE1", 21, QCDC_BAD_UTF8},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        wire_t frame = {0}, query = {0}, param = {0};
        wire_bytes_field (&param, 2, CASES[i].text, CASES[i].length);
        wire_message_field (&query, 2, &param);
        wire_message_field (&frame, 8, &query);
        assert_check (FRAME, &frame, CASES[i].status, "a string two levels down");
        wire_t table = {0};
        wire_text_field (&table, 2, "good");
        wire_bytes_field (&table, 2, CASES[i].text, CASES[i].length);
        assert_check (&qcdc__table__descriptor, &table, CASES[i].status, "a repeated string");
        wire_t bytes = {0}; /* in bytes, anything goes */
        wire_bytes_field (&bytes, 2, CASES[i].text, CASES[i].length);
        assert_check (&qcdc__packed__descriptor, &bytes, QCDC_OK, "bytes");
    }
}

/*  A packed list is passed over as a whole: protobuf-c itself refuses one that is cut. */
static void test_packed (void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t length, count;
    } CASES[] = {{"\x1a\x03\x01\x02\x03", 5, 3},
                 {"\x1a\x00", 2, 0},
                 {"\x18\x01\x18\x02", 4, 2},
                 {"\x1a\x02\x80\x01\x18\x05\x1a\x01\x06", 9, 3}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        const uint8_t *bytes = (const uint8_t *)CASES[i].bytes;
        assert_int_equal (wire_check (&qcdc__table__descriptor, bytes, CASES[i].length), QCDC_OK);
        Qcdc__Table *table = qcdc__table__unpack (NULL, CASES[i].length, bytes);
        assert_non_null (table);
        assert_int_equal (table->n_nulls, CASES[i].count);
        qcdc__table__free_unpacked (table, NULL);
    }
    assert_null (qcdc__table__unpack (NULL, 4, (const uint8_t *)"\x1a\x02\x01\x80"));
    ASSERT_RAW (&qcdc__table__descriptor, "\x1a\x04\x01", QCDC_MALFORMED);
    ASSERT_RAW (&qcdc__table__descriptor, "\x20\x01", QCDC_OK);
    ASSERT_RAW (&qcdc__table__descriptor, "\x22\x01\x01", QCDC_MALFORMED); /* a single number is never packed */
}

static double seconds_of (const wire_t *wire, qcdc_status expected)
{
    struct timespec from, to;
    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &from);
    assert_int_equal (wire_check (FRAME, wire->data, wire->length), expected);
    clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &to);
    return (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
}

/*  A megabyte of one message merged again and again takes protobuf-c seconds; the check must not take longer than for an
 *  honest megabyte (fifty times as long is far from seconds, and far from what a busy machine does to a measurement). */
static void test_quadratic (void **state)
{
    (void)state;
    wire_t honest = {0}, hostile = {0}, inner = {0}, append = {0}, segment = {0};
    put_append (&honest, (1u << 20) / 10);
    /* Segment.receipt over and over, the whole in one segment: a merge of ever longer messages. */
    while (segment.length < 1u << 20) {
        wire_bytes_field (&inner, 4, "0123456789abcdef0123456789abcdef", 32);
        wire_message_field (&segment, 7, &inner);
    }
    wire_message_field (&append, 1, &segment);
    wire_message_field (&hostile, 4, &append);
    double honest_s = seconds_of (&honest, QCDC_OK), hostile_s = seconds_of (&hostile, QCDC_MALFORMED);
    assert_true (honest.length > 1000000 && hostile.length > 1000000);
    if (hostile_s > 50 * honest_s + 0.001)
        fail_msg ("%.6f s, an honest megabyte takes %.6f s", hostile_s, honest_s);
    wire_free (&honest);
    wire_free (&hostile);

    /* The longest way to a refusal: everything is in order up to the last byte. */
    wire_t late = {0};
    put_append (&late, (1u << 20) / 10);
    wire_byte (&late, 0x62);
    wire_byte (&late, 0);
    assert_true (seconds_of (&late, QCDC_MALFORMED) <= 50 * honest_s + 0.001);
    wire_free (&late);
}

int main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (test_well_formed),    cmocka_unit_test (test_twice),
        cmocka_unit_test (test_oneof),          cmocka_unit_test (test_unknown),
        cmocka_unit_test (test_unknown_spread), cmocka_unit_test (test_truncated),
        cmocka_unit_test (test_varints),        cmocka_unit_test (test_padded),
        cmocka_unit_test (test_descriptors),    cmocka_unit_test (test_depth),
        cmocka_unit_test (test_strings),        cmocka_unit_test (test_packed),
        cmocka_unit_test (test_quadratic),
    };
    return cmocka_run_group_tests (tests, NULL, NULL);
}
