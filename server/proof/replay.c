/*  replay.c — the journals once more: chains and signatures recomputed, accepted facts folded into whatever tables the search
 *  path finds.
 *
 *  A chunk of facts is in memory at a time, bounded by their bytes, in an arena that goes with it.  A fact that waited is applied behind the one
 *  that it waited for, in the order in which ingest found that out. */

#include "proof/replay.h"

#include "base/array.h"
#include "base/i18n.h"
#include "base/progress.h"
#include "projections/petition_moved_due.h"
#include "projections/state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  A place in a journal that was altered breaks everything behind it: so many lines are enough. */
#define PROBLEMS_MAX 20

/*  A chunk is folded once it has so many facts, or so many bytes of them unpacked: in bytes, since whoever wrote them chose how many
 *  each has.  Its arena has room for one more fact than that, and for what they refer to. */
#define CHUNK_FACTS_MAX 2000u
#define CHUNK_BYTES_MAX (32u * 1024u * 1024u)
#define CHUNK_ARENA_BYTES_MAX (512u * 1024u * 1024u)

static const char OPEN_ENTRIES[] =
    "declare replay_entries no scroll cursor for"
    " select j.commit_seq, j.origin, j.seq, j.written_at, j.committed_at, j.first_committed_at, j.hash, "
    "j.commit_hash, j.body,"
    "        j.annex, j.annex_hash, o.origin, o.office, o.role, v.state, v.alias_of"
    "   from public.journal j left join public.origin o on o.id = j.origin"
    "   left join public.verdict v on v.entry = j.commit_seq and v.given_at = j.commit_seq order by j.commit_seq";
static const char OPEN_SEGMENTS[] = "declare replay_segments no scroll cursor for"
                                    " select s.origin, s.first_seq, s.last_seq, s.last_hash, s.signature, "
                                    "s.commit_seq, s.committed_at, s.first_committed_at"
                                    "   from public.segment s order by s.commit_seq";
/*  Two hundred of the largest entries are 25 MiB. */
static const statement_t FETCH_ENTRIES = {"replay_fetch_entries", "fetch 200 from replay_entries"};
static const statement_t FETCH_LATER = {"replay_fetch_later", "fetch 200 from replay_later"};
static const statement_t FETCH_SEGMENTS = {"replay_fetch_segments", "fetch 500 from replay_segments"};
/*  What waited and was accepted later, in the order in which that was found: a fact follows the one that it waited for, though it
 *  may have been committed long before it. */
static const char OPEN_LATER[] =
    "declare replay_later no scroll cursor for"
    " select v.given_at, j.commit_seq, j.origin, j.seq, j.first_committed_at, j.hash, j.body, o.origin, o.office, "
    "o.role, v.state, v.alias_of"
    "   from public.verdict v join public.journal j on j.commit_seq = v.entry join public.origin o on o.id = j.origin"
    "  where v.given_at <> v.entry order by v.given_at, v.place";
static const statement_t ORIGINS = {"replay_origins",
                                    "select id, origin, sign_key, head_seq, head_hash from public.origin"};

/*  One origin's chain as far as it has been replayed. */
typedef struct {
    int id;
    uint64_t origin;
    uint8_t sign_key[SIGN_KEY_BYTES];
    uint64_t seq;
    uint8_t hash[HASH_BYTES];      /* recomputed */
    uint64_t segment_seq;          /* last seq that a segment covers */
    int64_t first_committed_at_us; /* of the entries behind it: what was appended together came first together */
    bool moments_differ;
    uint64_t head_seq;
    uint8_t head_hash[HASH_BYTES];
    bool broken; /* reported once; what follows would only repeat it */
    UT_hash_handle hh;
} origin_chain_t;

/*  One fact to apply, with the verdict that it has where it stands. */
typedef struct {
    state_entry_t entry;
    uint8_t content[CONTENT_BYTES];
    int verdict;
    int64_t alias_of;
} replayed_t;

typedef struct {
    pg_t *pg;
    snapshot_t *snapshot; /* the catalogue as the facts of the chunks before left it */
    replay_problem_fn *problem;
    void *arg;
    replay_counts_t *counts;
    progress_t progress;
    origin_chain_t *chains;
    int64_t commit_seq;
    int64_t committed_at_us;
    uint8_t commit_hash[HASH_BYTES];
    bool commit_broken;
    int problems;
    PGresult *segments; /* read ahead */
    int segment_row;
    PGresult *later; /* the same */
    int later_row;
    /* the chunk */
    int64_t chunk_from; /* what was committed from here on is its own */
    arena_t *arena;
    replayed_t *facts;
    size_t fact_count, fact_capacity;
} replay_t;

