/*  zip_library.c — libzip, loaded when it is needed. */

#include "files/zip_library.h"

#include "base/library.h"

qcdc_status zip_library_open (const zip_library_t **library, fault_t *fault)
{
    static zip_library_t functions;
    static const library_function_t NAMES[] = {
#define ZIP_NAME(name) {#name, offsetof (zip_library_t, name)},
        ZIP_LIBRARY (ZIP_NAME)
#undef ZIP_NAME
    };
    *library = &functions;
    return library_open (QCDC_ZIP_LIBRARY_NAME, NAMES, sizeof NAMES / sizeof *NAMES, &functions, fault);
}
