/*  csv.c — a pull reader over libcsv: one record at a time, in memory bounded by one record.
 *
 *  libcsv pushes and cannot be stopped from its callbacks: so it is fed no more than a line at once, a callback that
 *  meets a limit only notes it, and the reader fails when the parser comes back.  The first failure sticks: after a
 *  quote that is not closed, nothing that follows is what it seems. */

#include "files/csv.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "files/csv_identity.h"
#include "files/csv_sniff.h"
#include "files/source.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

/*  libcsv keeps the closing quote in its buffer and wants room before it looks at the next byte: two more than a
 *  field. */
#define PARSER_BYTES (QCDC_CSV_FIELD_BYTES_MAX + 2u)

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
    char *header_bytes;
    const char *header[QCDC_CSV_FIELDS_MAX];
    size_t header_count;         /* 0 until the first record was read */
    const csv_column_t *columns; /* of a file as people have it; NULL: every record is as long as the first */
    bool of_things;
    const csv_column_t *places[QCDC_CSV_FIELDS_MAX]; /* what each column of the file is; NULL: its heading is blank */
    qcdc_status status;                              /* not OK: the error that is returned ever after */
    fault_t fault;
};

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
    free (self);
    *self_p = NULL;
}

/*  Fills the reader's own fault, which sticks; FORMAT tells what is wrong with the field or row. */
static qcdc_status record_fail (csv_reader_t *self, qcdc_status status, bool in_field, const char *what)
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
    qcdc_status status = record_fail (self, QCDC_TOO_LARGE, true, what);
    fault_advise (&self->fault, "%s", _ ("perhaps a quote was opened here and never closed"));
    return status;
}

