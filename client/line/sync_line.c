/*  sync_line.c — frames, transactions and progress of a synchronisation.
 *
 *  Nothing waits for the server with a transaction open longer than its time; a part that has set `held` ends it itself. */

#include "line/sync_line.h"

#include "base/day.h"
#include "base/i18n.h"
#include "base/limits.h"

#include <stdio.h>
#include <string.h>

/*  A commit costs the disk milliseconds: what arrives together is committed together, but nothing waits long. */
#define COMMIT_COUNT_MAX 8u
#define COMMIT_US 200000LL

#define FETCH_BYTES_MAX (512u * 1024u)
#define FETCH_US 2000000LL

/*  ---------------------------------------------------------------- transactions */

qcdc_status sync_begin (sync_t *self, fault_t *fault)
{
    if (self->open)
        return QCDC_OK;
    qcdc_status status = journal_begin (self->journal, fault);
    self->open = status == QCDC_OK;
    self->written = 0;
    self->opened_us = monotonic_us ();
    return status;
}

qcdc_status sync_commit (sync_t *self, fault_t *fault)
{
    if (!self->open || self->held)
        return QCDC_OK;
    self->open = false;
    qcdc_status status = journal_commit (self->journal, fault);
    if (status != QCDC_OK)
        journal_rollback (self->journal);
    return status;
}

qcdc_status sync_written (sync_t *self, fault_t *fault)
{
    self->written++;
    if (self->written >= COMMIT_COUNT_MAX || monotonic_us () - self->opened_us >= COMMIT_US)
        return sync_commit (self, fault);
    return QCDC_OK;
}

void sync_rollback (sync_t *self)
{
    if (self->open)
        journal_rollback (self->journal);
    self->open = false;
    self->held = false;
}

/*  ---------------------------------------------------------------- frames */

qcdc_status sync_next (sync_t *self, bool wait, Qcdc__Frame **frame, fault_t *fault)
{
    qcdc_status status = QCDC_NOT_FOUND;
    if (wait && self->open && !self->held) {
        int64_t left_us = self->opened_us + COMMIT_US - monotonic_us ();
        status = session_next (self->session, &self->patience, left_us > 0 ? (int)(left_us / 1000) : 0, frame, fault);
        if (status == QCDC_NOT_FOUND && (status = sync_commit (self, fault)) == QCDC_OK)
            status = QCDC_NOT_FOUND;
    }
    if (status == QCDC_NOT_FOUND)
        status = session_next (self->session, &self->patience, wait ? -1 : 0, frame, fault);
    if (status == QCDC_OK && (*frame)->kind_case == QCDC__FRAME__KIND_CREDIT)
        self->credit_bytes = (*frame)->credit->credit_bytes;
    self->retry = status == QCDC_TIMEOUT || status == QCDC_DATABASE_AWAY;
    return status;
}

/*  Pages begin small, so that a line which breaks all the time brings some whole ones, and grow while they come fast. */
static void fetch_grow (sync_t *self)
{
    int64_t now = monotonic_us ();
    if (now - self->fetched_us < FETCH_US && self->fetch_bytes < FETCH_BYTES_MAX)
        self->fetch_bytes *= 2;
    self->fetched_us = now;
}

/*  One that says where the server is now is worth another try, there; the same one again is not. */
static qcdc_status take_refused (sync_t *self, const Qcdc__Refused *refused, fault_t *fault)
{
    uint64_t serial = self->place.known.serial;
    self->retry = refused->retry;
    patience_heard (&self->patience);
    /* Only what answers a hello says so: later there may be a transaction that is not its own. */
    size_t count = self->open ? 0 : refused->n_whereabouts;
    qcdc_status status = place_follow (self->journal, &self->place, refused->whereabouts, count, fault);
    if (status != QCDC_OK) {
        self->retry = false;
        return status;
    }
    self->moved = self->place.known.serial > serial;
    return refused_fault (refused, fault);
}

qcdc_status sync_answer (sync_t *self, uint64_t call, Qcdc__Frame__KindCase kind, Qcdc__Frame **frame, fault_t *fault)
{
    for (;;) {
        qcdc_status status = sync_next (self, true, frame, fault);
        if (status != QCDC_OK)
            return status;
        bool ours = (*frame)->call == call;
        if ((*frame)->kind_case == QCDC__FRAME__KIND_REFUSED && (ours || (*frame)->call == 0)) {
            return take_refused (self, (*frame)->refused, fault);
        }
        if (ours && (*frame)->kind_case != kind)
            return session_unexpected (_ ("an answer of another kind"), fault);
        if (ours) {
            patience_heard (&self->patience);
            return QCDC_OK;
        }
    }
}

