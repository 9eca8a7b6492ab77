/*  signed.c — signatures of appends that are in a batch already. */

#include "ingest/signed.h"

#include <string.h>

qcdc_status batch_check_signed (batch_t *batch, memory_t *memory, fault_t *fault)
{
    for (size_t i = 0; i < batch->append_count; i++) {
        batch_append_t *append = &batch->appends[i];
        if (!append->unseen)
            continue;
        const origin_node_t *origin = memory_origin (memory, append->origin);
        if (!origin || !append_verify (append->origin, append->first_seq, append->last_seq,
                                       batch->entries[append->begin + append->count - 1].hash, origin->sign_key,
                                       append->signature))
            return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, "the append is not signed by the device it names");
        append->unseen = false;
    }
    return QCDC_OK;
}

bool batch_has_unseen (const batch_t *batch)
{
    return batch->append_count == 1 && batch->appends[0].unseen;
}

void batch_take_back (batch_t *batch, memory_t *memory)
{
    const batch_append_t *append = &batch->appends[0];
    origin_node_t *origin = memory_origin (memory, append->origin);
    if (origin) {
        origin->accepted_seq = append->first_seq - 1;
        memcpy (origin->accepted_hash, append->before, HASH_BYTES);
    }
    batch->append_count = batch->entry_count = batch->bytes = 0;
}
