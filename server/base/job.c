/*  job.c — the lives of jobs and replies; what a reply gives back of the queue is copied from its job, which may be
 *  gone first. */

#include "base/job.h"

#include <stdlib.h>
#include <string.h>

#define SWOLLEN_TIMES 64u /* in memory what people write takes some ten to thirty times as much as on the line */

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

void job_count_in (job_t *self, account_t *account)
{
    account_t *before = self->account;
    self->account = account_hold (account);
    account_drop (&before);
}

bool job_is_swollen (const job_t *self)
{
    return self->memory_bytes / SWOLLEN_TIMES > self->wire_bytes;
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

qcdc_status reply_make (const job_t *job, Qcdc__Frame *frame, bool last, reply_t **self_p)
{
    reply_t *self = reply_nothing (job);
    *self_p = NULL;
    if (!self)
        return QCDC_NO_MEMORY;
    self->last = last;
    frame->call = job->call;
    qcdc_status status = job->plain ? frame_pack_plain (frame, &self->data, &self->length)
                                    : frame_pack (frame, &self->data, &self->length);
    if (status != QCDC_OK) {
        free (self);
        return status;
    }
    self->account = account_hold (job->account);
    account_owe (self->account, self->length);
    *self_p = self;
    return QCDC_OK;
}

reply_t *reply_new (const job_t *job, Qcdc__Frame *frame, bool last)
{
    reply_t *self;
    return reply_make (job, frame, last, &self) == QCDC_OK ? self : NULL;
}

/*  Whether an append refused with STATUS was work for nothing by its own fault.  What follows one that had to come again is a gap by
 *  nobody's fault, and is small. */
static bool is_waste (const job_t *job, qcdc_status status)
{
    if (!job->frame || job->frame->kind_case != QCDC__FRAME__KIND_APPEND)
        return false;
    switch (status) {
    case QCDC_BAD_CHAIN:
    case QCDC_BAD_DATE:
    case QCDC_BAD_SIGNATURE:
    case QCDC_FORBIDDEN:
    case QCDC_MALFORMED:
    case QCDC_NOT_YOURS:
    case QCDC_PROTOCOL:
    case QCDC_TOO_LARGE:
        return true;
    case QCDC_GAP:
        return job_is_swollen (job);
    default:
        return false;
    }
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
    reply_t *self = reply_new (job, &frame, true);
    if (self)
        self->wasted = is_waste (job, fault->status);
    return self;
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
