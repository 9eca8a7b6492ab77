/*  apply.c — what an accepted fact does to the state: the same in ingest, in verify and in rebuild.
 *
 *  The fold is the matter's, which the office's program calls too; here is only whose it is, and what has to be written. */

#include "projections/snapshot_load.h"
#include "projections/state.h"

#include "base/array.h"

#include <string.h>

qcdc_status state_touch_part (state_t *self, thing_node_t *node, int64_t part, bool stored)
{
    for (size_t i = self->part_count; i-- > 0 && self->parts[i].node == node;)
        if (self->parts[i].part == part)
            return QCDC_OK;
    if (!array_grow (&self->parts, self->part_count, &self->part_capacity, sizeof *self->parts))
        return QCDC_NO_MEMORY;
    self->parts[self->part_count++] = (part_change_t){node, part, stored};
    return QCDC_OK;
}

/*  Remembers that a fact was corrected or voided. */
static qcdc_status touch_fact (state_t *self, int64_t target, int64_t entry, bool voids)
{
    if (!array_grow (&self->changes, self->change_count, &self->change_capacity, sizeof *self->changes))
        return QCDC_NO_MEMORY;
    self->changes[self->change_count++] = (fact_change_t){target, entry, voids};
    return QCDC_OK;
}

/*  Remembers that an office asked for a text to be erased. */
static qcdc_status touch_request (state_t *self, const state_entry_t *entry)
{
    const address_node_t *target = state_target (self, entry->fact);
    if (!target || !target->found)
        return QCDC_CORRUPT;
    if (!array_grow (&self->requests, self->request_count, &self->request_capacity, sizeof *self->requests))
        return QCDC_NO_MEMORY;
    self->requests[self->request_count++] = (fact_request_t){entry->commit_seq, target->commit_seq};
    return QCDC_OK;
}

/*  Remembers that an identity was opened. */
static qcdc_status touch_opening (state_t *self, const state_entry_t *entry)
{
    const address_node_t *target = state_target (self, entry->fact);
    if (!target || !target->thing)
        return QCDC_CORRUPT;
    if (!array_grow (&self->openings, self->opening_count, &self->opening_capacity, sizeof *self->openings))
        return QCDC_NO_MEMORY;
    self->openings[self->opening_count++] = (fact_request_t){entry->commit_seq, target->thing};
    return QCDC_OK;
}

/*  Whose devices are to remember what ENTRY says; what that is they read themselves. */
static qcdc_status touch_memory (state_t *self, const state_entry_t *entry)
{
    if (!array_grow (&self->memories, self->memory_count, &self->memory_capacity, sizeof *self->memories))
        return QCDC_NO_MEMORY;
    self->memories[self->memory_count++] = (memory_row_t){entry->commit_seq, entry->office};
    return QCDC_OK;
}

/*  Remembers that a case was proposed for a list, or declined. */
static qcdc_status touch_proposal (state_t *self, const state_entry_t *entry)
{
    const address_node_t *target = state_target (self, entry->fact);
    const Qcdc__CaseProposed *proposed = entry->fact->case_proposed;
    if (!target || !target->thing)
        return QCDC_CORRUPT;
    if (!array_grow (&self->proposals, self->proposal_count, &self->proposal_capacity, sizeof *self->proposals))
        return QCDC_NO_MEMORY;
    proposal_row_t *row = &self->proposals[self->proposal_count++];
    *row = (proposal_row_t){.entry = entry->commit_seq,
                            .thing = target->thing,
                            .on = proposed->on,
                            .declined = proposed->declined != 0,
                            .said_at_us = entry->first_committed_at_us};
    snprintf (row->list, sizeof row->list, "%s", proposed->list);
    snprintf (row->by, sizeof row->by, "%s", proposed->decided_by);
    return QCDC_OK;
}

