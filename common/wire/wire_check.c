/*  wire_check.c — looks a peer's protobuf bytes over before protobuf-c may unpack them.
 *
 *  Every byte is looked at once and the depth is bounded, so the time is linear in what the peer has sent and the
 *  stack is ours.  It relies on our own messages: fewer than 64 fields and at most one oneof in each. */

#include "wire/wire_check.h"

#include "base/limits.h"

#include <limits.h>
#include <string.h>
#include <utf8proc.h>

#define DEPTH_MAX 8

enum { WIRE_VARINT = 0, WIRE_64 = 1, WIRE_BYTES = 2, WIRE_32 = 5 };

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
} cursor_t;

/*  What the whole message has had so far. */
typedef struct {
    unsigned unknown;
    unsigned elements, elements_max;
} tally_t;

/*  At most ten bytes, and no bits beyond the 64th: a longer one would mean two numbers to two readers. */
static bool take_varint (cursor_t *cursor, uint64_t *value)
{
    uint64_t result = 0;
    for (unsigned shift = 0; shift < 70; shift += 7) {
        if (cursor->at == cursor->end)
            return false;
        uint8_t byte = *cursor->at++;
        if (shift == 63 && byte > 1)
            return false;
        result |= (uint64_t)(byte & 0x7F) << shift;
        if (!(byte & 0x80)) {
            *value = result;
            return true;
        }
    }
    return false;
}

static bool skip (cursor_t *cursor, size_t bytes)
{
    if ((size_t)(cursor->end - cursor->at) < bytes)
        return false;
    cursor->at += bytes;
    return true;
}

/*  Takes a value of wire type WIRE; *VALUE is its bytes where it has a length of its own. */
static qcdc_status take_value (unsigned wire, cursor_t *cursor, cursor_t *value)
{
    uint64_t number;
    switch (wire) {
    case WIRE_VARINT:
        return take_varint (cursor, &number) ? QCDC_OK : QCDC_MALFORMED;
    case WIRE_32:
        return skip (cursor, 4) ? QCDC_OK : QCDC_MALFORMED;
    case WIRE_64:
        return skip (cursor, 8) ? QCDC_OK : QCDC_MALFORMED;
    case WIRE_BYTES:
        if (!take_varint (cursor, &number) || number > (uint64_t)(cursor->end - cursor->at))
            return QCDC_MALFORMED;
        *value = (cursor_t){cursor->at, cursor->at + number};
        cursor->at = value->end;
        return QCDC_OK;
    default:
        return QCDC_MALFORMED; /* groups, and types that do not exist */
    }
}

/*  What a field's type is sent as. */
static unsigned expected_wire (ProtobufCType type)
{
    switch (type) {
    case PROTOBUF_C_TYPE_SFIXED32:
    case PROTOBUF_C_TYPE_FIXED32:
    case PROTOBUF_C_TYPE_FLOAT:
        return WIRE_32;
    case PROTOBUF_C_TYPE_SFIXED64:
    case PROTOBUF_C_TYPE_FIXED64:
    case PROTOBUF_C_TYPE_DOUBLE:
        return WIRE_64;
    case PROTOBUF_C_TYPE_STRING:
    case PROTOBUF_C_TYPE_BYTES:
    case PROTOBUF_C_TYPE_MESSAGE:
        return WIRE_BYTES;
    default:
        return WIRE_VARINT;
    }
}

/*  Plain ASCII, which most strings are, without decoding anything. */
static qcdc_status check_string (const uint8_t *text, size_t length)
{
    size_t at = 0;
    while (at < length && text[at] < 0x80 && text[at] != 0)
        at++;
    while (at < length) {
        if (text[at] == 0)
            return QCDC_BAD_CHARACTER;
        utf8proc_int32_t point;
        utf8proc_ssize_t used = utf8proc_iterate (text + at, (utf8proc_ssize_t)(length - at), &point);
        if (used <= 0)
            return QCDC_BAD_UTF8;
        at += (size_t)used;
    }
    return QCDC_OK;
}

