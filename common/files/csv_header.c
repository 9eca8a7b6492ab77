/*  csv_header.c — the record that says what stands in which column of a file.
 *
 *  A title above, headings in words, blank columns.  What is wrong with it is said of the header before a row is read, and an identity
 *  first of all. */

#include "files/csv_reader.h"

#include "base/i18n.h"
#include "base/text.h"
#include "files/csv_field.h"
#include "files/csv_identity.h"
#include "files/csv_sniff.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Of what stands above a header: no title is longer. */
#define ABOVE_FIELD_BYTES_MAX 400u
#define ABOVE_BYTES_MAX 4000u

/*  Makes the record that was just read the header: it must outlive the records that follow. */
static qcdc_status header_keep (csv_reader_t *self)
{
    self->header_bytes = malloc (self->bytes_used);
    if (!self->header_bytes)
        return csv_record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
    memcpy (self->header_bytes, self->bytes, self->bytes_used);
    for (size_t i = 0; i < self->count; i++)
        if (memchr (self->bytes + self->starts[i], 0, self->lengths[i])) {
            self->count = i;
            return csv_record_fail (self, QCDC_BAD_HEADER, true, _ (status_text (QCDC_BAD_CHARACTER)));
        }
    for (size_t i = 0; i < self->count; i++)
        self->header[i] = self->header_bytes + self->starts[i];
    self->header_count = self->count;
    return QCDC_OK;
}

/*  A column that asks who somebody is. */
static qcdc_status identity_refuse (csv_reader_t *self, const char *name)
{
    fault_set (&self->fault, QCDC_IDENTITY_COLUMN, name,
               _ ("%s, row 1: the column \"%s\" would carry a person's identity, which is not taken"),
               source_name (self->source), name);
    fault_advise (&self->fault, "%s",
                  _ ("delete the column and hand the file in again; the paper register keeps it"));
    return self->status = QCDC_IDENTITY_COLUMN;
}

/*  Adds ", \"NAME\"" to a list of at most SIZE bytes; the last that does not fit becomes an ellipsis. */
static void list_add (char *list, size_t size, const char *name)
{
    size_t used = strlen (list), wanted = strlen (name) + 4;
    if (used + wanted + sizeof ", …" < size)
        snprintf (list + used, size - used, "%s\"%s\"", used ? ", " : "", name);
    else if (used > 3 && strcmp (list + used - 3, "…") != 0)
        snprintf (list + used, size - used, ", …");
}

/*  What asks who somebody is in a register: known, and nothing of it is read. */
static const csv_column_t LEFT_OUT = {"identity", NULL, false, true};

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

/*  Whether a column of that name stands before COLUMN: an office may have headings of its own for one. */
static bool column_is_repeated (const csv_column_t *columns, const csv_column_t *column)
{
    for (; columns < column; columns++)
        if (strcmp (columns->name, column->name) == 0)
            return true;
    return false;
}

static void columns_advise (csv_reader_t *self)
{
    char known[sizeof self->fault.advice - 24] = "", key[96];
    for (const csv_column_t *column = self->columns; column->name; column++) {
        const char *shown = column_shown (self, column, key);
        if (column_is_repeated (self->columns, column))
            continue;
        if (!column->passed_over && strlen (known) + strlen (shown) + 3 < sizeof known)
            snprintf (known + strlen (known), sizeof known - strlen (known), "%s%s", known[0] ? ", " : "", shown);
    }
    if (self->of_register)
        fault_advise (&self->fault,
                      _ ("say what each is with --map \"HEADING=COLUMN\", or that it is left out with --map "
                         "\"HEADING=-\"; columns are: %s"),
                      known);
    else
        fault_advise (&self->fault, _ ("there are: %s"), known);
}

