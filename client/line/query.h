/*  query.h — asking the server a named query, and reading its table once it is whole.
 *
 *  An answer of a million rows waits on the disk (query_spool.h): memory stays what it is. */

#ifndef QCDC_QUERY_H
#define QCDC_QUERY_H

#include "journal/home.h"

typedef struct query asking_t;

/*  Connects and says hello, and waits PATIENCE_MS for each answer (0: the default).  *LATER: no connection, or the server
 *  cannot answer now. */
qcdc_status query_open (home_t *home, int patience_ms, asking_t **self, bool *later, fault_t *fault) QCDC_CHECK;
void query_close (asking_t **self_p);

typedef struct {
    const char *name;
    const char *value;
} query_key_t;

/*  From here on so many rows of an answer are enough; 0: all are wanted.  An older server sends all the same. */
void query_limit (asking_t *self, uint32_t limit);

/*  What an answer calls: COLUMNS once, before the first row; CELL for each cell, from left to right, row after row,
 *  NULL for null, and for none where the answer breaks off.  Either stops the query with what it returns. */
typedef struct {
    qcdc_status (*columns) (const Qcdc__Column *const *columns, size_t count, void *arg);
    qcdc_status (*cell) (size_t column, const char *text, void *arg);
    void *arg;
} query_sink_t;

/*  Runs NAME ("": the list of queries).  QCDC_IO too, where an answer in parts finds no room on the disk of temporary files. */
qcdc_status query_run (asking_t *self, const char *name, const query_key_t *params, size_t count,
                       const query_sink_t *sink, fault_t *fault) QCDC_CHECK;

#endif
