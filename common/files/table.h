/*  table.h — a table that a person hands in, whatever kind of file it is: CSV, or a sheet of a workbook.
 *
 *  A workbook's rows go the way of CSV from here on, so that a heading, a day or a figure means the same in both. */

#ifndef QCDC_TABLE_H
#define QCDC_TABLE_H

#include "files/csv.h"

typedef struct table table_t;

/*  Opens PATH ("-" is stdin) by its first bytes.  SHEET names one of a workbook; NULL: the first that is shown.
 *  QCDC_USAGE for a sheet of a file that has none; else as xlsx_open and csv_reader_open. */
qcdc_status table_open (const char *path, const char *sheet, table_t **self_p, fault_t *fault) QCDC_CHECK;
void table_destroy (table_t **self_p);

/*  Its rows; csv_reader_columns is the next call.  Belongs to the table. */
csv_reader_t *table_reader (table_t *self);

bool table_is_workbook (const table_t *self);

/*  Where something stands, as messages begin: "register.csv:5: ", and of a workbook, whose cells people know by their letters,
 *  "register.xlsx, sheet Tháng 5, cell C5: ".  NAME is the file's; COLUMN, by its code, is where it is, or VALUE (may be NULL)
 *  where the table has no such column; the row alone is named where it has neither.  SELF may be NULL: a file of which nothing is
 *  known.  Returns PLACE. */
char *table_place (const table_t *self, const char *name, size_t row, const char *column, const char *value,
                   char *place, size_t size);

#endif
