/*  ingest.h — the only writer. */

#ifndef QCDC_INGEST_H
#define QCDC_INGEST_H

#include <czmq.h>

/*  ARGS is the server_t. */
void ingest_actor (zsock_t *pipe, void *args);

#endif
