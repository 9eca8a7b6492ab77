/*  accept.c — an append on its way into a batch: whose it is, where it belongs, whether it is whole.
 *
 *  Everything here is about the envelope; what the facts say is judged later and never refuses an append.  It goes
 *  in steps of a fraction of a millisecond, so that it can be done while the database works and still see at once
 *  when that is ready for more. */

#include "ingest/accept.h"

#include "base/memory.h"
#include "facts/kind.h"
#include "ingest/decide.h"
#include "ingest/write.h"
#include "wire/frame.h"
#include "wire/receipt.h"

#include <sodium.h>
#include <string.h>

/*  Entries hashed or unpacked in one step: the database empties its socket in a millisecond. */
#define STEP_ENTRIES 256u

/*  A receipt of ours that came back with its segment, or with the end of it where its beginning is here: proof that the entries
 *  were committed before a restore. */
static bool take_receipt (const writer_t *self, const Qcdc__Receipt *from, receipt_t *receipt)
{
    return receipt_from_wire (from, receipt) && known_server_receipt (self->server->known, receipt);
}

/*  Verdicts of a receipt, into the entries of an append. */
static qcdc_status keep_verdicts (batch_t *batch, const batch_append_t *append, bytes_t bytes)
{
    const Qcdc__Verdicts *verdicts;
    qcdc_status status = verdicts_unpack (bytes, batch->arena, &verdicts);
    if (status != QCDC_OK)
        return status == QCDC_TOO_LARGE || status == QCDC_NO_MEMORY ? QCDC_NO_MEMORY : QCDC_MALFORMED;
    for (size_t i = 0; i < verdicts->n_items; i++) {
        uint64_t seq = verdicts->items[i]->seq;
        if (seq >= append->first_seq && seq <= append->last_seq)
            batch->entries[append->begin + (size_t)(seq - append->first_seq)].kept = verdicts->items[i];
    }
    return QCDC_OK;
}

static qcdc_status take_returned (writer_t *self, const Qcdc__Segment *segment, batch_t *batch,
                                  batch_append_t *append, const uint8_t last_hash[HASH_BYTES], fault_t *fault)
{
    receipt_t receipt;
    if (!take_receipt (self, segment->receipt, &receipt) || receipt.origin != append->origin ||
        receipt.first_seq > append->first_seq || receipt.last_seq != append->last_seq ||
        memcmp (receipt.last_hash, last_hash, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL,
                          "the receipt that came with the entries is not one of this server");
    append->returned = true;
    append->returned_at_us = receipt.committed_at_us;
    for (size_t i = append->begin; i < append->begin + append->count; i++) {
        batch->entries[i].returned = true;
        batch->entries[i].first_committed_at_us = receipt.first_committed_at_us;
    }
    qcdc_status status = keep_verdicts (batch, append, receipt.verdicts);
    int64_t given_at_us = receipt.committed_at_us;
    for (size_t i = 0; status == QCDC_OK && i < segment->n_later; i++) {
        receipt_t later;
        if (!take_receipt (self, segment->later[i], &later) || later.origin != append->origin ||
            later.first_seq < append->first_seq || later.last_seq > append->last_seq ||
            later.first_seq != later.last_seq ||
            memcmp (later.last_hash,
                    batch->entries[append->begin + (size_t)(later.last_seq - append->first_seq)].hash,
                    HASH_BYTES) != 0)
            return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, "a later receipt is not one of this server");
        /* The last verdict holds, so their order is not the client's to choose.  Numbers of commits before and after a restore
         * do not compare; times do. */
        if (later.committed_at_us < given_at_us)
            return fault_set (fault, QCDC_PROTOCOL, NULL,
                              "later receipts are not in the order in which they were given");
        given_at_us = later.committed_at_us;
        status = keep_verdicts (batch, append, later.verdicts);
    }
    return status == QCDC_OK ? QCDC_OK : fault_set (fault, status, NULL, "%s", status_text (status));
}

static const statement_t INSERT_CLOSED = {"insert_closed_origin",
                                          "insert into origin (origin, sign_key, office, role, joined_at, "
                                          "revoked_at, head_hash) values ($1, $2, $3, $4, now(), now(), $5)"
                                          " returning id"};

/*  An origin that a restored server has forgotten, brought back by another device of its office: closed from the
 *  start. */
