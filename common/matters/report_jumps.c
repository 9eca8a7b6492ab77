/*  report_jumps.c — two measures of what stands out, and a limit for where there is nothing to measure by.
 *
 *  Medians are kept doubled, and the median of the distances from them four times as large: all of it is in whole numbers, as the
 *  database has it. */

#include "matters/report_jumps.h"

#include "base/limits.h"

#include <stdlib.h>

static int by_value (const void *a, const void *b)
{
    const int64_t *one = a, *other = b;
    return (*one > *other) - (*one < *other);
}

/*  Twice the median of COUNT values, which are put in order. */
static int64_t median_doubled (int64_t *values, size_t count)
{
    qsort (values, count, sizeof *values, by_value);
    return values[(count - 1) / 2] + values[count / 2];
}

static int64_t distance (int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/*  0.6745 × |value − median| / MAD > 3.5, in which MAD is the median of the distances from the median. */
static bool stands_out (int64_t value_e4, const int64_t *earlier_e4, size_t count, int64_t *median2_e4)
{
    int64_t points[JUMP_POINTS_MAX];
    if (count + 1 < JUMP_POINTS_MIN || count >= JUMP_POINTS_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        points[i] = earlier_e4[i];
    points[count] = value_e4;
    *median2_e4 = median_doubled (points, count + 1);
    for (size_t i = 0; i <= count; i++)
        points[i] = distance (2 * points[i], *median2_e4);
    int64_t mad4_e4 = median_doubled (points, count + 1);
    return mad4_e4 > 0 && (__int128)6745 * 2 * distance (2 * value_e4, *median2_e4) > (__int128)35000 * mad4_e4;
}

jump_t report_jump (bool is_count, int64_t value_e4, const int64_t *year_ago_e4, const int64_t *earlier_e4,
                    size_t count)
{
    int64_t median2_e4;
    bool was_large = false;
    if (year_ago_e4 && *year_ago_e4 > 0 && 2 * distance (value_e4, *year_ago_e4) > *year_ago_e4)
        return (jump_t){JUMP_CHANGE, *year_ago_e4};
    if (stands_out (value_e4, earlier_e4, count, &median2_e4))
        return (jump_t){JUMP_HISTORY, median2_e4 / 2};
    for (size_t i = 0; i < count; i++)
        was_large = was_large || earlier_e4[i] > QCDC_COUNT_USUAL_MAX * 10000;
    if (is_count && !was_large && value_e4 > QCDC_COUNT_USUAL_MAX * 10000)
        return (jump_t){JUMP_LARGE, QCDC_COUNT_USUAL_MAX * 10000};
    return (jump_t){JUMP_NONE, 0};
}