static qcdc_status check_message (const ProtobufCMessageDescriptor *descriptor, cursor_t cursor, unsigned depth,
                                  tally_t *tally);

/*  The value of a known field; CURSOR is behind the key. */
static qcdc_status check_known (const ProtobufCFieldDescriptor *field, unsigned wire, cursor_t *cursor,
                                unsigned depth, tally_t *tally)
{
    unsigned expected = expected_wire (field->type);
    bool packed = field->label == PROTOBUF_C_LABEL_REPEATED && wire == WIRE_BYTES && expected != WIRE_BYTES;
    if (wire != expected && !packed)
        return QCDC_MALFORMED;
    cursor_t value;
    QCDC_TRY (take_value (wire, cursor, &value));
    if (packed)
        return QCDC_OK;
    if (field->label == PROTOBUF_C_LABEL_REPEATED && ++tally->elements > tally->elements_max)
        return QCDC_TOO_LARGE;
    if (field->type == PROTOBUF_C_TYPE_STRING)
        return check_string (value.at, (size_t)(value.end - value.at));
    if (field->type == PROTOBUF_C_TYPE_MESSAGE)
        return check_message (field->descriptor, value, depth + 1, tally);
    return QCDC_OK;
}

static qcdc_status check_message (const ProtobufCMessageDescriptor *descriptor, cursor_t cursor, unsigned depth,
                                  tally_t *tally)
{
    if (depth > DEPTH_MAX)
        return QCDC_MALFORMED;
    uint64_t seen = 0;        /* by index of the field: our messages have fewer than 64 */
    const void *oneof = NULL; /* our messages have at most one oneof each */
    while (cursor.at < cursor.end) {
        uint64_t key;
        if (!take_varint (&cursor, &key) || key >> 3 == 0 || key >> 3 > 0x1FFFFFFF)
            return QCDC_MALFORMED;
        unsigned wire = (unsigned)(key & 7);
        const ProtobufCFieldDescriptor *field =
            protobuf_c_message_descriptor_get_field (descriptor, (unsigned)(key >> 3));
        if (!field) {
            if (++tally->unknown > QCDC_UNKNOWN_FIELDS_MAX)
                return QCDC_TOO_LARGE;
            QCDC_TRY (take_value (wire, &cursor, &(cursor_t){0}));
            continue;
        }
        if (field->label != PROTOBUF_C_LABEL_REPEATED) {
            uint64_t bit = 1ULL << ((field - descriptor->fields) & 63);
            bool in_oneof = (field->flags & PROTOBUF_C_FIELD_FLAG_ONEOF) != 0;
            if ((seen & bit) || (in_oneof && oneof))
                return QCDC_MALFORMED;
            seen |= bit;
            if (in_oneof)
                oneof = field;
        }
        QCDC_TRY (check_known (field, wire, &cursor, depth, tally));
    }
    return QCDC_OK;
}

qcdc_status wire_check_within (const ProtobufCMessageDescriptor *descriptor, unsigned elements_max,
                               const uint8_t *data, size_t length)
{
    tally_t tally = {.elements_max = elements_max};
    if (length == 0)
        return QCDC_OK; /* DATA may be NULL */
    return check_message (descriptor, (cursor_t){data, data + length}, 1, &tally);
}

qcdc_status wire_check (const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t length)
{
    return wire_check_within (descriptor, UINT_MAX, data, length);
}

bool wire_next (const uint8_t *data, size_t length, size_t *at, wire_field_t *field)
{
    cursor_t cursor = {data + *at, data + length}, unused = {0};
    uint64_t key;
    if (*at >= length || !take_varint (&cursor, &key))
        return false;
    *field = (wire_field_t){.number = (unsigned)(key >> 3)};
    unsigned wire = (unsigned)(key & 7);
    bool taken = wire == WIRE_VARINT ? take_varint (&cursor, &field->value)
                                     : take_value (wire, &cursor, &unused) == QCDC_OK;
    *at = (size_t)(cursor.at - data);
    return taken;
}
