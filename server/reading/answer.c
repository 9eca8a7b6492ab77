/*  answer.c — handing answers to front, which takes them as long as it lives.
 *
 *  Once front is gone a send would wait for ever: it gives up now and then, and our own pipe tells whether to try
 *  again. */

#include "reading/answer.h"

#include "base/channel.h"

#include <string.h>

void answer_hear_main (answer_t *self)
{
    char *word = zstr_recv (self->pipe);
    self->over = self->over || !word || strcmp (word, "$TERM") == 0;
    zstr_free (&word);
}

static bool send_reply (answer_t *self, reply_t *reply)
{
    while (!self->over) {
        if (channel_send (zsock_resolve (self->replies), reply) == QCDC_OK)
            return true;
        if (zsock_events (self->pipe) & ZMQ_POLLIN)
            answer_hear_main (self);
    }
    reply_destroy (&reply);
    return false;
}

qcdc_status answer_send (answer_t *self, const job_t *job, Qcdc__Frame *frame, bool last, fault_t *fault)
{
    reply_t *reply = reply_new (job, frame, last);
    if (!reply)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "the answer does not fit into a message");
    if (!send_reply (self, reply))
        return fault_set (fault, QCDC_IO, NULL, "the server is stopping");
    self->sent++;
    return QCDC_OK;
}

void answer_refuse (answer_t *self, const job_t *job, const fault_t *fault, bool retry)
{
    reply_t *reply = reply_refuse (job, fault, retry);
    if (reply)
        (void)send_reply (self, reply);
    else
        LOG_ERROR ("reader: out of memory for a refusal");
}
