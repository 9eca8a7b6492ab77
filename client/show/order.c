/*  order.c — comparing as people count, and sorting without holding the rows. */

#include "show/order.h"

#include "base/memory.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static size_t digits (const char *text)
{
    return strspn (text, "0123456789");
}

/*  Two runs of digits by their value, however long; both are left behind. */
static int compare_numbers (const char **one, const char **other)
{
    size_t whole_one = digits (*one), whole_other = digits (*other);
    const char *first = *one + strspn (*one, "0"), *second = *other + strspn (*other, "0");
    *one += whole_one;
    *other += whole_other;
    size_t length = first < *one ? (size_t)(*one - first) : 0,
           length_other = second < *other ? (size_t)(*other - second) : 0;
    if (length != length_other)
        return length < length_other ? -1 : 1;
    return length ? memcmp (first, second, length) : 0;
}

int natural_compare (const char *one, const char *other)
{
    const char *first = one, *second = other;
    while (*first && *second) {
        if (digits (first) && digits (second)) {
            int numbers = compare_numbers (&first, &second);
            if (numbers != 0)
                return numbers;
            continue;
        }
        int a = tolower ((unsigned char)*first), b = tolower ((unsigned char)*second);
        if (a != b)
            return a < b ? -1 : 1;
        first++;
        second++;
    }
    if (*first || *second)
        return *first ? 1 : -1;
    return strcmp (one, other);
}

void order_release (order_t *self)
{
    free (self->block);
    free (self->places);
    *self = (order_t){0};
}

/*  The block grows in place where the system can: what is not written to yet takes no memory. */
static qcdc_status block_add (order_t *self, const char *text)
{
    size_t length = strlen (text) + 1;
    if (self->used + length > self->size) {
        size_t size = (self->size ? self->size * 2 : 65536) + length;
        char *block = realloc (self->block, size);
        if (!block)
            return QCDC_NO_MEMORY;
        self->block = block;
        self->size = size;
    }
    memcpy (self->block + self->used, text, length);
    self->used += length;
    return QCDC_OK;
}

qcdc_status order_add (order_t *self, const char *key, const char *what)
{
    uint32_t *places = memory_room (self->places, self->count, &self->places_size, sizeof *places);
    if (!places || self->used > UINT32_MAX)
        return QCDC_NO_MEMORY;
    self->places = places;
    places[self->count] = (uint32_t)self->used;
    QCDC_TRY (block_add (self, key));
    QCDC_TRY (block_add (self, what));
    self->count++;
    return QCDC_OK;
}

static int compare_places (const void *one, const void *other, void *arg)
{
    const char *block = arg;
    return natural_compare (block + *(const uint32_t *)one, block + *(const uint32_t *)other);
}

static int compare_backwards (const void *one, const void *other, void *arg)
{
    return compare_places (other, one, arg);
}

void order_sort (order_t *self, bool backwards)
{
    if (self->count)
        qsort_r (self->places, self->count, sizeof *self->places, backwards ? compare_backwards : compare_places,
                 self->block);
}

const char *order_at (const order_t *self, size_t place)
{
    const char *key = self->block + self->places[place];
    return key + strlen (key) + 1;
}
