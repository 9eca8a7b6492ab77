/*  hello.c — the beginning of a session: what the server holds of the client's journal. */

#include "ingest/hello.h"

#include "base/day.h"
#include "base/limits.h"
#include "ingest/inherit.h"

#include <string.h>

static const statement_t HASHES = {
    "hello_hashes", "select seq, hash, committed_at, commit_seq from journal where origin = $1 and seq in ($2, $3)"};
static const statement_t CURSOR = {"hello_cursor",
                                   "select commit_hash from feed where office = $1 and feed_seq = $2"};

static const statement_t SEEN = {"hello_seen", "update origin set seen_at = now() where id = $1"};

static const statement_t AHEAD = {
    "hello_ahead",
    "select vouched_at, first_commit_seq, last_commit_seq from clock_ahead order by vouched_at desc limit $1"};

/*  What the server holds of the client's journal, and of its feed. */
typedef struct {
    uint8_t at_head[HASH_BYTES];
    uint8_t at_receipted[HASH_BYTES];
    bool has_head, has_receipted;
    int64_t receipted_at_us, receipted_commit_seq;
    bool feed_restart;
} held_t;

static qcdc_status ask_hashes (writer_t *self, const job_t *job, held_t *held, fault_t *fault)
{
    const Qcdc__Hello *hello = job->frame->hello;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_int4 (params, job->member.id);
    pg_params_int8 (params, (int64_t)hello->head_seq);
    pg_params_int8 (params, (int64_t)hello->receipted_seq);
    QCDC_TRY (pg_run (self->pg, &HASHES, params, &result, fault));
    for (int row = 0; row < PQntuples (result); row++) {
        uint64_t seq = (uint64_t)pg_int8 (result, row, 0);
        size_t length;
        const void *hash = pg_bytes (result, row, 1, &length);
        if (length != HASH_BYTES)
            continue;
        if (seq == hello->head_seq) {
            memcpy (held->at_head, hash, HASH_BYTES);
            held->has_head = true;
        }
        if (seq == hello->receipted_seq) {
            memcpy (held->at_receipted, hash, HASH_BYTES);
            held->has_receipted = true;
            held->receipted_at_us = pg_timestamp (result, row, 2);
            held->receipted_commit_seq = pg_int8 (result, row, 3);
        }
    }
    return QCDC_OK;
}

/*  A cursor that is not in the feed, hash and all, was given by a server that has since been restored. */
static qcdc_status ask_cursor (writer_t *self, const job_t *job, held_t *held, fault_t *fault)
{
    const Qcdc__Cursor *cursor = job->frame->hello->cursor;
    if (!cursor || cursor->feed_seq == 0)
        return QCDC_OK;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_int4 (params, job->member.office);
    pg_params_int8 (params, (int64_t)cursor->feed_seq);
    QCDC_TRY (pg_run (self->pg, &CURSOR, params, &result, fault));
    size_t length = 0;
    const void *hash = PQntuples (result) == 1 ? pg_bytes (result, 0, 0, &length) : NULL;
    held->feed_restart =
        !hash || length != cursor->commit_hash.len || memcmp (hash, cursor->commit_hash.data, length) != 0;
    return QCDC_OK;
}

/*  The last times when the clock had run ahead. */
static qcdc_status ask_ahead (writer_t *self, Qcdc__ClockAhead ahead[QCDC_CLOCK_AHEAD_MAX], size_t *count,
                              fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_int8 (params, QCDC_CLOCK_AHEAD_MAX);
    QCDC_TRY (pg_run (self->pg, &AHEAD, params, &result, fault));
    *count = (size_t)PQntuples (result);
    for (size_t i = 0; i < *count; i++) {
        qcdc__clock_ahead__init (&ahead[i]);
        ahead[i].vouched_at = pg_timestamp (result, (int)i, 0);
        ahead[i].first_commit_seq = (uint64_t)pg_int8 (result, (int)i, 1);
        ahead[i].last_commit_seq = (uint64_t)pg_int8 (result, (int)i, 2);
    }
    return QCDC_OK;
}

/*  At most one write a minute and device, however often it greets. */
static qcdc_status note_seen (writer_t *self, origin_node_t *origin, fault_t *fault)
{
    int64_t now_us = moment_now ();
    if (origin->seen_us && now_us >= origin->seen_us && now_us - origin->seen_us < QCDC_SEEN_STEP_US)
        return QCDC_OK;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int4 (params, origin->id);
    QCDC_TRY (pg_run (self->pg, &SEEN, params, NULL, fault));
    origin->seen_us = now_us;
    return QCDC_OK;
}

