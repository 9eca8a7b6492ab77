/*  tables_read.c — tables out of the files of a folder, read as people have them. */

#include "catalogue/tables_read.h"

#include "base/day.h"
#include "base/day_read.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/text_fold.h"
#include "files/csv_guard.h"
#include "files/table.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FILE_ENDINGS_COUNT 2
#define HEADING_BYTES 96

static const char *const ENDINGS[FILE_ENDINGS_COUNT] = {".csv", ".xlsx"};
/*  Tables of other programs, which are not read: one of them beside others is not passed over. */
static const char *const UNREAD[] = {".xls", ".xlsm", ".xlsb", ".ods", ".tsv", ".tab", NULL};

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static bool ends_in (const char *name, const char *ending)
{
    size_t length = strlen (name), tail = strlen (ending);
    return length >= tail && strcasecmp (name + length - tail, ending) == 0;
}

/*  Whether NAME is TABLE or TABLE-…, with ENDING; in capital letters, too, as old systems write names. */
static bool file_is_of (const char *name, const char *table, const char *ending)
{
    size_t length = strlen (name), stem = strlen (table), tail = strlen (ending);
    return length >= stem + tail && ends_in (name, ending) && strncasecmp (name, table, stem) == 0 &&
           (length == stem + tail || name[stem] == '-');
}

/*  Whether NAME is a table of the catalogue in a file of another kind: offices.ods, offices.txt, offices. */
static bool is_unread (const char *name)
{
    for (const char *const *ending = UNREAD; *ending; ending++)
        if (ends_in (name, *ending))
            return true;
    for (size_t table = 0; table < table_kind_count (); table++)
        if (file_is_of (name, table_kind_at (table)->name, ".txt") ||
            file_is_of (name, table_kind_at (table)->name, ""))
            return strchr (name, '.') == NULL || ends_in (name, ".txt");
    return false;
}

/*  The file being read. */
typedef struct {
    catalog_tables_t *tables;
    size_t table;
    const char *name;
    csv_reader_t *reader;
    csv_record_t record;
    char *fields[CATALOGUE_COLUMNS_MAX]; /* clean, owned */
    fault_t *fault;
} source_t;

static void fields_free (source_t *self)
{
    for (size_t i = 0; i < CATALOGUE_COLUMNS_MAX; i++) {
        free (self->fields[i]);
        self->fields[i] = NULL;
    }
}

static qcdc_status field_fail (source_t *self, int column, qcdc_status status, const char *what)
{
    const char *name = table_kind_at (self->table)->columns[column];
    return fault_set (self->fault, status, name, _ ("%s, row %zu, column %s: %s"), self->name, self->record.row, name,
                      what);
}

/*  A day as people write one, as the catalogue has it. */
static qcdc_status day_take (source_t *self, int column)
{
    int32_t day;
    fault_t said = {0};
    qcdc_status status = day_read (self->fields[column], &day, &said);
    if (status != QCDC_OK)
        return field_fail (self, column, status, said.message);
    free (self->fields[column]);
    self->fields[column] = malloc (DAY_TEXT_BYTES);
    if (!self->fields[column])
        return no_memory (self->fault);
    day_format_iso (day, self->fields[column]);
    return QCDC_OK;
}

static qcdc_status field_take (source_t *self, int column)
{
    const table_kind_t *kind = table_kind_at (self->table);
    int place = csv_reader_column (self->reader, kind->columns[column]);
    size_t length = place < 0 ? 0 : self->record.lengths[place];
    char *raw QCDC_CLEANUP (memory_free) = calloc (1, length + 1);
    if (!raw)
        return no_memory (self->fault);
    if (length > 0)
        memcpy (raw, self->record.fields[place], length);
    if (strlen (raw) == length) { /* what an export has put before formulas comes off again */
        csv_unguard (raw);
        length = strlen (raw);
    }
    qcdc_status status = text_clean (raw, length, false, &self->fields[column], NULL);
    if (status == QCDC_NO_MEMORY)
        return no_memory (self->fault);
    if (status != QCDC_OK)
        return field_fail (self, column, status, _ (status_text (status)));
    bool day = column == kind->from || column == kind->to || (kind->days & (1u << column));
    return day && *self->fields[column] ? day_take (self, column) : QCDC_OK;
}

static qcdc_status row_take (source_t *self)
{
    const table_kind_t *kind = table_kind_at (self->table);
    fields_free (self);
    for (int i = 0; kind->columns[i]; i++)
        QCDC_TRY (field_take (self, i));
    return tables_add (self->tables, self->table, (const char *const *)self->fields, self->name, self->record.row,
                       self->fault);
}

