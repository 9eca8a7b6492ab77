/*  scan.c — parts of scans, in a row from the first; with the last one the hash of all of them is looked at, and only then it is whole.
 *
 *  An office has one question answered at a time, so that nobody else goes on with its scan meanwhile.  What it may bring, and who may
 *  have it, the projections say: an entry that was erased, or whose petition is a denunciation by now, attaches nothing. */

#include "reading/scan.h"

#include "base/amount.h"
#include "base/day.h"
#include "base/limits.h"
#include "catalogue/office_heir.h"
#include "matters/petition_scan.h"
#include "pg/advisory.h"
#include "rules/rule_set.h"

#include <sodium.h>
#include <string.h>

#define DAY_US (24LL * 3600 * 1000000)
#define PARTS_AT_ONCE 64
#define PART_BYTES_MAX 65536u

static const statement_t ATTACHED = {"scan_attached",
                                     "select a.bytes, j.annex_hash is not null, p.kind = 2 from blob_attached a"
                                     " join journal j on j.commit_seq = a.id join petition p on p.id = a.petition"
                                     " where a.hash = $1 and p.office = $2 order by j.annex_hash is not null or "
                                     "p.kind = 2, a.bytes <> $3, a.id limit 1"};
static const statement_t SEEN = {
    "scan_seen",
    "select a.bytes, j.annex, coalesce(b.have, 0), j.annex_hash is not null, p.office from blob_attached a"
    " join journal j on j.commit_seq = a.id join petition p on p.id = a.petition"
    " left join blob b on b.hash = a.hash and b.bytes = a.bytes and b.office = p.office"
    " where a.hash = $1 and p.kind <> 2 and ($3::bool or p.office = $2::int2 or exists"
    " (select from petition_event e where e.petition = p.id and e.to_office = any ($4::text[]) and not e.voided))"
    " and ($6::int8 = 0 or a.id = (select coalesce((select v.alias_of from verdict v where v.entry = n.commit_seq"
    "   and v.alias_of is not null order by v.given_at desc limit 1), n.commit_seq)"
    "   from origin o join journal n on n.origin = o.id and n.seq = $6::int8 where o.origin = $5))"
    " order by 4, p.office <> $2::int2, coalesce(b.have, 0) < a.bytes, a.id limit 1"};
static const statement_t LOCK = {"scan_lock", "select " ADVISORY_SCAN_LOCK ("$1::bytea")};
static const statement_t HELD = {"scan_held",
                                 "select have from blob where hash = $1 and bytes = $2 and office = $3 for update"};
static const statement_t ROOM = {"scan_room", "select coalesce(sum(bytes), 0)::int8 from blob where office = $1"};
static const statement_t BEGIN = {
    "scan_begin", "insert into blob (hash, bytes, office, have, heard_at) values ($1, $2, $3, 0, $4)"};
static const statement_t PART = {
    "scan_part", "insert into blob_part (hash, bytes, office, first, data) values ($1, $2, $3, $4, $5)"};
static const statement_t HAVE = {
    "scan_have", "update blob set have = $4, heard_at = $5 where hash = $1 and bytes = $2 and office = $3"};
static const statement_t DROP = {"scan_drop", "delete from blob where hash = $1 and bytes = $2 and office = $3"};
static const statement_t PARTS = {"scan_parts", "select first, data from blob_part where hash = $1 and bytes = $2 "
                                                "and office = $3 and first >= $4 order by first limit $5"};
static const statement_t BYTES = {"scan_bytes", "select first, data from blob_part where hash = $1 and bytes = $2 "
                                                "and office = $3 and first < $5 and first >= coalesce("
                                                "(select max(first) from blob_part where hash = $1 and bytes = $2 "
                                                "and office = $3 and first <= $4), 0) order by first"};
/*  What no entry names any more after a judging anew, what nobody went on with, and what came in while its entry was being erased. */
#define NAMES_IT                                                                                                     \
    "select from blob_attached a join petition p on p.id = a.petition join journal j on j.commit_seq = a.id"         \
    " where a.hash = b.hash and a.bytes = b.bytes and p.office = b.office"
static const statement_t SWEEP = {
    "scan_sweep", "delete from blob where (hash, bytes, office) in (select b.hash, b.bytes, b.office from blob b"
                  " where (b.heard_at < $1 and (b.have < b.bytes or not exists (" NAMES_IT ")))"
                  " or (exists (" NAMES_IT ") and not exists (" NAMES_IT " and j.annex_hash is null and p.kind <> 2))"
                  " for update skip locked)"};

