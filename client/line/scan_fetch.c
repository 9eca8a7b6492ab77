/*  scan_fetch.c — sessions one after the other until all parts are here; where each begins the file says. */

#include "line/scan_fetch.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "facts/scan_seal.h"
#include "journal/scan_store.h"
#include "journal/seal.h"
#include "line/place.h"
#include "line/session.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_BYTES 1024u /* of the question that brings the annex, and says how large it is */

typedef struct {
    session_t *session;
    patience_t patience;
    place_t place;
    const uint8_t *hash;
    const address_t *entry;
    FILE *file;
    scan_fetched_t *got;
    uint32_t have; /* in the file */
    bool *later;
} fetching_t;

void scan_fetched_release (scan_fetched_t *self)
{
    free (self->annex);
    *self = (scan_fetched_t){0};
}

static qcdc_status say_hello (fetching_t *self, fault_t *fault)
{
    Qcdc__Hello hello = QCDC__HELLO__INIT;
    Qcdc__Frame frame = QCDC__FRAME__INIT, *answer = NULL;
    hello.version_min = hello.version_max = QCDC_PROTOCOL_VERSION;
    hello.program = (char *)"qcdc " QCDC_PROGRAM_VERSION;
    frame.kind_case = QCDC__FRAME__KIND_HELLO;
    frame.hello = &hello;
    QCDC_TRY (session_ask (self->session, &self->patience, &frame, &answer, self->later, fault));
    if (answer->kind_case != QCDC__FRAME__KIND_WELCOME)
        return session_unexpected (_ ("an answer of another kind"), fault);
    if (answer->welcome->scans)
        return QCDC_OK;
    fault_set (fault, QCDC_UNSUPPORTED, NULL, "%s", _ ("the server is an older program, which keeps no scans"));
    return QCDC_UNSUPPORTED;
}

static qcdc_status ask (fetching_t *self, uint32_t from, uint32_t bytes, uint64_t *call, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__ScanGet get = QCDC__SCAN_GET__INIT;
    get.hash = (ProtobufCBinaryData){HASH_BYTES, (uint8_t *)self->hash};
    get.from = from;
    get.bytes_max = bytes;
    get.origin = self->entry->origin;
    get.seq = self->entry->seq;
    frame.kind_case = QCDC__FRAME__KIND_SCAN_GET;
    frame.scan_get = &get;
    qcdc_status status = session_send (self->session, &frame, fault);
    *self->later = status == QCDC_TIMEOUT;
    *call = frame.call;
    return status;
}

static qcdc_status hear (fetching_t *self, uint64_t call, const Qcdc__ScanPart **part, fault_t *fault)
{
    Qcdc__Frame *frame = NULL;
    QCDC_TRY (session_answer (self->session, &self->patience, call, &frame, self->later, fault));
    if (frame->kind_case != QCDC__FRAME__KIND_SCAN_PART || frame->scan_part->hash.len != HASH_BYTES ||
        memcmp (frame->scan_part->hash.data, self->hash, HASH_BYTES) != 0 ||
        frame->scan_part->total > QCDC_SCAN_BYTES_MAX)
        return session_unexpected (_ ("an answer of another kind"), fault);
    *part = frame->scan_part;
    return QCDC_OK;
}

/*  How large it is, and how it is opened. */
static qcdc_status look (fetching_t *self, fault_t *fault)
{
    uint64_t call;
    const Qcdc__ScanPart *part;
    QCDC_TRY (ask (self, 0, FIRST_BYTES, &call, fault));
    QCDC_TRY (hear (self, call, &part, fault));
    scan_fetched_release (self->got);
    self->got->have = part->have;
    self->got->total = part->total;
    if (!part->annex.len)
        return QCDC_OK;
    self->got->annex = malloc (part->annex.len);
    if (!self->got->annex)
        return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
    memcpy (self->got->annex, part->annex.data, part->annex.len);
    self->got->annex_length = part->annex.len;
    return QCDC_OK;
}

static qcdc_status cannot_keep (fault_t *fault)
{
    return fault_set (fault, QCDC_IO, NULL, "%s", _ ("what comes of the scan cannot be written"));
}

static qcdc_status take (fetching_t *self, const Qcdc__ScanPart *part, fault_t *fault)
{
    if (part->from != self->have || !part->data.len || part->data.len > self->got->total - self->have)
        return session_unexpected (_ ("another part of a scan than was asked for"), fault);
    if (fwrite (part->data.data, 1, part->data.len, self->file) != part->data.len)
        return cannot_keep (fault);
    self->have += (uint32_t)part->data.len;
    patience_progress (&self->patience);
    progress_count (&self->patience.progress, _ ("bytes of a scan fetched:"), self->have, self->got->total);
    return QCDC_OK;
}

