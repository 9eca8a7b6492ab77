/*  server.h — what the threads of qcdcd share: immutable settings, made before the first thread and freed after the last.
 *
 *  Each thread is a czmq actor whose args are the server_t; it signals on its pipe once it serves, and a socket or a
 *  connection belongs to it alone.  Inproc endpoints: every thread binds its own and connects to front's.
 *    inproc://zeromq.zap.01   gate     REP    ZeroMQ's own
 *    inproc://members         front    PULL   member_table_t * from the gate
 *    inproc://ingest          ingest   PULL   job_t * from front
 *    inproc://reader          front    PUSH   job_t * to the readers (each connects a PULL)
 *    inproc://replies         front    PULL   reply_t * from ingest and the readers */

#ifndef QCDC_SERVER_H
#define QCDC_SERVER_H

#include "base/snapshot.h"
#include "wire/keys.h"
#include "wire/whereabouts.h"

#include <czmq.h>

#define SERVER_READERS 3 /* one of them is never taken by a named query */
#define ENDPOINT_ZAP "inproc://zeromq.zap.01"
#define ENDPOINT_MEMBERS "inproc://members"
#define ENDPOINT_INGEST "inproc://ingest"
#define ENDPOINT_READER "inproc://reader"
#define ENDPOINT_REPLIES "inproc://replies"
#define ZAP_DOMAIN "qcdc"

/*  Revives an embedded cluster whose postmaster has died; a no-op for --db.  ARG is the cluster. */
typedef void (server_revive_fn) (void *arg);

typedef struct {
    const snapshot_t *snapshot; /* the catalogue as the database had it before the first thread; ingest tells of later ones */
    const keys_t *keys;
    const whereabouts_t *whereabouts;
    const known_server_t *known; /* as a device knows it: for receipts that were given under earlier keys */
    const keys_t *keys_old;      /* by which it is still looked for at listen_old */
    char *conninfo;
    char *listen;     /* tcp://HOST:PORT, port may be * */
    char *listen_old; /* the same, NULL: nowhere */
    bool clock_ok; /* --clock-ok */
    server_revive_fn *revive;
    void *revive_arg;
} server_t;

/*  Behind czmq, whose syslog.h has the same names. */
#include "base/log.h"

#endif
