/*  xlsx_strings.h — the texts that the cells of a workbook share, by number.
 *
 *  A register of a hundred thousand rows has tens of megabytes of them, and any cell may ask for any: few are held in memory,
 *  many lie in a temporary file without a name. */

#ifndef QCDC_XLSX_STRINGS_H
#define QCDC_XLSX_STRINGS_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct xlsx_strings xlsx_strings_t;

/*  NULL when out of memory. */
xlsx_strings_t *xlsx_strings_new (void);
void xlsx_strings_destroy (xlsx_strings_t **self_p);

/*  The next one.  QCDC_TOO_LARGE beyond QCDC_XLSX_STRINGS_MAX or QCDC_XLSX_STRINGS_BYTES_MAX; QCDC_NO_MEMORY; QCDC_IO where no
 *  temporary file can be written. */
qcdc_status xlsx_strings_add (xlsx_strings_t *self, const char *text, size_t length) QCDC_CHECK;

/*  Number INDEX, with a NUL behind it, until the next call.  QCDC_NOT_FOUND, QCDC_NO_MEMORY, QCDC_IO. */
qcdc_status xlsx_strings_at (xlsx_strings_t *self, size_t index, const char **text, size_t *length) QCDC_CHECK;

#endif
