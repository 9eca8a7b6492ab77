/*  xlsx_value.h — what a number in a workbook says: the figure as it was typed, or the day that its format makes of it.
 *
 *  A workbook holds numbers as binary fractions written out, and days as counts since 1900.  Pure functions. */

#ifndef QCDC_XLSX_VALUE_H
#define QCDC_XLSX_VALUE_H

#include <stdbool.h>
#include <stddef.h>

/*  Nothing that these functions write is longer, NUL included. */
#define XLSX_VALUE_BYTES 64

/*  Writes NUMBER, as a workbook has it (47.119999999999997, 1.25E+3), as a spreadsheet shows it where there is room: at most
 *  fifteen figures.  A whole number that has more is written as a power of ten, for a spreadsheet has not kept the others.  What would have three decimals gets a fourth,
 *  for "1.125" reads two ways among people.  False where it is no such number or beyond 10^30: nothing is written then. */
bool xlsx_number (const char *number, char text[XLSX_VALUE_BYTES]);

/*  The same with zeros before a whole number of fewer than WIDTH figures. */
bool xlsx_padded (const char *number, int width, char text[XLSX_VALUE_BYTES]);

/*  The same of a number that is shown as a percentage: 0.4712 is 47.12%. */
bool xlsx_percentage (const char *number, char text[XLSX_VALUE_BYTES]);

/*  What a number format makes of a number: the figure, a hundred times it, a day, a day with its time, a time alone. */
typedef enum { XLSX_PLAIN, XLSX_PERCENT, XLSX_DAY, XLSX_MOMENT, XLSX_TIME, XLSX_PADDED } xlsx_format;

/*  XLSX_PADDED + 3 is "000": a whole number with zeros before it, as registers have them. */
#define XLSX_PADDED_MAX 15

/*  XLSX_LITERAL + 2 is the third format of a workbook that writes something beside a number, as registers do: 0"/KN". */
#define XLSX_LITERAL (XLSX_PADDED + XLSX_PADDED_MAX + 1)
#define XLSX_LITERALS_MAX 200
#define XLSX_LITERAL_BYTES 16
typedef struct {
    char before[XLSX_LITERAL_BYTES], after[XLSX_LITERAL_BYTES];
    int width; /* zeros are put before a shorter number */
} xlsx_literal_t;

/*  Whether CODE writes a whole number with something beside it that has a stroke and no blank: a unit of measurement ("hộ") says what
 *  is counted, and is no part of the figure. */
bool xlsx_format_literal (const char *code, xlsx_literal_t *literal);

/*  The number as such a format shows it. */
bool xlsx_with_literal (const char *number, const xlsx_literal_t *literal, char text[XLSX_VALUE_BYTES]);

/*  Of a built-in format by its number, and of one by its code ("dd/mm/yyyy;@").  Source: ECMA-376, part 1, 18.8.30, 18.8.31. */
xlsx_format xlsx_format_known (unsigned number);
xlsx_format xlsx_format_code (const char *code);

/*  Writes the day that NUMBER is, counted from 1900 (with the 29 February 1900 that there never was) or SINCE_1904, as
 *  2020-07-13; of XLSX_MOMENT with " 16:30:00" behind it where it is not midnight, for a time that is not shown was never typed; of
 *  XLSX_TIME without a day only that.  False where there is no
 *  such day. */
bool xlsx_day (const char *number, xlsx_format format, bool since_1904, char text[XLSX_VALUE_BYTES]);

/*  Takes the escapes of control characters (_x000D_, and _x005F_ for the underline that would begin one) out of TEXT, in place.
 *  Returns its new length. */
size_t xlsx_unescape (char *text, size_t length);

#endif
