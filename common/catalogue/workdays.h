/*  workdays.h — which days are worked: all but Saturdays, Sundays and holidays, and those of a weekend that make up for another day.
 *
 *  What the catalog says of holidays is all that is known; where it has none of a year, that year has weekends only.  Source:
 *  Civil Code 2015, art. 148: a last day that is none is moved on to the next working day. */

#ifndef QCDC_WORKDAYS_H
#define QCDC_WORKDAYS_H

#include "catalogue/catalog.h"

bool day_is_weekend (int32_t day);

bool workday_is (const catalog_t *catalog, int32_t day);

/*  DAY itself where it is worked, else the next one that is. */
int32_t workday_from (const catalog_t *catalog, int32_t day);

/*  The same by what was known before the moment KNOWN_US (the first commit of what is judged by it); WORKDAYS_ALL: by all. */
#define WORKDAYS_ALL INT64_MAX
const holiday_t *workday_holiday_then (const catalog_t *catalog, int64_t known_us, int32_t day);
bool workday_is_then (const catalog_t *catalog, int64_t known_us, int32_t day);
int32_t workday_from_then (const catalog_t *catalog, int64_t known_us, int32_t day);
int32_t workday_after_then (const catalog_t *catalog, int64_t known_us, int32_t day, int count);

/*  The COUNT-th working day after DAY; DAY itself for 0, worked or not. */
int32_t workday_after (const catalog_t *catalog, int32_t day, int count);

#endif
