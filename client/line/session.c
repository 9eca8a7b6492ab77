/*  session.c — the line: a DEALER over CURVE, its monitor, the frames that go and come, and how long one waits.
 *
 *  The session owns its context and sockets and belongs to one thread.  A frame that was handed out lives in the session's
 *  arena until the next one is asked for. */

#include "line/session.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/process.h"
#include "base/text.h"
#include "show/messages.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

/*  Chosen for bad lines: at 300 ms a handshake takes more than a second, and a frame of 100 kB at 256 kbit/s takes
 *  three. */
#define HANDSHAKE_IVL_MS 30000
#define HEARTBEAT_IVL_MS 15000
#define HEARTBEAT_TIMEOUT_MS 60000
#define CONNECT_TIMEOUT_MS 20000
#define RECONNECT_IVL_MS 500
#define RECONNECT_IVL_MAX_MS 5000

/*  A heartbeat waits behind what the kernel has taken already, so that must not be more than seconds' worth. */
#define SNDBUF_BYTES (256 * 1024)
#define RCVHWM_FRAMES 8

#define PING_US (15 * 1000000LL)
#define AWAY_US (600 * 1000000LL)
#define SLICE_US 1000000LL

struct session {
    void *context;
    void *socket;
    void *monitor; /* tells a broken line; libzmq itself would mend it in silence and forget what was under way */
    arena_t *arena;
    char *endpoint;
    uint64_t call;
    size_t received_bytes; /* of the last frame */
    int64_t pinged_at_us;
    bool shaken; /* the handshake has succeeded */
    bool lost;   /* and the line broke since */
};

/*  ---------------------------------------------------------------- patience */

void patience_start (patience_t *self, int limit_ms, bool quiet)
{
    *self = (patience_t){.limit_us = (limit_ms ? limit_ms : PATIENCE_MS) * 1000LL, .began_us = monotonic_us ()};
    self->deadline_us = self->began_us + (limit_ms ? limit_ms : PATIENCE_FIRST_MS) * 1000LL;
    self->progress.quiet = quiet;
}

void patience_progress (patience_t *self)
{
    self->deadline_us = monotonic_us () + self->limit_us;
    self->heard = true;
    self->away_until_us = 0;
}

void patience_heard (patience_t *self)
{
    if (!self->heard)
        patience_progress (self);
}

bool patience_over (const patience_t *self)
{
    return monotonic_us () >= self->deadline_us;
}

/*  A server whose database is away is worth waiting for, but not for ever. */
static void patience_pong (patience_t *self, bool database_up)
{
    int64_t now = monotonic_us ();
    if (database_up) {
        self->away_until_us = 0;
        patience_heard (self); /* it is there, only its disk or its database is slow */
        return;
    }
    if (!self->told_away && !self->progress.quiet) {
        progress_end (&self->progress);
        fprintf (stderr, "%s", _ ("qcdc: the server is there, but its database is not; waiting for it\n"));
    }
    self->told_away = true;
    if (!self->away_until_us)
        self->away_until_us = now + AWAY_US;
    int64_t until = now + self->limit_us;
    if (until > self->away_until_us)
        until = self->away_until_us;
    if (until > self->deadline_us)
        self->deadline_us = until;
}

/*  ---------------------------------------------------------------- opening */

static bool set_int (void *socket, int option, int value)
{
    return zmq_setsockopt (socket, option, &value, sizeof value) == 0;
}

