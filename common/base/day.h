/*  day.h — days, counted from 1970-01-01, and moments, counted in microseconds since then.
 *
 *  Days are the province's: a moment falls on the day it has at UTC+7, all year round.  Pure functions but the two that
 *  say so. */

#ifndef QCDC_DAY_H
#define QCDC_DAY_H

#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

#define DAY_TEXT_BYTES 11    /* 2020-07-13 and NUL */
#define MOMENT_TEXT_BYTES 21 /* 2020-07-13T09:30:00Z and NUL; 13/07/2020 16:30 is shorter */

/*  Parses an ISO date, exactly YYYY-MM-DD, a day that exists.  Returns QCDC_OK or QCDC_BAD_DATE. */
qcdc_status day_parse (const char *text, int32_t *day) QCDC_CHECK;

/*  Day of year, month (1 … 12), day of month (1 …); the triple must be valid. */
int32_t day_from_civil (int year, int month, int day);
void day_to_civil (int32_t day, int *year, int *month, int *day_of_month);
int day_year (int32_t day);

/*  ISO text, for files; and dd/mm/yyyy, for people.  Both return TEXT. */
char *day_format_iso (int32_t day, char text[DAY_TEXT_BYTES]);
char *day_format_people (int32_t day, char text[DAY_TEXT_BYTES]);

/*  The province's day of a moment (UTC+7). */
int32_t day_of_moment (int64_t moment_us);

/*  For people: dd/mm/yyyy hh:mm on the province's clock.  Returns TEXT. */
char *moment_format_people (int64_t moment_us, char text[MOMENT_TEXT_BYTES]);

/*  2020-07-13T09:30:00Z; and back (QCDC_BAD_DATE). */
char *moment_format_iso (int64_t moment_us, char text[MOMENT_TEXT_BYTES]);
qcdc_status moment_parse (const char *text, int64_t *moment_us) QCDC_CHECK;

/*  Now, by the wall clock and by the monotonic one. */
int64_t moment_now (void);
int64_t monotonic_us (void);

#endif
