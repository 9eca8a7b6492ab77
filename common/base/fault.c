/*  fault.c — one line about what went wrong, safe to print anywhere.
 *
 *  Messages hold names and texts from files and peers.  Whatever comes in, what stands in a fault is one line of whole
 *  characters without any that a terminal would obey. */

#include "base/fault.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/*  How many bytes at TEXT begin a character that does not go on: what a precision (%.40s) or the end of a buffer has left of one.  0
 *  where none is cut. */
static size_t cut_length (const char *text)
{
    const unsigned char *p = (const unsigned char *)text;
    size_t bytes = p[0] >= 0xF5 ? 1 : p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : p[0] >= 0xC2 ? 2 : 1, length = 1;
    while (length < bytes && (p[length] & 0xC0) == 0x80)
        length++;
    return length < bytes ? length : 0;
}

/*  Writes "…" in the place of each of them, as far as there is room; a text that ends with its buffer just ends. */
static void mark_cuts (char *text, size_t size)
{
    static const char MARK[] = "…";
    bool full = strlen (text) + 1 == size;
    for (size_t length = strlen (text); *text; text++, size--, length--) {
        size_t cut = cut_length (text);
        if (!cut)
            continue;
        bool at_end = full && cut == length;
        size_t mark = !at_end && length - cut + sizeof MARK <= size ? sizeof MARK - 1 : 0;
        memmove (text + mark, text + cut, length - cut + 1);
        memcpy (text, MARK, mark);
        length = length - cut + mark;
        if (!mark || !*text)
            return;
    }
}

/*  Keeps a line a line: nothing that a terminal would obey (text_unsafe_length), and no half UTF-8 sequence. */
static void make_line (char *text, size_t size)
{
    mark_cuts (text, size);
    text_disarm (text, '\0');
}

qcdc_status fault_set (fault_t *fault, qcdc_status status, const char *field, const char *format, ...)
{
    fault->status = status;
    fault->advice[0] = '\0';
    fault_about (fault, field ? field : "");
    va_list args;
    va_start (args, format);
    (void)vsnprintf (fault->message, sizeof fault->message, format, args);
    va_end (args);
    make_line (fault->message, sizeof fault->message);
    return status;
}

void fault_about (fault_t *fault, const char *field)
{
    snprintf (fault->field, sizeof fault->field, "%s", field);
    make_line (fault->field, sizeof fault->field);
}

const char *fault_joint (const char *said)
{
    size_t length = strlen (said);
    return length > 0 && said[length - 1] == '?' ? " " : "; ";
}

void fault_advise (fault_t *fault, const char *format, ...)
{
    va_list args;
    va_start (args, format);
    (void)vsnprintf (fault->advice, sizeof fault->advice, format, args);
    va_end (args);
    make_line (fault->advice, sizeof fault->advice);
}
