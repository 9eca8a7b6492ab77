/*  output.c — tables on stdout.
 *
 *  What is shown to people passes text_people first: texts come from other offices, and none of them may act on this
 *  terminal.  What goes into files is what was stored, byte for byte, in the quotes of its format. */

#include "show/output.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "files/csv.h"
#include "files/csv_guard.h"
#include "show/layout.h"
#include "show/order.h"
#include "show/pager.h"
#include "show/redirect.h"
#include "show/xlsx_out.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    char *name;
    Qcdc__ColumnType type;
    bool sums;
} shown_column_t;

struct output {
    format_t format;
    FILE *out;
    shown_column_t *columns;
    size_t column_count;
    size_t columns_size;
    size_t cell_count;
    layout_t *layout;         /* of a table for people, from the first cell on */
    xlsx_out_t *workbook;     /* likewise of a workbook */
    const catalog_t *catalog; /* names for codes; NULL: none */
    const char *headings;     /* the context of their translations; NULL: that of every table */
    const char *none;         /* what is said of a table without rows */
    const char *order;        /* NULL: rows as they come */
    size_t order_column;
    size_t limit;
    size_t given; /* cells, shown or not */
    order_t rows; /* of rows that are to be put in order: keys, and where in KEPT they begin */
    char **kept;  /* their cells; NULL is null */
    size_t kept_size;
};

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
    self->limit = SIZE_MAX;
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
    layout_destroy (&self->layout);
    xlsx_out_destroy (&self->workbook);
    for (size_t i = 0; self->kept && i < self->given; i++)
        free (self->kept[i]);
    free (self->kept);
    order_release (&self->rows);
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
    columns[self->column_count++] = (shown_column_t){copy, type, false};
    return QCDC_OK;
}

void output_sum (output_t *self)
{
    self->columns[self->column_count - 1].sums = true;
}

void output_name_by (output_t *self, const catalog_t *catalog)
{
    self->catalog = catalog;
}

void output_headings (output_t *self, const char *context)
{
    self->headings = context;
}

void output_none (output_t *self, const char *text)
{
    self->none = text;
}

/*  ---------------------------------------------------------------- for people */

static bool all_digits (const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return length > 0;
}

#define NARROW_SPACE "\xE2\x80\xAF" /* U+202F */

/*  [-]digits[.digits] */
static bool is_number (const char *text)
{
    if (*text == '-')
        text++;
    size_t whole = strcspn (text, ".");
    return all_digits (text, whole) &&
           (text[whole] == '\0' || all_digits (text + whole + 1, strlen (text + whole + 1)));
}

/*  12345.50 → 12 345,50 with narrow no-break spaces, and 1.125 → 1,1250: a point or comma before three digits would read two
 *  ways, and what is shown can be typed in again. */
static char *number_people (const char *text)
{
    char *shown = malloc (strlen (text) * 2 + 3), *at = shown;
    if (!shown)
        return NULL;
    if (*text == '-')
        *at++ = *text++;
    for (size_t whole = strcspn (text, "."); whole > 0; whole--) {
        *at++ = *text++;
        if (whole > 1 && (whole - 1) % 3 == 0)
            at = stpcpy (at, NARROW_SPACE);
    }
    if (*text == '.') {
        *at++ = ',';
        text++;
    }
    at = stpcpy (at, text);
    if (strlen (text) == 3 && at[-4] == ',')
        strcpy (at, "0");
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

/*  A heading: the name's translation, or the name with spaces. */
static char *heading_in (const char *context, const char *name)
{
    const char *translated = context ? people_word (context, name) : name;
    if (translated == name)
        translated = people_word ("column", name);
    char *shown = strdup (translated);
    if (shown && translated == name)
        for (char *at = shown; (at = strchr (at, '_'));)
            *at++ = ' ';
    return shown;
}

char *people_heading (const char *name)
{
    return heading_in (NULL, name);
}

enum { FIELD_WIDTH = 24 };

void people_field (FILE *out, const char *name, Qcdc__ColumnType type, const char *value)
{
    char *head = people_heading (name);
    if (value && type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (name))
        value = people_word (name, value);
    char *shown = value ? people_format (type, value) : NULL;
    size_t columns, lines;
    terminal_size (out, &columns, &lines);
    layout_field (out, columns, head ? head : name, FIELD_WIDTH, shown ? shown : "–");
    free (head);
    free (shown);
}

void people_field_named (FILE *out, const catalog_t *catalog, const char *name, Qcdc__ColumnType type,
                         const char *value)
{
    char *named QCDC_CLEANUP (memory_free) = value ? people_name (catalog, name, value) : NULL;
    people_field (out, name, type, named ? named : value);
}

static bool is_numeric (Qcdc__ColumnType type)
{
    return type == QCDC__COLUMN_TYPE__INTEGER || type == QCDC__COLUMN_TYPE__DECIMAL;
}

/*  Columns that can be missed where a terminal is narrow, the first to go first. */
static int spare_rank (const char *name)
{
    static const char *const NAMES[] = {"entry", "flags", "channel", "people", "code", "acknowledged_at", "written_at",
                                        "committed_at", "changed_at", "corrections", "outcome", "settled_on", "field"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++)
        if (strcmp (name, NAMES[i]) == 0)
            return (int)i + 1;
    return 0;
}

/*  Columns are known with the first cell. */
static qcdc_status people_begin (output_t *self)
{
    size_t columns, lines;
    terminal_size (self->out, &columns, &lines);
    if (!(self->layout = layout_new (self->out, columns, lines)))
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < self->column_count; i++) {
        const shown_column_t *column = &self->columns[i];
        char *shown QCDC_CLEANUP (memory_free) = heading_in (self->headings, column->name);
        if (!shown)
            return QCDC_NO_MEMORY;
        QCDC_TRY (layout_column (self->layout, shown, is_numeric (column->type),
                                 column->type == QCDC__COLUMN_TYPE__TEXT, spare_rank (column->name)));
    }
    return QCDC_OK;
}

