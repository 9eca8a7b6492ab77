/*  entry.h — the hash chain: origins, entries, segments, receipts, and the server's commit chain.
 *
 *  All integers are hashed and signed as 64-bit little-endian.  Hashes are BLAKE2b-256, signatures Ed25519 (libsodium).
 *
 *    origin id     first 8 bytes of H (public signing key), read as a little-endian u64
 *    hash before 1 H (public signing key)
 *    entry hash    H ("qcdc-entry-1" ‖ previous ‖ origin ‖ seq ‖ written at ‖ H (annex), or zeros ‖ body)
 *    append        sign ("qcdc-append-1" ‖ origin ‖ first seq ‖ last seq ‖ last hash)
 *    receipt       sign ("qcdc-receipt-1" ‖ origin ‖ first seq ‖ last seq ‖ last hash ‖ commit seq ‖ committed at ‖
 *                        first committed at ‖ H (verdicts))
 *    commit hash   H ("qcdc-commit-1" ‖ previous commit hash ‖ entry hash ‖ committed at); before commit 1: zeros
 *    join          sign ("qcdc-join-1" ‖ code ‖ CURVE public key)
 *    vouching      sign ("qcdc-vouch-1" ‖ public signing key of the device), see recovery.h */

#ifndef QCDC_ENTRY_H
#define QCDC_ENTRY_H

#include "base/limits.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HASH_BYTES 32u
#define SIGNATURE_BYTES 64u
#define SIGN_KEY_BYTES 32u
#define SIGN_SECRET_BYTES 64u
#define CURVE_KEY_BYTES 32u
#define JOIN_CODE_BYTES 16u
#define ORIGIN_TEXT_BYTES 17u  /* 16 hex digits and NUL */
#define ADDRESS_TEXT_BYTES 40u /* origin:seq */

typedef struct {
    const uint8_t *data;
    size_t length;
} bytes_t;

/*  One entry as it stands in a journal.  `annex_hash` is set (HASH_BYTES) where the annex was erased. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
    int64_t written_at_us;
    bytes_t body;
    bytes_t annex;
    bytes_t annex_hash;
} entry_t;

/*  An entry's address, with the first eight bytes of its hash as a little-endian u64. */
typedef struct {
    uint64_t origin;
    uint64_t seq;
    uint64_t hash8;
} address_t;

uint64_t origin_id (const uint8_t sign_key[SIGN_KEY_BYTES]);
void origin_root (const uint8_t sign_key[SIGN_KEY_BYTES], uint8_t hash[HASH_BYTES]);
char *origin_format (uint64_t origin, char text[ORIGIN_TEXT_BYTES]);      /* the id's bytes in order, as hex */
qcdc_status origin_parse (const char *text, uint64_t *origin) QCDC_CHECK; /* NOT_FOUND if it is not 16 hex digits */

/*  "<origin>:<seq>"; parse also takes QCDC_NOT_FOUND for anything else. */
char *address_format (uint64_t origin, uint64_t seq, char text[ADDRESS_TEXT_BYTES]);
qcdc_status address_parse (const char *text, uint64_t *origin, uint64_t *seq) QCDC_CHECK;

uint64_t hash_prefix (const uint8_t hash[HASH_BYTES]);
void hash_bytes (const void *data, size_t length, uint8_t hash[HASH_BYTES]);

/*  Structural limits only: sizes, a moment between 1970 and 9999.  QCDC_TOO_LARGE, QCDC_BAD_DATE. */
qcdc_status entry_check (const entry_t *entry) QCDC_CHECK;

/*  The hash of ENTRY after PREVIOUS.  HASH may be the same array as PREVIOUS. */
void entry_hash (const entry_t *entry, const uint8_t previous[HASH_BYTES], uint8_t hash[HASH_BYTES]);

void commit_hash (const uint8_t previous[HASH_BYTES], const uint8_t entry[HASH_BYTES], int64_t committed_at_us,
                  uint8_t hash[HASH_BYTES]);

void append_sign (uint64_t origin, uint64_t first_seq, uint64_t last_seq, const uint8_t last_hash[HASH_BYTES],
                  const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES]);
bool append_verify (uint64_t origin, uint64_t first_seq, uint64_t last_seq, const uint8_t last_hash[HASH_BYTES],
                    const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES]);

/*  What a receipt says.  `verdicts` are the bytes of a Verdicts message, empty where all was plainly accepted. */
typedef struct {
    uint64_t origin;
    uint64_t first_seq;
    uint64_t last_seq;
    uint8_t last_hash[HASH_BYTES];
    uint64_t commit_seq; /* of the last entry */
    int64_t committed_at_us;
    int64_t first_committed_at_us;
    bytes_t verdicts;
    uint8_t signature[SIGNATURE_BYTES];
} receipt_t;

void receipt_sign (receipt_t *receipt, const uint8_t secret[SIGN_SECRET_BYTES]);
bool receipt_verify (const receipt_t *receipt, const uint8_t sign_key[SIGN_KEY_BYTES]);

void join_sign (const uint8_t code[JOIN_CODE_BYTES], const uint8_t curve_key[CURVE_KEY_BYTES],
                const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES]);
bool join_verify (const uint8_t code[JOIN_CODE_BYTES], const uint8_t curve_key[CURVE_KEY_BYTES],
                  const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES]);

/*  A text whose own first line says what it is, so that it cannot be taken for another thing that is signed: an invitation. */
void text_sign (const char *text, const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES]);
bool text_verify (const char *text, const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES]);

#endif
