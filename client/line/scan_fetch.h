/*  scan_fetch.h — a scan that is not here, from the server, however often the line breaks on the way.
 *
 *  What has come stays in the home (scan_store.h) and is gone on with; it counts only once all of it has its hash. */

#ifndef QCDC_SCAN_FETCH_H
#define QCDC_SCAN_FETCH_H

#include "journal/home.h"

typedef struct {
    uint32_t have, total; /* at the server: less than all of it is still being sent */
    uint8_t *annex;       /* of the entry that attached it; malloc'ed, NULL: none came */
    size_t annex_length;
} scan_fetched_t;

void scan_fetched_release (scan_fetched_t *self);

/*  Brings HASH, which ENTRY has attached: who may have it is asked of that one's petition.  QCDC_OK also where GOT says that the server has not got all of it itself: then nothing came.  *LATER: no connection, or it
 *  broke, and the next try goes on.  QCDC_NOT_FOUND: erased, or not for this office; QCDC_CORRUPT: what came does not have the hash. */
qcdc_status scan_fetch (home_t *home, int patience_ms, const uint8_t hash[HASH_BYTES], const address_t *entry,
                        scan_fetched_t *got, bool *later, fault_t *fault) QCDC_CHECK;

#endif
