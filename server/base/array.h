/*  array.h — arrays that grow. */

#ifndef QCDC_ARRAY_H
#define QCDC_ARRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*  Room for one more element of SIZE bytes behind the COUNT of *ARRAY_P (the address of a pointer to them), twice as
 *  much as before where there was none.  false: out of memory, and all is as it was. */
bool array_grow (void *array_p, size_t count, size_t *capacity, size_t size);

/*  The same for bytes: BYTES more behind the *LENGTH of *DATA_P, which they are added to.  NULL: out of memory, and all is as it
 *  was. */
uint8_t *array_room (uint8_t **data_p, size_t *length, size_t *capacity, size_t bytes);

#endif
