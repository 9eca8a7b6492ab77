/*  sealed_identity.h — who sent a petition, sealed so that only holders of certain secrets can read it; the secrets, on a device and on
 *  paper.
 *
 *    key pair  X25519 of the seed H ("qcdc-identity-1" ‖ secret); the secret is 16 random bytes, on paper those of wire/recovery.h
 *    key id    the first eight bytes of H (public key), little-endian
 *    sealed    SealedIdentity in facts.proto
 *
 *  The device that writes it seals to itself as well, to the X25519 form of its signing key: so a clerk sees what he entered. */

#ifndef QCDC_SEALED_IDENTITY_H
#define QCDC_SEALED_IDENTITY_H

#include "base/arena.h"
#include "facts.pb-c.h"
#include "wire/entry.h"
#include "wire/recovery.h"

#define BOX_KEY_BYTES 32u
#define IDENTITY_KEYS_MAX 8u
#define IDENTITY_FIELD_BYTES_MAX 500u

typedef struct {
    uint8_t public[BOX_KEY_BYTES];
    uint8_t secret[BOX_KEY_BYTES];
} box_keys_t;

/*  The key pair of a SECRET; that of a device by its signing keys. */
void identity_keys_of (const uint8_t secret[RECOVERY_SECRET_BYTES], box_keys_t *keys);
void identity_keys_of_device (const uint8_t sign_public[SIGN_KEY_BYTES], const uint8_t sign_secret[SIGN_SECRET_BYTES],
                              box_keys_t *keys);
/*  The public one alone. */
void identity_public_of_device (const uint8_t sign_public[SIGN_KEY_BYTES], uint8_t public[BOX_KEY_BYTES]);

/*  Never 0. */
uint64_t identity_key_id (const uint8_t public[BOX_KEY_BYTES]);

/*  Seals IDENTITY to the COUNT keys PUBLICS, at most IDENTITY_KEYS_MAX.  All that SEALED points to is of ARENA: QCDC_NO_MEMORY.  QCDC_TOO_LARGE
 *  for a field over IDENTITY_FIELD_BYTES_MAX, QCDC_MALFORMED for a key to which nothing can be sealed. */
qcdc_status identity_seal (const Qcdc__IdentityText *identity, const uint8_t (*publics)[BOX_KEY_BYTES], size_t count,
                           arena_t *arena, Qcdc__SealedIdentity **sealed) QCDC_CHECK;

/*  The same identity for one more reader, PUBLIC, by whoever can open SEALED with KEYS: *FURTHER points into SEALED and is of ARENA.  QCDC_NOT_FOUND and
 *  QCDC_CORRUPT as of identity_open, QCDC_TOO_LARGE where it is sealed to IDENTITY_KEYS_MAX already, QCDC_MALFORMED as of identity_seal. */
qcdc_status identity_seal_further (const Qcdc__SealedIdentity *sealed, const box_keys_t *keys,
                                   const uint8_t public[BOX_KEY_BYTES], arena_t *arena,
                                   Qcdc__SealedIdentity **further) QCDC_CHECK;

/*  Opens SEALED with KEYS; *IDENTITY is of ARENA.  QCDC_NOT_FOUND: it is not sealed to them; QCDC_CORRUPT: it is, and was changed since. */
qcdc_status identity_open (const Qcdc__SealedIdentity *sealed, const box_keys_t *keys, arena_t *arena,
                           Qcdc__IdentityText **identity) QCDC_CHECK;

#endif