/*  "form, period (required)", as the server lists the parameters of its questions. */
static char *parameters_people (const char *text)
{
    static const char REQUIRED[] = N_ ("(required)");
    const char *shown = _ (REQUIRED);
    char *made = NULL;
    size_t size = 0;
    FILE *out = open_memstream (&made, &size);
    for (const char *at = text, *next; out && *at; at = next) {
        const char *found = strstr (at, REQUIRED);
        next = found ? found + sizeof REQUIRED - 1 : at + strlen (at);
        fprintf (out, "%.*s%s", (int)(found ? found - at : next - at), at, found ? shown : "");
    }
    if (out && fclose (out) == 0)
        return made;
    free (made);
    return NULL;
}

/*  A cell as it will be shown. */
static qcdc_status people_cell (output_t *self, const shown_column_t *column, const char *text)
{
    if (!self->layout)
        QCDC_TRY (people_begin (self));
    char *cell = NULL, *named = NULL;
    if (text) {
        if (column->type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (column->name))
            text = people_word (column->name, text);
        else if (self->catalog && (named = people_name (self->catalog, column->name, text)))
            text = named;
        else if (strcmp (column->name, "parameters") == 0 && (named = parameters_people (text)))
            text = named;
        cell = people_format (column->type, text);
        free (named);
        if (!cell)
            return QCDC_NO_MEMORY;
    }
    return layout_cell (self->layout, cell);
}

