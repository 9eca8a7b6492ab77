/*  job.h — one message of a client on its way through the server, and the answers on their way back.
 *
 *  front makes a job from each frame and gives it to ingest or to a reader, which gives it back with a reply.  The
 *  arena holds the unpacked frame and goes with the job. */

#ifndef QCDC_JOB_H
#define QCDC_JOB_H

#include "base/account.h"
#include "base/arena.h"
#include "base/member.h"
#include "base/snapshot.h"
#include "wire/frame.h"

typedef struct job {
    uint8_t routing[256]; /* the ROUTER's id of the connection */
    size_t routing_length;
    uint8_t curve_key[CURVE_KEY_BYTES]; /* as the gate proved it */
    member_t member; /* a copy of the key table's row; id 0 for an unknown key (join only); hh is not used */
    arena_t *arena;
    Qcdc__Frame *frame;   /* in the arena */
    size_t wire_bytes;    /* of the frame, to be returned as credit */
    size_t memory_bytes;  /* of the job, while it is queued */
    bool plain;           /* the client cannot read zstd */
    uint64_t call;        /* of the frame, also where it could not be unpacked */
    account_t *account;   /* of its key, held; NULL before a session */
    snapshot_t *snapshot; /* held, for a reader: what is asked is bound to it */
    struct job *next;     /* in a queue */
} job_t;

job_t *job_new (void); /* with an arena; NULL when out of memory */
void job_destroy (job_t **self_p);

/*  Its answers count in ACCOUNT from now on; what they counted in before is let go. */
void job_count_in (job_t *self, account_t *account);

/*  Whether a few bytes on the wire were many in memory. */
bool job_is_swollen (const job_t *self);

/*  What ingest and the readers send to front. */
typedef enum {
    REPLY_FRAME,       /* a packed frame for the client */
    REPLY_MEMBER,      /* the same, and a member that has just joined */
    REPLY_CATALOGUE,   /* no frame: the catalogue has changed */
    REPLY_DATABASE_UP, /* no frame: the database has answered again */
    REPLY_DATABASE_AWAY
} reply_kind;

typedef struct {
    reply_kind kind;
    uint8_t routing[256];
    size_t routing_length;
    uint8_t *data; /* malloc'ed, packed by frame_pack */
    size_t length;
    size_t memory_bytes;           /* of that append's job */
    size_t credit_bytes;           /* of the append answered: leaves the queue now */
    Qcdc__Frame__KindCase answers; /* the kind of message answered; NOT_SET for none */
    bool last;                     /* nothing more follows for that job */
    bool wasted;                   /* an append that nobody could use: the work that it made counts against its key */
    uint8_t curve_key[CURVE_KEY_BYTES];
    int office;
    account_t *account;   /* that owes DATA; held */
    member_t member;      /* of REPLY_MEMBER */
    snapshot_t *snapshot; /* of REPLY_CATALOGUE; held */
} reply_t;

/*  A reply to JOB with FRAME, whose `call` is set here.  QCDC_NO_MEMORY, or why it cannot be packed: QCDC_TOO_LARGE over the frame
 *  limits. */
qcdc_status reply_make (const job_t *job, Qcdc__Frame *frame, bool last, reply_t **self_p) QCDC_CHECK;

/*  The same where it does not matter why there is none: NULL. */
reply_t *reply_new (const job_t *job, Qcdc__Frame *frame, bool last);

/*  A reply that refuses: code, message and advice from FAULT. */
reply_t *reply_refuse (const job_t *job, const fault_t *fault, bool retry);

/*  A reply without a frame, where none could be made: it returns what JOB holds of the queue.  NULL when out of
 *  memory. */
reply_t *reply_nothing (const job_t *job);
void reply_destroy (reply_t **self_p);

#endif
