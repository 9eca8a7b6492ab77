/*  receipt.c — receipts between structure and wire.
 *
 *  Nothing is copied but what has a fixed size: the wire's form borrows from the structure and the other way round. */

#include "wire/receipt.h"

#include "wire/wire_check.h"

#include <string.h>

void receipt_to_wire (const receipt_t *receipt, Qcdc__Receipt *to)
{
    qcdc__receipt__init (to);
    to->origin = receipt->origin;
    to->first_seq = receipt->first_seq;
    to->last_seq = receipt->last_seq;
    to->last_hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)receipt->last_hash};
    to->commit_seq = receipt->commit_seq;
    to->committed_at = receipt->committed_at_us;
    to->first_committed_at = receipt->first_committed_at_us;
    to->verdicts = (ProtobufCBinaryData){receipt->verdicts.length, (uint8_t *)receipt->verdicts.data};
    to->signature = (ProtobufCBinaryData){SIGNATURE_BYTES, (uint8_t *)receipt->signature};
}

bool receipt_from_wire (const Qcdc__Receipt *from, receipt_t *receipt)
{
    if (from->last_hash.len != HASH_BYTES || from->signature.len != SIGNATURE_BYTES)
        return false;
    receipt->origin = from->origin;
    receipt->first_seq = from->first_seq;
    receipt->last_seq = from->last_seq;
    memcpy (receipt->last_hash, from->last_hash.data, HASH_BYTES);
    receipt->commit_seq = from->commit_seq;
    receipt->committed_at_us = from->committed_at;
    receipt->first_committed_at_us = from->first_committed_at;
    receipt->verdicts = (bytes_t){from->verdicts.data, from->verdicts.len};
    memcpy (receipt->signature, from->signature.data, SIGNATURE_BYTES);
    return true;
}

qcdc_status verdicts_unpack (bytes_t bytes, arena_t *arena, const Qcdc__Verdicts **verdicts)
{
    static const Qcdc__Verdicts NONE = QCDC__VERDICTS__INIT;
    *verdicts = &NONE;
    if (!bytes.length)
        return QCDC_OK;
    QCDC_TRY (wire_check (&qcdc__verdicts__descriptor, bytes.data, bytes.length));
    *verdicts = qcdc__verdicts__unpack (arena_allocator (arena), bytes.length, bytes.data);
    if (*verdicts)
        return QCDC_OK;
    *verdicts = &NONE;
    return arena_why (arena, QCDC_MALFORMED);
}
