/*  segment.c — segments and receipts: checked when they come, packed when they go.
 *
 *  What was read from the wire points into the frame it came in; what is loaded to be sent is copied into the caller's arena.
 *  A segment that was given back goes out again with its own boundaries, for its signature covers no others. */

#include "line/segment.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "facts/fact.h"
#include "line/session.h"
#include "wire/receipt.h"
#include "wire/wire_check.h"

#include <stdlib.h>
#include <string.h>

/*  What an entry costs in a message beside its bytes: tags, lengths and its moment. */
#define ENTRY_OVERHEAD_BYTES 24u

static bool copy_exactly (const ProtobufCBinaryData *from, void *to, size_t length)
{
    if (from->len != length)
        return false;
    memcpy (to, from->data, length);
    return true;
}

static bytes_t bytes_of (const ProtobufCBinaryData *data)
{
    return (bytes_t){data->data, data->len};
}

/*  ---------------------------------------------------------------- receipts */

qcdc_status wire_receipt_read (const Qcdc__Receipt *wire, const known_server_t *server, receipt_t *receipt,
                               fault_t *fault)
{
    *receipt = (receipt_t){0};
    if (!receipt_from_wire (wire, receipt) || wire->first_seq < 1 || wire->last_seq < wire->first_seq ||
        wire->last_seq > INT64_MAX || wire->commit_seq > INT64_MAX)
        return session_unexpected (_ ("a receipt that is not complete"), fault);
    if (!known_server_receipt (server, receipt)) {
        fault_set (fault, QCDC_BAD_SIGNATURE, NULL,
                   _ ("a receipt for entries %llu to %llu is not signed by the server joined"),
                   (unsigned long long)receipt->first_seq, (unsigned long long)receipt->last_seq);
        fault_advise (fault, _ ("nothing was taken from it; tell the province's administrator"));
        return QCDC_BAD_SIGNATURE;
    }
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- segments that came */

qcdc_status wire_entry_read (const Qcdc__Entry *wire, entry_t *entry, fault_t *fault)
{
    entry->written_at_us = wire->written_at;
    entry->body = bytes_of (&wire->body);
    entry->annex = bytes_of (&wire->annex);
    entry->annex_hash = bytes_of (&wire->annex_hash);
    if (entry->annex_hash.length && (entry->annex_hash.length != HASH_BYTES || entry->annex.length))
        return session_unexpected (_ ("an entry with an annex that cannot be"), fault);
    return QCDC_OK;
}

static qcdc_status read_entries (const Qcdc__Segment *wire, const uint8_t previous[HASH_BYTES], segment_t *segment,
                                 fault_t *fault)
{
    const uint8_t *before = previous;
    int64_t moment_us = 0;
    for (size_t i = 0; i < segment->count; i++) {
        entry_t *entry = &segment->entries[i];
        qcdc_status status = wire_entry_read (wire->entries[i], entry, fault);
        if (status != QCDC_OK)
            return status;
        if (__builtin_add_overflow (moment_us, entry->written_at_us, &moment_us))
            return session_unexpected (_ ("a moment that cannot be"), fault);
        entry->origin = wire->origin;
        entry->seq = wire->first_seq + i;
        entry->written_at_us = moment_us;
        if (entry_check (entry) != QCDC_OK)
            return session_unexpected (_ ("an entry beyond the limits"), fault);
        entry_hash (entry, before, segment->hashes[i]);
        before = segment->hashes[i];
    }
    return QCDC_OK;
}

/*  That the origin signed for these entries, and the server for having them. */
static qcdc_status check_proofs (const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                                 const known_server_t *server, journal_segment_t *journal, fault_t *fault)
{
    char origin[ORIGIN_TEXT_BYTES];
    if (!append_verify (journal->origin, journal->first_seq, journal->last_seq, journal->last_hash, sign_key,
                        journal->signature))
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, _ ("entries %llu to %llu are not signed by %s"),
                          (unsigned long long)journal->first_seq, (unsigned long long)journal->last_seq,
                          origin_format (wire->origin, origin));
    QCDC_TRY (wire_receipt_read (wire->receipt, server, &journal->receipt, fault));
    const receipt_t *receipt = &journal->receipt;
    return receipt->origin == journal->origin && receipt->first_seq == journal->first_seq &&
                   receipt->last_seq == journal->last_seq &&
                   memcmp (receipt->last_hash, journal->last_hash, HASH_BYTES) == 0
               ? QCDC_OK
               : session_unexpected (_ ("a receipt that is not of its segment"), fault);
}