/*  The device itself turns away from keys of an earlier day: without this line nobody at the province would learn why. */
static void warn_old_keys (writer_t *self, const origin_node_t *origin, uint64_t serial)
{
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, origin->office);
    const char *code = office ? office->code : "?";
    char device[ORIGIN_TEXT_BYTES];
    log_limited (&self->complaints, code,
                 "%s: device %s knows newer keys or a newer address of this server (statement %llu; the last one "
                 "here is %zu): "
                 "this is an older copy of the keys, put the newest server.key and whereabouts back",
                 code, origin_format (origin->origin, device), (unsigned long long)serial,
                 self->server->whereabouts->count);
}

qcdc_status hello_answer (writer_t *self, const job_t *job, fault_t *fault)
{
    held_t held = {0};
    Qcdc__ClockAhead ahead[QCDC_CLOCK_AHEAD_MAX], *aheads[QCDC_CLOCK_AHEAD_MAX];
    size_t ahead_count = 0;
    if (job->member.role != ROLE_ANALYST)
        QCDC_TRY (inherit_feed (self, job->member.office, fault));
    QCDC_TRY (ask_hashes (self, job, &held, fault));
    QCDC_TRY (ask_cursor (self, job, &held, fault));
    QCDC_TRY (ask_ahead (self, ahead, &ahead_count, fault));
    origin_node_t *origin = memory_origin_by_id (&self->memory, job->member.id);
    if (!origin) {
        fault_set (fault, QCDC_UNKNOWN_KEY, NULL, "this device is not known here any more");
        writer_refuse (self, job, fault, true);
        return QCDC_OK;
    }
    QCDC_TRY (note_seen (self, origin, fault));
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, origin->office);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Welcome welcome = QCDC__WELCOME__INIT;
    welcome.version = job->frame->hello->version_max < QCDC_PROTOCOL_VERSION ? job->frame->hello->version_max
                                                                             : QCDC_PROTOCOL_VERSION;
    welcome.head_seq = origin->head_seq;
    welcome.head_hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)origin->head_hash};
    if (held.has_head)
        welcome.hash_at_head = (ProtobufCBinaryData){HASH_BYTES, held.at_head};
    if (held.has_receipted)
        welcome.hash_at_receipted = (ProtobufCBinaryData){HASH_BYTES, held.at_receipted};
    welcome.receipted_committed_at = held.receipted_at_us;
    welcome.receipted_commit_seq = (uint64_t)held.receipted_commit_seq;
    welcome.feed_restart = held.feed_restart;
    welcome.credit_bytes = QCDC_CREDIT_BYTES;
    welcome.pieces = true;
    welcome.scans = true;
    welcome.office = (char *)(office ? office->code : "");
    welcome.role = (char *)role_name (origin->role);
    welcome.server_time = moment_now ();
    for (size_t i = 0; i < ahead_count; i++)
        aheads[i] = &ahead[i];
    welcome.clock_ahead = aheads;
    welcome.n_clock_ahead = ahead_count;
    welcome.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, (uint8_t *)self->server->keys->sign_public};
    const whereabouts_t *said = self->server->whereabouts;
    uint64_t known = job->frame->hello->whereabouts_known > job->frame->hello->whereabouts
                         ? job->frame->hello->whereabouts_known
                         : job->frame->hello->whereabouts;
    if (known > said->count)
        warn_old_keys (self, origin, known);
    Qcdc__Whereabouts messages[QCDC_WHEREABOUTS_MAX], *pointers[QCDC_WHEREABOUTS_MAX];
    for (size_t i = 0; i < said->count; i++)
        if (said->items[i].serial > job->frame->hello->whereabouts) {
            pointers[welcome.n_whereabouts] = &messages[i];
            whereabouts_to_wire (&said->items[i], pointers[welcome.n_whereabouts++]);
        }
    welcome.whereabouts = pointers;
    frame.kind_case = QCDC__FRAME__KIND_WELCOME;
    frame.welcome = &welcome;
    writer_reply (self, job, reply_new (job, &frame, true));
    return QCDC_OK;
}
