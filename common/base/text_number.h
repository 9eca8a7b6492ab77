/*  text_number.h — numbers in folded text that tell who a person is. */

#ifndef QCDC_TEXT_NUMBER_H
#define QCDC_TEXT_NUMBER_H

#include "base/text_name.h"

/*  What the digits at TEXT are the number of, in English for gettext: an identity card, a telephone, a bank account; NULL where they
 *  are a sum, a decimal, or what a document is counted by ("123456789/QĐ-UBND"). */
const char *number_at (const folded_t *folded, const char *text);

/*  The same of a mobile number with letters that look like digits: "09l2345678", "O912 345 678". */
const char *disguised_at (const char *text);

/*  A mobile number one figure at a time: "0 9 1 2 3 4 5 6 7 8". */
bool spelt_out_at (const char *text);

/*  Six digits or more, behind up to four letters, "số", "mã" and ":": "B1234567", "DN 4 60 60 12345678". */
bool paper_follows (const char *after);

/*  "12/03/1975", "12-3-1975", "12 tháng 3 năm 1975": a day with a year of a life. */
bool birthday_follows (const char *after);

#endif
