/*  sync_lost.c — giving back to a restored server what it has lost of this office's devices.
 *
 *  The segments go as they were, own ones and those of the office's other devices: with the origin's signature and with
 *  every receipt that the server once gave for them.  Where the server's head lies within an own segment, because an older copy
 *  of this home had sent the beginning of it, the end goes alone, signed anew, with the receipts of the whole. */

#include "line/sync_lost.h"

#include "base/i18n.h"
#include "line/segment.h"
#include "line/sync_up.h"
#include "wire/receipt.h"

#include <stdlib.h>
#include <string.h>

/*  What has been lost of one device of the office. */
typedef struct {
    uint64_t origin;
    uint64_t from_seq;   /* of the first segment to be given back */
    int64_t epoch_below; /* segments that the feed has brought since it began anew are not lost */
    bool over;
} lost_t;

typedef struct {
    sync_t *sync;
    lost_t *devices;
    size_t device_count;
    bool no_memory; /* for them */
} giving_t;

/*  ---------------------------------------------------------------- a segment as it was */

typedef struct {
    journal_segment_t segment;
    int64_t epoch_below; /* only a segment of an older epoch */
    bool found;
    uint8_t *verdicts; /* malloc'ed copy */
    bool no_memory;
} finding_t;

static qcdc_status find_segment (const journal_segment_t *segment, void *arg)
{
    finding_t *finding = arg;
    if (segment->epoch >= finding->epoch_below)
        return QCDC_OK;
    finding->segment = *segment;
    size_t length = segment->receipt.verdicts.length;
    finding->verdicts = malloc (length ? length : 1);
    finding->found = finding->verdicts != NULL;
    finding->no_memory = !finding->found;
    if (finding->found && length)
        memcpy (finding->verdicts, segment->receipt.verdicts.data, length);
    finding->segment.receipt.verdicts.data = finding->verdicts;
    return QCDC_EXISTS;
}

/*  The first segment of ORIGIN that ends at FROM_SEQ or later and is of an epoch below EPOCH_BELOW. */
static qcdc_status segment_from (journal_t *journal, uint64_t origin, uint64_t from_seq, int64_t epoch_below,
                                 finding_t *finding, fault_t *fault)
{
    *finding = (finding_t){.epoch_below = epoch_below};
    qcdc_status status = journal_each_segment (journal, origin, from_seq, find_segment, finding, fault);
    if (finding->no_memory)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    return status == QCDC_EXISTS ? QCDC_OK : status;
}

typedef struct {
    arena_t *arena;
    Qcdc__Receipt **receipts;
    size_t count, size;
    bool no_memory;
} laters_t;

static qcdc_status collect_later (const receipt_t *receipt, void *arg)
{
    laters_t *laters = arg;
    receipt_t *copy = arena_alloc (laters->arena, sizeof *copy);
    Qcdc__Receipt *wire = arena_alloc (laters->arena, sizeof *wire);
    uint8_t *verdicts = arena_alloc (laters->arena, receipt->verdicts.length ? receipt->verdicts.length : 1);
    if (laters->count == laters->size) {
        size_t size = laters->size ? laters->size * 2 : 8;
        Qcdc__Receipt **grown = arena_alloc (laters->arena, size * sizeof *grown);
        if (grown && laters->count)
            memcpy (grown, laters->receipts, laters->count * sizeof *grown);
        laters->receipts = grown;
        laters->size = size;
    }
    if (!copy || !wire || !verdicts || !laters->receipts) {
        laters->no_memory = true;
        return QCDC_NO_MEMORY;
    }
    *copy = *receipt;
    if (receipt->verdicts.length)
        memcpy (verdicts, receipt->verdicts.data, receipt->verdicts.length);
    copy->verdicts.data = verdicts;
    receipt_to_wire (copy, wire);
    laters->receipts[laters->count++] = wire;
    return QCDC_OK;
}

/*  Makes what is left of SEGMENT from FROM_SEQ on ready with the origin's signature and every receipt that the server once gave
 *  for it. */
static qcdc_status ready_again (const sync_t *sync, sending_t *sending, const journal_segment_t *segment,
                                uint64_t from_seq, sending_kind kind, fault_t *fault)
{
    Qcdc__Segment wire;
    Qcdc__Receipt receipt;
    uint8_t sign_key[SIGN_KEY_BYTES], signature[SIGNATURE_BYTES];
    size_t plain_bytes = 0;
    laters_t laters = {.arena = sync->arena};
    arena_reset (sync->arena);
    QCDC_TRY (wire_segment_load (sync->journal, segment->origin, from_seq, segment->last_seq, SIZE_MAX, sync->arena,
                                 &wire, &plain_bytes, fault));
    QCDC_TRY (journal_origin_key (sync->journal, segment->origin, sign_key, NULL, fault));
    qcdc_status status = journal_each_later (sync->journal, segment->origin, from_seq, segment->last_seq,
                                             collect_later, &laters, fault);
    if (laters.no_memory)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory for a segment"));
    QCDC_TRY (status);
    if (wire.n_entries != segment->last_seq - from_seq + 1 ||
        memcmp (wire.last_hash.data, segment->last_hash, HASH_BYTES) != 0) {
        fault_set (fault, QCDC_CORRUPT, NULL, _ ("the journal does not hold the entries of a receipt, %llu to %llu"),
                   (unsigned long long)segment->first_seq, (unsigned long long)segment->last_seq);
        return sync_advise_rescue (sync, fault);
    }
    memcpy (signature, segment->signature, SIGNATURE_BYTES);
    if (from_seq != segment->first_seq)
        append_sign (segment->origin, from_seq, segment->last_seq, segment->last_hash, sync->home->keys.sign_secret,
                     signature);
    wire.signature = (ProtobufCBinaryData){SIGNATURE_BYTES, signature};
    wire.sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, sign_key};
    receipt_to_wire (&segment->receipt, &receipt);
    wire.receipt = &receipt;
    wire.later = laters.receipts;
    wire.n_later = laters.count;
    return sending_make_ready (sending, &wire, kind, plain_bytes, fault);
}

