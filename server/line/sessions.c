/*  sessions.c — connections by their routing id, and the few that each key may have at a time.
 *
 *  Every session stands in both tables or in none; front owns them all.  A key is forgotten with its last session, and not
 *  before its jobs have come back: else what it has under way would be counted no more. */

#include "line/sessions.h"

#include "base/day.h"

#include <stdlib.h>
#include <string.h>
#include <utlist.h>

/*  Asking costs a message to each. */
#define LOOK_US 1000000LL

/*  A connection that got less than this, a welcome say, holds nothing worth counting. */
#define GIVEN_SMALL_BYTES 4096u

connection_t *sessions_by_routing (const sessions_t *self, const uint8_t *routing, size_t length)
{
    connection_t *session;
    HASH_FIND (hh, self->by_routing, routing, length, session);
    return session;
}

static bool is_of (const connection_t *session, const uint8_t curve_key[CURVE_KEY_BYTES])
{
    return memcmp (session->device->curve_key, curve_key, CURVE_KEY_BYTES) == 0;
}

connection_t *sessions_find (const sessions_t *self, const job_t *job)
{
    connection_t *session = sessions_by_routing (self, job->routing, job->routing_length);
    return session && is_of (session, job->curve_key) ? session : NULL;
}

device_t *sessions_device (const sessions_t *self, const uint8_t curve_key[CURVE_KEY_BYTES])
{
    device_t *device;
    HASH_FIND (hh, self->by_key, curve_key, CURVE_KEY_BYTES, device);
    return device;
}

static void forget_if_idle (sessions_t *self, device_t *device)
{
    if (device->sessions || device->queued_bytes || device->reads || account_bytes (device->account))
        return;
    HASH_DEL (self->by_key, device);
    account_drop (&device->account);
    free (device);
}

static void drop (sessions_t *self, connection_t *session)
{
    device_t *device = session->device;
    DL_DELETE (device->sessions, session);
    device->session_count--;
    HASH_DEL (self->by_routing, session);
    free (session);
    forget_if_idle (self, device);
}

void sessions_expire (sessions_t *self)
{
    connection_t *session, *next;
    device_t *device, *next_device;
    int64_t now = monotonic_us ();
    HASH_ITER (hh, self->by_routing, session, next)
    {
        device = session->device;
        if (now - session->seen_us > SESSION_IDLE_US && session->in_flight_bytes == 0 && device->reads == 0 &&
            account_bytes (device->account) == 0)
            drop (self, session);
    }
    HASH_ITER (hh, self->by_key, device, next_device)
    {
        forget_if_idle (self, device);
    }
}

void sessions_release (sessions_t *self)
{
    connection_t *session, *next;
    device_t *device, *next_device;
    HASH_ITER (hh, self->by_routing, session, next)
    {
        HASH_DEL (self->by_routing, session);
        free (session);
    }
    HASH_ITER (hh, self->by_key, device, next_device)
    {
        HASH_DEL (self->by_key, device);
        account_drop (&device->account);
        free (device);
    }
}

static device_t *make_device (sessions_t *self, const uint8_t curve_key[CURVE_KEY_BYTES])
{
    device_t *device = sessions_device (self, curve_key);
    if (device)
        return device;
    device = calloc (1, sizeof *device);
    if (device)
        device->account = account_new ();
    if (!device || !device->account) {
        free (device);
        return NULL;
    }
    memcpy (device->curve_key, curve_key, CURVE_KEY_BYTES);
    HASH_ADD (hh, self->by_key, curve_key, CURVE_KEY_BYTES, device);
    if (!device->hh.tbl) {
        account_drop (&device->account);
        free (device);
        return NULL;
    }
    return device;
}

/*  Drops those of DEVICE that are gone; the device itself may go with the last of them. */
static void drop_gone (sessions_t *self, device_t *device, session_gone_fn *gone, void *arg)
{
    connection_t *session, *next;
    int64_t now = monotonic_us ();
    if (now - device->looked_us < LOOK_US)
        return;
    device->looked_us = now;
    DL_FOREACH_SAFE (device->sessions, session, next)
    {
        if (gone (session, arg))
            drop (self, session);
    }
}

/*  The oldest one that can be spared; DEVICE keeps others. */
static void drop_idle (sessions_t *self, const device_t *device)
{
    connection_t *session;
    DL_FOREACH (device->sessions, session)
    {
        if (session->given_bytes < GIVEN_SMALL_BYTES && session->reads == 0 && session->in_flight_bytes == 0 &&
            !session->greeting) {
            drop (self, session);
            return;
        }
    }
}

qcdc_status sessions_make (sessions_t *self, const job_t *job, session_gone_fn *gone, void *arg,
                           connection_t **session_p)
{
    connection_t *session = sessions_by_routing (self, job->routing, job->routing_length);
    *session_p = session;
    if (session && is_of (session, job->curve_key))
        return QCDC_OK;
    if (session) /* the routing id of another key: peers may choose their own */
        drop (self, session);
    if (HASH_COUNT (self->by_routing) >= SESSIONS_MAX)
        return QCDC_BUSY;
    device_t *device = sessions_device (self, job->curve_key);
    if (device && device->session_count >= QCDC_SESSIONS_PER_KEY_MAX)
        drop_idle (self, device);
    if (device && device->session_count >= QCDC_SESSIONS_PER_KEY_MAX)
        drop_gone (self, device, gone, arg);
    device = make_device (self, job->curve_key);
    if (!device)
        return QCDC_NO_MEMORY;
    if (device->session_count >= QCDC_SESSIONS_PER_KEY_MAX)
        return QCDC_TOO_MANY;
    session = calloc (1, sizeof *session + job->routing_length);
    if (!session) {
        forget_if_idle (self, device);
        return QCDC_NO_MEMORY;
    }
    memcpy (session->routing, job->routing, job->routing_length);
    session->routing_length = (unsigned)job->routing_length;
    session->device = device;
    HASH_ADD_KEYPTR (hh, self->by_routing, session->routing, session->routing_length, session);
    if (!session->hh.tbl) {
        free (session);
        forget_if_idle (self, device);
        return QCDC_NO_MEMORY;
    }
    DL_APPEND (device->sessions, session);
    device->session_count++;
    *session_p = session;
    return QCDC_OK;
}
