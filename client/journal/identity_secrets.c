/*  identity_secrets.c — secrets of identity keys in the journal, sealed to the device. */

#include "journal/identity_secrets.h"

#include "base/i18n.h"
#include "base/memory.h"
#include "base/process.h"
#include "journal/seal.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define SECRETS "identity_secrets"
#define SEALED_BYTES (crypto_box_SEALBYTES + RECOVERY_SECRET_BYTES)

static qcdc_status no_memory (fault_t *fault)
{
    return fault_set (fault, QCDC_NO_MEMORY, NULL, "%s", _ (status_text (QCDC_NO_MEMORY)));
}

static qcdc_status device_keys (home_t *home, box_keys_t *keys, fault_t *fault)
{
    QCDC_TRY (home_unlock (home, fault));
    identity_keys_of_device (home->keys.sign_public, home->keys.sign_secret, keys);
    return QCDC_OK;
}

static qcdc_status secrets_open (const char *text, const box_keys_t *device, identity_secrets_t *secrets,
                                 fault_t *fault)
{
    uint8_t sealed[SEALED_BYTES];
    char hex[2 * SEALED_BYTES + 1];
    for (; strlen (text) >= 2 * SEALED_BYTES && secrets->count < IDENTITY_SECRETS_MAX; text += 2 * SEALED_BYTES) {
        memcpy (hex, text, 2 * SEALED_BYTES);
        hex[2 * SEALED_BYTES] = '\0';
        if (hex_parse (hex, sealed, sizeof sealed) != QCDC_OK ||
            crypto_box_seal_open (secrets->items[secrets->count], sealed, sizeof sealed, device->public,
                                  device->secret) != 0)
            break;
        secrets->count++;
    }
    return *text == '\0' ? QCDC_OK
                         : fault_set (fault, QCDC_CORRUPT, NULL, "%s",
                                      _ ("the identity secrets in this home are not this device's"));
}

qcdc_status identity_secrets_read (home_t *home, identity_secrets_t *secrets, fault_t *fault)
{
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    box_keys_t device;
    process_hide (secrets, sizeof *secrets);
    secrets->count = 0;
    QCDC_TRY (journal_get (home->journal, SECRETS, &text, fault));
    if (!*text)
        return QCDC_OK;
    QCDC_TRY (device_keys (home, &device, fault));
    qcdc_status status = secrets_open (text, &device, secrets, fault);
    sodium_memzero (&device, sizeof device);
    return status;
}

void identity_secrets_forget (identity_secrets_t *secrets)
{
    sodium_memzero (secrets, sizeof *secrets);
}

/*  Sealing needs no secret of the device's. */
qcdc_status identity_secrets_add (home_t *home, const uint8_t secret[RECOVERY_SECRET_BYTES], fault_t *fault)
{
    identity_secrets_t secrets QCDC_CLEANUP (identity_secrets_forget);
    uint8_t sign_key[SIGN_KEY_BYTES], public[BOX_KEY_BYTES], sealed[SEALED_BYTES];
    QCDC_TRY (identity_secrets_read (home, &secrets, fault));
    for (size_t i = 0; i < secrets.count; i++)
        if (sodium_memcmp (secrets.items[i], secret, RECOVERY_SECRET_BYTES) == 0)
            return QCDC_OK;
    if (secrets.count == IDENTITY_SECRETS_MAX)
        return fault_set (fault, QCDC_TOO_LARGE, NULL, _ ("a device holds at most %u identity secrets"),
                          IDENTITY_SECRETS_MAX);
    QCDC_TRY (journal_origin_key (home->journal, home->origin, sign_key, NULL, fault));
    identity_public_of_device (sign_key, public);
    char *text QCDC_CLEANUP (journal_free_value) = NULL;
    QCDC_TRY (journal_get (home->journal, SECRETS, &text, fault));
    size_t length = strlen (text);
    char *more QCDC_CLEANUP (memory_free) = malloc (length + 2 * SEALED_BYTES + 1);
    if (!more)
        return no_memory (fault);
    memcpy (more, text, length);
    if (crypto_box_seal (sealed, secret, RECOVERY_SECRET_BYTES, public) != 0)
        return fault_set (fault, QCDC_CORRUPT, NULL, "%s", _ ("nothing can be sealed to the key of this device"));
    hex_format (sealed, sizeof sealed, more + length);
    return journal_set (home->journal, SECRETS, more, fault);
}

