/*  ingest.h — the only writer: what ingest.c and its parts share. */

#ifndef QCDC_INGEST_H
#define QCDC_INGEST_H

#include "memory.h"
#include "pg.h"
#include "server.h"

typedef struct {
    const server_t *server;
    zsock_t *pipe;
    void *jobs;     /* PULL, job_t * */
    void *replies;  /* PUSH, reply_t * */
    pg_t *pg;
    memory_t memory;
    int64_t clock_offset_us; /* wall minus monotonic, at start */
    bool stopping;           /* $TERM was read while waiting for the database */
} ingest_t;

/*  Hands a reply to JOB on to front; frees it where that fails.  REPLY NULL: none could be made. */
void ingest_reply (ingest_t *self, const job_t *job, reply_t *reply);
void ingest_refuse (ingest_t *self, const job_t *job, const fault_t *fault, bool retry);

/*  accept.c: holds an append against the origin's head, chain and signature, and takes its entries into BATCH.  Anything but
 *  QCDC_OK is a refusal for the client (or NO_MEMORY, or DATABASE_AWAY). */
qcdc_status ingest_accept (ingest_t *self, job_t *job, batch_t *batch, fault_t *fault) QCDC_CHECK;

/*  hello.c, join.c: answer the job, which stays the caller's.  QCDC_DATABASE_AWAY: not answered, try again. */
qcdc_status ingest_hello (ingest_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;
qcdc_status ingest_join (ingest_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;

/*  clock.c: the clock guard.  QCDC_CLOCK with one line that says what is wrong.  LAST is the last commit (0: none), RUNNING_US
 *  how far wall and monotonic clock have drifted apart since start. */
qcdc_status clock_guard (int64_t now_us, int64_t last_commit_us, int64_t drift_us, bool starting, bool clock_ok,
                         fault_t *fault) QCDC_CHECK;

#endif
