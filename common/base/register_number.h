/*  register_number.h — a register's number as people write it, and the key by which it is the same number however it is written.
 *
 *  What the eye takes for one number is one: case, width, blanks, invisible characters, look-alikes and digits of other scripts
 *  and the place of the tone mark do not count (hòa, hoà).  The shown number stays as the clerk wrote it. */

#ifndef QCDC_REGISTER_NUMBER_H
#define QCDC_REGISTER_NUMBER_H

#include "base/limits.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/*  A folded number with its NUL: more than 64 bytes of UTF-8 can fold to (marks apart) unless somebody tries to. */
#define NUMBER_KEY_BYTES (QCDC_NUMBER_KEY_BYTES_MAX + 1u)

/*  The key of NUMBER, of LENGTH bytes.  QCDC_OK; QCDC_EMPTY where nothing is left that can be seen; QCDC_TOO_LARGE;
 *  QCDC_BAD_UTF8; QCDC_NO_MEMORY. */
qcdc_status number_fold (const char *number, size_t length, char key[NUMBER_KEY_BYTES]) QCDC_CHECK;

/*  What a person means by NUMBER in the register of YEAR, however freely it is written, for asking whether two are one and never for knowing
 *  it: its letters and digits alone, without marks (đ is d), without the word "số" or "No" before it, the zeros that figures begin with, and
 *  the year: "Số 12/ĐKN-2020" and "012 dkn" are "12dkn".  "" where nothing is left or it is no number.  Returns LOOSE. */
char *number_loosen (const char *number, int year, char loose[NUMBER_KEY_BYTES]);

/*  Takes out of NUMBER, in place, what cannot be seen, and makes each run of blanks one space, none at the ends. */
void number_clean (char *number);

/*  Whether NUMBER, valid UTF-8, is as number_clean leaves it. */
bool number_is_clean (const char *number);

/*  Whether a letter or a digit, of whatever script, stands in NUMBER, valid UTF-8: signs alone number nothing. */
bool number_has_letters (const char *number);

#endif
