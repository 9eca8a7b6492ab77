/*  fetch_send.c — an answer on its way, in one frame or, on a line that lets only little through, in pieces.
 *
 *  A piece is cut out of the packed answer, which is made anew for each: so it has to come out the same every time. */

#include "reading/fetch_send.h"

#include "base/limits.h"
#include "base/memory.h"

#include <stdlib.h>

/*  The answer with its first item alone.  Nothing in it but that item decides what it is, so that its pieces fit together
 *  however much time lies between them. */
static void first_alone (Qcdc__Entries *entries, Qcdc__Cursor *next)
{
    const Qcdc__FeedItem *item = entries->items[0];
    entries->n_items = 1;
    entries->more = true;
    if (!item->feed_seq) {
        entries->next_own = item->segment->receipt->last_seq + 1;
        return;
    }
    next->feed_seq = item->feed_seq;
    next->commit_hash = item->commit_hash;
    entries->next = next;
}

static qcdc_status pack_whole (const fetch_t *self, Qcdc__Entries *entries, uint8_t **data, size_t *length,
                               fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    qcdc_status status =
        self->job->plain ? frame_pack_plain (&frame, data, length) : frame_pack (&frame, data, length);
    if (status == QCDC_TOO_LARGE && entries->items[0]->item_case == QCDC__FEED_ITEM__ITEM_SEGMENT &&
        entries->items[0]->segment->n_later) {
        entries->items[0]->segment->n_later = 0; /* as in fetch_send */
        return pack_whole (self, entries, data, length, fault);
    }
    return status == QCDC_OK ? status : fault_set (fault, status, NULL, "%s", status_text (status));
}

static qcdc_status send_piece (fetch_t *self, const uint8_t *whole, size_t length, size_t most, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    Qcdc__Entries entries = QCDC__ENTRIES__INIT;
    Qcdc__Piece piece = QCDC__PIECE__INIT;
    uint8_t hash[HASH_BYTES];
    size_t from = self->job->frame->fetch->piece_from;
    if (from > length)
        from = length;
    hash_bytes (whole, length, hash);
    piece.from = (uint32_t)from;
    piece.total = (uint32_t)length;
    piece.hash = (ProtobufCBinaryData){HASH_BYTES, hash};
    piece.data = (ProtobufCBinaryData){length - from < most ? length - from : most, (uint8_t *)whole + from};
    entries.piece = &piece;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = &entries;
    return answer_send (self->answer, self->job, &frame, true, fault);
}

/*  What the line of this client does not let through whole: *SENT where it was that.  An answer of several items becomes one
 *  of its first item, and that one is cut if it has to be. */
static qcdc_status send_small (fetch_t *self, Qcdc__Entries *entries, bool *sent, fault_t *fault)
{
    const Qcdc__Fetch *ask = self->job->frame->fetch;
    size_t most = ask->piece_bytes > QCDC_PIECE_BYTES_MIN ? ask->piece_bytes : QCDC_PIECE_BYTES_MIN, length = 0;
    uint8_t *data QCDC_CLEANUP (memory_free) = NULL;
    Qcdc__Cursor next = QCDC__CURSOR__INIT;
    *sent = false;
    if (!ask->piece_bytes || !self->item_count || (!ask->piece_from && self->bytes <= most))
        return QCDC_OK;
    if (!ask->piece_from && self->item_count > 1) {
        QCDC_TRY (pack_whole (self, entries, &data, &length, fault));
        if (length <= most)
            return QCDC_OK;
        free (data);
        data = NULL;
    }
    first_alone (entries, &next);
    QCDC_TRY (pack_whole (self, entries, &data, &length, fault));
    *sent = ask->piece_from || length > most;
    if (*sent)
        return send_piece (self, data, length, most, fault);
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    *sent = true;
    return answer_send (self->answer, self->job, &frame, true, fault);
}

qcdc_status fetch_send (fetch_t *self, Qcdc__Entries *entries, fault_t *fault)
{
    Qcdc__Frame frame = QCDC__FRAME__INIT;
    bool sent = false;
    entries->items = self->items;
    entries->n_items = self->item_count;
    QCDC_TRY (send_small (self, entries, &sent, fault));
    if (sent)
        return QCDC_OK;
    frame.kind_case = QCDC__FRAME__KIND_ENTRIES;
    frame.entries = entries;
    qcdc_status status = answer_send (self->answer, self->job, &frame, true, fault);
    /* A segment that fills a frame by itself goes without its later receipts rather than not at all: to its own
     * origin they come by the feed as well. */
    if (status == QCDC_TOO_LARGE && self->item_count == 1 &&
        self->items[0]->item_case == QCDC__FEED_ITEM__ITEM_SEGMENT && self->items[0]->segment->n_later) {
        self->items[0]->segment->n_later = 0;
        status = answer_send (self->answer, self->job, &frame, true, fault);
    }
    return status;
}
