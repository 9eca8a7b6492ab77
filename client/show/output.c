/*  output.c — tables on stdout: their columns, the order and number of their rows.  How each cell looks is for the way in which the
 *  table is written (output_inside.h). */

#include "show/output_inside.h"

#include "base/memory.h"
#include "base/nearest.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

qcdc_status output_new (format_t format, FILE *out, const output_column_t *columns, size_t count, output_t **self_p,
                        fault_t *fault)
{
    *self_p = NULL;
    output_t *self QCDC_CLEANUP (output_destroy) = calloc (1, sizeof *self);
    if (!self)
        return output_too_large (QCDC_NO_MEMORY, fault);
    self->format = format;
    self->out = out;
    self->limit = SIZE_MAX;
    self->period_column = self->form_column = self->version_column = SIZE_MAX;
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
    for (size_t i = 0; self->row && i < self->column_count; i++)
        free (self->row[i]);
    free (self->row);
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
        return output_too_large (QCDC_NO_MEMORY, fault);
    if (strcmp (copy, "period") == 0 && type == QCDC__COLUMN_TYPE__TEXT)
        self->period_column = self->column_count;
    if (strcmp (copy, "form") == 0)
        self->form_column = self->column_count;
    if (strcmp (copy, "form_version") == 0)
        self->version_column = self->column_count;
    columns[self->column_count++] = (shown_column_t){copy, type, false};
    return QCDC_OK;
}

void output_sum (output_t *self)
{
    self->columns[self->column_count - 1].sums = true;
}

void output_sum_of (output_t *self, const char *column)
{
    for (size_t i = 0; i < self->column_count; i++)
        self->columns[i].sums |= strcmp (self->columns[i].name, column) == 0;
}

void output_name_by (output_t *self, const catalog_t *catalog)
{
    self->catalog = catalog;
}

void output_name_in (output_t *self, const char *form, const char *period, bool units_now)
{
    naming_time (self->catalog, form, period, &self->when);
    self->when.units_now = units_now;
}

void output_headings (output_t *self, const char *context)
{
    self->headings = context;
}

void output_none (output_t *self, const char *text)
{
    self->none = text;
}

/*  ---------------------------------------------------------------- cells */

static qcdc_status cell_print (output_t *self, const char *text, fault_t *fault)
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
        return output_too_large (status, fault);
    self->cell_count++;
    return QCDC_OK;
}

/*  Prints the row that is whole, named as it was in its period. */
static qcdc_status row_print (output_t *self, fault_t *fault)
{
    bool units_now = self->when.units_now;
    const char *form = self->form_column == SIZE_MAX ? NULL : self->row[self->form_column];
    naming_time (self->catalog, form, self->row[self->period_column], &self->when);
    self->when.units_now = units_now;
    const char *version = self->version_column == SIZE_MAX ? NULL : self->row[self->version_column];
    self->when.version = version ? (uint32_t)strtoul (version, NULL, 10) : 0;
    for (size_t i = 0; i < self->column_count; i++)
        QCDC_TRY (cell_print (self, self->row[i], fault));
    for (size_t i = 0; i < self->column_count; i++) {
        free (self->row[i]);
        self->row[i] = NULL;
    }
    return QCDC_OK;
}

static qcdc_status cell_out (output_t *self, const char *text, fault_t *fault)
{
    bool for_people = self->format == FORMAT_TABLE || self->format == FORMAT_XLSX;
    if (!for_people || !self->catalog || self->period_column == SIZE_MAX)
        return cell_print (self, text, fault);
    if (!self->row && !(self->row = calloc (self->column_count, sizeof *self->row)))
        return output_too_large (QCDC_NO_MEMORY, fault);
    size_t place = self->row_count++ % self->column_count;
    if (text && !(self->row[place] = strdup (text)))
        return output_too_large (QCDC_NO_MEMORY, fault);
    return place + 1 == self->column_count ? row_print (self, fault) : QCDC_OK;
}

