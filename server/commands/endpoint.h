/*  endpoint.h — addresses of the server: where it listens, and where the offices are told that it is. */

#ifndef QCDC_ENDPOINT_H
#define QCDC_ENDPOINT_H

#include "base/fault.h"

#include <stdbool.h>

/*  Whether the offices can be told that the server is at ENDPOINT (NULL: nothing is said): tcp://HOST:PORT, and HOST not one of those at
 *  which a server listens and nobody is reached.  QCDC_USAGE. */
qcdc_status endpoint_check (const char *endpoint, fault_t *fault) QCDC_CHECK;

/*  Whether TEXT is tcp://HOST:PORT, the port a number or, where ANY_PORT, "*". */
bool endpoint_valid (const char *text, bool any_port);

#endif
