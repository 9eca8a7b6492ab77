/*  gate.c — who is at the door: ZeroMQ's authentication requests, and the key table.
 *
 *  Every valid CURVE key is let in and named (User-Id = the key in hex), for only inside can a person be told why a
 *  message is refused.  The table of members is read from the database whenever a NOTIFY says that it has changed
 *  and after every reconnect, and handed to front.  Source: ZeroMQ RFC 27 (ZAP). */

#include "line/gate.h"

#include "base/channel.h"
#include "base/day.h"
#include "base/member.h"
#include "base/server.h"
#include "pg/pg.h"

#include <endian.h>
#include <string.h>

#define POLL_MS 1000
#define SEND_MS 1000
#define RETRY_US_MIN 250000
#define RETRY_US_MAX 5000000

static const statement_t MEMBERS = {
    "gate_members",
    "select curve_key, id, origin, office, role, revoked_at is not null from origin where curve_key is not null"};

typedef struct {
    const server_t *server;
    zsock_t *pipe;
    zsock_t *zap;
    zsock_t *members;
    pg_t *pg;
    bool stale; /* front's table may be older than the database's */
    bool ready; /* the first table has been sent, and main told */
    int64_t retry_at_us;
    int64_t retry_us;
    bool over;
} gate_t;

/*  A frame of a ZAP request as text of at most SIZE - 1 characters. */
static void pop_text (zmsg_t *message, char *text, size_t size)
{
    zframe_t *frame = zmsg_pop (message);
    size_t length = frame ? zframe_size (frame) : 0;
    if (length > size - 1)
        length = size - 1;
    if (length)
        memcpy (text, zframe_data (frame), length);
    text[length] = '\0';
    zframe_destroy (&frame);
}

static void zap_answer (gate_t *self, const char *sequence, const char *code, const char *text, const char *user)
{
    zmsg_t *reply = zmsg_new ();
    if (!reply)
        return;
    if (zmsg_addstr (reply, "1.0") != 0 || zmsg_addstr (reply, sequence) != 0 || zmsg_addstr (reply, code) != 0 ||
        zmsg_addstr (reply, text) != 0 || zmsg_addstr (reply, user) != 0 || zmsg_addmem (reply, "", 0) != 0 ||
        zmsg_send (&reply, self->zap) != 0)
        zmsg_destroy (&reply);
}

/*  version, request id, domain, address, identity, mechanism, credentials: for CURVE the client's public key. */
static void zap_serve (gate_t *self)
{
    char version[8], sequence[64], domain[64], mechanism[16], user[2 * CURVE_KEY_BYTES + 1] = "";
    zmsg_t *request = zmsg_recv (self->zap);
    if (!request)
        return;
    pop_text (request, version, sizeof version);
    pop_text (request, sequence, sizeof sequence);
    pop_text (request, domain, sizeof domain);
    for (int i = 0; i < 2; i++) {
        zframe_t *unused = zmsg_pop (request);
        zframe_destroy (&unused);
    }
    pop_text (request, mechanism, sizeof mechanism);
    zframe_t *key = zmsg_pop (request);
    bool named = strcmp (version, "1.0") == 0 && strcmp (domain, ZAP_DOMAIN) == 0 &&
                 strcmp (mechanism, "CURVE") == 0 && key && zframe_size (key) == CURVE_KEY_BYTES;
    if (named)
        hex_format (zframe_data (key), CURVE_KEY_BYTES, user);
    zap_answer (self, sequence, named ? "200" : "400", named ? "OK" : "CURVE only", user);
    zframe_destroy (&key);
    zmsg_destroy (&request);
}

/*  One row of MEMBERS; false for one that cannot be (the table's checks forbid it). */
static bool read_member (const PGresult *result, int row, member_t *member)
{
    size_t key_length, origin_length;
    const void *key = pg_bytes (result, row, 0, &key_length);
    const void *origin = pg_bytes (result, row, 2, &origin_length);
    *member = (member_t){.id = (int)pg_int8 (result, row, 1),
                         .office = (int)pg_int8 (result, row, 3),
                         .role = (role_t)pg_int8 (result, row, 4),
                         .revoked = pg_bool (result, row, 5)};
    if (key_length != CURVE_KEY_BYTES || origin_length != sizeof member->origin)
        return false;
    memcpy (member->curve_key, key, CURVE_KEY_BYTES);
    memcpy (&member->origin, origin, sizeof member->origin);
    member->origin = le64toh (member->origin);
    return true;
}