typedef struct {
    answer_t *answer;
    const job_t *job;
    pg_params_t *params;
    fault_t *fault;
    const ProtobufCBinaryData *hash;
    uint32_t total, have;
    int16_t office; /* whose petition it is a scan of, and who brings it */
    bool held;      /* there is a row of it */
} scan_t;

static qcdc_status run (scan_t *self, const statement_t *statement, PGresult **result)
{
    qcdc_status status = pg_run (self->answer->pg, statement, self->params, result, self->fault);
    pg_params_reset (self->params);
    return status;
}

static void put_hash (scan_t *self)
{
    pg_params_bytea (self->params, self->hash->data, self->hash->len);
}

/*  The bytes of one office: nobody's come together with, or in the place of, those that another brought under the same hash. */
static void put_key (scan_t *self)
{
    put_hash (self);
    pg_params_int4 (self->params, (int32_t)self->total);
    pg_params_int2 (self->params, self->office);
}

static qcdc_status check_hash (const scan_t *self)
{
    return self->hash->len == HASH_BYTES
               ? QCDC_OK
               : fault_set (self->fault, QCDC_MALFORMED, NULL, "the hash of a scan has %u bytes", HASH_BYTES);
}

static qcdc_status unknown (const scan_t *self)
{
    fault_set (self->fault, QCDC_NOT_FOUND, NULL, "no entry that stands has such a scan");
    fault_advise (self->fault, "synchronise first: an entry goes before its scan");
    return QCDC_NOT_FOUND;
}

static qcdc_status erased (const scan_t *self)
{
    return fault_set (self->fault, QCDC_NOT_FOUND, NULL, "the scan was erased");
}

static qcdc_status send_part (scan_t *self, Qcdc__ScanPart *part)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    part->hash = *self->hash;
    part->total = self->total;
    part->have = self->have;
    part->whole = self->have == self->total;
    frame.kind_case = QCDC__FRAME__KIND_SCAN_PART;
    frame.scan_part = part;
    return answer_send (self->answer, self->job, &frame, true, self->fault);
}

/*  ---------------------------------------------------------------- up */

static qcdc_status check_put (scan_t *self, const Qcdc__ScanPut *put)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (put->total > QCDC_SCAN_BYTES_MAX)
        return fault_set (self->fault, QCDC_TOO_LARGE, NULL, "a scan has at most %u bytes", QCDC_SCAN_BYTES_MAX);
    if (put->from > put->total || put->data.len > put->total - put->from)
        return fault_set (self->fault, QCDC_MALFORMED, NULL, "a part that lies behind the end of its scan");
    put_hash (self);
    pg_params_int2 (self->params, (int16_t)self->job->member.office);
    pg_params_int4 (self->params, (int32_t)put->total);
    QCDC_TRY (run (self, &ATTACHED, &result));
    if (PQntuples (result) == 0)
        return unknown (self);
    if (pg_bool (result, 0, 1))
        return erased (self);
    if (pg_bool (result, 0, 2))
        return fault_set (self->fault, QCDC_NOT_FOUND, NULL, "a denunciation has no scans: they tell who denounces");
    if (pg_int8 (result, 0, 0) != (int64_t)put->total)
        return fault_set (self->fault, QCDC_MALFORMED, NULL, "its entry says another size");
    self->total = put->total;
    self->office = (int16_t)self->job->member.office;
    return QCDC_OK;
}

static int64_t room_bytes (const scan_t *self)
{
    const catalog_t *catalog = self->job->snapshot->catalog;
    const rule_constant_t *constant =
        catalog->rules ? rule_constant_on (&catalog->rules->names, SCANS_LIMIT, day_of_moment (moment_now ())) : NULL;
    return (constant ? constant->value_e4 / AMOUNT_SCALE : QCDC_SCANS_MIB) << 20;
}

/*  Devices bring parts, or ask about what they have brought, every day. */
static qcdc_status sweep (scan_t *self)
{
    int64_t now_us = monotonic_us ();
    if (self->answer->swept_us && now_us - self->answer->swept_us < DAY_US)
        return QCDC_OK;
    self->answer->swept_us = now_us;
    pg_params_timestamp (self->params, moment_now () - QCDC_SCAN_FORGOTTEN_DAYS * DAY_US);
    return run (self, &SWEEP, NULL);
}

