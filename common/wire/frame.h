/*  frame.h — frames as bytes: packing (zstd where it saves), unpacking within limits.
 *
 *  Nothing a peer sends is unpacked before it was checked against the message descriptors (wire_check.h); everything
 *  unpacked lives in the arena given. */

#ifndef QCDC_FRAME_H
#define QCDC_FRAME_H

#include "base/arena.h"
#include "base/fault.h"
#include "wire.pb-c.h"

#include <stdint.h>

/*  Packs FRAME into malloc'ed bytes, under zstd (level 3) when that saves at least an eighth and the frame has 512
 *  bytes or more.  QCDC_TOO_LARGE when the limits of limits.h are not kept, QCDC_NO_MEMORY. */
qcdc_status frame_pack (const Qcdc__Frame *frame, uint8_t **data, size_t *length) QCDC_CHECK;

/*  The same without zstd: an answer may then be as large on the wire as it is. */
qcdc_status frame_pack_plain (const Qcdc__Frame *frame, uint8_t **data, size_t *length) QCDC_CHECK;

/*  Unpacks LENGTH bytes of an answer.  QCDC_TOO_LARGE, QCDC_MALFORMED (also for a packed frame in a packed frame),
 *  QCDC_NO_MEMORY. */
qcdc_status frame_unpack (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                          fault_t *fault) QCDC_CHECK;

/*  The same for what clients send, which is less: nothing but an append, or a piece of one, unpacks to more than QCDC_REQUEST_BYTES_MAX.  What is not
 *  so is refused before it is unpacked into messages.  *CALL is the frame's, as far as it can be read: refusals repeat it. */
qcdc_status frame_unpack_request (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                  uint64_t *call, fault_t *fault) QCDC_CHECK;

/*  A frame before a session has begun: at most QCDC_STRANGER_BYTES_MAX, QCDC_TOO_LARGE, and never packed, QCDC_PROTOCOL. */
qcdc_status frame_unpack_first (const uint8_t *data, size_t length, arena_t *arena, Qcdc__Frame **frame,
                                uint64_t *call, fault_t *fault) QCDC_CHECK;

#endif
