/*  ingest.c — the round of the only writer: take in, commit however often that takes, acknowledge, answer the rest.
 *
 *  Nothing is acknowledged before its commit is known; a commit whose outcome is not known is looked up in the
 *  heads, which move in the same transaction.  Only what an entry itself says is ever blamed on it. */

#include "ingest/ingest.h"

#include "base/channel.h"
#include "base/day.h"
#include "ingest/accept.h"
#include "ingest/clock.h"
#include "ingest/decide.h"
#include "ingest/erase.h"
#include "ingest/hello.h"
#include "ingest/intake.h"
#include "ingest/join.h"
#include "ingest/reconsider.h"
#include "ingest/write.h"
#include "ingest/writer.h"
#include "pg/advisory.h"
#include "projections/open_data.h"
#include "wire/receipt.h"

#include <stdlib.h>
#include <string.h>

#define POLL_MS 1000
#define RETRY_MS_MIN 100
#define RETRY_MS_MAX 2000
#define REPLY_MS_MAX 2000
/*  Failures of one commit before it is taken apart: by then it is not the database alone. */
#define FAILURES_MAX 4
/*  Waiting entries judged again with one batch. */
#define WAKE_MAX 256u
#define WAKE_FAILURES_MAX 5u

static const statement_t LOCK = {"ingest_lock", "select pg_try_advisory_lock($1)"};
static const statement_t LAST_BEFORE = {
    "last_before", "select committed_at from journal where committed_at < $1 order by commit_seq desc limit 1"};

/*  Every statement here is a point look-up or an insert: on a table that was empty when the plan was made the
 *  planner would choose a scan, and keep it while the table grows. */
static const char SETTINGS[] = "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
                               "set plan_cache_mode = force_generic_plan; set jit = off";

static qcdc_status take_lock (pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, ADVISORY_WRITER);
    QCDC_TRY (pg_run (pg, &LOCK, params, &result, fault));
    if (pg_bool (result, 0, 0))
        return QCDC_OK;
    fault_set (fault, QCDC_BUSY, NULL, "another qcdcd writes to this database");
    fault_advise (fault, "stop it first; two servers on one database would tear the journals apart");
    return QCDC_BUSY;
}

static qcdc_status prepare_connection (writer_t *self, fault_t *fault)
{
    QCDC_TRY (pg_exec (self->pg, SETTINGS, fault));
    QCDC_TRY (take_lock (self->pg, fault));
    QCDC_TRY (write_prepare (self->pg, fault));
    QCDC_TRY (writer_load_snapshot (self, fault));
    QCDC_TRY (writer_reload (self, fault));
    return numbers_load (&self->numbers, self->pg, fault);
}

/*  A connection with the writer's lock, everything prepared and memory fresh. */
static qcdc_status connect_once (writer_t *self, fault_t *fault)
{
    QCDC_TRY (pg_open (self->server->conninfo, "qcdcd ingest", &self->pg, fault));
    qcdc_status status = prepare_connection (self, fault);
    if (status == QCDC_OK)
        pg_set_wait (self->pg, intake_wait, self);
    else
        pg_close (&self->pg);
    return status;
}

/*  Until the database answers again; false when told to stop instead. */
static bool reconnect (writer_t *self)
{
    fault_t fault = {0};
    int wait_ms = RETRY_MS_MIN;
    pg_close (&self->pg);
    writer_tell_front (self, REPLY_DATABASE_AWAY);
    LOG_WARNING ("ingest: the database is away; offices wait");
    for (;;) {
        self->server->revive (self->server->revive_arg);
        if (connect_once (self, &fault) == QCDC_OK)
            break;
        if (writer_told_to_stop (self, wait_ms))
            return false;
        wait_ms = wait_ms * 2 > RETRY_MS_MAX ? RETRY_MS_MAX : wait_ms * 2;
    }
    LOG_INFO ("ingest: the database is back");
    writer_tell_front (self, REPLY_DATABASE_UP);
    return true;
}

/*  After a COMMIT without an answer: the heads tell, for they move in the same transaction. */
static bool was_committed (writer_t *self, const batch_t *batch)
{
    if (batch->append_count == 0)
        return false;
    const batch_append_t *append = &batch->appends[0];
    const origin_node_t *origin = memory_origin (&self->memory, append->origin);
    return origin && origin->head_seq >= append->last_seq;
}

