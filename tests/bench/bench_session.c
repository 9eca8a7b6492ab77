/*  bench_session.c — one office's line to a running server, held open.
 *
 *    bench_session append HOME COUNT            one petition at a time, from fact to signed receipt; prints the median in µs
 *    bench_session ping HOME COUNT              the way there and back alone; prints the median in µs
 *    bench_session query HOME COUNT NAME [k=v]  the same named query again and again; prints the median in µs; limit=N: so many
 *                                               rows of it are enough
 *
 *  HOME must have joined.  What `append` sends is not written to HOME's journal: the client's own fsync is not measured. */

#include "facts/fact.h"
#include "journal/home.h"
#include "line/session.h"
#include "wire/receipt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/day.h"

/*  For what is asked while the server writes for minutes. */
#define BENCH_PATIENCE_MS (3600 * 1000)

typedef struct {
    home_t home;
    session_t *session;
    patience_t patience;
    uint64_t seq;
    uint8_t hash[HASH_BYTES];
    uint8_t server_sign[SIGN_KEY_BYTES];
} bench_t;

static void check (qcdc_status status, const fault_t *fault)
{
    if (status == QCDC_OK)
        return;
    fprintf (stderr, "bench_session: %s: %s\n", status_text (status), fault->message);
    exit (1);
}

static int by_size (const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

static void open_line (bench_t *self, const char *path)
{
    fault_t fault = {0};
    char *endpoint = NULL, *curve = NULL, *sign = NULL;
    uint8_t server_curve[CURVE_KEY_BYTES];
    check (keys_init (), &fault);
    check (home_open (path, 0, &self->home, &fault), &fault);
    check (journal_get (self->home.journal, "endpoint", &endpoint, &fault), &fault);
    check (journal_get (self->home.journal, "server_curve", &curve, &fault), &fault);
    check (journal_get (self->home.journal, "server_sign", &sign, &fault), &fault);
    check (hex_parse (curve, server_curve, sizeof server_curve), &fault);
    check (hex_parse (sign, self->server_sign, sizeof self->server_sign), &fault);
    check (session_open (endpoint, server_curve, &self->home.keys, &self->session, &fault), &fault);
    patience_start (&self->patience, BENCH_PATIENCE_MS, true);
    free (endpoint);
    free (curve);
    free (sign);

    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer;
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    bool retry;
    hello.version_min = hello.version_max = QCDC_PROTOCOL_VERSION;
    hello.program = (char *)"bench_session";
    frame.kind_case = QCDC__FRAME__KIND_HELLO;
    frame.hello = &hello;
    check (session_ask (self->session, &self->patience, &frame, &answer, &retry, &fault), &fault);
    if (answer->kind_case != QCDC__FRAME__KIND_WELCOME || answer->welcome->head_hash.len != HASH_BYTES)
        exit (1);
    self->seq = answer->welcome->head_seq;
    memcpy (self->hash, answer->welcome->head_hash.data, HASH_BYTES);
}

/*  One petition: fact, hash, signature, line, receipt.  The receipt is then held against the server's key, off the clock. */
static int64_t append_one (bench_t *self, int number)
{
    fault_t fault = {0};
    char local_no[32], title[64];
    uint8_t *body, *annex, signature[SIGNATURE_BYTES];
    size_t body_length, annex_length;
    int64_t begin = monotonic_us ();
    Qcdc__Fact fact = QCDC__FACT__INIT;
    Qcdc__PetitionReceived received = QCDC__PETITION_RECEIVED__INIT;
    Qcdc__AnnexText text = QCDC__ANNEX_TEXT__INIT;
    snprintf (local_no, sizeof local_no, "L-%d", number);
    snprintf (title, sizeof title, "Đề nghị xem xét hồ sơ số %d", number);
    received.local_no = local_no;
    received.kind = QCDC__PETITION_KIND__KIEN_NGHI;
    received.field = QCDC__PETITION_FIELD__DAT_DAI;
    received.received_on = 15156;
    received.channel = QCDC__CHANNEL__TRUC_TIEP;
    received.people = 1;
    text.title = title;
    fact.kind_case = QCDC__FACT__KIND_PETITION_RECEIVED;
    fact.petition_received = &received;
    check (fact_pack (&fact, &body, &body_length), &fault);
    check (annex_pack (&text, &annex, &annex_length), &fault);
    entry_t entry = {.origin = self->home.origin,
                     .seq = ++self->seq,
                     .written_at_us = moment_now (),
                     .body = {body, body_length},
                     .annex = {annex, annex_length}};
    entry_hash (&entry, self->hash, self->hash);
    append_sign (entry.origin, entry.seq, entry.seq, self->hash, self->home.keys.sign_secret, signature);

    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer;
    Qcdc__Append append = QCDC__APPEND__INIT;
    Qcdc__Segment segment = QCDC__SEGMENT__INIT;
    Qcdc__Entry wire = QCDC__ENTRY__INIT, *entries[] = {&wire};
    wire.written_at = entry.written_at_us;
    wire.body = (ProtobufCBinaryData){body_length, body};
    wire.annex = (ProtobufCBinaryData){annex_length, annex};
    segment.origin = entry.origin;
    segment.first_seq = entry.seq;
    segment.entries = entries;
    segment.n_entries = 1;
    segment.last_hash = (ProtobufCBinaryData){HASH_BYTES, self->hash};
    segment.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, signature};
    append.segment = &segment;
    frame.kind_case = QCDC__FRAME__KIND_APPEND;
    frame.append = &append;
    bool retry;
    check (session_ask (self->session, &self->patience, &frame, &answer, &retry, &fault), &fault);
    int64_t end = monotonic_us ();
    receipt_t receipt;
    if (answer->kind_case != QCDC__FRAME__KIND_ACKED || !receipt_from_wire (answer->acked->receipt, &receipt) ||
        !receipt_verify (&receipt, self->server_sign) || memcmp (receipt.last_hash, self->hash, HASH_BYTES) != 0 ||
        receipt.verdicts.length != 0) {
        fprintf (stderr, "bench_session: no receipt for petition %d\n", number);
        exit (1);
    }
    free (body);
    free (annex);
    return end - begin;
}

