/*  scan_store.h — the sealed bytes of scans in a home: beside the journal, known by their hash as everywhere.
 *
 *  The device on which a scan was attached keeps its bytes: waiting until the server has all of them, and then in case it is restored to a
 *  day before.  Of another's scan only what has come of it so far is kept, until it is whole and read.  What opens a scan is in the journal,
 *  in the annex of the entry that attached it; once that is gone, so is the file, at the next look (scan_store_sweep). */

#ifndef QCDC_SCAN_STORE_H
#define QCDC_SCAN_STORE_H

#include "journal/home.h"

#include <stdio.h>

typedef enum { SCAN_NOWHERE, SCAN_WAITING, SCAN_SENT, SCAN_COMING } scan_place;

/*  A new file for bytes that are not sealed yet, and its name (malloc'ed); whoever does not keep it removes it.  QCDC_IO. */
qcdc_status scan_store_make (const home_t *home, FILE **file, char **path, fault_t *fault) QCDC_CHECK;

/*  PATH, whole and closed, are the bytes of HASH from now on, and wait; ENTRY has attached them.  In the transaction that appends ENTRY. */
qcdc_status scan_store_keep (home_t *home, const char *path, const uint8_t hash[HASH_BYTES], const address_t *entry,
                             fault_t *fault) QCDC_CHECK;

/*  Where the bytes of HASH are. */
scan_place scan_store_look (const home_t *home, const uint8_t hash[HASH_BYTES]);

/*  The file of HASH at PLACE, opened by MODE of fopen; SCAN_COMING is made where it is not there.  QCDC_NOT_FOUND, QCDC_IO. */
qcdc_status scan_store_open (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place place, const char *mode,
                             FILE **file, fault_t *fault) QCDC_CHECK;

/*  How much of a waiting scan the server has said to hold. */
qcdc_status scan_store_have (home_t *home, const uint8_t hash[HASH_BYTES], uint64_t *bytes,
                             fault_t *fault) QCDC_CHECK;
qcdc_status scan_store_set_have (home_t *home, const uint8_t hash[HASH_BYTES], uint64_t bytes,
                                 fault_t *fault) QCDC_CHECK;

/*  The server has all of HASH; or, of every scan, it may have lost them. */
void scan_store_sent (const home_t *home, const uint8_t hash[HASH_BYTES]);
void scan_store_unsend (const home_t *home);

/*  The server said just now that it has all of HASH, which was sent before. */
void scan_store_asked (const home_t *home, const uint8_t hash[HASH_BYTES]);

/*  Removes what is at PLACE of HASH. */
void scan_store_drop (const home_t *home, const uint8_t hash[HASH_BYTES], scan_place place);

/*  The hashes of what waits (malloc'ed), the first COUNT of them. */
typedef struct {
    uint8_t (*hashes)[HASH_BYTES];
    size_t count;
} scan_list_t;
qcdc_status scan_store_waiting (const home_t *home, scan_list_t *list, fault_t *fault) QCDC_CHECK;
/*  At most MOST of those that were sent, and that the server was not asked about for a day. */
qcdc_status scan_store_unasked (const home_t *home, size_t most, scan_list_t *list, fault_t *fault) QCDC_CHECK;
void scan_list_release (scan_list_t *self);

/*  Takes over from the home OLD, which is another device's, whatever it kept. */
qcdc_status scan_store_bring (home_t *home, const home_t *old, fault_t *fault) QCDC_CHECK;

/*  Removes the files whose entry has lost its text or is not there, and what came of others and was left for a month.  Outside of a
 *  transaction. */
qcdc_status scan_store_sweep (home_t *home, fault_t *fault) QCDC_CHECK;

#endif
