/*  reader.c — a thread with a connection of its own that answers Fetch, Query and what is of scans, one job at a time.
 *
 *  Every job gets exactly one last reply, whatever happens: front counts on it. */

#include "reading/reader.h"

#include "base/channel.h"
#include "base/day.h"
#include "reading/answer.h"
#include "reading/fetch.h"
#include "reading/query_run.h"
#include "reading/scan.h"

#define POLL_MS 1000
#define SEND_MS 500
#define RETRY_US 1000000
#define ANSWER_ARENA_BYTES_MAX (16u * 1024u * 1024u)

typedef struct {
    answer_t answer;
    zsock_t *jobs;
    int64_t retry_at_us; /* of the database, while it is away */
} reader_t;

/*  A connection, tried at most once a second while there is none. */
static qcdc_status connect_database (reader_t *self, fault_t *fault)
{
    const server_t *server = self->answer.server;
    pg_t **pg = &self->answer.pg;
    if (*pg)
        return QCDC_OK;
    if (monotonic_us () < self->retry_at_us)
        return fault_set (fault, QCDC_DATABASE_AWAY, NULL, "%s", status_text (QCDC_DATABASE_AWAY));
    qcdc_status status = pg_open (server->conninfo, "qcdcd reader", pg, fault);
    if (status != QCDC_OK) {
        LOG_WARNING ("reader: %s", fault->message);
        server->revive (server->revive_arg);
        status = pg_open (server->conninfo, "qcdcd reader", pg, fault);
    }
    if (status != QCDC_OK)
        self->retry_at_us = monotonic_us () + RETRY_US;
    return status;
}

static qcdc_status answer (reader_t *self, const job_t *job, fault_t *fault)
{
    QCDC_TRY (connect_database (self, fault));
    qcdc_status status;
    if (job->frame->kind_case == QCDC__FRAME__KIND_FETCH)
        status = fetch_answer (&self->answer, job, fault);
    else if (job->frame->kind_case == QCDC__FRAME__KIND_QUERY)
        status = query_answer (&self->answer, job, fault);
    else if (job->frame->kind_case == QCDC__FRAME__KIND_SCAN_PUT)
        status = scan_put_answer (&self->answer, job, fault);
    else if (job->frame->kind_case == QCDC__FRAME__KIND_SCAN_GET)
        status = scan_get_answer (&self->answer, job, fault);
    else
        status = fault_set (fault, QCDC_PROTOCOL, NULL, "%s", status_text (QCDC_PROTOCOL));
    /* What would not fit the next time either is not the machine's want of memory, which passes. */
    if (status == QCDC_NO_MEMORY && arena_why (self->answer.arena, status) == QCDC_TOO_LARGE)
        status = fault_set (fault, QCDC_TOO_LARGE, NULL, "%s", status_text (QCDC_TOO_LARGE));
    arena_reset (self->answer.arena);
    if (status == QCDC_DATABASE_AWAY)
        pg_close (&self->answer.pg);
    return status;
}

static void serve (reader_t *self, job_t *job)
{
    fault_t fault = {0};
    self->answer.sent = 0;
    self->answer.waited_ms = 0;
    qcdc_status status = answer (self, job, &fault);
    /* A connection that went stale while it was idle is no reason to refuse. */
    if (status == QCDC_DATABASE_AWAY && self->answer.sent == 0)
        status = answer (self, job, &fault);
    if (status != QCDC_OK && !self->answer.over) {
        if (status == QCDC_DATABASE_AWAY)
            fault_set (&fault, status, NULL, "%s", status_text (status));
        else if (status == QCDC_DATABASE || status == QCDC_CORRUPT)
            LOG_ERROR ("reader: %s", fault.message);
        answer_refuse (&self->answer, job, &fault, status == QCDC_DATABASE_AWAY || status == QCDC_NO_MEMORY);
    }
    job_destroy (&job);
}

static bool start (reader_t *self)
{
    fault_t fault = {0};
    answer_t *of = &self->answer;
    self->jobs = zsock_new (ZMQ_PULL);
    of->replies = zsock_new (ZMQ_PUSH);
    of->arena = arena_new (ANSWER_ARENA_BYTES_MAX);
    of->past = past_new ();
    if (!self->jobs || !of->replies || !of->arena || !of->past || zsock_connect (self->jobs, ENDPOINT_READER) != 0 ||
        zsock_connect (of->replies, ENDPOINT_REPLIES) != 0) {
        LOG_ERROR ("reader: cannot start: %s", zmq_strerror (zmq_errno ()));
        return false;
    }
    zsock_set_sndtimeo (of->replies, SEND_MS);
    if (queries_new (&of->queries, &fault) != QCDC_OK) {
        LOG_ERROR ("reader: %s", fault.message);
        return false;
    }
    return true;
}

static void stop (reader_t *self)
{
    /* Jobs that front left behind when it ended. */
    for (job_t *job; self->jobs && (job = channel_receive (zsock_resolve (self->jobs), false));)
        job_destroy (&job);
    queries_destroy (&self->answer.queries);
    past_destroy (&self->answer.past);
    arena_destroy (&self->answer.arena);
    pg_close (&self->answer.pg);
    zsock_destroy (&self->jobs);
    zsock_destroy (&self->answer.replies);
}

void reader_actor (zsock_t *pipe, void *args)
{
    reader_t self = {.answer = {.server = args, .pipe = pipe}};
    self.answer.over = !start (&self);
    if (!self.answer.over)
        zsock_signal (pipe, 0);
    while (!self.answer.over) {
        zmq_pollitem_t items[] = {{.socket = zsock_resolve (pipe), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (self.jobs), .events = ZMQ_POLLIN}};
        if (zmq_poll (items, 2, POLL_MS) < 0 && zmq_errno () != EINTR)
            break;
        if (items[0].revents)
            answer_hear_main (&self.answer);
        job_t *job = self.answer.over ? NULL : channel_receive (zsock_resolve (self.jobs), false);
        if (job)
            serve (&self, job);
    }
    stop (&self);
}