static bool set_options (session_t *self, const uint8_t server_curve[CURVE_KEY_BYTES], const keys_t *keys)
{
    int64_t frame_bytes_max = QCDC_FRAME_BYTES_MAX;
    /* With IPv6 on, libzmq takes the first address of a name and never tries the next: on only where asked for. */
    return set_int (self->socket, ZMQ_IPV6, strchr (self->endpoint, '[') != NULL) &&
           set_int (self->socket, ZMQ_LINGER, 0) && set_int (self->socket, ZMQ_HANDSHAKE_IVL, HANDSHAKE_IVL_MS) &&
           set_int (self->socket, ZMQ_HEARTBEAT_IVL, HEARTBEAT_IVL_MS) &&
           set_int (self->socket, ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS) &&
           set_int (self->socket, ZMQ_CONNECT_TIMEOUT, CONNECT_TIMEOUT_MS) &&
           set_int (self->socket, ZMQ_RECONNECT_IVL, RECONNECT_IVL_MS) &&
           set_int (self->socket, ZMQ_RECONNECT_IVL_MAX, RECONNECT_IVL_MAX_MS) &&
           set_int (self->socket, ZMQ_SNDBUF, SNDBUF_BYTES) && set_int (self->socket, ZMQ_RCVHWM, RCVHWM_FRAMES) &&
           zmq_setsockopt (self->socket, ZMQ_MAXMSGSIZE, &frame_bytes_max, sizeof frame_bytes_max) == 0 &&
           zmq_setsockopt (self->socket, ZMQ_CURVE_SERVERKEY, server_curve, CURVE_KEY_BYTES) == 0 &&
           zmq_setsockopt (self->socket, ZMQ_CURVE_PUBLICKEY, keys->curve_public, CURVE_KEY_BYTES) == 0 &&
           zmq_setsockopt (self->socket, ZMQ_CURVE_SECRETKEY, keys->curve_secret, CURVE_KEY_BYTES) == 0;
}

static bool watch (session_t *self)
{
    int events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED;
    if (zmq_socket_monitor (self->socket, "inproc://line", events) != 0)
        return false;
    self->monitor = zmq_socket (self->context, ZMQ_PAIR);
    return self->monitor && set_int (self->monitor, ZMQ_LINGER, 0) &&
           zmq_connect (self->monitor, "inproc://line") == 0;
}

qcdc_status session_open (const char *endpoint, const uint8_t server_curve[CURVE_KEY_BYTES], const keys_t *keys,
                          session_t **self_p, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    *self_p = NULL;
    QCDC_TRY (process_check_room (QCDC_CLIENT_DESCRIPTORS_MIN, QCDC_CLIENT_ROOM_BYTES, fault));
    session_t *self = calloc (1, sizeof *self);
    if (!self)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a connection"));
    self->endpoint = strdup (endpoint);
    self->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    self->context = zmq_ctx_new ();
    self->socket = self->context ? zmq_socket (self->context, ZMQ_DEALER) : NULL;
    self->pinged_at_us = monotonic_us ();
    if (!self->endpoint || !self->arena || !self->socket)
        status = fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a connection"));
    else if (!set_options (self, server_curve, keys) || !watch (self))
        status = fault_set (fault, QCDC_IO, NULL, _ ("cannot prepare a connection: %s"), zmq_strerror (errno));
    else if (zmq_connect (self->socket, endpoint) != 0) {
        status = fault_set (fault, QCDC_IO, NULL, _ ("cannot connect to %s: %s"), endpoint, zmq_strerror (errno));
        fault_advise (fault, _ ("the address has the form tcp://HOST:PORT"));
    }
    if (status != QCDC_OK)
        session_close (&self);
    *self_p = self;
    return status;
}

void session_close (session_t **self_p)
{
    session_t *self = *self_p;
    if (!self)
        return;
    if (self->monitor)
        zmq_close (self->monitor);
    if (self->socket)
        zmq_close (self->socket);
    if (self->context)
        zmq_ctx_term (self->context);
    arena_destroy (&self->arena);
    free (self->endpoint);
    free (self);
    *self_p = NULL;
}

/*  ---------------------------------------------------------------- sending */

qcdc_status session_pack (session_t *self, Qcdc__Frame *frame, uint8_t **data, size_t *length, fault_t *fault)
{
    frame->call = ++self->call;
    qcdc_status status = frame_pack (frame, data, length);
    if (status != QCDC_OK)
        return fault_set (fault, status, NULL, _ ("a message to the server: %s"), _ (status_text (status)));
    return QCDC_OK;
}

qcdc_status session_send_bytes (session_t *self, const uint8_t *data, size_t length, fault_t *fault)
{
    /* Never blocks: the queue holds a thousand frames, and credit allows far fewer. */
    if (zmq_send (self->socket, data, length, ZMQ_DONTWAIT) < 0)
        return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("cannot send to %s: %s"), self->endpoint,
                          zmq_strerror (errno));
    return QCDC_OK;
}

