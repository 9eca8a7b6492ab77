/*  bench_idle.c — connections that say one word and then nothing: what does each of them cost the other side?
 *
 *    bench_idle router                                        a bare ROUTER with CURVE, what libzmq takes alone; prints its
 *                                                             endpoint and key, and answers each message with itself
 *    bench_idle clients ENDPOINT KEY -|HOME COUNT [COUNT …]   opens COUNT connections more, prints how many there are when
 *                                                             all have been answered, and goes on at the next line of
 *                                                             standard input, holding them
 *
 *  The clients of both are the same sockets in one context.  With HOME, which must have joined, each says hello as that device
 *  and so has a session; with - it says anything, with keys of its own. */

#include "base/limits.h"
#include "base/status.h"
#include "journal/home.h"
#include "wire/frame.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <zmq.h>

#define KEY_TEXT_BYTES 41 /* of a CURVE key as Z85 */
#define ENDPOINT_BYTES_MAX 256
#define WAVE 32u /* below QCDC_SESSIONS_PER_KEY_MAX */
#define CONNECTIONS_MAX 20000
#define ANSWER_MS 60000

static void check (bool good, const char *what)
{
    if (good)
        return;
    fprintf (stderr, "bench_idle: %s: %s\n", what, zmq_strerror (zmq_errno ()));
    exit (1);
}

static void set_int (void *socket, int option, int value)
{
    check (zmq_setsockopt (socket, option, &value, sizeof value) == 0, "option");
}

static _Noreturn void serve (void)
{
    char public_key[KEY_TEXT_BYTES], secret_key[KEY_TEXT_BYTES], endpoint[ENDPOINT_BYTES_MAX];
    size_t length = sizeof endpoint;
    void *context = zmq_ctx_new ();
    void *router = context ? zmq_socket (context, ZMQ_ROUTER) : NULL;
    check (router && zmq_curve_keypair (public_key, secret_key) == 0, "socket");
    set_int (router, ZMQ_CURVE_SERVER, 1);
    set_int (router, ZMQ_BACKLOG, 4096);
    check (zmq_setsockopt (router, ZMQ_CURVE_SECRETKEY, secret_key, sizeof secret_key) == 0, "key");
    check (zmq_bind (router, "tcp://127.0.0.1:*") == 0, "bind");
    check (zmq_getsockopt (router, ZMQ_LAST_ENDPOINT, endpoint, &length) == 0, "endpoint");
    printf ("%s %s\n", endpoint, public_key);
    fflush (stdout);
    for (;;) {
        zmq_msg_t part;
        zmq_msg_init (&part);
        check (zmq_msg_recv (&part, router, 0) >= 0, "receive");
        check (zmq_msg_send (&part, router, zmq_msg_more (&part) ? ZMQ_SNDMORE : 0) >= 0, "send");
    }
}

typedef struct {
    void *context;
    const char *endpoint, *server_key;
    char public_key[KEY_TEXT_BYTES], secret_key[KEY_TEXT_BYTES];
    uint8_t *word;
    size_t word_length;
    bool hello; /* the answer must be a welcome */
    arena_t *arena;
    void *sockets[CONNECTIONS_MAX];
    size_t count;
} clients_t;

static void say_hello (clients_t *self, const char *path)
{
    fault_t fault = {0};
    home_t home;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    check (keys_init () == QCDC_OK && home_open (path, 0, &home, &fault) == QCDC_OK, path);
    zmq_z85_encode (self->public_key, home.keys.curve_public, CURVE_KEY_BYTES);
    zmq_z85_encode (self->secret_key, home.keys.curve_secret, CURVE_KEY_BYTES);
    hello.version_min = hello.version_max = QCDC_PROTOCOL_VERSION;
    hello.program = (char *)"bench_idle";
    frame.call = 1;
    frame.kind_case = QCDC__FRAME__KIND_HELLO;
    frame.hello = &hello;
    check (frame_pack (&frame, &self->word, &self->word_length) == QCDC_OK, "hello");
    self->arena = arena_new (QCDC_FRAME_ARENA_BYTES_MAX);
    self->hello = true;
    check (self->arena != NULL, "memory");
    home_close (&home);
}