static int64_t query_one (bench_t *self, const char *name, int count, char **pairs)
{
    fault_t fault = {0};
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer;
    Qcdc__Query query = QCDC__QUERY__INIT;
    Qcdc__Param params[8], *pointers[8];
    char names[8][64];
    int64_t begin = monotonic_us ();
    for (int i = 0; i < count && i < 8; i++) {
        size_t length = strcspn (pairs[i], "="), place = query.n_params;
        if (strncmp (pairs[i], "limit=", 6) == 0) {
            query.limit = (uint32_t)atol (pairs[i] + 6);
            continue;
        }
        qcdc__param__init (&params[place]);
        snprintf (names[place], sizeof names[place], "%.*s", (int)length, pairs[i]);
        params[place].name = names[place];
        params[place].value = pairs[i] + length + 1;
        pointers[place] = &params[place];
        query.n_params++;
    }
    query.name = (char *)name;
    query.params = pointers;
    frame.kind_case = QCDC__FRAME__KIND_QUERY;
    frame.query = &query;
    bool retry;
    check (session_ask (self->session, &self->patience, &frame, &answer, &retry, &fault), &fault);
    uint64_t call = answer->call;
    while (answer->kind_case == QCDC__FRAME__KIND_TABLE && answer->table->more)
        check (session_answer (self->session, &self->patience, call, &answer, &retry, &fault), &fault);
    if (answer->kind_case != QCDC__FRAME__KIND_TABLE)
        exit (1);
    return monotonic_us () - begin;
}

/*  Nothing but the way there and back: what only a server says is refused where it comes in. */
static int64_t ping_one (bench_t *self)
{
    fault_t fault = {0};
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer;
    Qcdc__Pong pong = QCDC__PONG__INIT;
    bool retry;
    frame.kind_case = QCDC__FRAME__KIND_PONG;
    frame.pong = &pong;
    int64_t begin = monotonic_us ();
    if (session_ask (self->session, &self->patience, &frame, &answer, &retry, &fault) != QCDC_PROTOCOL) {
        fprintf (stderr, "bench_session: %s\n", fault.message);
        exit (1);
    }
    return monotonic_us () - begin;
}

int main (int argc, char **argv)
{
    bench_t self = {0};
    if (argc < 4)
        return 2;
    int count = atoi (argv[3]);
    bool appends = strcmp (argv[1], "append") == 0, pings = strcmp (argv[1], "ping") == 0;
    int64_t *times = calloc ((size_t)count, sizeof *times);
    if (!times || count < 1 || (!appends && !pings && argc < 5))
        return 2;
    open_line (&self, argv[2]);
    for (int i = 0; i < count; i++)
        times[i] = appends ? append_one (&self, (int)self.seq + 1)
                   : pings ? ping_one (&self)
                           : query_one (&self, argv[4], argc - 5, argv + 5);
    qsort (times, (size_t)count, sizeof *times, by_size);
    printf ("%lld\n", (long long)times[count / 2]);
    free (times);
    session_close (&self.session);
    home_close (&self.home);
    return 0;
}
