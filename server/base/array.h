/*  array.h — arrays that grow. */

#ifndef QCDC_ARRAY_H
#define QCDC_ARRAY_H

#include <stdbool.h>
#include <stddef.h>

/*  Room for one more element of SIZE bytes behind the COUNT of *ARRAY_P (the address of a pointer to them), twice as
 *  much as before where there was none.  false: out of memory, and all is as it was. */
bool array_grow (void *array_p, size_t count, size_t *capacity, size_t size);

#endif
