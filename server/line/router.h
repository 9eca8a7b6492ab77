/*  router.h — the socket that everybody comes to. */

#ifndef QCDC_ROUTER_H
#define QCDC_ROUTER_H

#include "base/server.h"

/*  A ROUTER at the address that SERVER listens on, with its keys; ENDPOINT (of SIZE bytes) is where that is, a port of chance named.
 *  NULL with zmq_errno where it cannot be. */
zsock_t *router_new (const server_t *server, char *endpoint, size_t size);

/*  One message off ROUTER without waiting: the length of its routing id, of which SIZE bytes are kept, and in BODY, initialised, its
 *  second frame.  *FRAMES is how many it has; those beyond two are drained.  Below 0: there is none. */
int router_receive (void *router, uint8_t *routing, size_t size, zmq_msg_t *body, size_t *frames);

/*  The key as the gate proved it; it stands on the body frame only. */
bool router_key (zmq_msg_t *body, uint8_t key[CURVE_KEY_BYTES]);

#endif