static void __attribute__ ((format (printf, 2, 3))) complain (replay_t *self, const char *format, ...)
{
    char line[300];
    va_list args;
    va_start (args, format);
    vsnprintf (line, sizeof line, format, args);
    va_end (args);
    if (self->problems++ < PROBLEMS_MAX)
        self->problem (line, self->arg);
}

static bool same_hash (const PGresult *result, int row, int column, const uint8_t hash[HASH_BYTES])
{
    size_t length;
    const void *bytes = pg_bytes (result, row, column, &length);
    return length == HASH_BYTES && memcmp (bytes, hash, HASH_BYTES) == 0;
}

static qcdc_status load_chains (replay_t *self, fault_t *fault)
{
    PGresult *result = NULL;
    qcdc_status status = pg_run (self->pg, &ORIGINS, NULL, &result, fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        size_t length;
        origin_chain_t *chain = calloc (1, sizeof *chain);
        if (!chain) {
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
            break;
        }
        chain->id = (int)pg_int8 (result, row, 0);
        chain->origin = pg_u64 (result, row, 1);
        const uint8_t *key = pg_bytes (result, row, 2, &length);
        memcpy (chain->sign_key, key, length < SIGN_KEY_BYTES ? length : SIGN_KEY_BYTES);
        chain->head_seq = (uint64_t)pg_int8 (result, row, 3);
        const uint8_t *head = pg_bytes (result, row, 4, &length);
        memcpy (chain->head_hash, head, length < HASH_BYTES ? length : HASH_BYTES);
        origin_root (chain->sign_key, chain->hash);
        HASH_ADD_INT (self->chains, id, chain);
        if (!chain->hh.tbl) {
            free (chain);
            status = fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
            break;
        }
        char text[ORIGIN_TEXT_BYTES];
        if (origin_id (chain->sign_key) != chain->origin)
            complain (self, "origin %s: its id does not belong to its signing key",
                      origin_format (chain->origin, text));
    }
    PQclear (result);
    return status;
}

/*  The segment that ends with commit_seq of the entry just replayed, if there is one; read ahead in order of commit. */
static qcdc_status check_segment (replay_t *self, origin_chain_t *chain, int64_t commit_seq, fault_t *fault)
{
    char text[ORIGIN_TEXT_BYTES];
    for (;;) {
        if (!self->segments || self->segment_row == PQntuples (self->segments)) {
            PQclear (self->segments);
            self->segments = NULL;
            self->segment_row = 0;
            qcdc_status status = pg_run (self->pg, &FETCH_SEGMENTS, NULL, &self->segments, fault);
            if (status != QCDC_OK || PQntuples (self->segments) == 0)
                return status;
        }
        const PGresult *result = self->segments;
        int row = self->segment_row;
        int64_t ends_at = pg_int8 (result, row, 5);
        if (ends_at > commit_seq)
            return QCDC_OK;
        self->segment_row++;
        self->counts->segments++;
        size_t length;
        uint64_t first = (uint64_t)pg_int8 (result, row, 1), last = (uint64_t)pg_int8 (result, row, 2);
        const uint8_t *signature = pg_bytes (result, row, 4, &length);
        const char *name = chain ? origin_format (chain->origin, text) : "?";
        if (chain && chain->broken)
            continue;
        if (ends_at < commit_seq || !chain || chain->id != (int)pg_int8 (result, row, 0) || last != chain->seq ||
            first != chain->segment_seq + 1)
            complain (self, "segment %s:%llu-%llu: it does not cover the entries it names", name,
                      (unsigned long long)first, (unsigned long long)last);
        else if (!same_hash (result, row, 3, chain->hash) || length != SIGNATURE_BYTES ||
                 !append_verify (chain->origin, first, last, chain->hash, chain->sign_key, signature)) {
            complain (self, "segment %s:%llu-%llu: what stands here is not what its origin signed", name,
                      (unsigned long long)first, (unsigned long long)last);
            chain->broken = true;
        } else if (chain->moments_differ || pg_timestamp (result, row, 6) != self->committed_at_us ||
                   pg_timestamp (result, row, 7) != chain->first_committed_at_us)
            complain (self, "segment %s:%llu-%llu: the journal and its receipt name different moments of commit",
                      name, (unsigned long long)first, (unsigned long long)last);
        if (chain)
            chain->segment_seq = last;
    }
}

