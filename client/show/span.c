/*  span.c — a length of time in the largest unit of which there are two. */

#include "show/span.h"

#include "base/i18n.h"

#include <stdio.h>

char *span_format (int64_t span_us, char text[SPAN_TEXT_BYTES])
{
    static const struct {
        int64_t seconds;
        const char *form;
    } UNITS[] = {{31556952, N_ ("%lld years")},
                 {86400, N_ ("%lld days")},
                 {3600, N_ ("%lld hours")},
                 {60, N_ ("%lld minutes")}};
    size_t unit = 0;
    uint64_t seconds = (span_us < 0 ? 0 - (uint64_t)span_us : (uint64_t)span_us) / 1000000;
    while (unit < sizeof UNITS / sizeof *UNITS - 1 && seconds < 2 * (uint64_t)UNITS[unit].seconds)
        unit++;
    /* The forms are the table's own, one number each. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf (text, SPAN_TEXT_BYTES, _ (UNITS[unit].form), (long long)(seconds / (uint64_t)UNITS[unit].seconds));
#pragma GCC diagnostic pop
    return text;
}
