/*  sessions.h — who is connected: what front remembers between a client's hello and its silence. */

#ifndef QCDC_SESSIONS_H
#define QCDC_SESSIONS_H

#include "base/account.h"
#include "base/job.h"

#define SESSIONS_MAX 65536u
#define SESSION_IDLE_US (30LL * 60 * 1000000)

struct device;

typedef struct connection {
    struct device *device;  /* whose it is */
    struct connection *prev, *next; /* of the same key */
    size_t in_flight_bytes; /* of appends not answered, on the wire */
    bool greeting;          /* a hello is not answered */
    bool plain;             /* as its hello said */
    unsigned reads;         /* questions not answered */
    size_t given_bytes;     /* of all its answers: what its connection may still hold of them */
    int64_t seen_us;
    UT_hash_handle hh;
    unsigned routing_length;
    uint8_t routing[]; /* the ROUTER's own are short, peers may choose up to 255 bytes */
} connection_t;

/*  What belongs to a key, however many connections it has: none of it begins anew with another one.  A device needs one
 *  session; one that was cut off leaves another behind until the line notices. */
typedef struct device {
    uint8_t curve_key[CURVE_KEY_BYTES];
    connection_t *sessions;
    unsigned session_count;
    int64_t looked_us;   /* when it was last asked which of them are gone */
    account_t *account;  /* answers not delivered yet */
    size_t queued_bytes; /* of appends not answered, in memory */
    unsigned reads;      /* questions not answered */
    UT_hash_handle hh;
} device_t;

typedef struct {
    connection_t *by_routing;
    device_t *by_key;
} sessions_t;

/*  The session of JOB's connection and key, or NULL.  A routing id is no identity: a session belongs to the key that began it. */
connection_t *sessions_find (const sessions_t *self, const job_t *job);

/*  By the connection alone: for answers that come back. */
connection_t *sessions_by_routing (const sessions_t *self, const uint8_t *routing, size_t length);

/*  Whether the line has noticed that a connection is gone. */
typedef bool (session_gone_fn) (const connection_t *session, void *arg);

/*  That of JOB, made where there is none.  Where the key has as many as it may, the oldest makes room that was hardly given anything and waits for
 *  nothing, or those that are gone, as GONE says; if there is none, QCDC_TOO_MANY: who does not read what he asked for gets no
 *  further connection to ask on.  QCDC_BUSY where there are too
 *  many of all keys together, QCDC_NO_MEMORY. */
qcdc_status sessions_make (sessions_t *self, const job_t *job, session_gone_fn *gone, void *arg,
                           connection_t **session) QCDC_CHECK;

/*  The key of a job that comes back, whose session may be gone; NULL where all are. */
device_t *sessions_device (const sessions_t *self, const uint8_t curve_key[CURVE_KEY_BYTES]);

/*  Forgets those that have been silent for SESSION_IDLE_US and wait for nothing; all of them. */
void sessions_expire (sessions_t *self);
void sessions_release (sessions_t *self);

#endif
