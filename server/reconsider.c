/*  reconsider.c — entries that were not accepted at first, judged again: when what they waited for has come, when a newer program
 *  knows their form, or when somebody asks for it.  The first verdict stays; the new one is added, and its receipt goes to
 *  the office by the feed. */

#include "decide_private.h"

#include <string.h>

/*  How long a chain of entries that wait for each other is followed in one commit. */
#define WAKE_DEPTH_MAX 64u

static const statement_t LOAD_ENTRY = {
    "decide_entry", "select j.body, j.hash, j.seq, j.first_committed_at, o.id, o.office, o.role, o.origin"
                    "  from journal j join origin o on o.id = j.origin where j.commit_seq = $1"};

/*  An entry that waits, from the batch or from the journal.  Made anew in the arena: its verdict is not the first one. */
static qcdc_status load_waiter (const decide_t *self, int64_t commit_seq, batch_entry_t **entry_p)
{
    batch_t *batch = self->batch;
    *entry_p = NULL;
    if (batch->entry_count && commit_seq >= batch->entries[0].commit_seq) {
        *entry_p = &batch->entries[commit_seq - batch->entries[0].commit_seq];
        return QCDC_OK;
    }
    pg_params_t *params = pg_params_new ();
    PGresult *result = NULL;
    batch_entry_t *entry = arena_alloc (batch->arena, sizeof *entry);
    if (!params || !entry) {
        pg_params_destroy (&params);
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    memset (entry, 0, sizeof *entry);
    pg_params_int8 (params, commit_seq);
    qcdc_status status = pg_run (self->pg, &LOAD_ENTRY, params, &result, self->fault);
    if (status == QCDC_OK && PQntuples (result) == 1) {
        size_t length, hash_length, origin_length;
        const void *body = pg_bytes (result, 0, 0, &length);
        uint8_t *copy = arena_alloc (batch->arena, length ? length : 1);
        if (copy) {
            memcpy (copy, body, length);
            memcpy (entry->hash, pg_bytes (result, 0, 1, &hash_length), HASH_BYTES);
            entry->entry.body = (bytes_t){copy, length};
            entry->entry.seq = (uint64_t)pg_int8 (result, 0, 2);
            entry->first_committed_at_us = pg_timestamp (result, 0, 3);
            entry->origin_id = (int)pg_int8 (result, 0, 4);
            entry->office = (int)pg_int8 (result, 0, 5);
            entry->role = (role_t)pg_int8 (result, 0, 6);
            entry->commit_seq = commit_seq;
            const uint8_t *origin = pg_bytes (result, 0, 7, &origin_length);
            for (size_t i = 0; i < 8 && i < origin_length; i++)
                entry->entry.origin |= (uint64_t)origin[i] << (8 * i);
            entry->unpacked = fact_unpack (entry->entry.body, batch->arena, &entry->fact);
            if (entry->unpacked == QCDC_OK)
                fact_content (entry->entry.body, entry->content);
            *entry_p = entry;
        } else
            status = fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    PQclear (result);
    pg_params_destroy (&params);
    if (status == QCDC_OK && *entry_p && entry->unpacked == QCDC_OK) {
        status = state_want (self->state, entry->office, entry->fact);
        if (status == QCDC_OK)
            status = state_load (self->state, self->pg, self->fault);
    }
    return status;
}

/*  Judges COMMIT_SEQ again.  *STATE is what it is now; *CHANGED: there is a later verdict.  Nothing changes where it waits on,
 *  or where the same is said as before (STATE and CODE of the verdict held; CODE may be NULL). */
static qcdc_status judge_again (const decide_t *self, int64_t commit_seq, int64_t trigger, int held_state,
                                const char *held_code, batch_entry_t **entry, int *state)
{
    verdict_t verdict;
    int64_t holder;
    qcdc_status status = load_waiter (self, commit_seq, entry);
    *state = held_state;
    if (status != QCDC_OK || !*entry)
        return status;
    decide_judge (self, *entry, &verdict, &holder);
    *state = (int)verdict.state;
    bool same = *state == held_state && (!held_code || strcmp (held_code, status_code (verdict.fault.status)) == 0);
    if (same || *state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        return QCDC_OK;
    batch_later_t *later = batch_add_later (self->batch);
    if (!later)
        return QCDC_NO_MEMORY;
    later->origin_id = (*entry)->origin_id;
    later->office = (*entry)->office;
    later->seq = (*entry)->entry.seq;
    status = decide_carry_out (self, *entry, &verdict, holder, trigger, &later->verdict);
    if (status != QCDC_OK)
        return status;
    const batch_verdict_t *const rows[] = {later->verdict};
    return batch_pack_verdicts (self->batch, rows, &later->seq, 1, &later->verdicts);
}

qcdc_status decide_wake (const decide_t *self, uint64_t origin, uint64_t seq, int64_t trigger, unsigned depth)
{
    waiting_node_t *node = memory_waiting (self->memory, origin, seq);
    if (!node || depth > WAKE_DEPTH_MAX)
        return QCDC_OK;
    size_t count = node->count;
    int64_t *waiters = arena_alloc (self->batch->arena, count * sizeof *waiters);
    if (!waiters)
        return QCDC_NO_MEMORY;
    memcpy (waiters, node->entries, count * sizeof *waiters);
    memory_drop_waiting (self->memory, origin, seq);
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < count; i++) {
        batch_entry_t *entry;
        int state;
        status = judge_again (self, waiters[i], trigger, QCDC__VERDICT_STATE__VERDICT_WAITING, NULL, &entry, &state);
        if (status == QCDC_OK && entry && state == QCDC__VERDICT_STATE__VERDICT_WAITING)
            status = memory_add_waiting (self->memory, origin, seq, waiters[i]);
        else if (status == QCDC_OK && entry)
            status = decide_wake (self, entry->entry.origin, entry->entry.seq, trigger, depth + 1);
    }
    return status;
}

qcdc_status batch_reconsider (batch_t *batch, state_t *state, memory_t *memory, pg_t *pg, fault_t *fault)
{
    decide_t self = {batch, state, memory, pg, fault};
    qcdc_status status = decide_wake (&self, 0, 0, memory->commit_seq, 0);
    return status == QCDC_OK ? decide_feed_later (&self) : status;
}

static const statement_t NOT_ACCEPTED = {
    "not_accepted",
    "select entry, state, code from (select distinct on (entry) entry, state, code from verdict"
    " order by entry, given_at desc) v where state in (2, 3, 4) and code <> 'POISON' and entry > $1 order by entry limit 1000"};

qcdc_status batch_rejudge (batch_t *batch, state_t *state, memory_t *memory, pg_t *pg, int64_t *after, bool *more,
                           fault_t *fault)
{
    decide_t self = {batch, state, memory, pg, fault};
    PGresult *result = NULL;
    pg_params_t *params = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, *after);
    qcdc_status status = pg_run (pg, &NOT_ACCEPTED, params, &result, fault);
    *more = status == QCDC_OK && PQntuples (result) > 0;
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        batch_entry_t *entry;
        int now;
        *after = pg_int8 (result, row, 0);
        status = judge_again (&self, *after, memory->commit_seq, (int)pg_int8 (result, row, 1),
                              pg_text (result, row, 2), &entry, &now);
    }
    PQclear (result);
    pg_params_destroy (&params);
    if (status == QCDC_OK)
        status = decide_feed_later (&self);
    if (status == QCDC_NO_MEMORY)
        fault_set (fault, status, NULL, "out of memory");
    return status;
}
