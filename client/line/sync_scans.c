/*  sync_scans.c — a scan in parts, a few of them under way at a time: the answer to each says how much is there in a row, and so where to
 *  go on after whatever has happened. */

#include "line/sync_scans.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "facts/scan_seal.h"
#include "journal/scan_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASKED_AT_ONCE 20u

typedef struct {
    sync_t *sync;
    const uint8_t *hash;
    FILE *file;
    uint32_t total, next, have;
    uint64_t calls[QCDC_SCAN_PARTS_UNDER_WAY]; /* of the parts under way, the first one first */
    size_t wire_bytes[QCDC_SCAN_PARTS_UNDER_WAY], under_way;
    uint8_t data[QCDC_SCAN_PART_BYTES];
} sending_t;

static qcdc_status put (sending_t *self, size_t length, fault_t *fault)
{
    sync_t *sync = self->sync;
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__ScanPut put = QCDC__SCAN_PUT__INIT;
    uint8_t *bytes = NULL;
    size_t wire_bytes = 0;
    put.hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)self->hash};
    put.total = self->total;
    put.from = self->next;
    put.data = (ProtobufCBinaryData){length, self->data};
    frame.kind_case = QCDC__FRAME__KIND_SCAN_PUT;
    frame.scan_put = &put;
    QCDC_TRY (session_pack (sync->session, &frame, &bytes, &wire_bytes, fault));
    qcdc_status status = session_send_bytes (sync->session, bytes, wire_bytes, fault);
    sync->retry = status == QCDC_TIMEOUT;
    free (bytes);
    QCDC_TRY (status);
    self->calls[self->under_way] = frame.call;
    self->wire_bytes[self->under_way++] = wire_bytes;
    self->next += (uint32_t)length;
    return QCDC_OK;
}

static qcdc_status put_next (sending_t *self, fault_t *fault)
{
    size_t left = self->total - self->next, most = passage_limit (&self->sync->up, sizeof self->data);
    if (most < QCDC_PIECE_BYTES_MIN)
        most = QCDC_PIECE_BYTES_MIN;
    size_t length = left < most ? left : most;
    if (fseek (self->file, (long)self->next, SEEK_SET) != 0 || fread (self->data, 1, length, self->file) != length)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("the bytes of a scan cannot be read any more"));
    return put (self, length, fault);
}

/*  The answer to the first part that is under way. */
static qcdc_status take (sending_t *self, fault_t *fault)
{
    Qcdc__Frame *frame = NULL;
    QCDC_TRY (sync_answer (self->sync, self->calls[0], QCDC__FRAME__KIND_SCAN_PART, &frame, fault));
    const Qcdc__ScanPart *part = frame->scan_part;
    if (part->total != self->total || part->have > part->total || part->hash.len != HASH_BYTES ||
        memcmp (part->hash.data, self->hash, HASH_BYTES) != 0)
        return session_unexpected (_ ("a word on another scan than was sent"), fault);
    passage_passed (&self->sync->up, self->wire_bytes[0]);
    self->under_way--;
    memmove (self->calls, self->calls + 1, self->under_way * sizeof *self->calls);
    memmove (self->wire_bytes, self->wire_bytes + 1, self->under_way * sizeof *self->wire_bytes);
    if (part->have > self->have)
        sync_acknowledged (self->sync);
    self->have = part->have;
    sync_progress (self->sync, _ ("bytes of a scan sent:"), self->have, self->total);
    return QCDC_OK;
}

/*  All of it, or as much as UNTIL_US leaves time for. */
static qcdc_status send_all (sending_t *self, int64_t until_us, fault_t *fault)
{
    QCDC_TRY (put (self, 0, fault));
    QCDC_TRY (take (self, fault));
    self->next = self->have;
    while (self->have < self->total && (monotonic_us () < until_us || self->under_way)) {
        uint32_t have = self->have;
        while (self->under_way < QCDC_SCAN_PARTS_UNDER_WAY && self->next < self->total && monotonic_us () < until_us)
            QCDC_TRY (put_next (self, fault));
        if (self->under_way)
            QCDC_TRY (take (self, fault));
        if (self->under_way || self->have == self->next)
            continue;
        /* Something of it was not taken: on from where the server stands, unless it forgets again and again. */
        self->next = self->have;
        if (self->have <= have && (self->sync->retry = patience_over (&self->sync->patience)))
            return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("%s is connected but does not answer"),
                              self->sync->place.endpoint);
    }
    return QCDC_OK;
}

