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

#include <stdlib.h>
#include <string.h>

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
            csv_record_fail (self, QCDC_BAD_UTF8, false, _ ("the header is not valid UTF-8"));
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
        status = csv_record_read (self);
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
    if (status == QCDC_OK)
        status = names_judge (self);
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