static void read_entry (const PGresult *result, int row, const origin_chain_t *chain, entry_t *entry)
{
    memset (entry, 0, sizeof *entry);
    entry->origin = chain->origin;
    entry->seq = (uint64_t)pg_int8 (result, row, 2);
    entry->written_at_us = pg_timestamp (result, row, 3);
    entry->body.data = pg_bytes (result, row, 8, &entry->body.length);
    if (!pg_null (result, row, 9))
        entry->annex.data = pg_bytes (result, row, 9, &entry->annex.length);
    if (!pg_null (result, row, 10))
        entry->annex_hash.data = pg_bytes (result, row, 10, &entry->annex_hash.length);
}

/*  Chain of the origin, chain of the commits. */
static qcdc_status check_entry (replay_t *self, const PGresult *result, int row, origin_chain_t **chain_p,
                                fault_t *fault)
{
    int64_t commit_seq = pg_int8 (result, row, 0), committed_at = pg_timestamp (result, row, 4);
    int id = (int)pg_int8 (result, row, 1);
    char text[ORIGIN_TEXT_BYTES];
    entry_t entry;
    origin_chain_t *chain;
    HASH_FIND_INT (self->chains, &id, chain);
    *chain_p = chain;
    if (!chain) {
        complain (self, "journal, commit %lld: its origin is not known", (long long)commit_seq);
        return QCDC_OK;
    }
    read_entry (result, row, chain, &entry);
    uint8_t hash[HASH_BYTES];
    entry_hash (&entry, chain->hash, hash);
    if (!chain->broken && entry.seq != chain->seq + 1) {
        complain (self, "journal %s:%llu: the entry before it is missing", origin_format (chain->origin, text),
                  (unsigned long long)entry.seq);
        chain->broken = true;
    } else if (!chain->broken && !same_hash (result, row, 6, hash)) {
        complain (self, "journal %s:%llu: the entry was altered", origin_format (chain->origin, text),
                  (unsigned long long)entry.seq);
        chain->broken = true;
    }
    memcpy (chain->hash, hash, HASH_BYTES);
    chain->seq = entry.seq;

    commit_hash (self->commit_hash, hash, committed_at, self->commit_hash);
    if (!self->commit_broken && (commit_seq != self->commit_seq + 1 || committed_at < self->committed_at_us)) {
        complain (self, "journal, commit %lld: the order of commits has a gap", (long long)commit_seq);
        self->commit_broken = true;
    } else if (!self->commit_broken && !same_hash (result, row, 7, self->commit_hash)) {
        complain (self, "journal, commit %lld: the chain of commits was altered", (long long)commit_seq);
        self->commit_broken = true;
    }
    int64_t first_committed_at = pg_timestamp (result, row, 5);
    if (entry.seq == chain->segment_seq + 1)
        chain->moments_differ = false;
    else if (first_committed_at != chain->first_committed_at_us || committed_at != self->committed_at_us)
        chain->moments_differ = true;
    chain->first_committed_at_us = first_committed_at;
    self->commit_seq = commit_seq;
    self->committed_at_us = committed_at;
    self->counts->entries++;
    progress_count (&self->progress, _ ("going through the entries:"), self->counts->entries, 0);
    return check_segment (self, chain, commit_seq, fault);
}

/*  ---------------------------------------------------------------- one chunk's facts */

/*  In its own place, or where it was accepted later.  A body that this program cannot read projects nothing. */
static qcdc_status add_fact (replay_t *self, const state_entry_t *from, bytes_t body, int verdict, int64_t alias_of,
                             fault_t *fault)
{
    if (!array_grow (&self->facts, self->fact_count, &self->fact_capacity, sizeof *self->facts))
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    replayed_t *replayed = &self->facts[self->fact_count];
    Qcdc__Fact *fact = NULL;
    uint8_t *copy = arena_alloc (self->arena, body.length ? body.length : 1);
    if (!copy)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (body.length)
        memcpy (copy, body.data, body.length);
    *replayed = (replayed_t){.entry = *from, .verdict = verdict, .alias_of = alias_of};
    qcdc_status status = fact_unpack ((bytes_t){copy, body.length}, self->arena, &fact);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    if (status == QCDC_OK) {
        fact_content ((bytes_t){copy, body.length}, replayed->content);
        replayed->entry.fact = fact;
    }
    self->fact_count++;
    return QCDC_OK;
}

