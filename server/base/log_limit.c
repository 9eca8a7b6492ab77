/*  log_limit.c — counting by short spans; a table small enough to be searched. */

#include "base/log_limit.h"

#include "base/day.h"
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WINDOW_US (10LL * 1000000)

static log_subject_t *find (log_limit_t *self, const char *name)
{
    char cut[LOG_SUBJECT_BYTES];
    snprintf (cut, sizeof cut, "%s", name);
    for (unsigned i = 0; i < self->subject_count; i++)
        if (strcmp (self->subjects[i].name, cut) == 0)
            return &self->subjects[i];
    if (self->subject_count == LOG_SUBJECTS_MAX)
        return NULL;
    log_subject_t *subject = &self->subjects[self->subject_count++];
    memset (subject, 0, sizeof *subject);
    memcpy (subject->name, cut, sizeof cut);
    return subject;
}

void log_limit_say (log_limit_t *self, int end)
{
    if (!self->since_us || (!end && monotonic_us () - self->since_us < WINDOW_US))
        return;
    const log_subject_t *most = NULL;
    for (unsigned i = 0; i < self->subject_count; i++)
        if (self->subjects[i].left_out && (!most || self->subjects[i].left_out > most->left_out))
            most = &self->subjects[i];
    if (self->left_out)
        LOG_WARNING ("%u more warnings about %s%u senders were left out, most of them (%u) about %s", self->left_out,
                     self->subject_count == LOG_SUBJECTS_MAX ? "at least " : "", self->subject_count,
                     most ? most->left_out : 0, most ? most->name : "others");
    self->since_us = 0;
    self->subject_count = 0;
    self->lines = 0;
    self->left_out = 0;
}

void log_limited (log_limit_t *self, const char *subject, const char *format, ...)
{
    log_limit_say (self, 0);
    if (!self->since_us)
        self->since_us = monotonic_us ();
    log_subject_t *of = find (self, subject);
    if (self->lines >= LOG_LINES_PER_LIMIT || !of || of->lines >= LOG_LINES_PER_SUBJECT) {
        self->left_out++;
        if (of)
            of->left_out++;
        return;
    }
    self->lines++;
    of->lines++;
    char line[512];
    va_list args;
    va_start (args, format);
    vsnprintf (line, sizeof line, format, args);
    va_end (args);
    LOG_WARNING ("%s", line);
}
