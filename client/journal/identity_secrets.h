/*  identity_secrets.h — the secrets of identity keys that this device holds, of its office's key and of earlier ones.
 *
 *  They lie in the journal, each sealed to the device's own key: who has only the file, or a copy of it, reads none. */

#ifndef QCDC_IDENTITY_SECRETS_H
#define QCDC_IDENTITY_SECRETS_H

#include "facts/sealed_identity.h"
#include "journal/home.h"

#define IDENTITY_SECRETS_MAX 32u

typedef struct {
    uint8_t items[IDENTITY_SECRETS_MAX][RECOVERY_SECRET_BYTES];
    size_t count;
} identity_secrets_t;

/*  Asks for the passphrase where the device's keys are under one.  QCDC_CORRUPT where they are not this device's. */
qcdc_status identity_secrets_read (home_t *home, identity_secrets_t *secrets, fault_t *fault) QCDC_CHECK;
void identity_secrets_forget (identity_secrets_t *secrets);

/*  One more, inside the caller's transaction; one that is there already stays.  QCDC_TOO_LARGE. */
qcdc_status identity_secrets_add (home_t *home, const uint8_t secret[RECOVERY_SECRET_BYTES],
                                  fault_t *fault) QCDC_CHECK;

/*  Opens SEALED with whatever this device has: its own key, and its secrets.  QCDC_NOT_FOUND: it is sealed to none of them; QCDC_CORRUPT. */
qcdc_status identity_open_here (home_t *home, const Qcdc__SealedIdentity *sealed, arena_t *arena,
                                Qcdc__IdentityText **identity, fault_t *fault) QCDC_CHECK;

/*  Seals what SEALED tells to PUBLIC as well, where this device can open it; *FURTHER points into SEALED and is of ARENA.  QCDC_NOT_FOUND, with
 *  nothing said: it cannot, or there is no room for one more reader. */
qcdc_status identity_seal_here (home_t *home, const Qcdc__SealedIdentity *sealed, const uint8_t public[BOX_KEY_BYTES],
                                arena_t *arena, Qcdc__SealedIdentity **further, fault_t *fault) QCDC_CHECK;

/*  Whether this device could, by the ids of its keys alone. */
qcdc_status identity_opens_here (home_t *home, const Qcdc__SealedIdentity *sealed, bool *opens,
                                 fault_t *fault) QCDC_CHECK;

#endif