static uint64_t hash8_of (const PGresult *result, int row, int column)
{
    size_t length;
    const uint8_t *hash = pg_bytes (result, row, column, &length);
    return length == HASH_BYTES ? hash_prefix (hash) : 0;
}

static qcdc_status add_own (replay_t *self, const PGresult *result, int row, const origin_chain_t *chain,
                            fault_t *fault)
{
    state_entry_t entry = {.origin = chain->origin,
                           .seq = (uint64_t)pg_int8 (result, row, 2),
                           .hash8 = hash8_of (result, row, 6),
                           .commit_seq = pg_int8 (result, row, 0),
                           .origin_id = (int)pg_int8 (result, row, 1),
                           .first_committed_at_us = pg_timestamp (result, row, 5),
                           .office = (int)pg_int8 (result, row, 12)};
    bytes_t body;
    body.data = pg_bytes (result, row, 8, &body.length);
    int state = pg_null (result, row, 14) ? QCDC__VERDICT_STATE__VERDICT_ACCEPTED : (int)pg_int8 (result, row, 14);
    return add_fact (self, &entry, body, state, pg_null (result, row, 15) ? 0 : pg_int8 (result, row, 15), fault);
}

static qcdc_status add_later (replay_t *self, const PGresult *result, int row, fault_t *fault)
{
    state_entry_t entry = {.origin = pg_u64 (result, row, 7),
                           .seq = (uint64_t)pg_int8 (result, row, 3),
                           .hash8 = hash8_of (result, row, 5),
                           .commit_seq = pg_int8 (result, row, 1),
                           .origin_id = (int)pg_int8 (result, row, 2),
                           .first_committed_at_us = pg_timestamp (result, row, 4),
                           .office = (int)pg_int8 (result, row, 8)};
    bytes_t body;
    body.data = pg_bytes (result, row, 6, &body.length);
    return add_fact (self, &entry, body, (int)pg_int8 (result, row, 10),
                     pg_null (result, row, 11) ? 0 : pg_int8 (result, row, 11), fault);
}

/*  ---------------------------------------------------------------- folding a chunk */

static address_t address_of (const state_entry_t *entry, bool with_hash)
{
    return (address_t){entry->origin, entry->seq, with_hash ? entry->hash8 : 0};
}

/*  Everything that the chunk's facts refer to.  What the chunk brings itself is not asked for; an entry that was accepted later
 *  than it was committed stands in it twice, and the place of the last one counts. */
static qcdc_status want_all (replay_t *self, state_t *state)
{
    for (size_t i = 0; i < self->fact_count; i++) {
        const replayed_t *replayed = &self->facts[i];
        if (replayed->entry.fact)
            QCDC_TRY (state_want (state, replayed->entry.office, replayed->entry.fact));
        /* What an alias repeats must be at hand when a later fact refers to the alias. */
        if (replayed->alias_of && !state_address (state, state_id_address (replayed->alias_of), true))
            return QCDC_NO_MEMORY;
    }
    for (size_t i = 0; i < self->fact_count; i++)
        for (int with_hash = 0; with_hash < 2; with_hash++) {
            address_node_t *node = state_address (state, address_of (&self->facts[i].entry, with_hash), false);
            if (node) {
                node->found = true;
                node->office = self->facts[i].entry.office;
            }
        }
    return QCDC_OK;
}

/*  What was decided becomes known to the facts that refer to it, or to the first copy that it stands for: until that comes itself,
 *  which may be later in this chunk or in one behind it, its address leads here. */