/*  What a table for people has above the column NAME, in the reader's language, folded into LABEL; NULL: its name. */
static const char *heading_of (const char *name, char label[HEADING_BYTES])
{
    char key[HEADING_BYTES];
    snprintf (key, sizeof key, "catalogue\004%s", name);
    const char *shown = _ (key);
    if (shown == key)
        return NULL;
    return text_fold (shown, label, HEADING_BYTES);
}

static qcdc_status file_read (catalog_tables_t *self, size_t table, const char *path, const char *name, FILE *notes,
                              fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    csv_column_t columns[CATALOGUE_COLUMNS_MAX + 1] = {0};
    char labels[CATALOGUE_COLUMNS_MAX][HEADING_BYTES];
    for (int i = 0; kind->columns[i]; i++) {
        columns[i] = (csv_column_t){.name = kind->columns[i], .required = !(kind->optional & (1u << i))};
        columns[i].labels = heading_of (kind->columns[i], labels[i]);
    }
    table_t *file QCDC_CLEANUP (table_destroy) = NULL;
    source_t source QCDC_CLEANUP (fields_free) = {.tables = self, .table = table, .name = name, .fault = fault};
    QCDC_TRY (table_open (path, NULL, &file, fault));
    source.reader = table_reader (file);
    csv_reader_of_things (source.reader);
    QCDC_TRY (csv_reader_columns (source.reader, columns, fault));
    qcdc_status status;
    while ((status = csv_reader_next (source.reader, &source.record, fault)) == QCDC_OK)
        QCDC_TRY (row_take (&source));
    if (status != QCDC_NOT_FOUND)
        return status;
    /* A sheet cannot be named here: a folder is read whole, and each table has a file of its own. */
    if (*table_unread_sheets (file))
        text_say (notes,
                  _ ("qcdc: %s: the first sheet alone is read; not read: %s; each goes into a workbook of its own\n"),
                  name, table_unread_sheets (file));
    return QCDC_OK;
}

/*  The table that the file NAME is of, -1: none; *ENDING: it is a file of a kind that could be one. */
static int table_of (const char *name, bool *could)
{
    *could = false;
    for (size_t i = 0; i < FILE_ENDINGS_COUNT; i++) {
        *could |= strlen (name) > strlen (ENDINGS[i]) && ends_in (name, ENDINGS[i]);
        for (size_t table = 0; table < table_kind_count (); table++)
            if (file_is_of (name, table_kind_at (table)->name, ENDINGS[i]))
                return (int)table;
    }
    return -1;
}

static qcdc_status unknown_file (const char *name, fault_t *fault)
{
    nearest_t nearest;
    char stem[WORD_PLAIN_BYTES];
    snprintf (stem, sizeof stem, "%.*s", (int)strcspn (name, ".-"), name);
    nearest_begin (&nearest, stem);
    for (size_t table = 0; table < table_kind_count (); table++)
        nearest_offer (&nearest, table_kind_at (table)->name, table_kind_at (table)->name);
    fault_set (fault, QCDC_BAD_CATALOGUE, NULL, _ ("%s is no table of the catalogue"), name);
    if (nearest_found (&nearest))
        fault_advise (fault, _ ("did you mean %s.csv?"), nearest_found (&nearest));
    return fault->status;
}

static qcdc_status unread_file (const char *name, fault_t *fault)
{
    fault_set (fault, QCDC_BAD_CATALOGUE, NULL, _ ("tables are not read from files like %s"), name);
    fault_advise (fault, "%s", _ ("save it as a workbook (.xlsx) or as CSV UTF-8, or take it out of the folder"));
    return fault->status;
}

static int shown (const struct dirent *entry)
{
    return entry->d_name[0] != '.' && entry->d_name[0] != '~' && entry->d_type != DT_DIR;
}

static qcdc_status files_read (const char *folder, struct dirent **names, int count, FILE *notes,
                               catalog_tables_t *self, fault_t *fault)
{
    bool any = false, could;
    for (int i = 0; i < count; i++) {
        int table = table_of (names[i]->d_name, &could);
        if (table < 0 && could)
            return unknown_file (names[i]->d_name, fault);
        if (table < 0 && is_unread (names[i]->d_name))
            return unread_file (names[i]->d_name, fault);
        if (table < 0)
            continue;
        char *path QCDC_CLEANUP (memory_free) = NULL;
        if (asprintf (&path, "%s/%s", folder, names[i]->d_name) < 0)
            return no_memory (fault);
        any = true;
        QCDC_TRY (file_read (self, (size_t)table, path, names[i]->d_name, notes, fault));
    }
    if (any)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("there is no table of the catalogue in %s"), folder);
    fault_advise (fault, "%s", _ ("a folder holds files such as units.csv, offices.csv, forms.csv"));
    return fault->status;
}

