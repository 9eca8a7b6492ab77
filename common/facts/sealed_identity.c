/*  sealed_identity.c — one key for one identity, sealed to each of those who may read it: who holds one of their secrets reads it, and
 *  nobody else, whoever wrote it included. */

#include "facts/sealed_identity.h"

#include "facts/fact.h"
#include "wire/wire_check.h"

#include <sodium.h>
#include <string.h>

#define PAD_BYTES 256u /* most identities are equally long then */

_Static_assert(BOX_KEY_BYTES == crypto_box_PUBLICKEYBYTES && BOX_KEY_BYTES == crypto_box_SECRETKEYBYTES, "X25519");
_Static_assert(BOX_KEY_BYTES == crypto_secretbox_KEYBYTES, "the key that is sealed");

static const uint8_t NONCE[crypto_secretbox_NONCEBYTES]; /* each key seals once */

void identity_keys_of (const uint8_t secret[RECOVERY_SECRET_BYTES], box_keys_t *keys)
{
    static const char TAG[] = "qcdc-identity-1";
    uint8_t message[sizeof TAG - 1 + RECOVERY_SECRET_BYTES], seed[HASH_BYTES];
    memcpy (message, TAG, sizeof TAG - 1);
    memcpy (message + sizeof TAG - 1, secret, RECOVERY_SECRET_BYTES);
    hash_bytes (message, sizeof message, seed);
    crypto_box_seed_keypair (keys->public, keys->secret, seed);
    sodium_memzero (message, sizeof message);
    sodium_memzero (seed, sizeof seed);
}

void identity_public_of_device (const uint8_t sign_public[SIGN_KEY_BYTES], uint8_t public[BOX_KEY_BYTES])
{
    if (crypto_sign_ed25519_pk_to_curve25519 (public, sign_public) != 0)
        memset (public, 0, BOX_KEY_BYTES); /* to which nothing can be sealed */
}

void identity_keys_of_device (const uint8_t sign_public[SIGN_KEY_BYTES], const uint8_t sign_secret[SIGN_SECRET_BYTES],
                              box_keys_t *keys)
{
    identity_public_of_device (sign_public, keys->public);
    crypto_sign_ed25519_sk_to_curve25519 (keys->secret, sign_secret);
}

uint64_t identity_key_id (const uint8_t public[BOX_KEY_BYTES])
{
    uint8_t hash[HASH_BYTES];
    hash_bytes (public, BOX_KEY_BYTES, hash);
    uint64_t id = hash_prefix (hash);
    return id ? id : 1;
}

static bool fields_fit (const Qcdc__IdentityText *identity)
{
    const char *const FIELDS[] = {identity->name, identity->born, identity->address, identity->id_number,
                                  identity->phone};
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++)
        if (strlen (FIELDS[i]) > IDENTITY_FIELD_BYTES_MAX)
            return false;
    return true;
}

static qcdc_status key_seal (const uint8_t key[BOX_KEY_BYTES], const uint8_t public[BOX_KEY_BYTES], arena_t *arena,
                             Qcdc__SealedKey **sealed)
{
    *sealed = arena_alloc (arena, sizeof **sealed);
    if (!*sealed)
        return QCDC_NO_MEMORY;
    qcdc__sealed_key__init (*sealed);
    (*sealed)->key = identity_key_id (public);
    (*sealed)->box.len = crypto_box_SEALBYTES + BOX_KEY_BYTES;
    (*sealed)->box.data = arena_alloc (arena, (*sealed)->box.len);
    if (!(*sealed)->box.data)
        return QCDC_NO_MEMORY;
    return crypto_box_seal ((*sealed)->box.data, key, BOX_KEY_BYTES, public) == 0 ? QCDC_OK : QCDC_MALFORMED;
}

/*  Padded, so that its length does not tell who has a long name. */
static qcdc_status text_seal (const Qcdc__IdentityText *identity, const uint8_t key[BOX_KEY_BYTES], arena_t *arena,
                              ProtobufCBinaryData *box)
{
    size_t length = qcdc__identity_text__get_packed_size (identity), padded = 0;
    size_t room = length + PAD_BYTES;
    uint8_t *plain = arena_alloc (arena, room);
    box->data = arena_alloc (arena, room + crypto_secretbox_MACBYTES);
    if (!plain || !box->data)
        return QCDC_NO_MEMORY;
    qcdc__identity_text__pack (identity, plain);
    if (sodium_pad (&padded, plain, length, PAD_BYTES, room) != 0)
        return QCDC_TOO_LARGE;
    crypto_secretbox_easy (box->data, plain, padded, NONCE, key);
    box->len = padded + crypto_secretbox_MACBYTES;
    sodium_memzero (plain, room);
    return QCDC_OK;
}

