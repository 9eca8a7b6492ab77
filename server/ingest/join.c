/*  join.c — a one-time code becomes a member: looked up, used and remembered in one transaction. */

#include "ingest/join.h"

#include "base/day.h"
#include "base/limits.h"
#include "ingest/inherit.h"

#include <string.h>

static const statement_t FIND_INVITATION = {
    "find_invitation", "select office, role, expires_at < now(), used_by, voided_at is not null from invitation"
                       " where code_hash = $1 for update"};
static const statement_t FIND_DEVICE = {
    "find_device", "select id, office, role, revoked_at is not null, sign_key, curve_key from origin"
                   " where sign_key = $1 or curve_key = $2"};
static const statement_t INSERT_DEVICE = {
    "insert_device",
    "insert into origin (origin, sign_key, curve_key, office, role, joined_at, invitation, head_hash, name)"
    " values ($1, $2, $3, $4, $5, now(), $6, $7, coalesce((select name from invitation where code_hash = $6), ''))"
    " returning id"};
/*  A device known only from its journal (or that comes back to a restored server) gets its line back. */
static const statement_t REVIVE_DEVICE = {
    "revive_device",
    "update origin set curve_key = $2, invitation = $3, joined_at = now(), revoked_at = null, "
    "name = coalesce((select nullif(name, '') from invitation where code_hash = $3), name) where id = $1"};
static const statement_t USE_INVITATION = {
    "use_invitation", "update invitation set used_by = $2, used_at = now() where code_hash = $1"};
/*  What an office's feed has yet to get, as rows (origin, seq).  By `except`, which sorts or hashes: on this connection the planner would
 *  hold each row of one list against the whole of the other, and an office's appends are many. */
#define MISSING(wanted, kind)                                                                                        \
    "with missing (origin, seq) as (" wanted                                                                         \
    " except select origin, seq from feed where office = $1 and kind = " kind ")"
#define INTO_FEED                                                                                                    \
    " insert into feed (office, feed_seq, kind, origin, seq, commit_seq, commit_hash)"                               \
    " select $1, coalesce((select max(feed_seq) from feed where office = $1), 0) + row_number() over (order by "     \
    "j.commit_seq),"
#define FEED_ACTS(wanted)                                                                                            \
    MISSING (wanted, "1")                                                                                            \
    INTO_FEED " 1, j.origin, j.seq, j.commit_seq, j.commit_hash"                                                     \
              " from missing m join journal j on j.origin = m.origin and j.seq = m.seq"

/*  What the catalogue is made of comes before all else, in the order in which it was published. */
static const statement_t FEED_PUBLICATIONS = {
    "feed_publications",
    FEED_ACTS (
        "select j.origin, j.seq from publication u join journal j on j.commit_seq = u.entry where u.accepted")};
/*  What the office's other devices have written comes to the new one through the feed. */
static const statement_t FEED_HISTORY = {
    "feed_history",
    MISSING ("select s.origin, s.first_seq from origin o join segment s on s.origin = o.id where o.office = $1", "0")
        INTO_FEED " 0, s.origin, s.first_seq, s.commit_seq, j.commit_hash"
                  " from missing m join segment s on s.origin = m.origin and s.first_seq = m.seq"
                  " join journal j on j.commit_seq = s.commit_seq"};
/*  ... and so do the erasures that concern it: a device that comes from nothing must not keep what was erased. */
static const statement_t FEED_ERASURES = {
    "feed_erasures",
    FEED_ACTS (
        "select j.origin, j.seq from origin o join annex_erased e on e.origin = o.origin"
        " join journal j on j.commit_seq = e.entry join origin p on p.id = j.origin"
        " where o.office = $1 and p.office <> $1") " cross join lateral generate_series(1, erasure_rows($1, "
                                                   "j.commit_seq, " QCDC_LIMIT_TEXT (QCDC_REACHES_COUNT_MAX) "))"};
/*  To join is to be in touch. */
static const statement_t SEEN = {"join_seen", "update origin set seen_at = now() where sign_key = $1"};
static const statement_t NOTIFY = {"notify_members", "select pg_notify('qcdc_members', '')"};

/*  What an invitation admits to. */
typedef struct {
    int office;
    role_t role;
    uint8_t code_hash[HASH_BYTES];
    bool repeated; /* the same device used it before */
} admission_t;

