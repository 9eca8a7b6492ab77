/*  wire_bytes.h — protobuf bytes by hand: well-formed, and such as no honest program writes. */

#ifndef WIRE_BYTES_H
#define WIRE_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { WIRE_TYPE_VARINT = 0, WIRE_TYPE_64 = 1, WIRE_TYPE_BYTES = 2, WIRE_TYPE_32 = 5 };

/*  A growing run of bytes; begin with {0}, end with wire_free. */
typedef struct {
    uint8_t *data;
    size_t length;
    size_t capacity;
} wire_t;

static inline void wire_put (wire_t *wire, const void *data, size_t length)
{
    if (wire->length + length > wire->capacity) {
        wire->capacity = 2 * wire->capacity + length + 64;
        wire->data = realloc (wire->data, wire->capacity);
        if (!wire->data)
            abort ();
    }
    if (length)
        memcpy (wire->data + wire->length, data, length);
    wire->length += length;
}

static inline void wire_byte (wire_t *wire, unsigned byte)
{
    uint8_t one = (uint8_t)byte;
    wire_put (wire, &one, 1);
}

static inline void wire_number (wire_t *wire, uint64_t value)
{
    while (value >= 0x80) {
        wire_byte (wire, (unsigned)(value & 0x7F) | 0x80);
        value >>= 7;
    }
    wire_byte (wire, (unsigned)value);
}

static inline void wire_key (wire_t *wire, unsigned field, unsigned type)
{
    wire_number (wire, (uint64_t)field << 3 | type);
}

static inline void wire_varint_field (wire_t *wire, unsigned field, uint64_t value)
{
    wire_key (wire, field, WIRE_TYPE_VARINT);
    wire_number (wire, value);
}

static inline void wire_bytes_field (wire_t *wire, unsigned field, const void *data, size_t length)
{
    wire_key (wire, field, WIRE_TYPE_BYTES);
    wire_number (wire, length);
    wire_put (wire, data, length);
}

static inline void wire_text_field (wire_t *wire, unsigned field, const char *text)
{
    wire_bytes_field (wire, field, text, strlen (text));
}

static inline void wire_fixed64_field (wire_t *wire, unsigned field, uint64_t value)
{
    wire_key (wire, field, WIRE_TYPE_64);
    for (int i = 0; i < 8; i++)
        wire_byte (wire, (unsigned)(value >> (8 * i)) & 0xFF);
}

/*  INNER as a message field of WIRE; INNER is freed. */
static inline void wire_message_field (wire_t *wire, unsigned field, wire_t *inner)
{
    wire_bytes_field (wire, field, inner->data, inner->length);
    free (inner->data);
    *inner = (wire_t){0};
}

static inline void wire_free (wire_t *wire)
{
    free (wire->data);
    *wire = (wire_t){0};
}

#endif
