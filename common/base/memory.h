/*  memory.h — what malloc does not do by itself: giving back at the end of a scope, and making room for one more.
 *
 *  Ownership stays with the variable: what is handed to somebody else is set to NULL there. */

#ifndef QCDC_MEMORY_H
#define QCDC_MEMORY_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/*  For QCDC_CLEANUP, of a pointer to anything: POINTER_P is the address of the variable. */
static inline void memory_free (void *pointer_p)
{
    void *pointer;
    memcpy (&pointer, pointer_p, sizeof pointer);
    free (pointer);
}

/*  ITEMS, an array of *SIZE elements of BYTES each of which COUNT are used, with room for another one: it may have
 *  moved.  It grows by doubling, so that filling it takes linear time.  NULL when out of memory; ITEMS is as it was
 *  then. */
static inline void *memory_room (void *items, size_t count, size_t *size, size_t bytes)
{
    if (count < *size)
        return items;
    size_t wanted = *size ? *size * 2 : 16;
    if (wanted > SIZE_MAX / 2 / bytes)
        return NULL;
    void *grown = realloc (items, wanted * bytes);
    if (grown)
        *size = wanted;
    return grown;
}

#endif
