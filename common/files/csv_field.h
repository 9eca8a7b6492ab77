/*  csv_field.h — a single field of CSV: whether anything stands in it, what its column is called, how it is written. */

#ifndef QCDC_CSV_FIELD_H
#define QCDC_CSV_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*  Whether nothing stands in a field: blanks of any kind. */
bool csv_is_blank (const char *text, size_t length);

/*  "C" for column 2, as spreadsheets call it.  Returns LETTERS. */
char *csv_column_letters (size_t column, char letters[8]);

/*  Writes one field as RFC 4180 wants it, quoted where needed; semicolons and tabs are quoted too, for readers that take
 *  them for separators. */
void csv_write_field (FILE *out, const char *text);

#endif
