/*  decide.c — what becomes of each entry of a batch, in order; the receipts that say so, unsigned yet.
 *
 *  An entry's row is on its way to the database while those behind it are decided: nothing here may change what the journal
 *  keeps of an entry, and nothing may ask the database, once decide_begin is over (see decide_is_free). */

#include "ingest/decide.h"

#include "ingest/reconsider.h"

#include <string.h>

/*  Entries decided in one step. */
#define STEP_ENTRIES 128u

qcdc_status batch_unpack (batch_t *batch, size_t from, size_t to, fault_t *fault)
{
    for (size_t i = from; i < to; i++) {
        batch_entry_t *entry = &batch->entries[i];
        entry->unpacked = fact_unpack (entry->entry.body, batch->arena, &entry->fact);
        if (entry->unpacked == QCDC_OK)
            fact_content (entry->entry.body, entry->content);
        else
            entry->fact = NULL;
        if (entry->unpacked == QCDC_NO_MEMORY)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "a batch of %zu entries does not fit in memory",
                              batch->entry_count);
    }
    return QCDC_OK;
}

/*  Numbers and chains the entries; tells the state which addresses the batch brings itself. */
static void number_entries (const decide_t *self)
{
    batch_t *batch = self->batch;
    const uint8_t *previous = self->memory->commit_hash;
    for (size_t i = 0; i < batch->entry_count; i++) {
        batch_entry_t *entry = &batch->entries[i];
        entry->commit_seq = self->memory->commit_seq + 1 + (int64_t)i;
        commit_hash (previous, entry->hash, batch->committed_at_us, entry->commit_hash);
        previous = entry->commit_hash;
        if (!entry->returned)
            entry->first_committed_at_us = batch->received_at_us;
    }
}

static qcdc_status collect_wants (const decide_t *self)
{
    batch_t *batch = self->batch;
    for (size_t i = 0; i < batch->entry_count; i++) {
        const batch_entry_t *entry = &batch->entries[i];
        if (!entry->fact)
            continue;
        qcdc_status status = state_want (self->state, entry->office, entry->fact);
        if (status == QCDC_OK)
            status = state_want_others (self->state, entry->office, entry->fact);
        const Qcdc__Was *was = entry->fact->was;
        if (status == QCDC_OK && was && !state_address (self->state, was_address (was), true))
            status = QCDC_NO_MEMORY;
        address_t first;
        if (status == QCDC_OK && entry_repeated (entry, &first) && !state_address (self->state, first, true))
            status = QCDC_NO_MEMORY;
        if (status != QCDC_OK)
            return status;
    }
    for (size_t i = 0; self->state->addresses && i < batch->entry_count; i++)
        for (int with_hash = 0; with_hash < 2; with_hash++) {
            /* Not decided yet: whoever refers forward waits. */
            address_node_t *node = state_address (self->state, entry_address (&batch->entries[i], with_hash), false);
            state_entry_t placed = entry_state (&batch->entries[i]);
            if (node)
                state_place (self->state, node, &placed, QCDC__VERDICT_STATE__VERDICT_WAITING, 0);
        }
    return QCDC_OK;
}

/*  What waits is work for later, and there is only so much of it to be had for nothing. */
static void cap_waiting (memory_t *memory, const batch_entry_t *entry, verdict_t *verdict)
{
    if (verdict->state != QCDC__VERDICT_STATE__VERDICT_WAITING || entry->returned)
        return;
    const origin_node_t *origin = memory_origin_by_id (memory, entry->origin_id);
    if (!origin || origin->waiting < QCDC_WAITING_PER_ORIGIN_MAX)
        return;
    verdict->state = QCDC__VERDICT_STATE__VERDICT_REJECTED;
    fault_set (&verdict->fault, QCDC_WAITING_FULL, NULL, "%u entries of this device wait already",
               QCDC_WAITING_PER_ORIGIN_MAX);
}

static qcdc_status decide_one (const decide_t *self, batch_entry_t *entry)
{
    verdict_t verdict;
    int64_t holder;
    const snapshot_t *before = self->state->snapshot;
    QCDC_TRY (entry_judge (self, entry, &verdict, &holder));
    cap_waiting (self->memory, entry, &verdict);
    qcdc_status status = entry_carry_out (self, entry, &verdict, holder, entry->commit_seq, false, &entry->verdict);
    if (status == QCDC_OK && self->memory->waiting && verdict.state != QCDC__VERDICT_STATE__VERDICT_WAITING)
        status = reconsider_wake (self, entry->entry.origin, entry->entry.seq, entry->commit_seq);
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    if (status == QCDC_OK && was && self->memory->waiting)
        status = reconsider_wake (self, was->origin, was->seq, entry->commit_seq);
    if (status == QCDC_OK && !snapshot_same_catalog (before, self->state->snapshot))
        status = reconsider_catalogue (self, before->catalog, entry->commit_seq);
    return status;
}

