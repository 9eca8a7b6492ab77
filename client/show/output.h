/*  output.h — tables on stdout: for people, as CSV, as JSON, as a workbook.
 *
 *  Cells are given row by row in their machine form (what CSV holds): whole numbers, decimals with a point, ISO
 *  dates and moments.  CSV and JSON go out as they come; of a table for people the first pages are held, because its columns are
 *  as wide as their widest cell (layout.h).  However many rows there are, memory does not grow with them. */

#ifndef QCDC_OUTPUT_H
#define QCDC_OUTPUT_H

#include "base/fault.h"
#include "show/format.h"
#include "show/naming.h"
#include "show/people.h"
#include "wire.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct output output_t;

typedef struct {
    const char *name; /* for people a msgid: "received_on" */
    Qcdc__ColumnType type;
} output_column_t;

/*  A table with COUNT columns; more may follow until the first cell.  OUT stays the caller's, names are copied.
 *  Here and below QCDC_NO_MEMORY says that the table is too large. */
qcdc_status output_new (format_t format, FILE *out, const output_column_t *columns, size_t count, output_t **self_p,
                        fault_t *fault) QCDC_CHECK;
void output_destroy (output_t **self_p);

/*  One more column, before the first cell. */
qcdc_status output_column (output_t *self, const char *name, Qcdc__ColumnType type, fault_t *fault) QCDC_CHECK;

/*  In a workbook the column that was given last ends in its sum, or the one called COLUMN. */
void output_sum (output_t *self);
void output_sum_of (output_t *self, const char *column);

/*  Names for the codes in a table for people, where a column is one of cells, offices, units or forms.  CATALOG outlives SELF. */
void output_name_by (output_t *self, const catalog_t *catalog);

/*  Those names as they were in PERIOD, of FORM or NULL (naming_time), units as they are today where UNITS_NOW; not called: as they are today.  In a table with a
 *  column `period` each row is of its own one, whatever is said here. */
void output_name_in (output_t *self, const char *form, const char *period, bool units_now);

/*  Where the headings' translations are looked up first ("catalogue"), before those that every table has.  CONTEXT outlives SELF. */
void output_headings (output_t *self, const char *context);

/*  What is said for people of a table without rows: "no petitions".  TEXT outlives SELF. */
void output_none (output_t *self, const char *text);

/*  The rows in ORDER, a column's name, with "-" before it from the last to the first (NULL: as they come), and LIMIT of them at
 *  most (SIZE_MAX: all).  What is put in order is held until the end.  ORDER outlives SELF; a column that is not there is told
 *  with the first cell: QCDC_USAGE. */
void output_arrange (output_t *self, const char *order, size_t limit);

/*  The next cell, from left to right, row after row; NULL is null.  TEXT is copied or written.  QCDC_PROTOCOL where
 *  there is no column. */
qcdc_status output_cell (output_t *self, const char *text, fault_t *fault) QCDC_CHECK;

/*  A whole row: as many cells as there are columns. */
qcdc_status output_row (output_t *self, const char *const *cells, fault_t *fault) QCDC_CHECK;

/*  Ends the table and flushes.  QCDC_IO when OUT could not take it all (a full disk, a closed pipe). */
qcdc_status output_finish (output_t *self, fault_t *fault) QCDC_CHECK;

#endif
