/*  reader.h — the threads that answer what is only read. */

#ifndef QCDC_READER_H
#define QCDC_READER_H

#include <czmq.h>

/*  One of SERVER_READERS; ARGS is the server_t. */
void reader_actor (zsock_t *pipe, void *args);

#endif
