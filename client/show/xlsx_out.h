/*  xlsx_out.h — a table as a workbook: real numbers and days, a header that stays, nothing that computes.
 *
 *  Texts come from other offices: they are written as texts, which no spreadsheet takes for a formula.  Rows leave for a temporary
 *  file as they come, so that memory does not grow with them. */

#ifndef QCDC_XLSX_OUT_H
#define QCDC_XLSX_OUT_H

#include "base/fault.h"
#include "wire.pb-c.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct xlsx_out xlsx_out_t;

/*  A workbook with one sheet, at PATH, which is overwritten.  Destroy with xlsx_out_destroy; its argument may point to NULL. */
qcdc_status xlsx_out_new (const char *path, xlsx_out_t **self_p, fault_t *fault) QCDC_CHECK;
void xlsx_out_destroy (xlsx_out_t **self_p);

/*  One more column, before the first cell. */
qcdc_status xlsx_out_column (xlsx_out_t *self, const char *heading, Qcdc__ColumnType type, fault_t *fault) QCDC_CHECK;

/*  The column that was given last is added up, in a row at the end that goes with what a filter leaves. */
void xlsx_out_sum (xlsx_out_t *self);

/*  The next cell, in machine form, row after row; NULL is blank.  What is not of its column's type is written as text.
 *  QCDC_TOO_LARGE for more rows than a sheet has, or a text that is longer than a cell. */
qcdc_status xlsx_out_cell (xlsx_out_t *self, const char *text, fault_t *fault) QCDC_CHECK;

/*  Writes the file, and reads it again: QCDC_IO where it is not what it should be, as on a full disk. */
qcdc_status xlsx_out_finish (xlsx_out_t *self, fault_t *fault) QCDC_CHECK;

/*  Whether PATH ends in .xlsx, in any case. */
bool xlsx_out_meant (const char *path);

/*  TEXT as it is written into a cell: readers take apostrophes off that keep spreadsheets from computing, and escapes of a
 *  workbook, so that what looks like one of them gets another.  malloc'ed; NULL when out of memory. */
char *xlsx_out_text (const char *text);

/*  Opens the workbook PATH with the program's own reader, and counts the rows of its first sheet in which something stands: QCDC_IO
 *  where it cannot be read to its end. */
qcdc_status xlsx_out_check (const char *path, size_t *rows, fault_t *fault) QCDC_CHECK;

#endif
