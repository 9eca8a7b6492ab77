/*  xlsx.c — a sheet of an .xlsx workbook, row by row.
 *
 *  The parser stops behind every row in which something stands, so that no more than one is held.  Rows and cells may leave out
 *  where they are: then they follow the one before. */

#include "files/xlsx.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "files/csv_field.h"
#include "files/xlsx_book.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct xlsx {
    char *name;
    xlsx_archive_t *archive;
    xlsx_part_t *part;
    xlsx_book_t book;
    size_t row;    /* that is read, or was read last */
    size_t next;   /* column of the cell that follows */
    size_t column; /* of the cell that is read */
    size_t count;  /* of the row, to the last cell in which something stands */
    size_t starts[QCDC_XLSX_COLUMNS_MAX];
    const char *cells[QCDC_XLSX_COLUMNS_MAX];
    char *bytes; /* the row's texts, each with a NUL behind it */
    size_t bytes_used, bytes_size;
    char type[12]; /* of the cell */
    unsigned format;
    bool in_row, in_cell, in_value, in_text, phonetic;
    bool totals;               /* the row adds others up */
    bool in_formula, computed; /* the formula stands where the value would, until there is one */
    size_t value_start;        /* among the bytes */
    qcdc_status status;        /* not OK: what is returned ever after */
    fault_t fault;
};

/*  ---------------------------------------------------------------- failing */

static void row_fail (xlsx_t *self, qcdc_status status, const char *what)
{
    fault_t fault;
    fault_set (&fault, status, NULL, _ ("%s, sheet %s, row %zu: %s"), self->name, self->book.sheet, self->row, what);
    if (status == QCDC_BAD_WORKBOOK)
        fault_advise (&fault, "%s", _ ("open it in the spreadsheet and save it again as .xlsx"));
    xlsx_part_fail (self->part, &fault);
}

static void cell_fail (xlsx_t *self, qcdc_status status, const char *what)
{
    char letters[8];
    fault_t fault;
    fault_set (&fault, status, NULL, _ ("%s, sheet %s, cell %s%zu: %s"), self->name, self->book.sheet,
               csv_column_letters (self->column, letters), self->row, what);
    if (status == QCDC_BAD_WORKBOOK)
        fault_advise (&fault, "%s", _ ("open it in the spreadsheet and save it again as .xlsx"));
    xlsx_part_fail (self->part, &fault);
}