static bool is_sealed_to (const Qcdc__SealedIdentity *sealed, const uint8_t public[BOX_KEY_BYTES])
{
    uint64_t id = identity_key_id (public);
    for (size_t i = 0; i < sealed->n_keys; i++)
        if (sealed->keys[i]->key == id)
            return true;
    return false;
}

/*  The keys of this device that SEALED is sealed to; QCDC_NOT_FOUND, with nothing said. */
static qcdc_status keys_find (home_t *home, const Qcdc__SealedIdentity *sealed, box_keys_t *keys, fault_t *fault)
{
    identity_secrets_t secrets QCDC_CLEANUP (identity_secrets_forget);
    uint8_t sign_key[SIGN_KEY_BYTES];
    QCDC_TRY (journal_origin_key (home->journal, home->origin, sign_key, NULL, fault));
    identity_public_of_device (sign_key, keys->public);
    secrets.count = 0;
    if (is_sealed_to (sealed, keys->public))
        return device_keys (home, keys, fault);
    QCDC_TRY (identity_secrets_read (home, &secrets, fault));
    for (size_t i = 0; i < secrets.count; i++) {
        identity_keys_of (secrets.items[i], keys);
        if (is_sealed_to (sealed, keys->public))
            return QCDC_OK;
    }
    sodium_memzero (keys, sizeof *keys);
    return QCDC_NOT_FOUND;
}

qcdc_status identity_open_here (home_t *home, const Qcdc__SealedIdentity *sealed, arena_t *arena,
                                Qcdc__IdentityText **identity, fault_t *fault)
{
    box_keys_t keys;
    fault->status = QCDC_OK;
    qcdc_status status = keys_find (home, sealed, &keys, fault);
    if (status == QCDC_OK) {
        status = identity_open (sealed, &keys, arena, identity);
        sodium_memzero (&keys, sizeof keys);
        if (status != QCDC_OK)
            fault_set (fault, status, NULL, "%s", _ ("what is sealed there was damaged or changed"));
    } else if (status == QCDC_NOT_FOUND && fault->status == QCDC_OK) {
        fault_set (fault, status, NULL, "%s", _ ("none of the identity secrets on this device opens it"));
        fault_advise (fault, "%s", _ ("type in the code that is kept on paper: qcdc identity read"));
    }
    return status;
}

qcdc_status identity_seal_here (home_t *home, const Qcdc__SealedIdentity *sealed, const uint8_t public[BOX_KEY_BYTES],
                                arena_t *arena, Qcdc__SealedIdentity **further, fault_t *fault)
{
    box_keys_t keys;
    fault->status = QCDC_OK;
    QCDC_TRY (keys_find (home, sealed, &keys, fault));
    qcdc_status status = identity_seal_further (sealed, &keys, public, arena, further);
    sodium_memzero (&keys, sizeof keys);
    if (status == QCDC_TOO_LARGE)
        return QCDC_NOT_FOUND;
    return status == QCDC_OK
               ? status
               : fault_set (fault, status, NULL, "%s", _ ("what is sealed there was damaged or changed"));
}

qcdc_status identity_opens_here (home_t *home, const Qcdc__SealedIdentity *sealed, bool *opens, fault_t *fault)
{
    box_keys_t keys;
    fault->status = QCDC_OK;
    qcdc_status status = keys_find (home, sealed, &keys, fault);
    sodium_memzero (&keys, sizeof keys);
    *opens = status == QCDC_OK;
    return status == QCDC_NOT_FOUND && fault->status == QCDC_OK ? QCDC_OK : status;
}
