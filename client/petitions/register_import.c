/*  register_import.c — a register while it is read from a file. */

#include "petitions/register_import.h"

#include "base/i18n.h"
#include "files/csv_sniff.h"
#include "petitions/register_memory.h"

#include <stdio.h>
#include <string.h>

qcdc_status register_import_open (register_import_t *self, const register_import_kind_t *kind, desk_t *desk,
                                  const args_t *args, fault_t *fault)
{
    *self = (register_import_t){.kind = kind, .desk = desk};
    self->problems.file = args->words[0];
    self->problems.places = desk->home.catalog;
    self->mode = args->switched & 1u ? FILE_NEW : FILE_REGISTER;
    self->faults.names_meant = args->switched & 2u;
    self->faults.keeps_blanks = !(args->switched & 4u);
    self->old_meant = args->switched & 8u;
    QCDC_TRY (register_memory_load (desk, kind->kind, &self->map, fault));
    for (size_t i = 0; i < args->repeat_count; i++)
        QCDC_TRY (register_map_add (self->map, args->repeats[i], desk->home.office->code, fault));
    QCDC_TRY (seen_new (&self->seen, fault));
    QCDC_TRY (table_open (args->words[0], args_value (args, "sheet"), &self->table, fault));
    self->problems.table = self->table;
    return QCDC_OK;
}

void register_import_close (register_import_t *self)
{
    table_destroy (&self->table);
    seen_destroy (&self->seen);
    import_rows_destroy (&self->rows);
    register_map_destroy (&self->map);
}

/*  ---------------------------------------------------------------- one row */

const char *register_import_cell (const csv_record_t *record, int column)
{
    return column >= 0 && (size_t)column < record->count ? record->fields[column] : "";
}

given_t register_import_value (const register_import_t *self, const csv_record_t *record, int column,
                               const char *name)
{
    if (column < 0 || (size_t)column >= record->count)
        return (given_t){NULL, 0};
    const char *cell = record->fields[column], *word = register_map_word (self->map, name, cell);
    return (given_t){word, word == cell ? record->lengths[column] : strlen (word)};
}

qcdc_status register_import_own (const register_import_t *self, const csv_record_t *record, fault_t *fault)
{
    const home_t *home = &self->desk->home;
    const char *office = register_import_cell (record, self->office_column);
    const char *entry = register_import_cell (record, self->entry_column);
    uint64_t origin, seq;
    uint8_t hash[HASH_BYTES];
    bool held = true;
    if (*office && strcmp (office, home->office->code) != 0)
        return fault_set (fault, QCDC_NOT_YOURS, "office", _ ("this row is of %.60s; the desk is %s's"), office,
                          home->office->code);
    if (*entry && address_parse (entry, &origin, &seq) == QCDC_OK)
        QCDC_TRY (journal_find_hash (home->journal, origin, seq, hash, &held, fault));
    if (held)
        return QCDC_OK;
    fault_set (fault, QCDC_NOT_YOURS, "entry", _ ("entry %.60s is not in this office's journal"), entry);
    fault_advise (fault, "%s", _ (self->kind->own_advice));
    return QCDC_NOT_YOURS;
}

qcdc_status register_import_meet (register_import_t *self, const csv_record_t *record, const char *key,
                                  const uint8_t fingerprint[32], const char *local_no, bool *repeated, fault_t *fault)
{
    size_t number = record->row;
    qcdc_status status = seen_add (self->seen, key, fingerprint, &number, fault);
    *repeated = status == QCDC_EXISTS;
    self->repeated += *repeated;
    if (status == QCDC_DUPLICATE)
        return fault_set (fault, status, "local_no", _ ("%s stands in row %zu with other content"), local_no, number);
    return *repeated ? QCDC_OK : status;
}

qcdc_status register_import_refuse (register_import_t *self, size_t row, fault_t *fault)
{
    const row_faults_t *faults = &self->faults;
    for (size_t i = 0; i + 1 < faults->count; i++)
        problems_add (&self->problems, row, &faults->items[i]);
    *fault = faults->items[faults->count - 1];
    return fault->status;
}

/*  ---------------------------------------------------------------- all rows */

/*  Whether the row is one of those that a register ends with.  Where it is one of the register's own, those before it were none. */
static bool row_closes (register_import_t *self, const csv_record_t *record, void *arg)
{
    fault_t fault;
    size_t first;
    if (!self->kind->has_code (record, arg) && csv_closing_take (&self->closing, record))
        return true;
    if (!csv_record_is_total (record) && csv_closing_break (&self->closing, record->row, &first, &fault) != QCDC_OK)
        problems_add (&self->problems, first, &fault);
    return false;
}

/*  QCDC_EXISTS where what is missing was told. */
static qcdc_status columns_find (register_import_t *self, void *arg, fault_t *fault)
{
    csv_reader_t *reader = table_reader (self->table);
    const csv_column_t *columns = register_map_columns (self->map);
    if (!columns)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    csv_reader_of_register (reader);
    if (table_columns (self->table, columns, fault) != QCDC_OK) {
        problems_add (&self->problems, 0, fault);
        return QCDC_EXISTS;
    }
    self->kind->columns (reader, arg);
    self->office_column = csv_reader_column (reader, "office");
    self->entry_column = csv_reader_column (reader, "entry");
    self->version_column = csv_reader_column (reader, VERSION_COLUMN);
    return QCDC_OK;
}

static qcdc_status rows_read (register_import_t *self, void *arg, fault_t *fault)
{
    csv_record_t record;
    csv_reader_t *reader = table_reader (self->table);
    for (;;) {
        *fault = (fault_t){0};
        qcdc_status status = csv_reader_next (reader, &record, fault);
        bool read = status == QCDC_OK || status == QCDC_BAD_ROW;
        if (read && row_closes (self, &record, arg))
            continue;
        if (status == QCDC_BAD_ROW) {
            problems_add (&self->problems, 0, fault);
            continue;
        }
        if (status != QCDC_OK) {
            if (status != QCDC_NOT_FOUND)
                problems_add (&self->problems, 0, fault);
            return QCDC_OK;
        }
        progress_count (&self->progress, _ ("reading rows:"), record.row, 0);
        status = csv_record_is_total (&record) ? csv_refuse_total (fault) : self->kind->row (&record, arg, fault);
        if (problems_stop (status))
            return status;
        if (status != QCDC_OK) {
            fault->status = status;
            problems_add (&self->problems, record.row, fault);
        }
    }
}

qcdc_status register_import_read (register_import_t *self, void *arg, fault_t *fault)
{
    qcdc_status status = columns_find (self, arg, fault);
    if (status != QCDC_OK)
        return status == QCDC_EXISTS ? QCDC_OK : status;
    status = rows_read (self, arg, fault);
    progress_end (&self->progress);
    QCDC_TRY (status);
    csv_closing_say (&self->closing, stderr, self->problems.file);
    table_unread_say (self->table, stderr, self->problems.file);
    self->left_out = table_left_out_say (self->table, stderr, self->problems.file);
    return QCDC_OK;
}

void register_import_say (const register_import_t *self, FILE *out, bool dry_run)
{
    fprintf (out,
             dry_run
                 ? _ ("In order: %zu to import, %zu to correct, %zu as they stand, %zu to skip; %zu entries for the "
                      "journal.\n")
                 : _ ("%zu imported, %zu corrected, %zu unchanged, %zu skipped; %zu entries added to the journal\n"),
             self->results[FILED_NEW], self->results[FILED_CORRECTED], self->results[FILED_UNCHANGED],
             self->repeated + self->results[FILED_VOIDED], self->entries);
}
