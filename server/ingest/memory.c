/*  memory.c — hashes over what the database holds, filled when a connection is made and kept up while batches are
 *  decided.
 *
 *  It owns all nodes.  Deciding changes it before the commit, so after a failed one it is loaded afresh. */

#include "ingest/memory.h"

#include "base/array.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const statement_t LOAD_ORIGINS = {
    "memory_origins",
    "select id, origin, office, role, revoked_at is not null, sign_key, head_seq, head_hash from origin"};
static const statement_t LOAD_OFFICES = {
    "memory_offices", "select office, count(*) filter (where role <> 2),"
                      "       coalesce((select max(feed_seq) from feed f where f.office = o.office), 0)"
                      "  from origin o group by office"};
static const statement_t LOAD_WAITING = {"memory_waiting",
                                         "select w.target_origin, w.target_seq, w.entry, j.origin from waiting w"
                                         "  join journal j on j.commit_seq = w.entry order by w.entry"};
static const statement_t LOAD_ERASED = {"memory_erased", "select distinct origin, seq from annex_erased"};
static const statement_t LOAD_REFILED = {
    "memory_refiled",
    "select f.origin, f.seq, f.hash, min(f.entry), o.office from refiled f join journal j on j.commit_seq = f.entry"
    " join origin o on o.id = j.origin group by 1, 2, 3, 5"};
static const statement_t LOAD_OWED = {"memory_owed",
                                      "select not exists (select from setting where name = 'reasons_erased')"};
static const statement_t LOAD_LAST = {
    "memory_last", "select commit_seq, committed_at, commit_hash from journal order by commit_seq desc limit 1"};

static void copy_bytes (const PGresult *result, int row, int column, uint8_t *to, size_t size)
{
    size_t length;
    const void *bytes = pg_bytes (result, row, column, &length);
    memset (to, 0, size);
    memcpy (to, bytes, length < size ? length : size);
}

static void forget_addressed (memory_t *self)
{
    addressed_node_t *node, *next;
    HASH_ITER (hh, self->addressed_offices, node, next)
    {
        HASH_DEL (self->addressed_offices, node);
        free (node);
    }
}

void memory_release (memory_t *self)
{
    origin_node_t *origin, *next_origin;
    office_node_t *office, *next_office;
    waiting_node_t *waiting, *next_waiting;
    erased_node_t *erased, *next_erased;
    refiled_node_t *refiled, *next_refiled;
    HASH_CLEAR (hh_id, self->origins_by_id);
    HASH_ITER (hh, self->origins, origin, next_origin)
    {
        HASH_DEL (self->origins, origin);
        free (origin);
    }
    HASH_ITER (hh, self->offices, office, next_office)
    {
        HASH_DEL (self->offices, office);
        free (office);
    }
    HASH_ITER (hh, self->waiting, waiting, next_waiting)
    {
        HASH_DEL (self->waiting, waiting);
        free (waiting->entries);
        free (waiting);
    }
    HASH_ITER (hh, self->erased, erased, next_erased)
    {
        HASH_DEL (self->erased, erased);
        free (erased);
    }
    HASH_ITER (hh, self->refiled, refiled, next_refiled)
    {
        HASH_DEL (self->refiled, refiled);
        free (refiled);
    }
    forget_addressed (self);
    free (self->woken);
    memset (self, 0, sizeof *self);
}

static qcdc_status take_origin (memory_t *self, const PGresult *result, int row)
{
    origin_node_t node = {.origin = pg_u64 (result, row, 1),
                          .id = (int)pg_int8 (result, row, 0),
                          .office = (int)pg_int8 (result, row, 2),
                          .role = (role_t)pg_int8 (result, row, 3),
                          .revoked = pg_bool (result, row, 4),
                          .head_seq = (uint64_t)pg_int8 (result, row, 6)};
    copy_bytes (result, row, 5, node.sign_key, sizeof node.sign_key);
    copy_bytes (result, row, 7, node.head_hash, sizeof node.head_hash);
    node.accepted_seq = node.head_seq;
    memcpy (node.accepted_hash, node.head_hash, HASH_BYTES);
    return memory_add_origin (self, &node);
}

static qcdc_status take_office (memory_t *self, const PGresult *result, int row)
{
    office_node_t *office = memory_office (self, (int)pg_int8 (result, row, 0));
    if (!office)
        return QCDC_NO_MEMORY;
    office->devices = (int)pg_int8 (result, row, 1);
    office->feed_seq = pg_int8 (result, row, 2);
    return QCDC_OK;
}

