/*  library.c — a shared library that is loaded when it is needed. */

#include "base/library.h"

#include "base/i18n.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

qcdc_status library_open (const char *name, const library_function_t *functions, size_t count, void *table,
                          fault_t *fault)
{
    void *first, *address;
    memcpy (&first, (char *)table + functions[0].place, sizeof first);
    if (first)
        return QCDC_OK;
    errno = 0;
    void *library = dlopen (name, RTLD_NOW | RTLD_LOCAL);
    int error = library ? 0 : errno;
    /* The first is entered last: while it is NULL, nothing was opened. */
    for (size_t i = count; library && i > 0; i--) {
        address = dlsym (library, functions[i - 1].name);
        if (!address)
            break;
        memcpy ((char *)table + functions[i - 1].place, &address, sizeof address);
    }
    memcpy (&first, (char *)table + functions[0].place, sizeof first);
    if (first)
        return QCDC_OK;
    fault_set (fault, QCDC_IO, NULL, _ ("workbooks cannot be read or written here (%s)"), dlerror ());
    fault_advise (fault, "%s",
                  error == EMFILE || error == ENFILE ? _ ("raise the limit of open files (ulimit -n), or use CSV")
                                                     : _ ("have the library installed, or use CSV"));
    return QCDC_IO;
}
