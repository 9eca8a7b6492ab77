/*  wire_check.h — looks a peer's protobuf bytes over before protobuf-c may unpack them.
 *
 *  protobuf-c merges a repeated singular message in quadratic time, lets NUL and invalid UTF-8 through in strings,
 *  and keeps every unknown field.  This walk over the bytes, guided by the generated descriptors, refuses all three,
 *  in linear time and without allocating. */

#ifndef QCDC_WIRE_CHECK_H
#define QCDC_WIRE_CHECK_H

#include "base/status.h"

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  QCDC_OK; QCDC_MALFORMED for a truncated or overlong field, a singular field (or a member of a oneof) that comes
 *  twice, a wrong wire type, nesting deeper than 8; QCDC_TOO_LARGE for more than QCDC_UNKNOWN_FIELDS_MAX unknown
 *  fields in the whole message; QCDC_BAD_UTF8 or QCDC_BAD_CHARACTER (NUL) for strings. */
qcdc_status wire_check (const ProtobufCMessageDescriptor *descriptor, const uint8_t *data, size_t length) QCDC_CHECK;

/*  The same; QCDC_TOO_LARGE also for more than ELEMENTS_MAX repeated messages, texts and bytes in the whole message: an empty
 *  one has two bytes and becomes a hundred. */
qcdc_status wire_check_within (const ProtobufCMessageDescriptor *descriptor, unsigned elements_max,
                               const uint8_t *data, size_t length) QCDC_CHECK;

/*  One field at the top of a message. */
typedef struct {
    unsigned number;
    uint64_t value; /* of a varint; 0 for others */
} wire_field_t;

/*  The field at *AT of a message that wire_check let pass, and *AT behind it; false at its end. */
bool wire_next (const uint8_t *data, size_t length, size_t *at, wire_field_t *field);

#endif