static qcdc_status take_waiting (memory_t *self, const PGresult *result, int row)
{
    return memory_add_waiting (self, pg_u64 (result, row, 0), (uint64_t)pg_int8 (result, row, 1),
                               (waiting_t){pg_int8 (result, row, 2), (int)pg_int8 (result, row, 3)});
}

static qcdc_status take_erased (memory_t *self, const PGresult *result, int row)
{
    return memory_add_erased (self, pg_u64 (result, row, 0), (uint64_t)pg_int8 (result, row, 1));
}

static qcdc_status take_refiled (memory_t *self, const PGresult *result, int row)
{
    uint8_t hash[HASH_BYTES];
    copy_bytes (result, row, 2, hash, sizeof hash);
    return memory_add_refiled (self, pg_u64 (result, row, 0), (uint64_t)pg_int8 (result, row, 1), hash,
                               (int)pg_int8 (result, row, 4), pg_int8 (result, row, 3));
}

static qcdc_status take_last (memory_t *self, const PGresult *result, int row)
{
    self->commit_seq = pg_int8 (result, row, 0);
    self->committed_at_us = pg_timestamp (result, row, 1);
    copy_bytes (result, row, 2, self->commit_hash, sizeof self->commit_hash);
    return QCDC_OK;
}

static qcdc_status take_owed (memory_t *self, const PGresult *result, int row)
{
    self->reasons_owed = pg_bool (result, row, 0);
    return QCDC_OK;
}

