/*  output.c — tables on stdout.
 *
 *  What is shown to people passes text_people first: texts come from other offices, and none of them may act on this
 *  terminal.  What goes into files is what was stored, byte for byte, in the quotes of its format. */

#include "show/output.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/text.h"
#include "files/csv.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    char *name;
    Qcdc__ColumnType type;
    size_t width;
} shown_column_t;

struct output {
    format_t format;
    FILE *out;
    shown_column_t *columns;
    size_t column_count;
    size_t columns_size;
    size_t cell_count;
    char **cells; /* of a table for people; NULL is null */
    size_t cells_size;
};

qcdc_status format_parse (const char *text, format_t *format, fault_t *fault)
{
    static const char *const NAMES[] = {[FORMAT_TABLE] = "table", [FORMAT_CSV] = "csv", [FORMAT_JSON] = "json"};
    for (int i = FORMAT_TABLE; i <= FORMAT_JSON; i++)
        if (strcmp (text, NAMES[i]) == 0) {
            *format = (format_t)i;
            return QCDC_OK;
        }
    return fault_set (fault, QCDC_USAGE, NULL, _ ("there is no format %s: use table, csv or json"), text);
}

static qcdc_status too_large (qcdc_status status, fault_t *fault)
{
    return fault_set (fault, status, NULL, _ ("the table is too large"));
}

