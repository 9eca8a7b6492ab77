/*  csv_reader.h — what a reader of CSV holds while it reads: shared by what takes records from libcsv (csv.c) and what makes the
 *  first of them the header (csv_header.c), and nobody's beside them. */

#ifndef QCDC_CSV_READER_H
#define QCDC_CSV_READER_H

#include "base/limits.h"
#include "files/csv.h"
#include "files/source.h"

#include <csv.h>

struct csv_reader {
    source_t *source;
    const char *chunk; /* what is being parsed: a block of the source */
    size_t chunk_position;
    size_t chunk_length;
    struct csv_parser parser;
    size_t row;        /* of the record being read, or read last */
    bool row_started;  /* a byte of the record was seen */
    bool row_complete; /* libcsv has seen its end */
    bool row_cut;      /* the file ended before the record did */
    bool after_cr;     /* a line feed that comes now belongs to the line break before */
    bool ended;        /* nothing is left */
    char *bytes;       /* the record's fields, each with a NUL behind it */
    size_t bytes_used;
    size_t bytes_size;
    size_t count;
    size_t starts[QCDC_CSV_FIELDS_MAX];
    size_t lengths[QCDC_CSV_FIELDS_MAX];
    const char *fields[QCDC_CSV_FIELDS_MAX];
    qcdc_status trouble; /* set inside libcsv's callbacks, which cannot stop it */
    char *above; /* what stands in the records above the header, each field with a NUL behind it; NULL: nothing */
    size_t above_bytes;
    char *header_bytes; /* NULL until the header was read */
    const char *header[QCDC_CSV_FIELDS_MAX];
    size_t header_count;         /* 0 until the first record was read */
    const csv_column_t *columns; /* of a file as people have it; NULL: every record is as long as the first */
    bool of_things;
    bool of_register;  /* csv_reader_of_register */
    bool held_back;    /* the record that was read last is the first of the rows: looked at, and not yet given */
    char *below_bytes; /* headings that stand in two rows; NULL: in one */
    const csv_column_t *places[QCDC_CSV_FIELDS_MAX]; /* what each column of the file is; NULL: its heading is blank */
    qcdc_status status;                              /* not OK: the error that is returned ever after */
    fault_t fault;
};

/*  Reads one record into SELF, blank or not.  QCDC_NOT_FOUND at the end; after any other failure, which SELF's own fault tells of,
 *  the same one again. */
qcdc_status csv_record_read (csv_reader_t *self) QCDC_CHECK;

/*  Whether nothing stands in any field of the record that was read last. */
bool csv_record_is_blank (const csv_reader_t *self);

/*  Fills SELF's own fault, which sticks, with STATUS and WHAT is wrong in the row that is being read: in its field number
 *  SELF->count where IN_FIELD.  Returns STATUS. */
qcdc_status csv_record_fail (csv_reader_t *self, qcdc_status status, bool in_field, const char *what);

#endif
