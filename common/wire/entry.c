/*  entry.c — the bytes that are hashed and signed.
 *
 *  These formats are for ever: a hash that was computed another way belongs to another journal.  Every message
 *  begins with a tag of its own, so that a signature for one purpose is none for another, and has a fixed layout, so
 *  that no two messages have the same bytes. */

#include "wire/entry.h"

#include "wire/keys.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  The last moment that fits both PostgreSQL's and our idea of a date: 9999-12-31T23:59:59Z. */
#define MOMENT_MAX_US 253402300799000000LL

static void put_u64 (uint8_t *to, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        to[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t get_u64 (const uint8_t *from)
{
    uint64_t value = 0;
    for (int i = 0; i < 8; i++)
        value |= (uint64_t)from[i] << (8 * i);
    return value;
}

void hash_bytes (const void *data, size_t length, uint8_t hash[HASH_BYTES])
{
    crypto_generichash (hash, HASH_BYTES, data, length, NULL, 0);
}

uint64_t hash_prefix (const uint8_t hash[HASH_BYTES])
{
    return get_u64 (hash);
}

void origin_root (const uint8_t sign_key[SIGN_KEY_BYTES], uint8_t hash[HASH_BYTES])
{
    hash_bytes (sign_key, SIGN_KEY_BYTES, hash);
}

/*  Eight bytes of a hash: long enough that no two devices of a province meet by chance. */
uint64_t origin_id (const uint8_t sign_key[SIGN_KEY_BYTES])
{
    uint8_t hash[HASH_BYTES];
    origin_root (sign_key, hash);
    return get_u64 (hash);
}

char *origin_format (uint64_t origin, char text[ORIGIN_TEXT_BYTES])
{
    uint8_t id[8];
    put_u64 (id, origin);
    return hex_format (id, sizeof id, text);
}

qcdc_status origin_parse (const char *text, uint64_t *origin)
{
    uint8_t id[8];
    if (hex_parse (text, id, sizeof id) != QCDC_OK)
        return QCDC_NOT_FOUND;
    *origin = get_u64 (id);
    return QCDC_OK;
}

char *address_format (uint64_t origin, uint64_t seq, char text[ADDRESS_TEXT_BYTES])
{
    char id[ORIGIN_TEXT_BYTES];
    snprintf (text, ADDRESS_TEXT_BYTES, "%s:%llu", origin_format (origin, id), (unsigned long long)seq);
    return text;
}

/*  At most 18 digits, which always fit, and no zeros in front: an address is written in one way only. */
qcdc_status address_parse (const char *text, uint64_t *origin, uint64_t *seq)
{
    const char *colon = strchr (text, ':');
    if (!colon || colon - text != ORIGIN_TEXT_BYTES - 1 || colon[1] < '1' || colon[1] > '9' ||
        strlen (colon + 1) > 18)
        return QCDC_NOT_FOUND;
    char id[ORIGIN_TEXT_BYTES] = {0};
    memcpy (id, text, ORIGIN_TEXT_BYTES - 1);
    char *end;
    unsigned long long number = strtoull (colon + 1, &end, 10);
    if (*end)
        return QCDC_NOT_FOUND;
    *seq = number;
    return origin_parse (id, origin);
}

/*  An entry has an annex or, where that was erased, its hash, and never both: they could contradict each other. */
qcdc_status entry_check (const entry_t *entry)
{
    if (entry->body.length == 0)
        return QCDC_MALFORMED;
    if (entry->body.length > QCDC_BODY_BYTES_MAX || entry->annex.length > QCDC_ANNEX_BYTES_MAX)
        return QCDC_TOO_LARGE;
    if (entry->annex_hash.length != 0 && (entry->annex_hash.length != HASH_BYTES || entry->annex.length != 0))
        return QCDC_MALFORMED;
    if (entry->written_at_us < 0 || entry->written_at_us > MOMENT_MAX_US)
        return QCDC_BAD_DATE;
    return QCDC_OK;
}

/*  The annex goes in as its hash, so that the chain stands when the annex is gone.  An entry without one has zeros
 *  there, which is no hash of anything. */
void entry_hash (const entry_t *entry, const uint8_t previous[HASH_BYTES], uint8_t hash[HASH_BYTES])
{
    static const char TAG[] = "qcdc-entry-1";
    uint8_t numbers[24];
    uint8_t annex[HASH_BYTES] = {0};
    if (entry->annex.length)
        hash_bytes (entry->annex.data, entry->annex.length, annex);
    else if (entry->annex_hash.length == HASH_BYTES)
        memcpy (annex, entry->annex_hash.data, HASH_BYTES);
    put_u64 (numbers, entry->origin);
    put_u64 (numbers + 8, entry->seq);
    put_u64 (numbers + 16, (uint64_t)entry->written_at_us);

    crypto_generichash_state state;
    crypto_generichash_init (&state, NULL, 0, HASH_BYTES);
    crypto_generichash_update (&state, (const uint8_t *)TAG, sizeof TAG - 1);
    crypto_generichash_update (&state, previous, HASH_BYTES);
    crypto_generichash_update (&state, numbers, sizeof numbers);
    crypto_generichash_update (&state, annex, sizeof annex);
    crypto_generichash_update (&state, entry->body.data, entry->body.length);
    crypto_generichash_final (&state, hash, HASH_BYTES);
}

/*  The server's own chain: the order and the times of commits cannot be changed without changing all that
 *  came after. */
void commit_hash (const uint8_t previous[HASH_BYTES], const uint8_t entry[HASH_BYTES], int64_t committed_at_us,
                  uint8_t hash[HASH_BYTES])
{
    static const char TAG[] = "qcdc-commit-1";
    uint8_t message[sizeof TAG - 1 + 2 * HASH_BYTES + 8];
    uint8_t *p = message;
    memcpy (p, TAG, sizeof TAG - 1);
    p += sizeof TAG - 1;
    memcpy (p, previous, HASH_BYTES);
    memcpy (p + HASH_BYTES, entry, HASH_BYTES);
    put_u64 (p + 2 * HASH_BYTES, (uint64_t)committed_at_us);
    hash_bytes (message, sizeof message, hash);
}

#define APPEND_TAG "qcdc-append-1"
#define APPEND_BYTES (sizeof APPEND_TAG - 1 + 24 + HASH_BYTES)

/*  The last hash stands for all entries before it: one signature for a whole segment. */
static void append_message (uint64_t origin, uint64_t first_seq, uint64_t last_seq,
                            const uint8_t last_hash[HASH_BYTES], uint8_t message[APPEND_BYTES])
{
    size_t tag = sizeof APPEND_TAG - 1;
    memcpy (message, APPEND_TAG, tag);
    put_u64 (message + tag, origin);
    put_u64 (message + tag + 8, first_seq);
    put_u64 (message + tag + 16, last_seq);
    memcpy (message + tag + 24, last_hash, HASH_BYTES);
}

void append_sign (uint64_t origin, uint64_t first_seq, uint64_t last_seq, const uint8_t last_hash[HASH_BYTES],
                  const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[APPEND_BYTES];
    append_message (origin, first_seq, last_seq, last_hash, message);
    crypto_sign_detached (signature, NULL, message, sizeof message, secret);
}

bool append_verify (uint64_t origin, uint64_t first_seq, uint64_t last_seq, const uint8_t last_hash[HASH_BYTES],
                    const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[APPEND_BYTES];
    append_message (origin, first_seq, last_seq, last_hash, message);
    return crypto_sign_verify_detached (signature, message, sizeof message, sign_key) == 0;
}

#define RECEIPT_TAG "qcdc-receipt-1"
#define RECEIPT_BYTES (sizeof RECEIPT_TAG - 1 + 48 + 2 * HASH_BYTES)

static void receipt_message (const receipt_t *receipt, uint8_t message[RECEIPT_BYTES])
{
    uint8_t *p = message;
    memcpy (p, RECEIPT_TAG, sizeof RECEIPT_TAG - 1);
    p += sizeof RECEIPT_TAG - 1;
    put_u64 (p, receipt->origin);
    put_u64 (p + 8, receipt->first_seq);
    put_u64 (p + 16, receipt->last_seq);
    p += 24;
    memcpy (p, receipt->last_hash, HASH_BYTES);
    p += HASH_BYTES;
    put_u64 (p, receipt->commit_seq);
    put_u64 (p + 8, (uint64_t)receipt->committed_at_us);
    put_u64 (p + 16, (uint64_t)receipt->first_committed_at_us);
    p += 24;
    hash_bytes (receipt->verdicts.data, receipt->verdicts.length, p);
}

void receipt_sign (receipt_t *receipt, const uint8_t secret[SIGN_SECRET_BYTES])
{
    uint8_t message[RECEIPT_BYTES];
    receipt_message (receipt, message);
    crypto_sign_detached (receipt->signature, NULL, message, sizeof message, secret);
}

bool receipt_verify (const receipt_t *receipt, const uint8_t sign_key[SIGN_KEY_BYTES])
{
    uint8_t message[RECEIPT_BYTES];
    receipt_message (receipt, message);
    return crypto_sign_verify_detached (receipt->signature, message, sizeof message, sign_key) == 0;
}

#define JOIN_TAG "qcdc-join-1"
#define JOIN_BYTES (sizeof JOIN_TAG - 1 + JOIN_CODE_BYTES + CURVE_KEY_BYTES)

/*  Code and CURVE key together: who overhears the code cannot put a key of his own in the place of the device's. */
static void join_message (const uint8_t code[JOIN_CODE_BYTES], const uint8_t curve_key[CURVE_KEY_BYTES],
                          uint8_t message[JOIN_BYTES])
{
    size_t tag = sizeof JOIN_TAG - 1;
    memcpy (message, JOIN_TAG, tag);
    memcpy (message + tag, code, JOIN_CODE_BYTES);
    memcpy (message + tag + JOIN_CODE_BYTES, curve_key, CURVE_KEY_BYTES);
}

void join_sign (const uint8_t code[JOIN_CODE_BYTES], const uint8_t curve_key[CURVE_KEY_BYTES],
                const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[JOIN_BYTES];
    join_message (code, curve_key, message);
    crypto_sign_detached (signature, NULL, message, sizeof message, secret);
}

bool join_verify (const uint8_t code[JOIN_CODE_BYTES], const uint8_t curve_key[CURVE_KEY_BYTES],
                  const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[JOIN_BYTES];
    join_message (code, curve_key, message);
    return crypto_sign_verify_detached (signature, message, sizeof message, sign_key) == 0;
}

void text_sign (const char *text, const uint8_t secret[SIGN_SECRET_BYTES], uint8_t signature[SIGNATURE_BYTES])
{
    crypto_sign_detached (signature, NULL, (const unsigned char *)text, strlen (text), secret);
}

bool text_verify (const char *text, const uint8_t sign_key[SIGN_KEY_BYTES], const uint8_t signature[SIGNATURE_BYTES])
{
    return crypto_sign_verify_detached (signature, (const unsigned char *)text, strlen (text), sign_key) == 0;
}
