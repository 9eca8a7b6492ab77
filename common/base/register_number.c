/*  register_number.c — one number, one key: Unicode's own folds, then the letters that only look alike, then the place of the tone mark.
 *
 *  Numbers of plain ASCII, which nearly all are, are folded without utf8proc. */

#include "base/register_number.h"

#include "base/look_alikes.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*  Code points of a number that is decomposed: each of its bytes may give several (the longest in NFKC gives 18). */
#define POINTS_MAX (QCDC_LOCAL_NO_BYTES_MAX * 18u)

static bool is_blank (int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || utf8proc_category (c) == UTF8PROC_CATEGORY_ZS;
}

/*  What no font draws: zero-width characters, soft hyphens, marks of order and direction, selectors of variants. */
static bool is_invisible (int32_t c)
{
    const utf8proc_property_t *property = utf8proc_get_property (c);
    return property->ignorable || property->category == UTF8PROC_CATEGORY_CF;
}

/*  The five tones of Vietnamese as combining marks; circumflex, breve and horn make other letters. */
static bool is_tone (int32_t c)
{
    return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323;
}

static bool is_word (int32_t c)
{
    utf8proc_category_t category = utf8proc_category (c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_MN;
}

static int32_t look_alike (int32_t c)
{
    size_t low = 0, high = sizeof LOOK_ALIKES / sizeof LOOK_ALIKES[0];
    while (c >= 0x80 && low < high) {
        size_t middle = (low + high) / 2;
        if (LOOK_ALIKES[middle].letter == c)
            return LOOK_ALIKES[middle].like;
        if (LOOK_ALIKES[middle].letter < c)
            low = middle + 1;
        else
            high = middle;
    }
    return c;
}

/*  A decimal digit of any script as the ASCII one.  Unicode keeps the ten of a script together, from the zero on, and where two
 *  scripts' follow each other the second begins behind the first's nine. */
static int32_t digit_plain (int32_t c)
{
    int32_t before = c;
    if (c < 0x80 || utf8proc_category (c) != UTF8PROC_CATEGORY_ND)
        return c;
    while (utf8proc_category (before - 1) == UTF8PROC_CATEGORY_ND)
        before--;
    return '0' + (c - before) % 10;
}

/*  Within each word the tones go behind its letters: "hòa" and "hoà" are the same points then.  Returns the new count. */
static size_t points_settle (int32_t *points, size_t count)
{
    int32_t tones[POINTS_MAX];
    size_t kept = 0, pending = 0;
    for (size_t i = 0; i <= count; i++) {
        if (i == count || !is_word (points[i])) {
            memcpy (points + kept, tones, pending * sizeof *tones);
            kept += pending;
            pending = 0;
        }
        if (i < count && is_tone (points[i]))
            tones[pending++] = points[i];
        else if (i < count)
            points[kept++] = points[i];
    }
    return kept;
}

static qcdc_status points_write (const int32_t *points, size_t count, char key[NUMBER_KEY_BYTES])
{
    utf8proc_uint8_t bytes[4];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = (size_t)utf8proc_encode_char (points[i], bytes);
        if (used + n >= NUMBER_KEY_BYTES)
            return QCDC_TOO_LARGE;
        memcpy (key + used, bytes, n);
        used += n;
    }
    key[used] = '\0';
    return used ? QCDC_OK : QCDC_EMPTY;
}

static qcdc_status fold_unicode (const char *number, size_t length, char key[NUMBER_KEY_BYTES])
{
    int32_t points[POINTS_MAX];
    /* LUMP makes one slash of the slashes and one dash of the dashes. */
    utf8proc_ssize_t found = utf8proc_decompose (
        (const utf8proc_uint8_t *)number, (utf8proc_ssize_t)length, points, POINTS_MAX,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_LUMP);
    if (found == UTF8PROC_ERROR_INVALIDUTF8)
        return QCDC_BAD_UTF8;
    if (found < 0 || (size_t)found > POINTS_MAX)
        return QCDC_TOO_LARGE;
    size_t count = 0;
    for (size_t i = 0; i < (size_t)found; i++)
        if (!is_blank (points[i]) && !is_invisible (points[i]))
            points[count++] = look_alike (digit_plain (points[i]));
    return points_write (points, points_settle (points, count), key);
}

qcdc_status number_fold (const char *number, size_t length, char key[NUMBER_KEY_BYTES])
{
    size_t used = 0;
    if (length > QCDC_LOCAL_NO_BYTES_MAX)
        return QCDC_TOO_LARGE;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)number[i];
        if (c >= 0x80 || c < 0x20 || strchr ("`^~_", c))
            return fold_unicode (number, length, key);
        if (c != ' ')
            key[used++] = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    key[used] = '\0';
    return used ? QCDC_OK : QCDC_EMPTY;
}