void sync_acknowledged (sync_t *self)
{
    patience_progress (&self->patience);
    self->collisions = 0;
    self->stuck_bytes = 0;
}

/*  ---------------------------------------------------------------- fetching */

/*  How much of PLAIN bytes an answer may hold that is to be no larger than CAP on the wire: entries are packed to less than
 *  a quarter, and where they are not the server leaves the rest for the next answer. */
#define PLAIN_PER_WIRE 4u

static qcdc_status send_fetch (sync_t *self, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Fetch fetch = QCDC__FETCH__INIT;
    Qcdc__Cursor cursor = QCDC__CURSOR__INIT;
    size_t cap = self->down.cap_bytes;
    fetch.what_case = self->asked.what;
    if (self->asked.what == QCDC__FETCH__WHAT_FEED) {
        cursor.feed_seq = self->asked.from;
        if (self->asked.from)
            cursor.commit_hash = (ProtobufCBinaryData){HASH_BYTES, self->asked.commit_hash};
        fetch.feed = &cursor;
    } else {
        fetch.own_from = self->asked.from;
    }
    fetch.receipts_only = self->asked.receipts_only;
    fetch.bytes_max =
        cap && cap < self->fetch_bytes / PLAIN_PER_WIRE ? (uint32_t)(cap * PLAIN_PER_WIRE) : self->fetch_bytes;
    fetch.piece_bytes = cap < QCDC_FRAME_BYTES_MAX ? (uint32_t)cap : 0;
    if (self->pieces.have && !fetch.piece_bytes)
        fetch.piece_bytes = QCDC_FRAME_BYTES_MAX;
    fetch.piece_from = (uint32_t)self->pieces.have;
    frame.kind_case = QCDC__FRAME__KIND_FETCH;
    frame.fetch = &fetch;
    qcdc_status status = session_send (self->session, &frame, fault);
    self->retry = status == QCDC_TIMEOUT;
    self->asked_call = frame.call;
    return status;
}

qcdc_status sync_fetch (sync_t *self, const asked_t *asked, fault_t *fault)
{
    const asked_t *before = &self->asked;
    if (asked->what != before->what || asked->from != before->from || asked->receipts_only != before->receipts_only ||
        memcmp (asked->commit_hash, before->commit_hash, HASH_BYTES) != 0)
        pieces_forget (&self->pieces);
    self->asked = *asked;
    return send_fetch (self, fault);
}

qcdc_status sync_fetched (sync_t *self, Qcdc__Entries **entries, fault_t *fault)
{
    Qcdc__Frame *frame = NULL;
    for (;;) {
        QCDC_TRY (sync_answer (self, self->asked_call, QCDC__FRAME__KIND_ENTRIES, &frame, fault));
        self->asked_call = 0;
        passage_passed (&self->down, session_received (self->session));
        fetch_grow (self);
        if (!frame->entries->piece)
            break;
        size_t have = self->pieces.have;
        QCDC_TRY (pieces_add (&self->pieces, frame->entries->piece, fault));
        if (self->pieces.have > have)
            sync_acknowledged (self);
        else if ((self->retry = patience_over (&self->patience)))
            return fault_set (fault, QCDC_TIMEOUT, NULL, _ ("%s is connected but does not answer"),
                              self->place.endpoint);
        if (pieces_whole (&self->pieces)) {
            QCDC_TRY (pieces_join (&self->pieces, &frame, fault));
            break;
        }
        QCDC_TRY (send_fetch (self, fault));
    }
    *entries = frame->entries;
    if ((*entries)->n_items)
        sync_acknowledged (self);
    return QCDC_OK;
}

/*  ---------------------------------------------------------------- progress */

void sync_progress (sync_t *self, const char *what, uint64_t done, uint64_t total)
{
    progress_count (&self->patience.progress, what, done, total);
}

qcdc_status sync_advise_rescue (const sync_t *self, fault_t *fault)
{
    fault_advise (fault, _ ("join anew in another folder and file the work again from there: qcdc rescue %s"),
                  self->home->path);
    return fault->status;
}