qcdc_status memory_load (memory_t *self, pg_t *pg, fault_t *fault)
{
    static const struct {
        const statement_t *statement;
        qcdc_status (*take) (memory_t *self, const PGresult *result, int row);
    } PARTS[] = {{&LOAD_ORIGINS, take_origin}, {&LOAD_OFFICES, take_office},  {&LOAD_WAITING, take_waiting},
                 {&LOAD_ERASED, take_erased},  {&LOAD_REFILED, take_refiled}, {&LOAD_OWED, take_owed},
                 {&LOAD_LAST, take_last}};
    memory_release (self);
    self->addressed = 1;
    for (size_t i = 0; i < sizeof PARTS / sizeof PARTS[0]; i++) {
        PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (pg, PARTS[i].statement, NULL, &result, fault));
        for (int row = 0; row < PQntuples (result); row++)
            if (PARTS[i].take (self, result, row) != QCDC_OK)
                return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    if (self->waiting && memory_add_woken (self, (memory_woken_t){MEMORY_ALL, 0}) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    return QCDC_OK;
}

qcdc_status memory_address (memory_t *self, const char *code)
{
    addressed_node_t *node = NULL;
    if (code)
        HASH_FIND_STR (self->addressed_offices, code, node);
    if (!node && code && HASH_COUNT (self->addressed_offices) >= MEMORY_ADDRESSED_MAX) {
        forget_addressed (self);
        code = NULL;
    }
    if (!code) {
        self->addressed_any = self->addressed;
        return QCDC_OK;
    }
    if (!node) {
        if (!(node = calloc (1, sizeof *node)))
            return QCDC_NO_MEMORY;
        snprintf (node->code, sizeof node->code, "%s", code);
        HASH_ADD_STR (self->addressed_offices, code, node);
        if (!node->hh.tbl) {
            free (node);
            return QCDC_NO_MEMORY;
        }
    }
    node->at = self->addressed;
    return QCDC_OK;
}

int64_t memory_addressed_at (const memory_t *self, const char *code)
{
    addressed_node_t *node;
    HASH_FIND_STR (self->addressed_offices, code, node);
    return node && node->at > self->addressed_any ? node->at : self->addressed_any;
}

origin_node_t *memory_origin (memory_t *self, uint64_t origin)
{
    origin_node_t *node;
    HASH_FIND (hh, self->origins, &origin, sizeof origin, node);
    return node;
}

origin_node_t *memory_origin_by_id (memory_t *self, int id)
{
    origin_node_t *node;
    HASH_FIND (hh_id, self->origins_by_id, &id, sizeof id, node);
    return node;
}

office_node_t *memory_office (memory_t *self, int office)
{
    office_node_t *node;
    HASH_FIND_INT (self->offices, &office, node);
    if (node)
        return node;
    node = calloc (1, sizeof *node);
    if (node) {
        node->office = office;
        HASH_ADD_INT (self->offices, office, node);
        if (node->hh.tbl)
            return node;
        free (node);
    }
    return NULL;
}

bool memory_has_devices (const memory_t *self, int office)
{
    const office_node_t *node;
    HASH_FIND_INT (self->offices, &office, node);
    return node && node->devices > 0;
}

qcdc_status memory_add_erased_in (memory_t *self, int office)
{
    office_node_t *node = memory_office (self, office);
    if (!node)
        return QCDC_NO_MEMORY;
    node->erased = true;
    return QCDC_OK;
}

qcdc_status memory_add_origin (memory_t *self, const origin_node_t *origin)
{
    origin_node_t *node = malloc (sizeof *node);
    if (!node)
        return QCDC_NO_MEMORY;
    *node = *origin;
    HASH_ADD (hh, self->origins, origin, sizeof node->origin, node);
    if (!node->hh.tbl) {
        free (node);
        return QCDC_NO_MEMORY;
    }
    HASH_ADD (hh_id, self->origins_by_id, id, sizeof node->id, node);
    if (!node->hh_id.tbl) {
        HASH_DEL (self->origins, node);
        free (node);
        return QCDC_NO_MEMORY;
    }
    /* An erasure may have come before the device that it is about. */
    bool erased = false;
    erased_node_t *address, *next;
    HASH_ITER (hh, self->erased, address, next)
    {
        erased = erased || address->key.origin == node->origin;
    }
    return erased ? memory_add_erased_in (self, node->office) : QCDC_OK;
}

bool memory_erased_in (const memory_t *self, int office)
{
    office_node_t *node;
    HASH_FIND_INT (self->offices, &office, node);
    return node && node->erased;
}

bool memory_erased (const memory_t *self, uint64_t origin, uint64_t seq)
{
    memory_key_t key = {origin, seq};
    erased_node_t *node;
    HASH_FIND (hh, self->erased, &key, sizeof key, node);
    return node != NULL;
}

qcdc_status memory_add_erased (memory_t *self, uint64_t origin, uint64_t seq)
{
    if (memory_erased (self, origin, seq))
        return QCDC_OK;
    erased_node_t *node = calloc (1, sizeof *node);
    if (!node)
        return QCDC_NO_MEMORY;
    node->key = (memory_key_t){origin, seq};
    HASH_ADD (hh, self->erased, key, sizeof node->key, node);
    if (!node->hh.tbl) {
        free (node);
        return QCDC_NO_MEMORY;
    }
    const origin_node_t *of = memory_origin (self, origin);
    return of ? memory_add_erased_in (self, of->office) : QCDC_OK;
}

refiled_node_t *memory_refiled (const memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office)
{
    refiled_node_t probe, *node;
    memset (&probe.key, 0, sizeof probe.key);
    probe.key.origin = origin;
    probe.key.seq = seq;
    memcpy (probe.key.hash, hash, HASH_BYTES);
    probe.key.office = office;
    HASH_FIND (hh, self->refiled, &probe.key, sizeof probe.key, node);
    return node;
}

qcdc_status memory_add_refiled (memory_t *self, uint64_t origin, uint64_t seq, const uint8_t hash[HASH_BYTES],
                                int office, int64_t entry)
{
    if (memory_refiled (self, origin, seq, hash, office))
        return QCDC_OK;
    refiled_node_t *node = calloc (1, sizeof *node);
    if (!node)
        return QCDC_NO_MEMORY;
    node->key.origin = origin;
    node->key.seq = seq;
    memcpy (node->key.hash, hash, HASH_BYTES);
    node->key.office = office;
    node->entry = entry;
    HASH_ADD (hh, self->refiled, key, sizeof node->key, node);
    if (!node->hh.tbl) {
        free (node);
        return QCDC_NO_MEMORY;
    }
    return QCDC_OK;
}

memory_key_t memory_name_key (const char *name)
{
    uint8_t hash[HASH_BYTES];
    hash_bytes (name, strlen (name), hash);
    return (memory_key_t){0, hash_prefix (hash) & INT64_MAX};
}

waiting_node_t *memory_waiting (const memory_t *self, uint64_t origin, uint64_t seq)
{
    memory_key_t key = {origin, seq};
    waiting_node_t *node;
    HASH_FIND (hh, self->waiting, &key, sizeof key, node);
    return node;
}

qcdc_status memory_add_waiting (memory_t *self, uint64_t origin, uint64_t seq, waiting_t waiting)
{
    waiting_node_t *node = memory_waiting (self, origin, seq);
    if (!node) {
        node = calloc (1, sizeof *node);
        if (!node)
            return QCDC_NO_MEMORY;
        node->key = (memory_key_t){origin, seq};
        HASH_ADD (hh, self->waiting, key, sizeof node->key, node);
        if (!node->hh.tbl) {
            free (node);
            return QCDC_NO_MEMORY;
        }
    }
    if (!array_grow (&node->entries, node->count, &node->capacity, sizeof *node->entries))
        return QCDC_NO_MEMORY;
    node->entries[node->count++] = waiting;
    origin_node_t *of = memory_origin_by_id (self, waiting.origin_id);
    if (of)
        of->waiting++;
    return QCDC_OK;
}

static int compare_waiting (const void *a, const void *b)
{
    int64_t first = ((const waiting_t *)a)->entry, second = ((const waiting_t *)b)->entry;
    return (first > second) - (first < second);
}

/*  The nodes that KEY is about: one, none, or all, from the first to the last by hh.next. */
static waiting_node_t *first_of (const memory_t *self, memory_key_t key)
{
    bool all = key.origin == UINT64_MAX && key.seq == UINT64_MAX;
    return all ? self->waiting : memory_waiting (self, key.origin, key.seq);
}

static waiting_node_t *next_of (const waiting_node_t *node, memory_key_t key)
{
    return key.origin == UINT64_MAX && key.seq == UINT64_MAX ? node->hh.next : NULL;
}

/*  Keeps PAGE the smallest of all that were offered: a heap would do better, but they come in order but for a few. */
static size_t add_to_page (const waiting_node_t *node, int64_t after, int64_t before, waiting_t *page, size_t count,
                           size_t max)
{
    for (size_t i = 0; i < node->count; i++) {
        waiting_t waiting = node->entries[i];
        if (waiting.entry <= after || waiting.entry >= before || max == 0 ||
            (count == max && waiting.entry >= page[count - 1].entry))
            continue;
        size_t at = count < max ? count++ : count - 1;
        for (; at > 0 && page[at - 1].entry > waiting.entry; at--)
            page[at] = page[at - 1];
        page[at] = waiting;
    }
    return count;
}

size_t memory_waiting_page (const memory_t *self, memory_key_t key, int64_t after, int64_t before, waiting_t *page,
                            size_t max)
{
    size_t count = 0;
    for (const waiting_node_t *node = first_of (self, key); node; node = next_of (node, key))
        count = add_to_page (node, after, before, page, count, max);
    return count;
}

bool memory_waiting_left (const memory_t *self, memory_key_t key, int64_t after)
{
    waiting_t one;
    return memory_waiting_page (self, key, after, INT64_MAX, &one, 1) > 0;
}

static void drop_from (memory_t *self, waiting_node_t *node, const waiting_t *page, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < node->count; i++) {
        if (!bsearch (&node->entries[i], page, count, sizeof *page, compare_waiting)) {
            node->entries[kept++] = node->entries[i];
            continue;
        }
        origin_node_t *of = memory_origin_by_id (self, node->entries[i].origin_id);
        if (of && of->waiting > 0)
            of->waiting--;
    }
    node->count = kept;
    if (kept)
        return;
    HASH_DEL (self->waiting, node);
    free (node->entries);
    free (node);
}

