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

/*  The first line of the style STYLE behind the line at AT of the same block; COUNT: there is none. */
static size_t next_of (const paper_line_t *lines, size_t count, size_t at, slip_style style)
{
    bool body = paper_place_of (lines[at].style) == PAPER_BODY;
    for (size_t i = at + 1; i < count && (paper_place_of (lines[i].style) == PAPER_BODY) == body; i++)
        if (lines[i].style == style)
            return i;
    return count;
}

bool paper_is_ruled (const paper_line_t *lines, size_t count, size_t at)
{
    slip_style style = lines[at].style;
    if (style != SLIP_SUBTITLE && (style != SLIP_LEFT_BOLD || at >= paper_block (lines, count, 0)))
        return false;
    return next_of (lines, count, at, style) == count;
}

bool paper_heads_copies (const paper_line_t *lines, size_t at)
{
    if (lines[at].style != SLIP_COPIES)
        return false;
    for (; at > 0 && paper_place_of (lines[at - 1].style) != PAPER_BODY; at--)
        if (lines[at - 1].style == SLIP_COPIES)
            return false;
    return true;
}

size_t paper_block (const paper_line_t *lines, size_t count, size_t first)
{
    bool body = paper_place_of (lines[first].style) == PAPER_BODY;
    size_t length = 1;
    while (first + length < count && (paper_place_of (lines[first + length].style) == PAPER_BODY) == body)
        length++;
    return length;
}
