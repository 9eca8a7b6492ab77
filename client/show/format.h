/*  format.h — the ways in which a table can be written. */

#ifndef QCDC_FORMAT_H
#define QCDC_FORMAT_H

#include "base/fault.h"

#include <stdbool.h>

/*  EXCEL is CSV as a spreadsheet with Vietnamese settings opens it: byte-order mark, semicolons, decimal comma.  In both, texts
 *  are guarded (files/csv_guard.h), and what was written is read again as it was.  XLSX is a workbook (xlsx_out.h), with headings and
 *  words for people, and goes into the file of -o (redirect.h) only. */
typedef enum { FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_EXCEL, FORMAT_XLSX } format_t;

/*  "table", "csv", "json", "excel"; QCDC_USAGE with what there is. */
qcdc_status format_parse (const char *text, format_t *format, fault_t *fault) QCDC_CHECK;

/*  Whether words of a vocabulary and messages are those of the reader's language. */
bool format_speaks (format_t format);

#endif
