/*  verify_devices.c — what every office's devices show, folded here from the same entries and receipts.
 *
 *  The replay follows the table of verdicts, and finds with the help of the database what a fact refers to; a device has only
 *  entries and receipts.  Both have to come to the same things: what a clerk sees is what the province counts.  What waits for its
 *  verdict is left out, since a device shows it already. */

#include "proof/verify_devices.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/progress.h"
#include "matters/fold.h"
#include "projections/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  Things that are written at a time, and what they take then; and what of one thing's history is held before it is written. */
#define WRITTEN_MAX 2000u
#define WRITTEN_ARENA_BYTES_MAX (64u * 1024u * 1024u)
#define REMEMBERED_MAX 4096u

static const char OFFICES[] = "select distinct office from public.origin order by office";
/*  Its own entries, and those of others that it was shown. */
#define ENTRY                                                                                                        \
    " select o.origin, j.seq, j.hash, j.body, j.commit_seq, j.first_committed_at, coalesce(v.state, 0),"             \
    "        v.repeats_origin, v.repeats_seq, o.office"
#define VERDICT                                                                                                      \
    "   left join lateral (select * from receipt_verdict r where r.entry = j.commit_seq"                             \
    "                       order by r.given_at desc limit 1) v on true"
static const char OPEN[] =
    "declare device_entries no scroll cursor for" ENTRY
    "   from public.origin o join public.journal j on j.origin = o.id" VERDICT "  where o.office = %d"
    " union all" ENTRY "   from (select distinct origin, seq from public.feed where office = %d and kind = 1) f"
    "   join public.origin o on o.id = f.origin and o.office <> %d"
    "   join public.journal j on j.origin = f.origin and j.seq = f.seq" VERDICT " order by 5";
#undef ENTRY
#undef VERDICT
static const statement_t FETCH = {"verify_devices_fetch", "fetch 200 from device_entries"};

typedef struct {
    pg_t *pg;
    const snapshot_t *snapshot;
    progress_t progress;
    uint64_t entries;
    int office;
} devices_t;

static qcdc_status out_of_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

/*  ---------------------------------------------------------------- reading */

static uint64_t hash8_of (const PGresult *page, int row, int column)
{
    size_t length;
    const uint8_t *hash = pg_bytes (page, row, column, &length);
    return length == HASH_BYTES ? hash_prefix (hash) : 0;
}

/*  What another office's entry makes is that office's, and is shown by its devices. */
static qcdc_status take_row (fold_t *fold, const devices_t *self, const PGresult *page, int row)
{
    fold_row_t entry = {.entry = {pg_u64 (page, row, 0), (uint64_t)pg_int8 (page, row, 1), hash8_of (page, row, 2)},
                        .commit_seq = pg_int8 (page, row, 4),
                        .committed_at_us = pg_timestamp (page, row, 5),
                        .verdict = (Qcdc__VerdictState)pg_int8 (page, row, 6)};
    entry.foreign = pg_int8 (page, row, 9) != self->office;
    entry.body.data = pg_bytes (page, row, 3, &entry.body.length);
    entry.name = state_id_address (entry.commit_seq);
    if (!pg_null (page, row, 7))
        entry.repeats = (address_t){pg_u64 (page, row, 7), (uint64_t)pg_int8 (page, row, 8), 0};
    return entry.verdict == QCDC__VERDICT_STATE__VERDICT_WAITING ? QCDC_OK : fold_take (fold, &entry);
}

static qcdc_status each_row (fold_t *fold, void *source, fault_t *fault)
{
    devices_t *self = source;
    char sql[sizeof OPEN + 48];
    snprintf (sql, sizeof sql, OPEN, self->office, self->office, self->office);
    QCDC_TRY (pg_exec (self->pg, sql, fault));
    for (;;) {
        PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (self->pg, &FETCH, NULL, &page, fault));
        if (PQntuples (page) == 0)
            break;
        for (int row = 0; row < PQntuples (page); row++)
            QCDC_TRY (take_row (fold, self, page, row));
        self->entries += (uint64_t)PQntuples (page);
        progress_count (&self->progress, _ ("going through what devices show:"), self->entries, 0);
    }
    return pg_exec (self->pg, "close device_entries", fault);
}

/*  ---------------------------------------------------------------- writing */

/*  The things from FIRST on, at most WRITTEN_MAX, become the state's, with what they own. */
static qcdc_status move_things (fold_t *fold, size_t first, state_t *state)
{
    const projection_t *projection = projection_of (fold->matter->id);
    for (size_t i = first; i < fold->item_count && i - first < WRITTEN_MAX; i++) {
        void *thing = fold->items + i * fold->item_size;
        thing_node_t *node = state_new_thing (state, projection, ((thing_t *)thing)->commit_seq);
        if (!node)
            return QCDC_NO_MEMORY;
        memcpy (node->thing, thing, fold->matter->size);
        memset (thing, 0, fold->matter->size);
        node->dirty = true;
        int64_t part;
        for (size_t k = 0; projection->parts && (part = projection->part_id (node->thing, k)) != 0; k++)
            QCDC_TRY (state_touch_part (state, node, part, false));
    }
    return QCDC_OK;
}

/*  Which unit a thing is counted for is the province's to say, by the units that were published when it came; a device shows none, and
 *  knows by now what was published later.  That it was said rightly is for the replay to tell. */
