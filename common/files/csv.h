/*  csv.h — reading CSV that people hand in: UTF-8, header required, RFC 4180 (libcsv, strict).
 *
 *  Rows are counted as a person's spreadsheet shows them: the header is row 1; a record that spans lines counts once; a
 *  blank line is skipped but counts. */

#ifndef QCDC_CSV_H
#define QCDC_CSV_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct csv_reader csv_reader_t;

/*  One record: fields in the order of the file, NUL-terminated, raw (not NFC, not trimmed), with their true length: a
 *  field that holds a NUL byte is longer than strlen says.  Lives until the next call. */
typedef struct {
    size_t row;
    size_t count;
    const char *const *fields;
    const size_t *lengths;
} csv_record_t;

/*  Opens PATH ("-" is stdin).  A byte-order mark is skipped.  QCDC_IO with a message otherwise.  Destroy with
 *  csv_reader_destroy; its argument may point to NULL. */
qcdc_status csv_reader_open (const char *path, csv_reader_t **reader, fault_t *fault) QCDC_CHECK;

/*  The same over LENGTH bytes in memory, which must outlive the reader.  NAME is the file's name in messages. */
qcdc_status csv_reader_open_memory (const char *name, const char *bytes, size_t length, csv_reader_t **reader,
                                    fault_t *fault) QCDC_CHECK;
void csv_reader_destroy (csv_reader_t **self_p);

/*  The next record: QCDC_OK with *RECORD; QCDC_NOT_FOUND at the end; QCDC_BAD_QUOTE, QCDC_TOO_LARGE (a field over
 *  QCDC_CSV_FIELD_BYTES_MAX, over QCDC_CSV_FIELDS_MAX fields or QCDC_CSV_ROWS_MAX rows), QCDC_BAD_ROW (another
 *  number of fields than the header), QCDC_IO or QCDC_NO_MEMORY with the file, row and field in FAULT.  Blank lines
 *  are skipped.  After an error the same error is returned again.  Memory is bounded by one record whatever the file
 *  holds. */
qcdc_status csv_reader_next (csv_reader_t *self, csv_record_t *record, fault_t *fault) QCDC_CHECK;

/*  After the header: the index of column NAME, or -1. */
int csv_reader_column (const csv_reader_t *self, const char *name);

/*  Reads the header and holds it against the columns that are known.  REQUIRED and OPTIONAL are NULL-terminated
 *  (OPTIONAL may be NULL).  Missing or unknown or repeated: QCDC_BAD_HEADER naming it; a column that asks for a
 *  person's identity (name, address, telephone, identity number, in Vietnamese or English, with or without
 *  diacritics): QCDC_IDENTITY_COLUMN.  A known column is never taken for one. */
qcdc_status csv_reader_header (csv_reader_t *self, const char *const *required, const char *const *optional,
                               fault_t *fault) QCDC_CHECK;

/*  The name of column INDEX, for messages. */
const char *csv_reader_column_name (const csv_reader_t *self, size_t index);

/*  Writes one field as RFC 4180 wants it, quoted where needed. */
void csv_write_field (FILE *out, const char *text);

#endif
