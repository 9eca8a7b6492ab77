/*  delivery.c — ZeroMQ frees a message when it has sent it or its connection is gone, and calls us then, from a thread of its own:
 *  the one sign of delivery there is. */

#include "line/delivery.h"

#include "base/channel.h"

#include <errno.h>
#include <stdlib.h>
#include <zmq.h>

typedef struct {
    account_t *account;
    size_t length;
} parcel_t;

static void let_go (void *data, void *hint)
{
    parcel_t *parcel = hint;
    channel_taken (parcel);
    account_settle (parcel->account, parcel->length);
    account_drop (&parcel->account);
    free (parcel);
    free (data);
}

void delivery_send (void *router, reply_t *reply)
{
    zmq_msg_t message;
    parcel_t *parcel = reply->data ? malloc (sizeof *parcel) : NULL;
    if (!parcel)
        return;
    *parcel = (parcel_t){reply->account, reply->length};
    if (zmq_msg_init_data (&message, reply->data, reply->length, let_go, parcel) != 0) {
        free (parcel);
        return;
    }
    reply->data = NULL;
    reply->account = NULL;
    channel_given (parcel);
    if (zmq_send (router, reply->routing, reply->routing_length, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0 ||
        zmq_msg_send (&message, router, ZMQ_DONTWAIT) < 0)
        zmq_msg_close (&message);
}

bool delivery_grant (void *router, const uint8_t *routing, size_t routing_length, uint32_t credit_bytes)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Credit credit = QCDC__CREDIT__INIT;
    uint8_t bytes[32];
    credit.credit_bytes = credit_bytes;
    frame.kind_case = QCDC__FRAME__KIND_CREDIT;
    frame.credit = &credit;
    if (zmq_send (router, routing, routing_length, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
        return zmq_errno () != EHOSTUNREACH;
    size_t length = qcdc__frame__get_packed_size (&frame);
    if (length <= sizeof bytes)
        qcdc__frame__pack (&frame, bytes);
    (void)!zmq_send (router, bytes, length <= sizeof bytes ? length : 0, ZMQ_DONTWAIT);
    return true;
}
