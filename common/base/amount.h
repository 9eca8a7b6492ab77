/*  amount.h — numbers as people write them, in a form, a register or on a command line.
 *
 *  Vietnamese writes 1.621 and 1,5 where files write 1621 and 1.5, and both reach us.  What can be read one way only is
 *  taken; what can be read two ways is refused with both, because a figure a thousand times too small is worse than
 *  none.  Whatever the program prints is taken back. */

#ifndef QCDC_AMOUNT_H
#define QCDC_AMOUNT_H

#include "base/fault.h"

#include <stdbool.h>
#include <stdint.h>

/*  Values are ten-thousandths: at most four decimals. */
#define AMOUNT_DECIMALS 4
#define AMOUNT_SCALE 10000 /* ten to the AMOUNT_DECIMALS */

/*  Reads TEXT, which has no spaces at its ends:

        12  007  1 234 567  1.234.567  1,234,567      whole numbers
        2,5  2.5  0,125  1.234,5  1,234.5  1 234,567  with decimals
        2.000  1,250  1234.567                        two readings: refused with both

    A mark before exactly three digits is a thousand's or a decimal's, and only what stands beside it can tell: other
    thousands, another mark, or a lone 0 before it.  Spaces between thousands may be no-break ones.  QCDC_BAD_NUMBER
    says what is wrong: signs, powers of ten, per cent, other digits, more than four decimals, over QCDC_VALUE_E4_MAX. */
qcdc_status amount_read (const char *text, int64_t *value_e4, fault_t *fault) QCDC_CHECK;

/*  Whether TEXT reads two ways (2.000): as *FRACTION_E4 and as *WHOLE_E4. */
bool amount_two_ways (const char *text, int64_t *fraction_e4, int64_t *whole_e4);

/*  What a spreadsheet makes of a cell that it cannot compute, or of a text that it takes for something else: an English
 *  msgid of what it probably was, or NULL.  #REF! · =B2 · 'x (its sign for text) · 1E+05 · 12-May · 43961.5 is not one. */
const char *text_debris (const char *text);

/*  Whether it is a day as a spreadsheet writes one: with the name of its month, or with a time behind it. */
bool text_debris_day (const char *text);

/*  The same of a register number, which is neither a day as people write it, nor a decimal, nor a truth value. */
const char *number_debris (const char *text);

/*  The same for the error values alone (#REF!, #N/A), which no text is; other texts may look like anything. */
const char *text_debris_error (const char *text);

#endif
