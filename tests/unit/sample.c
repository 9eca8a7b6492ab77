/*  sample.c — files read strictly: they were written for programs, and a test that alters one means what it writes. */

#include "sample.h"
#include "csv_named.h"

#include "catalogue/tables_read.h"
#include "files/csv.h"

#include <string.h>

/*  Whether NAME is TABLE.csv or TABLE-….csv. */
static bool file_is_of (const char *name, const char *table)
{
    size_t stem = strlen (table);
    return strncmp (name, table, stem) == 0 && (name[stem] == '.' || name[stem] == '-');
}

static qcdc_status rows_read (catalog_tables_t *self, size_t table, const char *file, csv_reader_t *reader,
                              fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    const char *fields[CATALOGUE_COLUMNS_MAX];
    csv_record_t record;
    int places[CATALOGUE_COLUMNS_MAX];
    qcdc_status status;
    for (int i = 0; kind->columns[i]; i++)
        places[i] = csv_reader_column (reader, kind->columns[i]);
    while ((status = csv_reader_next (reader, &record, fault)) == QCDC_OK) {
        for (int i = 0; kind->columns[i]; i++)
            fields[i] = places[i] < 0 ? "" : record.fields[places[i]];
        QCDC_TRY (tables_add (self, table, fields, file, record.row, fault));
    }
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

static qcdc_status embed_read (catalog_tables_t *self, size_t table, const embed_t *embed, fault_t *fault)
{
    const table_kind_t *kind = table_kind_at (table);
    const char *required[CATALOGUE_COLUMNS_MAX + 1] = {NULL}, *optional[CATALOGUE_COLUMNS_MAX + 1] = {NULL};
    size_t required_count = 0, optional_count = 0;
    for (int i = 0; kind->columns[i]; i++)
        if (kind->optional & (1u << i))
            optional[optional_count++] = kind->columns[i];
        else
            required[required_count++] = kind->columns[i];
    csv_reader_t *reader QCDC_CLEANUP (csv_reader_destroy) = NULL;
    QCDC_TRY (
        csv_reader_open_memory (embed->name, embed->begin, (size_t)(embed->end - embed->begin), &reader, fault));
    QCDC_TRY (csv_named (reader, required, optional, fault));
    return rows_read (self, table, embed->name, reader, fault);
}

static qcdc_status tables_of (const embed_t *files, catalog_tables_t **self_p, fault_t *fault)
{
    catalog_tables_t *self QCDC_CLEANUP (tables_destroy) = tables_new ();
    *self_p = NULL;
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (size_t table = 0; table < table_kind_count (); table++)
        for (const embed_t *file = files; file->name; file++)
            if (file_is_of (file->name, table_kind_at (table)->name))
                QCDC_TRY (embed_read (self, table, file, fault));
    QCDC_TRY (tables_write_out (self, NULL, fault));
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

/*  Warnings ask for notes, as they do once the folder is published. */
qcdc_status sample_tables (catalog_tables_t **self_p, fault_t *fault)
{
    QCDC_TRY (tables_of (sample_files, self_p, fault));
    size_t rules = (size_t)table_kind_find ("rules"), count;
    int severity = table_column (table_kind_at (rules), "severity"),
        note = table_column (table_kind_at (rules), "note");
    const table_row_t *rows = tables_rows (*self_p, rules, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp (rows[i].fields[severity], "warning") == 0)
            QCDC_TRY (tables_set (*self_p, rules, i, note, "asked", fault));
    return QCDC_OK;
}

qcdc_status sample_catalog_of (const embed_t *files, catalog_t **self_p, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    *self_p = NULL;
    QCDC_TRY (tables_of (files, &tables, fault));
    return catalog_of_tables (tables, self_p, fault);
}

qcdc_status sample_catalog (catalog_t **self_p, fault_t *fault)
{
    return sample_catalog_of (sample_files, self_p, fault);
}

qcdc_status sample_reference_of (const embed_t *files, catalog_t **self_p, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    *self_p = NULL;
    QCDC_TRY (tables_of (files, &tables, fault));
    return reference_of_tables (tables, self_p, fault);
}

qcdc_status sample_reference (catalog_t **self_p, fault_t *fault)
{
    catalog_tables_t *tables QCDC_CLEANUP (tables_destroy) = NULL;
    *self_p = NULL;
    QCDC_TRY (sample_tables (&tables, fault));
    return reference_of_tables (tables, self_p, fault);
}
