/*  xlsx_library.c — libxlsxwriter, loaded when it is needed. */

#include "show/xlsx_library.h"

#include "base/library.h"

xlsx_library_t xlsx_library;

qcdc_status xlsx_library_open (fault_t *fault)
{
    static const library_function_t NAMES[] = {
#define XLSX_NAME(name) {#name, offsetof (xlsx_library_t, name)},
        XLSX_LIBRARY (XLSX_NAME)
#undef XLSX_NAME
    };
    return library_open (QCDC_XLSX_LIBRARY_NAME, NAMES, sizeof NAMES / sizeof *NAMES, &xlsx_library, fault);
}
