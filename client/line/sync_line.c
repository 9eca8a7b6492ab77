/*  sync_line.c — frames, transactions and progress of a synchronisation.
 *
 *  Nothing waits for the server with a transaction open longer than its time; a part that has set `held` ends it itself. */

#include "line/sync_line.h"

#include "base/day.h"
#include "base/i18n.h"

#include <stdio.h>
#include <unistd.h>

/*  A commit costs the disk milliseconds: what arrives together is committed together, but nothing waits long. */
#define COMMIT_COUNT_MAX 8u
#define COMMIT_US 200000LL

#define BAR_US 200000LL
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

qcdc_status sync_answer (sync_t *self, uint64_t call, Qcdc__Frame__KindCase kind, Qcdc__Frame **frame, fault_t *fault)
{
    for (;;) {
        qcdc_status status = sync_next (self, true, frame, fault);
        if (status != QCDC_OK)
            return status;
        bool ours = (*frame)->call == call;
        if ((*frame)->kind_case == QCDC__FRAME__KIND_REFUSED && (ours || (*frame)->call == 0)) {
            self->retry = (*frame)->refused->retry;
            patience_heard (&self->patience);
            return refused_fault ((*frame)->refused, fault);
        }
        if (ours && (*frame)->kind_case != kind)
            return session_unexpected (_ ("an answer of another kind"), fault);
        if (ours) {
            patience_progress (&self->patience);
            if (kind == QCDC__FRAME__KIND_ENTRIES)
                fetch_grow (self);
            return QCDC_OK;
        }
    }
}

qcdc_status sync_fetch (sync_t *self, Qcdc__Fetch *fetch, uint64_t *call, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_FETCH;
    frame.fetch = fetch;
    fetch->bytes_max = self->fetch_bytes;
    qcdc_status status = session_send (self->session, &frame, fault);
    self->retry = status == QCDC_TIMEOUT;
    *call = frame.call;
    return status;
}

/*  ---------------------------------------------------------------- progress */

void sync_progress (sync_t *self, const char *what, uint64_t done, uint64_t total)
{
    int64_t now = monotonic_us ();
    if (self->quiet || (self->bar && now - self->bar_us < BAR_US) || !isatty (STDERR_FILENO))
        return;
    self->bar = true;
    self->bar_us = now;
    if (total)
        fprintf (stderr, "\r\033[K%s %llu/%llu", what, (unsigned long long)done, (unsigned long long)total);
    else
        fprintf (stderr, "\r\033[K%s %llu", what, (unsigned long long)done);
    fflush (stderr);
}

void sync_progress_end (sync_t *self)
{
    if (self->bar)
        fputs ("\r\033[K", stderr);
    self->bar = false;
}