static void read_answer (clients_t *self, void *socket)
{
    zmq_msg_t answer;
    zmq_msg_init (&answer);
    check (zmq_msg_recv (&answer, socket, 0) >= 0, "no answer");
    if (self->hello) {
        fault_t fault = {0};
        Qcdc__Frame *frame;
        arena_reset (self->arena);
        check (frame_unpack (zmq_msg_data (&answer), zmq_msg_size (&answer), self->arena, &frame, &fault) ==
                       QCDC_OK &&
                   frame->kind_case == QCDC__FRAME__KIND_WELCOME,
               "no welcome");
    }
    zmq_msg_close (&answer);
}

/*  COUNT connections more, all of them under way before the first answer is waited for. */
static void open_wave (clients_t *self, size_t count)
{
    size_t first = self->count;
    check (first + count <= CONNECTIONS_MAX, "too many");
    for (; self->count < first + count; self->count++) {
        void *socket = zmq_socket (self->context, ZMQ_DEALER);
        check (socket != NULL, "socket");
        set_int (socket, ZMQ_LINGER, 0);
        set_int (socket, ZMQ_RCVTIMEO, ANSWER_MS);
        check (zmq_setsockopt (socket, ZMQ_CURVE_SERVERKEY, self->server_key, KEY_TEXT_BYTES) == 0 &&
                   zmq_setsockopt (socket, ZMQ_CURVE_PUBLICKEY, self->public_key, KEY_TEXT_BYTES) == 0 &&
                   zmq_setsockopt (socket, ZMQ_CURVE_SECRETKEY, self->secret_key, KEY_TEXT_BYTES) == 0 &&
                   zmq_connect (socket, self->endpoint) == 0,
               "connect");
        check (zmq_send (socket, self->word, self->word_length, 0) >= 0, "send");
        self->sockets[self->count] = socket;
    }
    for (size_t i = first; i < self->count; i++)
        read_answer (self, self->sockets[i]);
}

/*  The hellos of one key are answered some at a time. */
static void open_more (clients_t *self, size_t count)
{
    for (size_t opened = 0; opened < count; opened += WAVE)
        open_wave (self, count - opened < WAVE ? count - opened : WAVE);
}

static int hold (int argc, char **argv)
{
    static clients_t self;
    struct rlimit files;
    char line[16];
    self.endpoint = argv[2];
    self.server_key = argv[3];
    check (getrlimit (RLIMIT_NOFILE, &files) == 0, "files");
    files.rlim_cur = files.rlim_max;
    check (setrlimit (RLIMIT_NOFILE, &files) == 0, "files");
    self.context = zmq_ctx_new ();
    check (self.context && zmq_ctx_set (self.context, ZMQ_MAX_SOCKETS, CONNECTIONS_MAX) == 0, "context");
    if (strcmp (argv[4], "-") != 0)
        say_hello (&self, argv[4]);
    else {
        self.word = (uint8_t *)"hello";
        self.word_length = strlen ((const char *)self.word);
        check (zmq_curve_keypair (self.public_key, self.secret_key) == 0, "key");
    }
    for (int i = 5; i < argc; i++) {
        open_more (&self, strtoul (argv[i], NULL, 10));
        printf ("%zu\n", self.count);
        fflush (stdout);
        if (!fgets (line, sizeof line, stdin))
            break;
    }
    return 0; /* the kernel closes them all */
}

int main (int argc, char **argv)
{
    if (argc == 2 && strcmp (argv[1], "router") == 0)
        serve ();
    if (argc > 5 && strcmp (argv[1], "clients") == 0)
        return hold (argc, argv);
    return 2;
}
