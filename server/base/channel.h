/*  channel.h — handing objects from one thread to another over inproc sockets.
 *
 *  A socket belongs to one thread; what is sent is owned by whoever receives it.  ZeroMQ orders the hand-over, but the
 *  thread sanitizer cannot see into it, so it is told here. */

#ifndef QCDC_CHANNEL_H
#define QCDC_CHANNEL_H

#include "base/status.h"

#include <stdbool.h>
#include <zmq.h>

/*  Sends the pointer OBJECT; blocks only where the receiver lags by a whole high-water mark.  QCDC_IO when the context is
 *  going down; the object is then still the caller's. */
qcdc_status channel_send (void *socket, void *object) QCDC_CHECK;

/*  The next object, or NULL when there is none now (WAIT false) or the context is going down. */
void *channel_receive (void *socket, bool wait);

/*  Where ZeroMQ itself hands OBJECT on: said before it gets it, and by whoever has it then. */
void channel_given (void *object);
void channel_taken (void *object);

#endif