static void cell_no_memory (xlsx_t *self)
{
    fault_t fault;
    fault_set (&fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    xlsx_part_fail (self->part, &fault);
}

/*  ---------------------------------------------------------------- the text of a cell */

static bool bytes_add (xlsx_t *self, const char *text, size_t length)
{
    if (self->bytes_used + length + 1 > self->bytes_size) {
        size_t size = (self->bytes_used + length + 1) * 3 / 2 + 256;
        char *grown = realloc (self->bytes, size);
        if (!grown) {
            cell_no_memory (self);
            return false;
        }
        self->bytes = grown;
        self->bytes_size = size;
    }
    if (length > 0)
        memcpy (self->bytes + self->bytes_used, text, length);
    self->bytes_used += length;
    return true;
}

static void value_set (xlsx_t *self, const char *text, size_t length)
{
    self->bytes_used = self->value_start;
    (void)bytes_add (self, text, length);
}

/*  The number of a shared string gives way to the string. */
static void value_share (xlsx_t *self)
{
    const char *digits = self->bytes + self->value_start, *text = NULL;
    char *end = NULL;
    size_t length = 0;
    unsigned long index = strtoul (digits, &end, 10);
    qcdc_status status = *digits >= '0' && *digits <= '9' && *end == '\0' && index < QCDC_XLSX_STRINGS_MAX
                             ? xlsx_strings_at (self->book.strings, index, &text, &length)
                             : QCDC_NOT_FOUND;
    if (status == QCDC_NO_MEMORY)
        cell_no_memory (self);
    else if (status == QCDC_NOT_FOUND)
        cell_fail (self, QCDC_BAD_WORKBOOK, _ ("the workbook is damaged: one of its parts is missing"));
    else if (status != QCDC_OK)
        cell_fail (self, QCDC_IO, _ ("no temporary file can be read"));
    else
        value_set (self, text, length);
}

/*  A number as it was typed, or the day that it is. */
static void value_number (xlsx_t *self)
{
    char shown[XLSX_VALUE_BYTES];
    const xlsx_book_t *book = &self->book;
    const char *number = self->bytes + self->value_start;
    xlsx_format format = self->format < book->format_count ? (xlsx_format)book->formats[self->format] : XLSX_PLAIN;
    bool known =
        format == XLSX_PLAIN          ? xlsx_number (number, shown)
        : (int)format >= XLSX_LITERAL ? xlsx_with_literal (number, &book->literals[(int)format - XLSX_LITERAL], shown)
        : format >= XLSX_PADDED       ? xlsx_padded (number, (int)format - (int)XLSX_PADDED, shown)
        : format == XLSX_PERCENT      ? xlsx_percentage (number, shown)
                                 : xlsx_day (number, format, book->since_1904, shown) || xlsx_number (number, shown);
    if (known)
        value_set (self, shown, strlen (shown));
}

/*  A day written out; one without a time has none. */
static void value_date (xlsx_t *self)
{
    static const char MIDNIGHT[] = "T00:00:00";
    char *at = strstr (self->bytes + self->value_start, MIDNIGHT);
    if (at && strspn (at + sizeof MIDNIGHT - 1, ".0Z") == strlen (at + sizeof MIDNIGHT - 1))
        self->bytes_used = (size_t)(at - self->bytes);
}

/*  What the type of the cell makes of the characters in it. */
static void value_read (xlsx_t *self)
{
    const char *type = self->type;
    if (self->bytes_used == self->value_start)
        return;
    self->bytes[self->bytes_used] = '\0';
    /* A program that cannot compute leaves values out; a blank would pass for "nothing reported". */
    if (self->computed && strcmp (type, "str") == 0)
        self->bytes_used = self->value_start;
    else if (self->computed)
        return;
    else if (strcmp (type, "s") == 0)
        value_share (self);
    else if (strcmp (type, "b") == 0) {
        const char *said = self->bytes[self->value_start] == '0' ? "FALSE" : "TRUE";
        value_set (self, said, strlen (said));
    } else if (strcmp (type, "d") == 0)
        value_date (self);
    else if (strcmp (type, "str") == 0 || strcmp (type, "inlineStr") == 0)
        self->bytes_used =
            self->value_start + xlsx_unescape (self->bytes + self->value_start, self->bytes_used - self->value_start);
    else if (strcmp (type, "e") != 0)
        value_number (self);
}

/*  ---------------------------------------------------------------- rows and cells */

/*  "C5": column 2 in ROW.  False where it is something else. */
static bool reference_read (const char *text, size_t row, size_t *column)
{
    size_t letters = 0;
    char *end = NULL;
    for (*column = 0; *text >= 'A' && *text <= 'Z' && letters < 4; text++, letters++)
        *column = *column * 26 + (size_t)(*text - 'A') + 1;
    if (letters == 0 || letters > 3 || *text < '1' || *text > '9')
        return false;
    --*column;
    return strtoul (text, &end, 10) == row && *end == '\0';
}

static void row_begin (xlsx_t *self, const char *const *attributes)
{
    const char *at = xlsx_attribute (attributes, "r");
    char *end = NULL;
    size_t row = self->row + 1;
    /* Within another one it would take the bytes away under a cell that is being read. */
    if (self->in_row) {
        row_fail (self, QCDC_BAD_WORKBOOK, _ ("the rows are not in order"));
        return;
    }
    if (at) {
        row = strtoul (at, &end, 10);
        if (*at < '1' || *at > '9' || *end || row <= self->row || row > 1u << 24) {
            row_fail (self, QCDC_BAD_WORKBOOK, _ ("the rows are not in order"));
            return;
        }
    }
    self->row = row;
    self->in_row = true;
    self->next = self->count = self->bytes_used = 0;
    self->totals = false;
}

static void cell_begin (xlsx_t *self, const char *const *attributes)
{
    const char *at = xlsx_attribute (attributes, "r"), *type = xlsx_attribute (attributes, "t");
    const char *format = xlsx_attribute (attributes, "s");
    self->column = self->next;
    if (at && (!reference_read (at, self->row, &self->column) || self->column < self->next)) {
        row_fail (self, QCDC_BAD_WORKBOOK, _ ("the cells are not in order"));
        return;
    }
    self->next = self->column + 1;
    snprintf (self->type, sizeof self->type, "%s", type ? type : "n");
    self->format = format ? (unsigned)strtoul (format, NULL, 10) : 0;
    self->value_start = self->bytes_used;
    self->in_cell = true;
    self->in_value = self->in_text = self->phonetic = self->in_formula = self->computed = false;
}

static void cell_end (xlsx_t *self)
{
    char what[120];
    self->in_cell = false;
    value_read (self);
    size_t length = self->bytes_used - self->value_start;
    if (length == 0)
        return;
    if (length > QCDC_CSV_FIELD_BYTES_MAX) {
        snprintf (what, sizeof what, _ ("longer than %u bytes"), QCDC_CSV_FIELD_BYTES_MAX);
        cell_fail (self, QCDC_TOO_LARGE, what);
    } else if (self->column >= QCDC_XLSX_COLUMNS_MAX) {
        snprintf (what, sizeof what, _ ("more than %u columns"), QCDC_XLSX_COLUMNS_MAX);
        cell_fail (self, QCDC_TOO_LARGE, what);
    } else if (self->row > QCDC_XLSX_ROWS_MAX) {
        snprintf (what, sizeof what, _ ("more than %u rows"), QCDC_XLSX_ROWS_MAX);
        cell_fail (self, QCDC_TOO_LARGE, what);
    } else {
        for (; self->count < self->column; self->count++)
            self->starts[self->count] = SIZE_MAX; /* nothing stands there */
        self->starts[self->count++] = self->value_start;
        self->bytes[self->bytes_used++] = '\0';
    }
}

/*  The sign before a formula, which stands where the value would until that comes.  However many there are, the last one is it, so that
 *  a cell does not grow by their signs. */
static void formula_begin (xlsx_t *self)
{
    if (self->bytes_used > self->value_start && !self->computed)
        return;
    self->bytes_used = self->value_start;
    self->in_formula = self->computed = bytes_add (self, "=", 1);
}

/*  Whether the formula is the sum of what a filter leaves, which spreadsheets and this program write below a table: such a row is none
 *  of it.  SUBTOTAL (3, …) and (103, …) number the rows that they stand in, and are no sums. */
static bool is_total (const xlsx_t *self)
{
    static const char *const SUMS[] = {"=SUBTOTAL(109,", "=SUBTOTAL(9,"};
    for (size_t i = 0; i < sizeof SUMS / sizeof *SUMS; i++)
        if (self->bytes_used - self->value_start > strlen (SUMS[i]) &&
            strncasecmp (self->bytes + self->value_start, SUMS[i], strlen (SUMS[i])) == 0)
            return true;
    return false;
}

static void on_start (void *arg, const char *name, const char *const *attributes)
{
    xlsx_t *self = arg;
    if (strcmp (name, "row") == 0)
        row_begin (self, attributes);
    else if (strcmp (name, "c") == 0 && self->in_row && !self->in_cell)
        cell_begin (self, attributes);
    else if (strcmp (name, "v") == 0)
        self->in_value = strcmp (self->type, "inlineStr") != 0;
    else if (strcmp (name, "f") == 0 && self->in_cell)
        formula_begin (self);
    else if (strcmp (name, "t") == 0)
        self->in_text = strcmp (self->type, "inlineStr") == 0;
    else if (strcmp (name, "rPh") == 0)
        self->phonetic = true;
}

static void on_text (void *arg, const char *text, size_t length)
{
    xlsx_t *self = arg;
    size_t used = self->bytes_used - self->value_start;
    if (!self->in_cell || (!self->in_formula && !self->in_value && (!self->in_text || self->phonetic)))
        return;
    if (self->computed && !self->in_formula) {
        self->computed = false;
        self->bytes_used = self->value_start;
        used = 0;
    }
    /* An end that is never reached is told when the cell ends, with as much as shows that it was too long. */
    if (length > QCDC_CSV_FIELD_BYTES_MAX + 1 - used)
        length = QCDC_CSV_FIELD_BYTES_MAX + 1 - used;
    (void)bytes_add (self, text, length);
}

static void on_end (void *arg, const char *name)
{
    xlsx_t *self = arg;
    if (strcmp (name, "v") == 0)
        self->in_value = false;
    else if (strcmp (name, "f") == 0 && self->in_formula) {
        self->in_formula = false;
        self->totals |= is_total (self);
    } else if (strcmp (name, "t") == 0)
        self->in_text = false;
    else if (strcmp (name, "rPh") == 0)
        self->phonetic = false;
    else if (strcmp (name, "c") == 0 && self->in_cell)
        cell_end (self);
    else if (strcmp (name, "row") == 0) {
        self->in_row = false;
        if (self->count > 0 && !self->totals)
            xlsx_part_pause (self->part);
    }
}

/*  ---------------------------------------------------------------- opening and reading */

static const xlsx_handlers_t SHEET = {.root = "worksheet", .start = on_start, .end = on_end, .text = on_text};

static qcdc_status sheet_open (xlsx_t *self, const char *sheet, fault_t *fault)
{
    QCDC_TRY (xlsx_book_read (self->archive, self->name, sheet, &self->book, fault));
    return xlsx_part_open (self->archive, self->book.sheet_part, &SHEET, self, &self->part, fault);
}

static qcdc_status reader_new (const char *name, xlsx_t **self_p, fault_t *fault)
{
    xlsx_t *self = calloc (1, sizeof *self);
    if (self)
        self->name = strdup (name);
    *self_p = self;
    return self && self->name ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
}

qcdc_status xlsx_open (const char *name, FILE *file, const char *sheet, xlsx_t **self_p, fault_t *fault)
{
    xlsx_t *self QCDC_CLEANUP (xlsx_destroy) = NULL;
    qcdc_status status = reader_new (name, &self, fault);
    if (status != QCDC_OK) {
        fclose (file);
        return status;
    }
    QCDC_TRY (xlsx_archive_open (name, file, &self->archive, fault));
    QCDC_TRY (sheet_open (self, sheet, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void xlsx_destroy (xlsx_t **self_p)
{
    xlsx_t *self = *self_p;
    if (!self)
        return;
    xlsx_part_destroy (&self->part);
    xlsx_archive_destroy (&self->archive);
    xlsx_book_release (&self->book);
    free (self->bytes);
    free (self->name);
    free (self);
    *self_p = NULL;
}

const char *xlsx_sheet (const xlsx_t *self)
{
    return self->book.sheet;
}

const char *xlsx_other_sheets (const xlsx_t *self)
{
    return self->book.others;
}

const char *xlsx_unread_sheets (const xlsx_t *self)
{
    return self->book.unread;
}

qcdc_status xlsx_next (xlsx_t *self, xlsx_row_t *row, fault_t *fault)
{
    if (self->status == QCDC_OK)
        self->status = xlsx_part_next (self->part, &self->fault);
    if (self->status != QCDC_OK) {
        if (self->status != QCDC_NOT_FOUND)
            *fault = self->fault;
        return self->status;
    }
    for (size_t i = 0; i < self->count; i++)
        self->cells[i] = self->starts[i] == SIZE_MAX ? "" : self->bytes + self->starts[i];
    *row = (xlsx_row_t){.number = self->row, .count = self->count, .cells = self->cells};
    return QCDC_OK;
}
