/*  fault.c — one line about what went wrong, safe to print anywhere.
 *
 *  Messages hold names and texts from files and peers.  Whatever comes in, what stands in a fault is one line of whole
 *  characters without any that a terminal would obey. */

#include "base/fault.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*  Keeps a line a line: nothing that a terminal would obey (text_unsafe), and no half UTF-8 sequence where the buffer cut
 *  it.  WANTED is the length that the whole text would have. */
static void make_line (char *text, size_t size, int wanted)
{
    unsigned char *p = (unsigned char *)text;
    if (wanted >= (int)size) {
        size_t last = size - 1; /* where the last character begins */
        while (last > 0 && (p[--last] & 0xC0) == 0x80)
            continue;
        size_t bytes = p[last] >= 0xF0 ? 4 : p[last] >= 0xE0 ? 3 : p[last] >= 0xC0 ? 2 : 1;
        if (last + bytes > size - 1)
            p[last] = '\0';
    }
    text_disarm (text, '\0');
}

qcdc_status fault_set (fault_t *fault, qcdc_status status, const char *field, const char *format, ...)
{
    fault->status = status;
    fault->advice[0] = '\0';
    int wanted = snprintf (fault->field, sizeof fault->field, "%s", field ? field : "");
    make_line (fault->field, sizeof fault->field, wanted);
    va_list args;
    va_start (args, format);
    wanted = vsnprintf (fault->message, sizeof fault->message, format, args);
    va_end (args);
    make_line (fault->message, sizeof fault->message, wanted);
    return status;
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
    int wanted = vsnprintf (fault->advice, sizeof fault->advice, format, args);
    va_end (args);
    make_line (fault->advice, sizeof fault->advice, wanted);
}
