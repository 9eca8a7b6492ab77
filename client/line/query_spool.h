/*  query_spool.h — the cells of an answer that is not whole yet.
 *
 *  A table that breaks off looks like a table: it is shown once its last row is here, or not at all.  What comes in parts waits in
 *  a file without a name that is gone with the program, so that memory stays what it is, however many rows there are. */

#ifndef QCDC_QUERY_SPOOL_H
#define QCDC_QUERY_SPOOL_H

#include "line/query.h"

#include <stdio.h>

typedef struct {
    FILE *file; /* NULL: nothing waits */
    char *text; /* the cell that is being passed on */
    size_t size;
} query_spool_t;

void query_spool_release (query_spool_t *self);

/*  One more cell; NULL is null.  QCDC_IO where no file can be made or written. */
qcdc_status query_spool_add (query_spool_t *self, const char *text, fault_t *fault) QCDC_CHECK;

/*  All cells that wait, in their order, COLUMNS to a row, each given to SINK, which stops it with what it returns. */
qcdc_status query_spool_pass (query_spool_t *self, size_t columns, const query_sink_t *sink, fault_t *fault) QCDC_CHECK;

#endif
