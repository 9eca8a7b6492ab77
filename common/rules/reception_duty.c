/*  reception_duty.c — months and weeks of a window, each against the constant that holds on its first day.
 *
 *  The province's query counts the same in SQL (sql/queries/reception_duties.sql); a test holds the two together. */

#include "rules/reception_duty.h"

#include "base/amount.h"
#include "base/day.h"
#include "rules/rule_set.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/*  MONTHS after DAY: the same day of the month, or its last one. */
static int32_t months_after (int32_t day, int months)
{
    int year, month, of_month;
    day_to_civil (day, &year, &month, &of_month);
    int count = year * 12 + month - 1 + months, next_year = (count + 1) / 12, next_month = (count + 1) % 12 + 1;
    int last = day_from_civil (next_year, next_month, 1) - day_from_civil (count / 12, count % 12 + 1, 1);
    return day_from_civil (count / 12, count % 12 + 1, of_month < last ? of_month : last);
}

/*  How many days are owed in a span that begins on DAY; NAME is of the constant. */
static int64_t owed_on (const catalog_t *catalog, const office_t *office, const char *span, int32_t day,
                        char name[80])
{
    static const char *const LEVELS[] = {[UNIT_PROVINCE] = "TINH", [UNIT_DISTRICT] = "HUYEN", [UNIT_COMMUNE] = "XA"};
    const unit_t *unit = catalog_unit_on (catalog, office->unit_code, day);
    if (!unit || !catalog->rules)
        return 0;
    snprintf (name, 80, "RECEPTION_%s_%s_%s", span, office->office_class, LEVELS[unit->level]);
    for (char *at = name; *at; at++)
        *at = (char)toupper ((unsigned char)*at);
    const rule_constant_t *constant = rule_constant_on (&catalog->rules->names, name, day);
    return constant ? constant->value_e4 / AMOUNT_SCALE : 0;
}

static int64_t held_between (const int32_t *days, size_t count, int32_t from, int32_t before)
{
    int64_t held = 0;
    for (size_t i = 0; i < count; i++)
        held += days[i] >= from && days[i] < before;
    return held;
}

void reception_duty (const catalog_t *catalog, const office_t *office, int32_t from, int32_t to, int32_t today,
                     const int32_t *days, size_t count, reception_duty_t *duty)
{
    static const char *const SPANS[] = {"MONTH", "WEEK"};
    int32_t last = to < today ? to : today;
    *duty = (reception_duty_t){.constant = ""};
    for (int week = 0; week < 2; week++)
        for (int n = 0;; n++) {
            char name[80];
            int32_t begins = week ? from + 7 * n : months_after (from, n);
            int32_t ends = week ? begins + 7 : months_after (from, n + 1);
            if (ends - 1 > last)
                break;
            int64_t owed = owed_on (catalog, office, SPANS[week], begins, name);
            if (owed <= 0)
                continue;
            duty->required += owed;
            duty->spans++;
            duty->kept += held_between (days, count, begins, ends) >= owed;
            snprintf (duty->constant, sizeof duty->constant, "%s", name);
        }
}
