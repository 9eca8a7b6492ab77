#include "fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/*  Keeps a line a line: no control characters, and no half UTF-8 sequence where the buffer cut it. */
static void make_line (char *text, size_t size)
{
    size_t length = strlen (text);
    if (length == size - 1) {
        while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80)
            length--;
        if (length > 0 && ((unsigned char)text[length - 1] & 0x80))
            length--;
        text[length] = '\0';
    }
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F)
            *p = '?';
}

qcdc_status fault_set (fault_t *fault, qcdc_status status, const char *field, const char *format, ...)
{
    if (!fault)
        return status;
    fault->status = status;
    fault->advice[0] = '\0';
    snprintf (fault->field, sizeof fault->field, "%s", field ? field : "");
    make_line (fault->field, sizeof fault->field);
    va_list args;
    va_start (args, format);
    vsnprintf (fault->message, sizeof fault->message, format, args);
    va_end (args);
    make_line (fault->message, sizeof fault->message);
    return status;
}

void fault_advise (fault_t *fault, const char *format, ...)
{
    if (!fault)
        return;
    va_list args;
    va_start (args, format);
    vsnprintf (fault->advice, sizeof fault->advice, format, args);
    va_end (args);
    make_line (fault->advice, sizeof fault->advice);
}
