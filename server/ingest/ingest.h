/*  ingest.h — the only writer: what ingest.c and its parts share. */

#ifndef QCDC_INGEST_H
#define QCDC_INGEST_H

#include "base/server.h"
#include "ingest/decide.h"
#include "pg/pg.h"
#include "projections/numbers.h"

/*  An append on its way into a batch. */
typedef struct {
    job_t *job;               /* NULL: there is none */
    size_t begin;             /* of its entries in the batch */
    size_t taken;             /* entries */
    size_t unpacked;          /* up to this one of the batch */
    bool has_append;          /* it is in the batch's list */
    int64_t written_at_us;    /* of the last entry taken */
    uint8_t hash[HASH_BYTES]; /* the same */
} acceptance_t;

#define OTHERS_MAX 1024 /* hellos and joins taken in one turn */

/*  What is taken in together: appends for one commit, and what is answered after it. */
typedef struct {
    batch_t *batch;
    acceptance_t accepting;
    job_t *others[OTHERS_MAX];
    size_t other_count;
} turn_t;

typedef struct {
    const server_t *server;
    zsock_t *pipe;
    void *jobs;    /* PULL, job_t * */
    void *replies; /* PUSH, reply_t * */
    pg_t *pg;
    memory_t memory;
    numbers_t numbers;
    turn_t *current; /* that is being committed; NULL: none */
    turn_t *next;    /* that is being taken in */
    job_t *held;     /* has to wait, with all that follow it, until the database is free */
    decide_t *
        deciding; /* CURRENT, while it is being written for the first time: the rest may be decided meanwhile, and NEXT
                         * taken in */
    size_t signed_count;     /* appends of CURRENT whose receipts are signed */
    int64_t clock_offset_us; /* wall minus monotonic, at start */
    bool stopping;           /* $TERM was read while waiting for the database */
    int64_t stop_by_us;      /* then a database that does not answer is given up */
} ingest_t;

/*  Hands a reply to JOB on to front; frees it where that fails.  REPLY NULL: none could be made. */
void ingest_reply (ingest_t *self, const job_t *job, reply_t *reply);
void ingest_refuse (ingest_t *self, const job_t *job, const fault_t *fault, bool retry);

/*  accept.c: holds an append against the origin's head, chain and signature, and takes its entries into BATCH, step by
 *  step until OVER.  Anything but QCDC_OK is a refusal for the client (or NO_MEMORY, or DATABASE_AWAY); the batch is then
 *  as it was before. */
qcdc_status accept_begin (ingest_t *ingest, acceptance_t *self, job_t *job, const batch_t *batch,
                          fault_t *fault) QCDC_CHECK;
qcdc_status accept_step (ingest_t *ingest, acceptance_t *self, batch_t *batch, bool *over, fault_t *fault) QCDC_CHECK;
void accept_undo (acceptance_t *self, batch_t *batch);
/*  Whether accept_begin will ask the database about the append's origin. */
bool accept_needs_database (ingest_t *ingest, const job_t *job);

/*  intake.c: takes in what has come, up to a turn's limits. */
turn_t *turn_new (void); /* NULL when out of memory */
bool turn_is_empty (const turn_t *self);
void intake_all (ingest_t *self);
/*  One step of it; false: there was nothing to do.  ALONE: nobody else is using the database. */
bool intake_step (ingest_t *self, bool alone);
/*  Waits for the database like poll, and uses the time: decides the rest of CURRENT, signs its receipts, takes in NEXT. */
short intake_wait (void *arg, int fd, short events); /* -1: told to stop, and the database does not answer */
/*  Puts the heads of origins behind what was taken in but is not committed: after memory was read afresh. */
void intake_advance_heads (ingest_t *self);
/*  Whether main has said so; waits up to WAIT_MS for that. */
bool ingest_told_to_stop (ingest_t *self, int wait_ms);
/*  Memory afresh. */
qcdc_status ingest_reload (ingest_t *self, fault_t *fault) QCDC_CHECK;

/*  hello.c, join.c: answer the job, which stays the caller's.  QCDC_DATABASE_AWAY: not answered, try again. */
qcdc_status ingest_hello (ingest_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;
qcdc_status ingest_join (ingest_t *self, const job_t *job, fault_t *fault) QCDC_CHECK;

/*  clock.c: the clock guard.  QCDC_CLOCK with one line that says what is wrong.  LAST is the last commit (0: none), RUNNING_US
 *  how far wall and monotonic clock have drifted apart since start. */
qcdc_status clock_guard (int64_t now_us, int64_t last_commit_us, int64_t drift_us, bool starting, bool clock_ok,
                         fault_t *fault) QCDC_CHECK;

#endif
