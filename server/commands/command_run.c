/*  command_run.c — qcdcd run: starts the threads, waits for the word to stop, stops them in order.
 *
 *  The gate comes first, for a ROUTER without it would let everybody in; the front goes last on the way in, so that
 *  nothing is taken before all can serve, and first on the way out, so that what was taken is answered before the
 *  rest ends. */

#include "commands/commands.h"

#include "base/channel.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/member.h"
#include "base/process.h"
#include "base/server.h"
#include "catalogue/tables.h"
#include "commands/endpoint.h"
#include "commands/rotation.h"
#include "commands/site.h"
#include "ingest/ingest.h"
#include "line/front.h"
#include "line/gate.h"
#include "line/signpost.h"
#include "reading/reader.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { A_GATE, A_INGEST, A_READER, A_FRONT = A_READER + SERVER_READERS, A_SIGNPOST, A_COUNT };

/*  A thread as main sees it.  `ended` tells C what czmq's pipe has told main: all that the thread did lies behind
 *  us. */
typedef struct {
    zactor_fn *run;
    server_t *server;
    atomic_bool ended;
} thread_t;

typedef struct {
    zactor_t *actors[A_COUNT];
    thread_t threads[A_COUNT];
    server_t server;
    bool away; /* a thread has lost the database */
} run_t;

/*  SIGINT and SIGTERM come in at a descriptor.  Blocked before the first thread, so that every thread inherits it. */
static int open_signals (void)
{
    sigset_t set;
    sigemptyset (&set);
    sigaddset (&set, SIGINT);
    sigaddset (&set, SIGTERM);
    signal (SIGPIPE, SIG_IGN);
    if (sigprocmask (SIG_BLOCK, &set, NULL) != 0)
        return -1;
    return signalfd (-1, &set, SFD_CLOEXEC);
}

/*  Takes in what a thread says.  Returns whether it has ended by itself: czmq then signals on its pipe, and it has
 *  said why in the log.  The gate says "AWAY" when it loses the database. */
static bool has_ended (run_t *self, zactor_t *actor)
{
    zsock_t *pipe = zactor_sock (actor);
    while (zsock_events (pipe) & ZMQ_POLLIN) {
        zmsg_t *message = zmsg_recv (pipe);
        bool ended = !message || zmsg_signal (message) >= 0;
        if (!ended)
            self->away = self->away || zframe_streq (zmsg_first (message), "AWAY");
        zmsg_destroy (&message);
        if (ended) {
            /* Its last sign has been read: zactor_destroy must not wait for another one. */
            zsock_set_rcvtimeo (pipe, 0);
            return true;
        }
    }
    return false;
}

static void run_thread (zsock_t *pipe, void *args)
{
    thread_t *thread = args;
    thread->run (pipe, thread->server);
    atomic_store (&thread->ended, true);
}

/*  Starts a thread and waits until it works.  It signals that itself; one that cannot start only ends, and czmq takes its last
 *  sign for the first.  By that sign `ended` is set, however slow the machine: main never mistakes the one for the other. */
static bool start (run_t *self, int which, zactor_fn *run)
{
    thread_t *thread = &self->threads[which];
    thread->run = run;
    thread->server = &self->server;
    self->actors[which] = zactor_new (run_thread, thread);
    if (!self->actors[which]) {
        LOG_ERROR ("a thread does not start");
        return false;
    }
    bool ended = atomic_load (&thread->ended);
    if (ended)
        zsock_set_rcvtimeo (zactor_sock (self->actors[which]), 0); /* as in has_ended */
    return !ended;
}

static bool start_all (run_t *self)
{
    bool started = start (self, A_GATE, gate_actor) && start (self, A_INGEST, ingest_actor);
    for (int i = 0; i < SERVER_READERS && started; i++)
        started = start (self, A_READER + i, reader_actor);
    started = started && start (self, A_FRONT, front_actor);
    return started && (!self->server.listen_old || start (self, A_SIGNPOST, signpost_actor));
}

static void stop (run_t *self, int which)
{
    bool started = self->actors[which] != NULL;
    zactor_destroy (&self->actors[which]);
    if (started && !atomic_load (&self->threads[which].ended))
        LOG_ERROR ("a thread did not end");
}

/*  The table that the gate has sent to a front that never started; nobody else is there to free it. */
static void take_members (void)
{
    zsock_t *members = zsock_new (ZMQ_PULL);
    member_table_t *table;
    if (members && zsock_bind (members, ENDPOINT_MEMBERS) >= 0)
        while ((table = channel_receive (zsock_resolve (members), false)) != NULL)
            member_table_destroy (&table);
    zsock_destroy (&members);
}

static void stop_all (run_t *self)
{
    if (self->actors[A_GATE] && !self->actors[A_FRONT])
        take_members ();
    stop (self, A_SIGNPOST);
    stop (self, A_FRONT);
    stop (self, A_INGEST);
    for (int i = 0; i < SERVER_READERS; i++)
        stop (self, A_READER + i);
    stop (self, A_GATE);
}

/*  The address that the front has bound, said on standard output: whoever started us waits for it. */
static bool announce (run_t *self)
{
    zsock_t *pipe = zactor_sock (self->actors[A_FRONT]);
    if (zstr_send (pipe, "ENDPOINT") != 0)
        return false;
    zmsg_t *message = zmsg_recv (pipe);
    bool known = message && zmsg_signal (message) < 0;
    char *endpoint = known ? zmsg_popstr (message) : NULL;
    zmsg_destroy (&message);
    if (endpoint) {
        printf ("listening %s\n", endpoint);
        fflush (stdout);
    }
    known = endpoint != NULL;
    zstr_free (&endpoint);
    return known;
}

