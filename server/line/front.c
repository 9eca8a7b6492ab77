/*  front.c — the ROUTER: sessions, credit, dispatch.
 *
 *  Whatever a client sends is one frame, held against the key table before it is looked at; whatever cannot be
 *  understood is answered with a reason.  front never touches the database: writing and hellos go to ingest, reading
 *  to the readers. */

#include "line/front.h"
#include "line/front_sockets.h"

#include "base/channel.h"
#include "base/day.h"
#include "base/job.h"
#include "base/server.h"
#include "line/delivery.h"
#include "line/door.h"
#include "line/router.h"
#include "wire/keys.h"

#include <stdlib.h>
#include <string.h>

#define POLL_MS 1000
#define FRAMES_PER_TURN 16 /* before replies get their turn */
#define READS_PER_SESSION_MAX 8
#define SMALL_BYTES_MAX 64 /* a ping, a fetch: cannot be packed into much */
#define SWEEP_US (60LL * 1000000)
#define DRAIN_US_MAX (30LL * 1000000)     /* how long answers are waited for when stopping */
#define DRAIN_AWAY_US_MAX (2LL * 1000000) /* the same without a database, which may be away for hours */

static const char UNREAD[] = "answers to this device are not read";

static void send_reply (front_t *self, reply_t *reply)
{
    delivery_send (zsock_resolve (self->router), reply);
}

static void refuse_as (front_t *self, const job_t *job, const fault_t *fault, bool retry)
{
    reply_t *reply = reply_refuse (job, fault, retry);
    if (reply)
        send_reply (self, reply);
    reply_destroy (&reply);
}

static void refuse (front_t *self, const job_t *job, qcdc_status status, const char *message, const char *advice,
                    bool retry)
{
    fault_t fault = {0};
    fault_set (&fault, status, NULL, "%s", message);
    fault_advise (&fault, "%s", advice);
    refuse_as (self, job, &fault, retry);
}

/*  Hands JOB on; it belongs to the receiver then. */
static bool hand_on (front_t *self, zsock_t *to, job_t **job)
{
    if (channel_send (zsock_resolve (to), *job) != QCDC_OK) {
        refuse (self, *job, QCDC_BUSY, "the server is stopping", "try again later", true);
        return false;
    }
    *job = NULL;
    self->jobs++;
    return true;
}

static void serve_join (front_t *self, zmq_msg_t *body, job_t **job)
{
    refused_t refused;
    if (!door_join (&self->strangers, body, *job, self->database_away, &refused))
        refuse_as (self, *job, &refused.fault, refused.retry);
    else if (hand_on (self, self->ingest, job))
        self->strangers.waiting++;
}

/*  A frame that says nothing new, sent to a connection of a key that has many: ZeroMQ tells whether it is still there. */
static bool is_gone (const connection_t *session, void *arg)
{
    front_t *self = arg;
    return !router_grant (self->router, session->routing, session->routing_length,
                          self->database_away ? 0 : QCDC_CREDIT_BYTES);
}

/*  The session of a hello; NULL: there can be none, and that was said. */
static connection_t *begin_session (front_t *self, const job_t *job)
{
    connection_t *session;
    qcdc_status status = sessions_make (&self->sessions, job, is_gone, self, &session);
    if (status == QCDC_OK)
        return session;
    if (status == QCDC_TOO_MANY)
        refuse (self, job, status, "this device has too many connections open",
                "end its other programs, or try again in a minute", true);
    else
        refuse (self, job, QCDC_BUSY, "the server has too many sessions", "try again later", true);
    return NULL;
}

static void serve_hello (front_t *self, job_t **job)
{
    const Qcdc__Hello *hello = (*job)->frame->hello;
    if (hello->version_min > QCDC_PROTOCOL_VERSION || hello->version_max < QCDC_PROTOCOL_VERSION) {
        refuse (self, *job, QCDC_VERSION, "this server speaks version 1 of the protocol",
                "bring the older program up to date", false);
        return;
    }
    if (hello->program[0] && strlen (hello->program) > 64) {
        refuse (self, *job, QCDC_TOO_LARGE, "the name of the program is longer than 64 bytes", "", false);
        return;
    }
    connection_t *session = begin_session (self, *job);
    if (!session)
        return;
    job_count_in (*job, session->device->account);
    session->seen_us = monotonic_us ();
    session->plain = (*job)->plain = hello->plain;
    if (session->greeting)
        refuse (self, *job, QCDC_NO_CREDIT, "a hello is already on its way", "wait for the answer", false);
    else if (self->database_away)
        refuse (self, *job, QCDC_DATABASE_AWAY, status_text (QCDC_DATABASE_AWAY), "try again later", true);
    else
        session->greeting = hand_on (self, self->ingest, job);
}

