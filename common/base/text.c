/*  text.c — judging and mending text: UTF-8, normal form C, control characters.
 *
 *  Equal texts must be equal bytes, or the same petition would be two; so everything is in one normal form before it is
 *  compared, hashed or stored.  Most text is ASCII or plain Vietnamese and is passed without composing anything. */

#include "base/text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/*  A line to a person: a path of the longest and a sentence around it. */
#define TEXT_LINE_BYTES 6144u

/*  Unicode's stream-safe text format (UAX #15, section 13) allows 30 combining marks in a row.  Putting marks in order
 *  takes time quadratic in their number, so a longer run is a trap, not a language. */
#define MARKS_MAX 30

/*  Eight bytes at a time.  Bit 7 of a byte of the result is set for a byte over 127, under 32 or equal to 127; it
 *  may also be set for the byte above such a one (a borrow), so the caller looks at the bytes themselves when it is
 *  not 0. */
static uint64_t word_unusual (uint64_t word)
{
    const uint64_t ones = 0x0101010101010101u;
    uint64_t del = word ^ (ones * 0x7F);
    return (word | (word - ones * 0x20) | (del - ones)) & (ones * 0x80);
}

/*  How many bytes at the start are printable ASCII. */
static size_t ascii_span (const char *text, size_t length)
{
    size_t i = 0;
    for (uint64_t word; i + sizeof word <= length; i += sizeof word) {
        memcpy (&word, text + i, sizeof word);
        if (word_unusual (word))
            break;
    }
    while (i < length && (unsigned char)text[i] >= 0x20 && (unsigned char)text[i] < 0x7F)
        i++;
    return i;
}

static bool codepoint_is_forbidden (utf8proc_int32_t c, bool multiline)
{
    if (c < 0x20)
        return !(multiline && (c == '\n' || c == '\t'));
    if (c < 0x7F)
        return false;
    /*  Bidirectional overrides and isolates can make text read as something else than what is stored. */
    return c <= 0x9F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || (c & 0xFFFE) == 0xFFFE;
}

/*  Whether a code point can never change, or change others, in normal form C: everything below the combining marks, the
 *  Vietnamese letters and the usual punctuation.  Anything else gets the full comparison, right but slower. */
static bool codepoint_is_plain (utf8proc_int32_t c)
{
    return c < 0x300 || (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0x2002 && c <= 0x20CF);
}

static bool codepoint_is_mark (utf8proc_int32_t c)
{
    return c >= 0x300 && utf8proc_get_property (c)->combining_class != 0;
}

/*  Everything but normal form.  *PLAIN tells whether normal form C is certain. */
static qcdc_status text_scan (const char *text, size_t length, bool multiline, bool *plain)
{
    size_t marks = 0;
    *plain = true;
    for (size_t i = ascii_span (text, length); i < length;) {
        utf8proc_int32_t c = (unsigned char)text[i];
        if (c < 0x80) {
            if (codepoint_is_forbidden (c, multiline))
                return QCDC_BAD_CHARACTER;
            marks = 0;
            i++;
            continue;
        }
        utf8proc_ssize_t taken =
            utf8proc_iterate ((const utf8proc_uint8_t *)text + i, (utf8proc_ssize_t)(length - i), &c);
        if (taken <= 0)
            return QCDC_BAD_UTF8;
        if (codepoint_is_forbidden (c, multiline))
            return QCDC_BAD_CHARACTER;
        i += (size_t)taken;
        if (codepoint_is_plain (c)) {
            marks = 0;
            continue;
        }
        *plain = false;
        marks = codepoint_is_mark (c) ? marks + 1 : 0;
        if (marks > MARKS_MAX)
            return QCDC_BAD_CHARACTER;
    }
    return QCDC_OK;
}

/*  NFC of LENGTH bytes of valid UTF-8; malloc'ed. */
static qcdc_status text_compose (const char *text, size_t length, char **composed, size_t *composed_length)
{
    utf8proc_uint8_t *result;
    utf8proc_ssize_t n = utf8proc_map ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &result,
                                       UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (n < 0)
        return n == UTF8PROC_ERROR_INVALIDUTF8 ? QCDC_BAD_UTF8 : QCDC_NO_MEMORY;
    *composed = (char *)result;
    *composed_length = (size_t)n;
    return QCDC_OK;
}

qcdc_status text_check (const char *text, size_t length, bool multiline)
{
    bool plain;
    qcdc_status status = text_scan (text, length, multiline, &plain);
    if (status != QCDC_OK || plain)
        return status;
    char *composed;
    size_t composed_length;
    status = text_compose (text, length, &composed, &composed_length);
    if (status != QCDC_OK)
        return status;
    bool same = composed_length == length && memcmp (composed, text, length) == 0;
    free (composed);
    return same ? QCDC_OK : QCDC_BAD_NFC;
}

/*  The bytes of the space that TEXT begins with, 0 if it begins with none: blanks, line breaks, the no-break spaces
 *  that word processors leave behind, and a stray byte-order mark. */
static size_t space_length (const char *text, size_t length)
{
    if (length == 0)
        return 0;
    if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'))
        return 1;
    if ((unsigned char)text[0] < 0x80)
        return 0;
    utf8proc_int32_t c;
    utf8proc_ssize_t taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &c);
    if (taken <= 0)
        return 0;
    bool space = c == 0xFEFF || utf8proc_category (c) == UTF8PROC_CATEGORY_ZS;
    return space ? (size_t)taken : 0;
}