qcdc_status wire_segment_read (const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                               const known_server_t *server, const uint8_t previous[HASH_BYTES], segment_t *segment,
                               fault_t *fault)
{
    memset (segment, 0, sizeof *segment);
    journal_segment_t *journal = &segment->journal;
    if (wire->n_entries < 1 || wire->n_entries > QCDC_SEGMENT_ENTRIES_MAX || wire->first_seq < 1 ||
        wire->first_seq > INT64_MAX - QCDC_SEGMENT_ENTRIES_MAX || !wire->receipt ||
        !copy_exactly (&wire->last_hash, journal->last_hash, HASH_BYTES) ||
        !copy_exactly (&wire->signature, journal->signature, SIGNATURE_BYTES))
        return session_unexpected (_ ("a segment that is not complete"), fault);
    segment->count = wire->n_entries;
    segment->entries = calloc (segment->count, sizeof *segment->entries);
    segment->hashes = calloc (segment->count, sizeof *segment->hashes);
    if (!segment->entries || !segment->hashes)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for %zu entries"), segment->count);
    QCDC_TRY (read_entries (wire, previous, segment, fault));
    journal->origin = wire->origin;
    journal->first_seq = wire->first_seq;
    journal->last_seq = wire->first_seq + segment->count - 1;
    char origin[ORIGIN_TEXT_BYTES];
    if (memcmp (segment->hashes[segment->count - 1], journal->last_hash, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_BAD_CHAIN, NULL,
                          _ ("entries %llu to %llu of %s do not follow what is held here"),
                          (unsigned long long)journal->first_seq, (unsigned long long)journal->last_seq,
                          origin_format (wire->origin, origin));
    return check_proofs (wire, sign_key, server, journal, fault);
}

qcdc_status wire_segment_confirm (const Qcdc__Segment *wire, const uint8_t sign_key[SIGN_KEY_BYTES],
                                  const known_server_t *server, segment_t *segment, fault_t *fault)
{
    memset (segment, 0, sizeof *segment);
    journal_segment_t *journal = &segment->journal;
    if (wire->first_seq < 1 || !wire->receipt || wire->receipt->last_seq < wire->first_seq ||
        !copy_exactly (&wire->last_hash, journal->last_hash, HASH_BYTES) ||
        !copy_exactly (&wire->signature, journal->signature, SIGNATURE_BYTES))
        return session_unexpected (_ ("a segment that is not complete"), fault);
    journal->origin = wire->origin;
    journal->first_seq = wire->first_seq;
    journal->last_seq = wire->receipt->last_seq;
    return check_proofs (wire, sign_key, server, journal, fault);
}

qcdc_status wire_segment_store (journal_t *journal, const Qcdc__Segment *wire, const segment_t *segment,
                                const known_server_t *server, fault_t *fault)
{
    const journal_segment_t *stored = &segment->journal;
    uint8_t held[HASH_BYTES];
    QCDC_TRY (journal_put_segment (journal, stored, fault));
    for (size_t i = 0; i < wire->n_later; i++) {
        receipt_t later;
        QCDC_TRY (wire_receipt_read (wire->later[i], server, &later, fault));
        if (later.origin != stored->origin || later.first_seq < stored->first_seq ||
            later.last_seq > stored->last_seq)
            return session_unexpected (_ ("a receipt that is not of its segment"), fault);
        QCDC_TRY (journal_hash_at (journal, later.origin, later.last_seq, held, fault));
        if (memcmp (later.last_hash, held, HASH_BYTES) != 0)
            return session_unexpected (_ ("a receipt that is not of its segment"), fault);
        QCDC_TRY (journal_put_later (journal, &later, fault));
    }
    return QCDC_OK;
}

void segment_release (segment_t *self)
{
    free (self->entries);
    free (self->hashes);
    self->entries = NULL;
    self->hashes = NULL;
    self->count = 0;
}

/*  ---------------------------------------------------------------- segments to be sent */

typedef struct {
    arena_t *arena;
    Qcdc__Segment *wire;
    size_t bytes;
    size_t bytes_max;
    int64_t previous_us;
    qcdc_status failed;
    Qcdc__Entry **entries;
    uint8_t *last_hash;
    bool alone; /* the last entry is */
} load_t;

static bool copy_bytes (load_t *load, bytes_t from, ProtobufCBinaryData *to)
{
    to->len = from.length;
    to->data = from.length ? arena_alloc (load->arena, from.length) : NULL;
    if (from.length && !to->data)
        return false;
    if (from.length)
        memcpy (to->data, from.data, from.length);
    return true;
}

/*  QCDC_EXISTS stops the reading: the segment is full. */
static qcdc_status load_entry (const entry_t *entry, const uint8_t hash[HASH_BYTES], void *arg)
{
    load_t *load = arg;
    Qcdc__Segment *wire = load->wire;
    size_t bytes = entry->body.length + entry->annex.length + entry->annex_hash.length + ENTRY_OVERHEAD_BYTES;
    if (wire->n_entries == QCDC_SEGMENT_ENTRIES_MAX || (wire->n_entries && load->bytes + bytes > load->bytes_max))
        return QCDC_EXISTS;
    /* What goes to other offices goes alone: its signature is what makes their devices believe it. */
    bool alone = fact_goes_alone (entry->body);
    if (wire->n_entries && (alone || load->alone))
        return QCDC_EXISTS;
    load->alone = alone;
    Qcdc__Entry *to = arena_alloc (load->arena, sizeof *to);
    if (!to)
        return load->failed = QCDC_NO_MEMORY;
    qcdc__entry__init (to);
    if (!copy_bytes (load, entry->body, &to->body) || !copy_bytes (load, entry->annex, &to->annex) ||
        !copy_bytes (load, entry->annex_hash, &to->annex_hash))
        return load->failed = QCDC_NO_MEMORY;
    to->written_at = entry->written_at_us - load->previous_us;
    load->previous_us = entry->written_at_us;
    load->entries[wire->n_entries++] = to;
    load->bytes += bytes;
    memcpy (load->last_hash, hash, HASH_BYTES);
    return QCDC_OK;
}

qcdc_status wire_segment_load (journal_t *journal, uint64_t origin, uint64_t first_seq, uint64_t last_seq,
                               size_t plain_bytes_max, arena_t *arena, Qcdc__Segment *wire, size_t *plain_bytes,
                               fault_t *fault)
{
    qcdc__segment__init (wire);
    load_t load = {.arena = arena, .wire = wire, .bytes_max = plain_bytes_max, .failed = QCDC_OK};
    load.entries = arena_alloc (arena, QCDC_SEGMENT_ENTRIES_MAX * sizeof *load.entries);
    load.last_hash = arena_alloc (arena, HASH_BYTES);
    if (!load.entries || !load.last_hash)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    wire->origin = origin;
    wire->first_seq = first_seq;
    wire->entries = load.entries;
    wire->last_hash = (ProtobufCBinaryData){HASH_BYTES, load.last_hash};
    qcdc_status status = journal_each_link (journal, origin, first_seq, last_seq, load_entry, &load, fault);
    if (load.failed != QCDC_OK)
        return fault_set (fault, load.failed, NULL, _ ("no memory for a segment"));
    if (status != QCDC_OK && status != QCDC_EXISTS)
        return status;
    if (wire->n_entries == 0)
        return fault_set (fault, QCDC_NOT_FOUND, NULL, _ ("entry %llu is not in the journal"),
                          (unsigned long long)first_seq);
    *plain_bytes = load.bytes;
    return QCDC_OK;
}