/*  Decides and writes.  OVERLAP: more is done while the database works; only where memory stays as it is whatever
 *  becomes of this batch. */
static qcdc_status decide_and_write (writer_t *self, decide_t *decide, bool commit, bool overlap)
{
    batch_t *batch = decide->batch;
    QCDC_TRY (erase_known (batch, &self->memory, decide->fault));
    QCDC_TRY (decide_begin (decide));
    bool later = overlap && batch->entry_count > WRITE_PIPELINE_ENTRIES_MAX && decide_is_free (decide);
    if (!later)
        QCDC_TRY (decide_rest (decide));
    self->deciding = overlap ? decide : NULL;
    qcdc_status status = batch_write (decide, commit, decide->fault);
    self->deciding = NULL;
    return status;
}

static qcdc_status try_once (writer_t *self, batch_t *batch, bool commit, bool overlap, fault_t *fault)
{
    /* Of its own, for a commit may take many tries. */
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (BATCH_ARENA_BYTES_MAX);
    if (!arena)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    state_t state QCDC_CLEANUP (state_release);
    state_init (&state, self->snapshot, arena);
    state.known = &self->numbers;
    decide_t decide = {.batch = batch,
                       .state = &state,
                       .memory = &self->memory,
                       .pg = self->pg,
                       .fault = fault,
                       .wake_max = overlap ? WAKE_MAX : 0};
    self->signed_count = 0;
    QCDC_TRY (decide_and_write (self, &decide, commit, overlap));
    if (commit)
        writer_take_snapshot (self, state.snapshot);
    return QCDC_OK;
}

/*  Whether the first COUNT entries by themselves are refused.  Memory is read afresh, for deciding changes it. */
static qcdc_status try_prefix (writer_t *self, batch_t *batch, size_t count, fault_t *fault)
{
    size_t entries = batch->entry_count, appends = batch->append_count;
    qcdc_status status = memory_load (&self->memory, self->pg, fault);
    if (status != QCDC_OK)
        return status;
    batch_undecide (batch);
    batch->entry_count = count;
    batch->append_count = 0;
    status = try_once (self, batch, false, false, fault);
    batch->entry_count = entries;
    batch->append_count = appends;
    return status;
}

/*  The database refused what some entry says: finds the first such entry by halving, so that it alone is rejected.
 *  The first *PROVED entries are known to pass. */
static qcdc_status find_poison (writer_t *self, batch_t *batch, size_t *proved, fault_t *fault)
{
    size_t good = *proved, bad = batch->entry_count;
    qcdc_status status = QCDC_POISON;
    while (status == QCDC_POISON && bad - good > 1) {
        if (writer_told_to_stop (self, 0))
            return fault_set (fault, QCDC_DATABASE_AWAY, NULL, "the server is stopping");
        size_t middle = good + (bad - good) / 2;
        qcdc_status half = try_prefix (self, batch, middle, fault);
        if (half == QCDC_POISON)
            bad = middle;
        else if (half == QCDC_OK)
            good = middle;
        else
            status = half;
    }
    if (status == QCDC_POISON && bad == batch->entry_count)
        status = try_prefix (self, batch, bad, fault); /* that was refused with its receipts only */
    if (status == QCDC_OK || (status == QCDC_POISON && batch->entries[bad - 1].poison))
        return fault_set (fault, QCDC_DATABASE, NULL, "the database refused a commit, but none of its entries");
    if (status != QCDC_POISON)
        return status;
    batch_entry_t *entry = &batch->entries[bad - 1];
    char origin[ORIGIN_TEXT_BYTES];
    entry->poison = true;
    *proved = bad - 1;
    log_limited (&self->complaints, origin_format (entry->entry.origin, origin),
                 "ingest: %s:%llu is refused by the database: %s", origin, (unsigned long long)entry->entry.seq,
                 fault->message);
    return writer_reload (self, fault);
}

static void remember_commit (writer_t *self, const batch_t *batch)
{
    if (batch->entry_count == 0)
        return;
    const batch_entry_t *last = &batch->entries[batch->entry_count - 1];
    self->memory.commit_seq = last->commit_seq;
    self->memory.committed_at_us = batch->committed_at_us;
    memcpy (self->memory.commit_hash, last->commit_hash, HASH_BYTES);
}

