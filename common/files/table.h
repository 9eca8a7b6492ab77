/*  table.h — a table that a person hands in, whatever kind of file it is: CSV, or a sheet of a workbook.
 *
 *  A workbook's rows go the way of CSV from here on, so that a heading, a day or a figure means the same in both. */

#ifndef QCDC_TABLE_H
#define QCDC_TABLE_H

#include "files/csv.h"

#include <stdio.h>

typedef struct table table_t;

/*  Opens PATH ("-" is stdin) by its first bytes.  SHEET names one of a workbook; NULL: the first that is shown.
 *  QCDC_USAGE for a sheet of a file that has none; else as xlsx_open and csv_reader_open. */
qcdc_status table_open (const char *path, const char *sheet, table_t **self_p, fault_t *fault) QCDC_CHECK;
void table_destroy (table_t **self_p);

/*  Its rows; csv_reader_columns is the next call.  Belongs to the table. */
csv_reader_t *table_reader (table_t *self);

bool table_is_workbook (const table_t *self);

/*  The shown sheets beside the one that is read that hold something, as a list for a message; "" where there are none, or the sheet was
 *  asked for by its name: who names one knows of the others. */
const char *table_unread_sheets (const table_t *self);

/*  Like csv_reader_columns, where the command line can name a sheet (sheet=NAME): where the columns are not there, the fault's advice
 *  names the others that hold something, too. */
qcdc_status table_columns (table_t *self, const csv_column_t *columns, fault_t *fault) QCDC_CHECK;

/*  Says on STREAM that other sheets hold something, and are not read. */
void table_unread_say (const table_t *self, FILE *stream, const char *name);

/*  The same of columns of names, addresses and the like, which stay on paper (csv_reader_left_out); whether there is one. */
bool table_left_out_say (const table_t *self, FILE *stream, const char *name);

/*  Where something stands, as messages begin: "register.csv:5: ", and of a workbook, whose cells people know by their letters,
 *  "register.xlsx, sheet Tháng 5, cell C5: ".  NAME is the file's; COLUMN, by its code, is where it is, or VALUE (may be NULL)
 *  where the table has no such column; the row alone is named where it has neither.  SELF may be NULL: a file of which nothing is
 *  known.  Returns PLACE. */
char *table_place (const table_t *self, const char *name, size_t row, const char *column, const char *value,
                   char *place, size_t size);

#endif
