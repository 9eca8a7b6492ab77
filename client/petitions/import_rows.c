/*  import_rows.c — cells one behind the other, each ended by a NUL: what no text holds. */

#include "petitions/import_rows.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/memory.h"
#include "facts/fact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct import_rows {
    const output_column_t *columns;
    size_t column_count;
    FILE *file;
    size_t count;
};

enum { ROW, HOW, FIRST_COLUMN, CHANGES = FIRST_COLUMN + PETITION_COLUMN_COUNT, COLUMN_COUNT };

static const output_column_t COLUMNS[COLUMN_COUNT] = {
    {N_ ("row"), QCDC__COLUMN_TYPE__INTEGER},     {N_ ("how"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("local_no"), QCDC__COLUMN_TYPE__TEXT},   {N_ ("kind"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("field"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("received_on"), QCDC__COLUMN_TYPE__DATE},
    {N_ ("title"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("summary"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("channel"), QCDC__COLUMN_TYPE__TEXT},    {N_ ("people"), QCDC__COLUMN_TYPE__INTEGER},
    {N_ ("flags"), QCDC__COLUMN_TYPE__TEXT},      {N_ ("instance"), QCDC__COLUMN_TYPE__INTEGER},
    {N_ ("settled_on"), QCDC__COLUMN_TYPE__DATE}, {N_ ("outcome"), QCDC__COLUMN_TYPE__TEXT},
    {N_ ("changes"), QCDC__COLUMN_TYPE__TEXT}};

static qcdc_status file_fail (fault_t *fault)
{
    fault_set (fault, QCDC_IO, NULL, "%s", _ ("no temporary file can be written"));
    fault_advise (fault, "%s",
                  _ ("make room on the disk of temporary files, or name a folder on another one in TMPDIR"));
    return QCDC_IO;
}

qcdc_status import_rows_new_of (const output_column_t *columns, size_t count, import_rows_t **self_p, fault_t *fault)
{
    import_rows_t *self QCDC_CLEANUP (import_rows_destroy) = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    self->columns = columns;
    self->column_count = count;
    if (!(self->file = tmpfile ()))
        return file_fail (fault);
    *self_p = self;
    self = NULL;
    return QCDC_OK;
}

qcdc_status import_rows_new (import_rows_t **self_p, fault_t *fault)
{
    return import_rows_new_of (COLUMNS, COLUMN_COUNT, self_p, fault);
}

void import_rows_destroy (import_rows_t **self_p)
{
    import_rows_t *self = *self_p;
    if (self && self->file)
        (void)fclose (self->file);
    free (self);
    *self_p = NULL;
}

/*  "DONG_NGUOI PHUC_TAP" */
static char *flags_text (const petition_row_t *row)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream (&text, &length);
    for (size_t i = 0; out && i < row->flag_count; i++)
        fprintf (out, "%s%s", i ? " " : "", row->flags[i]);
    if (out && fclose (out) == 0)
        return text;
    free (text);
    return NULL;
}

qcdc_status import_rows_add (import_rows_t *self, size_t number, const petition_row_t *row, filed_result result,
                             const char *changes, fault_t *fault)
{
    char place[24], received[DAY_TEXT_BYTES], settled[DAY_TEXT_BYTES], people[16], instance[16];
    const char *cells[COLUMN_COUNT] = {[ROW] = place, [HOW] = result == FILED_NEW ? "added" : "changed"};
    const char **columns = cells + FIRST_COLUMN;
    if (result != FILED_NEW && result != FILED_CORRECTED)
        return QCDC_OK;
    char *flags QCDC_CLEANUP (memory_free) = flags_text (row);
    if (!flags)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    snprintf (place, sizeof place, "%zu", number);
    snprintf (people, sizeof people, "%u", row->people);
    columns[COLUMN_LOCAL_NO] = row->clean[COLUMN_LOCAL_NO];
    columns[COLUMN_KIND] = petition_kind_name (row->kind);
    columns[COLUMN_FIELD] = petition_field_name (row->field);
    columns[COLUMN_RECEIVED_ON] = day_format_iso (row->received_on, received);
    columns[COLUMN_TITLE] = row->clean[COLUMN_TITLE];
    columns[COLUMN_SUMMARY] = row->clean[COLUMN_SUMMARY];
    columns[COLUMN_CHANNEL] = row->channel ? channel_name (row->channel) : NULL;
    columns[COLUMN_PEOPLE] = row->people ? people : NULL;
    columns[COLUMN_FLAGS] = flags;
    snprintf (instance, sizeof instance, "%d", row->instance);
    columns[COLUMN_INSTANCE] = row->instance ? instance : NULL;
    columns[COLUMN_SETTLED_ON] = row->settled ? day_format_iso (row->settled_on, settled) : NULL;
    columns[COLUMN_OUTCOME] = row->outcome ? outcome_name (row->outcome) : NULL;
    cells[CHANGES] = result == FILED_CORRECTED ? changes : NULL;
    return import_rows_add_cells (self, cells, fault);
}

qcdc_status import_rows_add_vanished (import_rows_t *self, const petition_view_t *view, fault_t *fault)
{
    char received[DAY_TEXT_BYTES];
    const petition_t *petition = &view->petition;
    const char *cells[COLUMN_COUNT] = {[HOW] = "vanished"};
    const char **columns = cells + FIRST_COLUMN;
    columns[COLUMN_LOCAL_NO] = petition->local_no;
    columns[COLUMN_KIND] = petition_kind_name (petition->kind);
    columns[COLUMN_FIELD] = petition_field_name (petition->field);
    columns[COLUMN_RECEIVED_ON] = day_format_iso (petition->received_on, received);
    columns[COLUMN_TITLE] = view->title;
    return import_rows_add_cells (self, cells, fault);
}

qcdc_status import_rows_add_cells (import_rows_t *self, const char *const *cells, fault_t *fault)
{
    for (size_t i = 0; i < self->column_count; i++)
        if (fwrite (cells[i] ? cells[i] : "", 1, cells[i] ? strlen (cells[i]) + 1 : 1, self->file) == 0)
            return file_fail (fault);
    self->count++;
    return QCDC_OK;
}

qcdc_status import_rows_show (import_rows_t *self, const catalog_t *catalog, format_t format, size_t limit,
                              fault_t *fault)
{
    output_t *output QCDC_CLEANUP (output_destroy) = NULL;
    char *text QCDC_CLEANUP (memory_free) = NULL;
    size_t size = 0;
    if (fflush (self->file) != 0 || fseek (self->file, 0, SEEK_SET) != 0)
        return file_fail (fault);
    QCDC_TRY (output_new (format, stdout, self->columns, self->column_count, &output, fault));
    output_name_by (output, catalog);
    output_none (output, _ ("nothing of it is new"));
    size_t shown = self->count < limit ? self->count : limit;
    for (size_t i = 0; i < shown * self->column_count; i++) {
        if (getdelim (&text, &size, '\0', self->file) < 0)
            return file_fail (fault);
        QCDC_TRY (output_cell (output, *text ? text : NULL, fault));
    }
    QCDC_TRY (output_finish (output, fault));
    if (shown < self->count)
        printf (_ ("… and %zu more rows; -o FILE has all of them\n"), self->count - shown);
    return QCDC_OK;
}