static bool clock_is_right (writer_t *self, batch_t *batch)
{
    fault_t fault = {0};
    int64_t now = moment_now ();
    int64_t drift = now - monotonic_us () - self->clock_offset_us;
    if (clock_guard (now, self->memory.committed_at_us, drift, false, self->clock_ok, &fault) != QCDC_OK) {
        LOG_ERROR ("ingest: %s; %s", fault.message, fault.advice);
        return false;
    }
    batch->committed_at_us = now > self->memory.committed_at_us ? now : self->memory.committed_at_us;
    /* The chain of commits never goes back in time.  What is new was received when it was received, also after a clock that had
     * run ahead was put right. */
    batch->received_at_us = self->clock_ok ? now : batch->committed_at_us;
    return true;
}

typedef enum {
    COMMITTED,
    STOPPED, /* told to, or the clock is wrong: nothing was acknowledged; or it was not signed, and is empty */
    TOO_MUCH /* it fails again and again, and memory is as if it had never been tried */
} commit_outcome;

/*  After a failure: a connection and memory that know nothing of the attempt.  false: told to stop. */
static bool recover (writer_t *self, qcdc_status status)
{
    fault_t fault = {0};
    if (status == QCDC_NO_MEMORY && writer_reload (self, &fault) == QCDC_OK)
        return true;
    if (status != QCDC_DATABASE_AWAY && writer_told_to_stop (self, RETRY_MS_MAX))
        return false;
    return reconnect (self);
}

/*  Memory as the database has it; connecting reads it, too. */
static void forget (writer_t *self)
{
    fault_t ignored = {0};
    if (writer_reload (self, &ignored) != QCDC_OK && !reconnect (self))
        LOG_INFO ("ingest: stopping without the database");
}

/*  Commits BATCH; *WHY is the last failure.  What does not fit into memory is taken apart at once; anything else may be the
 *  database's trouble, and is tried again a few times. */
static commit_outcome commit (writer_t *self, batch_t *batch, fault_t *why)
{
    size_t proved = 0;
    unsigned failures = 0;
    for (unsigned tries = 0;; tries++) {
        fault_t fault = {0};
        if (self->stopping || !clock_is_right (self, batch)) {
            self->stopping = true;
            return STOPPED;
        }
        qcdc_status status = try_once (self, batch, true, tries == 0, &fault);
        if (status == QCDC_POISON) {
            status = find_poison (self, batch, &proved, &fault);
            if (writer_told_to_stop (self, 0))
                return STOPPED;
        } else if (status == QCDC_OK) {
            remember_commit (self, batch);
            turn_committed (batch, &self->memory);
            return COMMITTED;
        }
        if (status == QCDC_BAD_SIGNATURE) {
            intake_forged (self, batch, &fault);
            forget (self); /* what was decided */
            return STOPPED;
        }
        if (status != QCDC_OK) {
            *why = fault;
            why->status = status;
            log_limited (&self->complaints, "commits", "ingest: a commit of %zu entries failed: %s",
                         batch->entry_count, fault.message);
            if (!recover (self, status))
                return STOPPED;
            if (was_committed (self, batch))
                return COMMITTED;
            bool apart = status == QCDC_NO_MEMORY && batch->append_count > 1;
            if (++failures >= FAILURES_MAX || apart) {
                batch_undecide (batch);
                return TOO_MUCH;
            }
        }
        batch_undecide (batch);
    }
}

static void acknowledge (writer_t *self, batch_append_t *append, const batch_t *batch)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Acked acked = QCDC__ACKED__INIT;
    Qcdc__Receipt receipt = QCDC__RECEIPT__INIT;
    receipt_to_wire (&append->receipt, &receipt);
    acked.receipt = &receipt;
    acked.credit_bytes = QCDC_CREDIT_BYTES;
    frame.kind_case = QCDC__FRAME__KIND_ACKED;
    frame.acked = &acked;
    writer_reply (self, append->job, reply_new (append->job, &frame, true));

    size_t refused = 0;
    for (size_t i = append->begin; i < append->begin + append->count; i++) {
        const batch_verdict_t *verdict = batch->entries[i].verdict;
        refused += verdict && verdict->state == QCDC__VERDICT_STATE__VERDICT_REJECTED;
    }
    const office_t *office = catalog_office_by_id (self->snapshot->catalog, append->office);
    char origin[ORIGIN_TEXT_BYTES];
    LOG_INFO ("%s %s:%llu-%llu committed as %llu-%llu, %zu rejected%s", office ? office->code : "?",
              origin_format (append->origin, origin), (unsigned long long)append->first_seq,
              (unsigned long long)append->last_seq,
              (unsigned long long)(append->receipt.commit_seq - append->count + 1),
              (unsigned long long)append->receipt.commit_seq, refused, append->returned ? " (returned)" : "");
}

