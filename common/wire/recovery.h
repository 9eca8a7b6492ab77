/*  recovery.h — a key on paper: a secret as groups of letters and digits, the Ed25519 key pair that follows from it, and what it signs.
 *
 *    key pair   of the seed H ("qcdc-recovery-1" ‖ secret); the secret is 16 random bytes
 *    check      the first 20 bits of H ("qcdc-recovery-check-1" ‖ secret)
 *    vouching   sign ("qcdc-vouch-1" ‖ public signing key of the device)
 *
 *  Written as 30 characters of Crockford's alphabet (0-9 A-Z without I, L, O, U), five in a group: the secret in 26, the check in 4. */

#ifndef QCDC_RECOVERY_H
#define QCDC_RECOVERY_H

#include "wire/entry.h"

#define RECOVERY_SECRET_BYTES 16u
#define RECOVERY_TEXT_BYTES 36u /* six groups, what stands between them, and NUL */

typedef struct {
    uint8_t sign_public[SIGN_KEY_BYTES];
    uint8_t sign_secret[SIGN_SECRET_BYTES];
} recovery_t;

/*  A new one; TEXT is what goes on the paper, and is nowhere else. */
void recovery_make (recovery_t *self, char text[RECOVERY_TEXT_BYTES]);

/*  What TEXT, as somebody typed it, says: any case, blanks and hyphens anywhere, O for 0, I and L for 1.  QCDC_EMPTY, or QCDC_MALFORMED
 *  where a character is wrong, missing or too many. */
qcdc_status recovery_read (const char *text, recovery_t *self) QCDC_CHECK;

/*  The same of a secret that other keys follow from. */
void recovery_write (const uint8_t secret[RECOVERY_SECRET_BYTES], char text[RECOVERY_TEXT_BYTES]);
qcdc_status recovery_secret (const char *text, uint8_t secret[RECOVERY_SECRET_BYTES]) QCDC_CHECK;

/*  Wipes the secret from memory. */
void recovery_forget (recovery_t *self);

/*  That whoever holds SECRET vouches for the device of the key DEVICE. */
void vouching_sign (const uint8_t device[SIGN_KEY_BYTES], const uint8_t secret[SIGN_SECRET_BYTES],
                    uint8_t signature[SIGNATURE_BYTES]);
bool vouching_verify (const uint8_t device[SIGN_KEY_BYTES], const uint8_t sign_key[SIGN_KEY_BYTES],
                      const uint8_t signature[SIGNATURE_BYTES]);

#endif
