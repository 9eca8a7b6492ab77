/*  delivery.c — ZeroMQ frees a message when it has sent it or its connection is gone, and calls us then, from a thread of its own:
 *  the one sign of delivery there is. */

#include "line/delivery.h"

#include "base/channel.h"

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
