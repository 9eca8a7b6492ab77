/*  reader.c — a thread with a connection of its own that answers Fetch and Query, one job at a time.
 *
 *  Every job gets exactly one last reply, whatever happens: front counts on it. */

#include "reading/reader.h"

#include "base/channel.h"
#include "base/day.h"

#include <string.h>

#define POLL_MS 1000
#define SEND_MS 500
#define RETRY_US 1000000
#define ANSWER_ARENA_BYTES_MAX (16u * 1024u * 1024u)

static void hear_main (reader_t *self)
{
    char *word = zstr_recv (self->pipe);
    self->over = self->over || !word || strcmp (word, "$TERM") == 0;
    zstr_free (&word);
}

/*  Front takes replies as long as it lives; once it is gone the send would wait for ever, so we look at our own
 *  pipe. */
static bool send_reply (reader_t *self, reply_t *reply)
{
    while (!self->over) {
        if (channel_send (zsock_resolve (self->replies), reply) == QCDC_OK)
            return true;
        if (zsock_events (self->pipe) & ZMQ_POLLIN)
            hear_main (self);
    }
    reply_destroy (&reply);
    return false;
}

qcdc_status reader_send (reader_t *self, const job_t *job, Qcdc__Frame *frame, bool last, fault_t *fault)
{
    reply_t *reply = reply_new (job, frame, last);
    if (!reply)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "the answer does not fit into a message");
    if (!send_reply (self, reply))
        return fault_set (fault, QCDC_IO, NULL, "the server is stopping");
    self->sent++;
    return QCDC_OK;
}

/*  A connection, tried at most once a second while there is none. */
static qcdc_status connect_database (reader_t *self, fault_t *fault)
{
    if (self->pg)
        return QCDC_OK;
    if (monotonic_us () < self->retry_at_us)
        return fault_set (fault, QCDC_DATABASE_AWAY, NULL, "%s", status_text (QCDC_DATABASE_AWAY));
    qcdc_status status = pg_open (self->server->conninfo, "qcdcd reader", &self->pg, fault);
    if (status != QCDC_OK) {
        LOG_WARNING ("reader: %s", fault->message);
        self->server->revive (self->server->revive_arg);
        status = pg_open (self->server->conninfo, "qcdcd reader", &self->pg, fault);
    }
    if (status != QCDC_OK)
        self->retry_at_us = monotonic_us () + RETRY_US;
    return status;
}

static qcdc_status answer (reader_t *self, const job_t *job, fault_t *fault)
{
    qcdc_status status = connect_database (self, fault);
    if (status != QCDC_OK)
        return status;
    if (job->frame->kind_case == QCDC__FRAME__KIND_FETCH)
        status = fetch_answer (self, job, fault);
    else if (job->frame->kind_case == QCDC__FRAME__KIND_QUERY)
        status = query_answer (self, job, fault);
    else
        status = fault_set (fault, QCDC_PROTOCOL, NULL, "%s", status_text (QCDC_PROTOCOL));
    arena_reset (self->arena);
    if (status == QCDC_DATABASE_AWAY)
        pg_close (&self->pg);
    return status;
}

static void serve (reader_t *self, job_t *job)
{
    fault_t fault = {0};
    self->sent = 0;
    qcdc_status status = answer (self, job, &fault);
    /* A connection that went stale while it was idle is no reason to refuse. */
    if (status == QCDC_DATABASE_AWAY && self->sent == 0)
        status = answer (self, job, &fault);
    if (status != QCDC_OK && !self->over) {
        bool retry = status == QCDC_DATABASE_AWAY;
        if (retry)
            fault_set (&fault, status, NULL, "%s", status_text (status));
        else if (status == QCDC_DATABASE || status == QCDC_CORRUPT)
            LOG_ERROR ("reader: %s", fault.message);
        reply_t *reply = reply_refuse (job, &fault, retry);
        if (reply)
            send_reply (self, reply);
        else
            LOG_ERROR ("reader: out of memory for a refusal");
    }
    job_destroy (&job);
}

static bool start (reader_t *self, zsock_t **jobs)
{
    fault_t fault = {0};
    *jobs = zsock_new (ZMQ_PULL);
    self->replies = zsock_new (ZMQ_PUSH);
    self->arena = arena_new (ANSWER_ARENA_BYTES_MAX);
    if (!*jobs || !self->replies || !self->arena || zsock_connect (*jobs, ENDPOINT_READER) != 0 ||
        zsock_connect (self->replies, ENDPOINT_REPLIES) != 0) {
        LOG_ERROR ("reader: cannot start: %s", zmq_strerror (zmq_errno ()));
        return false;
    }
    zsock_set_sndtimeo (self->replies, SEND_MS);
    if (queries_new (&self->queries, &fault) != QCDC_OK) {
        LOG_ERROR ("reader: %s", fault.message);
        return false;
    }
    return true;
}

void reader_actor (zsock_t *pipe, void *args)
{
    zsock_t *jobs = NULL;
    reader_t self = {.server = args, .pipe = pipe};
    self.over = !start (&self, &jobs);
    if (!self.over)
        zsock_signal (pipe, 0);
    while (!self.over) {
        zmq_pollitem_t items[] = {{.socket = zsock_resolve (pipe), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (jobs), .events = ZMQ_POLLIN}};
        if (zmq_poll (items, 2, POLL_MS) < 0 && zmq_errno () != EINTR)
            break;
        if (items[0].revents)
            hear_main (&self);
        job_t *job = self.over ? NULL : channel_receive (zsock_resolve (jobs), false);
        if (job)
            serve (&self, job);
    }
    /* Jobs that front left behind when it ended. */
    for (job_t *job; jobs && (job = channel_receive (zsock_resolve (jobs), false));)
        job_destroy (&job);
    queries_destroy (&self.queries);
    arena_destroy (&self.arena);
    pg_close (&self.pg);
    zsock_destroy (&jobs);
    zsock_destroy (&self.replies);
}
