/*  signpost.h — the old address: whoever still comes there is told where the server is now. */

#ifndef QCDC_SIGNPOST_H
#define QCDC_SIGNPOST_H

#include <czmq.h>

/*  ARGS is the server_t. */
void signpost_actor (zsock_t *pipe, void *args);

#endif
