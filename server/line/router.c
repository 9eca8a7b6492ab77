/*  router.c — what the socket allows a peer: how large a frame may be, how long a handshake, a silence, and what of answers that are
 *  not read the kernel holds; and one message off it, or one word on it. */

#include "line/router.h"

#include "wire/frame.h"
#include "wire/keys.h"

#include <errno.h>
#include <string.h>

#define SNDBUF_BYTES (512 * 1024) /* of a connection: what the kernel holds of answers that are not read */
#define HEARTBEAT_IVL_MS 15000
#define HEARTBEAT_TIMEOUT_MS 60000
#define HANDSHAKE_IVL_MS 30000

zsock_t *router_new (const server_t *server, char *endpoint, size_t size)
{
    char public_key[CURVE_TEXT_BYTES], secret_key[CURVE_TEXT_BYTES];
    zsock_t *self = zsock_new (ZMQ_ROUTER);
    if (!self)
        return NULL;
    zmq_z85_encode (public_key, server->keys->curve_public, CURVE_KEY_BYTES);
    zmq_z85_encode (secret_key, server->keys->curve_secret, CURVE_KEY_BYTES);
    zsock_set_zap_domain (self, ZAP_DOMAIN);
    zsock_set_curve_server (self, 1);
    zsock_set_curve_publickey (self, public_key);
    zsock_set_curve_secretkey (self, secret_key);
    zsock_set_router_mandatory (self, 1);
    zsock_set_maxmsgsize (self, (int)QCDC_FRAME_BYTES_MAX + 1024);
    zsock_set_rcvhwm (self, 16);
    zsock_set_sndhwm (self, 4096);
    zsock_set_sndbuf (self, SNDBUF_BYTES);
    zsock_set_backlog (self, 4096);
    zsock_set_heartbeat_ivl (self, HEARTBEAT_IVL_MS);
    zsock_set_heartbeat_timeout (self, HEARTBEAT_TIMEOUT_MS);
    zsock_set_handshake_ivl (self, HANDSHAKE_IVL_MS);
    zsock_set_linger (self, 2000); /* answers in hand still leave */
    memset (secret_key, 0, sizeof secret_key);
    if (zmq_bind (zsock_resolve (self), server->listen) == 0 &&
        zmq_getsockopt (zsock_resolve (self), ZMQ_LAST_ENDPOINT, endpoint, &size) == 0)
        return self;
    int why = zmq_errno ();
    zsock_destroy (&self);
    errno = why;
    return NULL;
}

bool router_take (zsock_t *self, uint8_t routing[ROUTING_BYTES_MAX], size_t *routing_length, zmq_msg_t *body,
                  size_t *frames)
{
    void *socket = zsock_resolve (self);
    int length = zmq_recv (socket, routing, ROUTING_BYTES_MAX, ZMQ_DONTWAIT);
    if (length < 0)
        return false;
    zmq_msg_t extra;
    zmq_msg_init (body);
    bool has_body = zsock_rcvmore (self) && zmq_msg_recv (body, socket, ZMQ_DONTWAIT) >= 0;
    *frames = 1 + has_body;
    for (bool more = has_body && zmq_msg_more (body); more; ++*frames) {
        zmq_msg_init (&extra);
        more = zmq_msg_recv (&extra, socket, ZMQ_DONTWAIT) >= 0 && zmq_msg_more (&extra);
        zmq_msg_close (&extra);
    }
    *routing_length = (size_t)length;
    return true;
}

bool router_key (zmq_msg_t *body, uint8_t key[CURVE_KEY_BYTES])
{
    const char *user = zmq_msg_gets (body, "User-Id");
    return user && hex_parse (user, key, CURVE_KEY_BYTES) == QCDC_OK;
}

/*  Sent as it is: it counts for no account, and is as small as a frame can be. */
bool router_grant (zsock_t *self, const uint8_t *routing, size_t routing_length, uint32_t credit_bytes)
{
    void *socket = zsock_resolve (self);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Credit credit = QCDC__CREDIT__INIT;
    uint8_t bytes[32];
    credit.credit_bytes = credit_bytes;
    frame.kind_case = QCDC__FRAME__KIND_CREDIT;
    frame.credit = &credit;
    if (zmq_send (socket, routing, routing_length, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0)
        return zmq_errno () != EHOSTUNREACH;
    size_t length = qcdc__frame__get_packed_size (&frame);
    if (length <= sizeof bytes)
        qcdc__frame__pack (&frame, bytes);
    (void)!zmq_send (socket, bytes, length <= sizeof bytes ? length : 0, ZMQ_DONTWAIT);
    return true;
}
