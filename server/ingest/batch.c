/*  batch.c — the lists of a batch: they grow, and what grew is freed with the batch.
 *
 *  The jobs are ingest's; verdicts and what they say are in the batch's arena, so that deciding again leaves nothing behind. */

#include "ingest/batch.h"

#include "base/array.h"

#include <stdlib.h>
#include <string.h>

batch_t *batch_new (void)
{
    batch_t *self = calloc (1, sizeof *self);
    if (!self)
        return NULL;
    self->arena = arena_new (BATCH_ARENA_BYTES_MAX);
    if (!self->arena) {
        free (self);
        return NULL;
    }
    return self;
}

void batch_destroy (batch_t **self_p)
{
    batch_t *self = *self_p;
    if (!self)
        return;
    arena_destroy (&self->arena);
    free (self->appends);
    free (self->entries);
    free (self->later);
    free (self->feed);
    free (self->refiled);
    free (self->addressed);
    free (self);
    *self_p = NULL;
}

/*  One more cleared element at the end of a growing array; NULL when out of memory. */
static void *add_element (void **array, size_t *count, size_t *capacity, size_t size)
{
    if (!array_grow (array, *count, capacity, size))
        return NULL;
    void *element = (char *)*array + *count * size;
    memset (element, 0, size);
    ++*count;
    return element;
}

batch_append_t *batch_add_append (batch_t *self)
{
    return add_element ((void **)&self->appends, &self->append_count, &self->append_capacity, sizeof *self->appends);
}

batch_entry_t *batch_add_entry (batch_t *self)
{
    return add_element ((void **)&self->entries, &self->entry_count, &self->entry_capacity, sizeof *self->entries);
}

batch_later_t *batch_add_later (batch_t *self)
{
    return add_element ((void **)&self->later, &self->later_count, &self->later_capacity, sizeof *self->later);
}

batch_feed_t *batch_add_feed (batch_t *self)
{
    return add_element ((void **)&self->feed, &self->feed_count, &self->feed_capacity, sizeof *self->feed);
}

batch_refiled_t *batch_add_refiled (batch_t *self)
{
    return add_element ((void **)&self->refiled, &self->refiled_count, &self->refiled_capacity,
                        sizeof *self->refiled);
}

batch_addressed_t *batch_add_addressed (batch_t *self)
{
    return add_element ((void **)&self->addressed, &self->addressed_count, &self->addressed_capacity,
                        sizeof *self->addressed);
}

static size_t end_of (const batch_append_t *append)
{
    return append->begin + append->count;
}

void batch_cut (batch_t *self, size_t appends)
{
    if (appends >= self->append_count)
        return;
    size_t entries = end_of (&self->appends[appends - 1]);
    self->hidden_appends += self->append_count - appends;
    self->hidden_entries += self->entry_count - entries;
    self->append_count = appends;
    self->entry_count = entries;
}

void batch_go_on (batch_t *self)
{
    size_t begin = self->entry_count;
    memmove (self->appends, self->appends + self->append_count, self->hidden_appends * sizeof *self->appends);
    memmove (self->entries, self->entries + self->entry_count, self->hidden_entries * sizeof *self->entries);
    self->append_count = self->hidden_appends;
    self->entry_count = self->hidden_entries;
    self->hidden_appends = self->hidden_entries = 0;
    for (size_t i = 0; i < self->append_count; i++)
        self->appends[i].begin -= begin;
    batch_undecide (self);
}

void batch_undecide (batch_t *self)
{
    self->later_count = 0;
    self->feed_count = 0;
    self->refiled_count = 0;
    self->addressed_count = 0;
    self->woken = self->woken_bytes = 0;
    for (size_t i = 0; i < self->entry_count; i++)
        self->entries[i].verdict = NULL;
}

batch_verdict_t *batch_verdict (batch_t *self, const batch_entry_t *entry, int64_t given_at, int state,
                                const fault_t *fault, int64_t alias_of)
{
    batch_verdict_t *verdict = arena_alloc (self->arena, sizeof *verdict);
    if (!verdict)
        return NULL;
    bool reason = fault && fault->status != QCDC_OK;
    verdict->entry = entry->commit_seq;
    verdict->given_at = given_at;
    verdict->state = state;
    verdict->alias_of = alias_of;
    verdict->repeated = verdict->awaits = (address_t){0, 0, 0};
    verdict->code = reason ? status_code (fault->status) : "";
    verdict->field = reason ? arena_strdup (self->arena, fault->field) : "";
    verdict->message = reason ? arena_strdup (self->arena, fault->message) : "";
    return verdict->field && verdict->message ? verdict : NULL;
}

qcdc_status batch_pack_verdicts (batch_t *self, const batch_verdict_t *const *verdicts, const uint64_t *seqs,
                                 size_t count, bytes_t *bytes)
{
    *bytes = (bytes_t){NULL, 0};
    if (count == 0)
        return QCDC_OK;
    Qcdc__Verdicts message = QCDC__VERDICTS__INIT;
    Qcdc__Verdict *items = arena_alloc (self->arena, count * sizeof *items);
    message.items = arena_alloc (self->arena, count * sizeof *message.items);
    if (!items || !message.items)
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        qcdc__verdict__init (&items[i]);
        items[i].seq = seqs[i];
        items[i].state = (Qcdc__VerdictState)verdicts[i]->state;
        items[i].code = (char *)verdicts[i]->code;
        items[i].field = (char *)verdicts[i]->field;
        items[i].message = (char *)verdicts[i]->message;
        items[i].repeats_origin = verdicts[i]->repeated.origin;
        items[i].repeats_seq = verdicts[i]->repeated.seq;
        items[i].repeats_hash = verdicts[i]->repeated.hash8;
        message.items[i] = &items[i];
    }
    message.n_items = count;
    size_t length = qcdc__verdicts__get_packed_size (&message);
    uint8_t *data = arena_alloc (self->arena, length);
    if (!data)
        return QCDC_NO_MEMORY;
    qcdc__verdicts__pack (&message, data);
    *bytes = (bytes_t){data, length};
    return QCDC_OK;
}
