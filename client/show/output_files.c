/*  output_files.c — a table for programs and spreadsheets: CSV and JSON, of what was stored, byte for byte, in the quotes of the
 *  format. */

#include "show/output_inside.h"

#include "base/text.h"
#include "files/csv_field.h"
#include "files/csv_guard.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

/*  ---------------------------------------------------------------- CSV */

static void csv_separate (const output_t *self, size_t place)
{
    bool excel = self->format == FORMAT_EXCEL;
    fputs (place + 1 == self->column_count ? (excel ? "\r\n" : "\n") : excel ? ";" : ",", self->out);
}

/*  With the first cell, or at the end where there is none: a table without rows still has its columns. */
static void csv_heading (const output_t *self)
{
    if (self->format == FORMAT_EXCEL)
        fputs ("\xEF\xBB\xBF", self->out); /* without it a spreadsheet takes the text for an old encoding */
    for (size_t i = 0; i < self->column_count; i++) {
        csv_write_field (self->out, self->columns[i].name);
        csv_separate (self, i);
    }
}

/*  Whether a spreadsheet would make a number or a date of a text: 12/5, 1E5, 007, 2-3. */
static bool is_like_number (const char *text)
{
    return *text >= '0' && *text <= '9' && strspn (text, "0123456789/-.,:eE+ ") == strlen (text);
}

/*  A text, as no spreadsheet computes it; a plain number, "-1", computes nothing.  A no-break space, which every reader here takes off again, keeps a register number
 *  like 12/5 from becoming a day. */
static void csv_text (const output_t *self, const char *text)
{
    char *guarded = people_is_number (text) ? strdup (text) : csv_guard (text), *kept = NULL;
    if (self->format == FORMAT_EXCEL && is_like_number (text) && asprintf (&kept, "\xC2\xA0%s", text) < 0)
        kept = NULL;
    csv_write_field (self->out, kept ? kept : guarded ? guarded : "");
    free (guarded);
    free (kept);
}

/*  Numbers get the decimal mark of their reader: a point for programs, a comma for a spreadsheet with Vietnamese
 *  settings. */
void csv_cell (const output_t *self, size_t place, const char *text)
{
    const shown_column_t *column = &self->columns[place];
    bool numeric = column_is_numeric (column);
    if (self->cell_count == 0)
        csv_heading (self);
    /* CSV has no escapes: a file gets what was stored, a terminal what is harmless. */
    char *shown = text && isatty (fileno (self->out)) ? people_text (text) : NULL;
    text = shown ? shown : text;
    /* Also a text among numbers: a narrative among a report's values. */
    if (text && (column->type == QCDC__COLUMN_TYPE__TEXT || (numeric && !people_is_number (text))))
        csv_text (self, text);
    else if (text && numeric && self->format == FORMAT_EXCEL && people_is_number (text))
        fprintf (self->out, "%.*s%s%s", (int)strcspn (text, "."), text, strchr (text, '.') ? "," : "",
                 strchr (text, '.') ? strchr (text, '.') + 1 : "");
    else if (text)
        csv_write_field (self->out, text);
    csv_separate (self, place);
    free (shown);
}

void csv_finish (const output_t *self)
{
    if (self->cell_count == 0)
        csv_heading (self);
}

/*  ---------------------------------------------------------------- JSON */

static void json_escape (FILE *out, utf8proc_int32_t c)
{
    if (c > 0xFFFF)
        fprintf (out, "\\u%04x\\u%04x", 0xD800u + (unsigned)(c - 0x10000) / 0x400, 0xDC00u + (unsigned)c % 0x400);
    else
        fprintf (out, "\\u%04x", (unsigned)c);
}

/*  What a terminal obeys is escaped, whatever it is that reads; everything else goes out as UTF-8. */
static void json_string (FILE *out, const char *text)
{
    putc ('"', out);
    while (*text) {
        utf8proc_int32_t c;
        utf8proc_ssize_t length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &c);
        if (length <= 0) {
            length = 1;
            c = 0xFFFD; /* no UTF-8 */
        }
        if (text_unsafe_length (text) > 0)
            json_escape (out, c);
        else {
            if (*text == '"' || *text == '\\')
                putc ('\\', out);
            fwrite (text, 1, (size_t)length, out);
        }
        text += length;
    }
    putc ('"', out);
}

/*  Each row is one object; numbers keep the digits they came with. */
void json_cell (const output_t *self, size_t place, const char *text)
{
    const shown_column_t *column = &self->columns[place];
    if (place == 0)
        fputs (self->cell_count == 0 ? "[\n{" : ",\n{", self->out);
    else
        fputs (", ", self->out);
    json_string (self->out, column->name);
    fputs (": ", self->out);
    if (!text)
        fputs ("null", self->out);
    else if (column_is_numeric (column) && people_is_number (text))
        fputs (text, self->out);
    else
        json_string (self->out, text);
    if (place + 1 == self->column_count)
        putc ('}', self->out);
}

void json_finish (const output_t *self)
{
    fputs (self->cell_count == 0 ? "[]\n" : "\n]\n", self->out);
}
