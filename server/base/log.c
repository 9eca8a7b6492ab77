/*  log.c — the server's log: one line per event on stderr, whole lines even from several threads. */

#include "base/log.h"

#include "base/day.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void server_log (const char *level, const char *format, ...)
{
    char line[1024];
    char moment[MOMENT_TEXT_BYTES];
    int head = snprintf (line, sizeof line, "%s %s ", moment_format_iso (moment_now (), moment), level);
    va_list args;
    va_start (args, format);
    vsnprintf (line + head, sizeof line - (size_t)head - 1, format, args);
    va_end (args);
    text_disarm (line, ' ');
    size_t length = strlen (line);
    line[length++] = '\n';
    /* One write: lines of threads do not mix.  Nothing can be done about a log that is not taken. */
    (void)!write (STDERR_FILENO, line, length);
}