/*  The receipt of one append, to be signed after commit; and its place in the feed of its office's other devices. */
static qcdc_status conclude_append (const decide_t *self, batch_append_t *append)
{
    batch_t *batch = self->batch;
    const batch_entry_t *last = &batch->entries[append->begin + append->count - 1];
    receipt_t *receipt = &append->receipt;
    size_t count = 0;
    const batch_verdict_t **rows = arena_alloc (batch->arena, append->count * sizeof *rows);
    uint64_t *seqs = arena_alloc (batch->arena, append->count * sizeof *seqs);
    if (!rows || !seqs)
        return QCDC_NO_MEMORY;
    for (size_t i = append->begin; i < append->begin + append->count; i++)
        if (batch->entries[i].verdict) {
            rows[count] = batch->entries[i].verdict;
            seqs[count++] = batch->entries[i].entry.seq;
        }
    qcdc_status status = batch_pack_verdicts (batch, rows, seqs, count, &receipt->verdicts);
    if (status != QCDC_OK)
        return status;
    receipt->origin = append->origin;
    receipt->first_seq = append->first_seq;
    receipt->last_seq = append->last_seq;
    memcpy (receipt->last_hash, last->hash, HASH_BYTES);
    receipt->commit_seq = (uint64_t)last->commit_seq;
    receipt->committed_at_us = batch->committed_at_us;
    receipt->first_committed_at_us = last->first_committed_at_us;

    office_node_t *office = memory_office (self->memory, append->office);
    if (!office)
        return QCDC_NO_MEMORY;
    if (office->devices > 1) {
        batch_feed_t *feed = batch_add_feed (batch);
        if (!feed)
            return QCDC_NO_MEMORY;
        *feed = (batch_feed_t){.office = append->office,
                               .kind = FEED_SEGMENT,
                               .origin_id = append->origin_id,
                               .seq = append->first_seq,
                               .commit_seq = last->commit_seq};
    }
    return QCDC_OK;
}

static qcdc_status no_memory (const decide_t *self)
{
    return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory while deciding %zu entries",
                      self->batch->entry_count);
}

qcdc_status decide_begin (decide_t *self)
{
    number_entries (self);
    self->status = collect_wants (self);
    if (self->status != QCDC_OK)
        return no_memory (self);
    self->status = state_load (self->state, self->pg, self->fault);
    return self->status;
}

/*  What changes more than its own thing: what others keep, or what they are judged by. */
static bool reaches_far (const batch_entry_t *entry)
{
    return entry->fact && (fact_erases (entry->fact) || fact_publishes (entry->fact));
}

/*  Whether something in the journal waits for ENTRY: it would have to be read. */
static bool is_awaited (const memory_t *memory, const batch_entry_t *entry)
{
    const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
    return memory->waiting && (memory_waiting (memory, entry->entry.origin, entry->entry.seq) ||
                               (was && memory_waiting (memory, was->origin, was->seq)));
}

bool decide_is_free (const decide_t *self)
{
    bool is_free = self->memory->woken_count == 0;
    for (size_t i = 0; is_free && i < self->batch->entry_count; i++)
        is_free = !reaches_far (&self->batch->entries[i]) && !is_awaited (self->memory, &self->batch->entries[i]);
    return is_free;
}

static qcdc_status conclude (const decide_t *self)
{
    batch_t *batch = self->batch;
    qcdc_status status = QCDC_OK;
    if (batch->entry_count > 0 && self->memory->woken_count > 0)
        status = reconsider_some (self, batch->entries[batch->entry_count - 1].commit_seq);
    for (size_t i = 0; status == QCDC_OK && i < batch->append_count; i++)
        status = conclude_append (self, &batch->appends[i]);
    return status == QCDC_OK ? reconsider_feed (self) : status;
}

bool decide_step (decide_t *self)
{
    batch_t *batch = self->batch;
    if (self->over || self->status != QCDC_OK)
        return false;
    size_t begin = self->next;
    for (size_t n = 0; self->status == QCDC_OK && n < STEP_ENTRIES && self->next < batch->entry_count; n++) {
        self->status = decide_one (self, &batch->entries[self->next]);
        self->next += self->status == QCDC_OK;
    }
    /* The rest is decided when the database is free. */
    if (self->busy && self->status == QCDC_BUSY) {
        self->status = QCDC_OK;
        return self->next > begin;
    }
    if (self->status == QCDC_OK && self->next == batch->entry_count) {
        self->status = conclude (self);
        self->over = true;
    }
    return true;
}

qcdc_status decide_rest (decide_t *self)
{
    while (decide_step (self)) {
    }
    return self->status == QCDC_NO_MEMORY ? no_memory (self) : self->status;
}
