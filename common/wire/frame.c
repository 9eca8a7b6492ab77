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

/*  Level 3 costs less time than a slow line takes for the bytes that it saves; below half a kilobyte there is
 *  little to save. */
#define ZSTD_LEVEL 3
#define PACK_BYTES_MIN 512u

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
    if (*length <= QCDC_FRAME_BYTES_MAX)
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

/*  Whatever fails behind the check is either the cap of the arena or a message that protobuf-c knows better about. */
static qcdc_status unpack_checked (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                   fault_t *fault)
{
    qcdc_status status = wire_check (&qcdc__frame__descriptor, data, length);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, "a frame of %zu bytes: %s", length, status_text (status));
    *frame = qcdc__frame__unpack (arena_allocator (arena), length, data);
    if (*frame)
        return QCDC_OK;
    status = arena_exhausted (arena) ? QCDC_TOO_LARGE : QCDC_MALFORMED;
    return fault_set (fault, status, NULL, "a frame of %zu bytes: %s", length, status_text (status));
}

qcdc_status frame_unpack (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame, fault_t *fault)
{
    if (length > QCDC_FRAME_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "a frame of %zu bytes, at most %u are taken", length,
                          QCDC_FRAME_BYTES_MAX);
    QCDC_TRY (unpack_checked (data, length, arena, frame, fault));
    if ((*frame)->kind_case != QCDC__FRAME__KIND_PACKED)
        return QCDC_OK;

    const Qcdc__Packed *packed = (*frame)->packed;
    size_t plain_length = packed->plain_bytes;
    if (plain_length > QCDC_PLAIN_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "a frame of %zu bytes unpacked, at most %u are taken",
                          plain_length, QCDC_PLAIN_BYTES_MAX);
    uint8_t *plain = arena_alloc (arena, plain_length ? plain_length : 1);
    if (!plain)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "no memory for a frame of %zu bytes", plain_length);
    size_t got = ZSTD_decompress (plain, plain_length, packed->zstd.data, packed->zstd.len);
    if (ZSTD_isError (got) || got != plain_length)
        return fault_set (fault, QCDC_MALFORMED, NULL, "a packed frame does not unpack to the %zu bytes it names",
                          plain_length);
    QCDC_TRY (unpack_checked (plain, plain_length, arena, frame, fault));
    if ((*frame)->kind_case == QCDC__FRAME__KIND_PACKED)
        return fault_set (fault, QCDC_MALFORMED, NULL, "a packed frame inside a packed frame");
    return QCDC_OK;
}
