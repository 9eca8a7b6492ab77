/*  problems.c — what is wrong with a file that a person hands in. */

#include "problems.h"

#include "i18n.h"

#include <stdio.h>

void problems_add (problems_t *problems, size_t row, const fault_t *fault)
{
    if (problems->count++ >= PROBLEMS_SHOWN_MAX)
        return;
    /* A fault of the file itself (a quote, a header) names file and row in its own words. */
    if (row > 0)
        fprintf (stderr, "%s:%zu: ", problems->file, row);
    if (row > 0 && fault->field[0])
        fprintf (stderr, "%s: ", fault->field);
    fputs (fault->message[0] ? fault->message : _ (status_text (fault->status)), stderr);
    if (fault->advice[0])
        fprintf (stderr, "; %s", fault->advice);
    putc ('\n', stderr);
}

bool problems_stop (qcdc_status status)
{
    return status == QCDC_NO_MEMORY || status == QCDC_IO || status == QCDC_DATABASE || status == QCDC_CORRUPT ||
           status == QCDC_BUSY;
}

void problems_end (const problems_t *problems, const char *outcome)
{
    if (problems->count > PROBLEMS_SHOWN_MAX) {
        unsigned long more = (unsigned long)(problems->count - PROBLEMS_SHOWN_MAX);
        fprintf (stderr, ngettext ("and %lu more\n", "and %lu more\n", more), more);
    }
    if (problems->count > 0)
        fprintf (stderr, "qcdc: %s: %s\n", problems->file, outcome);
}
