/*  frame.c — frames as bytes: packing (zstd where it saves), unpacking within limits.
 *
 *  The sizes that a peer names are held against the limits before anything is allocated for them, and what a packed
 *  frame holds is checked like any other: compression must not be a way past the check. */

#include "wire/frame.h"

#include "base/limits.h"
#include "base/memory.h"
#include "wire/wire_check.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

/*  Level 3 costs less time than a slow line takes for the bytes that it saves; below half a kilobyte there is
 *  little to save. */
#define ZSTD_LEVEL 3
#define PACK_BYTES_MIN 512u

/*  Frame.call; every other number is that of a kind. */
#define CALL_FIELD 16u

/*  Puts PLAIN under zstd into a Packed frame.  *DATA stays NULL where that saves less than an eighth. */
static qcdc_status pack_zstd (const uint8_t *plain, size_t plain_length, uint64_t call, uint8_t **data,
                              size_t *length)
{
    size_t bound = ZSTD_compressBound (plain_length);
    uint8_t *squeezed QCDC_CLEANUP (memory_free) = malloc (bound);
    if (!squeezed)
        return QCDC_NO_MEMORY;
    size_t size = ZSTD_compress (squeezed, bound, plain, plain_length, ZSTD_LEVEL);
    if (ZSTD_isError (size) || size >= plain_length - plain_length / 8)
        return QCDC_OK;
    Qcdc__Packed packed = QCDC__PACKED__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    packed.plain_bytes = (uint32_t)plain_length;
    packed.zstd.data = squeezed;
    packed.zstd.len = size;
    frame.kind_case = QCDC__FRAME__KIND_PACKED;
    frame.packed = &packed;
    frame.call = call;
    *length = qcdc__frame__get_packed_size (&frame);
    if (!(*data = malloc (*length)))
        return QCDC_NO_MEMORY;
    qcdc__frame__pack (&frame, *data);
    return QCDC_OK;
}

static qcdc_status pack (const Qcdc__Frame *frame, bool squeeze, uint8_t **data, size_t *length)
{
    size_t plain_length = qcdc__frame__get_packed_size (frame);
    if (plain_length > QCDC_PLAIN_BYTES_MAX)
        return QCDC_TOO_LARGE;
    uint8_t *plain QCDC_CLEANUP (memory_free) = malloc (plain_length ? plain_length : 1);
    if (!plain)
        return QCDC_NO_MEMORY;
    qcdc__frame__pack (frame, plain);
    *data = NULL;
    if (squeeze && plain_length >= PACK_BYTES_MIN)
        QCDC_TRY (pack_zstd (plain, plain_length, frame->call, data, length));
    if (!*data) {
        *data = plain;
        *length = plain_length;
        plain = NULL;
    }
    if (*length <= (squeeze ? QCDC_FRAME_BYTES_MAX : QCDC_PLAIN_BYTES_MAX))
        return QCDC_OK;
    free (*data);
    *data = NULL;
    return QCDC_TOO_LARGE;
}

qcdc_status frame_pack (const Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    return pack (frame, true, data, length);
}

qcdc_status frame_pack_plain (const Qcdc__Frame *frame, uint8_t **data, size_t *length)
{
    return pack (frame, false, data, length);
}

static qcdc_status check (const uint8_t *data, size_t length, unsigned elements_max, fault_t *fault)
{
    qcdc_status status = wire_check_within (&qcdc__frame__descriptor, elements_max, data, length);
    if (status == QCDC_OK)
        return QCDC_OK;
    return fault_set (fault, status, NULL, "a frame of %zu bytes: %s", length, status_text (status));
}

/*  Whatever fails behind the check is the arena, which was given a cap or had no memory, or a message that protobuf-c knows better
 *  about. */
static qcdc_status unpack_checked (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                   fault_t *fault)
{
    *frame = qcdc__frame__unpack (arena_allocator (arena), length, data);
    if (*frame)
        return QCDC_OK;
    qcdc_status status = arena_why (arena, QCDC_MALFORMED);
    return fault_set (fault, status, NULL, "a frame of %zu bytes: %s", length, status_text (status));
}

/*  What PACKED holds, into the arena. */
static qcdc_status unsqueeze (const Qcdc__Packed *packed, unsigned plain_max, arena_t *arena, uint8_t **plain,
                              fault_t *fault)
{
    size_t plain_length = packed->plain_bytes;
    if (plain_length > plain_max)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "a frame of %zu bytes unpacked, at most %u are taken",
                          plain_length, plain_max);
    *plain = arena_alloc (arena, plain_length ? plain_length : 1);
    if (!*plain) {
        qcdc_status status = arena_why (arena, QCDC_NO_MEMORY);
        return fault_set (fault, status, NULL, "a frame of %zu bytes: %s", plain_length, status_text (status));
    }
    size_t got = ZSTD_decompress (*plain, plain_length, packed->zstd.data, packed->zstd.len);
    if (ZSTD_getErrorCode (got) == ZSTD_error_memory_allocation)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "a frame of %zu bytes: %s", plain_length,
                          status_text (QCDC_NO_MEMORY));
    if (ZSTD_isError (got) || got != plain_length)
        return fault_set (fault, QCDC_MALFORMED, NULL, "a packed frame does not unpack to the %zu bytes it names",
                          plain_length);
    return QCDC_OK;
}

