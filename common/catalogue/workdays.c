/*  workdays.c — weekends, holidays and days that make up for others. */

#include "catalogue/workdays.h"

#include "base/limits.h"

bool day_is_weekend (int32_t day)
{
    /*  1970-01-01 was a Thursday. */
    int weekday = (int)(((int64_t)day + 3) % 7); /* 0: Monday */
    if (weekday < 0)
        weekday += 7;
    return weekday >= 5;
}

/*  What the catalog says of a day; NULL where that is nothing. */
static const holiday_t *holiday_on (const catalog_t *catalog, int32_t day)
{
    size_t from = 0, to = catalog->holiday_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (catalog->holidays[middle].day == day)
            return &catalog->holidays[middle];
        if (catalog->holidays[middle].day < day)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

bool workday_is (const catalog_t *catalog, int32_t day)
{
    const holiday_t *holiday = holiday_on (catalog, day);
    return holiday ? holiday->works : !day_is_weekend (day);
}

/*  Holidays are rows that are checked one by one, so that whoever lists every day of a century does no harm but to himself: the
 *  search ends with the list. */
int32_t workday_from (const catalog_t *catalog, int32_t day)
{
    while (!workday_is (catalog, day))
        day++;
    return day;
}

int32_t workday_after (const catalog_t *catalog, int32_t day, int count)
{
    for (; count > 0; count--)
        day = workday_from (catalog, day + 1);
    return day;
}

/*  ---------------------------------------------------------------- as it was known */

const holiday_t *workday_holiday_then (const catalog_t *catalog, int64_t known_us, int32_t day)
{
    size_t from = 0, to = catalog->holiday_row_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (catalog->holiday_rows[middle].holiday.day < day)
            from = middle + 1;
        else
            to = middle;
    }
    const holiday_row_t *newest = NULL;
    for (; from < catalog->holiday_row_count && catalog->holiday_rows[from].holiday.day == day; from++)
        if (catalog->holiday_rows[from].known_us < known_us)
            newest = &catalog->holiday_rows[from];
    return newest && row_end_known (newest->end, known_us) == QCDC_DAY_MAX ? &newest->holiday : NULL;
}

bool workday_is_then (const catalog_t *catalog, int64_t known_us, int32_t day)
{
    const holiday_t *holiday = workday_holiday_then (catalog, known_us, day);
    return holiday ? holiday->works : !day_is_weekend (day);
}

int32_t workday_from_then (const catalog_t *catalog, int64_t known_us, int32_t day)
{
    while (!workday_is_then (catalog, known_us, day))
        day++;
    return day;
}

int32_t workday_after_then (const catalog_t *catalog, int64_t known_us, int32_t day, int count)
{
    for (; count > 0; count--)
        day = workday_from_then (catalog, known_us, day + 1);
    return day;
}