/*  The signpost, which is the last, need not be there. */
static int actor_count (const run_t *self)
{
    return self->server.listen_old ? A_COUNT : A_SIGNPOST;
}

/*  Until a signal (true) or until a thread has ended by itself (false). */
static bool wait_for_end (run_t *self, int signals)
{
    zmq_pollitem_t items[A_COUNT + 1] = {{.fd = signals, .events = ZMQ_POLLIN}};
    int count = actor_count (self);
    for (int i = 0; i < count; i++)
        items[i + 1] = (zmq_pollitem_t){.socket = zsock_resolve (self->actors[i]), .events = ZMQ_POLLIN};
    for (;;) {
        if (zmq_poll (items, count + 1, 1000) < 0 && zmq_errno () != EINTR)
            return false;
        if (items[0].revents & ZMQ_POLLIN) {
            struct signalfd_siginfo info;
            if (read (signals, &info, sizeof info) == (ssize_t)sizeof info)
                return true;
        }
        for (int i = 0; i < count; i++)
            if (items[i + 1].revents && has_ended (self, self->actors[i]))
                return false;
        /* Nobody else has the time to wait for a database to start. */
        if (self->away)
            self->server.revive (self->server.revive_arg);
        self->away = false;
    }
}

/*  A database of somebody else's is started by somebody else. */
static void revive_nothing (void *arg)
{
    (void)arg;
}

/*  The server as a device that has heard all its statements knows it. */
static qcdc_status know_oneself (const site_t *site, known_server_t *known, fault_t *fault)
{
    *known = (known_server_t){.serial = site->whereabouts.count};
    memcpy (known->sign, site->keys.sign_public, SIGN_KEY_BYTES);
    return whereabouts_follow (known, site->whereabouts.items, site->whereabouts.count, fault);
}

/*  Whoever has not heard of a new key comes by the old one; where only the address is another, the key is the same. */
static qcdc_status load_old_keys (const site_t *site, const options_t *options, keys_t *keys, fault_t *fault)
{
    if (!options->listen_old)
        return QCDC_OK;
    if (!site->whereabouts.count) {
        fault_set (fault, QCDC_USAGE, "listen-old",
                   _ ("--listen-old: this server has never had another address or key"));
        fault_advise (fault, _ ("qcdcd move or qcdcd rotate-key comes first"));
        return QCDC_USAGE;
    }
    qcdc_status status = rotation_before (site->keys_path, &site->keys, &site->whereabouts, keys, fault);
    if (status == QCDC_NOT_FOUND)
        *keys = site->keys;
    return status == QCDC_NOT_FOUND ? QCDC_OK : status;
}

static int serve (site_t *site, const options_t *options, const known_server_t *known, const keys_t *keys_old,
                  int signals)
{
    run_t self = {.server = {.snapshot = site->snapshot,
                             .keys = &site->keys,
                             .whereabouts = &site->whereabouts,
                             .known = known,
                             .keys_old = keys_old,
                             .listen_old = (char *)options->listen_old,
                             .conninfo = site->conninfo,
                             .listen = (char *)options->listen,
                             .clock_ok = options->clock_ok,
                             .revive = site->cluster ? cluster_revive : revive_nothing,
                             .revive_arg = site->cluster}};
    bool told = false;
    bool started = start_all (&self);
    for (int i = 0; i < actor_count (&self) && started; i++)
        started = !has_ended (&self, self.actors[i]);
    if (started && announce (&self)) {
        LOG_INFO ("serving");
        if (tables_first (site->snapshot->tables) && !site->catalog->masked_indicator_row_count)
            LOG_WARNING (
                "the table masked-indicators was never published: analysts see all figures of forms in steps "
                "of five, in case they count denunciations");
        told = wait_for_end (&self, signals);
        LOG_INFO (told ? "stopping" : "stopping: a thread has ended");
    }
    stop_all (&self);
    return told ? 0 : 1;
}

int command_run (const options_t *options)
{
    fault_t fault = {0};
    site_t *site = NULL;
    known_server_t known;
    keys_t keys_old QCDC_CLEANUP (keys_forget) = {0};
    if (options->listen_old && !endpoint_valid (options->listen_old, true)) {
        fault_set (&fault, QCDC_USAGE, "listen-old", _ ("--listen-old %s is not tcp://HOST:PORT"),
                   options->listen_old);
        return command_fail (&fault);
    }
    if (!endpoint_valid (options->listen, true)) {
        fault_set (&fault, QCDC_USAGE, "listen", _ ("--listen %s is not tcp://HOST:PORT"), options->listen);
        return command_fail (&fault);
    }
    if (process_check_room (QCDC_SERVER_DESCRIPTORS_MIN, QCDC_SERVER_ROOM_BYTES, &fault) != QCDC_OK)
        return command_fail (&fault);
    int signals = open_signals ();
    if (signals < 0) {
        fault_set (&fault, QCDC_IO, NULL, "%s", status_text (QCDC_IO));
        return command_fail (&fault);
    }
    if (site_open (options, SITE_SERVES, &site, &fault) != QCDC_OK ||
        know_oneself (site, &known, &fault) != QCDC_OK ||
        load_old_keys (site, options, &keys_old, &fault) != QCDC_OK) {
        site_close (&site);
        close (signals);
        return command_fail (&fault);
    }
    /* The threads have connections of their own. */
    pg_close (&site->pg);
    i18n_off ();
    int exit_code = serve (site, options, &known, &keys_old, signals);
    zsys_shutdown ();
    site_close (&site);
    close (signals);
    return exit_code;
}
