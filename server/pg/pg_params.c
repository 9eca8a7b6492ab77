/*  pg_params.c — the parameters of one statement, in PostgreSQL's binary form.
 *
 *  All values lie one after the other in one buffer that is kept between calls: a hot statement allocates nothing. */

#include "pg/pg_private.h"

#include "base/array.h"

#include <assert.h>
#include <limits.h>
#include <stdlib.h>

/*  ndim, flags, element type, dimension, lower bound */
#define ARRAY_HEADER_BYTES 20u
#define ARRAY_HEADER_EMPTY_BYTES 12u

typedef struct {
    size_t offset;
    bool null;
} slot_t;

struct pg_params {
    uint8_t *data;
    size_t length;
    size_t capacity;
    slot_t *slots;
    const char **values; /* filled by pg_params_bind, when the buffer no longer moves */
    int *lengths;
    int *formats;
    int count;
    int slots_capacity;
    bool failed;
    bool in_array;
    Oid element;
    uint32_t elements;
};

pg_params_t *pg_params_new (void)
{
    return calloc (1, sizeof (pg_params_t));
}

void pg_params_destroy (pg_params_t **self_p)
{
    pg_params_t *self = *self_p;
    if (self) {
        free (self->data);
        free (self->slots);
        free (self->values);
        free (self->lengths);
        free (self->formats);
        free (self);
        *self_p = NULL;
    }
}

void pg_params_reset (pg_params_t *self)
{
    self->length = 0;
    self->count = 0;
    self->failed = false;
    self->in_array = false;
}

bool pg_params_failed (const pg_params_t *self)
{
    return self->failed;
}

/*  Room for BYTES more, or NULL with `failed` set. */
static uint8_t *grow (pg_params_t *self, size_t bytes)
{
    if (self->failed)
        return NULL;
    if (bytes > INT_MAX || self->length + bytes > INT_MAX) {
        self->failed = true;
        return NULL;
    }
    uint8_t *room = array_room (&self->data, &self->length, &self->capacity, bytes);
    self->failed = !room;
    return room;
}

/*  The four arrays grow together; each is kept even where a later one fails. */
static bool grow_slots (pg_params_t *self)
{
    if (self->count < self->slots_capacity)
        return true;
    size_t capacity = self->slots_capacity ? (size_t)self->slots_capacity * 2 : 16;
    slot_t *slots = realloc (self->slots, capacity * sizeof *slots);
    if (slots)
        self->slots = slots;
    const char **values = realloc (self->values, capacity * sizeof *values);
    if (values)
        self->values = values;
    int *lengths = realloc (self->lengths, capacity * sizeof *lengths);
    if (lengths)
        self->lengths = lengths;
    int *formats = realloc (self->formats, capacity * sizeof *formats);
    if (formats)
        self->formats = formats;
    if (!slots || !values || !lengths || !formats) {
        self->failed = true;
        return false;
    }
    self->slots_capacity = (int)capacity;
    return true;
}

/*  Begins a value of LENGTH bytes: a parameter of its own or the next element of the array.  NULL on failure. */
static uint8_t *append (pg_params_t *self, Oid type, size_t length)
{
    if (self->in_array) {
        assert (type == self->element);
        (void)type;
        uint8_t *room = grow (self, 4 + length);
        if (!room)
            return NULL;
        pg_put32 (room, (uint32_t)length);
        self->elements++;
        return room + 4;
    }
    if (self->failed || !grow_slots (self))
        return NULL;
    size_t offset = self->length;
    uint8_t *room = grow (self, length ? length : 1); /* a value without bytes still needs an address */
    if (!room)
        return NULL;
    self->slots[self->count] = (slot_t){.offset = offset};
    self->lengths[self->count] = (int)length;
    self->formats[self->count] = 1;
    self->count++;
    return room;
}

void pg_params_raw (pg_params_t *self, Oid type, const void *data, size_t length)
{
    uint8_t *room = append (self, type, length);
    if (room && length)
        memcpy (room, data, length);
}

void pg_params_int8 (pg_params_t *self, int64_t value)
{
    uint8_t *room = append (self, OID_INT8, 8);
    if (room)
        pg_put64 (room, (uint64_t)value);
}

void pg_params_int4 (pg_params_t *self, int32_t value)
{
    uint8_t *room = append (self, OID_INT4, 4);
    if (room)
        pg_put32 (room, (uint32_t)value);
}

void pg_params_int2 (pg_params_t *self, int16_t value)
{
    uint8_t *room = append (self, OID_INT2, 2);
    if (room)
        pg_put16 (room, (uint16_t)value);
}

void pg_params_bool (pg_params_t *self, bool value)
{
    uint8_t *room = append (self, OID_BOOL, 1);
    if (room)
        room[0] = value;
}

void pg_params_date (pg_params_t *self, int32_t day)
{
    uint8_t *room = append (self, OID_DATE, 4);
    if (room)
        pg_put32 (room, (uint32_t)(day - PG_EPOCH_DAYS));
}

void pg_params_timestamp (pg_params_t *self, int64_t moment_us)
{
    uint8_t *room = append (self, OID_TIMESTAMPTZ, 8);
    if (room)
        pg_put64 (room, (uint64_t)(moment_us - PG_EPOCH_US));
}

void pg_params_text (pg_params_t *self, const char *value)
{
    if (value)
        pg_params_raw (self, OID_TEXT, value, strlen (value));
    else
        pg_params_null (self);
}

void pg_params_bytea (pg_params_t *self, const void *data, size_t length)
{
    if (data)
        pg_params_raw (self, OID_BYTEA, data, length);
    else
        pg_params_null (self);
}

void pg_params_u64 (pg_params_t *self, uint64_t value)
{
    value = htole64 (value);
    pg_params_bytea (self, &value, sizeof value);
}

void pg_params_null (pg_params_t *self)
{
    assert (!self->in_array);
    if (append (self, 0, 0))
        self->slots[self->count - 1].null = true;
}

void pg_params_array_begin (pg_params_t *self, Oid element)
{
    assert (!self->in_array);
    (void)append (self, 0, ARRAY_HEADER_BYTES);
    self->in_array = true;
    self->element = element;
    self->elements = 0;
}

/*  The header is written last, when the number of elements is known. */
void pg_params_array_end (pg_params_t *self)
{
    assert (self->in_array);
    self->in_array = false;
    if (self->failed)
        return;
    size_t offset = self->slots[self->count - 1].offset;
    uint8_t *header = self->data + offset;
    pg_put32 (header, self->elements ? 1 : 0);
    pg_put32 (header + 4, 0);
    pg_put32 (header + 8, self->element);
    if (self->elements) {
        pg_put32 (header + 12, self->elements);
        pg_put32 (header + 16, 1);
    } else {
        self->length = offset + ARRAY_HEADER_EMPTY_BYTES;
    }
    self->lengths[self->count - 1] = (int)(self->length - offset);
}

pg_bound_t pg_params_bind (const pg_params_t *self)
{
    assert (!self->in_array);
    for (int i = 0; i < self->count; i++)
        self->values[i] = self->slots[i].null ? NULL : (const char *)self->data + self->slots[i].offset;
    return (pg_bound_t){
        .count = self->count, .values = self->values, .lengths = self->lengths, .formats = self->formats};
}
