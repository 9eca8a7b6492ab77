/*  writer.h — the state of the one thread that writes, and what all its parts need of it: memory, answers, the word
 *  to stop.
 *
 *  ingest.c owns it and everything in it; the parts (accept, intake, hello, join) work on it and call nothing of
 *  each other but downwards. */

#ifndef QCDC_WRITER_H
#define QCDC_WRITER_H

#include "base/log_limit.h"
#include "base/server.h"
#include "ingest/decide.h"
#include "ingest/turn.h"
#include "pg/pg.h"
#include "projections/numbers.h"

/*  Which offices have ended, and who goes on with the work of each, on one day by one catalogue (inherit.h). */
typedef struct {
    int heir; /* its id */
    char code[CATALOG_CODE_BYTES_MAX + 1];
} inherited_t;

typedef struct {
    inherited_t *items; /* malloc'ed */
    size_t count, capacity;
    int32_t day;        /* that it was worked out for; 0: it was not yet */
    int64_t catalog_at; /* the commit of that catalogue */
} inherits_t;

typedef struct {
    const server_t *server;
    zsock_t *pipe;
    void *jobs;    /* PULL, job_t * */
    void *replies; /* PUSH, reply_t * */
    pg_t *pg;
    bool confirmed; /* all that PG has read of the database is where a failover keeps it */
    memory_t memory;
    snapshot_t *snapshot; /* the catalogue as committed */
    numbers_t numbers;
    inherits_t inherits;
    turn_t *current;         /* that is being committed; NULL: none */
    turn_t *next;            /* that is being taken in */
    job_t *held;             /* has to wait, with all that follow it, until the database is free */
    decide_t *deciding;      /* CURRENT, while it is being written for the first time; see intake_wait */
    size_t signed_count;     /* appends of CURRENT whose receipts are signed */
    int64_t clock_offset_us; /* wall minus monotonic, at start */
    bool clock_ok;           /* somebody vouches for a clock that is behind the last commit */
    int64_t wary_until_us;   /* monotonic: until then every signature is looked at first */
    log_limit_t complaints;  /* lines about what others sent */
    unsigned wake_failures;  /* of judging what waited, one after the other */
    int32_t views_until;     /* last day for which duties are listed for analysts, as far as this thread has looked */
    bool stopping;           /* $TERM was read while waiting for the database */
    int64_t stop_by_us;      /* then a database that does not answer is given up */
} writer_t;

/*  Hands a reply to JOB on to front; frees it where that fails.  REPLY NULL: none could be made. */
void writer_reply (writer_t *self, const job_t *job, reply_t *reply);
void writer_refuse (writer_t *self, const job_t *job, const fault_t *fault, bool retry);

/*  Says to front what concerns all of it. */
void writer_tell_front (writer_t *self, reply_kind kind);

/*  The catalogue has been committed as SNAPSHOT: what comes later is judged by it, and what is asked bound to it.  Nothing where it is
 *  what there was. */
void writer_take_snapshot (writer_t *self, const snapshot_t *snapshot);

/*  The same as the database has it. */
qcdc_status writer_load_snapshot (writer_t *self, fault_t *fault) QCDC_CHECK;

/*  Whether main has told it to stop; waits up to WAIT_MS for that. */
bool writer_told_to_stop (writer_t *self, int wait_ms);

/*  Memory afresh from the database, and what was taken in since put on top. */
qcdc_status writer_reload (writer_t *self, fault_t *fault) QCDC_CHECK;

#endif
