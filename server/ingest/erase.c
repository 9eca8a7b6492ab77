/*  erase.c — texts that the province has erased: out of the journal, and never into it again.
 *
 *  An erasure names one address.  The same text stands wherever the same fact was filed: where it was filed again
 *  after a restore (`was`), in second copies, as two devices of an office make them of one register, and in other offices
 *  to which a petition was handed over (erase_handed.c).  It goes from all of them. */

#include "ingest/erase.h"

#include "ingest/erase_handed.h"
#include "ingest/erase_text.h"

#include <string.h>

static const statement_t ERASED_HOLDERS = {
    "erased_holders", "select commit_seq from journal where commit_seq = any ($1::int8[]) and annex_hash is not null"
                      " order by commit_seq"};

/*  Texts of entries ($1) that have turned out to repeat what another one ($2) says, where that one's is erased. */
static const statement_t LATE_COPIES = {
    "late_copies", "select j.commit_seq from unnest($1::int8[], $2::int8[]) as w(entry, holder)"
                   " join journal j on j.commit_seq = w.entry join journal h on h.commit_seq = w.holder"
                   " where j.annex is not null and h.annex_hash is not null"};

qcdc_status erase_prepare (pg_t *pg, fault_t *fault)
{
    static const statement_t *const STATEMENTS[] = {&ERASED_HOLDERS, &LATE_COPIES};
    for (size_t i = 0; i < sizeof STATEMENTS / sizeof STATEMENTS[0]; i++)
        QCDC_TRY (pg_prepare (pg, STATEMENTS[i], fault));
    QCDC_TRY (erase_text_prepare (pg, fault));
    return handed_prepare (pg, fault);
}

/*  ---------------------------------------------------------------- texts that come */

static qcdc_status strip (batch_t *batch, batch_entry_t *entry, fault_t *fault)
{
    uint8_t *hash = arena_alloc (batch->arena, HASH_BYTES);
    if (!hash)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    hash_bytes (entry->entry.annex.data, entry->entry.annex.length, hash);
    entry->entry.annex = (bytes_t){NULL, 0};
    entry->entry.annex_hash = (bytes_t){hash, HASH_BYTES};
    return QCDC_OK;
}

qcdc_status erase_known (batch_t *batch, memory_t *memory, fault_t *fault)
{
    for (size_t i = 0; i < batch->entry_count; i++) {
        batch_entry_t *entry = &batch->entries[i];
        const Qcdc__Was *was = entry->fact ? entry->fact->was : NULL;
        if (entry->entry.annex.length && (memory_erased (memory, entry->entry.origin, entry->entry.seq) ||
                                          (was && memory_erased (memory, was->origin, was->seq))))
            QCDC_TRY (strip (batch, entry, fault));
        /* One that comes without its text: here the erasure itself may have been forgotten by a restore. */
        if (entry->entry.annex_hash.length && memory_add_erased_in (memory, entry->office) != QCDC_OK)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    }
    return QCDC_OK;
}

/*  Copies are made within an office. */
bool erase_may_reach (const batch_entry_t *entry, const memory_t *memory)
{
    return entry->entry.annex.length > 0 && memory_erased_in (memory, entry->office);
}

/*  The entry that holds the fact of which this one, with a text of its own, is a second copy; 0 if it is none. */
static int64_t holder_of (const batch_entry_t *entry, const memory_t *memory)
{
    return entry->verdict && erase_may_reach (entry, memory) ? entry->verdict->alias_of : 0;
}

/*  Which of the holders in the journal have lost their text. */
static qcdc_status load_holders (const batch_t *batch, const memory_t *memory, pg_t *pg, PGresult **result,
                                 fault_t *fault)
{
    size_t count = 0;
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_array_begin (params, OID_INT8);
    for (size_t i = 0; i < batch->entry_count; i++) {
        int64_t holder = holder_of (&batch->entries[i], memory);
        if (holder > 0 && holder < batch->entries[0].commit_seq) {
            pg_params_int8 (params, holder);
            count++;
        }
    }
    pg_params_array_end (params);
    return count ? pg_run (pg, &ERASED_HOLDERS, params, result, fault) : QCDC_OK;
}

