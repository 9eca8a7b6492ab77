/*  door.h — a message of whoever is no member, and a member's first one: what becomes of it is decided here, and done by front.
 *
 *  A key that never joined, or was revoked, may ask to join, in few bytes, and is told why it may nothing else. */

#ifndef QCDC_DOOR_H
#define QCDC_DOOR_H

#include "base/job.h"
#include "line/strangers.h"

#include <zmq.h>

typedef enum {
    DOOR_SILENT,  /* nothing is said */
    DOOR_HELLO,   /* of a member */
    DOOR_JOIN,    /* to be let in by door_join */
    DOOR_REFUSED, /* as FAULT says */
} door_t;

/*  Why a message came to nothing, for the log; "" where that is not worth a line. */
typedef struct {
    fault_t fault;
    const char *said; /* NULL: nothing */
    bool retry;       /* it may be sent again */
} refused_t;

/*  The message BODY of a key that is not a member's, or, with MEMBER, no longer.  Of a join JOB has the frame.  SERIAL is that of the
 *  server's last statement. */
door_t door_stranger (strangers_t *strangers, const member_t *member, uint64_t serial, zmq_msg_t *body, job_t *job,
                      refused_t *refused);

/*  A member's message before there is a session: a hello, or a join whose answer was lost. */
door_t door_first (zmq_msg_t *body, job_t *job, refused_t *refused);

/*  Whether JOB, a join that came in BODY, may go on to be answered: so many of its key and of its address may at a time. */
bool door_join (strangers_t *strangers, zmq_msg_t *body, const job_t *job, bool database_away, refused_t *refused);

#endif
