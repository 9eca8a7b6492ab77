/*  recovery.c — 30 characters that a person copies by hand: what is easily taken for another character is not among them, and the last four
 *  tell whether all is well before anything is done. */

#include "wire/recovery.h"

#include <sodium.h>
#include <string.h>

#define SECRET_BYTES RECOVERY_SECRET_BYTES
#define SECRET_CHARACTERS 26u /* five bits each: the last has two that are 0 */
#define CHECK_CHARACTERS 4u
#define CHARACTERS (SECRET_CHARACTERS + CHECK_CHARACTERS)
#define GROUP_CHARACTERS 5u
#define VOUCH_TAG "qcdc-vouch-1"
#define VOUCH_BYTES (sizeof VOUCH_TAG - 1 + SIGN_KEY_BYTES)

static const char ALPHABET[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/*  H (TAG ‖ SECRET). */
static void secret_hash (const char *tag, const uint8_t secret[SECRET_BYTES], uint8_t hash[HASH_BYTES])
{
    uint8_t message[64];
    size_t length = strlen (tag);
    memcpy (message, tag, length);
    memcpy (message + length, secret, SECRET_BYTES);
    hash_bytes (message, length + SECRET_BYTES, hash);
    sodium_memzero (message, sizeof message);
}

/*  The five bits at place INDEX of BYTES, of which there are LENGTH; behind them zeros. */
static unsigned bits_at (const uint8_t *bytes, size_t length, size_t index)
{
    unsigned value = 0;
    for (size_t bit = 5 * index; bit < 5 * index + 5; bit++)
        value = value << 1 | (bit / 8 < length ? (unsigned)bytes[bit / 8] >> (7 - bit % 8) & 1u : 0u);
    return value;
}

/*  The values of all characters, which are those of SECRET and its check. */
static void values_of (const uint8_t secret[SECRET_BYTES], uint8_t values[CHARACTERS])
{
    uint8_t check[HASH_BYTES];
    secret_hash ("qcdc-recovery-check-1", secret, check);
    for (size_t i = 0; i < CHARACTERS; i++)
        values[i] = (uint8_t)(i < SECRET_CHARACTERS ? bits_at (secret, SECRET_BYTES, i)
                                                    : bits_at (check, sizeof check, i - SECRET_CHARACTERS));
    sodium_memzero (check, sizeof check);
}

static void keys_of (const uint8_t secret[SECRET_BYTES], recovery_t *self)
{
    uint8_t seed[HASH_BYTES];
    secret_hash ("qcdc-recovery-1", secret, seed);
    crypto_sign_seed_keypair (self->sign_public, self->sign_secret, seed);
    sodium_memzero (seed, sizeof seed);
}

void recovery_write (const uint8_t secret[SECRET_BYTES], char text[RECOVERY_TEXT_BYTES])
{
    uint8_t values[CHARACTERS];
    char *at = text;
    values_of (secret, values);
    for (size_t i = 0; i < CHARACTERS; i++) {
        if (i && i % GROUP_CHARACTERS == 0)
            *at++ = '-';
        *at++ = ALPHABET[values[i]];
    }
    *at = '\0';
    sodium_memzero (values, sizeof values);
}

void recovery_make (recovery_t *self, char text[RECOVERY_TEXT_BYTES])
{
    uint8_t secret[SECRET_BYTES];
    randombytes_buf (secret, sizeof secret);
    keys_of (secret, self);
    recovery_write (secret, text);
    sodium_memzero (secret, sizeof secret);
}

/*  The value of a character as it was typed; -1 for none. */
static int value_of (char typed)
{
    char upper = typed >= 'a' && typed <= 'z' ? (char)(typed - 'a' + 'A') : typed;
    const char *found = strchr (ALPHABET, upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper);
    return found && typed ? (int)(found - ALPHABET) : -1;
}

/*  The values of the characters that TEXT has. */
static qcdc_status values_read (const char *text, uint8_t values[CHARACTERS])
{
    size_t count = 0;
    for (const char *at = text; *at; at++) {
        if (strchr (" \t\r\n-", *at))
            continue;
        int value = value_of (*at);
        if (value < 0 || count == CHARACTERS)
            return QCDC_MALFORMED;
        values[count++] = (uint8_t)value;
    }
    return count == CHARACTERS ? QCDC_OK : count == 0 ? QCDC_EMPTY : QCDC_MALFORMED;
}

qcdc_status recovery_secret (const char *text, uint8_t secret[SECRET_BYTES])
{
    uint8_t values[CHARACTERS], meant[CHARACTERS];
    memset (secret, 0, SECRET_BYTES);
    qcdc_status status = values_read (text, values);
    for (size_t bit = 0; status == QCDC_OK && bit < 8 * SECRET_BYTES; bit++)
        secret[bit / 8] =
            (uint8_t)((unsigned)secret[bit / 8] << 1 | ((unsigned)values[bit / 5] >> (4 - bit % 5) & 1u));
    if (status == QCDC_OK) {
        values_of (secret, meant);
        if (sodium_memcmp (values, meant, CHARACTERS) != 0)
            status = QCDC_MALFORMED;
    }
    sodium_memzero (values, sizeof values);
    sodium_memzero (meant, sizeof meant);
    return status;
}

qcdc_status recovery_read (const char *text, recovery_t *self)
{
    uint8_t secret[SECRET_BYTES];
    memset (self, 0, sizeof *self);
    qcdc_status status = recovery_secret (text, secret);
    if (status == QCDC_OK)
        keys_of (secret, self);
    sodium_memzero (secret, sizeof secret);
    return status;
}

void recovery_forget (recovery_t *self)
{
    sodium_memzero (self, sizeof *self);
}

static void vouching_message (const uint8_t device[SIGN_KEY_BYTES], uint8_t message[VOUCH_BYTES])
{
    memcpy (message, VOUCH_TAG, sizeof VOUCH_TAG - 1);
    memcpy (message + sizeof VOUCH_TAG - 1, device, SIGN_KEY_BYTES);
}

void vouching_sign (const uint8_t device[SIGN_KEY_BYTES], const uint8_t secret[SIGN_SECRET_BYTES],
                    uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[VOUCH_BYTES];
    vouching_message (device, message);
    crypto_sign_detached (signature, NULL, message, sizeof message, secret);
}

bool vouching_verify (const uint8_t device[SIGN_KEY_BYTES], const uint8_t sign_key[SIGN_KEY_BYTES],
                      const uint8_t signature[SIGNATURE_BYTES])
{
    uint8_t message[VOUCH_BYTES];
    vouching_message (device, message);
    return crypto_sign_verify_detached (signature, message, sizeof message, sign_key) == 0;
}
