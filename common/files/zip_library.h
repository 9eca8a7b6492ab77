/*  zip_library.h — libzip, loaded when the first workbook is read, or the first .docx written.
 *
 *  It brings a library of ciphers along, and loading these would double the time that every other command takes to start. */

#ifndef QCDC_ZIP_LIBRARY_H
#define QCDC_ZIP_LIBRARY_H

#include "base/fault.h"

#include <zip.h>

#define ZIP_LIBRARY(X)                                                                                               \
    X (zip_close)                                                                                                    \
    X (zip_discard)                                                                                                  \
    X (zip_error_code_zip)                                                                                           \
    X (zip_error_fini)                                                                                               \
    X (zip_error_init)                                                                                               \
    X (zip_error_strerror)                                                                                           \
    X (zip_fclose)                                                                                                   \
    X (zip_file_add)                                                                                                 \
    X (zip_fopen_index)                                                                                              \
    X (zip_fread)                                                                                                    \
    X (zip_get_error)                                                                                                \
    X (zip_get_num_entries)                                                                                          \
    X (zip_name_locate)                                                                                              \
    X (zip_open_from_source)                                                                                         \
    X (zip_source_buffer)                                                                                            \
    X (zip_source_buffer_create)                                                                                     \
    X (zip_source_close)                                                                                             \
    X (zip_source_error)                                                                                             \
    X (zip_source_filep_create)                                                                                      \
    X (zip_source_free)                                                                                              \
    X (zip_source_keep)                                                                                              \
    X (zip_source_open)                                                                                              \
    X (zip_source_read)                                                                                              \
    X (zip_stat_index)                                                                                               \
    X (zip_strerror)

/*  Its functions, by their names. */
typedef struct {
#define ZIP_MEMBER(name) __typeof__ (name) *name;
    ZIP_LIBRARY (ZIP_MEMBER)
#undef ZIP_MEMBER
} zip_library_t;

/*  Loads it, once.  QCDC_IO where it is not installed. */
qcdc_status zip_library_open (const zip_library_t **library, fault_t *fault) QCDC_CHECK;

#endif