qcdc_status session_send (session_t *self, Qcdc__Frame *frame, fault_t *fault)
{
    uint8_t *data = NULL;
    size_t length = 0;
    qcdc_status status = session_pack (self, frame, &data, &length, fault);
    if (status == QCDC_OK)
        status = session_send_bytes (self, data, length, fault);
    free (data);
    return status;
}

static qcdc_status send_ping (session_t *self, fault_t *fault)
{
    Qcdc__Ping ping = QCDC__PING__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_PING;
    frame.ping = &ping;
    self->pinged_at_us = monotonic_us ();
    return session_send (self, &frame, fault);
}

/*  ---------------------------------------------------------------- receiving */

/*  Reads what libzmq says about the line.  An event is two frames: number and value, then the address. */
static void read_monitor (session_t *self)
{
    for (;;) {
        uint8_t event[6];
        if (zmq_recv (self->monitor, event, sizeof event, ZMQ_DONTWAIT) < (int)sizeof event)
            return;
        char address[256];
        zmq_recv (self->monitor, address, sizeof address, ZMQ_DONTWAIT);
        uint16_t number;
        memcpy (&number, event, sizeof number);
        if (number == ZMQ_EVENT_HANDSHAKE_SUCCEEDED)
            self->shaken = true;
        else if (number == ZMQ_EVENT_DISCONNECTED && self->shaken)
            self->lost = true;
    }
}

/*  The frame that is there, if any: QCDC_NOT_FOUND where none is. */
static qcdc_status take (session_t *self, Qcdc__Frame **frame, fault_t *fault)
{
    zmq_msg_t message;
    zmq_msg_init (&message);
    qcdc_status status = QCDC_NOT_FOUND;
    if (zmq_msg_recv (&message, self->socket, ZMQ_DONTWAIT) >= 0) {
        bool more = zmq_msg_more (&message);
        arena_reset (self->arena);
        self->received_bytes = zmq_msg_size (&message);
        status = frame_unpack (zmq_msg_data (&message), zmq_msg_size (&message), self->arena, frame, fault);
        if (more) {
            while (more && zmq_msg_recv (&message, self->socket, ZMQ_DONTWAIT) >= 0)
                more = zmq_msg_more (&message);
            status = session_unexpected (_ ("more than one frame"), fault);
        }
    }
    zmq_msg_close (&message);
    return status;
}

size_t session_received (const session_t *self)
{
    return self->received_bytes;
}

bool session_broke (const session_t *self)
{
    return self->lost;
}

static qcdc_status impatient (const session_t *self, const patience_t *patience, fault_t *fault)
{
    if (patience->away_until_us)
        return fault_set (fault, QCDC_DATABASE_AWAY, NULL, _ ("%s answers, but its database does not"),
                          self->endpoint);
    if (self->shaken)
        return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("%s is connected but does not answer"), self->endpoint);
    return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("no connection to %s"), self->endpoint);
}

/*  Whoever waits knows for what: on a terminal at once, elsewhere when it takes longer than a line is slow. */
static void tell_waiting (const session_t *self, patience_t *patience, int64_t now_us)
{
    int64_t left_us = patience->deadline_us - now_us;
    if (patience->heard || patience->progress.quiet || patience->told)
        return;
    if (!patience->progress.shown)
        progress_say (&patience->progress, _ ("connecting to %s"), self->endpoint);
    if (now_us - patience->began_us < PATIENCE_SILENT_MS * 1000LL)
        return;
    patience->told = true;
    progress_end (&patience->progress);
    text_say (stderr, _ ("qcdc: no answer from %s yet; trying for %lld seconds more\n"), self->endpoint,
             (long long)((left_us + 999999) / 1000000));
}

