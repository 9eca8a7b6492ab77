/*  reconsider.c — entries that were not accepted at first, judged again: when what they waited for has come, when a newer program
 *  knows their form, or when somebody asks for it.  The first verdict stays; the new one is added, and its receipt goes to
 *  the office by the feed. */

#include "ingest/reconsider.h"

#include "matters/report.h"

#include <string.h>

/*  Bodies that are read at once, and one more: whatever is stored, it is dealt with in pages. */
#define PAGE_BYTES_MAX (1024u * 1024u)

static const statement_t LOAD_ENTRIES = {
    "decide_entries",
    "select j.commit_seq, j.body, j.hash, j.seq, j.first_committed_at, o.id, o.office, o.role, o.origin"
    "  from (select commit_seq, sum(bytes) over (order by commit_seq) - bytes as before from"
    "    (select w.commit_seq, octet_length(b.body) as bytes from unnest($1::int8[]) as w(commit_seq)"
    "      join journal b on b.commit_seq = w.commit_seq) s) w"
    "  join journal j on j.commit_seq = w.commit_seq join origin o on o.id = j.origin"
    " where w.before < $2 order by j.commit_seq"};

/*  Entries to be judged again: from the batch itself, or read from the journal into its arena. */
typedef struct {
    batch_entry_t **entries;
    size_t count;
} waiters_t;

static qcdc_status read_entry (const decide_t *self, const PGresult *result, int row, batch_entry_t *entry)
{
    size_t length;
    memset (entry, 0, sizeof *entry);
    const void *body = pg_bytes (result, row, 1, &length);
    uint8_t *copy = arena_alloc (self->batch->arena, length ? length : 1);
    if (!copy)
        return QCDC_NO_MEMORY;
    memcpy (copy, body, length);
    entry->entry.body = (bytes_t){copy, length};
    entry->commit_seq = pg_int8 (result, row, 0);
    const void *hash = pg_bytes (result, row, 2, &length);
    memcpy (entry->hash, hash, length < HASH_BYTES ? length : HASH_BYTES);
    entry->entry.seq = (uint64_t)pg_int8 (result, row, 3);
    entry->first_committed_at_us = pg_timestamp (result, row, 4);
    entry->origin_id = (int)pg_int8 (result, row, 5);
    entry->office = (int)pg_int8 (result, row, 6);
    entry->role = (role_t)pg_int8 (result, row, 7);
    entry->entry.origin = pg_u64 (result, row, 8);
    entry->unpacked = fact_unpack (entry->entry.body, self->batch->arena, &entry->fact);
    if (entry->unpacked == QCDC_OK)
        fact_content (entry->entry.body, entry->content);
    else
        entry->fact = NULL;
    return entry->unpacked == QCDC_NO_MEMORY ? QCDC_NO_MEMORY : QCDC_OK;
}

static qcdc_status read_stored (const decide_t *self, const int64_t *commits, size_t count, size_t bytes_max,
                                waiters_t *again)
{
    pg_params_t *params = pg_params_new ();
    PGresult *result = NULL;
    if (!params)
        return QCDC_NO_MEMORY;
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < count; i++)
        pg_params_int8 (params, commits[i]);
    pg_params_array_end (params);
    pg_params_int8 (params, (int64_t)bytes_max);
    qcdc_status status = pg_run (self->pg, &LOAD_ENTRIES, params, &result, self->fault);
    for (int row = 0; status == QCDC_OK && row < PQntuples (result); row++) {
        batch_entry_t *entry = arena_alloc (self->batch->arena, sizeof *entry);
        status = entry ? read_entry (self, result, row, entry) : QCDC_NO_MEMORY;
        if (status != QCDC_OK)
            break;
        again->entries[again->count++] = entry;
        self->batch->woken_bytes += entry->entry.body.length;
    }
    PQclear (result);
    pg_params_destroy (&params);
    return status;
}

/*  Reads the first of COUNT entries, about BYTES_MAX of them, and all that their facts refer to, each with one statement however many
 *  they are. */
