/*  log_limit.h — lines that others can provoke: a few of each sender, and how many were left out.
 *
 *  Ten seconds have so many lines of one subject (the start of a key, an office) and so many of all together; what is beyond is
 *  counted, and said in one line once they are over.  So a flood can neither fill the disk nor hide that it was there.
 *  Belongs to one thread. */

#ifndef QCDC_LOG_LIMIT_H
#define QCDC_LOG_LIMIT_H

#include <stdint.h>

#define LOG_SUBJECTS_MAX 64u        /* told apart in ten seconds; those beyond share what is left */
#define LOG_LINES_PER_SUBJECT 5u    /* in ten seconds */
#define LOG_LINES_PER_LIMIT 60u     /* the same, of all subjects */
#define LOG_SUBJECT_BYTES 24u

typedef struct {
    char name[LOG_SUBJECT_BYTES];
    unsigned lines;
    unsigned left_out;
} log_subject_t;

/*  All zeros is a new one. */
typedef struct {
    int64_t since_us;
    log_subject_t subjects[LOG_SUBJECTS_MAX];
    unsigned subject_count;
    unsigned lines;
    unsigned left_out;
} log_limit_t;

/*  A warning about SUBJECT, or nothing where there were enough of them. */
void log_limited (log_limit_t *self, const char *subject, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));

/*  Says what was left out, once the ten seconds are over.  To be called now and then; END: whether or not they are. */
void log_limit_say (log_limit_t *self, int end);

#endif
