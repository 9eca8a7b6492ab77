/*  progress.h — one line on a terminal that tells how far long work has come, and is gone when it ends.
 *
 *  Where standard error is no terminal it says nothing: a log is not to be filled with it. */

#ifndef QCDC_PROGRESS_H
#define QCDC_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
    bool quiet;
    bool shown;
    int64_t shown_us;
} progress_t;

/*  WHAT and how much of it is done, of TOTAL (0: nobody knows); at most five times a second. */
void progress_count (progress_t *self, const char *what, uint64_t done, uint64_t total);

/*  What is being done, at once. */
void progress_say (progress_t *self, const char *format, ...) __attribute__ ((format (printf, 2, 3)));

/*  Takes the line away. */
void progress_end (progress_t *self);

#endif
