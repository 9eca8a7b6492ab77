/*  front_sockets.h — what front holds: its sockets, who is at the door, and what is under way. */

#ifndef QCDC_FRONT_SOCKETS_H
#define QCDC_FRONT_SOCKETS_H

#include "base/log_limit.h"
#include "base/server.h"
#include "line/gathering.h"
#include "line/sessions.h"
#include "line/strangers.h"
#include "line/turns.h"

typedef struct {
    const server_t *server;
    zsock_t *pipe, *router, *members_in, *replies, *reader, *ingest;
    member_table_t *members;
    snapshot_t *snapshot; /* the newest */
    sessions_t sessions;
    strangers_t strangers;
    turns_t *turns;
    gathering_t *gathering;
    size_t queued_bytes;
    size_t jobs; /* handed on and not answered for the last time */
    bool database_away;
    bool draining;
    log_limit_t complaints;
    char endpoint[256];
} front_t;

/*  Opens all of it but the pipe, which is main's; false where one cannot be had, and what was opened is for front_close all the same. */
bool front_open (front_t *self);
void front_close (front_t *self);

#endif