/*  What no limit lets through need not wait in a queue to be told so. */
static bool sizes_fit (const Qcdc__Segment *segment)
{
    if (!segment || segment->n_entries > QCDC_SEGMENT_ENTRIES_MAX)
        return false;
    for (size_t i = 0; i < segment->n_entries; i++)
        if (segment->entries[i]->body.len > QCDC_BODY_BYTES_MAX ||
            segment->entries[i]->annex.len > QCDC_ANNEX_BYTES_MAX)
            return false;
    return true;
}

/*  Whether that is settled: it was handed on, or can never be. */
static bool serve_append (front_t *self, connection_t *session, job_t **job)
{
    size_t bytes = (*job)->wire_bytes;
    (*job)->memory_bytes = sizeof **job + arena_bytes ((*job)->arena);
    size_t memory = (*job)->memory_bytes;
    if (!sizes_fit ((*job)->frame->append->segment)) {
        strangers_waste (&self->strangers, (*job)->curve_key);
        refuse (self, *job, QCDC_TOO_LARGE, "an entry, or their number, is over the limit", "", false);
        return true;
    }
    /* One frame is always taken, however large it is within the limit: a window that it does not fit would never open. */
    if (session->in_flight_bytes > 0 && session->in_flight_bytes + bytes > QCDC_CREDIT_BYTES) {
        refuse (self, *job, QCDC_NO_CREDIT, "more was sent than was granted", "wait for acknowledgements", false);
        return false;
    }
    if (self->database_away) {
        refuse (self, *job, QCDC_DATABASE_AWAY, status_text (QCDC_DATABASE_AWAY), "try again later", true);
        return false;
    }
    /* A few bytes on the wire can be many in memory.  Everybody has room for one append, whatever others have under way. */
    size_t own = session->device->queued_bytes, all = self->queued_bytes;
    bool full = all + memory > 2 * QCDC_QUEUE_BYTES_MAX ||
                (own > 0 && (own + memory > QCDC_CLIENT_QUEUE_BYTES_MAX || all + memory > QCDC_QUEUE_BYTES_MAX));
    if (full) {
        if (job_is_swollen (*job))
            strangers_waste (&self->strangers, (*job)->curve_key);
        refuse (self, *job, QCDC_BUSY, "the server has all the work it can hold", "try again later", true);
        return false;
    }
    if (!hand_on (self, self->ingest, job))
        return false;
    session->in_flight_bytes += bytes;
    session->device->queued_bytes += memory;
    self->queued_bytes += memory;
    return true;
}

static void log_refusal (front_t *self, const job_t *job, const char *why)
{
    char key[2 * CURVE_KEY_BYTES + 1], subject[LOG_SUBJECT_BYTES];
    snprintf (subject, sizeof subject, "key %.16s", hex_format (job->curve_key, CURVE_KEY_BYTES, key));
    log_limited (&self->complaints, subject, "front: %s… %s", subject, why);
}

/*  A frame that could not be unpacked.  The server's own want of memory is nobody's fault: the same frame may do the next time. */
static void refuse_frame (front_t *self, job_t *job, const fault_t *fault)
{
    job->frame = NULL;
    if (fault->status == QCDC_NO_MEMORY) {
        log_limited (&self->complaints, "memory", "front: %s", fault->message);
        refuse (self, job, fault->status, fault->message, "try again later", true);
        return;
    }
    strangers_waste (&self->strangers, job->curve_key);
    log_refusal (self, job, fault->message);
    refuse (self, job, fault->status, fault->message, "bring the older program up to date", false);
}

/*  Where the append that is whole now has to wait, it stays so: the next piece, which need not bring anything, asks for it again. */
static void serve_piece (front_t *self, connection_t *session, job_t **job)
{
    fault_t fault = {0};
    reply_t *reply;
    qcdc_status status = gathering_serve (self->gathering, *job, monotonic_us (), &reply, &fault);
    if (status != QCDC_OK)
        refuse_frame (self, *job, &fault);
    else if (reply)
        send_reply (self, reply);
    else if (serve_append (self, session, job))
        gathering_forget (self->gathering, session->device->curve_key);
    reply_destroy (&reply);
}

