/*  brief_line.h — the sentences of a brief, and the places for figures in them.
 *
 *  "Đạt {G04}[; cùng kỳ: {G04:before}]": in braces stands a cell of the line's form, and what of it is wanted; what stands in
 *  brackets is left out where a figure in it is not there.  {period} is the period in words.  Pure functions. */

#ifndef QCDC_BRIEF_LINE_H
#define QCDC_BRIEF_LINE_H

#include "base/limits.h"
#include "catalogue/catalog.h"

typedef enum {
    BRIEF_VALUE,  /* {G04} */
    BRIEF_SIGNED, /* {C14:signed}: with a plus where it is one */
    BRIEF_BEFORE, /* {G04:before}: the figure of the same period a year before */
    BRIEF_CHANGE, /* {B07:change}: how much more or less than that, in the hundred */
    BRIEF_PERIOD  /* {period} */
} brief_want;

typedef enum { BRIEF_TEXT, BRIEF_PLACE, BRIEF_OPTION, BRIEF_OPTION_END, BRIEF_END } brief_piece_kind;

typedef struct {
    brief_piece_kind kind;
    const char *text; /* of BRIEF_TEXT, LENGTH bytes of it */
    size_t length;
    char cell[QCDC_CELL_BYTES_MAX + 1]; /* of BRIEF_PLACE */
    brief_want want;
} brief_piece_t;

/*  The piece at *AT, which goes on behind it; BRIEF_END at the end, and there it stays.  QCDC_CORRUPT where a brace or bracket is
 *  not closed, one stands inside another, or what is wanted is none of the above. */
qcdc_status brief_piece_next (const char **at, brief_piece_t *piece) QCDC_CHECK;

/*  Whether the line holds for periods whose window ends on DAY. */
bool brief_line_holds (const brief_line_t *line, int32_t day);

#endif
