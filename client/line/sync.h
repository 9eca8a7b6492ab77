/*  sync.h — synchronisation: copy the entries that the other side lacks, both ways.
 *
 *  One run is one or more attempts; an attempt is one session, from hello to the end of the feed:
 *
 *    compare   versions, heads and cursors; a receipted entry that differs is a fork, and nothing moves
 *    heal.c    take back what the server holds and we do not; file divergent entries again behind the server's head
 *    (restored server) sync_down, then sync_lost: what it has lost of the office's devices, with its receipts
 *    sync_up   send what is new
 *    sync_down take what is new in the feed
 *    sync_scans send what waits of scans, for a time
 *
 *  Whatever has been checked is committed to the journal as it comes, in small batches, so a run that is cut off
 *  anywhere, by a lost line or a killed process, is taken up by the next one where it stopped.  A retry is nothing
 *  else. */

#ifndef QCDC_SYNC_H
#define QCDC_SYNC_H

#include "journal/home.h"
#include "line/sync_result.h"

typedef struct {
    bool quiet;
    int patience_ms; /* without progress; 0: the default */
} sync_options_t;

/*  A whole run.  *LATER: it stopped for lack of a connection or of an answer, and the work is safe in the journal. */
qcdc_status sync_run (home_t *home, const sync_options_t *options, sync_result_t *result, bool *later,
                      fault_t *fault) QCDC_CHECK;

#endif
