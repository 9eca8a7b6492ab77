/*  xlsx_archive.h — the parts of a workbook: XML in a zip archive, unpacked and parsed a block at a time, within limits.
 *
 *  Whatever is wrong with a workbook is one fault that begins with its name.  Source: ECMA-376, part 2 (packages). */

#ifndef QCDC_XLSX_ARCHIVE_H
#define QCDC_XLSX_ARCHIVE_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

typedef struct xlsx_archive xlsx_archive_t;
typedef struct xlsx_part xlsx_part_t;

/*  What is told of a part while it is parsed.  Names come without their prefixes; ATTRIBUTES are name, value, …, NULL. */
typedef struct {
    const char *root; /* the outermost element: a part that begins with another is not what it was taken for */
    void (*start) (void *arg, const char *name, const char *const *attributes);
    void (*end) (void *arg, const char *name);
    void (*text) (void *arg, const char *text, size_t length); /* in pieces */
} xlsx_handlers_t;

/*  Takes FILE over, which can be sought in, and closes it whatever comes of it; NAME is the file's in messages.
 *  QCDC_BAD_WORKBOOK, QCDC_TOO_LARGE, QCDC_IO. */
qcdc_status xlsx_archive_open (const char *name, FILE *file, xlsx_archive_t **self_p, fault_t *fault) QCDC_CHECK;

void xlsx_archive_destroy (xlsx_archive_t **self_p);

bool xlsx_archive_has (const xlsx_archive_t *self, const char *part);

/*  Begins PART.  HANDLERS and ARG must outlive it; *PART_P is there before the first handler is called. */
qcdc_status xlsx_part_open (xlsx_archive_t *self, const char *part, const xlsx_handlers_t *handlers, void *arg,
                            xlsx_part_t **part_p, fault_t *fault) QCDC_CHECK;
void xlsx_part_destroy (xlsx_part_t **self_p);

/*  Parses until a handler pauses, or to the end: then QCDC_NOT_FOUND. */
qcdc_status xlsx_part_next (xlsx_part_t *self, fault_t *fault) QCDC_CHECK;

/*  From now on parts are only looked at, or read again: what is unpacked for a look does not count against what the workbook may
 *  unpack to, and has a limit of its own. */
void xlsx_archive_look (xlsx_archive_t *self, bool looks);

/*  All of PART at once. */
qcdc_status xlsx_part_read (xlsx_archive_t *self, const char *part, const xlsx_handlers_t *handlers, void *arg,
                            xlsx_part_t **part_p, fault_t *fault) QCDC_CHECK;

/*  For handlers: xlsx_part_next returns when this handler has. */
void xlsx_part_pause (xlsx_part_t *self);

/*  For handlers: nothing more is told, and xlsx_part_next fails with FAULT; the first failure counts. */
void xlsx_part_fail (xlsx_part_t *self, const fault_t *fault);

/*  The value of attribute NAME; NULL where there is none. */
const char *xlsx_attribute (const char *const *attributes, const char *name);

/*  QCDC_BAD_WORKBOOK of the file NAME: WHY is a msgid. */
qcdc_status xlsx_damaged (const char *name, const char *why, fault_t *fault);

#endif
