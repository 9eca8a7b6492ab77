/*  csv.c — a pull reader over libcsv: one record at a time, in memory bounded by one record.
 *
 *  libcsv pushes and cannot be stopped from its callbacks: so it is fed no more than a line at once, a callback that
 *  meets a limit only notes it, and the reader fails when the parser comes back.  The first failure sticks: after a
 *  quote that is not closed, nothing that follows is what it seems. */

#include "files/csv_reader.h"

#include "base/i18n.h"
#include "files/csv_field.h"

#include <stdlib.h>
#include <string.h>

/*  libcsv keeps the closing quote in its buffer and wants room before it looks at the next byte: two more than a
 *  field. */
#define PARSER_BYTES (QCDC_CSV_FIELD_BYTES_MAX + 2u)

/*  Refuses to grow beyond one field, which is how a field that never ends is stopped while it is read. */
static void *parser_realloc (void *buffer, size_t size)
{
    return size > PARSER_BYTES ? NULL : realloc (buffer, size);
}

/*  libcsv trims unquoted fields unless it is told that nothing is a space. */
static int parser_is_space (unsigned char c)
{
    (void)c;
    return 0;
}

static void on_field (void *bytes, size_t length, void *arg)
{
    csv_reader_t *self = arg;
    if (self->trouble != QCDC_OK)
        return;
    /* Spreadsheets write empty columns to the right of the last one that anybody ever touched. */
    if (self->count == QCDC_CSV_FIELDS_MAX && csv_is_blank (bytes, length))
        return;
    if (self->count == QCDC_CSV_FIELDS_MAX || length > QCDC_CSV_FIELD_BYTES_MAX) {
        self->trouble = QCDC_TOO_LARGE;
        return;
    }
    size_t wanted = self->bytes_used + length + 1;
    if (wanted > self->bytes_size) {
        size_t size = wanted + wanted / 2 + 256;
        char *grown = realloc (self->bytes, size);
        if (!grown) {
            self->trouble = QCDC_NO_MEMORY;
            return;
        }
        self->bytes = grown;
        self->bytes_size = size;
    }
    if (length > 0)
        memcpy (self->bytes + self->bytes_used, bytes, length);
    self->bytes[self->bytes_used + length] = '\0';
    self->starts[self->count] = self->bytes_used;
    self->lengths[self->count++] = length;
    self->bytes_used = wanted;
}

static void on_row (int terminator, void *arg)
{
    csv_reader_t *self = arg;
    self->row_complete = true;
    self->row_cut = terminator < 0;
    self->after_cr = terminator == '\r';
}

/*  Reads the next block.  Sets chunk_length 0 at the end. */
static qcdc_status block_read (csv_reader_t *self, fault_t *fault)
{
    self->chunk_position = 0;
    return source_next (self->source, &self->chunk, &self->chunk_length, fault);
}

