/*  progress.c — the line that is written over and over, and its end. */

#include "base/progress.h"

#include "base/day.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define SHOW_US 200000LL
#define LINE_START "\r\033[K"

static bool shows (progress_t *self)
{
    if (self->quiet || !isatty (STDERR_FILENO))
        return false;
    self->shown = true;
    self->shown_us = monotonic_us ();
    return true;
}

void progress_count (progress_t *self, const char *what, uint64_t done, uint64_t total)
{
    if ((self->shown && monotonic_us () - self->shown_us < SHOW_US) || !shows (self))
        return;
    if (total)
        fprintf (stderr, LINE_START "%s %llu/%llu", what, (unsigned long long)done, (unsigned long long)total);
    else
        fprintf (stderr, LINE_START "%s %llu", what, (unsigned long long)done);
    fflush (stderr);
}

void progress_say (progress_t *self, const char *format, ...)
{
    va_list args;
    if (!shows (self))
        return;
    fputs (LINE_START, stderr);
    va_start (args, format);
    vfprintf (stderr, format, args);
    va_end (args);
    fflush (stderr);
}

void progress_end (progress_t *self)
{
    if (self->shown)
        fputs (LINE_START, stderr);
    self->shown = false;
}
