/*  keys.h — the two key pairs of a program: CURVE for the line, Ed25519 for what it signs.
 *
 *  One text file, mode 0600, four lines of "name hex".  A file that others can read, or in a folder that others can
 *  write, is refused: a key that may be known is no key. */

#ifndef QCDC_KEYS_H
#define QCDC_KEYS_H

#include "base/fault.h"
#include "wire/entry.h"

#define CURVE_TEXT_BYTES 41u /* Z85 of 32 bytes and NUL */

typedef struct {
    uint8_t curve_public[CURVE_KEY_BYTES];
    uint8_t curve_secret[CURVE_KEY_BYTES];
    uint8_t sign_public[SIGN_KEY_BYTES];
    uint8_t sign_secret[SIGN_SECRET_BYTES];
} keys_t;

/*  Must be called once before anything here or in entry.h (sodium_init).  QCDC_IO if libsodium cannot start. */
qcdc_status keys_init (void) QCDC_CHECK;

void keys_make (keys_t *keys);

/*  Writes a new file (QCDC_EXISTS if there is one), whole and fsynced before it has its name, and its folder with it; QCDC_IO leaves
 *  none. */
qcdc_status keys_save (const keys_t *keys, const char *path, fault_t *fault) QCDC_CHECK;

/*  QCDC_NOT_FOUND, QCDC_PERMISSIONS, QCDC_CORRUPT, QCDC_IO. */
qcdc_status keys_load (keys_t *keys, const char *path, fault_t *fault) QCDC_CHECK;

/*  Whether the secret file FD, whose name is PATH, is a plain file that nobody else can read, in a folder where nobody else
 *  can put another: QCDC_OK, QCDC_PERMISSIONS, QCDC_CORRUPT, QCDC_IO. */
qcdc_status keys_check_file (int fd, const char *path, fault_t *fault) QCDC_CHECK;

/*  Wipes the secrets from memory. */
void keys_forget (keys_t *keys);

/*  Lowercase hex; TEXT has 2 × LENGTH + 1 bytes.  hex_parse wants exactly LENGTH bytes: QCDC_MALFORMED. */
char *hex_format (const uint8_t *data, size_t length, char *text);
qcdc_status hex_parse (const char *text, uint8_t *data, size_t length) QCDC_CHECK;

#endif
