/*  table.c — a table that a person hands in: a workbook's sheet is written out as CSV, which is what everything else reads. */

#include "files/table.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/text.h"
#include "files/csv_field.h"
#include "files/source.h"
#include "files/xlsx.h"

#include <stdlib.h>
#include <string.h>

struct table {
    csv_reader_t *reader;
    char *sheet;  /* NULL: it is no workbook */
    char *unread; /* of a workbook: the other sheets that hold something */
};

/*  ---------------------------------------------------------------- a sheet as CSV */

typedef struct {
    xlsx_t *workbook;
    char *name;
    FILE *out; /* to the block */
    char *block;
    size_t block_bytes;
    size_t row; /* that was written last */
} sheet_maker_t;

static void sheet_destroy (void *arg)
{
    sheet_maker_t *self = arg;
    xlsx_destroy (&self->workbook);
    if (self->out)
        fclose (self->out);
    free (self->block);
    free (self->name);
    free (self);
}

/*  Rows in which nothing stands are blank lines: they count. */
static void row_write (sheet_maker_t *self, const xlsx_row_t *row)
{
    for (self->row++; self->row < row->number; self->row++)
        putc ('\n', self->out);
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            putc (',', self->out);
        csv_write_field (self->out, row->cells[i]);
    }
    putc ('\n', self->out);
}

static qcdc_status empty_refuse (const sheet_maker_t *self, fault_t *fault)
{
    fault_set (fault, QCDC_BAD_HEADER, NULL, _ ("%s is empty: the header is missing"), self->name);
    if (xlsx_other_sheets (self->workbook)[0])
        fault_advise (fault, _ ("sheet=NAME reads another one: %s"), xlsx_other_sheets (self->workbook));
    return QCDC_BAD_HEADER;
}

static qcdc_status sheet_next (void *arg, const char **block, size_t *length, fault_t *fault)
{
    sheet_maker_t *self = arg;
    xlsx_row_t row;
    bool first = self->row == 0;
    rewind (self->out);
    while (ftello (self->out) < (off_t)SOURCE_BLOCK_BYTES) {
        qcdc_status status = xlsx_next (self->workbook, &row, fault);
        if (status == QCDC_NOT_FOUND && first && self->row == 0)
            return empty_refuse (self, fault);
        if (status == QCDC_NOT_FOUND)
            break;
        QCDC_TRY (status);
        row_write (self, &row);
    }
    *length = (size_t)ftello (self->out);
    if (fflush (self->out) != 0 || ferror (self->out))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    *block = self->block;
    return QCDC_OK;
}

/*  Takes WORKBOOK over. */
static qcdc_status sheet_source (const char *name, xlsx_t *workbook, source_t **source, fault_t *fault)
{
    static const source_maker_t MAKER = {sheet_next, sheet_destroy};
    sheet_maker_t *self = calloc (1, sizeof *self);
    if (!self) {
        xlsx_destroy (&workbook);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    }
    self->workbook = workbook;
    self->out = open_memstream (&self->block, &self->block_bytes);
    if (!self->out || asprintf (&self->name, _ ("%s, sheet %s"), name, xlsx_sheet (workbook)) < 0) {
        self->name = NULL;
        sheet_destroy (self);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    }
    return source_open_maker (self->name, &MAKER, self, source, fault);
}

/*  ---------------------------------------------------------------- the table */

/*  Puts the sheet's source in the place of the file's. */
static qcdc_status workbook_open (table_t *self, const char *sheet, source_t **source, fault_t *fault)
{
    FILE *file;
    xlsx_t *workbook = NULL;
    char name[1024];
    snprintf (name, sizeof name, "%s", source_name (*source));
    QCDC_TRY (source_file (*source, QCDC_XLSX_FILE_BYTES_MAX, &file, fault));
    source_destroy (source);
    QCDC_TRY (xlsx_open (name, file, sheet, &workbook, fault));
    self->sheet = strdup (xlsx_sheet (workbook));
    self->unread = strdup (xlsx_unread_sheets (workbook));
    if (!self->sheet || !self->unread) {
        xlsx_destroy (&workbook);
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    }
    return sheet_source (name, workbook, source, fault);
}