/*  Every heading that nobody knows, in one message; one that asks for an identity goes first, whatever else is wrong. */
static qcdc_status unknown_refuse (csv_reader_t *self)
{
    char names[280] = "";
    for (size_t i = 0; i < self->header_count; i++) {
        if (self->places[i] || csv_is_blank (self->header[i], strlen (self->header[i])))
            continue;
        if (!self->of_things && csv_column_is_identity (self->header[i]))
            return identity_refuse (self, self->header[i]);
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
            if (self->places[j] && strcmp (self->places[i]->name, self->places[j]->name) == 0 &&
                !self->places[i]->passed_over)
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
           csv_is_blank (self->header[self->header_count - 1], strlen (self->header[self->header_count - 1])))
        self->header_count--;
    for (size_t i = 0; i < self->header_count; i++) {
        if (text_check (self->header[i], strlen (self->header[i]), true) == QCDC_BAD_UTF8) {
            csv_record_fail (self, QCDC_BAD_UTF8, false, _ ("the header is not valid UTF-8"));
            fault_advise (&self->fault, "%s", _ ("in the spreadsheet, save it as \"CSV UTF-8 (comma delimited)\""));
            return self->status;
        }
        self->places[i] = csv_column_find (self->columns, self->header[i]);
        if (!self->places[i] && self->of_register && csv_column_is_identity (self->header[i]))
            self->places[i] = &LEFT_OUT;
    }
    QCDC_TRY (unknown_refuse (self));
    QCDC_TRY (repeated_refuse (self));
    return missing_refuse (self);
}

/*  ---------------------------------------------------------------- headings in two rows */

/*  The upper heading of column INDEX, which spans those behind it whose own is blank. */
static const char *heading_above (const csv_reader_t *self, size_t index)
{
    for (size_t i = index + 1; i-- > 0;)
        if (i < self->header_count && !csv_is_blank (self->header[i], strlen (self->header[i])))
            return self->header[i];
    return "";
}

/*  The heading that UPPER and LOWER make: "Ngày" above "thụ lý", or the lower one alone where that says it.  NAME has SIZE bytes. */
static const csv_column_t *heading_join (const csv_reader_t *self, const char *upper, const char *lower, char *name,
                                         size_t size)
{
    snprintf (name, size, "%s %s", upper, lower);
    const csv_column_t *column = csv_column_find (self->columns, name);
    if (column)
        return column;
    column = csv_column_find (self->columns, lower);
    if (column || csv_column_is_identity (lower))
        snprintf (name, size, "%s", lower);
    return column;
}

/*  Whether the heading of column INDEX spans the next one: of the record that was read last something stands below both. */
static bool heading_spans (const csv_reader_t *self, size_t index)
{
    size_t next = index + 1;
    return next < self->count && !csv_is_blank (self->fields[next], self->lengths[next]) &&
           (next >= self->header_count || csv_is_blank (self->header[next], strlen (self->header[next])));
}

/*  Whether the record that was read last is the lower row of a header: something that is known, and nothing below a heading that is known
 *  by itself; one that spans others ("Kết quả giải quyết" above "Ngày quyết định" and "Kết quả") says what these are of. */
static bool is_lower_row (const csv_reader_t *self)
{
    char name[512];
    bool known = false;
    for (size_t i = 0; i < self->count; i++) {
        if (csv_is_blank (self->fields[i], self->lengths[i]))
            continue;
        if (i < self->header_count && csv_column_find (self->columns, self->header[i]) && !heading_spans (self, i))
            return false;
        known = known || heading_join (self, heading_above (self, i), self->fields[i], name, sizeof name);
    }
    return known;
}

static qcdc_status lower_row_take (csv_reader_t *self)
{
    char name[512];
    size_t length = 0, count = self->count > self->header_count ? self->count : self->header_count;
    const char *joined[QCDC_CSV_FIELDS_MAX];
    FILE *out = open_memstream (&self->below_bytes, &length);
    size_t starts[QCDC_CSV_FIELDS_MAX];
    for (size_t i = 0; out && i < count; i++) {
        bool blank = i >= self->count || csv_is_blank (self->fields[i], self->lengths[i]);
        snprintf (name, sizeof name, "%s", i < self->header_count ? self->header[i] : "");
        if (!blank)
            (void)heading_join (self, heading_above (self, i), self->fields[i], name, sizeof name);
        starts[i] = (size_t)ftello (out);
        (void)fwrite (name, 1, strlen (name) + 1, out);
    }
    if (!out || fclose (out) != 0)
        return csv_record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
    for (size_t i = 0; i < count; i++)
        joined[i] = self->below_bytes + starts[i];
    memcpy (self->header, joined, count * sizeof *joined);
    self->header_count = count;
    return QCDC_OK;
}

