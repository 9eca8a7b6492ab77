/*  paper_layout.c — where the lines of a paper stand. */

#include "show/paper_layout.h"

static const paper_place PLACES[] = {
    [SLIP_LEFT] = PAPER_LEFT,         [SLIP_LEFT_BOLD] = PAPER_LEFT,     [SLIP_RIGHT_BOLD] = PAPER_RIGHT,
    [SLIP_RIGHT_RULED] = PAPER_RIGHT, [SLIP_RIGHT_ITALIC] = PAPER_RIGHT, [SLIP_TITLE] = PAPER_BODY,
    [SLIP_SUBTITLE] = PAPER_BODY,     [SLIP_RECEIVER] = PAPER_BODY,      [SLIP_TEXT] = PAPER_BODY,
    [SLIP_ITEM] = PAPER_BODY,         [SLIP_COPIES] = PAPER_LEFT,        [SLIP_SIGN] = PAPER_RIGHT,
    [SLIP_SIGN_NOTE] = PAPER_RIGHT,
};
_Static_assert(sizeof PLACES / sizeof *PLACES == SLIP_STYLES, "a place for each style");

paper_place paper_place_of (slip_style style)
{
    return PLACES[style];
}

size_t paper_block (const paper_line_t *lines, size_t count, size_t first)
{
    bool body = paper_place_of (lines[first].style) == PAPER_BODY;
    size_t length = 1;
    while (first + length < count && (paper_place_of (lines[first + length].style) == PAPER_BODY) == body)
        length++;
    return length;
}
