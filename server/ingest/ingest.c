/*  ingest.c — the round of the only writer: take in, commit (commit.c), acknowledge, answer the rest.
 *
 *  Nothing is acknowledged before its commit is known. */

#include "ingest/ingest.h"

#include "base/channel.h"
#include "base/day.h"
#include "ingest/accept.h"
#include "ingest/clock.h"
#include "ingest/commit.h"
#include "ingest/connection.h"
#include "ingest/hello.h"
#include "ingest/inherit.h"
#include "ingest/intake.h"
#include "ingest/join.h"
#include "ingest/reconsider.h"
#include "ingest/write.h"
#include "ingest/writer.h"
#include "projections/open_data.h"
#include "wire/receipt.h"

#include <stdlib.h>
#include <string.h>

#define POLL_MS 1000
#define REPLY_MS_MAX 2000
#define WAKE_FAILURES_MAX 5u

/*  Found by halving, since commits have no gaps and times of commit never go back: with every append that comes back it would be a walk
 *  through all that has been committed since the restore. */
static const statement_t LAST_BEFORE = {
    "last_before",
    "with recursive search (low, high) as (select 0::int8, coalesce(max(commit_seq), 0) from journal union all"
    " select case when j.committed_at < $1 then s.middle else s.low end,"
    " case when j.committed_at < $1 then s.high else s.middle - 1 end"
    " from (select low, high, (low + high + 1) / 2 as middle from search where low < high) s"
    " join journal j on j.commit_seq = s.middle)"
    " select j.committed_at from search s join journal j on j.commit_seq = s.low where s.low = s.high"};

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
    log_limited (
        &self->complaints, "a restored database",
        "ingest: entries acknowledged at %s were missing here: this database was restored from an older copy; open "
        "invitations of before then are withdrawn; repeat revocations made since %s",
        moment_format_iso (until_us, text), last);
}

/*  Whoever is still waiting when ingest ends is told to come again.  Whether it is stored is not said: the answer to its commit may
 *  just not have come. */
static void dismiss (writer_t *self, job_t **job)
{
    fault_t fault = {0};
    if (!*job)
        return;
    fault_set (&fault, QCDC_DATABASE_AWAY, NULL,
               "the server is stopping; what it has not acknowledged is sent again");
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

/*  Somebody else's entries stand where these were to go.  Their devices find out at the next greeting what the server holds of them. */
static void pass_over (writer_t *self, batch_t *batch)
{
    fault_t fault = {0};
    LOG_ERROR ("ingest: %zu entries were sent back, and not acknowledged: their origins' heads are not what they "
               "were: another "
               "server wrote to this database meanwhile, or it was put back to an older state",
               batch->entry_count);
    fault_set (&fault, QCDC_DATABASE_AWAY, NULL, "%s", status_text (QCDC_DATABASE_AWAY));
    send_back (self, batch, &fault);
    connection_forget (self);
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
    connection_forget (self);
}

static void serve_batch (writer_t *self, batch_t *batch)
{
    size_t most = batch->append_count;
    while (batch->append_count > 0) {
        fault_t why = {0};
        batch_cut (batch, most);
        commit_outcome outcome = commit_batch (self, batch, &why);
        if (outcome == TOO_MUCH && batch->append_count > 1) {
            most = batch->append_count / 2;
            continue;
        }
        if (outcome == OVERTAKEN) {
            pass_over (self, batch);
            return;
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
    if (!connection_recover (self, status))
        LOG_INFO ("ingest: stopping without the database");
}

/*  What an earlier program left of erasures, in a transaction of its own; where that fails it is left for the next start. */
static void serve_owed (writer_t *self)
{
    fault_t fault = {0};
    batch_t *batch QCDC_CLEANUP (batch_destroy) = batch_new ();
    if (!batch)
        return;
    state_t state QCDC_CLEANUP (state_release);
    state_init (&state, self->snapshot, batch->arena);
    batch->owed = true;
    batch->committed_at_us = self->memory.committed_at_us;
    decide_t decide = {
        .batch = batch, .state = &state, .memory = &self->memory, .pg = self->pg, .fault = &fault, .over = true};
    self->memory.reasons_owed = false;
    qcdc_status status = batch_write (&decide, true, &fault);
    if (status == QCDC_OK && batch->feed_count)
        LOG_INFO ("ingest: reasons that were erased in one of two entries are gone from the other one");
    if (status == QCDC_OK)
        return;
    LOG_ERROR ("ingest: reasons that were erased cannot be erased in their other entries now: %s", fault.message);
    if (!connection_recover (self, status))
        LOG_INFO ("ingest: stopping without the database");
    self->memory.reasons_owed = false;
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
    /* One that stands has written what it was to write, and its standby may not have it: whoever waits for that need not know. */
    if (status == QCDC_DATABASE_AWAY && !self->stopping && !(self->pg && pg_is_idle (self->pg))) {
        pg_close (&self->pg);
        if (connection_open (self, &fault) == QCDC_OK && connection_confirm (self, &fault) == QCDC_OK)
            status = answer_other (self, job, &fault);
    }
    if (status != QCDC_OK) {
        log_limited (&self->complaints, "hellos and joins", "ingest: %s",
                     fault.message[0] ? fault.message : status_text (status));
        if (status == QCDC_DATABASE_AWAY)
            fault_set (&fault, status, NULL, "%s", status_text (status));
        writer_refuse (self, job, &fault, true);
    }
    job_destroy (&job);
    if (status == QCDC_DATABASE_AWAY && !self->stopping && !connection_wait (self))
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
    fault_t fault = {0};
    if (!self->next)
        self->next = turn_new ();
    if (!self->next) {
        LOG_ERROR ("ingest: out of memory");
        writer_told_to_stop (self, POLL_MS);
        return;
    }
    intake_all (self);
    turn_t *turn = self->next;
    /* The end of the program before this one may have cut a commit off. */
    if (self->pg && !self->confirmed && connection_confirm (self, &fault) != QCDC_OK && !connection_wait (self))
        LOG_INFO ("ingest: stopping without the database");
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
    QCDC_TRY (connection_open (self, fault));
    QCDC_TRY (check_clock (self, fault));
    /* Before anybody is served: where the database is slow to answer, nobody who wants the server to stop waits for this. */
    follow_year (self);
    return QCDC_OK;
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
        bool owed = self.pg && self.memory.reasons_owed;
        bool at_hand = woken || owed || self.held || (self.next && !turn_is_empty (self.next));
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
        if (owed && self.pg && !self.stopping)
            serve_owed (&self);
        log_limit_say (&self.complaints, false);
    }
    log_limit_say (&self.complaints, true);
out: /* one that has not signalled has not started: its end is the sign that zactor_new waits for */
    dismiss_turn (&self, &self.next);
    dismiss (&self, &self.held);
    memory_release (&self.memory);
    numbers_release (&self.numbers);
    snapshot_drop (&self.snapshot);
    inherits_release (&self.inherits);
    pg_close (&self.pg);
    zsock_destroy (&jobs);
    zsock_destroy (&replies);
}