static qcdc_status begin (scan_t *self)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_int2 (self->params, (int16_t)self->job->member.office);
    QCDC_TRY (run (self, &ROOM, &result));
    if (pg_int8 (result, 0, 0) + (int64_t)self->total > room_bytes (self)) {
        fault_set (self->fault, QCDC_TOO_LARGE, NULL,
                   "the scans of this office have all the room that they may have, %lld MiB",
                   (long long)(room_bytes (self) >> 20));
        fault_advise (self->fault, "ask the province for more, or to erase scans that are not needed");
        return QCDC_TOO_LARGE;
    }
    put_key (self);
    pg_params_timestamp (self->params, moment_now ());
    return run (self, &BEGIN, NULL);
}

static qcdc_status look (scan_t *self)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    put_key (self);
    QCDC_TRY (run (self, &HELD, &result));
    self->held = PQntuples (result) == 1;
    self->have = self->held ? (uint32_t)pg_int8 (result, 0, 0) : 0;
    return QCDC_OK;
}

/*  The hash of all parts; QCDC_MALFORMED where they are not in a row, or have another one. */
static qcdc_status check_whole (scan_t *self)
{
    uint8_t hash[HASH_BYTES];
    crypto_generichash_state state;
    uint32_t next = 0;
    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    for (int rows = PARTS_AT_ONCE; rows == PARTS_AT_ONCE;) {
        PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
        put_key (self);
        pg_params_int4 (self->params, (int32_t)next);
        pg_params_int8 (self->params, PARTS_AT_ONCE);
        QCDC_TRY (run (self, &PARTS, &result));
        rows = PQntuples (result);
        for (int row = 0; row < rows; row++) {
            size_t length;
            const void *data = pg_bytes (result, row, 1, &length);
            if (pg_int8 (result, row, 0) != (int64_t)next)
                return QCDC_MALFORMED;
            crypto_generichash_update (&state, data, length);
            next += (uint32_t)length;
        }
    }
    crypto_generichash_final (&state, hash, HASH_BYTES);
    return next == self->total && memcmp (hash, self->hash->data, HASH_BYTES) == 0 ? QCDC_OK : QCDC_MALFORMED;
}

/*  What came under a hash that is not its own is forgotten: *FALSE_HASH, which has to be committed, too. */
static qcdc_status take (scan_t *self, const Qcdc__ScanPut *put, bool *false_hash)
{
    QCDC_TRY (look (self));
    if (!put->data.len || put->from != self->have)
        return QCDC_OK; /* there already, or a gap before it: the answer says where to go on */
    if (!self->held)
        QCDC_TRY (begin (self));
    put_key (self);
    pg_params_int4 (self->params, (int32_t)put->from);
    pg_params_bytea (self->params, put->data.data, put->data.len);
    QCDC_TRY (run (self, &PART, NULL));
    self->have += (uint32_t)put->data.len;
    if (self->have == self->total) {
        qcdc_status status = check_whole (self);
        if (status != QCDC_OK && status != QCDC_MALFORMED)
            return status;
        *false_hash = status == QCDC_MALFORMED;
    }
    put_key (self);
    if (*false_hash)
        return run (self, &DROP, NULL);
    pg_params_int4 (self->params, (int32_t)self->have);
    pg_params_timestamp (self->params, moment_now ());
    return run (self, &HAVE, NULL);
}

static qcdc_status put (scan_t *self, const Qcdc__ScanPut *put)
{
    bool false_hash = false;
    fault_t ignored = {0};
    Qcdc__ScanPart part = QCDC__SCAN_PART__INIT;
    QCDC_TRY (check_hash (self));
    QCDC_TRY (sweep (self));
    QCDC_TRY (pg_exec (self->answer->pg, "begin", self->fault));
    put_hash (self);
    qcdc_status status = run (self, &LOCK, NULL);
    if (status == QCDC_OK)
        status = check_put (self, put);
    if (status == QCDC_OK)
        status = take (self, put, &false_hash);
    if (status == QCDC_OK)
        status = pg_exec (self->answer->pg, "commit", self->fault);
    if (status != QCDC_OK && status != QCDC_DATABASE_AWAY)
        (void)!pg_exec (self->answer->pg, "rollback", &ignored);
    QCDC_TRY (status);
    if (!false_hash)
        return send_part (self, &part);
    fault_set (self->fault, QCDC_MALFORMED, NULL, "what came of the scan does not have its hash, and is forgotten");
    fault_advise (self->fault, "send it again from its first byte");
    return QCDC_MALFORMED;
}

