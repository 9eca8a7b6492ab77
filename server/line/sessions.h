/*  sessions.h — who is connected: what front remembers between a client's hello and its silence. */

#ifndef QCDC_SESSIONS_H
#define QCDC_SESSIONS_H

#include "base/job.h"

#define SESSIONS_MAX 65536u
#define SESSIONS_PER_KEY 4 /* a device needs one; one that was cut off leaves another behind */
#define SESSION_IDLE_US (30LL * 60 * 1000000)

typedef struct {
    uint8_t routing[256];
    unsigned routing_length;
    uint8_t curve_key[CURVE_KEY_BYTES];
    size_t in_flight_bytes; /* of appends not answered, on the wire */
    size_t queued_bytes;    /* the same, in memory */
    int reads;              /* queries and fetches not answered */
    bool greeting;          /* a hello is not answered */
    bool plain;             /* as its hello said */
    int64_t seen_us;
    UT_hash_handle hh;
} connection_t;

/*  The sessions of one key, in a ring: who connects again and again displaces only himself. */
typedef struct {
    uint8_t curve_key[CURVE_KEY_BYTES];
    connection_t *sessions[SESSIONS_PER_KEY];
    int next;
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

/*  That of JOB, made where there is none; the oldest one of its key makes room.  NULL: too many, or out of memory. */
connection_t *sessions_make (sessions_t *self, const job_t *job);

/*  Forgets those that have been silent for SESSION_IDLE_US and wait for nothing; all of them. */
void sessions_expire (sessions_t *self);
void sessions_release (sessions_t *self);

#endif
