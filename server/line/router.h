/*  router.h — the socket that everybody comes to. */

#ifndef QCDC_ROUTER_H
#define QCDC_ROUTER_H

#include "base/server.h"

/*  A ROUTER at the address that SERVER listens on, with its keys; ENDPOINT (of SIZE bytes) is where that is, a port of chance named.
 *  NULL with zmq_errno where it cannot be. */
zsock_t *router_new (const server_t *server, char *endpoint, size_t size);

#define ROUTING_BYTES_MAX 255

/*  The next message, if one is there: who sent it, and in BODY, which the caller closes then, its one frame of it.  *FRAMES is how
 *  many it had; what has not two is drained, and to be dropped.  False: none is there. */
bool router_take (zsock_t *self, uint8_t routing[ROUTING_BYTES_MAX], size_t *routing_length, zmq_msg_t *body,
                  size_t *frames);

/*  The key as the gate proved it; it stands on the body frame only. */
bool router_key (zmq_msg_t *body, uint8_t key[CURVE_KEY_BYTES]);

/*  Tells the connection ROUTING how much it may have unanswered.  False: it is gone. */
bool router_grant (zsock_t *self, const uint8_t *routing, size_t routing_length, uint32_t credit_bytes);

#endif