static qcdc_status people_finish (output_t *self)
{
    if (self->layout)
        return layout_finish (self->layout);
    fprintf (self->out, "%s\n", self->none ? self->none : _ ("nothing found"));
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- for files */

/*  With the first cell, or at the end where there is none: a table without rows still has its columns. */
static void csv_separate (const output_t *self, size_t place)
{
    bool excel = self->format == FORMAT_EXCEL;
    fputs (place + 1 == self->column_count ? (excel ? "\r\n" : "\n") : excel ? ";" : ",", self->out);
}

static void csv_heading (const output_t *self)
{
    if (self->format == FORMAT_EXCEL)
        fputs ("\xEF\xBB\xBF", self->out); /* without it a spreadsheet takes the text for an old encoding */
    for (size_t i = 0; i < self->column_count; i++) {
        csv_write_field (self->out, self->columns[i].name);
        csv_separate (self, i);
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
        else if (text_unsafe_length ((const char *)at) == 2) {
            /* U+0080 to U+009F and the like: what a terminal obeys is escaped, whatever it is that reads. */
            fprintf (out, "\\u%04x", (unsigned)((at[0] & 0x1F) << 6 | (at[1] & 0x3F)));
            at++;
        } else if (text_unsafe_length ((const char *)at) == 3) {
            fprintf (out, "\\u%04x", (unsigned)((at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F)));
            at += 2;
        } else
            putc (*at, out);
    }
    putc ('"', out);
}

/*  Whether a spreadsheet would make a number or a date of a text: 12/5, 1E5, 007, 2-3. */
static bool is_like_number (const char *text)
{
    return *text >= '0' && *text <= '9' && strspn (text, "0123456789/-.,:eE+ ") == strlen (text);
}

/*  A text, as no spreadsheet computes it.  A no-break space, which every reader here takes off again, keeps a register number
 *  like 12/5 from becoming a day. */
static void csv_text (const output_t *self, const char *text)
{
    char *guarded = csv_guard (text), *kept = NULL;
    if (self->format == FORMAT_EXCEL && is_like_number (text) && asprintf (&kept, "\xC2\xA0%s", text) < 0)
        kept = NULL;
    csv_write_field (self->out, kept ? kept : guarded ? guarded : "");
    free (guarded);
    free (kept);
}

/*  Numbers get the decimal mark of their reader: a point for programs, a comma for a spreadsheet with Vietnamese
 *  settings. */
static void csv_cell (const output_t *self, size_t place, const char *text)
{
    Qcdc__ColumnType type = self->columns[place].type;
    if (self->cell_count == 0)
        csv_heading (self);
    /* CSV has no escapes: a file gets what was stored, a terminal what is harmless. */
    char *shown = text && isatty (fileno (self->out)) ? text_people (text) : NULL;
    text = shown ? shown : text;
    /* Also a text among numbers: a narrative among a report's values. */
    if (text && (type == QCDC__COLUMN_TYPE__TEXT || (is_numeric (type) && !is_number (text))))
        csv_text (self, text);
    else if (text && is_numeric (type) && self->format == FORMAT_EXCEL && is_number (text))
        fprintf (self->out, "%.*s%s%s", (int)strcspn (text, "."), text, strchr (text, '.') ? "," : "",
                 strchr (text, '.') ? strchr (text, '.') + 1 : "");
    else if (text)
        csv_write_field (self->out, text);
    csv_separate (self, place);
    free (shown);
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

/*  ---------------------------------------------------------------- as a workbook */

/*  The names of codes have a column of their own, so that the codes can be counted and filtered by. */
static bool is_named (const output_t *self, const shown_column_t *column)
{
    return self->catalog && column->type == QCDC__COLUMN_TYPE__TEXT && people_names_column (column->name);
}

static qcdc_status workbook_begin (output_t *self, fault_t *fault)
{
    const char *path = redirect_path ();
    if (!path)
        return fault_set (fault, QCDC_USAGE, NULL, "%s", _ ("a workbook is written with -o FILE.xlsx"));
    QCDC_TRY (xlsx_out_new (path, &self->workbook, fault));
    for (size_t i = 0; i < self->column_count; i++) {
        const shown_column_t *column = &self->columns[i];
        char *shown QCDC_CLEANUP (memory_free) = heading_in (self->headings, column->name), name[80];
        if (!shown)
            return too_large (QCDC_NO_MEMORY, fault);
        QCDC_TRY (xlsx_out_column (self->workbook, shown, column->type, fault));
        if (column->sums)
            xlsx_out_sum (self->workbook);
        if (!is_named (self, column))
            continue;
        snprintf (name, sizeof name, "%s_name", column->name);
        char *named QCDC_CLEANUP (memory_free) = people_heading (name);
        if (!named)
            return too_large (QCDC_NO_MEMORY, fault);
        QCDC_TRY (xlsx_out_column (self->workbook, named, QCDC__COLUMN_TYPE__TEXT, fault));
    }
    return QCDC_OK;
}

static qcdc_status workbook_cell (output_t *self, const shown_column_t *column, const char *text, fault_t *fault)
{
    if (!self->workbook)
        QCDC_TRY (workbook_begin (self, fault));
    char *flags QCDC_CLEANUP (memory_free) = text && strcmp (column->name, "flags") == 0 ? people_flags (text) : NULL;
    const char *said = flags ? flags : text;
    if (text && column->type == QCDC__COLUMN_TYPE__TEXT && people_is_vocabulary (column->name))
        said = people_word (column->name, text);
    QCDC_TRY (xlsx_out_cell (self->workbook, said, fault));
    if (!is_named (self, column))
        return QCDC_OK;
    char *named QCDC_CLEANUP (memory_free) = text ? people_name_alone (self->catalog, column->name, text) : NULL;
    return xlsx_out_cell (self->workbook, named, fault);
}

static qcdc_status workbook_finish (output_t *self, fault_t *fault)
{
    if (!self->workbook)
        QCDC_TRY (workbook_begin (self, fault));
    return xlsx_out_finish (self->workbook, fault);
}

/*  ---------------------------------------------------------------- cells */

static qcdc_status cell_out (output_t *self, const char *text, fault_t *fault)
{
    size_t place = self->cell_count % self->column_count;
    qcdc_status status = QCDC_OK;
    switch (self->format) {
    case FORMAT_TABLE:
        status = people_cell (self, &self->columns[place], text);
        break;
    case FORMAT_CSV:
    case FORMAT_EXCEL:
        csv_cell (self, place, text);
        break;
    case FORMAT_JSON:
        json_cell (self, place, text);
        break;
    case FORMAT_XLSX:
        QCDC_TRY (workbook_cell (self, &self->columns[place], text, fault));
        break;
    }
    if (status != QCDC_OK)
        return too_large (status, fault);
    self->cell_count++;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- order and limit */

void output_arrange (output_t *self, const char *order, size_t limit)
{
    self->order = order && *order ? order : NULL;
    self->limit = limit;
}

/*  Columns are complete with the first cell. */
static qcdc_status order_find (output_t *self, fault_t *fault)
{
    const char *by = self->order + (*self->order == '-');
    nearest_t nearest;
    nearest_begin (&nearest, by);
    for (size_t i = 0; i < self->column_count; i++) {
        self->order_column = i;
        if (strcmp (self->columns[i].name, by) == 0)
            return QCDC_OK;
        nearest_offer (&nearest, self->columns[i].name, self->columns[i].name);
    }
    fault_set (fault, QCDC_USAGE, "order", _ ("there is no column %.40s"), by);
    if (nearest_found (&nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else
        fault_advise (fault, "%s", _ ("the names of the columns are those of --format csv"));
    return QCDC_USAGE;
}

static qcdc_status cell_keep (output_t *self, const char *text)
{
    char **kept = memory_room (self->kept, self->given, &self->kept_size, sizeof *kept), place[24];
    char *copy = kept && text ? strdup (text) : NULL;
    if (kept)
        self->kept = kept;
    if (!kept || (text && !copy))
        return QCDC_NO_MEMORY;
    kept[self->given++] = copy;
    if (self->given % self->column_count != 0)
        return QCDC_OK;
    size_t first = self->given - self->column_count;
    const char *key = kept[first + self->order_column];
    snprintf (place, sizeof place, "%zu", first);
    return order_add (&self->rows, key ? key : "", place);
}

static qcdc_status kept_out (output_t *self, fault_t *fault)
{
    order_sort (&self->rows, self->order && *self->order == '-');
    for (size_t i = 0; i < self->rows.count && i < self->limit; i++) {
        char *const *row = self->kept + strtoul (order_at (&self->rows, i), NULL, 10);
        for (size_t k = 0; k < self->column_count; k++)
            QCDC_TRY (cell_out (self, row[k], fault));
    }
    return QCDC_OK;
}

/*  CSV and JSON have left before the next cell comes, unless they wait for their order. */
qcdc_status output_cell (output_t *self, const char *text, fault_t *fault)
{
    if (self->column_count == 0)
        return fault_set (fault, QCDC_PROTOCOL, NULL, "%s", _ (status_text (QCDC_PROTOCOL)));
    if (self->order) {
        if (self->given == 0)
            QCDC_TRY (order_find (self, fault));
        qcdc_status status = cell_keep (self, text);
        return status == QCDC_OK ? QCDC_OK : too_large (status, fault);
    }
    return self->given++ / self->column_count < self->limit ? cell_out (self, text, fault) : QCDC_OK;
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
    qcdc_status status = kept_out (self, fault);
    if (status != QCDC_OK)
        return status;
    switch (self->format) {
    case FORMAT_TABLE:
        status = people_finish (self);
        if (status != QCDC_OK)
            too_large (status, fault);
        break;
    case FORMAT_CSV:
    case FORMAT_EXCEL:
        if (self->cell_count == 0)
            csv_heading (self);
        break;
    case FORMAT_JSON:
        fputs (self->cell_count == 0 ? "[]\n" : "\n]\n", self->out);
        break;
    case FORMAT_XLSX:
        return workbook_finish (self, fault);
    }
    if (status == QCDC_OK && (fflush (self->out) != 0 || ferror (self->out)))
        status = fault_set (fault, QCDC_IO, NULL, _ ("the output could not be written to its end"));
    return status;
}
