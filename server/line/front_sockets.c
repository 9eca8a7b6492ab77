/*  front_sockets.c — opening and closing what front holds. */

#include "line/front_sockets.h"

#include "base/channel.h"
#include "line/router.h"

bool front_open (front_t *self)
{
    self->members_in = zsock_new (ZMQ_PULL);
    self->replies = zsock_new (ZMQ_PULL);
    self->reader = zsock_new (ZMQ_PUSH);
    self->ingest = zsock_new (ZMQ_PUSH);
    self->members = member_table_new ();
    self->snapshot = snapshot_hold (self->server->snapshot);
    self->turns = turns_new (SERVER_READERS);
    self->gathering = gathering_new ();
    bool made = self->members && self->turns && self->gathering && strangers_init (&self->strangers);
    if (!made || !self->members_in || !self->replies || !self->reader || !self->ingest)
        return false;
    /* Bounded by credit and by what a session may ask, not by dropping or blocking here. */
    zsock_set_unbounded (self->reader);
    zsock_set_unbounded (self->ingest);
    zsock_set_unbounded (self->replies);
    bool bound =
        zsock_bind (self->members_in, ENDPOINT_MEMBERS) >= 0 && zsock_bind (self->replies, ENDPOINT_REPLIES) >= 0 &&
        zsock_bind (self->reader, ENDPOINT_READER) >= 0 && zsock_connect (self->ingest, ENDPOINT_INGEST) == 0;
    self->router = bound ? router_new (self->server, self->endpoint, sizeof self->endpoint) : NULL;
    return self->router != NULL;
}

void front_close (front_t *self)
{
    log_limit_say (&self->complaints, true);
    turns_destroy (&self->turns);
    strangers_release (&self->strangers);
    gathering_destroy (&self->gathering);
    sessions_release (&self->sessions);
    member_table_destroy (&self->members);
    snapshot_drop (&self->snapshot);
    zsock_destroy (&self->router);
    zsock_destroy (&self->members_in);
    zsock_destroy (&self->replies);
    zsock_destroy (&self->reader);
    zsock_destroy (&self->ingest);
}