/*  Remembers what was attached to the petition THING. */
static qcdc_status touch_scan (state_t *self, const state_entry_t *entry, int64_t thing)
{
    const Qcdc__BlobAttached *attached = entry->fact->blob_attached;
    if (attached->hash.len != HASH_BYTES)
        return QCDC_CORRUPT;
    if (!array_grow (&self->scans, self->scan_count, &self->scan_capacity, sizeof *self->scans))
        return QCDC_NO_MEMORY;
    scan_row_t *row = &self->scans[self->scan_count++];
    *row = (scan_row_t){.entry = entry->commit_seq,
                        .petition = thing,
                        .of = (int)attached->of,
                        .media = (int)attached->media,
                        .bytes = attached->bytes,
                        .on = attached->on};
    memcpy (row->hash, attached->hash.data, HASH_BYTES);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- publications */

static publishing_t publishing_of (const state_entry_t *entry)
{
    return (publishing_t){entry->origin, entry->fact->published, entry->commit_seq, entry->first_committed_at_us};
}

qcdc_status state_offer (state_t *self, const state_entry_t *entry, fault_t *fault)
{
    snapshot_drop (&self->offered);
    publishing_t what = publishing_of (entry);
    return snapshot_publish (self->snapshot, &what, &self->offered, fault);
}

/*  NEXT, which is taken over, is the snapshot from now on; and a row says of ENTRY why. */
static qcdc_status change_snapshot (state_t *self, const state_entry_t *entry, snapshot_t *next, bool accepted)
{
    bool effective = !snapshot_same_catalog (self->snapshot, next);
    if (!array_grow (&self->past, self->past_count, &self->past_capacity, sizeof *self->past) ||
        !array_grow (&self->publications, self->publication_count, &self->publication_capacity,
                     sizeof *self->publications)) {
        snapshot_drop (&next);
        return QCDC_NO_MEMORY;
    }
    self->past[self->past_count++] = self->snapshot;
    self->snapshot = next;
    self->new_catalog = self->new_catalog || effective;
    self->publications[self->publication_count++] = (publication_row_t){entry->commit_seq, accepted, effective};
    return QCDC_OK;
}

static qcdc_status apply_publication (state_t *self, const state_entry_t *entry, fault_t *fault)
{
    if (!self->offered || self->offered->commit_seq != entry->commit_seq)
        QCDC_TRY (state_offer (self, entry, fault));
    snapshot_t *next = self->offered;
    self->offered = NULL;
    return change_snapshot (self, entry, next, true);
}

qcdc_status state_forget_set (state_t *self, const state_entry_t *entry, fault_t *fault)
{
    snapshot_t *next;
    publishing_t what = publishing_of (entry);
    QCDC_TRY (snapshot_drop_set (self->snapshot, &what, &next, fault));
    return next ? change_snapshot (self, entry, next, false) : QCDC_OK;
}

/*  ---------------------------------------------------------------- things */

static fact_event_t event_of (state_t *self, const state_entry_t *entry)
{
    self->without_effect = false;
    return (fact_event_t){.without_effect = &self->without_effect,
                          .fact = entry->fact,
                          .content = entry->content,
                          .catalog = self->snapshot->catalog,
                          .entry = {0, (uint64_t)entry->commit_seq, 0},
                          .address = {entry->origin, entry->seq, entry->hash8},
                          .stamp = stamp_make (entry->first_committed_at_us, entry->commit_seq)};
}

static qcdc_status apply_creation (state_t *self, const state_entry_t *entry, matter_id matter)
{
    thing_node_t *node = state_new_thing (self, projection_of (matter), entry->commit_seq);
    if (!node)
        return QCDC_NO_MEMORY;
    fact_event_t event = event_of (self, entry);
    node->dirty = true;
    node->thing->office = entry->office;
    node->thing->entry = event.address;
    node->thing->created_at_us = entry->first_committed_at_us;
    QCDC_TRY (node->thing->matter->apply (node->thing, &event));
    return state_claim (self, node);
}

/*  A step, a setting, a correction or a voiding. */
static qcdc_status apply_to_target (state_t *self, const state_entry_t *entry, const fact_kind_t *kind)
{
    const address_node_t *target = state_target (self, entry->fact);
    thing_node_t *node = target && target->thing ? state_thing (self, target->thing) : NULL;
    if (!node || (kind->matter != MATTER_NONE && kind->matter != node->projection->matter))
        return QCDC_CORRUPT;
    fact_event_t event = event_of (self, entry);
    if (kind->effect == FACT_SETS) { /* which changes nothing that the thing says of itself */
        node->dirty = true;
        return target->part ? QCDC_CORRUPT : node->thing->matter->apply (node->thing, &event);
    }
    bool changes = kind->effect != FACT_STEPS;
    if ((changes || kind->of_part) && target->part)
        event.part = (address_t){0, (uint64_t)target->part, 0};
    node->dirty = true;
    QCDC_TRY (node->thing->matter->apply (node->thing, &event));
    if (!changes)
        return state_touch_part (self, node, entry->commit_seq, false);
    if (kind->effect == FACT_ATTACHES)
        return target->part ? QCDC_CORRUPT : touch_scan (self, entry, target->thing);
    if (target->part)
        QCDC_TRY (state_touch_part (self, node, target->part, true));
    else
        QCDC_TRY (state_claim (self, node));
    return touch_fact (self, target->part ? target->part : target->thing, entry->commit_seq,
                       kind->effect == FACT_VOIDS);
}

qcdc_status state_apply (state_t *self, const state_entry_t *entry, fault_t *fault)
{
    const fact_kind_t *kind = fact_kind (entry->fact);
    qcdc_status status = QCDC_OK;
    if (kind && kind->effect == FACT_CREATES)
        status = apply_creation (self, entry, kind->matter);
    else if (kind && kind->effect == FACT_ASKS)
        status = touch_request (self, entry);
    else if (kind && kind->effect == FACT_OPENS)
        status = touch_opening (self, entry);
    else if (kind && kind->effect == FACT_REMEMBERS)
        status = touch_memory (self, entry);
    else if (kind && kind->effect == FACT_PROPOSES)
        status = touch_proposal (self, entry);
    else if (kind && kind->effect == FACT_PUBLISHES)
        status = apply_publication (self, entry, fault);
    else if (kind && kind->effect != FACT_ERASES) /* which projects nothing */
        status = apply_to_target (self, entry, kind);
    if (status != QCDC_OK && kind && kind->effect == FACT_PUBLISHES)
        return snapshot_not_followed (entry->commit_seq, status, fault);
    if (status != QCDC_OK)
        fault_set (fault, status, NULL, "entry %lld cannot be applied: %s", (long long)entry->commit_seq,
                   status_text (status));
    return status;
}