qcdc_status identity_seal (const Qcdc__IdentityText *identity, const uint8_t (*publics)[BOX_KEY_BYTES], size_t count,
                           arena_t *arena, Qcdc__SealedIdentity **sealed)
{
    uint8_t key[BOX_KEY_BYTES];
    if (!fields_fit (identity))
        return QCDC_TOO_LARGE;
    if (count == 0 || count > IDENTITY_KEYS_MAX)
        return QCDC_MALFORMED;
    *sealed = arena_alloc (arena, sizeof **sealed);
    Qcdc__SealedKey **keys = arena_alloc (arena, count * sizeof *keys);
    if (!*sealed || !keys)
        return QCDC_NO_MEMORY;
    qcdc__sealed_identity__init (*sealed);
    (*sealed)->keys = keys;
    randombytes_buf (key, sizeof key);
    qcdc_status status = text_seal (identity, key, arena, &(*sealed)->box);
    for (size_t i = 0; i < count && status == QCDC_OK; i++)
        status = key_seal (key, publics[i], arena, &keys[(*sealed)->n_keys++]);
    sodium_memzero (key, sizeof key);
    return status;
}

/*  The key under which it is; QCDC_NOT_FOUND. */
static qcdc_status key_open (const Qcdc__SealedIdentity *sealed, const box_keys_t *keys, uint8_t key[BOX_KEY_BYTES])
{
    uint64_t id = identity_key_id (keys->public);
    for (size_t i = 0; i < sealed->n_keys; i++) {
        const ProtobufCBinaryData *box = &sealed->keys[i]->box;
        if (sealed->keys[i]->key != id)
            continue;
        if (box->len != crypto_box_SEALBYTES + BOX_KEY_BYTES ||
            crypto_box_seal_open (key, box->data, box->len, keys->public, keys->secret) != 0)
            return QCDC_CORRUPT;
        return QCDC_OK;
    }
    return QCDC_NOT_FOUND;
}

qcdc_status identity_seal_further (const Qcdc__SealedIdentity *sealed, const box_keys_t *keys,
                                   const uint8_t public[BOX_KEY_BYTES], arena_t *arena,
                                   Qcdc__SealedIdentity **further)
{
    uint8_t key[BOX_KEY_BYTES];
    if (sealed->n_keys >= IDENTITY_KEYS_MAX)
        return QCDC_TOO_LARGE;
    *further = arena_alloc (arena, sizeof **further);
    Qcdc__SealedKey **all = arena_alloc (arena, (sealed->n_keys + 1) * sizeof *all);
    if (!*further || !all)
        return QCDC_NO_MEMORY;
    QCDC_TRY (key_open (sealed, keys, key));
    memcpy (all, sealed->keys, sealed->n_keys * sizeof *all);
    **further = *sealed;
    (*further)->keys = all;
    qcdc_status status = key_seal (key, public, arena, &all[(*further)->n_keys++]);
    sodium_memzero (key, sizeof key);
    return status;
}

static qcdc_status text_open (const Qcdc__SealedIdentity *sealed, const uint8_t key[BOX_KEY_BYTES], arena_t *arena,
                              Qcdc__IdentityText **identity)
{
    size_t padded = sealed->box.len - crypto_secretbox_MACBYTES, length = 0;
    uint8_t *plain = arena_alloc (arena, padded + 1);
    if (!plain)
        return QCDC_NO_MEMORY;
    if (crypto_secretbox_open_easy (plain, sealed->box.data, sealed->box.len, NONCE, key) != 0 ||
        sodium_unpad (&length, plain, padded, PAD_BYTES) != 0 ||
        wire_check (&qcdc__identity_text__descriptor, plain, length) != QCDC_OK)
        return QCDC_CORRUPT;
    *identity = qcdc__identity_text__unpack (arena_allocator (arena), length, plain);
    return *identity ? QCDC_OK : arena_why (arena, QCDC_CORRUPT);
}

qcdc_status identity_open (const Qcdc__SealedIdentity *sealed, const box_keys_t *keys, arena_t *arena,
                           Qcdc__IdentityText **identity)
{
    uint8_t key[BOX_KEY_BYTES];
    QCDC_TRY (key_open (sealed, keys, key));
    if (sealed->box.len < crypto_secretbox_MACBYTES + PAD_BYTES)
        return QCDC_CORRUPT;
    qcdc_status status = text_open (sealed, key, arena, identity);
    sodium_memzero (key, sizeof key);
    return status;
}
