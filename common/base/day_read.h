/*  day_read.h — days as people write them, in a register or on a command line. */

#ifndef QCDC_DAY_READ_H
#define QCDC_DAY_READ_H

#include "base/fault.h"

#include <stdint.h>

/*  Reads TEXT, which has no spaces at its ends: 13/07/2020, 13-07-2020, 13.07.2020, 2020-07-13, 2020/7/13, each also with
 *  a time of 00:00 behind it, as a spreadsheet writes a day.  One figure for day or month is taken where the other reading
 *  (month first, as a spreadsheet with American settings writes it) cannot be: 13/7/2020, 7/7/2020.  QCDC_BAD_DATE says
 *  what is wrong: 5/7/2020 is refused with both readings; a year of two figures is never guessed. */
qcdc_status day_read (const char *text, int32_t *day, fault_t *fault) QCDC_CHECK;

#endif