qcdc_status csv_reader_open_source (source_t **source, csv_reader_t **reader, fault_t *fault)
{
    csv_reader_t *self QCDC_CLEANUP (csv_reader_destroy) = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    self->source = *source;
    *source = NULL;
    QCDC_TRY (source_refuse_kind (self->source, fault));
    /*  csv_init fails for a NULL parser only. */
    (void)csv_init (&self->parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_realloc_func (&self->parser, parser_realloc);
    csv_set_space_func (&self->parser, parser_is_space);
    csv_set_blk_size (&self->parser, PARSER_BYTES);
    QCDC_TRY (block_read (self, fault));
    *reader = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status csv_reader_open (const char *path, csv_reader_t **reader, fault_t *fault)
{
    source_t *source QCDC_CLEANUP (source_destroy) = NULL;
    QCDC_TRY (source_open (path, &source, fault));
    return csv_reader_open_source (&source, reader, fault);
}

qcdc_status csv_reader_open_memory (const char *name, const char *bytes, size_t length, csv_reader_t **reader,
                                    fault_t *fault)
{
    source_t *source QCDC_CLEANUP (source_destroy) = NULL;
    QCDC_TRY (source_open_memory (name, bytes, length, &source, fault));
    return csv_reader_open_source (&source, reader, fault);
}

void csv_reader_destroy (csv_reader_t **self_p)
{
    csv_reader_t *self = *self_p;
    if (!self)
        return;
    source_destroy (&self->source);
    csv_free (&self->parser);
    free (self->bytes);
    free (self->header_bytes);
    free (self->below_bytes);
    free (self->above);
    free (self);
    *self_p = NULL;
}

qcdc_status csv_record_fail (csv_reader_t *self, qcdc_status status, bool in_field, const char *what)
{
    const char *column = in_field ? csv_reader_column_name (self, self->count) : "";
    if (column[0] != '\0')
        fault_set (&self->fault, status, column, _ ("%s, row %zu, column %s: %s"), source_name (self->source),
                   self->row, column, what);
    else if (in_field)
        fault_set (&self->fault, status, NULL, _ ("%s, row %zu, field %zu: %s"), source_name (self->source),
                   self->row, self->count + 1, what);
    else
        fault_set (&self->fault, status, NULL, _ ("%s, row %zu: %s"), source_name (self->source), self->row, what);
    self->status = status;
    return status;
}

static qcdc_status field_too_large (csv_reader_t *self)
{
    char what[120];
    snprintf (what, sizeof what, _ ("longer than %u bytes"), QCDC_CSV_FIELD_BYTES_MAX);
    qcdc_status status = csv_record_fail (self, QCDC_TOO_LARGE, true, what);
    fault_advise (&self->fault, "%s", _ ("perhaps a quote was opened here and never closed"));
    return status;
}

/*  After libcsv stopped, or a callback saw a limit. */
static qcdc_status parser_fail (csv_reader_t *self)
{
    if (self->trouble == QCDC_TOO_LARGE && self->count == QCDC_CSV_FIELDS_MAX) {
        char what[120];
        snprintf (what, sizeof what, _ ("more than %u fields"), QCDC_CSV_FIELDS_MAX);
        return csv_record_fail (self, QCDC_TOO_LARGE, false, what);
    }
    bool full = self->parser.entry_size >= PARSER_BYTES;
    if (self->trouble == QCDC_TOO_LARGE || (csv_error (&self->parser) == CSV_ENOMEM && full))
        return field_too_large (self);
    if (self->trouble == QCDC_NO_MEMORY || csv_error (&self->parser) != CSV_EPARSE)
        return csv_record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
    if (self->ended)
        return csv_record_fail (self, QCDC_BAD_QUOTE, true, _ ("a quote is opened and never closed"));
    qcdc_status status = csv_record_fail (self, QCDC_BAD_QUOTE, true, _ ("a quote stands in the wrong place"));
    fault_advise (&self->fault, "%s", _ ("put the whole field in quotes and write each quote inside it twice"));
    return status;
}

static qcdc_status row_begin (csv_reader_t *self)
{
    self->row++;
    if (self->row <= QCDC_CSV_ROWS_MAX)
        return QCDC_OK;
    char what[120];
    snprintf (what, sizeof what, _ ("more than %u rows"), QCDC_CSV_ROWS_MAX);
    qcdc_status status = csv_record_fail (self, QCDC_TOO_LARGE, false, what);
    fault_advise (&self->fault, "%s", _ ("split the file"));
    return status;
}

/*  At the start of a row: takes a blank line, or the second half of a line break.  True if it took one. */
static bool blank_take (csv_reader_t *self)
{
    char c = self->chunk[self->chunk_position];
    bool second_half = self->after_cr && c == '\n';
    self->after_cr = false;
    if (c != '\r' && c != '\n')
        return false;
    self->chunk_position++;
    if (!second_half) {
        self->after_cr = c == '\r';
        if (row_begin (self) != QCDC_OK)
            return true; /* the status sticks */
    }
    return true;
}

/*  Gives libcsv what is left of the chunk, but no more than to the end of a line: so it never ends two records at
 *  once. */
static qcdc_status line_feed (csv_reader_t *self)
{
    const char *start = self->chunk + self->chunk_position;
    size_t left = self->chunk_length - self->chunk_position;
    size_t length = 0;
    while (length < left && start[length] != '\n' && start[length] != '\r')
        length++;
    if (length < left)
        length++;
    self->chunk_position += length;
    size_t taken = csv_parse (&self->parser, start, length, on_field, on_row, self);
    if (taken != length || self->trouble != QCDC_OK)
        return parser_fail (self);
    return QCDC_OK;
}

qcdc_status csv_record_read (csv_reader_t *self)
{
    self->count = 0;
    self->bytes_used = 0;
    self->row_started = false;
    self->row_complete = false;
    while (!self->row_complete && self->status == QCDC_OK) {
        if (self->ended)
            return QCDC_NOT_FOUND;
        if (self->chunk_position == self->chunk_length) {
            qcdc_status status = block_read (self, &self->fault);
            if (status != QCDC_OK)
                return self->status = status;
            if (self->chunk_length > 0)
                continue;
            self->ended = true;
            if (csv_fini (&self->parser, on_field, on_row, self) != 0 || self->trouble != QCDC_OK)
                return parser_fail (self);
            continue;
        }
        if (!self->row_started) {
            if (blank_take (self))
                continue;
            self->row_started = true;
            if (row_begin (self) != QCDC_OK)
                break;
        }
        (void)!line_feed (self); /* the status sticks */
    }
    for (size_t i = 0; i < self->count; i++)
        self->fields[i] = self->bytes + self->starts[i];
    return self->status;
}

/*  The record that was read, as the header promises it: longer by blanks only, and shorter where a spreadsheet leaves
 *  out the blanks at the end.  A row of another shape is refused by itself; reading goes on behind it. */
static qcdc_status record_shape (csv_reader_t *self, fault_t *fault)
{
    char what[200] = "", letters[8];
    qcdc_status status = QCDC_OK;
    while (self->count > self->header_count &&
           csv_is_blank (self->fields[self->count - 1], self->lengths[self->count - 1]))
        self->count--;
    for (size_t i = 0; i < self->count && i < self->header_count && !what[0]; i++)
        if (!self->places[i] && !csv_is_blank (self->fields[i], self->lengths[i]))
            snprintf (what, sizeof what, _ ("something stands in column %s, which has no heading"),
                      csv_column_letters (i, letters));
    if (self->count > self->header_count || (self->count < self->header_count && self->row_cut))
        snprintf (what, sizeof what, _ ("%zu fields where the header has %zu"), self->count, self->header_count);
    if (what[0]) {
        status =
            fault_set (fault, QCDC_BAD_ROW, NULL, _ ("%s, row %zu: %s"), source_name (self->source), self->row, what);
        if (self->count > self->header_count && self->parser.delim_char == ',')
            fault_advise (fault, "%s", _ ("a text or a number with a comma in it must stand in quotes"));
        else if (self->count < self->header_count)
            fault_advise (fault, "%s", _ ("perhaps the end of the file is missing"));
        return status;
    }
    for (; self->count < self->header_count; self->count++) {
        self->fields[self->count] = "";
        self->lengths[self->count] = 0;
    }
    return status;
}

bool csv_record_is_blank (const csv_reader_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (!csv_is_blank (self->fields[i], self->lengths[i]))
            return false;
    return true;
}

qcdc_status csv_reader_next (csv_reader_t *self, csv_record_t *record, fault_t *fault)
{
    qcdc_status status;
    do {
        status = self->status == QCDC_OK && !self->held_back ? csv_record_read (self) : self->status;
        self->held_back = false;
    } while (status == QCDC_OK && self->columns && csv_record_is_blank (self));
    if (status != QCDC_OK) {
        if (status != QCDC_NOT_FOUND)
            *fault = self->fault;
        return status;
    }
    if (self->columns) {
        /* As it stands in the file, for whoever asks what a row of another shape is. */
        *record =
            (csv_record_t){.row = self->row, .count = self->count, .fields = self->fields, .lengths = self->lengths};
        QCDC_TRY (record_shape (self, fault));
    }
    if (self->header_count == 0)
        self->header_count = self->count;
    if (self->count != self->header_count) {
        char what[120];
        snprintf (what, sizeof what, _ ("%zu fields where the header has %zu"), self->count, self->header_count);
        status = csv_record_fail (self, QCDC_BAD_ROW, false, what);
        *fault = self->fault;
        return status;
    }
    *record =
        (csv_record_t){.row = self->row, .count = self->count, .fields = self->fields, .lengths = self->lengths};
    return QCDC_OK;
}

const char *csv_reader_column_name (const csv_reader_t *self, size_t index)
{
    return self->header_bytes && index < self->header_count ? self->header[index] : "";
}
