/*  channel.c — pointers through ZeroMQ sockets, and what the thread sanitizer has to be told of it. */

#include "base/channel.h"

#include <stddef.h>
#include <string.h>

#if defined(__SANITIZE_THREAD__)
#define CHANNEL_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CHANNEL_TSAN 1
#endif
#endif

#ifdef CHANNEL_TSAN
void __tsan_acquire (void *address);
void __tsan_release (void *address);
#define CHANNEL_RELEASE(address) __tsan_release (address)
#define CHANNEL_ACQUIRE(address) __tsan_acquire (address)
#else
#define CHANNEL_RELEASE(address) ((void)(address))
#define CHANNEL_ACQUIRE(address) ((void)(address))
#endif

qcdc_status channel_send (void *socket, void *object)
{
    CHANNEL_RELEASE (object);
    return zmq_send (socket, &object, sizeof object, 0) == (int)sizeof object ? QCDC_OK : QCDC_IO;
}

void *channel_receive (void *socket, bool wait)
{
    void *object = NULL;
    int size = zmq_recv (socket, &object, sizeof object, wait ? 0 : ZMQ_DONTWAIT);
    if (size != (int)sizeof object)
        return NULL;
    CHANNEL_ACQUIRE (object);
    return object;
}

void channel_given (void *object)
{
    CHANNEL_RELEASE (object);
}

void channel_taken (void *object)
{
    CHANNEL_ACQUIRE (object);
}
