/*  sessions.c — connections by their routing id, and the few that each key may have at a time.
 *
 *  Every session stands in both tables or in none; front owns them all. */

#include "line/sessions.h"

#include "base/day.h"

#include <stdlib.h>
#include <string.h>

connection_t *sessions_by_routing (const sessions_t *self, const uint8_t *routing, size_t length)
{
    connection_t *session;
    HASH_FIND (hh, self->by_routing, routing, length, session);
    return session;
}

connection_t *sessions_find (const sessions_t *self, const job_t *job)
{
    connection_t *session = sessions_by_routing (self, job->routing, job->routing_length);
    return session && memcmp (session->curve_key, job->curve_key, CURVE_KEY_BYTES) == 0 ? session : NULL;
}

static device_t *find_device (const sessions_t *self, const uint8_t curve_key[CURVE_KEY_BYTES])
{
    device_t *device;
    HASH_FIND (hh, self->by_key, curve_key, CURVE_KEY_BYTES, device);
    return device;
}

static void drop (sessions_t *self, connection_t *session)
{
    device_t *device = find_device (self, session->curve_key);
    bool empty = device != NULL;
    for (int i = 0; device && i < SESSIONS_PER_KEY; i++) {
        if (device->sessions[i] == session)
            device->sessions[i] = NULL;
        empty = empty && !device->sessions[i];
    }
    if (empty) {
        HASH_DEL (self->by_key, device);
        free (device);
    }
    HASH_DEL (self->by_routing, session);
    free (session);
}

void sessions_expire (sessions_t *self)
{
    connection_t *session, *next;
    int64_t now = monotonic_us ();
    HASH_ITER (hh, self->by_routing, session, next)
    {
        if (now - session->seen_us > SESSION_IDLE_US && session->in_flight_bytes == 0 && session->reads == 0)
            drop (self, session);
    }
}

void sessions_release (sessions_t *self)
{
    connection_t *session, *next;
    HASH_ITER (hh, self->by_routing, session, next)
    {
        drop (self, session);
    }
}

/*  Enters SESSION under its key. */
static bool enter (sessions_t *self, connection_t *session)
{
    device_t *device = find_device (self, session->curve_key);
    if (!device) {
        device = calloc (1, sizeof *device);
        if (!device)
            return false;
        memcpy (device->curve_key, session->curve_key, CURVE_KEY_BYTES);
        HASH_ADD (hh, self->by_key, curve_key, CURVE_KEY_BYTES, device);
    }
    connection_t *oldest = device->sessions[device->next];
    device->sessions[device->next] = session;
    device->next = (device->next + 1) % SESSIONS_PER_KEY;
    if (oldest)
        drop (self, oldest);
    return true;
}

connection_t *sessions_make (sessions_t *self, const job_t *job)
{
    connection_t *session = sessions_by_routing (self, job->routing, job->routing_length);
    if (session && memcmp (session->curve_key, job->curve_key, CURVE_KEY_BYTES) == 0)
        return session;
    if (session) /* the routing id of another key: peers may choose their own */
        drop (self, session);
    if (HASH_COUNT (self->by_routing) >= SESSIONS_MAX)
        return NULL;
    session = calloc (1, sizeof *session);
    if (!session)
        return NULL;
    memcpy (session->routing, job->routing, job->routing_length);
    session->routing_length = (unsigned)job->routing_length;
    memcpy (session->curve_key, job->curve_key, CURVE_KEY_BYTES);
    HASH_ADD (hh, self->by_routing, routing, session->routing_length, session);
    if (!enter (self, session)) {
        HASH_DEL (self->by_routing, session);
        free (session);
        return NULL;
    }
    return session;
}
