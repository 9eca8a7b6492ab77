/*  rejudge.c — everything that was not accepted, judged by this program: after an update that knows more.
 *
 *  A page at a time and a transaction each; the old verdicts stay, new ones are added where they differ. */

#include "ingest/rejudge.h"

#include "base/i18n.h"
#include "ingest/reconsider.h"
#include "ingest/write.h"

static qcdc_status rejudge_page (pg_t *pg, snapshot_t **snapshot, memory_t *memory, int64_t *after, bool *more,
                                 size_t *changed, fault_t *fault)
{
    batch_t *batch QCDC_CLEANUP (batch_destroy) = batch_new ();
    if (!batch)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    state_t state QCDC_CLEANUP (state_release);
    state_init (&state, *snapshot, batch->arena);
    batch->committed_at_us = memory->committed_at_us;
    decide_t decide = {.batch = batch, .state = &state, .memory = memory, .pg = pg, .fault = fault, .wake_max = 256};
    QCDC_TRY (reconsider_page (&decide, after, more));
    if (batch->later_count > 0)
        QCDC_TRY (batch_write (&decide, true, fault));
    *changed += batch->later_count;
    snapshot_drop (snapshot);
    *snapshot = snapshot_hold (state.snapshot);
    return QCDC_OK;
}

qcdc_status rejudge_all (pg_t *pg, const snapshot_t *snapshot, size_t *changed, fault_t *fault)
{
    memory_t memory QCDC_CLEANUP (memory_release) = {0};
    snapshot_t *now QCDC_CLEANUP (snapshot_drop) = snapshot_hold (snapshot);
    int64_t after = 0;
    i18n_off ();
    QCDC_TRY (write_prepare (pg, fault));
    QCDC_TRY (memory_load (&memory, pg, fault));
    for (bool more = true; more;)
        QCDC_TRY (rejudge_page (pg, &now, &memory, &after, &more, changed, fault));
    return QCDC_OK;
}