static qcdc_status take_units (devices_t *self, const projection_t *projection, state_t *state, fault_t *fault)
{
    char sql[160], *ids QCDC_CLEANUP (memory_free) = NULL;
    size_t length = 0;
    PGresult *units QCDC_CLEANUP (pg_clear) = NULL;
    FILE *list = open_memstream (&ids, &length);
    if (!list)
        return out_of_memory (fault);
    for (const thing_node_t *node = state->things; node; node = node->hh.next)
        fprintf (list, "%c%lld", ftell (list) ? ',' : '{', (long long)node->id);
    fputs (state->things ? "}" : "{}", list);
    if (fclose (list) != 0)
        return out_of_memory (fault);
    snprintf (sql, sizeof sql, "select id, unit from public.%s where id = any ($1::int8[])",
              projection->things->name);
    QCDC_TRY (pg_run_text (self->pg, sql, 1, (const char *const[]){ids}, &units, fault));
    for (int row = 0; row < PQntuples (units); row++) {
        thing_node_t *node = state_thing (state, strtoll (PQgetvalue (units, row, 0), NULL, 10));
        if (node)
            node->thing->unit = atoi (PQgetvalue (units, row, 1));
    }
    return QCDC_OK;
}

static qcdc_status write_state (devices_t *self, state_t *state, fault_t *fault)
{
    QCDC_TRY (state_flush_new (state, self->pg, false, fault));
    QCDC_TRY (pg_pipeline_begin (self->pg, fault));
    fault_t end_fault = {0};
    qcdc_status status = state_flush_changes (state, self->pg, fault);
    qcdc_status end = pg_pipeline_end (self->pg, &end_fault);
    if (status == QCDC_OK && end != QCDC_OK) {
        *fault = end_fault;
        status = end;
    }
    return status;
}

static qcdc_status write_things (devices_t *self, fold_t *fold, fault_t *fault)
{
    qcdc_status status = QCDC_OK;
    for (size_t first = 0; status == QCDC_OK && first < fold->item_count; first += WRITTEN_MAX) {
        arena_t *arena = arena_new (WRITTEN_ARENA_BYTES_MAX);
        if (!arena)
            return out_of_memory (fault);
        state_t state;
        state_init (&state, self->snapshot, arena);
        status = move_things (fold, first, &state);
        status = status == QCDC_OK ? take_units (self, projection_of (fold->matter->id), &state, fault)
                                   : out_of_memory (fault);
        status = status == QCDC_OK ? write_state (self, &state, fault) : status;
        state_release (&state);
        arena_destroy (&arena);
    }
    return status;
}

/*  A report may be corrected any number of times: what was said of it goes to its rows before all is folded. */
static qcdc_status write_remembered (devices_t *self, const matter_t *matter, thing_t *thing, fault_t *fault)
{
    arena_t *arena QCDC_CLEANUP (arena_destroy) = arena_new (WRITTEN_ARENA_BYTES_MAX);
    if (!arena)
        return out_of_memory (fault);
    state_t state;
    state_init (&state, self->snapshot, arena);
    thing_node_t *node = state_new_thing (&state, projection_of (matter->id), thing->commit_seq);
    qcdc_status status = node ? QCDC_OK : out_of_memory (fault);
    if (status == QCDC_OK) {
        memcpy (node->thing, thing, matter->size);
        status = node->projection->write_remembered (&state, self->pg, fault);
        memset (node->thing, 0, matter->size); /* what it owns is the fold's */
        node->thing->matter = matter;
        matter->forget (thing);
    }
    state_release (&state);
    return status;
}

static qcdc_status taken (fold_t *fold, void *item, fold_role role, const fold_row_t *row, const Qcdc__Fact *fact)
{
    (void)row;
    (void)fact;
    if (role != FOLD_CHANGED || !fold->matter->remembered || fold->matter->remembered (item) < REMEMBERED_MAX)
        return QCDC_OK;
    return write_remembered (fold->arg, fold->matter, item, fold->fault);
}

/*  ---------------------------------------------------------------- offices */

static qcdc_status verify_matter (devices_t *self, const matter_t *matter, fault_t *fault)
{
    fold_t fold = {.catalog = self->snapshot->catalog,
                   .matter = matter,
                   .office = catalog_office_by_id (self->snapshot->catalog, self->office),
                   .history = true,
                   .item_size = matter->size,
                   .taken = taken,
                   .arg = self};
    fold.arena = arena_new (QCDC_FACT_ARENA_BYTES_MAX);
    if (!fold.arena)
        return out_of_memory (fault);
    qcdc_status status = fold_read (&fold, each_row, self, fault);
    if (status == QCDC_OK)
        status = write_things (self, &fold, fault);
    fold_release (&fold);
    arena_destroy (&fold.arena);
    return status;
}

static qcdc_status verify_offices (devices_t *self, fault_t *fault)
{
    PGresult *offices QCDC_CLEANUP (pg_clear) = NULL;
    QCDC_TRY (pg_run_text (self->pg, OFFICES, 0, NULL, &offices, fault));
    for (int row = 0; row < PQntuples (offices); row++) {
        self->office = atoi (PQgetvalue (offices, row, 0));
        for (size_t i = 0; PROJECTIONS[i]; i++)
            QCDC_TRY (verify_matter (self, matter_at (PROJECTIONS[i]->matter), fault));
    }
    return QCDC_OK;
}

qcdc_status verify_devices (pg_t *pg, const snapshot_t *snapshot, fault_t *fault)
{
    devices_t self = {.pg = pg, .snapshot = snapshot};
    for (const char *const *table = projection_tables (); *table; table++) {
        char sql[100];
        snprintf (sql, sizeof sql, "truncate pg_temp.%s", *table);
        QCDC_TRY (pg_exec (pg, sql, fault));
    }
    qcdc_status status = verify_offices (&self, fault);
    progress_end (&self.progress);
    return status;
}