qcdc_status table_open (const char *path, const char *sheet, table_t **self_p, fault_t *fault)
{
    source_t *source QCDC_CLEANUP (source_destroy) = NULL;
    table_t *self QCDC_CLEANUP (table_destroy) = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ ("out of memory"));
    QCDC_TRY (source_open (path, &source, fault));
    if (source_is_package (source))
        QCDC_TRY (workbook_open (self, sheet, &source, fault));
    else if (sheet) {
        QCDC_TRY (source_refuse_kind (source, fault));
        return fault_set (fault, QCDC_USAGE, "sheet", _ ("%s is CSV, which has no sheets"), source_name (source));
    }
    QCDC_TRY (csv_reader_open_source (&source, &self->reader, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

void table_destroy (table_t **self_p)
{
    table_t *self = *self_p;
    if (!self)
        return;
    csv_reader_destroy (&self->reader);
    free (self->sheet);
    free (self->unread);
    free (self);
    *self_p = NULL;
}

csv_reader_t *table_reader (table_t *self)
{
    return self->reader;
}

bool table_is_workbook (const table_t *self)
{
    return self->sheet != NULL;
}

const char *table_unread_sheets (const table_t *self)
{
    return self->unread ? self->unread : "";
}

qcdc_status table_columns (table_t *self, const csv_column_t *columns, fault_t *fault)
{
    char advice[sizeof fault->advice];
    qcdc_status status = csv_reader_columns (self->reader, columns, fault);
    const char *unread = table_unread_sheets (self);
    if (status != QCDC_BAD_HEADER || !*unread)
        return status;
    snprintf (advice, sizeof advice, "%s", fault->advice);
    fault_advise (fault, _ ("sheet=NAME reads another one: %s"), unread);
    size_t used = strlen (fault->advice);
    if (*advice)
        snprintf (fault->advice + used, sizeof fault->advice - used, "; %s", advice);
    return status;
}

void table_unread_say (const table_t *self, FILE *stream, const char *name)
{
    if (*table_unread_sheets (self))
        text_say (stream, _ ("qcdc: %s: the sheet %s alone is read; not read: %s; sheet=NAME reads another one\n"),
                  name, self->sheet, self->unread);
}

bool table_left_out_say (const table_t *self, FILE *stream, const char *name)
{
    char names[300] = "";
    bool any = false;
    for (size_t i = 0; i < csv_reader_width (self->reader); i++) {
        const char *column = csv_reader_column_name (self->reader, i);
        size_t used = strlen (names);
        if (!csv_reader_left_out (self->reader, i))
            continue;
        any = true;
        if (used + strlen (column) + 6 < sizeof names)
            snprintf (names + used, sizeof names - used, "%s\"%s\"", used ? ", " : "", column);
    }
    if (*names)
        text_say (stream, _ ("qcdc: %s: left out, for they tell who somebody is: %s\n"), name, names);
    return any;
}

char *table_place (const table_t *self, const char *name, size_t row, const char *column, const char *value,
                   char *place, size_t size)
{
    char letters[8];
    if (!self || !self->sheet) {
        snprintf (place, size, "%s:%zu: ", name, row);
        return place;
    }
    int index = csv_reader_column (self->reader, column);
    if (index < 0 && value)
        index = csv_reader_column (self->reader, value);
    if (index >= 0)
        snprintf (place, size, _ ("%s, sheet %s, cell %s%zu: "), name, self->sheet,
                  csv_column_letters ((size_t)index, letters), row);
    else
        snprintf (place, size, _ ("%s, sheet %s, row %zu: "), name, self->sheet, row);
    return place;
}