/*  After libcsv stopped, or a callback saw a limit. */
static qcdc_status parser_fail (csv_reader_t *self)
{
    if (self->trouble == QCDC_TOO_LARGE && self->count == QCDC_CSV_FIELDS_MAX) {
        char what[120];
        snprintf (what, sizeof what, _ ("more than %u fields"), QCDC_CSV_FIELDS_MAX);
        return record_fail (self, QCDC_TOO_LARGE, false, what);
    }
    bool full = self->parser.entry_size >= PARSER_BYTES;
    if (self->trouble == QCDC_TOO_LARGE || (csv_error (&self->parser) == CSV_ENOMEM && full))
        return field_too_large (self);
    if (self->trouble == QCDC_NO_MEMORY || csv_error (&self->parser) != CSV_EPARSE)
        return record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
    if (self->ended)
        return record_fail (self, QCDC_BAD_QUOTE, true, _ ("a quote is opened and never closed"));
    qcdc_status status = record_fail (self, QCDC_BAD_QUOTE, true, _ ("a quote stands in the wrong place"));
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
    qcdc_status status = record_fail (self, QCDC_TOO_LARGE, false, what);
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

/*  Reads one record into the reader.  QCDC_NOT_FOUND at the end. */
static qcdc_status record_read (csv_reader_t *self)
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

static bool record_is_blank (const csv_reader_t *self)
{
    for (size_t i = 0; i < self->count; i++)
        if (!csv_is_blank (self->fields[i], self->lengths[i]))
            return false;
    return true;
}

qcdc_status csv_reader_next (csv_reader_t *self, csv_record_t *record, fault_t *fault)
{
    qcdc_status status;
    do
        status = self->status == QCDC_OK ? record_read (self) : self->status;
    while (status == QCDC_OK && self->columns && record_is_blank (self));
    if (status != QCDC_OK) {
        if (status != QCDC_NOT_FOUND)
            *fault = self->fault;
        return status;
    }
    if (self->columns)
        QCDC_TRY (record_shape (self, fault));
    if (self->header_count == 0)
        self->header_count = self->count;
    if (self->count != self->header_count) {
        char what[120];
        snprintf (what, sizeof what, _ ("%zu fields where the header has %zu"), self->count, self->header_count);
        status = record_fail (self, QCDC_BAD_ROW, false, what);
        *fault = self->fault;
        return status;
    }
    *record =
        (csv_record_t){.row = self->row, .count = self->count, .fields = self->fields, .lengths = self->lengths};
    return QCDC_OK;
}

/*  Makes the record that was just read the header: it must outlive the records that follow. */
static qcdc_status header_keep (csv_reader_t *self)
{
    self->header_bytes = malloc (self->bytes_used);
    if (!self->header_bytes)
        return record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
    memcpy (self->header_bytes, self->bytes, self->bytes_used);
    for (size_t i = 0; i < self->count; i++)
        if (memchr (self->bytes + self->starts[i], 0, self->lengths[i])) {
            self->count = i;
            return record_fail (self, QCDC_BAD_HEADER, true, _ (status_text (QCDC_BAD_CHARACTER)));
        }
    for (size_t i = 0; i < self->count; i++)
        self->header[i] = self->header_bytes + self->starts[i];
    self->header_count = self->count;
    return QCDC_OK;
}

static bool name_in_list (const char *name, const char *const *list)
{
    for (; list && *list; list++)
        if (strcmp (name, *list) == 0)
            return true;
    return false;
}

/*  A column that is not known: one line that says why, and what would help. */
static qcdc_status column_refuse (csv_reader_t *self, const char *name)
{
    if (csv_column_is_identity (name)) {
        fault_set (&self->fault, QCDC_IDENTITY_COLUMN, name,
                   _ ("%s, row 1: the column \"%s\" would carry a person's identity, which is not taken"),
                   source_name (self->source), name);
        fault_advise (&self->fault, "%s",
                      _ ("delete the column and hand the file in again; the paper register keeps it"));
        return self->status = QCDC_IDENTITY_COLUMN;
    }
    fault_set (&self->fault, QCDC_BAD_HEADER, name, _ ("%s, row 1: unknown column \"%s\""),
               source_name (self->source), name);
    if (self->header_count == 1 && (strchr (name, ';') || strchr (name, '\t')))
        fault_advise (&self->fault, "%s", _ ("separate the columns by commas, not by semicolons or tabs"));
    return self->status = QCDC_BAD_HEADER;
}

/*  An identity column is named first, whatever else is wrong with the header. */
static qcdc_status header_judge (csv_reader_t *self, const char *const *required, const char *const *optional)
{
    const char *unknown = NULL;
    const char *repeated = NULL;
    for (size_t i = 0; i < self->header_count; i++) {
        const char *name = self->header[i];
        if (text_check (name, self->lengths[i], false) == QCDC_BAD_UTF8) {
            self->count = i;
            record_fail (self, QCDC_BAD_UTF8, false, _ ("the header is not valid UTF-8"));
            fault_advise (&self->fault, "%s", _ ("in the spreadsheet, save it as \"CSV UTF-8 (comma delimited)\""));
            return self->status;
        }
        bool known =
            strlen (name) == self->lengths[i] && (name_in_list (name, required) || name_in_list (name, optional));
        if (!known && (!unknown || csv_column_is_identity (name)))
            unknown = name;
        for (size_t j = 0; j < i; j++)
            if (strcmp (name, self->header[j]) == 0)
                repeated = name;
    }
    if (unknown)
        return column_refuse (self, unknown);
    if (repeated) {
        fault_set (&self->fault, QCDC_BAD_HEADER, repeated, _ ("%s, row 1: the column \"%s\" stands there twice"),
                   source_name (self->source), repeated);
        return self->status = QCDC_BAD_HEADER;
    }
    for (; *required; required++)
        if (csv_reader_column (self, *required) < 0) {
            fault_set (&self->fault, QCDC_BAD_HEADER, *required, _ ("%s, row 1: the column \"%s\" is missing"),
                       source_name (self->source), *required);
            return self->status = QCDC_BAD_HEADER;
        }
    return QCDC_OK;
}

qcdc_status csv_reader_header (csv_reader_t *self, const char *const *required, const char *const *optional,
                               fault_t *fault)
{
    qcdc_status status = self->status == QCDC_OK ? record_read (self) : self->status;
    if (status == QCDC_NOT_FOUND) {
        fault_set (&self->fault, QCDC_BAD_HEADER, NULL, _ ("%s is empty: the header is missing"),
                   source_name (self->source));
        status = self->status = QCDC_BAD_HEADER;
    }
    if (status == QCDC_OK)
        status = header_keep (self);
    if (status == QCDC_OK)
        status = header_judge (self, required, optional);
    if (status != QCDC_OK)
        *fault = self->fault;
    return status;
}

/*  ---------------------------------------------------------------- the header of a file as people have it */

/*  Adds ", \"NAME\"" to a list of at most SIZE bytes; the last that does not fit becomes an ellipsis. */
static void list_add (char *list, size_t size, const char *name)
{
    size_t used = strlen (list), wanted = strlen (name) + 4;
    if (used + wanted + sizeof ", …" < size)
        snprintf (list + used, size - used, "%s\"%s\"", used ? ", " : "", name);
    else if (used > 3 && strcmp (list + used - 3, "…") != 0)
        snprintf (list + used, size - used, ", …");
}

static qcdc_status header_fail (csv_reader_t *self, const char *what, const char *names)
{
    fault_set (&self->fault, QCDC_BAD_HEADER, NULL, what, source_name (self->source), self->row, names);
    return self->status = QCDC_BAD_HEADER;
}

/*  What messages call COLUMN: a heading is looked up as tables look theirs up.  KEY is room for a message with its context. */
static const char *column_shown (const csv_reader_t *self, const csv_column_t *column, char key[96])
{
    snprintf (key, 96, "%s\004%s", self->of_things ? "catalogue" : "column", column->name);
    const char *shown = _ (key);
    return shown == key ? _ (column->name) : shown;
}

static void columns_advise (csv_reader_t *self)
{
    char known[sizeof self->fault.advice - 24] = "", key[96];
    for (const csv_column_t *column = self->columns; column->name; column++) {
        const char *shown = column_shown (self, column, key);
        if (!column->passed_over && strlen (known) + strlen (shown) + 3 < sizeof known)
            snprintf (known + strlen (known), sizeof known - strlen (known), "%s%s", known[0] ? ", " : "", shown);
    }
    fault_advise (&self->fault, _ ("there are: %s"), known);
}

/*  Every heading that nobody knows, in one message; one that asks for an identity goes first, whatever else is wrong. */
static qcdc_status unknown_refuse (csv_reader_t *self)
{
    char names[280] = "";
    for (size_t i = 0; i < self->header_count; i++) {
        if (self->places[i] || csv_is_blank (self->header[i], self->lengths[i]))
            continue;
        if (!self->of_things && csv_column_is_identity (self->header[i]))
            return column_refuse (self, self->header[i]);
        list_add (names, sizeof names, self->header[i]);
    }
    if (!names[0])
        return QCDC_OK;
    header_fail (self, _ ("%s, row %zu: unknown columns: %s"), names);
    if (self->header_count == 1 && strpbrk (self->header[0], ",;\t"))
        fault_advise (&self->fault, "%s",
                      _ ("every row stands in one column; split it in the spreadsheet (Data, Text to Columns) and "
                         "save it again"));
    else
        columns_advise (self);
    return self->status;
}

static qcdc_status repeated_refuse (csv_reader_t *self)
{
    char key[96];
    for (size_t i = 0; i < self->header_count; i++)
        for (size_t j = 0; self->places[i] && j < i; j++)
            if (self->places[i] == self->places[j] && !self->places[i]->passed_over)
                return header_fail (self, _ ("%s, row %zu: the column \"%s\" stands there twice"),
                                    column_shown (self, self->places[i], key));
    return QCDC_OK;
}

static qcdc_status missing_refuse (csv_reader_t *self)
{
    char names[280] = "", key[96];
    for (const csv_column_t *column = self->columns; column->name; column++)
        if (column->required && csv_reader_column (self, column->name) < 0)
            list_add (names, sizeof names, column_shown (self, column, key));
    return names[0] ? header_fail (self, _ ("%s, row %zu: columns are missing: %s"), names) : QCDC_OK;
}

static qcdc_status names_judge (csv_reader_t *self)
{
    while (self->header_count > 1 &&
           csv_is_blank (self->header[self->header_count - 1], self->lengths[self->header_count - 1]))
        self->header_count--;
    for (size_t i = 0; i < self->header_count; i++) {
        if (text_check (self->header[i], self->lengths[i], true) == QCDC_BAD_UTF8) {
            record_fail (self, QCDC_BAD_UTF8, false, _ ("the header is not valid UTF-8"));
            fault_advise (&self->fault, "%s", _ ("in the spreadsheet, save it as \"CSV UTF-8 (comma delimited)\""));
            return self->status;
        }
        self->places[i] = csv_column_find (self->columns, self->header[i]);
    }
    QCDC_TRY (unknown_refuse (self));
    QCDC_TRY (repeated_refuse (self));
    return missing_refuse (self);
}

void csv_reader_of_things (csv_reader_t *self)
{
    self->of_things = true;
}

qcdc_status csv_reader_columns (csv_reader_t *self, const csv_column_t *columns, fault_t *fault)
{
    csv_shape_t shape =
        csv_sniff (self->chunk + self->chunk_position, self->chunk_length - self->chunk_position, columns);
    csv_set_delim (&self->parser, (unsigned char)shape.separator);
    qcdc_status status = self->status;
    /* What stands above the header: a title, the line by which a spreadsheet is told the separator, nothing at all. */
    for (size_t i = 0; status == QCDC_OK && i <= shape.records_above; i++)
        status = record_read (self);
    while (status == QCDC_OK && record_is_blank (self))
        status = record_read (self);
    if (status == QCDC_NOT_FOUND) {
        fault_set (&self->fault, QCDC_BAD_HEADER, NULL, _ ("%s is empty: the header is missing"),
                   source_name (self->source));
        status = self->status = QCDC_BAD_HEADER;
    }
    self->columns = columns;
    if (status == QCDC_OK)
        status = header_keep (self);
    if (status == QCDC_OK)
        status = names_judge (self);
    if (status != QCDC_OK)
        *fault = self->fault;
    return status;
}

int csv_reader_column (const csv_reader_t *self, const char *name)
{
    for (size_t i = 0; self->header_bytes && i < self->header_count; i++)
        if (self->columns ? self->places[i] && strcmp (self->places[i]->name, name) == 0
                          : strcmp (self->header[i], name) == 0)
            return (int)i;
    return -1;
}

const char *csv_reader_column_name (const csv_reader_t *self, size_t index)
{
    return self->header_bytes && index < self->header_count ? self->header[index] : "";
}

void csv_write_field (FILE *out, const char *text)
{
    size_t length = strlen (text);
    /*  Spaces at the ends are quoted too: some readers trim them otherwise. */
    bool spaces = length > 0 && (text[0] == ' ' || text[length - 1] == ' ');
    if (!spaces && !strpbrk (text, ",;\t\"\r\n")) {
        fwrite (text, 1, length, out);
        return;
    }
    fputc ('"', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc ('"', out);
        fputc (*text, out);
    }
    fputc ('"', out);
}