/*  The letters and digits of NUMBER without their marks, one blank between its words; a word ends where letters and digits meet. */
static void words_split (const char *number, char words[2 * NUMBER_KEY_BYTES])
{
    size_t used = 0;
    int before = 0; /* 1 a letter, 2 a digit */
    for (size_t left = strlen (number); left > 0;) {
        int32_t c, parts[24];
        int boundary = 0;
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)number, (utf8proc_ssize_t)left, &c);
        if (taken <= 0)
            break;
        utf8proc_ssize_t count = utf8proc_decompose_char (
            c, parts, 24, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
        for (utf8proc_ssize_t i = 0; i < count && i < 24 && used + 6 < 2 * NUMBER_KEY_BYTES; i++) {
            int32_t p = parts[i] == 0x111 ? 'd' : look_alike (digit_plain (parts[i]));
            int now = p >= '0' && p <= '9' ? 2 : is_word (p) ? 1 : 0;
            if (used && now != before && words[used - 1] != ' ')
                words[used++] = ' ';
            if (now)
                used += (size_t)utf8proc_encode_char (p, (utf8proc_uint8_t *)words + used);
            before = now;
        }
        number += taken;
        left -= (size_t)taken;
    }
    words[used] = '\0';
}

char *number_loosen (const char *number, int year, char loose[NUMBER_KEY_BYTES])
{
    char words[2 * NUMBER_KEY_BYTES], of_year[16], *rest = NULL;
    size_t used = 0, kept = 0;
    bool year_left = false;
    snprintf (of_year, sizeof of_year, "%d", year);
    loose[0] = '\0';
    if (strlen (number) > QCDC_LOCAL_NO_BYTES_MAX)
        return loose;
    words_split (number, words);
    for (char *word = strtok_r (words, " ", &rest); word; word = strtok_r (NULL, " ", &rest)) {
        if (kept == 0 && (strcmp (word, "so") == 0 || strcmp (word, "no") == 0))
            continue;
        kept++;
        /* A register may begin with the number 2020: the year is what stands beside a number. */
        if (strcmp (word, of_year) == 0 && (kept > 1 || (rest && *rest)) && !year_left) {
            year_left = true;
            continue;
        }
        if (*word >= '0' && *word <= '9')
            word += strspn (word, "0") < strlen (word) ? strspn (word, "0") : strlen (word) - 1;
        size_t length = strlen (word);
        if (used + length + 1 >= NUMBER_KEY_BYTES)
            break;
        if (used && *word >= '0' && *word <= '9' && loose[used - 1] >= '0' && loose[used - 1] <= '9')
            loose[used++] = '.'; /* 1/2 is not 12 */
        memcpy (loose + used, word, length + 1);
        used += length;
    }
    return loose;
}

void number_clean (char *number)
{
    size_t used = 0, length = strlen (number);
    bool blank = false;
    for (size_t i = 0; i < length;) {
        int32_t c;
        utf8proc_ssize_t n =
            utf8proc_iterate ((const utf8proc_uint8_t *)number + i, (utf8proc_ssize_t)(length - i), &c);
        if (n <= 0) { /* no UTF-8 stays, so that whoever checks it says so */
            n = 1;
            c = 0xFFFD;
        }
        if (is_blank (c))
            blank = used > 0;
        else if (!is_invisible (c)) {
            if (blank)
                number[used++] = ' ';
            blank = false;
            memmove (number + used, number + i, (size_t)n);
            used += (size_t)n;
        }
        i += (size_t)n;
    }
    number[used] = '\0';
}

bool number_is_clean (const char *number)
{
    char copy[QCDC_LOCAL_NO_BYTES_MAX + 1];
    size_t length = strlen (number);
    if (length >= sizeof copy)
        return false;
    memcpy (copy, number, length + 1);
    number_clean (copy);
    return strcmp (copy, number) == 0;
}

bool number_has_letters (const char *number)
{
    utf8proc_int32_t c;
    for (size_t left = strlen (number); left > 0;) {
        utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)number, (utf8proc_ssize_t)left, &c);
        if (taken <= 0)
            return false;
        utf8proc_category_t category = utf8proc_category (c);
        if (is_word (c) || category == UTF8PROC_CATEGORY_ND)
            return true;
        number += taken;
        left -= (size_t)taken;
    }
    return false;
}
