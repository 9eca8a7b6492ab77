/*  brief_line.c — reading a sentence of a brief piece by piece. */

#include "catalogue/brief_line.h"

#include <stdio.h>
#include <string.h>

static qcdc_status place_read (const char *begin, size_t length, brief_piece_t *piece)
{
    static const struct {
        const char *name;
        brief_want want;
    } WANTS[] = {{"signed", BRIEF_SIGNED}, {"before", BRIEF_BEFORE}, {"change", BRIEF_CHANGE}};
    const char *colon = memchr (begin, ':', length);
    size_t cell = colon ? (size_t)(colon - begin) : length;
    if (cell == 0 || cell > QCDC_CELL_BYTES_MAX)
        return QCDC_CORRUPT;
    snprintf (piece->cell, sizeof piece->cell, "%.*s", (int)cell, begin);
    piece->kind = BRIEF_PLACE;
    if (!colon) {
        piece->want = strcmp (piece->cell, "period") == 0 ? BRIEF_PERIOD : BRIEF_VALUE;
        return QCDC_OK;
    }
    for (size_t i = 0; i < sizeof WANTS / sizeof *WANTS; i++)
        if (strlen (WANTS[i].name) == length - cell - 1 &&
            memcmp (colon + 1, WANTS[i].name, length - cell - 1) == 0) {
            piece->want = WANTS[i].want;
            return QCDC_OK;
        }
    return QCDC_CORRUPT;
}

qcdc_status brief_piece_next (const char **at, brief_piece_t *piece)
{
    const char *begin = *at;
    *piece = (brief_piece_t){.kind = BRIEF_END, .text = begin};
    switch (*begin) {
    case '\0':
        return QCDC_OK;
    case '[':
        *at += 1 + strcspn (begin + 1, "[]");
        /* Looked at before it is entered: an option is one until its end. */
        if (**at != ']')
            return QCDC_CORRUPT;
        *at = begin + 1;
        piece->kind = BRIEF_OPTION;
        return QCDC_OK;
    case ']':
        *at = begin + 1;
        piece->kind = BRIEF_OPTION_END;
        return QCDC_OK;
    case '{': {
        size_t length = strcspn (begin + 1, "{}[]");
        if (begin[1 + length] != '}')
            return QCDC_CORRUPT;
        *at = begin + 1 + length + 1;
        return place_read (begin + 1, length, piece);
    }
    case '}':
        return QCDC_CORRUPT;
    default:
        piece->kind = BRIEF_TEXT;
        piece->length = strcspn (begin, "{}[]");
        *at = begin + piece->length;
        return QCDC_OK;
    }
}

bool brief_line_holds (const brief_line_t *line, int32_t day)
{
    return line->valid_from <= day && day <= line->valid_to;
}
