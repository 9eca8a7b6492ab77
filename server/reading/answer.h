/*  answer.h — an answer on its way to front, in one frame or several: what fetching and querying have in common. */

#ifndef QCDC_ANSWER_H
#define QCDC_ANSWER_H

#include "base/job.h"
#include "base/server.h"
#include "pg/pg.h"
#include "reading/past.h"
#include "reading/query.h"

/*  What answers are made from and where they go.  The reader's own, all of it; SENT begins anew with every job. */
typedef struct {
    const server_t *server;
    zsock_t *pipe;
    zsock_t *replies;
    pg_t *pg;       /* NULL while the database is away */
    arena_t *arena; /* of one answer */
    queries_t *queries;
    past_t *past;
    size_t sent;      /* frames of the present job's answer */
    int waited_ms;    /* for the client to read of it */
    int64_t swept_us; /* when this reader last looked for scans that nobody needs; 0: never */
    bool over;        /* main has said so */
} answer_t;

/*  Hears what main has to say, which is there or is waited for. */
void answer_hear_main (answer_t *self);

/*  Sends one frame of the answer to JOB, once its key has read enough of what came before; a reader waits for nobody longer than
 *  two seconds an answer: QCDC_TIMEOUT.  QCDC_NO_MEMORY, QCDC_TOO_LARGE where it does not fit into a frame, QCDC_IO
 *  when the server is stopping. */
qcdc_status answer_send (answer_t *self, const job_t *job, Qcdc__Frame *frame, bool last, fault_t *fault) QCDC_CHECK;

/*  Sends a refusal in place of an answer, or of the rest of one. */
void answer_refuse (answer_t *self, const job_t *job, const fault_t *fault, bool retry);

#endif
