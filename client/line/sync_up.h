/*  sync_up.h — the pipeline that sends segments, and what is new here, which goes through it.
 *
 *    sync_up.c    the pipeline, and new own entries, signed as they go
 *    sync_lost.c  segments that a restored server has lost, exactly as they were
 *
 *  The pipeline asks its source for one segment at a time, keeps as many bytes under way as the server has granted and
 *  the line can use, and puts the receipts into the journal. */

#ifndef QCDC_SYNC_UP_H
#define QCDC_SYNC_UP_H

#include "line/sync_line.h"

/*  New own entries; own ones that the server had lost; the same of the office's other devices. */
typedef enum { SENDING_NEW, SENDING_AGAIN, SENDING_RETURNED } sending_kind;

typedef struct sending sending_t;

/*  Where the segments come from. */
typedef struct {
    /* Makes the next segment ready; where it makes none ready there are no more. */
    qcdc_status (*next) (sending_t *sending, void *arg, fault_t *fault);
    /* The server does not take back what was SENDING_RETURNED of ORIGIN: no more of it.  NULL if nothing is. */
    void (*refused) (uint64_t origin, void *arg);
    void *arg;
} sending_source_t;

/*  Packs WIRE and keeps it ready.  QCDC_TOO_LARGE without a message, for the source to try less. */
qcdc_status sending_make_ready (sending_t *self, Qcdc__Segment *wire, sending_kind kind, size_t plain_bytes,
                                fault_t *fault) QCDC_CHECK;

/*  After a welcome: whether what was under way when the line broke had been too large for it, or had arrived. */
void sync_up_resolve (sync_t *sync);

/*  Sends the own entries behind the server's head, signed as they go. */
qcdc_status sync_up_own (sync_t *sync, fault_t *fault) QCDC_CHECK;

/*  Sends all that SOURCE has, and waits for every answer. */
qcdc_status sending_run (sync_t *sync, const sending_source_t *source, fault_t *fault) QCDC_CHECK;

#endif