/*  When the copy was taken, as far as the journal tells: its last commit before AT. */
static void last_commit_before (writer_t *self, int64_t at_us, char text[MOMENT_TEXT_BYTES])
{
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    fault_t ignored = {0};
    snprintf (text, MOMENT_TEXT_BYTES, "the beginning");
    if (!params)
        return;
    pg_params_timestamp (params, at_us);
    if (pg_run (self->pg, &LAST_BEFORE, params, &result, &ignored) == QCDC_OK && PQntuples (result) == 1)
        moment_format_iso (pg_timestamp (result, 0, 0), text);
}

/*  Invitations that were open in the copy may have been used since, and are withdrawn with the commit; revocations
 *  made since are forgotten, and only people can repeat them. */
static void notice_restore (writer_t *self, const batch_t *batch)
{
    int64_t from_us, until_us;
    if (!write_returned (batch, &from_us, &until_us))
        return;
    char text[MOMENT_TEXT_BYTES], last[MOMENT_TEXT_BYTES];
    last_commit_before (self, from_us, last);
    LOG_WARNING (
        "ingest: entries acknowledged at %s were missing here: this database was restored from an older copy; open "
        "invitations of before then are withdrawn; repeat revocations made since %s",
        moment_format_iso (until_us, text), last);
}

/*  Whoever is still waiting when ingest ends is told to come again. */
static void dismiss (writer_t *self, job_t **job)
{
    fault_t fault = {0};
    if (!*job)
        return;
    fault_set (&fault, QCDC_DATABASE_AWAY, NULL, "the server is stopping; nothing of this was stored");
    writer_refuse (self, *job, &fault, true);
    job_destroy (job);
}

static void conclude (writer_t *self, batch_t *batch, bool committed)
{
    for (size_t i = 0; i < batch->append_count; i++) {
        if (committed && i >= self->signed_count)
            receipt_sign (&batch->appends[i].receipt, self->server->keys->sign_secret);
        if (committed)
            acknowledge (self, &batch->appends[i], batch);
        else
            dismiss (self, &batch->appends[i].job);
        job_destroy (&batch->appends[i].job);
    }
}

/*  Tells everybody in BATCH, hidden ones too, and in the next turn to come again: behind an append that is not stored
 *  nothing of its origin can be. */
static void send_back (writer_t *self, batch_t *batch, const fault_t *fault)
{
    turn_t *next = self->next;
    for (size_t i = 0; i < batch->append_count + batch->hidden_appends; i++) {
        writer_refuse (self, batch->appends[i].job, fault, true);
        job_destroy (&batch->appends[i].job);
    }
    batch->append_count = batch->entry_count = 0;
    batch->hidden_appends = batch->hidden_entries = 0;
    if (next && next->accepting.job) {
        accept_undo (&next->accepting, next->batch);
        writer_refuse (self, next->accepting.job, fault, true);
        job_destroy (&next->accepting.job);
        next->accepting = (acceptance_t){0};
    }
    for (size_t i = 0; next && i < next->batch->append_count; i++) {
        writer_refuse (self, next->batch->appends[i].job, fault, true);
        job_destroy (&next->batch->appends[i].job);
    }
    if (next)
        next->batch->append_count = next->batch->entry_count = 0;
}

/*  An append that cannot be stored by itself: not its facts are to blame, so that none of them is rejected; it is not taken. */
static void refuse_batch (writer_t *self, batch_t *batch, const fault_t *why)
{
    fault_t fault = {0};
    char origin[ORIGIN_TEXT_BYTES];
    const batch_append_t *append = &batch->appends[0];
    LOG_ERROR ("ingest: %s:%llu-%llu cannot be stored, and was sent back: %s", origin_format (append->origin, origin),
               (unsigned long long)append->first_seq, (unsigned long long)append->last_seq, why->message);
    fault_set (&fault, why->status == QCDC_NO_MEMORY ? QCDC_BUSY : why->status, NULL,
               "the server could not store what was sent");
    fault_advise (&fault, "append fewer entries at a time");
    send_back (self, batch, &fault);
    forget (self);
}

