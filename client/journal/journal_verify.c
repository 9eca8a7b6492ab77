/*  journal_verify.c — recomputes an origin's chain and holds it against the stored hashes and the receipts.
 *
 *  Nothing is built upon what is stored but what was recomputed: the first entry that does not follow is named. */

#include "journal/journal_origin.h"

#include "base/i18n.h"

#include <string.h>

typedef struct {
    uint64_t seq; /* of the last entry that fitted */
    uint8_t hash[HASH_BYTES];
    fault_t *fault;
} checking_t;

/*  The stored hash is only compared with, never built upon: one altered entry is found where it stands. */
static qcdc_status chain_entry (const entry_t *entry, const uint8_t hash[HASH_BYTES], void *arg)
{
    checking_t *checking = arg;
    char address[ADDRESS_TEXT_BYTES];
    if (entry->seq != checking->seq + 1)
        return fault_set (checking->fault, QCDC_GAP, NULL, _ ("entries are missing before %s"),
                          address_format (entry->origin, entry->seq, address));
    entry_hash (entry, checking->hash, checking->hash);
    if (memcmp (checking->hash, hash, HASH_BYTES) != 0)
        return fault_set (checking->fault, QCDC_BAD_CHAIN, NULL, _ ("entry %s was altered"),
                          address_format (entry->origin, entry->seq, address));
    checking->seq = entry->seq;
    return QCDC_OK;
}

typedef struct {
    journal_t *journal;
    uint64_t head;
    const uint8_t *sign_key;
    const known_server_t *server;
    fault_t *fault;
} proofs_t;

/*  Without the server's key there is nothing to hold a receipt against. */
static qcdc_status proof_receipt (const receipt_t *receipt, void *arg)
{
    proofs_t *proofs = arg;
    char address[ADDRESS_TEXT_BYTES];
    if (proofs->server && !known_server_receipt (proofs->server, receipt))
        return fault_set (proofs->fault, QCDC_BAD_SIGNATURE, NULL, _ ("the receipt for %s is not the server's"),
                          address_format (receipt->origin, receipt->last_seq, address));
    return QCDC_OK;
}

/*  The journal's entry at the end of a segment must be the one that both signatures name. */
static qcdc_status proof_segment (const journal_segment_t *segment, void *arg)
{
    proofs_t *proofs = arg;
    char address[ADDRESS_TEXT_BYTES];
    address_format (segment->origin, segment->last_seq, address);
    if (segment->last_seq > proofs->head)
        return fault_set (proofs->fault, QCDC_GAP, NULL, _ ("entry %s has a receipt and is missing"), address);
    journal_row_t row;
    QCDC_TRY (journal_at (proofs->journal, segment->origin, segment->last_seq, &row, proofs->fault));
    if (memcmp (row.hash, segment->last_hash, HASH_BYTES) != 0)
        return fault_set (proofs->fault, QCDC_FORK, NULL, _ ("entry %s is not the one that has the receipt"),
                          address);
    if (!append_verify (segment->origin, segment->first_seq, segment->last_seq, segment->last_hash, proofs->sign_key,
                        segment->signature))
        return fault_set (proofs->fault, QCDC_BAD_SIGNATURE, NULL,
                          _ ("the signature of the entries up to %s does not fit"), address);
    if (segment->receipt.last_seq == segment->last_seq &&
        memcmp (segment->receipt.last_hash, segment->last_hash, HASH_BYTES) != 0)
        return fault_set (proofs->fault, QCDC_FORK, NULL, _ ("entry %s is not the one that has the receipt"),
                          address);
    return proof_receipt (&segment->receipt, arg);
}

qcdc_status journal_verify (journal_t *self, uint64_t id, const known_server_t *server, fault_t *fault)
{
    journal_origin_t origin;
    qcdc_status status = origin_find (self, id, &origin, fault);
    if (status != QCDC_OK)
        return status;
    checking_t checking = {.fault = fault};
    origin_root (origin.sign_key, checking.hash);
    status = journal_each_link (self, id, 1, INT64_MAX, chain_entry, &checking, fault);
    proofs_t proofs = {self, checking.seq, origin.sign_key, server, fault};
    if (status == QCDC_OK)
        status = journal_each_segment (self, id, 1, proof_segment, &proofs, fault);
    if (status == QCDC_OK)
        status = journal_each_later (self, id, 1, INT64_MAX, proof_receipt, &proofs, fault);
    return status;
}
