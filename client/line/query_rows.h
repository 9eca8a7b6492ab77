/*  query_rows.h — a whole answer in memory, for whoever needs rows more than once.
 *
 *  For answers that are small by what they are: totals of a form, offices of a province. */

#ifndef QCDC_QUERY_ROWS_H
#define QCDC_QUERY_ROWS_H

#include "line/query.h"

#define QUERY_ROWS_COLUMNS_MAX 32u

typedef struct {
    char *names[QUERY_ROWS_COLUMNS_MAX];
    size_t columns;
    char **cells; /* row after row; NULL is null */
    size_t count, size; /* of cells */
    fault_t *fault; /* while it is read */
} query_rows_t;

/*  Runs the query NAME as query_run does, into *ROWS, which is emptied before. */
qcdc_status query_rows (asking_t *asking, const char *name, const query_key_t *params, size_t count, query_rows_t *rows,
                        fault_t *fault) QCDC_CHECK;
void query_rows_release (query_rows_t *self);

size_t query_rows_count (const query_rows_t *self);

/*  The cell of a row by the name of its column: a newer server may have more of them, in another order.  NULL for null, and where there is
 *  no such column. */
const char *query_rows_cell (const query_rows_t *self, size_t row, const char *column);

#endif
