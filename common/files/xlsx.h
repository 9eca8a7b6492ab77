/*  xlsx.h — a sheet of an .xlsx workbook, row by row, as texts.
 *
 *  What a cell shows is what is read: a formula's value as it was saved, a number in the figures that were typed, a day where the
 *  format makes one of a number.  A row that adds others up by SUBTOTAL is passed over.  Nothing is computed and nothing else of the workbook is looked at.  Memory does not grow with the
 *  sheet.  Source: ECMA-376, part 1, SpreadsheetML. */

#ifndef QCDC_XLSX_H
#define QCDC_XLSX_H

#include "base/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct xlsx xlsx_t;

/*  A row in which something stands, up to its last such cell; empty ones before it are "".  Texts are as they are in the file,
 *  with NUL behind them; of errors #REF! and the like, of truth values TRUE and FALSE, of numbers and days what xlsx_value.h
 *  writes; of a formula without a saved value the formula, "=B2+1".  Lives until the next call. */
typedef struct {
    size_t number; /* as the spreadsheet counts: 1 is the first */
    size_t count;
    const char *const *cells;
} xlsx_row_t;

/*  Opens sheet SHEET, by its name in any case, or the first that is shown (NULL).  FILE can be sought in, and is taken over
 *  whatever comes of it; NAME is the file's in messages.  QCDC_BAD_WORKBOOK (damaged, protected, another kind of document),
 *  QCDC_NOT_FOUND with the sheets that there are, QCDC_TOO_LARGE, QCDC_IO, QCDC_NO_MEMORY. */
qcdc_status xlsx_open (const char *name, FILE *file, const char *sheet, xlsx_t **self_p, fault_t *fault) QCDC_CHECK;

void xlsx_destroy (xlsx_t **self_p);

/*  The name of the sheet that is read. */
const char *xlsx_sheet (const xlsx_t *self);

/*  Those of the others that are shown, as a list for a message; "" where there are none. */
const char *xlsx_other_sheets (const xlsx_t *self);

/*  Those of them that hold something, where no sheet was named. */
const char *xlsx_unread_sheets (const xlsx_t *self);

/*  The next row; QCDC_NOT_FOUND at the end; else as for opening, with sheet and cell in FAULT. */
qcdc_status xlsx_next (xlsx_t *self, xlsx_row_t *row, fault_t *fault) QCDC_CHECK;

#endif
