/*  day.c — days and moments without the C library's calendar: no locale, no time zone table, no leap seconds.
 *
 *  A journal is judged for decades and on many machines; what day it was must not depend on a table that is
 *  installed there.  The calendar is the Gregorian one, for all years. */

#include "base/day.h"
#include "base/limits.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>

#define US_PER_SECOND 1000000LL
#define SECONDS_PER_DAY 86400LL
#define UTC7_SECONDS (7 * 3600LL)

/*  The calendar repeats every 400 years, and counted from 1 March the leap day comes last: both together let a date
 *  be computed without tables (the civil_from_days method of Howard Hinnant's "chrono-compatible low-level date
 *  algorithms"). */
#define DAYS_PER_ERA 146097LL
#define DAYS_TO_1970 719468LL /* from 0000-03-01 */

static bool year_is_leap (int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days (int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap (year) ? 29 : DAYS[month - 1];
}

int32_t day_from_civil (int year, int month, int day)
{
    assert (month >= 1 && month <= 12 && day >= 1 && day <= month_days (year, month));
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int32_t)(era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970);
}

void day_to_civil (int32_t day, int *year, int *month, int *day_of_month)
{
    int64_t z = (int64_t)day + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int64_t day_of_era = z - era * DAYS_PER_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = (int)(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    *month = (int)(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int day_year (int32_t day)
{
    int year, month, day_of_month;
    day_to_civil (day, &year, &month, &day_of_month);
    return year;
}

/*  Reads COUNT digits; -1 if one is not a digit. */
static int digits_parse (const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static void digits_format (int value, int count, char *text)
{
    for (int i = count; i-- > 0; value /= 10)
        text[i] = (char)('0' + value % 10);
}

/*  Ten characters of an ISO date, whatever follows. */
static qcdc_status date_parse (const char *text, int32_t *day)
{
    if (text[4] != '-' || text[7] != '-')
        return QCDC_BAD_DATE;
    int year = digits_parse (text, 4);
    int month = digits_parse (text + 5, 2);
    int day_of_month = digits_parse (text + 8, 2);
    if (year < 1900 || month < 1 || month > 12 || day_of_month < 1 || day_of_month > month_days (year, month))
        return QCDC_BAD_DATE;
    *day = day_from_civil (year, month, day_of_month);
    return QCDC_OK;
}

qcdc_status day_parse (const char *text, int32_t *day)
{
    if (strnlen (text, DAY_TEXT_BYTES) != DAY_TEXT_BYTES - 1)
        return QCDC_BAD_DATE;
    return date_parse (text, day);
}

/*  Days outside the limits cannot come from day_parse; what a damaged source holds is shown as the nearest limit rather
 *  than as text that does not fit. */
static void day_split (int32_t day, int *year, int *month, int *day_of_month)
{
    if (day < QCDC_DAY_MIN)
        day = QCDC_DAY_MIN;
    if (day > QCDC_DAY_MAX)
        day = QCDC_DAY_MAX;
    day_to_civil (day, year, month, day_of_month);
}

char *day_format_iso (int32_t day, char text[DAY_TEXT_BYTES])
{
    int year, month, day_of_month;
    day_split (day, &year, &month, &day_of_month);
    memcpy (text, "0000-00-00", DAY_TEXT_BYTES);
    digits_format (year, 4, text);
    digits_format (month, 2, text + 5);
    digits_format (day_of_month, 2, text + 8);
    return text;
}

char *day_format_people (int32_t day, char text[DAY_TEXT_BYTES])
{
    int year, month, day_of_month;
    day_split (day, &year, &month, &day_of_month);
    memcpy (text, "00/00/0000", DAY_TEXT_BYTES);
    digits_format (day_of_month, 2, text);
    digits_format (month, 2, text + 3);
    digits_format (year, 4, text + 6);
    return text;
}

/*  Division that rounds down, also before 1970. */
static int64_t floor_div (int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

int32_t day_of_moment (int64_t moment_us)
{
    /*  Seconds first: adding seven hours to the last microseconds of int64 would overflow. */
    int64_t day = floor_div (floor_div (moment_us, US_PER_SECOND) + UTC7_SECONDS, SECONDS_PER_DAY);
    return (int32_t)day; /* int64 microseconds are ±106 751 991 days */
}

char *moment_format_people (int64_t moment_us, char text[MOMENT_TEXT_BYTES])
{
    int64_t seconds = floor_div (moment_us, US_PER_SECOND) + UTC7_SECONDS;
    int second_of_day = (int)(seconds - floor_div (seconds, SECONDS_PER_DAY) * SECONDS_PER_DAY);
    day_format_people (day_of_moment (moment_us), text);
    memcpy (text + 10, " 00:00", 7);
    digits_format (second_of_day / 3600, 2, text + 11);
    digits_format (second_of_day / 60 % 60, 2, text + 14);
    return text;
}

char *moment_format_iso (int64_t moment_us, char text[MOMENT_TEXT_BYTES])
{
    int64_t seconds = floor_div (moment_us, US_PER_SECOND);
    if (seconds < QCDC_DAY_MIN * SECONDS_PER_DAY)
        seconds = QCDC_DAY_MIN * SECONDS_PER_DAY;
    if (seconds >= (QCDC_DAY_MAX + 1) * SECONDS_PER_DAY)
        seconds = (QCDC_DAY_MAX + 1) * SECONDS_PER_DAY - 1;
    int64_t day = floor_div (seconds, SECONDS_PER_DAY);
    int second_of_day = (int)(seconds - day * SECONDS_PER_DAY);
    day_format_iso ((int32_t)day, text);
    memcpy (text + 10, "T00:00:00Z", MOMENT_TEXT_BYTES - 10);
    digits_format (second_of_day / 3600, 2, text + 11);
    digits_format (second_of_day / 60 % 60, 2, text + 14);
    digits_format (second_of_day % 60, 2, text + 17);
    return text;
}

qcdc_status moment_parse (const char *text, int64_t *moment_us)
{
    if (strnlen (text, MOMENT_TEXT_BYTES) != MOMENT_TEXT_BYTES - 1)
        return QCDC_BAD_DATE;
    if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z')
        return QCDC_BAD_DATE;
    int hour = digits_parse (text + 11, 2);
    int minute = digits_parse (text + 14, 2);
    int second = digits_parse (text + 17, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return QCDC_BAD_DATE;
    int32_t day;
    qcdc_status status = date_parse (text, &day);
    if (status == QCDC_OK)
        *moment_us = (day * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second) * US_PER_SECOND;
    return status;
}

static int64_t clock_us (clockid_t clock)
{
    struct timespec now;
    int rc = clock_gettime (clock, &now);
    assert (rc == 0); /* both clocks exist on every Linux */
    (void)rc;
    return (int64_t)now.tv_sec * US_PER_SECOND + now.tv_nsec / 1000;
}

int64_t moment_now (void)
{
    return clock_us (CLOCK_REALTIME);
}

int64_t monotonic_us (void)
{
    return clock_us (CLOCK_MONOTONIC);
}
