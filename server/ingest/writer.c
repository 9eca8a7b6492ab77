/*  writer.c — what ingest and its parts do alike: answer, hear of the end, read memory afresh. */

#include "ingest/writer.h"

#include "base/channel.h"
#include "base/day.h"
#include "projections/snapshot_load.h"

#include <stdlib.h>
#include <string.h>

/*  Front has waited for the answers by then (DRAIN_US_MAX in front.c). */
#define STOP_US_MAX (5LL * 1000000)

void writer_reply (writer_t *self, const job_t *job, reply_t *reply)
{
    if (!reply) {
        /* The client asks again after a while; the queue must not keep a place for it until then. */
        LOG_ERROR ("ingest: an answer could not be made");
        reply = reply_nothing (job);
    }
    if (reply && channel_send (self->replies, reply) != QCDC_OK) {
        /* Front has gone: nobody will be there for the others either. */
        int at_once = 0;
        (void)zmq_setsockopt (self->replies, ZMQ_SNDTIMEO, &at_once, sizeof at_once);
        reply_destroy (&reply);
    }
}

void writer_refuse (writer_t *self, const job_t *job, const fault_t *fault, bool retry)
{
    writer_reply (self, job, reply_refuse (job, fault, retry));
}

static void tell_front (writer_t *self, reply_kind kind, const snapshot_t *snapshot)
{
    reply_t *reply = calloc (1, sizeof *reply);
    if (!reply)
        return;
    reply->kind = kind;
    reply->snapshot = snapshot_hold (snapshot);
    writer_reply (self, NULL, reply);
}

void writer_tell_front (writer_t *self, reply_kind kind)
{
    tell_front (self, kind, NULL);
}

void writer_take_snapshot (writer_t *self, const snapshot_t *snapshot)
{
    if (snapshot == self->snapshot)
        return;
    bool told = self->snapshot && snapshot_same_catalog (self->snapshot, snapshot);
    snapshot_drop (&self->snapshot);
    self->snapshot = snapshot_hold (snapshot);
    if (!told)
        tell_front (self, REPLY_CATALOGUE, snapshot);
}

qcdc_status writer_load_snapshot (writer_t *self, fault_t *fault)
{
    snapshot_t *snapshot QCDC_CLEANUP (snapshot_drop) = NULL;
    QCDC_TRY (snapshot_load_current (self->pg, &snapshot, fault));
    writer_take_snapshot (self, snapshot);
    return QCDC_OK;
}

bool writer_told_to_stop (writer_t *self, int wait_ms)
{
    zmq_pollitem_t item = {.socket = zsock_resolve (self->pipe), .events = ZMQ_POLLIN};
    if (!self->stopping && zmq_poll (&item, 1, wait_ms) > 0) {
        char *word = zstr_recv (self->pipe);
        self->stopping = !word || strcmp (word, "$TERM") == 0;
        self->stop_by_us = monotonic_us () + STOP_US_MAX;
        zstr_free (&word);
    }
    return self->stopping;
}

qcdc_status writer_reload (writer_t *self, fault_t *fault)
{
    QCDC_TRY (memory_load (&self->memory, self->pg, fault));
    if (self->current)
        turn_advance_heads (self->current, &self->memory);
    if (self->next)
        turn_advance_heads (self->next, &self->memory);
    return QCDC_OK;
}