/*  ---------------------------------------------------------------- down */

/*  The bytes from FROM to END, of however many parts. */
static qcdc_status gather (scan_t *self, uint32_t from, uint32_t end, ProtobufCBinaryData *data)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    put_key (self);
    pg_params_int4 (self->params, (int32_t)from);
    pg_params_int4 (self->params, (int32_t)end);
    QCDC_TRY (run (self, &BYTES, &result));
    data->data = arena_alloc (self->answer->arena, end - from + 1);
    data->len = 0;
    if (!data->data)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    for (int row = 0; row < PQntuples (result); row++) {
        size_t length;
        const uint8_t *bytes = pg_bytes (result, row, 1, &length);
        uint64_t first = (uint64_t)pg_int8 (result, row, 0), at = from + data->len;
        if (first > at || first + length <= at)
            continue;
        size_t skipped = (size_t)(at - first), count = length - skipped;
        if (count > end - at)
            count = (size_t)(end - at);
        memcpy (data->data + data->len, bytes + skipped, count);
        data->len += count;
    }
    if (data->len == end - from)
        return QCDC_OK;
    return fault_set (self->fault, QCDC_CORRUPT, NULL, "a part of a scan is missing");
}

static bool put_ended (const office_t *ended, const office_t *heir, void *arg)
{
    const scan_t *self = arg;
    if (heir->id == self->job->member.office)
        pg_params_text (self->params, ended->code);
    return true;
}

/*  The codes to which a petition can have been handed over that this office sees then: its own, and those whose work it goes on with. */
static void put_codes (scan_t *self)
{
    const catalog_t *catalog = self->job->snapshot->catalog;
    const office_t *office = catalog_office_by_id (catalog, self->job->member.office);
    pg_params_array_begin (self->params, OID_TEXT);
    if (office) {
        pg_params_text (self->params, office->code);
        (void)office_heirs_each (catalog, day_of_moment (moment_now ()), put_ended, self);
    }
    pg_params_array_end (self->params);
}

static qcdc_status get (scan_t *self, const Qcdc__ScanGet *get)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    Qcdc__ScanPart part = QCDC__SCAN_PART__INIT;
    QCDC_TRY (check_hash (self));
    put_hash (self);
    pg_params_int2 (self->params, (int16_t)self->job->member.office);
    pg_params_bool (self->params, self->job->member.role == ROLE_PROVINCE);
    put_codes (self);
    pg_params_u64 (self->params, get->origin);
    pg_params_int8 (self->params, (int64_t)get->seq);
    QCDC_TRY (run (self, &SEEN, &result));
    if (PQntuples (result) == 0)
        return unknown (self);
    if (pg_bool (result, 0, 3))
        return erased (self);
    self->total = (uint32_t)pg_int8 (result, 0, 0);
    self->office = (int16_t)pg_int8 (result, 0, 4);
    self->have = (uint32_t)pg_int8 (result, 0, 2);
    part.from = get->from < self->total ? get->from : self->total;
    if (self->have == self->total && part.from < self->total) {
        uint32_t most = get->bytes_max && get->bytes_max < PART_BYTES_MAX ? get->bytes_max : QCDC_SCAN_PART_BYTES;
        uint32_t left = self->total - part.from;
        QCDC_TRY (gather (self, part.from, part.from + (left < most ? left : most), &part.data));
    }
    if (get->from == 0) {
        size_t length;
        const void *annex = pg_bytes (result, 0, 1, &length);
        part.annex = (ProtobufCBinaryData){length, (uint8_t *)annex};
    }
    return send_part (self, &part);
}

/*  ---------------------------------------------------------------- both */

static qcdc_status answer (answer_t *answer, const job_t *job, const ProtobufCBinaryData *hash, bool up,
                           fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    scan_t self = {.answer = answer, .job = job, .params = params, .fault = fault, .hash = hash};
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (job->member.role == ROLE_ANALYST)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "an analyst reads aggregates, no entries and no text");
    return up ? put (&self, job->frame->scan_put) : get (&self, job->frame->scan_get);
}

qcdc_status scan_put_answer (answer_t *self, const job_t *job, fault_t *fault)
{
    return answer (self, job, &job->frame->scan_put->hash, true, fault);
}

qcdc_status scan_get_answer (answer_t *self, const job_t *job, fault_t *fault)
{
    return answer (self, job, &job->frame->scan_get->hash, false, fault);
}