/*  Moves *TEXT and *LENGTH inside the spaces at both ends. */
static void text_trim (const char **text, size_t *length)
{
    for (size_t n; (n = space_length (*text, *length)) > 0;) {
        *text += n;
        *length -= n;
    }
    while (*length > 0) {
        size_t start = *length - 1;
        while (start > 0 && ((unsigned char)(*text)[start] & 0xC0) == 0x80)
            start--;
        if (space_length (*text + start, *length - start) != *length - start)
            break;
        *length = start;
    }
}

/*  Copies with CRLF and lone CR as LF.  TO may be FROM.  Returns the new length. */
static size_t line_breaks_fold (char *to, const char *from, size_t length)
{
    size_t n = 0;
    for (size_t i = 0; i < length; i++) {
        if (from[i] != '\r')
            to[n++] = from[i];
        else if (i + 1 == length || from[i + 1] != '\n')
            to[n++] = '\n';
    }
    return n;
}

qcdc_status text_clean (const char *text, size_t length, bool multiline, char **clean, size_t *clean_length)
{
    text_trim (&text, &length);
    char *copy = malloc (length + 1);
    if (!copy)
        return QCDC_NO_MEMORY;
    if (multiline)
        length = line_breaks_fold (copy, text, length);
    else if (length > 0)
        memcpy (copy, text, length);
    copy[length] = '\0';

    bool plain;
    qcdc_status status = text_scan (copy, length, multiline, &plain);
    if (status == QCDC_OK && !plain) {
        char *composed = NULL;
        status = text_compose (copy, length, &composed, &length);
        if (status == QCDC_OK) {
            free (copy);
            copy = composed; /* utf8proc ends it with a NUL */
        }
    }
    if (status != QCDC_OK) {
        free (copy);
        return status;
    }
    *clean = copy;
    if (clean_length)
        *clean_length = length;
    return QCDC_OK;
}

/*  The ranges of characters that a terminal obeys, or that make a line read as something else than it is. */
static const struct {
    utf8proc_int32_t first, last;
} UNSAFE[] = {{0x00, 0x1F},     {0x7F, 0x9F},     {0x61C, 0x61C},   {0x200E, 0x200F},
              {0x2028, 0x202E}, {0x2066, 0x2069}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

/*  The bytes of the character at TEXT, which is not its end, and whether it is one of those or no character at all. */
static size_t character_look (const char *text, bool *unsafe)
{
    utf8proc_int32_t character = (unsigned char)*text;
    utf8proc_ssize_t length = 1;
    *unsafe = false;
    if (character >= 0x80)
        length = utf8proc_iterate ((const utf8proc_uint8_t *)text, -1, &character);
    if (length <= 0) {
        *unsafe = true;
        return 1;
    }
    for (size_t i = 0; i < sizeof UNSAFE / sizeof *UNSAFE && !*unsafe; i++)
        *unsafe = character >= UNSAFE[i].first && character <= UNSAFE[i].last;
    return (size_t)length;
}

size_t text_unsafe_length (const char *text)
{
    bool unsafe = false;
    size_t length = *text ? character_look (text, &unsafe) : 0;
    return unsafe ? length : 0;
}

void text_disarm (char *text, char space)
{
    char *to = text;
    for (const char *at = text; *at;) {
        bool unsafe;
        size_t length = character_look (at, &unsafe);
        if (unsafe)
            *to++ = space && strchr ("\n\t\r", *at) ? space : '?';
        else
            for (size_t i = 0; i < length; i++)
                *to++ = at[i];
        at += length;
    }
    *to = '\0';
}

void text_say (FILE *out, const char *format, ...)
{
    char line[TEXT_LINE_BYTES];
    va_list args;
    va_start (args, format);
    (void)vsnprintf (line, sizeof line, format, args);
    va_end (args);
    size_t length = strlen (format);
    bool ends = length > 0 && format[length - 1] == '\n';
    length = strlen (line);
    if (ends && length > 0 && line[length - 1] == '\n')
        line[length - 1] = '\0';
    text_disarm (line, '\0');
    fputs (line, out);
    if (ends)
        fputc ('\n', out);
}

char *text_shorten (const char *text, char *shortened, size_t size)
{
    size_t length = strlen (text);
    bool cut = length >= size;
    if (cut)
        for (length = size - sizeof "…"; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--)
            ;
    for (size_t i = 0; i < length; i++)
        shortened[i] = text[i] == '\n' || text[i] == '\t' ? ' ' : text[i];
    strcpy (shortened + length, cut ? "…" : "");
    return shortened;
}

void text_code_case (char *text)
{
    for (const char *at = text; *at; at++)
        if ((unsigned char)*at >= 0x80)
            return;
    for (; *text; text++)
        *text = (char)toupper ((unsigned char)*text);
}

size_t text_width (const char *text)
{
    size_t width = 0;
    for (size_t left = strlen (text); left > 0;) {
        utf8proc_int32_t c = (unsigned char)*text;
        utf8proc_ssize_t taken = 1;
        if (c >= 0x80)
            taken = utf8proc_iterate ((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)left, &c);
        if (taken <= 0) {
            /*  A terminal shows one replacement character for a byte that it cannot read. */
            taken = 1;
            width++;
        } else {
            width += (size_t)utf8proc_charwidth (c);
        }
        text += taken;
        left -= (size_t)taken;
    }
    return width;
}

/*  printf pads by bytes, and Vietnamese has more of those than columns. */
void text_pad (FILE *out, const char *text, size_t width, bool right)
{
    size_t own = text_width (text);
    int pad = own < width ? (int)(width - own) : 0;
    if (right)
        fprintf (out, "%*s%s", pad, "", text);
    else
        fprintf (out, "%s%*s", text, pad, "");
}