static qcdc_status adopt_origin (writer_t *self, const job_t *job, const Qcdc__Segment *segment, fault_t *fault)
{
    receipt_t receipt;
    origin_node_t node = {.origin = segment->origin, .office = job->member.office, .revoked = true};
    const office_t *office_of = catalog_office_by_id (self->snapshot->catalog, node.office);
    /* Its invitation is forgotten; what its office's devices may do follows from the office (see qcdcd invite). */
    node.role = office_of && office_of->provincial ? ROLE_PROVINCE : ROLE_REPORTER;
    if (segment->last_hash.len != HASH_BYTES || segment->signature.len != SIGNATURE_BYTES ||
        segment->sign_key.len != SIGN_KEY_BYTES || origin_id (segment->sign_key.data) != segment->origin ||
        !segment->receipt || !take_receipt (self, segment->receipt, &receipt) || receipt.origin != segment->origin ||
        receipt.first_seq != segment->first_seq ||
        memcmp (receipt.last_hash, segment->last_hash.data, HASH_BYTES) != 0 ||
        !append_verify (receipt.origin, receipt.first_seq, receipt.last_seq, receipt.last_hash,
                        segment->sign_key.data, segment->signature.data))
        return fault_set (fault, QCDC_NOT_YOURS, NULL, "the entries are of a device that this server does not know");
    memcpy (node.sign_key, segment->sign_key.data, SIGN_KEY_BYTES);
    origin_root (node.sign_key, node.head_hash);
    memcpy (node.accepted_hash, node.head_hash, HASH_BYTES);
    pg_params_t *params QCDC_CLEANUP (pg_params_destroy) = pg_params_new ();
    PGresult *result QCDC_CLEANUP (pg_clear) = NULL;
    if (!params)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    pg_params_u64 (params, node.origin);
    pg_params_bytea (params, node.sign_key, SIGN_KEY_BYTES);
    pg_params_int4 (params, node.office);
    pg_params_int2 (params, (int16_t)node.role);
    pg_params_bytea (params, node.head_hash, HASH_BYTES);
    QCDC_TRY (pg_run (self->pg, &INSERT_CLOSED, params, &result, fault));
    node.id = (int)pg_int8 (result, 0, 0);
    office_node_t *office = memory_office (&self->memory, node.office);
    if (!office || memory_add_origin (&self->memory, &node) != QCDC_OK)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    office->devices++;
    return QCDC_OK;
}

/*  The next entries of SEGMENT as they stand in a journal, chained behind the last one taken. */
static qcdc_status take_entries (acceptance_t *self, const Qcdc__Segment *segment, const origin_node_t *origin,
                                 batch_t *batch, fault_t *fault)
{
    for (size_t n = 0; n < STEP_ENTRIES && self->taken < segment->n_entries; n++, self->taken++) {
        const Qcdc__Entry *from = segment->entries[self->taken];
        batch_entry_t *entry = batch_add_entry (batch);
        if (!entry)
            return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
        if (__builtin_add_overflow (self->written_at_us, from->written_at, &self->written_at_us))
            return fault_set (fault, QCDC_BAD_DATE, NULL, "entry %llu was written at no moment that can be",
                              (unsigned long long)(segment->first_seq + self->taken));
        entry->entry = (entry_t){.origin = origin->origin,
                                 .seq = segment->first_seq + self->taken,
                                 .written_at_us = self->written_at_us,
                                 .body = {from->body.data, from->body.len},
                                 .annex = {from->annex.data, from->annex.len},
                                 .annex_hash = {from->annex_hash.data, from->annex_hash.len}};
        qcdc_status status = entry_check (&entry->entry);
        if (status != QCDC_OK)
            return fault_set (fault, status, NULL, "entry %llu: %s", (unsigned long long)entry->entry.seq,
                              status_text (status));
        entry_hash (&entry->entry, self->hash, entry->hash);
        memcpy (self->hash, entry->hash, HASH_BYTES);
        entry->origin_id = origin->id;
        entry->office = origin->office;
        entry->role = origin->role;
    }
    return QCDC_OK;
}

static qcdc_status find_origin (writer_t *self, const job_t *job, const Qcdc__Segment *segment,
                                origin_node_t **origin, fault_t *fault)
{
    if (!memory_origin (&self->memory, segment->origin))
        QCDC_TRY (adopt_origin (self, job, segment, fault));
    *origin = memory_origin (&self->memory, segment->origin);
    if ((*origin)->id == job->member.id)
        return QCDC_OK;
    /* Another device's entries are taken only back: from its own office, with our receipt. */
    if ((*origin)->office != job->member.office || !segment->receipt) {
        fault_set (fault, QCDC_NOT_YOURS, NULL, "a device can only append to its own journal");
        fault_advise (fault, "entries of a device that is lost are brought in with qcdc rescue");
        return QCDC_NOT_YOURS;
    }
    return QCDC_OK;
}

