/*  library.h — a shared library that is loaded when it is needed, because most commands do without it. */

#ifndef QCDC_LIBRARY_H
#define QCDC_LIBRARY_H

#include "base/fault.h"

#include <stddef.h>

/*  A function, and where its address goes: bytes from the beginning of a table. */
typedef struct {
    const char *name;
    size_t place;
} library_function_t;

/*  Loads the library of that file NAME for good, and puts the addresses of COUNT functions into TABLE, which is all NULL before;
 *  what is there already stays.  QCDC_IO where the library, or a function in it, is not there. */
qcdc_status library_open (const char *name, const library_function_t *functions, size_t count, void *table,
                          fault_t *fault) QCDC_CHECK;

#endif
