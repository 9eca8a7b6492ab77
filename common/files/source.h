/*  source.h — the bytes of a file that a person hands in, as UTF-8, a block at a time.
 *
 *  Spreadsheets write UTF-8 and UTF-16, with and without a byte-order mark; what is neither is passed on as it is, for
 *  whoever meets the first bad character knows where it stands. */

#ifndef QCDC_SOURCE_H
#define QCDC_SOURCE_H

#include "base/fault.h"

#include <stddef.h>

/*  A block holds at least this many bytes, unless the source ends in it. */
#define SOURCE_BLOCK_BYTES 65536u

typedef struct source source_t;

/*  Opens PATH ("-" is stdin): QCDC_IO, or QCDC_BAD_UTF8 for what is a workbook, a web page or a printed document and no
 *  text; destroy with source_destroy. */
qcdc_status source_open (const char *path, source_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The same over LENGTH bytes in memory, which must outlive the source.  NAME is the file's in messages. */
qcdc_status source_open_memory (const char *name, const char *bytes, size_t length, source_t **self_p,
                                fault_t *fault) QCDC_CHECK;
void source_destroy (source_t **self_p);

const char *source_name (const source_t *self);

/*  The next block, valid until the next call; *LENGTH 0 at the end.  QCDC_IO, QCDC_BAD_UTF8 (UTF-16 that is cut or
 *  damaged). */
qcdc_status source_next (source_t *self, const char **block, size_t *length, fault_t *fault) QCDC_CHECK;

#endif
