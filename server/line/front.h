/*  front.h — the socket that clients speak to. */

#ifndef QCDC_FRONT_H
#define QCDC_FRONT_H

#include <czmq.h>

/*  ARGS is the server_t.  Answers "ENDPOINT" on its pipe with the bound address. */
void front_actor (zsock_t *pipe, void *args);

#endif
