/*  gate.h — who is let in, and the key table. */

#ifndef QCDC_GATE_H
#define QCDC_GATE_H

#include <czmq.h>

/*  ARGS is the server_t. */
void gate_actor (zsock_t *pipe, void *args);

#endif