static qcdc_status check_invitation (writer_t *self, const Qcdc__Join *join, pg_params_t *params,
                                     admission_t *invitation, fault_t *fault)
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    hash_bytes (join->code.data, join->code.len, invitation->code_hash);
    pg_params_reset (params);
    pg_params_bytea (params, invitation->code_hash, HASH_BYTES);
    QCDC_TRY (pg_run (self->pg, &FIND_INVITATION, params, &result, fault));
    if (PQntuples (result) == 0) {
        fault_set (fault, QCDC_BAD_INVITATION, NULL, "this invitation is not known here");
        fault_advise (fault, "ask the provincial office for a new one");
        return QCDC_BAD_INVITATION;
    }
    size_t length = 0;
    const void *used_by = pg_null (result, 0, 3) ? NULL : pg_bytes (result, 0, 3, &length);
    invitation->office = (int)pg_int8 (result, 0, 0);
    invitation->role = (role_t)pg_int8 (result, 0, 1);
    invitation->repeated = used_by && length == SIGN_KEY_BYTES && memcmp (used_by, join->sign_key.data, length) == 0;
    if (invitation->repeated)
        return QCDC_OK;
    qcdc_status status = QCDC_OK;
    if (used_by)
        status = fault_set (fault, QCDC_USED_INVITATION, NULL, "this invitation was used by another device");
    else if (pg_bool (result, 0, 4))
        status = fault_set (fault, QCDC_VOID_INVITATION, NULL, "this invitation was withdrawn");
    else if (pg_bool (result, 0, 2))
        status = fault_set (fault, QCDC_EXPIRED_INVITATION, NULL, "this invitation has expired");
    if (status != QCDC_OK)
        fault_advise (fault, "ask the provincial office for a new one");
    return status;
}

/*  The device as the server knows it; *ID 0 where it is new. */
static qcdc_status check_device (writer_t *self, const job_t *job, pg_params_t *params, const admission_t *invitation,
                                 int *id, bool *closed, fault_t *fault)
{
    const Qcdc__Join *join = job->frame->join;
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    *id = 0;
    *closed = false;
    pg_params_reset (params);
    pg_params_bytea (params, join->sign_key.data, SIGN_KEY_BYTES);
    pg_params_bytea (params, job->curve_key, CURVE_KEY_BYTES);
    qcdc_status status = pg_run (self->pg, &FIND_DEVICE, params, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        size_t sign_length, curve_length;
        const void *sign = pg_bytes (result, row, 4, &sign_length);
        const void *curve = pg_null (result, row, 5) ? NULL : pg_bytes (result, row, 5, &curve_length);
        bool same_sign = memcmp (sign, join->sign_key.data, SIGN_KEY_BYTES) == 0;
        if (!same_sign || (curve && memcmp (curve, job->curve_key, CURVE_KEY_BYTES) != 0))
            status = fault_set (fault, QCDC_UNKNOWN_KEY, NULL, "these keys belong to two different devices");
        else if ((int)pg_int8 (result, row, 1) != invitation->office ||
                 (role_t)pg_int8 (result, row, 2) != invitation->role)
            status = fault_set (fault, QCDC_NOT_YOURS, NULL,
                                "this device is a member of another office, or in another role");
        else if (pg_bool (result, row, 3) && curve)
            status = fault_set (fault, QCDC_REVOKED, NULL, "this device has been revoked");
        if (status == QCDC_REVOKED)
            fault_advise (fault, "join from a new home, then qcdc rescue this one");
        *id = (int)pg_int8 (result, row, 0);
        *closed = !curve;
    }
    return status;
}

static qcdc_status insert_device (writer_t *self, const job_t *job, pg_params_t *params,
                                  const admission_t *invitation, int *id, fault_t *fault)
{
    const Qcdc__Join *join = job->frame->join;
    uint8_t root[HASH_BYTES];
    origin_root (join->sign_key.data, root);
    pg_params_reset (params);
    pg_params_u64 (params, origin_id (join->sign_key.data));
    pg_params_bytea (params, join->sign_key.data, SIGN_KEY_BYTES);
    pg_params_bytea (params, job->curve_key, CURVE_KEY_BYTES);
    pg_params_int4 (params, invitation->office);
    pg_params_int2 (params, (int16_t)invitation->role);
    pg_params_bytea (params, invitation->code_hash, HASH_BYTES);
    pg_params_bytea (params, root, HASH_BYTES);
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run (self->pg, &INSERT_DEVICE, params, &result, fault));
    *id = (int)pg_int8 (result, 0, 0);
    return QCDC_OK;
}