qcdc_status output_new (format_t format, FILE *out, const output_column_t *columns, size_t count, output_t **self_p,
                        fault_t *fault)
{
    *self_p = NULL;
    output_t *self QCDC_CLEANUP (output_destroy) = calloc (1, sizeof *self);
    if (!self)
        return too_large (QCDC_NO_MEMORY, fault);
    self->format = format;
    self->out = out;
    for (size_t i = 0; i < count; i++)
        QCDC_TRY (output_column (self, columns[i].name, columns[i].type, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void output_destroy (output_t **self_p)
{
    output_t *self = *self_p;
    if (!self)
        return;
    for (size_t i = 0; i < self->column_count; i++)
        free (self->columns[i].name);
    if (self->cells)
        for (size_t i = 0; i < self->cell_count; i++)
            free (self->cells[i]);
    free (self->cells);
    free (self->columns);
    free (self);
    *self_p = NULL;
}

qcdc_status output_column (output_t *self, const char *name, Qcdc__ColumnType type, fault_t *fault)
{
    shown_column_t *columns = memory_room (self->columns, self->column_count, &self->columns_size, sizeof *columns);
    if (columns)
        self->columns = columns;
    char *copy = columns ? strdup (name) : NULL;
    if (!copy)
        return too_large (QCDC_NO_MEMORY, fault);
    columns[self->column_count++] = (shown_column_t){copy, type, 0};
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- for people */

static bool all_digits (const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return length > 0;
}

/*  [-]digits[.digits] */
static bool is_number (const char *text)
{
    if (*text == '-')
        text++;
    size_t whole = strcspn (text, ".");
    return all_digits (text, whole) &&
           (text[whole] == '\0' || all_digits (text + whole + 1, strlen (text + whole + 1)));
}

/*  12345.50 → 12.345,50 */
static char *number_people (const char *text)
{
    char *shown = malloc (strlen (text) * 2 + 1), *at = shown;
    if (!shown)
        return NULL;
    if (*text == '-')
        *at++ = *text++;
    for (size_t whole = strcspn (text, "."); whole > 0; whole--) {
        *at++ = *text++;
        if (whole > 1 && (whole - 1) % 3 == 0)
            *at++ = '.';
    }
    if (*text == '.') {
        *at++ = ',';
        text++;
    }
    strcpy (at, text);
    return shown;
}

/*  Texts come from other offices: what they hold must not act on this terminal. */
static char *text_people (const char *text)
{
    char *shown = strdup (text);
    if (shown)
        text_disarm (shown, ' ');
    return shown;
}

char *people_format (Qcdc__ColumnType type, const char *text)
{
    int32_t day;
    int64_t moment_us;
    char shown[MOMENT_TEXT_BYTES];
    switch (type) {
    case QCDC__COLUMN_TYPE__INTEGER:
    case QCDC__COLUMN_TYPE__DECIMAL:
        if (is_number (text))
            return number_people (text);
        break;
    case QCDC__COLUMN_TYPE__DATE:
        if (day_parse (text, &day) == QCDC_OK)
            return strdup (day_format_people (day, shown));
        break;
    case QCDC__COLUMN_TYPE__TIMESTAMP:
        if (moment_parse (text, &moment_us) == QCDC_OK)
            return strdup (moment_format_people (moment_us, shown));
        break;
    default:
        break;
    }
    return text_people (text);
}

/*  Columns whose cells are words of a fixed vocabulary, which have translations like the headings. */
static bool is_vocabulary (const char *name)
{
    static const char *const NAMES[] = {"state", "kind",    "field", "channel", "outcome",
                                        "move",  "verdict", "what",  "how",     "answers"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (name, NAMES[i]) == 0)
            return true;
    return false;
}

/*  A cell's translation: that for its column (the verdict "accepted" is not the petition's state "accepted"),
 *  else that of the word alone.  A message with a context is looked up under both, with the byte 4 between them. */
const char *people_word (const char *context, const char *word)
{
    char key[160];
    if (*word == '\0')
        return word;
    int length = snprintf (key, sizeof key, "%s\004%s", context, word);
    const char *shown = length < (int)sizeof key ? _ (key) : key;
    return shown == key ? _ (word) : shown;
}

/*  A heading: the name's translation, or the name with spaces. */
static char *heading (const char *name)
{
    const char *translated = people_word ("column", name);
    char *shown = strdup (translated);
    if (shown && translated == name)
        for (char *at = shown; (at = strchr (at, '_'));)
            *at++ = ' ';
    return shown;
}

enum { FIELD_WIDTH = 24 };

void people_field (FILE *out, const char *name, Qcdc__ColumnType type, const char *value)
{
    char *head = heading (name);
    if (value && type == QCDC__COLUMN_TYPE__TEXT && is_vocabulary (name))
        value = people_word (name, value);
    char *shown = value ? people_format (type, value) : NULL;
    text_pad (out, head ? head : name, FIELD_WIDTH, false);
    fprintf (out, "  %s\n", shown ? shown : "–");
    free (head);
    free (shown);
}

static bool is_numeric (Qcdc__ColumnType type)
{
    return type == QCDC__COLUMN_TYPE__INTEGER || type == QCDC__COLUMN_TYPE__DECIMAL;
}

/*  Cells are kept as they will be shown. */
static qcdc_status people_cell (output_t *self, const shown_column_t *column, const char *text)
{
    char **cells = memory_room (self->cells, self->cell_count, &self->cells_size, sizeof *cells);
    if (!cells)
        return QCDC_NO_MEMORY;
    self->cells = cells;
    char *shown = NULL;
    if (text) {
        if (column->type == QCDC__COLUMN_TYPE__TEXT && is_vocabulary (column->name))
            text = people_word (column->name, text);
        if (!(shown = people_format (column->type, text)))
            return QCDC_NO_MEMORY;
    }
    self->cells[self->cell_count] = shown;
    return QCDC_OK;
}

/*  A dash for what is not known: an empty cell would look like an empty text. */
static const char *shown_cell (const char *cell)
{
    return cell ? cell : "–";
}

static void people_line (const output_t *self, char *const *cells)
{
    for (size_t i = 0; i < self->column_count; i++) {
        const shown_column_t *column = &self->columns[i];
        bool right = is_numeric (column->type), last = i + 1 == self->column_count;
        text_pad (self->out, shown_cell (cells[i]), last && !right ? 0 : column->width, right);
        fputs (last ? "\n" : "  ", self->out);
    }
}

/*  Widths first, over all rows, then the lines. */
static qcdc_status people_finish (output_t *self)
{
    if (self->cell_count == 0) {
        fprintf (self->out, "%s\n", _ ("nothing found"));
        return QCDC_OK;
    }
    char **headings = calloc (self->column_count, sizeof *headings);
    qcdc_status status = headings ? QCDC_OK : QCDC_NO_MEMORY;
    for (size_t i = 0; status == QCDC_OK && i < self->column_count; i++) {
        if (!(headings[i] = heading (self->columns[i].name))) {
            status = QCDC_NO_MEMORY;
            break;
        }
        size_t width = text_width (headings[i]);
        for (size_t n = i; n < self->cell_count; n += self->column_count) {
            size_t own = text_width (shown_cell (self->cells[n]));
            width = own > width ? own : width;
        }
        self->columns[i].width = width;
    }
    if (status == QCDC_OK) {
        people_line (self, headings);
        for (size_t n = 0; n + self->column_count <= self->cell_count; n += self->column_count)
            people_line (self, self->cells + n);
    }
    for (size_t i = 0; headings && i < self->column_count; i++)
        free (headings[i]);
    free (headings);
    return status;
}

/*  ---------------------------------------------------------------- for files */

/*  With the first cell, or at the end where there is none: a table without rows still has its columns. */
static void csv_heading (const output_t *self)
{
    for (size_t i = 0; i < self->column_count; i++) {
        csv_write_field (self->out, self->columns[i].name);
        fputs (i + 1 == self->column_count ? "\n" : ",", self->out);
    }
}

/*  Control characters escaped; everything else goes out as UTF-8. */
static void json_string (FILE *out, const char *text)
{
    putc ('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fprintf (out, "\\%c", *at);
        else if (*at < 0x20 || *at == 0x7F)
            fprintf (out, "\\u%04x", *at);
        else
            putc (*at, out);
    }
    putc ('"', out);
}

static void csv_cell (const output_t *self, size_t place, const char *text)
{
    if (self->cell_count == 0)
        csv_heading (self);
    if (text)
        csv_write_field (self->out, text);
    fputs (place + 1 == self->column_count ? "\n" : ",", self->out);
}

/*  Each row is one object; numbers keep the digits they came with. */
static void json_cell (const output_t *self, size_t place, const char *text)
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
    else if (is_numeric (column->type) && is_number (text))
        fputs (text, self->out);
    else
        json_string (self->out, text);
    if (place + 1 == self->column_count)
        putc ('}', self->out);
}

/*  ---------------------------------------------------------------- cells */

/*  Only a table for people is held back; the others have left before the next cell comes. */
qcdc_status output_cell (output_t *self, const char *text, fault_t *fault)
{
    if (self->column_count == 0)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "%s", _ (status_text (QCDC_PROTOCOL)));
    size_t place = self->cell_count % self->column_count;
    qcdc_status status = QCDC_OK;
    switch (self->format) {
    case FORMAT_TABLE:
        status = people_cell (self, &self->columns[place], text);
        break;
    case FORMAT_CSV:
        csv_cell (self, place, text);
        break;
    case FORMAT_JSON:
        json_cell (self, place, text);
        break;
    }
    if (status != QCDC_OK)
        return too_large (status, fault);
    self->cell_count++;
    return QCDC_OK;
}

qcdc_status output_row (output_t *self, const char *const *cells, fault_t *fault)
{
    for (size_t i = 0; i < self->column_count; i++)
        QCDC_TRY (output_cell (self, cells[i], fault));
    return QCDC_OK;
}

/*  A write error may show only here, when the last bytes leave the buffer. */
qcdc_status output_finish (output_t *self, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    switch (self->format) {
    case FORMAT_TABLE:
        status = people_finish (self);
        if (status != QCDC_OK)
            too_large (status, fault);
        break;
    case FORMAT_CSV:
        if (self->cell_count == 0)
            csv_heading (self);
        break;
    case FORMAT_JSON:
        fputs (self->cell_count == 0 ? "[]\n" : "\n]\n", self->out);
        break;
    }
    if (status == QCDC_OK && (fflush (self->out) != 0 || ferror (self->out)))
        status = fault_set (fault, QCDC_IO, NULL, _ ("the output could not be written to its end"));
    return status;
}
