/*  nearest.c — the distance between words as they are typed.
 *
 *  Optimal string alignment: an added, a left-out or a wrong letter, or two that changed places, count one each.  One in three
 *  letters may be wrong, which finds the slips of a hurried hand and leaves "fly" far from "file". */

#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*  Codes and English words: small letters are all that folding makes of ASCII. */
static bool ascii_plain (const char *text, char plain[WORD_PLAIN_BYTES])
{
    size_t used = 0;
    for (; (unsigned char)*text < 0x80; text++) {
        char letter = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
        plain[used] = letter == '_' || letter == '-' ? ' ' : letter;
        if (letter == '\0')
            return true;
        if (++used == WORD_PLAIN_BYTES - 1) {
            plain[used] = '\0';
            return true;
        }
    }
    return false;
}

void word_plain (const char *text, char plain[WORD_PLAIN_BYTES])
{
    if (ascii_plain (text, plain))
        return;
    utf8proc_uint8_t *folded = NULL;
    utf8proc_ssize_t length = utf8proc_map ((const utf8proc_uint8_t *)text, 0, &folded,
                                            UTF8PROC_NULLTERM | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    /* Bytes that are no text are compared as they are. */
    const char *at = length >= 0 ? (const char *)folded : text;
    size_t used = 0;
    while (*at && used < WORD_PLAIN_BYTES - 1) {
        if (strncmp (at, "đ", sizeof "đ" - 1) == 0) {
            plain[used++] = 'd';
            at += sizeof "đ" - 1;
        } else {
            plain[used++] = *at == '_' || *at == '-' ? ' ' : *at;
            at++;
        }
    }
    plain[used] = '\0';
    free (folded);
}

bool word_same (const char *one, const char *other)
{
    char first[WORD_PLAIN_BYTES], second[WORD_PLAIN_BYTES];
    word_plain (one, first);
    word_plain (other, second);
    return strlen (first) < WORD_PLAIN_BYTES - 1 && strcmp (first, second) == 0;
}

static size_t least (size_t one, size_t other)
{
    return one < other ? one : other;
}

/*  Three rows of the table are enough: the one above the last is for letters that changed places. */
static size_t distance (const char *one, const char *other)
{
    size_t rows[3][WORD_PLAIN_BYTES], width = strlen (other);
    for (size_t j = 0; j <= width; j++)
        rows[0][j] = j;
    size_t i = 0;
    for (; one[i]; i++) {
        const size_t *above = rows[i % 3], *before = rows[(i + 2) % 3];
        size_t *row = rows[(i + 1) % 3];
        row[0] = i + 1;
        for (size_t j = 0; j < width; j++) {
            row[j + 1] = least (least (above[j + 1], row[j]) + 1, above[j] + (one[i] != other[j]));
            if (i > 0 && j > 0 && one[i] == other[j - 1] && one[i - 1] == other[j])
                row[j + 1] = least (row[j + 1], before[j - 1] + 1);
        }
    }
    return rows[i % 3][width];
}

void nearest_begin (nearest_t *self, const char *typed)
{
    *self = (nearest_t){0};
    word_plain (typed, self->typed);
    size_t length = strlen (self->typed);
    self->distance_max = length < 3 ? 1 : length / 3;
    self->distance = self->distance_max + 1;
}

void nearest_offer (nearest_t *self, const char *candidate, const char *shown)
{
    char plain[WORD_PLAIN_BYTES];
    word_plain (candidate, plain);
    size_t length = strlen (self->typed), found = distance (self->typed, plain);
    /* Who stops in the middle of a long word means it, too. */
    if (length >= 3 && strlen (plain) > length) {
        char begin[WORD_PLAIN_BYTES];
        memcpy (begin, plain, length);
        begin[length] = '\0';
        found = least (found, distance (self->typed, begin) + 1);
    }
    /* A word of which no letter is right is not near, however short. */
    if (found >= self->distance || found >= strlen (plain) || strlen (shown) >= sizeof self->found)
        return;
    self->distance = found;
    strcpy (self->found, shown);
}

const char *nearest_found (const nearest_t *self)
{
    return self->found[0] ? self->found : NULL;
}