static member_table_t *read_members (gate_t *self, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (pg_run (self->pg, &MEMBERS, NULL, &result, fault) != QCDC_OK)
        return NULL;
    member_table_t *table = member_table_new ();
    qcdc_status status = table ? QCDC_OK : QCDC_NO_MEMORY;
    for (int row = 0; row < PQntuples (result) && status == QCDC_OK; row++) {
        member_t member;
        if (read_member (result, row, &member))
            status = member_table_put (table, &member);
    }
    if (status != QCDC_OK) {
        fault_set (fault, status, NULL, "the key table cannot be read: %s", status_text (status));
        member_table_destroy (&table);
    }
    return table;
}

static qcdc_status listen_for_changes (gate_t *self, fault_t *fault)
{
    QCDC_TRY (pg_open (self->server->conninfo, "qcdcd gate", &self->pg, fault));
    return pg_exec (self->pg, "listen qcdc_members", fault);
}

/*  Reads the table and hands it to front.  On trouble the connection is closed and tried again later: ZAP goes on. */
static void refresh (gate_t *self)
{
    fault_t fault = {0};
    qcdc_status status = self->pg ? QCDC_OK : listen_for_changes (self, &fault);
    member_table_t *table = status == QCDC_OK ? read_members (self, &fault) : NULL;
    if (!table) {
        if (!self->retry_us)
            LOG_WARNING ("gate: %s", fault.message);
        pg_close (&self->pg);
        self->retry_us = self->retry_us ? self->retry_us * 2 : RETRY_US_MIN;
        if (self->retry_us > RETRY_US_MAX)
            self->retry_us = RETRY_US_MAX;
        self->retry_at_us = monotonic_us () + self->retry_us;
        zstr_send (self->pipe, "AWAY");
        return;
    }
    if (self->retry_us)
        LOG_INFO ("gate: the database is back");
    self->retry_us = 0;
    if (channel_send (zsock_resolve (self->members), table) != QCDC_OK) {
        member_table_destroy (&table); /* front lags: it gets a newer one at the next turn */
        return;
    }
    self->stale = false;
    if (!self->ready) {
        self->ready = true;
        zsock_signal (self->pipe, 0);
    }
}

/*  Takes in notifications; a lost connection shows here too. */
static void hear_changes (gate_t *self)
{
    PGconn *conn = pg_conn (self->pg);
    if (!PQconsumeInput (conn)) {
        LOG_WARNING ("gate: the database is away");
        pg_close (&self->pg);
        self->stale = true;
        return;
    }
    for (PGnotify *notice; (notice = PQnotifies (conn)); PQfreemem (notice))
        self->stale = true;
}

static void hear_main (gate_t *self)
{
    char *word = zstr_recv (self->pipe);
    self->over = !word || strcmp (word, "$TERM") == 0;
    zstr_free (&word);
}

static void turn (gate_t *self)
{
    zmq_pollitem_t items[] = {{.socket = zsock_resolve (self->pipe), .events = ZMQ_POLLIN},
                              {.socket = zsock_resolve (self->zap), .events = ZMQ_POLLIN},
                              {.fd = self->pg ? pg_socket (self->pg) : -1, .events = ZMQ_POLLIN}};
    int64_t wait_us = self->stale ? self->retry_at_us - monotonic_us () : POLL_MS * 1000;
    int wait_ms = wait_us < 0 ? 0 : wait_us > POLL_MS * 1000 ? POLL_MS : (int)(wait_us / 1000) + 1;
    if (zmq_poll (items, self->pg ? 3 : 2, wait_ms) < 0 && zmq_errno () != EINTR) {
        self->over = true;
        return;
    }
    if (items[0].revents)
        hear_main (self);
    if (items[1].revents)
        zap_serve (self);
    if (items[2].revents && self->pg)
        hear_changes (self);
    /* Reviving the database is left to main: it takes long, and ZAP must not wait. */
    if (self->stale && !self->over && monotonic_us () >= self->retry_at_us)
        refresh (self);
}

void gate_actor (zsock_t *pipe, void *args)
{
    gate_t self = {.server = args, .pipe = pipe, .stale = true};
    self.zap = zsock_new (ZMQ_REP);
    self.members = zsock_new (ZMQ_PUSH);
    if (!self.zap || !self.members || zsock_bind (self.zap, ENDPOINT_ZAP) < 0 ||
        zsock_connect (self.members, ENDPOINT_MEMBERS) != 0) {
        LOG_ERROR ("gate: cannot open its sockets: %s", zmq_strerror (zmq_errno ()));
        self.over = true;
    } else {
        zsock_set_sndtimeo (self.members, SEND_MS);
    }
    while (!self.over)
        turn (&self);
    pg_close (&self.pg);
    zsock_destroy (&self.members);
    zsock_destroy (&self.zap);
}