static void announce (state_t *state, const replayed_t *replayed)
{
    const state_entry_t *entry = &replayed->entry;
    for (int with_hash = 0; with_hash < 2; with_hash++) {
        address_node_t *node = state_address (state, address_of (entry, with_hash), false);
        if (node)
            state_place (state, node, entry, replayed->verdict, replayed->alias_of);
    }
    address_node_t *held = state_address (state, state_id_address (entry->commit_seq), false);
    if (held)
        state_place (state, held, entry, replayed->verdict, replayed->alias_of);
    const Qcdc__Was *was = entry->fact->was;
    bool stands = replayed->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED ||
                  replayed->verdict == QCDC__VERDICT_STATE__VERDICT_ALIAS;
    if (!was || !stands)
        return;
    address_t first = {was->origin, was->seq, hash_prefix (was->hash.data)};
    address_node_t *led = state_address (state, first, false);
    bool is_ahead = led && (led->commit_seq == 0 || led->commit_seq >= entry->commit_seq);
    if (is_ahead && led->found && led->office == entry->office)
        state_place (state, led, entry, replayed->verdict, replayed->alias_of);
}

/*  A publication that cannot have been accepted is a finding, and what follows is folded without it; unless a newer program could take it. */
static qcdc_status publish (replay_t *self, state_t *state, const replayed_t *replayed, fault_t *fault)
{
    const state_entry_t *entry = &replayed->entry;
    qcdc_status status = QCDC_OK;
    if (replayed->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
        status = state_apply (state, entry, fault);
    else if (replayed->verdict == QCDC__VERDICT_STATE__VERDICT_REJECTED)
        status = state_forget_set (state, entry, fault);
    if (status != QCDC_CORRUPT)
        return status;
    complain (self, "journal: %s", fault->message);
    return QCDC_OK;
}

static qcdc_status fold_all (replay_t *self, state_t *state, fault_t *fault)
{
    QCDC_TRY (want_all (self, state));
    QCDC_TRY (state_load (state, self->pg, fault));
    for (size_t i = 0; i < self->fact_count; i++) {
        replayed_t *replayed = &self->facts[i];
        if (!replayed->entry.fact)
            continue;
        replayed->entry.content = replayed->content; /* the array has stopped growing */
        if (fact_publishes (replayed->entry.fact))
            QCDC_TRY (publish (self, state, replayed, fault));
        else if (replayed->verdict == QCDC__VERDICT_STATE__VERDICT_ACCEPTED)
            QCDC_TRY (state_apply (state, &replayed->entry, fault));
        announce (state, replayed);
    }
    return QCDC_OK;
}

static qcdc_status apply_chunk (replay_t *self, fault_t *fault)
{
    state_t state;
    due_followed_t followed;
    state_init (&state, self->snapshot, self->arena);
    qcdc_status status = fold_all (self, &state, fault);
    if (status == QCDC_CORRUPT) {
        /* A projection cannot follow a damaged journal or verdict: that is a finding, not a failure. */
        complain (self, "%s", fault->message);
        status = QCDC_OK;
    }
    if (status == QCDC_OK)
        status = state_flush_new (&state, self->pg, false, fault);
    if (status == QCDC_OK)
        status = petition_due_follow (&state, self->chunk_from, self->pg, &followed, fault);
    if (status == QCDC_OK)
        status = pg_pipeline_begin (self->pg, fault);
    if (status == QCDC_OK) {
        fault_t end_fault = {0};
        status = state_flush_changes (&state, self->pg, fault);
        qcdc_status end = pg_pipeline_end (self->pg, &end_fault);
        if (status == QCDC_OK && end != QCDC_OK) {
            *fault = end_fault;
            status = end;
        }
    }
    snapshot_drop (&self->snapshot);
    self->snapshot = snapshot_hold (state.snapshot);
    state_release (&state);
    return status;
}

static qcdc_status begin_chunk (replay_t *self, fault_t *fault)
{
    self->arena = arena_new (CHUNK_ARENA_BYTES_MAX);
    self->fact_count = 0;
    self->chunk_from = self->commit_seq + 1;
    return self->arena ? QCDC_OK : fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
}

static qcdc_status end_chunk (replay_t *self, fault_t *fault)
{
    qcdc_status status = apply_chunk (self, fault);
    arena_destroy (&self->arena);
    return status == QCDC_OK ? begin_chunk (self, fault) : status;
}

static qcdc_status end_full_chunk (replay_t *self, fault_t *fault)
{
    bool full = self->fact_count >= CHUNK_FACTS_MAX || arena_bytes (self->arena) >= CHUNK_BYTES_MAX;
    return full ? end_chunk (self, fault) : QCDC_OK;
}

/*  Later acceptances up to COMMIT_SEQ, each behind the entry that brought it about; read ahead in their order. */
static qcdc_status add_laters (replay_t *self, int64_t commit_seq, fault_t *fault)
{
    for (;;) {
        if (!self->later || self->later_row == PQntuples (self->later)) {
            if (self->later && PQntuples (self->later) == 0)
                return QCDC_OK; /* there are no more */
            PQclear (self->later);
            self->later = NULL;
            self->later_row = 0;
            QCDC_TRY (pg_run (self->pg, &FETCH_LATER, NULL, &self->later, fault));
            continue;
        }
        if (pg_int8 (self->later, self->later_row, 0) > commit_seq)
            return QCDC_OK;
        QCDC_TRY (add_later (self, self->later, self->later_row++, fault));
        QCDC_TRY (end_full_chunk (self, fault));
    }
}

static qcdc_status read_page (replay_t *self, const PGresult *page, fault_t *fault)
{
    for (int row = 0; row < PQntuples (page); row++) {
        origin_chain_t *chain = NULL;
        QCDC_TRY (check_entry (self, page, row, &chain, fault));
        if (chain)
            QCDC_TRY (add_own (self, page, row, chain, fault));
        QCDC_TRY (add_laters (self, pg_int8 (page, row, 0), fault));
        QCDC_TRY (end_full_chunk (self, fault));
    }
    return QCDC_OK;
}

static void check_heads (replay_t *self)
{
    origin_chain_t *chain, *next;
    char text[ORIGIN_TEXT_BYTES];
    HASH_ITER (hh, self->chains, chain, next)
    {
        self->counts->origins++;
        if (chain->broken)
            continue;
        if (chain->segment_seq != chain->seq)
            complain (self, "origin %s: entries from %llu on are in no segment", origin_format (chain->origin, text),
                      (unsigned long long)chain->segment_seq + 1);
        if (chain->head_seq != chain->seq || memcmp (chain->head_hash, chain->hash, HASH_BYTES) != 0)
            complain (self, "origin %s: its head is not its last entry", origin_format (chain->origin, text));
    }
}

static qcdc_status replay_all (replay_t *self, fault_t *fault)
{
    QCDC_TRY (state_prepare (self->pg, fault));
    QCDC_TRY (load_chains (self, fault));
    QCDC_TRY (pg_exec (self->pg, OPEN_ENTRIES, fault));
    QCDC_TRY (pg_exec (self->pg, OPEN_SEGMENTS, fault));
    QCDC_TRY (pg_exec (self->pg, OPEN_LATER, fault));
    QCDC_TRY (begin_chunk (self, fault));
    for (;;) {
        PGresult *page QCDC_CLEANUP (pg_clear) = NULL;
        QCDC_TRY (pg_run (self->pg, &FETCH_ENTRIES, NULL, &page, fault));
        if (PQntuples (page) == 0)
            break;
        QCDC_TRY (read_page (self, page, fault));
    }
    QCDC_TRY (end_chunk (self, fault));
    QCDC_TRY (check_segment (self, NULL, INT64_MAX, fault));
    check_heads (self);
    return pg_exec (self->pg, "close replay_entries; close replay_segments; close replay_later", fault);
}

qcdc_status replay_run (pg_t *pg, snapshot_t **snapshot, replay_problem_fn *problem, void *arg,
                        replay_counts_t *counts, fault_t *fault)
{
    replay_t self = {.pg = pg, .snapshot = *snapshot, .problem = problem, .arg = arg, .counts = counts};
    memset (counts, 0, sizeof *counts);
    qcdc_status status = replay_all (&self, fault);
    progress_end (&self.progress);
    if (self.problems > PROBLEMS_MAX) {
        char line[64];
        snprintf (line, sizeof line, "and %d more", self.problems - PROBLEMS_MAX);
        problem (line, arg);
    }
    *snapshot = self.snapshot;
    PQclear (self.segments);
    PQclear (self.later);
    arena_destroy (&self.arena);
    free (self.facts);
    origin_chain_t *chain, *next;
    HASH_ITER (hh, self.chains, chain, next)
    {
        HASH_DEL (self.chains, chain);
        free (chain);
    }
    return status;
}