static void serve_batch (writer_t *self, batch_t *batch)
{
    size_t most = batch->append_count;
    while (batch->append_count > 0) {
        fault_t why = {0};
        batch_cut (batch, most);
        commit_outcome outcome = commit (self, batch, &why);
        if (outcome == TOO_MUCH && batch->append_count > 1) {
            most = batch->append_count / 2;
            continue;
        }
        if (outcome == TOO_MUCH) {
            refuse_batch (self, batch, &why);
            return;
        }
        if (outcome == COMMITTED)
            notice_restore (self, batch);
        conclude (self, batch, outcome == COMMITTED);
        batch_go_on (batch);
    }
}

/*  A page of what waited and may be judged now, in a transaction of its own.  One that fails again and again is left for the
 *  next start: nobody's work is held up by it. */
static void serve_woken (writer_t *self)
{
    fault_t fault = {0};
    batch_t *batch QCDC_CLEANUP (batch_destroy) = batch_new ();
    if (!batch)
        return;
    state_t state QCDC_CLEANUP (state_release);
    state_init (&state, self->snapshot, batch->arena);
    state.known = &self->numbers;
    batch->committed_at_us = self->memory.committed_at_us;
    decide_t decide = {.batch = batch,
                       .state = &state,
                       .memory = &self->memory,
                       .pg = self->pg,
                       .fault = &fault,
                       .wake_max = WAKE_MAX >> (2 * self->wake_failures)};
    qcdc_status status = reconsider_woken (&decide);
    if (status == QCDC_OK && batch->later_count > 0)
        status = batch_write (&decide, true, &fault);
    if (status == QCDC_OK) {
        self->wake_failures = 0;
        writer_take_snapshot (self, state.snapshot);
        return;
    }
    self->wake_failures++;
    LOG_ERROR ("ingest: entries that waited cannot be judged now: %s", fault.message);
    if (!recover (self, status))
        LOG_INFO ("ingest: stopping without the database");
}

static qcdc_status answer_other (writer_t *self, const job_t *job, fault_t *fault)
{
    return job->frame->kind_case == QCDC__FRAME__KIND_JOIN ? join_answer (self, job, fault)
                                                           : hello_answer (self, job, fault);
}

/*  A hello or a join.  A database that was only restarted is come back to without a word; for one that is away
 *  nobody waits here: he is told, and comes again. */
static void serve_other (writer_t *self, job_t *job)
{
    fault_t fault = {0};
    qcdc_status status = self->pg ? answer_other (self, job, &fault) : QCDC_DATABASE_AWAY;
    if (status == QCDC_DATABASE_AWAY && !self->stopping) {
        pg_close (&self->pg);
        if (connect_once (self, &fault) == QCDC_OK)
            status = answer_other (self, job, &fault);
    }
    if (status == QCDC_DATABASE_AWAY)
        fault_set (&fault, status, NULL, "%s", status_text (status));
    if (status != QCDC_OK) {
        log_limited (&self->complaints, "hellos and joins", "ingest: %s", fault.message);
        writer_refuse (self, job, &fault, true);
    }
    job_destroy (&job);
    if (status == QCDC_DATABASE_AWAY && !self->stopping && !reconnect (self))
        LOG_INFO ("ingest: stopping without the database");
}

static void dismiss_turn (writer_t *self, turn_t **turn_p)
{
    turn_t *turn = *turn_p;
    if (!turn)
        return;
    if (turn->accepting.job)
        accept_undo (&turn->accepting, turn->batch);
    conclude (self, turn->batch, false);
    dismiss (self, &turn->accepting.job);
    for (size_t i = 0; i < turn->other_count; i++)
        dismiss (self, &turn->others[i]);
    turn_destroy (turn_p);
}

/*  Takes whatever is there, up to a batch's limits; commits it; then answers the rest.  No timer: the next batch is
 *  what came while this one was written, so a lone clerk does not wait and a crowd shares one commit. */
