/*  sync_up.h — the pipeline that sends segments, for the two that fill it.
 *
 *    sync_up.c    the pipeline, and new own entries, signed as they go
 *    sync_lost.c  segments that a restored server has lost, exactly as they were
 *
 *  The pipeline asks its source for one segment at a time, keeps as many bytes under way as the server has granted and
 *  the line can use, and puts the receipts into the journal. */

#ifndef QCDC_SYNC_UP_H
#define QCDC_SYNC_UP_H

#include "line/sync.h"

/*  New own entries; own ones that the server had lost; the same of the office's other devices. */
typedef enum { SENDING_NEW, SENDING_AGAIN, SENDING_RETURNED } sending_kind;

typedef struct up up_t;

/*  Where the segments come from. */
typedef struct {
    /* Makes the next segment ready; where it makes none ready there are no more. */
    qcdc_status (*next) (up_t *up, void *arg, fault_t *fault);
    /* The server does not take back what was SENDING_RETURNED of ORIGIN: no more of it.  NULL if nothing is. */
    void (*refused) (uint64_t origin, void *arg);
    void *arg;
} up_source_t;

/*  Packs WIRE and keeps it ready.  QCDC_TOO_LARGE without a message, for the source to try less. */
qcdc_status up_make_ready (up_t *self, Qcdc__Segment *wire, sending_kind kind, size_t plain_bytes,
                           fault_t *fault) QCDC_CHECK;

/*  Sends all that SOURCE has, and waits for every answer. */
qcdc_status up_send_all (sync_t *sync, const up_source_t *source, fault_t *fault) QCDC_CHECK;

#endif