/*  ---------------------------------------------------------------- which comes next */

/*  The next lost segment of one device; the own ones go on exactly where the server's head is. */
static qcdc_status find_lost (const sync_t *sync, lost_t *lost, finding_t *finding, fault_t *fault)
{
    QCDC_TRY (segment_from (sync->journal, lost->origin, lost->from_seq, lost->epoch_below, finding, fault));
    lost->over = !finding->found;
    if (lost->over)
        return QCDC_OK;
    if (lost->origin == sync->own && finding->segment.first_seq > lost->from_seq) {
        fault_set (fault, QCDC_CORRUPT, NULL,
                   _ ("there is no receipt here for what follows the server's last entry, %llu"),
                   (unsigned long long)lost->from_seq - 1);
        return sync_advise_rescue (sync, fault);
    }
    if (lost->origin != sync->own)
        lost->from_seq = finding->segment.first_seq;
    return QCDC_OK;
}

static bool came_before (const journal_segment_t *a, const journal_segment_t *b)
{
    if (a->receipt.first_committed_at_us != b->receipt.first_committed_at_us)
        return a->receipt.first_committed_at_us < b->receipt.first_committed_at_us;
    return a->receipt.commit_seq < b->receipt.commit_seq;
}

/*  Of all that was lost the segment that was committed first: what the devices of an office wrote builds on each
 *  other, and the last correction wins, so it must come back in the order in which it came. */
static qcdc_status next_lost (sending_t *sending, void *arg, fault_t *fault)
{
    giving_t *self = arg;
    finding_t first = {0};
    lost_t *of = NULL;
    qcdc_status status = QCDC_OK;
    for (size_t i = 0; status == QCDC_OK && i < self->device_count; i++) {
        lost_t *lost = &self->devices[i];
        finding_t finding = {0};
        if (lost->over)
            continue;
        status = find_lost (self->sync, lost, &finding, fault);
        if (status == QCDC_OK && finding.found && (!of || came_before (&finding.segment, &first.segment))) {
            finding_t later = first;
            first = finding;
            finding = later;
            of = lost;
        }
        free (finding.verdicts);
    }
    if (status == QCDC_OK && of) {
        sending_kind kind = of->origin == self->sync->own ? SENDING_AGAIN : SENDING_RETURNED;
        status = ready_again (self->sync, sending, &first.segment, of->from_seq, kind, fault);
        of->from_seq = first.segment.last_seq + 1;
    }
    free (first.verdicts);
    return status;
}

/*  What else of ORIGIN has been lost stays with its own device. */
static void stop_origin (uint64_t origin, void *arg)
{
    giving_t *self = arg;
    for (size_t i = 0; i < self->device_count; i++)
        self->devices[i].over |= self->devices[i].origin == origin;
}

/*  ---------------------------------------------------------------- giving back */

static qcdc_status collect_origin (uint64_t origin, const uint8_t sign_key[SIGN_KEY_BYTES], const char *office,
                                   bool own, void *arg)
{
    giving_t *self = arg;
    const sync_t *sync = self->sync;
    if (origin_id (sign_key) != origin || strcmp (office, sync->office) != 0)
        return QCDC_OK;
    lost_t *grown = realloc (self->devices, (self->device_count + 1) * sizeof *grown);
    if (!grown) {
        self->no_memory = true;
        return QCDC_NO_MEMORY;
    }
    self->devices = grown;
    grown[self->device_count++] =
        own ? (lost_t){origin, sync->server_seq + 1, INT64_MAX, false} : (lost_t){origin, 1, sync->epoch, false};
    return QCDC_OK;
}

qcdc_status sync_lost_give_back (sync_t *self, fault_t *fault)
{
    giving_t giving = {.sync = self};
    sending_source_t source = {next_lost, stop_origin, &giving};
    qcdc_status status = journal_each_origin (self->journal, collect_origin, &giving, fault);
    if (giving.no_memory)
        fault_set (fault, QCDC_NO_MEMORY, NULL, _ ("no memory to send"));
    if (status == QCDC_OK)
        status = sending_run (self, &source, fault);
    free (giving.devices);
    return status;
}
