/*  scan_seal.h — a scan as it leaves the device: sealed under a key of its own, a piece at a time, so that its size is nobody's memory.
 *
 *  The sealed bytes are known by their hash; whoever has the key (BlobKey of facts.proto) opens them.  Files are streams at their
 *  beginning, the caller's. */

#ifndef QCDC_SCAN_SEAL_H
#define QCDC_SCAN_SEAL_H

#include "base/fault.h"
#include "facts.pb-c.h"
#include "wire/entry.h"

#include <stdio.h>

#define SCAN_KEY_BYTES 32u

/*  What a file is by its first bytes, whatever it is called; BLOB_MEDIA_UNSPECIFIED for what is no PDF, JPEG, PNG or TIFF. */
#define SCAN_HEAD_BYTES 1024u
Qcdc__BlobMedia scan_media (const uint8_t *head, size_t length);

/*  How many bytes PLAIN of them have when they are sealed; 0 for an empty file, which cannot be. */
uint64_t scan_sealed_bytes (uint64_t plain);

typedef struct {
    uint8_t key[SCAN_KEY_BYTES];
    uint8_t plain_hash[HASH_BYTES];
    uint8_t hash[HASH_BYTES]; /* of what is sealed */
    uint32_t bytes;           /* of it */
} scan_sealed_t;

/*  Seals what comes from PLAIN to its end into SEALED.  QCDC_EMPTY; QCDC_TOO_LARGE over QCDC_SCAN_BYTES_MAX; QCDC_IO. */
qcdc_status scan_seal (FILE *plain, FILE *sealed, scan_sealed_t *what) QCDC_CHECK;

/*  Opens SEALED by KEY into PLAIN.  QCDC_CORRUPT where it is not what was sealed by that key, or not all of it: PLAIN has then the
 *  beginning of it at most, and is not to be used; QCDC_IO. */
qcdc_status scan_open (FILE *sealed, const uint8_t key[SCAN_KEY_BYTES], FILE *plain) QCDC_CHECK;

/*  The hash of what comes from FILE to its end, and how many bytes that is.  QCDC_IO. */
qcdc_status scan_hash (FILE *file, uint8_t hash[HASH_BYTES], uint64_t *bytes) QCDC_CHECK;

#endif
