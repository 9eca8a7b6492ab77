/*  job.c — the lives of jobs and replies; what a reply gives back of the queue is copied from its job, which may be
 *  gone first. */

#include "base/job.h"

#include <stdlib.h>
#include <string.h>

job_t *job_new (void)
{
    job_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    if (!self->arena) {
        free (self);
        return NULL;
    }
    return self;
}

void job_destroy (job_t **self_p)
{
    job_t *self = *self_p;
    if (self) {
        arena_destroy (&self->arena);
        account_drop (&self->account);
        snapshot_drop (&self->snapshot);
        free (self);
        *self_p = NULL;
    }
}

reply_t *reply_nothing (const job_t *job)
{
    reply_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->kind = REPLY_FRAME;
    memcpy (self->routing, job->routing, job->routing_length);
    self->routing_length = job->routing_length;
    memcpy (self->curve_key, job->curve_key, CURVE_KEY_BYTES);
    self->office = job->member.office;
    self->last = true;
    if (job->frame)
        self->answers = job->frame->kind_case;
    if (self->answers == QCDC__FRAME__KIND_APPEND) {
        self->credit_bytes = job->wire_bytes;
        self->memory_bytes = job->memory_bytes;
    }
    return self;
}

reply_t *reply_new (const job_t *job, Qcdc__Frame *frame, bool last)
{
    reply_t *self = reply_nothing (job);
    if (!self)
        return NULL;
    self->last = last;
    frame->call = job->call;
    qcdc_status status = job->plain ? frame_pack_plain (frame, &self->data, &self->length)
                                    : frame_pack (frame, &self->data, &self->length);
    if (status != QCDC_OK) {
        free (self);
        return NULL;
    }
    self->account = account_hold (job->account);
    account_owe (self->account, self->length);
    return self;
}

reply_t *reply_refuse (const job_t *job, const fault_t *fault, bool retry)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Refused refused = QCDC__REFUSED__INIT;
    refused.code = (char *)status_code (fault->status);
    refused.message = (char *)(fault->message[0] ? fault->message : status_text (fault->status));
    refused.advice = (char *)fault->advice;
    refused.retry = retry;
    frame.kind_case = QCDC__FRAME__KIND_REFUSED;
    frame.refused = &refused;
    return reply_new (job, &frame, true);
}

void reply_destroy (reply_t **self_p)
{
    reply_t *self = *self_p;
    if (self) {
        if (self->data)
            account_settle (self->account, self->length);
        account_drop (&self->account);
        snapshot_drop (&self->snapshot);
        free (self->data);
        free (self);
        *self_p = NULL;
    }
}