static qcdc_status check_place (const Qcdc__Segment *segment, const origin_node_t *origin, fault_t *fault)
{
    uint64_t next = origin->accepted_seq + 1;
    if (segment->n_entries == 0)
        return fault_set (fault, QCDC_MALFORMED, NULL, "an append without entries");
    if (segment->n_entries > QCDC_SEGMENT_ENTRIES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "an append carries 1 to %u entries", QCDC_SEGMENT_ENTRIES_MAX);
    if (segment->last_hash.len != HASH_BYTES || segment->signature.len != SIGNATURE_BYTES || segment->first_seq == 0)
        return fault_set (fault, QCDC_MALFORMED, NULL, "an append without a sound hash, signature or place");
    if (segment->first_seq != next) {
        fault_set (fault, QCDC_GAP, NULL, "entries from %llu on are expected, not from %llu",
                   (unsigned long long)next, (unsigned long long)segment->first_seq);
        fault_advise (fault, "synchronise again");
        return QCDC_GAP;
    }
    return QCDC_OK;
}

/*  What goes to other offices goes as a segment of its own, signed by the province: they obey nobody else. */
static qcdc_status check_alone (const batch_t *batch, size_t begin, fault_t *fault)
{
    for (size_t i = begin; batch->entry_count - begin > 1 && i < batch->entry_count; i++) {
        const Qcdc__Fact *fact = batch->entries[i].fact;
        const fact_kind_t *kind = fact ? fact_kind (fact) : NULL;
        if (kind && kind->alone)
            return fault_set (fault, QCDC_PROTOCOL, NULL,
                              "what goes to another office is appended alone, not among other entries");
    }
    return QCDC_OK;
}

/*  Whether what is new can go out again to every kind of client, with the receipts that it will have: as this server packs it, for a
 *  client may have packed it harder. */
static qcdc_status check_size (const job_t *job, fault_t *fault)
{
    uint8_t *packed QCDC_CLEANUP (memory_free) = NULL;
    size_t length = qcdc__frame__get_packed_size (job->frame), plain_max = QCDC_APPEND_PLAIN_BYTES_MAX;
    if (length > plain_max)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "an append of %zu bytes unpacked, at most %zu are taken",
                          length, plain_max);
    if (length <= QCDC_APPEND_BYTES_MAX)
        return QCDC_OK;
    qcdc_status status = frame_pack (job->frame, &packed, &length);
    if (status == QCDC_NO_MEMORY)
        return fault_set (fault, status, NULL, "%s", status_text (status));
    if (status != QCDC_OK || length > QCDC_APPEND_BYTES_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, "an append of %zu bytes, at most %u are taken", length,
                          QCDC_APPEND_BYTES_MAX);
    return QCDC_OK;
}

qcdc_status accept_begin (writer_t *writer, acceptance_t *self, job_t *job, const batch_t *batch, fault_t *fault)
{
    const Qcdc__Segment *segment = job->frame->append->segment;
    origin_node_t *origin = NULL;
    if (!segment)
        return fault_set (fault, QCDC_MALFORMED, NULL, "an append without a segment");
    if (job->member.role == ROLE_ANALYST) {
        fault_set (fault, QCDC_FORBIDDEN, NULL, "an analyst reads aggregates and appends nothing");
        fault_advise (fault, "use qcdc query");
        return QCDC_FORBIDDEN;
    }
    QCDC_TRY (find_origin (writer, job, segment, &origin, fault));
    QCDC_TRY (check_place (segment, origin, fault));
    if (!segment->receipt)
        QCDC_TRY (check_size (job, fault));
    *self = (acceptance_t){.job = job, .begin = batch->entry_count};
    memcpy (self->hash, origin->accepted_hash, HASH_BYTES);
    return QCDC_OK;
}

bool accept_needs_database (writer_t *writer, const job_t *job)
{
    const Qcdc__Segment *segment = job->frame->append->segment;
    return segment && !memory_origin (&writer->memory, segment->origin);
}

/*  A lone small append's signature is looked at while the database works; after one that was wrong, not for a while: to take back
 *  what was decided costs the server more than it costs whoever sends such. */
