/*  csv.h — reading CSV: RFC 4180 (libcsv, strict), as people have it.
 *
 *  Rows are counted as a person's spreadsheet shows them: the header is row 1; a record that spans lines counts once; a
 *  blank line is skipped but counts. */

#ifndef QCDC_CSV_H
#define QCDC_CSV_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct csv_reader csv_reader_t;
struct source; /* files/source.h */

/*  One record: fields in the order of the file, NUL-terminated, raw (not NFC, not trimmed), with their true length: a
 *  field that holds a NUL byte is longer than strlen says.  Lives until the next call. */
typedef struct {
    size_t row;
    size_t count;
    const char *const *fields;
    const size_t *lengths;
} csv_record_t;

/*  A column that is known in a file as people have it. */
typedef struct {
    const char *name;   /* its code: "local_no"; NULL ends a list */
    const char *labels; /* other headings, folded (base/text_fold.h), with '|' between them; NULL for none */
    bool required;
    bool passed_over; /* known, and nothing of it is read */
} csv_column_t;

/*  Opens PATH ("-" is stdin): UTF-8 or UTF-16, with or without a byte-order mark.  QCDC_IO with a message otherwise.  Destroy with
 *  csv_reader_destroy; its argument may point to NULL. */
qcdc_status csv_reader_open (const char *path, csv_reader_t **reader, fault_t *fault) QCDC_CHECK;

/*  The same over LENGTH bytes in memory, which must outlive the reader.  NAME is the file's name in messages. */
qcdc_status csv_reader_open_memory (const char *name, const char *bytes, size_t length, csv_reader_t **reader,
                                    fault_t *fault) QCDC_CHECK;

/*  The same over *SOURCE, which is taken over and set to NULL if there is memory. */
qcdc_status csv_reader_open_source (struct source **source, csv_reader_t **reader, fault_t *fault) QCDC_CHECK;
void csv_reader_destroy (csv_reader_t **self_p);

/*  The next record: QCDC_OK with *RECORD; QCDC_NOT_FOUND at the end; QCDC_BAD_QUOTE, QCDC_TOO_LARGE (a field over
 *  QCDC_CSV_FIELD_BYTES_MAX, over QCDC_CSV_FIELDS_MAX fields or QCDC_CSV_ROWS_MAX rows), QCDC_BAD_ROW (another
 *  number of fields than the header), QCDC_IO or QCDC_NO_MEMORY with the file, row and field in FAULT.  Blank lines
 *  are skipped.  After an error the same error is returned again.  Memory is bounded by one record whatever the file
 *  holds. */
qcdc_status csv_reader_next (csv_reader_t *self, csv_record_t *record, fault_t *fault) QCDC_CHECK;

/*  After the header: the index of column NAME, or -1. */
int csv_reader_column (const csv_reader_t *self, const char *name);

/*  Before csv_reader_columns: the rows are of no people, so that no heading asks for a person's identity. */
void csv_reader_of_things (csv_reader_t *self);

/*  Before csv_reader_columns: it is a register as an office keeps it.  A column that asks for a person's identity is left out and not
 *  refused (csv_reader_left_out); headings may stand in two rows, of which the upper one spans columns of the lower one, and a row that
 *  numbers the columns may follow.  Whoever is told of headings that nobody knows is told of --map, too. */
void csv_reader_of_register (csv_reader_t *self);

/*  Whether column INDEX is one that was left out because it asks for a person's identity: the one place that knows of it.  Nothing of it is
 *  read; whoever seals identities begins here. */
bool csv_reader_left_out (const csv_reader_t *self, size_t index);

/*  How many columns the header has. */
size_t csv_reader_width (const csv_reader_t *self);

/*  Reads the header of a file as people have it, and holds it against the columns that are known: columns separated by commas,
 *  semicolons or tabs; headings by code or label in any case, order and spacing; a title above the header; blank rows and columns, and
 *  what a spreadsheet leaves out at the end of a row.  Whatever is unknown in the header, missing or repeated is named at once, with what
 *  there is: QCDC_BAD_HEADER.  A column that asks for a person's identity (name, address, telephone, identity number, in Vietnamese or
 *  English, with or without diacritics) is QCDC_IDENTITY_COLUMN; a known column is never taken for one.  COLUMNS, ended by a NULL name,
 *  must outlive the reader.
 *
 *  From then on csv_reader_next skips rows in which nothing stands, and QCDC_BAD_ROW is of one row only, which *RECORD has as it
 *  stands: the next call gives the row behind it. */
qcdc_status csv_reader_columns (csv_reader_t *self, const csv_column_t *columns, fault_t *fault) QCDC_CHECK;

/*  After csv_reader_columns: whether TEXT, and nothing else, stands in a field above the header. */
bool csv_reader_above (const csv_reader_t *self, const char *text);

/*  The name of column INDEX as the file has it, for messages. */
const char *csv_reader_column_name (const csv_reader_t *self, size_t index);

#endif
