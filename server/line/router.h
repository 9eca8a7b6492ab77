/*  router.h — the socket that everybody comes to. */

#ifndef QCDC_ROUTER_H
#define QCDC_ROUTER_H

#include "base/server.h"

/*  A ROUTER at the address that SERVER listens on, with its keys; ENDPOINT (of SIZE bytes) is where that is, a port of chance named.
 *  NULL with zmq_errno where it cannot be. */
zsock_t *router_new (const server_t *server, char *endpoint, size_t size);

#endif
