/*  problems.h — what is wrong with a file that a person hands in: one line each, "FILE:ROW: FIELD: …", on stderr;
 *  of a workbook "FILE, sheet S, cell C5: FIELD: …".
 *
 *  A file with a single fault gets a single line, which also says how it ended. */

#ifndef QCDC_PROBLEMS_H
#define QCDC_PROBLEMS_H

#include "base/fault.h"
#include "catalogue/period.h"
#include "files/table.h"

#include <stdbool.h>
#include <stddef.h>

#define PROBLEMS_SHOWN_MAX 20u
#define PROBLEM_BYTES 5120u /* a path and a fault */

typedef struct {
    const char *file;
    const table_t *table;     /* what was read of it; NULL: only the file is known */
    const char *value;        /* the column that is meant where a fault names none; NULL: none */
    const catalog_t *catalog; /* names the cells in what is said of a report; NULL: there are none */
    const period_t *period;   /* whose last day's names those of cells are; NULL: today's */
    const catalog_t *places;  /* names offices and units alone, where there are no cells; NULL: neither */
    size_t count;
    char first[PROBLEM_BYTES]; /* held back until it is known whether it is the only one */
} problems_t;

/*  ROW 0: the file as a whole. */
void problems_add (problems_t *problems, size_t row, const fault_t *fault);

/*  Whether STATUS is not the file's fault but keeps the whole from going on. */
bool problems_stop (qcdc_status status);

/*  After the last: OUTCOME ("nothing was imported"), and how many there were that are not shown.  Silent if there were
 *  none. */
void problems_end (const problems_t *problems, const char *outcome);

#endif
