/*  intake.c — what comes in is taken in while the database is at work on what came before.
 *
 *  There is one thread and no lock: whoever waits for the database calls intake_wait, which does a step of this work
 *  instead of sleeping, as long as there is any. */

#include "ingest/intake.h"

#include "base/channel.h"
#include "base/day.h"
#include "ingest/accept.h"
#include "ingest/signed.h"
#include "ingest/write.h"
#include "wire/receipt.h"

#include <poll.h>
#include <sched.h>

#define WAIT_MS 1000
#define PATIENCE_MS 100
/*  A few entries are stored within so long: to fall asleep and be woken would take a good part of it. */
#define AWAKE_US 300
/*  Signatures are looked at first for so long after one that was wrong. */
#define WARY_US (60 * 1000 * 1000)

/*  Whether NEXT takes another job. */
static bool has_room (const turn_t *next)
{
    return next && next->batch->entry_count < BATCH_ENTRIES_MAX && next->batch->bytes < BATCH_BYTES_MAX &&
           arena_bytes (next->batch->arena) < BATCH_ARENA_BYTES_MAX / 4 && next->other_count < OTHERS_MAX;
}

static void refuse (writer_t *self, job_t *job, qcdc_status status, const fault_t *fault)
{
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, job->member.office);
    log_limited (&self->complaints, office ? office->code : "?", "%s: an append was refused: %s",
                 office ? office->code : "?", fault->message);
    writer_refuse (self, job, fault, status == QCDC_GAP || status == QCDC_NO_MEMORY || status == QCDC_DATABASE_AWAY);
    job_destroy (&job);
}

void intake_forged (writer_t *self, batch_t *batch, const fault_t *why)
{
    job_t *job = batch->appends[0].job;
    self->wary_until_us = monotonic_us () + WARY_US;
    batch_take_back (batch, &self->memory);
    refuse (self, job, QCDC_BAD_SIGNATURE, why);
}

static void begin (writer_t *self, job_t *job)
{
    fault_t fault = {0};
    turn_t *next = self->next;
    /* Only a lone append is looked at later. */
    if (batch_check_signed (next->batch, &self->memory, &fault) != QCDC_OK)
        intake_forged (self, next->batch, &fault);
    qcdc_status status = accept_begin (self, &next->accepting, job, next->batch, &fault);
    if (status != QCDC_OK)
        refuse (self, job, status, &fault);
}

static void go_on (writer_t *self)
{
    fault_t fault = {0};
    turn_t *next = self->next;
    bool over;
    qcdc_status status = accept_step (self, &next->accepting, next->batch, &over, &fault);
    job_t *job = next->accepting.job;
    if (status != QCDC_OK || over)
        next->accepting = (acceptance_t){0};
    if (status != QCDC_OK)
        refuse (self, job, status, &fault);
}

bool intake_step (writer_t *self, bool alone)
{
    turn_t *next = self->next;
    if (next && next->accepting.job) {
        go_on (self);
        return true;
    }
    if (!has_room (next) || (self->held && !alone))
        return false;
    job_t *job = self->held ? self->held : channel_receive (self->jobs, false);
    self->held = NULL;
    if (!job)
        return false;
    if (job->frame->kind_case != QCDC__FRAME__KIND_APPEND) {
        next->others[next->other_count++] = job;
    } else if (!alone && accept_needs_database (self, job)) {
        self->held = job;
        return false;
    } else {
        begin (self, job);
    }
    return true;
}

void intake_all (writer_t *self)
{
    while (intake_step (self, true)) {
    }
}

/*  The receipts are decided before they are committed; they only must not leave before. */
static bool sign_one (writer_t *self)
{
    batch_t *batch = self->current->batch;
    if (self->signed_count == batch->append_count)
        return false;
    receipt_sign (&batch->appends[self->signed_count++].receipt, self->server->keys->sign_secret);
    return true;
}

/*  Looks again and again, giving way to whoever has something to do. */
static bool stay_awake (struct pollfd *line)
{
    int64_t until_us = monotonic_us () + AWAKE_US;
    while (poll (line, 1, 0) <= 0) {
        if (monotonic_us () > until_us)
            return false;
        sched_yield ();
    }
    return true;
}

/*  Whether the word to stop has come, and the database has had its time since then. */
static bool gives_up (writer_t *self)
{
    if (!writer_told_to_stop (self, 0) || monotonic_us () <= self->stop_by_us)
        return false;
    LOG_ERROR ("ingest: the database does not answer; what was not committed is not acknowledged");
    return true;
}

/*  Until the database's socket is ready, a job has come (where one is taken), or a while has passed. */
static short sleep_until (writer_t *self, int fd, short events, bool takes_jobs)
{
    zmq_pollitem_t items[] = {
        {.fd = fd, .events = (short)((events & POLLIN ? ZMQ_POLLIN : 0) | (events & POLLOUT ? ZMQ_POLLOUT : 0))},
        {.socket = takes_jobs ? self->jobs : zsock_resolve (self->pipe), .events = ZMQ_POLLIN}};
    (void)zmq_poll (items, self->stopping && !takes_jobs ? 1 : 2, WAIT_MS);
    if (!items[0].revents && gives_up (self))
        return -1;
    return (short)((items[0].revents & ZMQ_POLLIN ? POLLIN : 0) | (items[0].revents & ZMQ_POLLOUT ? POLLOUT : 0) |
                   (items[0].revents & ZMQ_POLLERR ? POLLERR : 0));
}

short intake_wait (void *arg, int fd, short events)
{
    writer_t *self = arg;
    struct pollfd line = {.fd = fd, .events = events};
    if (!self->deciding || batch_has_unseen (self->current->batch))
        return sleep_until (self, fd, events, false);
    if (poll (&line, 1, 0) > 0)
        return line.revents;
    self->deciding->busy = true;
    bool decided = decide_step (self->deciding);
    self->deciding->busy = false;
    if (decided || (self->deciding->over && sign_one (self)) || intake_step (self, false))
        return 0;
    if (self->current->batch->entry_count <= WRITE_PIPELINE_ENTRIES_MAX && stay_awake (&line))
        return line.revents;
    bool takes = has_room (self->next) && !self->held;
    return sleep_until (self, fd, events, takes);
}

short intake_patience (void *arg, int fd, short events)
{
    writer_t *self = arg;
    struct pollfd line = {.fd = fd, .events = events};
    if (poll (&line, 1, PATIENCE_MS) > 0)
        return line.revents;
    return gives_up (self) ? -1 : 0;
}