/*  Several questions under way: the line is never idle for the way there and back. */
static qcdc_status fetch_parts (fetching_t *self, fault_t *fault)
{
    uint64_t calls[QCDC_SCAN_PARTS_UNDER_WAY];
    size_t under_way = 0;
    uint32_t next = self->have;
    while (self->have < self->got->total) {
        const Qcdc__ScanPart *part;
        while (under_way < QCDC_SCAN_PARTS_UNDER_WAY && next < self->got->total) {
            QCDC_TRY (ask (self, next, QCDC_SCAN_PART_BYTES, &calls[under_way++], fault));
            next += QCDC_SCAN_PART_BYTES;
        }
        QCDC_TRY (hear (self, calls[0], &part, fault));
        memmove (calls, calls + 1, --under_way * sizeof *calls);
        QCDC_TRY (take (self, part, fault));
    }
    return QCDC_OK;
}

static qcdc_status attempt (fetching_t *self, home_t *home, fault_t *fault)
{
    *self->later = false;
    QCDC_TRY (session_open (self->place.endpoint, self->place.curve, &home->keys, &self->session, fault));
    QCDC_TRY (say_hello (self, fault));
    QCDC_TRY (look (self, fault));
    if (self->got->have < self->got->total)
        return QCDC_OK;
    if (self->have > self->got->total)
        self->have = 0;
    if (fseek (self->file, (long)self->have, SEEK_SET) != 0)
        return cannot_keep (fault);
    return fetch_parts (self, fault);
}

static qcdc_status attempts (fetching_t *self, home_t *home, fault_t *fault)
{
    for (int tries = 0;; tries++) {
        int64_t deadline_us = self->patience.deadline_us;
        qcdc_status status = attempt (self, home, fault);
        session_close (&self->session);
        if (fflush (self->file) != 0)
            return cannot_keep (fault);
        if (status == QCDC_OK || !*self->later || patience_over (&self->patience))
            return status;
        if (self->patience.deadline_us > deadline_us)
            tries = 0;
        session_back_off (&self->patience, tries);
    }
}

/*  What came before counts as what comes now: the hash is over both. */
static qcdc_status check (fetching_t *self, fault_t *fault)
{
    uint8_t hash[HASH_BYTES];
    uint64_t bytes;
    rewind (self->file);
    if (scan_hash (self->file, hash, &bytes) != QCDC_OK)
        return cannot_keep (fault);
    if (bytes == self->got->total && memcmp (hash, self->hash, HASH_BYTES) == 0)
        return QCDC_OK;
    fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("what came of the scan does not have its hash"));
    fault_advise (fault, "%s", _ ("try again; if it stays so, the province has to look at it: qcdcd verify"));
    return QCDC_CORRUPT;
}

static qcdc_status fetch (fetching_t *self, home_t *home, int patience_ms, fault_t *fault)
{
    if (fseek (self->file, 0, SEEK_END) != 0)
        return cannot_keep (fault);
    long have = ftell (self->file);
    self->have = have > 0 && have <= (long)QCDC_SCAN_BYTES_MAX ? (uint32_t)have : 0;
    patience_start (&self->patience, patience_ms, false);
    qcdc_status status = attempts (self, home, fault);
    progress_end (&self->patience.progress);
    if (status == QCDC_OK && self->got->have == self->got->total)
        status = check (self, fault);
    return status;
}

qcdc_status scan_fetch (home_t *home, int patience_ms, const uint8_t hash[HASH_BYTES], const address_t *entry,
                        scan_fetched_t *got, bool *later, fault_t *fault)
{
    fetching_t self = {.hash = hash, .entry = entry, .got = got, .later = later};
    *got = (scan_fetched_t){0};
    QCDC_TRY (home_unlock (home, fault));
    QCDC_TRY (place_load (home->journal, &self.place, fault));
    QCDC_TRY (scan_store_open (home, hash, SCAN_COMING, "r+", &self.file, fault));
    qcdc_status status = fetch (&self, home, patience_ms, fault);
    if (fclose (self.file) != 0 && status == QCDC_OK)
        status = cannot_keep (fault);
    /* What is not to be had, or is wrong, is not gone on with. */
    bool whole = status == QCDC_OK && got->have == got->total;
    if (status == QCDC_NOT_FOUND || status == QCDC_CORRUPT || (status == QCDC_OK && !whole))
        scan_store_drop (home, hash, SCAN_COMING);
    if (status != QCDC_OK && *later)
        fault_advise (fault, "%s", _ ("what has come is kept: the same command goes on with it"));
    return status;
}