/*  A file that was damaged is not sent again and again. */
static qcdc_status measure (sending_t *self, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    uint64_t bytes;
    QCDC_TRY (scan_hash (self->file, hash, &bytes));
    if (bytes > QCDC_SCAN_BYTES_MAX || memcmp (hash, self->hash, HASH_BYTES) != 0)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("the bytes of a scan cannot be read any more"));
    self->total = (uint32_t)bytes;
    return QCDC_OK;
}

static void lose (sending_t *self)
{
    if (self->under_way && session_broke (self->sync->session))
        (void)!passage_lost (&self->sync->up, self->wire_bytes[0]);
}

/*  A server that was put back to an old copy may have lost one without an entry's being missed: now and then it is asked. */
static qcdc_status ask_one (sync_t *sync, const uint8_t hash[HASH_BYTES], fault_t *fault)
{
    sending_t self = {.sync = sync, .hash = hash};
    QCDC_TRY (scan_store_open (sync->home, hash, SCAN_SENT, "r", &self.file, fault));
    qcdc_status status = measure (&self, fault);
    fclose (self.file);
    if (status == QCDC_OK)
        status = put (&self, 0, fault);
    if (status == QCDC_OK)
        status = take (&self, fault);
    if (status == QCDC_OK && self.have < self.total)
        scan_store_unsend (sync->home);
    else if (status == QCDC_OK)
        scan_store_asked (sync->home, hash);
    return status;
}

static qcdc_status send_one (sync_t *sync, const uint8_t hash[HASH_BYTES], int64_t until_us, fault_t *fault)
{
    fault_t ignored = {0};
    sending_t self = {.sync = sync, .hash = hash};
    QCDC_TRY (scan_store_open (sync->home, hash, SCAN_WAITING, "r", &self.file, fault));
    qcdc_status status = measure (&self, fault);
    if (status == QCDC_OK)
        status = send_all (&self, until_us, fault);
    if (status != QCDC_OK)
        lose (&self);
    fclose (self.file);
    if (self.have)
        (void)!scan_store_set_have (sync->home, hash, self.have, &ignored);
    if (status == QCDC_OK && self.total && self.have == self.total) {
        scan_store_sent (sync->home, hash);
        sync->result->scans_sent++;
    } else if (status == QCDC_OK)
        sync->result->scans_waiting++;
    return status;
}

/*  What the server, or the disk, says of one scan concerns that one alone; what is said of the line, all of them. */
static bool is_of_one (const sync_t *sync, qcdc_status status)
{
    return !sync->retry && !sync->moved &&
           (status == QCDC_NOT_FOUND || status == QCDC_TOO_LARGE || status == QCDC_MALFORMED || status == QCDC_IO ||
            status == QCDC_CORRUPT || status == QCDC_FORBIDDEN);
}

static qcdc_status ask_sent (sync_t *sync, fault_t *fault)
{
    scan_list_t list QCDC_CLEANUP (scan_list_release) = {0};
    QCDC_TRY (scan_store_unasked (sync->home, ASKED_AT_ONCE, &list, fault));
    for (size_t i = 0; sync->takes_scans && i < list.count; i++) {
        qcdc_status status = ask_one (sync, list.hashes[i], fault);
        if (status != QCDC_OK && !is_of_one (sync, status))
            return status;
    }
    return QCDC_OK;
}

qcdc_status sync_scans (sync_t *sync, fault_t *fault)
{
    scan_list_t list QCDC_CLEANUP (scan_list_release) = {0};
    int64_t until_us = monotonic_us () + QCDC_SCANS_SYNC_US;
    sync->result->scans_sent = sync->scans_sent;
    sync->result->scans_waiting = sync->result->scans_refused = 0;
    QCDC_TRY (scan_store_sweep (sync->home, fault)); /* what was erased is not sent any more */
    QCDC_TRY (ask_sent (sync, fault));
    QCDC_TRY (scan_store_waiting (sync->home, &list, fault));
    for (size_t i = 0; i < list.count; i++) {
        fault_t one = {0};
        if (!sync->takes_scans || monotonic_us () >= until_us) {
            sync->result->scans_waiting++;
            continue;
        }
        qcdc_status status = send_one (sync, list.hashes[i], until_us, &one);
        if (status != QCDC_OK && !is_of_one (sync, status)) {
            sync->scans_sent = sync->result->scans_sent;
            *fault = one;
            return status;
        }
        if (status != QCDC_OK) {
            sync->result->scans_refused++;
            snprintf (sync->result->scan_refused, sizeof sync->result->scan_refused, "%s%s%s", one.message,
                      one.advice[0] ? fault_joint (one.message) : "", one.advice);
        }
    }
    sync->result->scans_unknown = !sync->takes_scans && list.count > 0;
    return QCDC_OK;
}
