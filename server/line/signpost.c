/*  signpost.c — a ROUTER with the keys of before, which answers everything with the same refusal: the statements.
 *
 *  They are signed, so it does not matter who asks or what for; nothing that comes is unpacked. */

#include "line/signpost.h"

#include "base/job.h"
#include "base/server.h"
#include "wire/frame.h"

#include <stdlib.h>
#include <string.h>

#define POLL_MS 1000
#define FRAMES_PER_TURN 256

/*  The answer, packed once: call 0 is for whatever was asked. */
static bool pack_answer (const whereabouts_t *said, uint8_t **data, size_t *length)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Refused refused = QCDC__REFUSED__INIT;
    Qcdc__Whereabouts messages[QCDC_WHEREABOUTS_MAX], *pointers[QCDC_WHEREABOUTS_MAX];
    for (size_t i = 0; i < said->count; i++) {
        pointers[i] = &messages[i];
        whereabouts_to_wire (&said->items[i], pointers[i]);
    }
    refused.code = (char *)status_code (QCDC_MOVED);
    refused.message = (char *)"the province's server has another address now";
    refused.advice = (char *)"run qcdc sync, which finds it";
    refused.retry = true;
    refused.whereabouts = pointers;
    refused.n_whereabouts = said->count;
    frame.kind_case = QCDC__FRAME__KIND_REFUSED;
    frame.refused = &refused;
    return frame_pack_plain (&frame, data, length) == QCDC_OK;
}

static zsock_t *open_router (const server_t *server)
{
    char public_key[CURVE_TEXT_BYTES], secret_key[CURVE_TEXT_BYTES];
    zsock_t *router = zsock_new (ZMQ_ROUTER);
    if (!router)
        return NULL;
    zmq_z85_encode (public_key, server->keys_old->curve_public, CURVE_KEY_BYTES);
    zmq_z85_encode (secret_key, server->keys_old->curve_secret, CURVE_KEY_BYTES);
    zsock_set_zap_domain (router, ZAP_DOMAIN);
    zsock_set_curve_server (router, 1);
    zsock_set_curve_publickey (router, public_key);
    zsock_set_curve_secretkey (router, secret_key);
    memset (secret_key, 0, sizeof secret_key);
    zsock_set_router_mandatory (router, 1);
    zsock_set_maxmsgsize (router, 64 * 1024);
    zsock_set_rcvhwm (router, 8);
    zsock_set_sndhwm (router, 8);
    zsock_set_heartbeat_ivl (router, 15000);
    zsock_set_heartbeat_timeout (router, 60000);
    zsock_set_handshake_ivl (router, 30000);
    zsock_set_linger (router, 2000);
    if (zmq_bind (zsock_resolve (router), server->listen_old) != 0)
        zsock_destroy (&router);
    return router;
}

/*  One message: its sender is answered, the rest of it is dropped. */
static bool answer_one (void *router, const uint8_t *data, size_t length)
{
    uint8_t routing[256];
    zmq_msg_t rest;
    int got = zmq_recv (router, routing, sizeof routing, ZMQ_DONTWAIT);
    if (got < 0)
        return false;
    int more = 0;
    size_t size = sizeof more;
    while (zmq_getsockopt (router, ZMQ_RCVMORE, &more, &size) == 0 && more) {
        zmq_msg_init (&rest);
        more = zmq_msg_recv (&rest, router, ZMQ_DONTWAIT) >= 0;
        zmq_msg_close (&rest);
        if (!more)
            break;
    }
    if (got <= 255 && zmq_send (router, routing, (size_t)got, ZMQ_SNDMORE | ZMQ_DONTWAIT) >= 0)
        zmq_send (router, data, length, ZMQ_DONTWAIT);
    return true;
}

static void run (zsock_t *pipe, zsock_t *router, const uint8_t *data, size_t length)
{
    for (;;) {
        zmq_pollitem_t items[] = {{.socket = zsock_resolve (pipe), .events = ZMQ_POLLIN},
                                  {.socket = zsock_resolve (router), .events = ZMQ_POLLIN}};
        if (zmq_poll (items, 2, POLL_MS) < 0 && zmq_errno () != EINTR)
            return;
        if (items[0].revents) {
            char *word = zstr_recv (pipe);
            bool over = !word || strcmp (word, "$TERM") == 0;
            zstr_free (&word);
            if (over)
                return;
        }
        for (int i = 0; items[1].revents && i < FRAMES_PER_TURN; i++)
            if (!answer_one (zsock_resolve (router), data, length))
                break;
    }
}

void signpost_actor (zsock_t *pipe, void *args)
{
    const server_t *server = args;
    uint8_t *data = NULL;
    size_t length = 0;
    zsock_t *router = pack_answer (server->whereabouts, &data, &length) ? open_router (server) : NULL;
    if (!router)
        LOG_ERROR ("signpost: cannot listen on %s: %s", server->listen_old, zmq_strerror (zmq_errno ()));
    else {
        zsock_signal (pipe, 0);
        run (pipe, router, data, length);
    }
    zsock_destroy (&router);
    free (data);
}
