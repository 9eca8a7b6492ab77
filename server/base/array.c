/*  array.c — one way of growing, so that adding is cheap however many there will be. */

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 16u
#define FIRST_BYTES 1024u

bool array_grow (void *array_p, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return true;
    void *array;
    memcpy (&array, array_p, sizeof array); /* it may be a pointer to any type */
    size_t wanted = *capacity ? 2 * *capacity : FIRST_CAPACITY;
    void *grown = reallocarray (array, wanted, size);
    if (!grown)
        return false;
    memcpy (array_p, &grown, sizeof grown);
    *capacity = wanted;
    return true;
}

uint8_t *array_room (uint8_t **data_p, size_t *length, size_t *capacity, size_t bytes)
{
    if (!*capacity || bytes > *capacity - *length) {
        size_t wanted = *capacity ? *capacity : FIRST_BYTES;
        while (wanted - *length < bytes)
            if (__builtin_mul_overflow (wanted, 2, &wanted))
                return NULL;
        uint8_t *grown = realloc (*data_p, wanted);
        if (!grown)
            return NULL;
        *data_p = grown;
        *capacity = wanted;
    }
    uint8_t *room = *data_p + *length;
    *length += bytes;
    return room;
}