static void serve_read (front_t *self, connection_t *session, job_t **job)
{
    device_t *device = session->device;
    if (session->reads >= READS_PER_SESSION_MAX || device->reads >= QCDC_READS_PER_KEY_MAX) {
        refuse (self, *job, QCDC_NO_CREDIT, "too many questions at once", "wait for answers", true);
    } else if (turns_put (self->turns, *job) != QCDC_OK) {
        refuse (self, *job, QCDC_BUSY, "the server has all the work it can hold", "try again later", true);
    } else {
        *job = NULL;
        self->jobs++;
        session->reads++;
        device->reads++;
    }
}

/*  A question that came to nothing comes back like an answer. */
static void return_read (front_t *self, const job_t *job);

/*  Gives the readers that are free what is next.  Of a key that has not read what it asked for nothing more is asked. */
static void serve_turns (front_t *self)
{
    for (job_t *job; (job = turns_next (self->turns)) != NULL;) {
        if (account_full (job->account)) {
            refuse (self, job, QCDC_NO_CREDIT, UNREAD, "read the answers first", true);
        } else {
            job->snapshot = snapshot_hold (self->snapshot);
            if (channel_send (zsock_resolve (self->reader), job) == QCDC_OK)
                continue;
            refuse (self, job, QCDC_BUSY, "the server is stopping", "try again later", true);
        }
        return_read (self, job);
        job_destroy (&job);
    }
}

static void serve_ping (front_t *self, const job_t *job)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Pong pong = QCDC__PONG__INIT;
    pong.database_up = !self->database_away;
    frame.kind_case = QCDC__FRAME__KIND_PONG;
    frame.pong = &pong;
    reply_t *reply = reply_new (job, &frame, true);
    if (reply)
        send_reply (self, reply);
    reply_destroy (&reply);
}

/*  A message of a member in a session. */
static void serve_session (front_t *self, connection_t *session, job_t **job)
{
    switch ((*job)->frame->kind_case) {
    case QCDC__FRAME__KIND_APPEND:
        (void)!serve_append (self, session, job);
        break;
    case QCDC__FRAME__KIND_PIECE:
        serve_piece (self, session, job);
        break;
    case QCDC__FRAME__KIND_FETCH:
    case QCDC__FRAME__KIND_QUERY:
    case QCDC__FRAME__KIND_SCAN_PUT:
    case QCDC__FRAME__KIND_SCAN_GET:
        serve_read (self, session, job);
        break;
    case QCDC__FRAME__KIND_PING:
        serve_ping (self, *job);
        break;
    default:
        refuse (self, *job, QCDC_PROTOCOL, "a message that a client does not send", "", false);
    }
}

/*  What the door has decided. */
static void serve_door (front_t *self, door_t door, const refused_t *refused, zmq_msg_t *body, job_t **job)
{
    if (refused->said)
        log_refusal (self, *job, refused->said);
    switch (door) {
    case DOOR_SILENT:
        break;
    case DOOR_HELLO:
        serve_hello (self, job);
        break;
    case DOOR_JOIN:
        serve_join (self, body, job);
        break;
    case DOOR_REFUSED:
        refuse_as (self, *job, &refused->fault, refused->retry);
        break;
    }
}

static void serve_stranger (front_t *self, const member_t *member, zmq_msg_t *body, job_t **job)
{
    refused_t refused;
    door_t door = door_stranger (&self->strangers, member, self->server->whereabouts->count, body, *job, &refused);
    serve_door (self, door, &refused, body, job);
}

