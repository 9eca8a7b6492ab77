/*  source.h — the bytes of a file that a person hands in, as UTF-8, a block at a time.
 *
 *  Spreadsheets write UTF-8 and UTF-16, with and without a byte-order mark; what is neither is passed on as it is, for
 *  whoever meets the first bad character knows where it stands. */

#ifndef QCDC_SOURCE_H
#define QCDC_SOURCE_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*  A block holds at least this many bytes, unless the source ends in it. */
#define SOURCE_BLOCK_BYTES 65536u

typedef struct source source_t;

/*  Opens PATH ("-" is stdin): QCDC_IO; destroy with source_destroy. */
qcdc_status source_open (const char *path, source_t **self_p, fault_t *fault) QCDC_CHECK;

/*  The same over LENGTH bytes in memory, which must outlive the source.  NAME is the file's in messages. */
qcdc_status source_open_memory (const char *name, const char *bytes, size_t length, source_t **self_p,
                                fault_t *fault) QCDC_CHECK;
void source_destroy (source_t **self_p);

/*  What makes bytes: like source_next, in UTF-8. */
typedef struct {
    qcdc_status (*next) (void *arg, const char **block, size_t *length, fault_t *fault);
    void (*destroy) (void *arg);
} source_maker_t;

/*  Bytes that MAKER makes of ARG, which is taken over whatever comes of it. */
qcdc_status source_open_maker (const char *name, const source_maker_t *maker, void *arg, source_t **self_p,
                               fault_t *fault) QCDC_CHECK;

/*  By its first bytes: whether it is a zip archive, as workbooks are. */
bool source_is_package (const source_t *self);

/*  QCDC_BAD_UTF8 or QCDC_BAD_WORKBOOK for what is a workbook, a web page or a printed document and no text. */
qcdc_status source_refuse_kind (const source_t *self, fault_t *fault) QCDC_CHECK;

/*  The whole file, from its beginning, as one that can be sought in; nothing was taken from the source before.  QCDC_IO, and
 *  QCDC_TOO_LARGE for a pipe of which more than BYTES_MAX come. */
qcdc_status source_file (source_t *self, size_t bytes_max, FILE **file, fault_t *fault) QCDC_CHECK;

const char *source_name (const source_t *self);

/*  The next block, valid until the next call; *LENGTH 0 at the end.  QCDC_IO, QCDC_BAD_UTF8 (UTF-16 that is cut or
 *  damaged). */
qcdc_status source_next (source_t *self, const char **block, size_t *length, fault_t *fault) QCDC_CHECK;

#endif