void memory_drop_waiting (memory_t *self, memory_key_t key, const waiting_t *page, size_t count)
{
    waiting_node_t *node = first_of (self, key), *next;
    for (; node && count; node = next) {
        next = next_of (node, key);
        drop_from (self, node, page, count);
    }
}

qcdc_status memory_add_woken (memory_t *self, memory_woken_t woken)
{
    for (size_t i = 0; i < self->woken_count; i++)
        if (self->woken[i].key.origin == woken.key.origin && self->woken[i].key.seq == woken.key.seq) {
            if (woken.after < self->woken[i].after)
                self->woken[i].after = woken.after;
            return QCDC_OK;
        }
    if (!array_grow (&self->woken, self->woken_count, &self->woken_capacity, sizeof *self->woken))
        return QCDC_NO_MEMORY;
    self->woken[self->woken_count++] = woken;
    return QCDC_OK;
}

bool memory_has_woken (const memory_t *self)
{
    waiting_t one;
    for (size_t at = 0; at < self->woken_count; at++)
        if (memory_waiting_page (self, self->woken[at].key, self->woken[at].after, self->commit_seq, &one, 1) > 0)
            return true;
    return false;
}

static void forget_woken (memory_t *self, size_t at)
{
    self->woken_count--;
    memmove (self->woken + at, self->woken + at + 1, (self->woken_count - at) * sizeof *self->woken);
}

bool memory_take_woken (memory_t *self, int64_t before, memory_woken_t *woken)
{
    waiting_t one;
    for (size_t at = 0; at < self->woken_count;) {
        *woken = self->woken[at];
        bool now = memory_waiting_page (self, woken->key, woken->after, before, &one, 1) > 0;
        if (now || !memory_waiting_left (self, woken->key, woken->after))
            forget_woken (self, at);
        else
            at++;
        if (now)
            return true;
    }
    return false;
}