static qcdc_status load_again (const decide_t *self, const int64_t *commits, size_t count, size_t bytes_max,
                               waiters_t *again)
{
    const batch_t *batch = self->batch;
    int64_t *stored = arena_alloc (batch->arena, (count + 1) * sizeof *stored);
    size_t stored_count = 0;
    again->entries = arena_alloc (batch->arena, (count + 1) * sizeof *again->entries);
    again->count = 0;
    if (!stored || !again->entries)
        return QCDC_NO_MEMORY;
    int64_t first = batch->entry_count ? batch->entries[0].commit_seq : INT64_MAX;
    for (size_t i = 0; i < count; i++)
        if (commits[i] < first)
            stored[stored_count++] = commits[i];
    /* In the order of commit: of two changes that waited, the later one has to stay. */
    qcdc_status status = stored_count ? read_stored (self, stored, stored_count, bytes_max, again) : QCDC_OK;
    bool whole = again->count == stored_count;
    for (size_t i = 0; status == QCDC_OK && whole && i < count; i++)
        if (commits[i] >= first)
            again->entries[again->count++] = &batch->entries[commits[i] - first];
    if (status != QCDC_OK || stored_count == 0)
        return status;
    for (size_t i = 0; status == QCDC_OK && i < again->count; i++)
        if (again->entries[i]->fact) {
            status = state_want (self->state, again->entries[i]->office, again->entries[i]->fact);
            if (status == QCDC_OK)
                status = state_want_others (self->state, again->entries[i]->office, again->entries[i]->fact);
        }
    return status == QCDC_OK ? state_load (self->state, self->pg, self->fault) : status;
}

/*  Judges ENTRY again.  *STATE is what it is now.  Nothing changes where it waits on, or where the same is said as before
 *  (HELD_STATE, and HELD_CODE, which may be NULL); *AWAITS is then what for, where that is asked.  A set of rows that was refused is over: whoever published it has published another
 *  one since. */
