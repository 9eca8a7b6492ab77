/*  commit.c — one batch into the database, however many tries that takes.
 *
 *  A commit whose outcome is not known is looked up by its own hash, which stands for all that was committed until then.  Only what an entry itself
 *  says is ever blamed on it. */

#include "ingest/commit.h"

#include "base/day.h"
#include "ingest/clock.h"
#include "ingest/connection.h"
#include "ingest/decide.h"
#include "ingest/erase.h"
#include "ingest/intake.h"
#include "ingest/write.h"

#include <string.h>

/*  Failures of one commit before it is taken apart: by then it is not the database alone. */
#define FAILURES_MAX 4

static const statement_t COMMITTED_AS = {"committed_as",
                                         "select 1 from journal where commit_seq = $1 and commit_hash = $2"};

/*  After a COMMIT without an answer: whether the journal holds BATCH as it was decided.  That the heads have moved says nothing of who
 *  moved them. */
static qcdc_status was_committed (writer_t *self, const batch_t *batch, bool *committed, fault_t *fault)
{
    const batch_entry_t *last = &batch->entries[batch->entry_count - 1];
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, last->commit_seq);
    pg_params_bytea (params, last->commit_hash, HASH_BYTES);
    QCDC_TRY (pg_run (self->pg, &COMMITTED_AS, params, &result, fault));
    *committed = PQntuples (result) == 1;
    return QCDC_OK;
}

/*  Whether the first append of each origin still follows what the database holds of it. */
static bool is_next (writer_t *self, const batch_t *batch)
{
    origin_node_t *origin;
    for (size_t i = batch->append_count; i-- > 0;)
        if ((origin = memory_origin (&self->memory, batch->appends[i].origin)))
            origin->last_append = i;
    for (size_t i = 0; i < batch->append_count; i++) {
        const batch_append_t *append = &batch->appends[i];
        origin = memory_origin (&self->memory, append->origin);
        if (!origin || (origin->last_append == i && (append->first_seq != origin->head_seq + 1 ||
                                                     memcmp (append->before, origin->head_hash, HASH_BYTES) != 0)))
            return false;
    }
    return true;
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

/*  After a commit that came to STATUS: *OUTCOME where it is known, and false; true where BATCH is to be tried again. */
static bool find_outcome (writer_t *self, const batch_t *batch, qcdc_status status, commit_outcome *outcome)
{
    fault_t fault = {0};
    bool committed = false;
    do {
        *outcome = STOPPED;
        if (!connection_recover (self, status))
            return false;
        status = was_committed (self, batch, &committed, &fault);
    } while (status != QCDC_OK);
    *outcome = committed ? COMMITTED : OVERTAKEN;
    return !committed && is_next (self, batch);
}

commit_outcome commit_batch (writer_t *self, batch_t *batch, fault_t *why)
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
            connection_forget (self); /* what was decided */
            return STOPPED;
        }
        if (status != QCDC_OK) {
            *why = fault;
            why->status = status;
            log_limited (&self->complaints, "commits", "ingest: a commit of %zu entries %s: %s", batch->entry_count,
                         status == QCDC_DATABASE_AWAY ? "came to no known end" : "failed", fault.message);
            commit_outcome outcome;
            if (!find_outcome (self, batch, status, &outcome))
                return outcome;
            bool apart = status == QCDC_NO_MEMORY && batch->append_count > 1;
            if (++failures >= FAILURES_MAX || apart) {
                batch_undecide (batch);
                return TOO_MUCH;
            }
        }
        batch_undecide (batch);
    }
}