static bool is_among (const PGresult *holders, int64_t holder)
{
    int from = 0, to = holders ? PQntuples (holders) : 0;
    while (from < to) {
        int middle = from + (to - from) / 2;
        int64_t found = pg_int8 (holders, middle, 0);
        if (found == holder)
            return true;
        if (found < holder)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

qcdc_status erase_copies (batch_t *batch, const memory_t *memory, pg_t *pg, fault_t *fault)
{
    if (!batch->entry_count)
        return QCDC_OK;
    PGresult *holders QCDC_CLEANUP (pg_clear) = NULL;
    int64_t first = batch->entries[0].commit_seq;
    QCDC_TRY (load_holders (batch, memory, pg, &holders, fault));
    for (size_t i = 0; i < batch->entry_count; i++) {
        int64_t holder = holder_of (&batch->entries[i], memory);
        bool erased = holder >= first ? batch->entries[holder - first].entry.annex_hash.length > 0
                                      : holder > 0 && is_among (holders, holder);
        if (erased)
            QCDC_TRY (strip (batch, &batch->entries[i], fault));
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- texts that are there */

/*  Whether ENTRY is an erasure that takes effect under VERDICT (while it waits for its target, too), and of what. */
static bool erasure_of (const batch_entry_t *entry, const batch_verdict_t *verdict, address_t *target)
{
    int state = verdict ? verdict->state : QCDC__VERDICT_STATE__VERDICT_ACCEPTED;
    bool holds = state == QCDC__VERDICT_STATE__VERDICT_ACCEPTED || state == QCDC__VERDICT_STATE__VERDICT_WAITING;
    return entry->fact && !entry->poison && holds && fact_erases (entry->fact) && fact_target (entry->fact, target);
}

/*  What waited, and is a second copy after all, of a fact whose text may be erased. */
static bool is_late_copy (const batch_later_t *later, const memory_t *memory)
{
    return later->verdict->alias_of && memory_erased_in (memory, later->office);
}

bool erase_is_in (const batch_t *batch, const memory_t *memory)
{
    bool found = batch->owed || handed_is_in (batch, memory);
    address_t target;
    for (size_t i = 0; !found && i < batch->entry_count; i++)
        found = erasure_of (&batch->entries[i], batch->entries[i].verdict, &target);
    for (size_t i = 0; !found && i < batch->later_count; i++)
        found = is_late_copy (&batch->later[i], memory) ||
                erasure_of (batch->later[i].of, batch->later[i].verdict, &target);
    return found;
}

static qcdc_status erase_late_copies (const batch_t *batch, const memory_t *memory, pg_t *pg, pg_params_t *params,
                                      fault_t *fault)
{
    size_t count = 0;
    pg_params_reset (params);
    for (int column = 0; column < 2; column++) {
        pg_params_array_begin (params, OID_INT8);
        for (size_t i = 0; i < batch->later_count; i++) {
            const batch_later_t *later = &batch->later[i];
            if (is_late_copy (later, memory)) {
                pg_params_int8 (params, column == 0 ? later->verdict->entry : later->verdict->alias_of);
                count++;
            }
        }
        pg_params_array_end (params);
    }
    return count ? erase_entries (&LATE_COPIES, pg, params, fault) : QCDC_OK;
}

static qcdc_status erase_target (const batch_entry_t *entry, const batch_verdict_t *verdict, const address_t *target,
                                 batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault)
{
    const handed_t handed = {.order = entry->commit_seq,
                             .given_at = verdict ? verdict->given_at : entry->commit_seq,
                             .waits = verdict && verdict->state == QCDC__VERDICT_STATE__VERDICT_WAITING,
                             .first = *target};
    QCDC_TRY (handed_erase (&handed, batch, memory, pg, fault));
    return erase_texts (target, 1, entry->commit_seq, memory, pg, fault);
}

/*  What an erasure waited for may have come as the second copy of something that was there: hence once more when it is
 *  accepted. */
qcdc_status erase_annexes (batch_t *batch, memory_t *memory, pg_t *pg, fault_t *fault)
{
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    address_t target;
    for (size_t i = 0; i < batch->entry_count; i++) {
        const batch_entry_t *entry = &batch->entries[i];
        if (erasure_of (entry, entry->verdict, &target))
            QCDC_TRY (erase_target (entry, entry->verdict, &target, batch, memory, pg, fault));
    }
    for (size_t i = 0; i < batch->later_count; i++) {
        const batch_later_t *later = &batch->later[i];
        if (erasure_of (later->of, later->verdict, &target))
            QCDC_TRY (erase_target (later->of, later->verdict, &target, batch, memory, pg, fault));
    }
    QCDC_TRY (erase_late_copies (batch, memory, pg, params, fault));
    if (batch->owed)
        QCDC_TRY (handed_erase_owed (batch, memory, pg, fault));
    return handed_erase_late (batch, memory, pg, fault);
}