/*  "1", "(1)" in the first column, "2" in the second …: it numbers the columns, as official forms do. */
static bool is_numbering (const csv_reader_t *self)
{
    size_t numbered = 0, letters = 0;
    for (size_t i = 0; i < self->count; i++) {
        char text[32], *at = text;
        if (csv_is_blank (self->fields[i], self->lengths[i]))
            continue;
        snprintf (text, sizeof text, "%s", self->fields[i]);
        at += strspn (at, " (");
        size_t digits = strspn (at, "0123456789");
        bool closed = at[digits + strspn (at + digits, " )")] == '\0';
        if (digits && closed && strtoul (at, NULL, 10) == numbered + 1)
            numbered++;
        else if (numbered == 0 && *at >= 'A' && *at <= 'D' && at[1 + strspn (at + 1, " )")] == '\0')
            letters++;
        else
            return false;
    }
    return numbered >= 3 && numbered + letters >= self->header_count / 2;
}

/*  What stands between the header and the first row; that one is held back.  A failure is told by the next call. */
static qcdc_status below_read (csv_reader_t *self)
{
    qcdc_status status;
    for (bool lower = true;; lower = false) {
        do
            status = csv_record_read (self);
        while (status == QCDC_OK && csv_record_is_blank (self));
        if (status != QCDC_OK)
            return QCDC_OK;
        if (lower && is_lower_row (self))
            QCDC_TRY (lower_row_take (self));
        else if (!is_numbering (self))
            break;
    }
    self->held_back = true;
    return QCDC_OK;
}

void csv_reader_of_register (csv_reader_t *self)
{
    self->of_register = true;
}

bool csv_reader_left_out (const csv_reader_t *self, size_t index)
{
    return index < self->header_count && self->places[index] == &LEFT_OUT;
}

size_t csv_reader_width (const csv_reader_t *self)
{
    return self->header_count;
}

void csv_reader_of_things (csv_reader_t *self)
{
    self->of_things = true;
}

/*  Keeps the record that was read last as one above the header.  What is longer than any title is left out. */
static qcdc_status above_keep (csv_reader_t *self)
{
    for (size_t i = 0; i < self->count; i++) {
        size_t length = strnlen (self->fields[i], self->lengths[i]);
        if (length == 0 || length > ABOVE_FIELD_BYTES_MAX || self->above_bytes > ABOVE_BYTES_MAX)
            continue;
        char *above = realloc (self->above, self->above_bytes + length + 1);
        if (!above)
            return csv_record_fail (self, QCDC_NO_MEMORY, false, _ ("out of memory"));
        memcpy (above + self->above_bytes, self->fields[i], length);
        above[self->above_bytes + length] = '\0';
        self->above = above;
        self->above_bytes += length + 1;
    }
    return QCDC_OK;
}

bool csv_reader_above (const csv_reader_t *self, const char *text)
{
    for (size_t at = 0; at < self->above_bytes; at += strlen (self->above + at) + 1)
        if (strcmp (self->above + at, text) == 0)
            return true;
    return false;
}

qcdc_status csv_reader_columns (csv_reader_t *self, const csv_column_t *columns, fault_t *fault)
{
    csv_shape_t shape =
        csv_sniff (self->chunk + self->chunk_position, self->chunk_length - self->chunk_position, columns);
    csv_set_delim (&self->parser, (unsigned char)shape.separator);
    qcdc_status status = self->status;
    /* What stands above the header: a title, the line by which a spreadsheet is told the separator, nothing at all. */
    for (size_t i = 0; status == QCDC_OK && i <= shape.records_above; i++) {
        status = csv_record_read (self);
        if (status == QCDC_OK && i < shape.records_above)
            status = above_keep (self);
    }
    while (status == QCDC_OK && csv_record_is_blank (self))
        status = csv_record_read (self);
    if (status == QCDC_NOT_FOUND) {
        fault_set (&self->fault, QCDC_BAD_HEADER, NULL, _ ("%s is empty: the header is missing"),
                   source_name (self->source));
        status = self->status = QCDC_BAD_HEADER;
    }
    self->columns = columns;
    if (status == QCDC_OK)
        status = header_keep (self);
    size_t header_row = self->row;
    if (status == QCDC_OK && self->of_register)
        status = below_read (self);
    size_t read_row = self->row;
    self->row = header_row;
    if (status == QCDC_OK)
        status = names_judge (self);
    self->row = read_row;
    if (status != QCDC_OK)
        *fault = self->fault;
    return status;
}

int csv_reader_column (const csv_reader_t *self, const char *name)
{
    for (size_t i = 0; self->header_bytes && i < self->header_count; i++)
        if (self->places[i] && strcmp (self->places[i]->name, name) == 0)
            return (int)i;
    return -1;
}