qcdc_status session_next (session_t *self, patience_t *patience, int wait_ms, Qcdc__Frame **frame, fault_t *fault)
{
    int64_t until = wait_ms < 0 ? INT64_MAX : monotonic_us () + wait_ms * 1000LL;
    for (;;) {
        qcdc_status status = take (self, frame, fault);
        if (status == QCDC_OK && (*frame)->kind_case == QCDC__FRAME__KIND_PONG) {
            patience_pong (patience, (*frame)->pong->database_up);
            continue;
        }
        if (status != QCDC_NOT_FOUND)
            return status;
        /* Only once everything that arrived has been read: answers may stand before the news that the line broke. */
        if (self->lost)
            return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("the connection to %s was lost"), self->endpoint);
        int64_t now = monotonic_us ();
        if (now >= until)
            return QCDC_NOT_FOUND;
        if (now >= patience->deadline_us)
            return impatient (self, patience, fault);
        if (self->shaken && now - self->pinged_at_us >= PING_US) {
            status = send_ping (self, fault);
            if (status != QCDC_OK)
                return status;
        }
        tell_waiting (self, patience, now);
        int64_t slice = until - now < SLICE_US ? until - now : SLICE_US;
        if (slice > patience->deadline_us - now)
            slice = patience->deadline_us - now;
        zmq_pollitem_t items[2] = {{self->socket, 0, ZMQ_POLLIN, 0}, {self->monitor, 0, ZMQ_POLLIN, 0}};
        if (zmq_poll (items, 2, (long)((slice + 999) / 1000)) < 0 && errno != EINTR)
            return fault_set (fault, QCDC_IO, NULL, _ ("cannot wait for %s: %s"), self->endpoint,
                              zmq_strerror (errno));
        read_monitor (self);
    }
}

qcdc_status session_answer (session_t *self, patience_t *patience, uint64_t call, Qcdc__Frame **frame, bool *retry,
                            fault_t *fault)
{
    *retry = false;
    for (;;) {
        qcdc_status status = session_next (self, patience, -1, frame, fault);
        if (status != QCDC_OK) {
            *retry = status == QCDC_TIMEOUT || status == QCDC_DATABASE_AWAY;
            return status;
        }
        /* A refused ping is no answer to us (a device that joins may not ping); one without a number is for all. */
        bool ours = (*frame)->call == call;
        if ((*frame)->kind_case == QCDC__FRAME__KIND_REFUSED && (ours || (*frame)->call == 0)) {
            *retry = (*frame)->refused->retry;
            patience_heard (patience);
            return refused_fault ((*frame)->refused, fault);
        }
        if (ours) {
            patience_progress (patience);
            return QCDC_OK;
        }
    }
}

qcdc_status session_ask (session_t *self, patience_t *patience, Qcdc__Frame *frame, Qcdc__Frame **answer, bool *retry,
                         fault_t *fault)
{
    *retry = false;
    qcdc_status status = session_send (self, frame, fault);
    if (status != QCDC_OK) {
        *retry = status == QCDC_TIMEOUT;
        return status;
    }
    return session_answer (self, patience, frame->call, answer, retry, fault);
}

/*  In the reader's language; English is better than nothing where memory is out. */
qcdc_status refused_fault (const Qcdc__Refused *refused, fault_t *fault)
{
    qcdc_status status = status_from_code (refused->code);
    char *people = message_people (refused->message, 0), *advice = message_people (refused->advice, 0);
    const char *message = people ? people : refused->message;
    if (status == QCDC_OK || status >= QCDC_STATUS_COUNT)
        fault_set (fault, status = QCDC_PROTOCOL, NULL, "%s: %s", refused->code, message);
    else
        fault_set (fault, status, NULL, "%s", message);
    fault_advise (fault, "%s", advice ? advice : refused->advice);
    free (people);
    free (advice);
    return status;
}

qcdc_status session_unexpected (const char *what, fault_t *fault)
{
    fault_set (fault, QCDC_PROTOCOL, NULL, _ ("the server sent what does not belong here: %s"), what);
    fault_advise (fault, _ ("check that both programs are of versions that fit each other"));
    return QCDC_PROTOCOL;
}

void session_back_off (const patience_t *patience, int tries)
{
    static const int64_t STEPS_US[] = {250000, 1000000, 2000000, 4000000, 8000000, 15000000};
    size_t step = tries < 6 ? (size_t)tries : 5;
    int64_t wait_us = STEPS_US[step] - randombytes_uniform ((uint32_t)(STEPS_US[step] / 4));
    int64_t left_us = patience->deadline_us - monotonic_us ();
    if (wait_us > left_us)
        wait_us = left_us;
    if (wait_us <= 0)
        return;
    struct timespec pause = {wait_us / 1000000, wait_us % 1000000 * 1000};
    nanosleep (&pause, NULL);
}