/*  ---------------------------------------------------------------- order and limit */

void output_arrange (output_t *self, const char *order, size_t limit)
{
    self->order = order && *order ? order : NULL;
    self->limit = limit;
}

/*  What the columns are called here. */
static void columns_advise (const output_t *self, fault_t *fault)
{
    char list[sizeof fault->advice - 32] = "";
    for (size_t i = 0, used = 0; i < self->column_count && used < sizeof list; i++) {
        char *heading QCDC_CLEANUP (memory_free) = people_heading_in (self->headings, self->columns[i].name);
        used += (size_t)snprintf (list + used, sizeof list - used, "%s%s", used ? ", " : "",
                                  heading ? heading : self->columns[i].name);
    }
    fault_advise (fault, _ ("there are: %s"), list);
}

/*  Columns are complete with the first cell. */
static qcdc_status order_find (output_t *self, fault_t *fault)
{
    const char *by = self->order + (*self->order == '-');
    nearest_t nearest;
    nearest_begin (&nearest, by);
    for (size_t i = 0; i < self->column_count; i++) {
        self->order_column = i;
        char *heading QCDC_CLEANUP (memory_free) = people_heading_in (self->headings, self->columns[i].name);
        if (word_same (self->columns[i].name, by) || (heading && word_same (heading, by)))
            return QCDC_OK;
        nearest_offer (&nearest, self->columns[i].name, self->columns[i].name);
    }
    fault_set (fault, QCDC_USAGE, "order", _ ("there is no column %.40s"), by);
    if (nearest_found (&nearest))
        fault_advise (fault, _ ("did you mean %s?"), nearest_found (&nearest));
    else
        columns_advise (self, fault);
    return QCDC_USAGE;
}

/*  So many more rows than are shown are kept before those behind are let go. */
#define KEPT_MORE_ROWS 4096u

/*  Lets go what stands behind the rows that are shown, as it is by now: of a million rows of which twenty are wanted few are held. */
static qcdc_status kept_cut (output_t *self)
{
    bool backwards = *self->order == '-';
    size_t columns = self->column_count, used = 0;
    char **kept = calloc (self->limit, columns * sizeof *kept), place[24];
    order_t rows = {0};
    qcdc_status status = kept ? QCDC_OK : QCDC_NO_MEMORY;
    order_sort (&self->rows, backwards);
    for (size_t i = 0; status == QCDC_OK && i < self->limit; i++, used += columns) {
        char **row = self->kept + strtoul (order_at (&self->rows, i), NULL, 10);
        snprintf (place, sizeof place, "%zu", used);
        status = order_add (&rows, row[self->order_column] ? row[self->order_column] : "", place);
        memcpy (kept + used, row, columns * sizeof *row);
        memset (row, 0, columns * sizeof *row);
    }
    for (size_t i = 0; i < self->given; i++)
        free (self->kept[i]);
    free (self->kept);
    order_release (&self->rows);
    self->kept = kept;
    self->kept_size = kept ? self->limit * columns : 0;
    self->given = used;
    self->rows = rows;
    return status;
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
    QCDC_TRY (order_add (&self->rows, key ? key : "", place));
    bool many = self->limit > 0 && self->limit < SIZE_MAX / 4 && self->rows.count >= 2 * self->limit + KEPT_MORE_ROWS;
    return many ? kept_cut (self) : QCDC_OK;
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
        return status == QCDC_OK ? QCDC_OK : output_too_large (status, fault);
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
            output_too_large (status, fault);
        break;
    case FORMAT_CSV:
    case FORMAT_EXCEL:
        csv_finish (self);
        break;
    case FORMAT_JSON:
        json_finish (self);
        break;
    case FORMAT_XLSX:
        return workbook_finish (self, fault);
    }
    if (status == QCDC_OK && (fflush (self->out) != 0 || ferror (self->out)))
        status = fault_set (fault, QCDC_IO, NULL, _ ("the output could not be written to its end"));
    return status;
}