static qcdc_status store_device (writer_t *self, const job_t *job, pg_params_t *params, const admission_t *invitation,
                                 int *id, bool closed, fault_t *fault)
{
    const Qcdc__Join *join = job->frame->join;
    if (*id == 0) {
        QCDC_TRY (insert_device (self, job, params, invitation, id, fault));
    } else if (closed) {
        pg_params_reset (params);
        pg_params_int4 (params, *id);
        pg_params_bytea (params, job->curve_key, CURVE_KEY_BYTES);
        pg_params_bytea (params, invitation->code_hash, HASH_BYTES);
        QCDC_TRY (pg_run (self->pg, &REVIVE_DEVICE, params, NULL, fault));
    }
    pg_params_reset (params);
    pg_params_bytea (params, invitation->code_hash, HASH_BYTES);
    pg_params_bytea (params, join->sign_key.data, SIGN_KEY_BYTES);
    QCDC_TRY (pg_run (self->pg, &USE_INVITATION, params, NULL, fault));
    pg_params_reset (params);
    pg_params_int4 (params, invitation->office);
    QCDC_TRY (pg_run (self->pg, &FEED_PUBLICATIONS, params, NULL, fault));
    if (invitation->role != ROLE_ANALYST) {
        QCDC_TRY (pg_run (self->pg, &FEED_HISTORY, params, NULL, fault));
        QCDC_TRY (pg_run (self->pg, &FEED_ERASURES, params, NULL, fault));
        QCDC_TRY (inherit_first (self, invitation->office, params, fault));
    }
    return pg_run (self->pg, &NOTIFY, NULL, NULL, fault);
}

static void answer (writer_t *self, const job_t *job, const admission_t *invitation, int id)
{
    const Qcdc__Join *join = job->frame->join;
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, invitation->office);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Joined joined = QCDC__JOINED__INIT;
    joined.origin = origin_id (join->sign_key.data);
    joined.office = (char *)(office ? office->code : "");
    joined.office_name = (char *)(office ? office->name : "");
    joined.unit = (char *)(office ? office->unit_code : "");
    joined.role = (char *)role_name (invitation->role);
    frame.kind_case = QCDC__FRAME__KIND_JOINED;
    frame.joined = &joined;
    reply_t *reply = reply_new (job, &frame, true);
    if (reply) {
        /* front must know the new member before its first hello, not when the notification has come round */
        reply->kind = REPLY_MEMBER;
        memcpy (reply->member.curve_key, job->curve_key, CURVE_KEY_BYTES);
        reply->member.id = id;
        reply->member.origin = joined.origin;
        reply->member.office = invitation->office;
        reply->member.role = invitation->role;
        reply->member.revoked = false;
    }
    char text[ORIGIN_TEXT_BYTES];
    LOG_INFO ("%s joined as %s, origin %s%s", joined.office, joined.role, origin_format (joined.origin, text),
              invitation->repeated ? " (repeated)" : "");
    writer_reply (self, job, reply);
}

static qcdc_status admit (writer_t *self, const job_t *job, admission_t *invitation, int *id, fault_t *fault)
{
    bool closed = false;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    QCDC_TRY (pg_exec (self->pg, "begin", fault));
    QCDC_TRY (check_invitation (self, job->frame->join, params, invitation, fault));
    QCDC_TRY (check_device (self, job, params, invitation, id, &closed, fault));
    if (!(invitation->repeated && *id && !closed))
        QCDC_TRY (store_device (self, job, params, invitation, id, closed, fault));
    pg_params_reset (params);
    pg_params_bytea (params, job->frame->join->sign_key.data, SIGN_KEY_BYTES);
    QCDC_TRY (pg_run (self->pg, &SEEN, params, NULL, fault));
    return pg_exec (self->pg, "commit", fault);
}

qcdc_status join_answer (writer_t *self, const job_t *job, fault_t *fault)
{
    const Qcdc__Join *join = job->frame->join;
    if (join->code.len != JOIN_CODE_BYTES || join->sign_key.len != SIGN_KEY_BYTES ||
        join->signature.len != SIGNATURE_BYTES ||
        !join_verify (join->code.data, job->curve_key, join->sign_key.data, join->signature.data)) {
        fault_set (fault, QCDC_BAD_SIGNATURE, NULL, "the request to join is not signed by the device it names");
        writer_refuse (self, job, fault, false);
        return QCDC_OK;
    }
    admission_t invitation = {0};
    int id = 0;
    qcdc_status status = admit (self, job, &invitation, &id, fault);
    fault_t ignored;
    if (status == QCDC_DATABASE_AWAY)
        return status;
    if (status == QCDC_NO_MEMORY) /* nothing of what was begun may be committed by whoever comes next */
        return pg_exec (self->pg, "rollback", &ignored) == QCDC_OK ? status : QCDC_DATABASE_AWAY;
    if (status != QCDC_OK) {
        log_limited (&self->complaints, "requests to join", "a request to join was refused: %s", fault->message);
        writer_refuse (self, job, fault, false);
        return pg_exec (self->pg, "rollback", fault);
    }
    /* A new origin changes heads, devices and feeds: read them all again. */
    if (writer_reload (self, fault) != QCDC_OK)
        return QCDC_DATABASE_AWAY; /* memory may be half there: connecting reads it again, and the join is repeated */
    answer (self, job, &invitation, id);
    return QCDC_OK;
}
