/*  delivery.h — an answer given to ZeroMQ, and the moment at which that lets go of it. */

#ifndef QCDC_DELIVERY_H
#define QCDC_DELIVERY_H

#include "base/job.h"

/*  Hands the bytes of REPLY, which lose them, to the ROUTER; its account is settled when they have left, or cannot.  Never
 *  blocks: a client that has gone, or whose connection holds all it may, loses the answer, and asks again after its next
 *  hello. */
void delivery_send (void *router, reply_t *reply);

#endif
