/*  fetch.c — entries on their way down: the office's feed from a cursor, or the origin's own segments from a seq.
 *
 *  An answer holds about as much as was asked for, and at least one item, so that nothing is too large to be fetched. */

#include "reading/fetch.h"

#include "reading/fetch_items.h"
#include "reading/fetch_send.h"

#include <string.h>

#define BYTES_DEFAULT (256u * 1024u)
#define BYTES_MAX (768u * 1024u) /* leaves room for what is not counted, should nothing of it compress */

static const statement_t CURSOR = {"fetch_cursor",
                                   "select commit_hash from feed where office = $1 and feed_seq = $2"};
static const statement_t TAIL = {
    "fetch_tail", "select feed_seq, commit_hash from feed where office = $1 order by feed_seq desc limit 1"};

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", status_text (QCDC_NO_MEMORY));
}

/*  Where to begin: *SEQ 0 where the cursor is not one of ours (a server restored from a backup has not got it). */
static qcdc_status find_cursor (fetch_t *self, const Qcdc__Cursor *cursor, int64_t *seq, fault_t *fault)
{
    *seq = 0;
    if (!cursor || cursor->feed_seq == 0 || cursor->feed_seq > INT64_MAX)
        return QCDC_OK;
    PGresult *row = NULL;
    pg_params_int4 (self->params, self->job->member.office);
    pg_params_int8 (self->params, (int64_t)cursor->feed_seq);
    QCDC_TRY (fetch_run (self, &CURSOR, &row, fault));
    if (PQntuples (row) == 1) {
        ProtobufCBinaryData hash = fetch_binary (row, 0, 0);
        if (hash.len == cursor->commit_hash.len && memcmp (hash.data, cursor->commit_hash.data, hash.len) == 0)
            *seq = (int64_t)cursor->feed_seq;
    }
    return QCDC_OK;
}

/*  Adds items after *SEQ up to TAIL until the answer is full; *NEXT is the last row that was dealt with. */
static qcdc_status gather_feed (fetch_t *self, int64_t seq, int64_t tail, Qcdc__Cursor *next, bool *full,
                                fault_t *fault)
{
    for (;;) {
        PGresult *rows = NULL;
        pg_params_int4 (self->params, self->job->member.office);
        pg_params_int8 (self->params, seq);
        pg_params_int8 (self->params, tail);
        pg_params_int4 (self->params, self->job->member.id);
        pg_params_bool (self->params, self->job->member.role == ROLE_ANALYST);
        QCDC_TRY (fetch_run (self, &FETCH_FEED, &rows, fault));
        if (PQntuples (rows) == 0)
            return QCDC_OK;
        for (int at = 0; at < PQntuples (rows); at++) {
            size_t bytes = 0;
            Qcdc__FeedItem *item = fetch_item_new (self);
            qcdc_status status = item ? fetch_item_of_feed (self, rows, at, item, &bytes, fault) : no_memory (fault);
            if (status == QCDC_NO_MEMORY && self->item_count)
                *full = true; /* it will fit into the next answer, alone */
            else if (status != QCDC_OK)
                return status;
            if (*full || !fetch_item_add (self, item, bytes)) {
                *full = true;
                return QCDC_OK;
            }
            seq = (int64_t)item->feed_seq;
            next->feed_seq = item->feed_seq;
            next->commit_hash = item->commit_hash;
        }
    }
}

static qcdc_status answer_feed (fetch_t *self, const Qcdc__Cursor *cursor, fault_t *fault)
{
    PGresult *tail = NULL;
    int64_t seq = 0;
    bool full = false;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__Cursor next = QCDC__CURSOR__INIT;
    QCDC_TRY (find_cursor (self, cursor, &seq, fault));
    if (seq)
        next = *cursor;
    pg_params_int4 (self->params, self->job->member.office);
    QCDC_TRY (fetch_run (self, &TAIL, &tail, fault));
    if (PQntuples (tail) == 1 && pg_int8 (tail, 0, 0) > seq) {
        QCDC_TRY (gather_feed (self, seq, pg_int8 (tail, 0, 0), &next, &full, fault));
        if (!full) {
            /* Rows that were left out at the end are behind us too. */
            next.feed_seq = (uint64_t)pg_int8 (tail, 0, 0);
            next.commit_hash = fetch_binary (tail, 0, 1);
        }
    }
    entries.next = &next;
    entries.more = full;
    return fetch_send (self, &entries, fault);
}

static qcdc_status answer_own (fetch_t *self, uint64_t from, fault_t *fault)
{
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    PGresult *rows = NULL;
    if (from > INT64_MAX)
        from = INT64_MAX;
    entries.next_own = from;
    while (!entries.more) {
        pg_params_int4 (self->params, self->job->member.id);
        pg_params_int8 (self->params, (int64_t)entries.next_own);
        QCDC_TRY (fetch_run (self, &FETCH_OWN, &rows, fault));
        if (PQntuples (rows) == 0)
            break;
        for (int at = 0; at < PQntuples (rows) && !entries.more; at++) {
            size_t bytes = 0;
            Qcdc__FeedItem *item = fetch_item_new (self);
            qcdc_status status = item ? QCDC_OK : no_memory (fault);
            if (status == QCDC_OK) {
                item->item_case = QCDC__FEED_ITEM__ITEM_SEGMENT;
                status = fetch_segment (self, self->job->member.id, rows, at, &item->segment, &bytes, fault);
            }
            if (status == QCDC_NO_MEMORY && self->item_count)
                entries.more = true;
            else if (status != QCDC_OK)
                return status;
            if (entries.more || !fetch_item_add (self, item, bytes))
                entries.more = true;
            else
                entries.next_own = item->segment->receipt->last_seq + 1;
        }
    }
    return fetch_send (self, &entries, fault);
}

qcdc_status fetch_answer (answer_t *answer, const job_t *job, fault_t *fault)
{
    const Qcdc__Fetch *ask = job->frame->fetch;
    if (job->member.role == ROLE_ANALYST && ask->what_case != QCDC__FETCH__WHAT_FEED)
        return fault_set (fault, QCDC_FORBIDDEN, NULL, "an analyst reads aggregates, no entries and no text");
    fetch_t self = {.answer = answer, .job = job, .bytes_max = ask->bytes_max ? ask->bytes_max : BYTES_DEFAULT};
    if (self.bytes_max > BYTES_MAX)
        self.bytes_max = BYTES_MAX;
    qcdc_status status;
    if (!fetch_begin (&self))
        status = no_memory (fault);
    else if (ask->what_case == QCDC__FETCH__WHAT_FEED)
        status = answer_feed (&self, ask->feed, fault);
    else if (ask->what_case == QCDC__FETCH__WHAT_OWN_FROM)
        status = answer_own (&self, ask->own_from, fault);
    else
        status = fault_set (fault, QCDC_PROTOCOL, NULL, "a fetch says what it wants: the feed or the own journal");
    fetch_end (&self);
    return status;
}
