/*  report_jumps.h — figures that stand out beside what the same office reported for the same period of earlier years.
 *
 *  The reviewer at the province is shown them by sql/queries/review_check.sql (change, history); the clerk sees them first, by the same
 *  measures (tests/flow/test_review.py holds both together).  They are hints, and refuse nothing.  Pure. */

#ifndef QCDC_REPORT_JUMPS_H
#define QCDC_REPORT_JUMPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JUMP_POINTS_MIN 5u /* figures, the new one among them, from which on a median says something */
#define JUMP_POINTS_MAX 100u

typedef enum {
    JUMP_NONE,
    JUMP_CHANGE,  /* by more than half on a year before */
    JUMP_HISTORY, /* modified z-score beyond 3.5 (Iglewicz and Hoaglin), of at least JUMP_POINTS_MIN figures */
    JUMP_LARGE    /* a count beyond QCDC_COUNT_USUAL_MAX, where no earlier one was */
} jump_kind;

typedef struct {
    jump_kind kind;
    int64_t against_e4; /* the figure of a year before; the median, cut to four decimals; the limit */
} jump_t;

/*  What VALUE_E4 is beside EARLIER_E4, the COUNT < JUMP_POINTS_MAX figures of earlier years in whatever order, and YEAR_AGO_E4, which is one of
 *  them or NULL.  IS_COUNT: of a cell that counts. */
jump_t report_jump (bool is_count, int64_t value_e4, const int64_t *year_ago_e4, const int64_t *earlier_e4,
                    size_t count);

#endif
