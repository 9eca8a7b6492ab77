/*  problems.h — what is wrong with a file that a person hands in: one line each, "FILE:ROW: FIELD: …", on stderr. */

#ifndef QCDC_PROBLEMS_H
#define QCDC_PROBLEMS_H

#include "fault.h"

#include <stdbool.h>
#include <stddef.h>

#define PROBLEMS_SHOWN_MAX 20u

typedef struct {
    const char *file;
    size_t count;
} problems_t;

/*  ROW 0: the file as a whole. */
void problems_add (problems_t *problems, size_t row, const fault_t *fault);

/*  Whether STATUS is not the file's fault but keeps the whole from going on. */
bool problems_stop (qcdc_status status);

/*  After the last: how many more there were, and OUTCOME ("nothing was imported").  Silent if there were none. */
void problems_end (const problems_t *problems, const char *outcome);

#endif