static bool may_look_later (const writer_t *writer, const batch_t *batch, const Qcdc__Segment *segment)
{
    return batch->append_count == 0 && segment->n_entries <= WRITE_PIPELINE_ENTRIES_MAX && !segment->receipt &&
           monotonic_us () >= writer->wary_until_us;
}

/*  All entries are in the batch: do they lead to the hash that was signed, and is it signed (if LATER, that is seen later)? */
static qcdc_status check_whole (const acceptance_t *self, const Qcdc__Segment *segment, const origin_node_t *origin,
                                bool later, fault_t *fault)
{
    if (memcmp (self->hash, segment->last_hash.data, HASH_BYTES) != 0) {
        fault_set (fault, QCDC_BAD_CHAIN, NULL, "the entries do not follow the %llu that the server holds",
                   (unsigned long long)origin->accepted_seq);
        fault_advise (fault, "synchronise again; if it stays so, see qcdc rescue");
        return QCDC_BAD_CHAIN;
    }
    if (!later && !append_verify (origin->origin, segment->first_seq, segment->first_seq + segment->n_entries - 1,
                                  self->hash, origin->sign_key, segment->signature.data))
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL, "the append is not signed by the device it names");
    return QCDC_OK;
}

static qcdc_status take_append (writer_t *writer, acceptance_t *self, const Qcdc__Segment *segment,
                                const origin_node_t *origin, batch_t *batch, bool unseen, fault_t *fault)
{
    batch_append_t *append = batch_add_append (batch);
    if (!append)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "out of memory");
    self->has_append = true;
    self->unpacked = self->begin;
    append->job = self->job;
    append->origin_id = origin->id;
    append->origin = origin->origin;
    append->office = origin->office;
    append->role = origin->role;
    append->first_seq = segment->first_seq;
    append->last_seq = segment->first_seq + segment->n_entries - 1;
    memcpy (append->signature, segment->signature.data, SIGNATURE_BYTES);
    append->begin = self->begin;
    append->count = segment->n_entries;
    append->unseen = unseen;
    memcpy (append->before, origin->accepted_hash, HASH_BYTES);
    return segment->receipt ? take_returned (writer, segment, batch, append, self->hash, fault) : QCDC_OK;
}

static qcdc_status unpack_some (acceptance_t *self, batch_t *batch, fault_t *fault)
{
    size_t to =
        self->unpacked + STEP_ENTRIES < batch->entry_count ? self->unpacked + STEP_ENTRIES : batch->entry_count;
    qcdc_status status = batch_unpack (batch, self->unpacked, to, fault);
    self->unpacked = to;
    return status;
}

static qcdc_status conclude (const acceptance_t *self, origin_node_t *origin, batch_t *batch, fault_t *fault)
{
    QCDC_TRY (check_alone (batch, self->begin, fault));
    for (size_t i = self->begin; i < batch->entry_count; i++)
        batch->bytes += batch->entries[i].entry.body.length + batch->entries[i].entry.annex.length;
    origin->accepted_seq = batch->appends[batch->append_count - 1].last_seq;
    memcpy (origin->accepted_hash, self->hash, HASH_BYTES);
    return QCDC_OK;
}

qcdc_status accept_step (writer_t *writer, acceptance_t *self, batch_t *batch, bool *over, fault_t *fault)
{
    const Qcdc__Segment *segment = self->job->frame->append->segment;
    /* Looked up every time: memory may have been read afresh. */
    origin_node_t *origin = memory_origin (&writer->memory, segment->origin);
    qcdc_status status = QCDC_OK;
    *over = false;
    if (!origin) {
        status = fault_set (fault, QCDC_DATABASE_AWAY, NULL, "%s", status_text (QCDC_DATABASE_AWAY));
    } else if (self->taken < segment->n_entries) {
        status = take_entries (self, segment, origin, batch, fault);
    } else if (!self->has_append) {
        bool later = may_look_later (writer, batch, segment);
        status = check_whole (self, segment, origin, later, fault);
        if (status == QCDC_OK)
            status = take_append (writer, self, segment, origin, batch, later, fault);
    } else if (self->unpacked < batch->entry_count) {
        status = unpack_some (self, batch, fault);
    } else {
        status = conclude (self, origin, batch, fault);
        *over = status == QCDC_OK;
    }
    if (status != QCDC_OK)
        accept_undo (self, batch);
    return status;
}

void accept_undo (acceptance_t *self, batch_t *batch)
{
    if (self->has_append)
        batch->append_count--;
    batch->entry_count = self->begin;
    self->has_append = false;
}