static qcdc_status check_length (size_t length, unsigned length_max, fault_t *fault)
{
    if (length <= length_max)
        return QCDC_OK;
    return fault_set (fault, QCDC_TOO_LARGE, NULL, "a frame of %zu bytes, at most %u are taken", length, length_max);
}

static qcdc_status refuse_twice_packed (fault_t *fault)
{
    return fault_set (fault, QCDC_MALFORMED, NULL, "a packed frame inside a packed frame");
}

qcdc_status frame_unpack (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame, fault_t *fault)
{
    QCDC_TRY (check_length (length, QCDC_FRAME_BYTES_MAX, fault));
    QCDC_TRY (check (data, length, QCDC_ANSWER_ELEMENTS_MAX, fault));
    QCDC_TRY (unpack_checked (data, length, arena, frame, fault));
    if ((*frame)->kind_case != QCDC__FRAME__KIND_PACKED)
        return QCDC_OK;
    const Qcdc__Packed *packed = (*frame)->packed;
    uint8_t *plain;
    QCDC_TRY (unsqueeze (packed, QCDC_PLAIN_BYTES_MAX, arena, &plain, fault));
    QCDC_TRY (check (plain, packed->plain_bytes, QCDC_ANSWER_ELEMENTS_MAX, fault));
    QCDC_TRY (unpack_checked (plain, packed->plain_bytes, arena, frame, fault));
    return (*frame)->kind_case == QCDC__FRAME__KIND_PACKED ? refuse_twice_packed (fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- what clients send */

/*  Of a frame that wire_check let pass: which kind it is and its call, without unpacking anything. */
static Qcdc__Frame__KindCase look (const uint8_t *data, size_t length, uint64_t *call)
{
    Qcdc__Frame__KindCase kind = QCDC__FRAME__KIND__NOT_SET;
    wire_field_t field;
    *call = 0;
    for (size_t at = 0; wire_next (data, length, &at, &field);) {
        if (field.number == CALL_FIELD)
            *call = field.value;
        else if (protobuf_c_message_descriptor_get_field (&qcdc__frame__descriptor, field.number))
            kind = (Qcdc__Frame__KindCase)field.number;
    }
    return kind;
}

static qcdc_status check_request (const uint8_t *data, size_t length, Qcdc__Frame__KindCase *kind, uint64_t *call,
                                  fault_t *fault)
{
    QCDC_TRY (check (data, length, QCDC_REQUEST_ELEMENTS_MAX, fault));
    *kind = look (data, length, call);
    bool large = *kind == QCDC__FRAME__KIND_APPEND || *kind == QCDC__FRAME__KIND_PIECE;
    return large || *kind == QCDC__FRAME__KIND_PACKED
               ? QCDC_OK
               : check_length (length, QCDC_REQUEST_BYTES_MAX, fault);
}

qcdc_status frame_unpack_request (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                  uint64_t *call, fault_t *fault)
{
    Qcdc__Frame__KindCase kind;
    *call = 0;
    QCDC_TRY (check_length (length, QCDC_FRAME_BYTES_MAX, fault));
    QCDC_TRY (check_request (data, length, &kind, call, fault));
    QCDC_TRY (unpack_checked (data, length, arena, frame, fault));
    if (kind != QCDC__FRAME__KIND_PACKED)
        return QCDC_OK;
    const Qcdc__Packed *packed = (*frame)->packed;
    size_t plain_length = packed->plain_bytes;
    uint8_t *plain;
    QCDC_TRY (unsqueeze (packed, QCDC_REQUEST_PLAIN_BYTES_MAX, arena, &plain, fault));
    QCDC_TRY (check_request (plain, plain_length, &kind, call, fault));
    return kind == QCDC__FRAME__KIND_PACKED ? refuse_twice_packed (fault)
                                            : unpack_checked (plain, plain_length, arena, frame, fault);
}

qcdc_status frame_unpack_first (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                uint64_t *call, fault_t *fault)
{
    Qcdc__Frame__KindCase kind;
    *call = 0;
    QCDC_TRY (check_length (length, QCDC_STRANGER_BYTES_MAX, fault));
    QCDC_TRY (check_request (data, length, &kind, call, fault));
    if (kind == QCDC__FRAME__KIND_PACKED)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "a packed frame before a session has begun");
    return unpack_checked (data, length, arena, frame, fault);
}
