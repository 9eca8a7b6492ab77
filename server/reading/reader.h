/*  reader.h — what a reader's parts share: fetch.c answers Fetch, query_run.c answers Query. */

#ifndef QCDC_READER_H
#define QCDC_READER_H

#include "base/job.h"
#include "base/server.h"
#include "pg/pg.h"
#include "reading/query.h"

typedef struct {
    const server_t *server;
    zsock_t *pipe;
    zsock_t *replies;
    pg_t *pg;       /* NULL while the database is away */
    arena_t *arena; /* of one answer */
    queries_t *queries;
    size_t sent; /* chunks of the present job's answer */
    int64_t retry_at_us;
    bool over;
} reader_t;

/*  Sends one chunk of the answer to JOB.  QCDC_NO_MEMORY, QCDC_TOO_LARGE where it does not fit into a frame, QCDC_IO
 *  when the server is stopping. */
qcdc_status reader_send (reader_t *self, const job_t *job, Qcdc__Frame *frame, bool last, fault_t *fault) QCDC_CHECK;

/*  Answer the job with one or more frames; on an error the caller refuses. */
qcdc_status fetch_answer (reader_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;
qcdc_status query_answer (reader_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;

#endif