static void serve_member (front_t *self, zmq_msg_t *body, job_t **job)
{
    fault_t fault = {0};
    connection_t *session = sessions_find (&self->sessions, *job);
    refused_t refused;
    if (!session) {
        door_t door = door_first (body, *job, &refused);
        serve_door (self, door, &refused, body, job);
        return;
    }
    session->seen_us = monotonic_us ();
    (*job)->plain = session->plain;
    job_count_in (*job, session->device->account);
    bool large = zmq_msg_size (body) > SMALL_BYTES_MAX;
    if (account_full ((*job)->account)) {
        refuse (self, *job, QCDC_NO_CREDIT, UNREAD, "read the answers first", true);
    } else if (large && !strangers_unpack (&self->strangers, (*job)->curve_key)) {
        refuse (self, *job, QCDC_TOO_MANY, "too many messages that cannot be used", "try again in a minute", true);
    } else if (frame_unpack_request (zmq_msg_data (body), zmq_msg_size (body), (*job)->arena, &(*job)->frame,
                                     &(*job)->call, &fault) != QCDC_OK) {
        refuse_frame (self, *job, &fault);
    } else if ((*job)->frame->kind_case == QCDC__FRAME__KIND_HELLO) {
        serve_hello (self, job);
    } else if ((*job)->frame->kind_case == QCDC__FRAME__KIND_JOIN) {
        serve_join (self, body, job);
    } else {
        serve_session (self, session, job);
    }
}

static void serve_frame (front_t *self, const uint8_t *routing, size_t routing_length, zmq_msg_t *body)
{
    job_t *job = job_new ();
    if (!job)
        return;
    memcpy (job->routing, routing, routing_length);
    job->routing_length = routing_length;
    job->wire_bytes = zmq_msg_size (body);
    if (!router_key (body, job->curve_key)) {
        log_limited (&self->complaints, "unproven keys", "front: a message without a proven key was dropped");
    } else {
        const member_t *member = member_table_find (self->members, job->curve_key);
        if (member)
            job->member = *member;
        if (member && !member->revoked)
            serve_member (self, body, &job);
        else
            serve_stranger (self, member, body, &job);
    }
    job_destroy (&job);
}

/*  One message off the ROUTER: exactly a routing id and one body frame; anything longer is dropped. */
static bool take_message (front_t *self)
{
    uint8_t routing[ROUTING_BYTES_MAX];
    size_t routing_length, frames;
    zmq_msg_t body;
    if (!router_take (self->router, routing, &routing_length, &body, &frames))
        return false;
    if (frames == 2 && routing_length <= sizeof routing)
        serve_frame (self, routing, routing_length, &body);
    else
        log_limited (&self->complaints, "messages of several frames", "front: a message of %zu frames was dropped",
                     frames);
    zmq_msg_close (&body);
    return true;
}

static bool is_read (Qcdc__Frame__KindCase kind)
{
    return kind == QCDC__FRAME__KIND_FETCH || kind == QCDC__FRAME__KIND_QUERY ||
           kind == QCDC__FRAME__KIND_SCAN_PUT || kind == QCDC__FRAME__KIND_SCAN_GET;
}

/*  What a job held of its office's turn, its key's questions, its key's queue. */
static void settle_device (front_t *self, const reply_t *reply)
{
    device_t *device = sessions_device (&self->sessions, reply->curve_key);
    bool read = reply->last && is_read (reply->answers);
    if (read)
        turns_done (self->turns, reply->office, reply->answers);
    if (reply->last && reply->answers == QCDC__FRAME__KIND_JOIN && self->strangers.waiting > 0)
        self->strangers.waiting--;
    if (!device)
        return;
    device->queued_bytes -= reply->memory_bytes < device->queued_bytes ? reply->memory_bytes : device->queued_bytes;
    if (read && device->reads > 0)
        device->reads--;
}

static void settle (front_t *self, const reply_t *reply)
{
    if (reply->wasted)
        strangers_waste (&self->strangers, reply->curve_key);
    if (reply->last && self->jobs > 0)
        self->jobs--;
    connection_t *session = sessions_by_routing (&self->sessions, reply->routing, reply->routing_length);
    self->queued_bytes -= reply->memory_bytes < self->queued_bytes ? reply->memory_bytes : self->queued_bytes;
    settle_device (self, reply);
    if (!session)
        return;
    session->given_bytes += reply->length;
    session->in_flight_bytes -=
        reply->credit_bytes < session->in_flight_bytes ? reply->credit_bytes : session->in_flight_bytes;
    if (!reply->last)
        return;
    if (reply->answers == QCDC__FRAME__KIND_HELLO)
        session->greeting = false;
    if (is_read (reply->answers) && session->reads > 0)
        session->reads--;
}

static void return_read (front_t *self, const job_t *job)
{
    reply_t *nothing = reply_nothing (job);
    if (nothing)
        settle (self, nothing);
    reply_destroy (&nothing);
}

/*  Without its database the server grants nothing, and says so; afterwards it says that too.  Sessions that are gone
 *  are found out by the attempt. */