static qcdc_status judge_again (const decide_t *self, batch_entry_t *entry, int64_t trigger, int held_state,
                                const char *held_code, int *state, address_t *awaits)
{
    verdict_t verdict;
    int64_t holder;
    *state = held_state;
    if (held_state == QCDC__VERDICT_STATE__VERDICT_REJECTED && entry->fact && fact_publishes (entry->fact))
        return QCDC_OK;
    entry->again = true;
    QCDC_TRY (entry_judge (self, entry, &verdict, &holder));
    *state = (int)verdict.state;
    if (awaits && *state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        *awaits = entry_awaits (entry, verdict.fault.field);
    bool same = *state == held_state && (!held_code || strcmp (held_code, status_code (verdict.fault.status)) == 0);
    if (same || *state == QCDC__VERDICT_STATE__VERDICT_WAITING)
        return QCDC_OK;
    batch_later_t *later = batch_add_later (self->batch);
    if (!later)
        return QCDC_NO_MEMORY;
    later->of = entry;
    later->origin_id = entry->origin_id;
    later->office = entry->office;
    later->seq = entry->entry.seq;
    qcdc_status status = entry_carry_out (self, entry, &verdict, holder, trigger, true, &later->verdict);
    if (status != QCDC_OK)
        return status;
    const batch_verdict_t *const rows[] = {later->verdict};
    return batch_pack_verdicts (self->batch, rows, &later->seq, 1, &later->verdicts);
}

/*  What is to be judged again with this batch. */
typedef struct woken {
    memory_woken_t what;
    struct woken *next;
} woken_t;

/*  Whatever waits for that address is next, behind *LAST. */
static qcdc_status wake_next (const decide_t *self, uint64_t origin, uint64_t seq, woken_t **last)
{
    if (!memory_waiting (self->memory, origin, seq))
        return QCDC_OK;
    woken_t *next = arena_alloc (self->batch->arena, sizeof *next);
    if (!next)
        return QCDC_NO_MEMORY;
    *next = (woken_t){{{origin, seq}, 0}, NULL};
    (*last)->next = next;
    *last = next;
    return QCDC_OK;
}

/*  Judges ENTRIES again; those that wait no more are taken from PAGE's address, and wake others in turn, behind *LAST. */
static qcdc_status judge_page (const decide_t *self, memory_key_t key, const waiters_t *again, int64_t trigger,
                               woken_t **last)
{
    waiting_t *over = arena_alloc (self->batch->arena, (again->count + 1) * sizeof *over);
    address_t *moved = arena_alloc (self->batch->arena, (again->count + 1) * sizeof *moved);
    size_t over_count = 0;
    qcdc_status status = over && moved ? QCDC_OK : QCDC_NO_MEMORY;
    for (size_t i = 0; status == QCDC_OK && i < again->count; i++) {
        batch_entry_t *entry = again->entries[i];
        address_t awaits = {0, 0, 0};
        int state;
        status = judge_again (self, entry, trigger, QCDC__VERDICT_STATE__VERDICT_WAITING, NULL, &state, &awaits);
        bool waits = state == QCDC__VERDICT_STATE__VERDICT_WAITING;
        if (status != QCDC_OK || (waits && awaits.origin == key.origin && awaits.seq == key.seq))
            continue;
        moved[over_count] = awaits; /* what waits for two entries waits on for the other one */
        over[over_count++] = (waiting_t){entry->commit_seq, entry->origin_id};
        if (waits)
            continue;
        status = wake_next (self, entry->entry.origin, entry->entry.seq, last);
        /* And what waits for the first copy that it stands for. */
        const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
        if (status == QCDC_OK && was)
            status = wake_next (self, was->origin, was->seq, last);
    }
    if (status == QCDC_OK)
        memory_drop_waiting (self->memory, key, over, over_count);
    for (size_t i = 0; status == QCDC_OK && i < over_count; i++)
        if (moved[i].seq)
            status = memory_add_waiting (self->memory, moved[i].origin, moved[i].seq, over[i]);
    return status;
}

/*  Judges the next of those again that WHAT is about, as many as this batch has room for; *MORE is whether there may be others. */
static qcdc_status wake_page (const decide_t *self, memory_woken_t *what, int64_t trigger, woken_t **last, bool *more)
{
    batch_t *batch = self->batch;
    size_t room = self->wake_max > batch->woken ? self->wake_max - batch->woken : 0;
    *more = true;
    if (room == 0 || batch->woken_bytes >= PAGE_BYTES_MAX)
        return QCDC_OK;
    waiting_t *page = arena_alloc (batch->arena, room * sizeof *page);
    int64_t *commits = arena_alloc (batch->arena, room * sizeof *commits);
    if (!page || !commits)
        return QCDC_NO_MEMORY;
    size_t count = memory_waiting_page (self->memory, what->key, what->after, trigger, page, room);
    *more = count > 0;
    if (count == 0)
        return QCDC_OK;
    for (size_t i = 0; i < count; i++)
        commits[i] = page[i].entry;
    waiters_t again;
    QCDC_TRY (load_again (self, commits, count, PAGE_BYTES_MAX - batch->woken_bytes, &again));
    batch->woken += again.count;
    what->after = again.count ? again.entries[again.count - 1]->commit_seq : commits[count - 1];
    return judge_page (self, what->key, &again, trigger, last);
}

/*  All of it, as far as there is room; what is left is for a batch of its own. */
static qcdc_status wake_all (const decide_t *self, woken_t *first, int64_t trigger)
{
    woken_t *last = first;
    qcdc_status status = QCDC_OK;
    for (woken_t *woken = first; status == QCDC_OK && woken; woken = woken->next) {
        bool more = true, room = true;
        while (status == QCDC_OK && more && room) {
            status = wake_page (self, &woken->what, trigger, &last, &more);
            room = self->batch->woken < self->wake_max && self->batch->woken_bytes < PAGE_BYTES_MAX;
        }
        if (status == QCDC_OK && more)
            status = memory_add_woken (self->memory, woken->what);
    }
    return status;
}

qcdc_status reconsider_wake (const decide_t *self, uint64_t origin, uint64_t seq, int64_t trigger)
{
    woken_t first = {{{origin, seq}, 0}, NULL};
    return memory_waiting (self->memory, origin, seq) ? wake_all (self, &first, trigger) : QCDC_OK;
}

qcdc_status reconsider_catalogue (const decide_t *self, const catalog_t *before, int64_t trigger)
{
    const catalog_t *now = self->state->snapshot->catalog;
    char name[MATTER_KEY_BYTES];
    for (size_t i = 0; self->memory->waiting && i < now->form_count; i++) {
        const form_t *form = &now->forms[i];
        if (catalog_form (before, form->code, form->version) || !report_form_name (form->code, form->version, name))
            continue;
        memory_key_t key = memory_name_key (name);
        QCDC_TRY (reconsider_wake (self, key.origin, key.seq, trigger));
    }
    return QCDC_OK;
}

qcdc_status reconsider_some (const decide_t *self, int64_t trigger)
{
    woken_t first = {.next = NULL};
    if (self->wake_max == 0 || !memory_take_woken (self->memory, trigger, &first.what))
        return QCDC_OK;
    QCDC_TRY (wake_all (self, &first, trigger));
    /* Those of the last commit are left, where there is no other to be judged at. */
    return memory_waiting_left (self->memory, first.what.key, first.what.after)
               ? memory_add_woken (self->memory, first.what)
               : QCDC_OK;
}

qcdc_status reconsider_woken (decide_t *self)
{
    self->over = true; /* the batch has no entries of its own */
    qcdc_status status = reconsider_some (self, self->memory->commit_seq);
    if (status == QCDC_OK)
        status = reconsider_feed (self);
    if (status == QCDC_NO_MEMORY)
        fault_set (self->fault, status, NULL, "out of memory");
    return status;
}

qcdc_status reconsider_feed (const decide_t *self)
{
    batch_t *batch = self->batch;
    for (size_t i = 0; i < batch->later_count; i++) {
        const batch_later_t *later = &batch->later[i];
        batch_feed_t *feed = batch_add_feed (batch);
        if (!feed)
            return QCDC_NO_MEMORY;
        *feed = (batch_feed_t){.office = later->office,
                               .kind = FEED_RECEIPT,
                               .origin_id = later->origin_id,
                               .seq = later->seq,
                               .commit_seq = later->verdict->given_at};
    }
    return QCDC_OK;
}

/*  Verdicts are told apart by the commit at which they were given: what the last commit itself decided is left for later. */
static const statement_t NOT_ACCEPTED = {
    "not_accepted",
    "select entry, state, code from (select distinct on (entry) entry, given_at, state, code from verdict"
    " order by entry, given_at desc) v where state in (2, 3, 4) and code <> 'POISON' and entry > $1"
    " and given_at < $2 order by entry limit 1000"};

/*  A page of NOT_ACCEPTED. */
static qcdc_status rejudge_page (const decide_t *self, const PGresult *page, int64_t *after)
{
    size_t count = (size_t)PQntuples (page);
    waiters_t again;
    int64_t *commits = arena_alloc (self->batch->arena, (count + 1) * sizeof *commits);
    if (!commits)
        return QCDC_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        commits[i] = pg_int8 (page, (int)i, 0);
    qcdc_status status = load_again (self, commits, count, PAGE_BYTES_MAX, &again);
    if (status == QCDC_OK)
        *after = again.count ? again.entries[again.count - 1]->commit_seq : commits[count - 1];
    for (size_t i = 0, row = 0; status == QCDC_OK && i < again.count; i++, row++) {
        int state;
        while (commits[row] != again.entries[i]->commit_seq)
            row++; /* a verdict without its entry: verify tells */
        status = judge_again (self, again.entries[i], self->memory->commit_seq, (int)pg_int8 (page, (int)row, 1),
                              pg_text (page, (int)row, 2), &state, NULL);
    }
    return status;
}

qcdc_status reconsider_page (decide_t *self, int64_t *after, bool *more)
{
    PGresult *page = NULL;
    pg_params_t *params = pg_params_new ();
    self->over = true; /* the batch has no entries of its own */
    if (!params)
        return fault_set (self->fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_int8 (params, *after);
    pg_params_int8 (params, self->memory->commit_seq);
    qcdc_status status = pg_run (self->pg, &NOT_ACCEPTED, params, &page, self->fault);
    *more = status == QCDC_OK && PQntuples (page) > 0;
    if (*more)
        status = rejudge_page (self, page, after);
    PQclear (page);
    pg_params_destroy (&params);
    if (status == QCDC_OK)
        status = reconsider_feed (self);
    if (status == QCDC_NO_MEMORY)
        fault_set (self->fault, status, NULL, "out of memory");
    return status;
}
