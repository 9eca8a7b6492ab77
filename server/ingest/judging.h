/*  judging.h — an entry of a batch judged against the state, and its verdict carried out. */

#ifndef QCDC_JUDGING_H
#define QCDC_JUDGING_H

#include "ingest/memory.h"
#include "projections/state.h"

/*  A batch being decided against STATE (prefetched here from PG) and MEMORY: verdicts, receipts (unsigned), later receipts and
 *  feed rows.  Errors are operating errors, and go to FAULT too; bad facts are verdicts. */
typedef struct {
    batch_t *batch;
    state_t *state;
    memory_t *memory;
    pg_t *pg;
    fault_t *fault;
    size_t next; /* entry to be decided */
    size_t
        wake_max; /* waiting entries that may be judged again with this batch; the others follow in pages of their own */
    bool busy;    /* PG is at work on this batch's rows: nothing can be asked of it until they are in */
    bool over;
    qcdc_status status;
} decide_t;

/*  ENTRY as the projections know it; its own address, and that of the first copy which it says again. */
state_entry_t entry_state (const batch_entry_t *entry);
address_t entry_address (const batch_entry_t *entry, bool with_hash);
address_t was_address (const Qcdc__Was *was);

/*  What an entry that comes back was a second copy of, by its last receipt; false: it was none. */
bool entry_repeated (const batch_entry_t *entry, address_t *first);

/*  Judges ENTRY as things stand; QCDC_BUSY, and nothing has been done, where the database would have to be asked and is busy.  *HOLDER: the commit_seq of the entry that holds the same fact, for an alias.  QCDC_NO_MEMORY: there is
 *  no verdict, for that is no fault of the fact's. */
qcdc_status entry_judge (const decide_t *self, const batch_entry_t *entry, verdict_t *verdict,
                         int64_t *holder) QCDC_CHECK;

/*  What ENTRY waits for, where its verdict names FIELD. */
address_t entry_awaits (const batch_entry_t *entry, const char *field);

/*  Carries out a verdict given at commit_seq GIVEN_AT: state, memory, row.  LATER: it was judged before.  *ROW is NULL for
 *  plain acceptance at first. */
qcdc_status entry_carry_out (const decide_t *self, const batch_entry_t *entry, const verdict_t *verdict,
                             int64_t holder, int64_t given_at, bool later, batch_verdict_t **row) QCDC_CHECK;

#endif