qcdc_status tables_of_folder (const char *folder, FILE *notes, catalog_tables_t **self_p, fault_t *fault)
{
    struct dirent **names = NULL;
    catalog_tables_t *self QCDC_CLEANUP (tables_destroy) = tables_new ();
    *self_p = NULL;
    if (!self)
        return no_memory (fault);
    int count = scandir (folder, &names, shown, alphasort);
    if (count < 0)
        return fault_set (fault, QCDC_IO, NULL, "%s: %s", folder, strerror (errno));
    qcdc_status status = files_read (folder, names, count, notes, self, fault);
    for (int i = 0; i < count; i++)
        free (names[i]);
    free (names);
    QCDC_TRY (status);
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- ranges of indicators */

typedef struct {
    const char **codes;
    size_t count, size;
} codes_t;

static int code_compare (const void *one, const void *other)
{
    return strcmp (*(const char *const *)one, *(const char *const *)other);
}

static bool codes_add (codes_t *self, const catalog_tables_t *tables, size_t table)
{
    size_t count;
    const table_row_t *rows = tables_rows (tables, table, &count);
    for (size_t i = 0; i < count; i++) {
        const char **codes = memory_room (self->codes, self->count, &self->size, sizeof *codes);
        if (!codes)
            return false;
        self->codes = codes;
        codes[self->count++] = rows[i].fields[0];
    }
    return true;
}

/*  Sorted, each once. */
static void codes_order (codes_t *self)
{
    size_t kept = 0;
    if (self->count)
        qsort (self->codes, self->count, sizeof *self->codes, code_compare);
    for (size_t i = 0; i < self->count; i++)
        if (kept == 0 || strcmp (self->codes[kept - 1], self->codes[i]) != 0)
            self->codes[kept++] = self->codes[i];
    self->count = kept;
}

static const char **code_find (const codes_t *self, const char *code, size_t length)
{
    char text[64];
    const char *key = text;
    if (length >= sizeof text || self->count == 0)
        return NULL;
    memcpy (text, code, length);
    text[length] = '\0';
    return bsearch (&key, self->codes, self->count, sizeof *self->codes, code_compare);
}

/*  The words of TEXT with ranges written out; NULL where one of them is none.  *OUT is of memory's. */
static bool range_out (const codes_t *codes, const char *text, FILE *out)
{
    while (*text) {
        size_t length = strcspn (text, " "), first = strcspn (text, "-");
        const char *last = first < length ? text + first + 1 : text;
        const char **from = code_find (codes, text, first < length ? first : length);
        const char **to = code_find (codes, last, (size_t)(text + length - last));
        if (!from || !to || from > to)
            return false;
        for (; from <= to; from++)
            fprintf (out, "%s%s", ftell (out) > 0 ? " " : "", *from);
        text += length + strspn (text + length, " ");
    }
    return true;
}

static qcdc_status form_out (catalog_tables_t *self, size_t table, size_t index, int column, const codes_t *codes,
                             fault_t *fault)
{
    size_t count, size = 0;
    char *text QCDC_CLEANUP (memory_free) = NULL;
    const table_row_t *rows = tables_rows (self, table, &count);
    if (!strchr (rows[index].fields[column], '-'))
        return QCDC_OK;
    FILE *out = open_memstream (&text, &size);
    if (!out)
        return no_memory (fault);
    bool good = range_out (codes, rows[index].fields[column], out);
    if (fclose (out) != 0)
        return no_memory (fault);
    return good && size ? tables_set (self, table, index, column, text, fault) : QCDC_OK;
}

qcdc_status tables_write_out (catalog_tables_t *self, const catalog_tables_t *also, fault_t *fault)
{
    codes_t codes = {0};
    size_t forms = (size_t)table_kind_find ("forms"), indicators = (size_t)table_kind_find ("indicators"), count;
    int column = table_column (table_kind_at (forms), "indicators");
    qcdc_status status = QCDC_OK;
    if (!codes_add (&codes, self, indicators) || (also && !codes_add (&codes, also, indicators)))
        status = no_memory (fault);
    codes_order (&codes);
    tables_rows (self, forms, &count);
    for (size_t i = 0; status == QCDC_OK && i < count; i++)
        status = form_out (self, forms, i, column, &codes, fault);
    free (codes.codes);
    return status;
}