static void grant_all (front_t *self, uint32_t credit_bytes)
{
    connection_t *session, *next;
    HASH_ITER (hh, self->sessions.by_routing, session, next)
    {
        (void)!router_grant (self->router, session->routing, session->routing_length, credit_bytes);
    }
}

/*  A device that has just joined.  Where the table already knows it, the table is newer: it may have been revoked
 *  since. */
static void take_member (front_t *self, const member_t *member)
{
    if (!member_table_find (self->members, member->curve_key) && member_table_put (self->members, member) != QCDC_OK)
        LOG_ERROR ("front: out of memory");
}

/*  What is asked from now on is bound to it. */
static void take_snapshot (front_t *self, reply_t *reply)
{
    snapshot_drop (&self->snapshot);
    self->snapshot = reply->snapshot;
    reply->snapshot = NULL;
}

static void take_replies (front_t *self)
{
    reply_t *reply;
    while ((reply = channel_receive (zsock_resolve (self->replies), false)) != NULL) {
        switch (reply->kind) {
        case REPLY_DATABASE_AWAY:
            self->database_away = true;
            grant_all (self, 0);
            break;
        case REPLY_DATABASE_UP:
            self->database_away = false;
            grant_all (self, QCDC_CREDIT_BYTES);
            break;
        case REPLY_CATALOGUE:
            take_snapshot (self, reply);
            break;
        case REPLY_MEMBER:
            take_member (self, &reply->member);
            /* fall through */
        case REPLY_FRAME:
            settle (self, reply);
            send_reply (self, reply);
            break;
        }
        reply_destroy (&reply);
    }
}

static void take_members (front_t *self)
{
    member_table_t *table;
    while ((table = channel_receive (zsock_resolve (self->members_in), false)) != NULL) {
        member_table_destroy (&self->members);
        self->members = table;
    }
}

static void hear_main (front_t *self, bool *over)
{
    char *word = zstr_recv (self->pipe);
    if (!word || strcmp (word, "$TERM") == 0)
        *over = true;
    else if (strcmp (word, "ENDPOINT") == 0)
        zstr_send (self->pipe, self->endpoint);
    zstr_free (&word);
}

/*  The gate has sent its first table before main starts us: without it everybody would be unknown. */
static bool wait_for_members (front_t *self)
{
    zmq_pollitem_t item = {.socket = zsock_resolve (self->members_in), .events = ZMQ_POLLIN};
    for (int tries = 0; tries < 30 && zmq_poll (&item, 1, 1000) <= 0; tries++) {
    }
    take_members (self);
    return (item.revents & ZMQ_POLLIN) != 0;
}

static void run (front_t *self)
{
    bool over = false;
    int64_t drain_until_us = 0, swept_us = monotonic_us ();
    while (!over || (self->jobs > 0 && monotonic_us () < drain_until_us)) {
        zmq_pollitem_t items[] = {{.socket = zsock_resolve (self->pipe), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (self->members_in), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (self->replies), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (self->router), .events = ZMQ_POLLIN}};
        if (zmq_poll (items, self->draining ? 3 : 4, self->draining ? 50 : POLL_MS) < 0 && zmq_errno () != EINTR)
            break;
        if (items[0].revents)
            hear_main (self, &over);
        if (over && !self->draining) {
            self->draining = true;
            drain_until_us = monotonic_us () + (self->database_away ? DRAIN_AWAY_US_MAX : DRAIN_US_MAX);
        }
        if (items[1].revents)
            take_members (self);
        if (items[2].revents)
            take_replies (self);
        for (int i = 0; !self->draining && items[3].revents && i < FRAMES_PER_TURN; i++)
            if (!take_message (self))
                break;
        serve_turns (self);
        log_limit_say (&self->complaints, false);
        if (monotonic_us () - swept_us > SWEEP_US) {
            gathering_expire (self->gathering, monotonic_us ());
            sessions_expire (&self->sessions);
            swept_us = monotonic_us ();
        }
    }
}

void front_actor (zsock_t *pipe, void *args)
{
    front_t self = {.server = args, .pipe = pipe};
    if (!front_open (&self) || !wait_for_members (&self)) {
        LOG_ERROR ("front: cannot listen on %s: %s", self.server->listen, zmq_strerror (zmq_errno ()));
    } else {
        zsock_signal (pipe, 0);
        run (&self);
    }
    front_close (&self);
}