static void play (writer_t *self)
{
    if (!self->next)
        self->next = turn_new ();
    if (!self->next) {
        LOG_ERROR ("ingest: out of memory");
        writer_told_to_stop (self, POLL_MS);
        return;
    }
    intake_all (self);
    turn_t *turn = self->next;
    self->current = turn;
    self->next = turn_new (); /* NULL: then nothing is taken in meanwhile */
    serve_batch (self, turn->batch);
    self->current = NULL;
    for (size_t i = 0; i < turn->other_count; i++)
        serve_other (self, turn->others[i]);
    turn_destroy (&turn);
}

/*  A year begins without a commit, too: what is listed for analysts then goes on to the end of the next one. */
static void follow_year (writer_t *self)
{
    fault_t fault = {0};
    int32_t until = open_data_until ();
    if (!self->pg || self->views_until == until)
        return;
    self->views_until = until;
    if (open_data_refresh (self->pg, self->snapshot->catalog, &fault) != QCDC_OK)
        LOG_ERROR ("ingest: the views of open_data stay those of before: %s", fault.message);
}

/*  What somebody has said of the clock holds at later starts too: a machine that starts again by itself asks nobody. */
static qcdc_status check_clock (writer_t *self, fault_t *fault)
{
    int64_t now = moment_now (), last = self->memory.committed_at_us;
    bool before;
    self->clock_offset_us = now - monotonic_us ();
    QCDC_TRY (clock_was_vouched (self->pg, now, last, &before, fault));
    self->clock_ok = self->server->clock_ok || before;
    QCDC_TRY (clock_guard (now, last, 0, true, self->clock_ok, fault));
    return self->clock_ok && now < last ? clock_vouch (self->pg, now, last, before, fault) : QCDC_OK;
}

static qcdc_status start (writer_t *self, fault_t *fault)
{
    QCDC_TRY (connect_once (self, fault));
    return check_clock (self, fault);
}

void ingest_actor (zsock_t *pipe, void *args)
{
    writer_t self = {.server = args, .pipe = pipe};
    fault_t fault = {0};
    zsock_t *jobs = zsock_new (ZMQ_PULL), *replies = zsock_new (ZMQ_PUSH);
    if (!jobs || !replies || zsock_bind (jobs, ENDPOINT_INGEST) < 0 ||
        zsock_connect (replies, ENDPOINT_REPLIES) != 0) {
        LOG_ERROR ("ingest: cannot open its sockets: %s", zmq_strerror (zmq_errno ()));
        goto out;
    }
    zsock_set_sndtimeo (replies, REPLY_MS_MAX); /* front may be gone when the last answers leave */
    self.jobs = zsock_resolve (jobs);
    self.replies = zsock_resolve (replies);
    if (start (&self, &fault) != QCDC_OK) {
        LOG_ERROR ("ingest: %s%s%s", fault.message, fault.advice[0] ? "; " : "", fault.advice);
        goto out;
    }
    zsock_signal (pipe, 0);
    while (!self.stopping) {
        zmq_pollitem_t items[] = {{.socket = zsock_resolve (pipe), .events = ZMQ_POLLIN},
                                  {.socket = self.jobs, .events = ZMQ_POLLIN}};
        bool woken = self.pg && self.wake_failures < WAKE_FAILURES_MAX && memory_has_woken (&self.memory);
        bool at_hand = woken || self.held || (self.next && !turn_is_empty (self.next));
        if (zmq_poll (items, 2, at_hand ? 0 : POLL_MS) < 0 && zmq_errno () != EINTR)
            break;
        if (items[1].revents || at_hand)
            play (&self);
        else if (items[0].revents)
            writer_told_to_stop (&self, 0);
        else if (!at_hand)
            follow_year (&self);
        if (woken && self.pg && !self.stopping)
            serve_woken (&self);
        log_limit_say (&self.complaints, false);
    }
    log_limit_say (&self.complaints, true);
out: /* one that has not signalled has not started: its end is the sign that zactor_new waits for */
    dismiss_turn (&self, &self.next);
    dismiss (&self, &self.held);
    memory_release (&self.memory);
    numbers_release (&self.numbers);
    snapshot_drop (&self.snapshot);
    pg_close (&self.pg);
    zsock_destroy (&jobs);
    zsock_destroy (&replies);
}
