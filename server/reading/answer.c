/*  answer.c — handing answers to front, which takes them as long as it lives.
 *
 *  Once front is gone a send would wait for ever: it gives up now and then, and our own pipe tells whether to try
 *  again. */

#include "reading/answer.h"

#include "base/channel.h"

#include <string.h>
#include <unistd.h>

#define WAIT_MS_MAX 2000
#define WAIT_STEP_MS 5

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

/*  What a client does not read is bounded, and no reader is his alone: others wait for it. */
static qcdc_status wait_for_room (answer_t *self, const job_t *job, fault_t *fault)
{
    while (account_full (job->account)) {
        if (self->waited_ms >= WAIT_MS_MAX) {
            fault_set (fault, QCDC_TIMEOUT, NULL, "the answer is larger than this line takes in at once");
            fault_advise (fault, "ask for less: one unit, one kind, or a shorter time");
            return QCDC_TIMEOUT;
        }
        usleep (WAIT_STEP_MS * 1000);
        self->waited_ms += WAIT_STEP_MS;
    }
    return QCDC_OK;
}

qcdc_status answer_send (answer_t *self, const job_t *job, Qcdc__Frame *frame, bool last, fault_t *fault)
{
    QCDC_TRY (wait_for_room (self, job, fault));
    reply_t *reply;
    qcdc_status status = reply_make (job, frame, last, &reply);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", status_text (status));
    if (status != QCDC_OK)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "the answer does not fit into a message");
    if (!send_reply (self, reply))
        return fault_set (fault, QCDC_IO, NULL, "the server is stopping");
    self->sent++;
    return QCDC_OK;
}

void answer_refuse (answer_t *self, const job_t *job, const fault_t *fault, bool retry)
{
    reply_t *reply = reply_refuse (job, fault, retry);
    /* Without a word the asker waits in vain, and asks again; but his office must not keep its turn until then. */
    if (!reply) {
        LOG_ERROR ("reader: out of memory for a refusal");
        reply = reply_nothing (job);
    }
    if (reply)
        (void)send_reply (self, reply);
}
