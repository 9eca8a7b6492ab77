/*  invitation.h — the file by which a device joins: where the server is, its keys, and a one-time code.
 *
 *    qcdc-invitation-1
 *    endpoint tcp://HOST:PORT
 *    server-curve <Z85, 40 characters>
 *    server-sign <hex, 64 digits>
 *    office BCD-593
 *    role reporter
 *    whereabouts 0
 *    expires 2026-12-01T00:00:00Z
 *    code <hex, 32 digits>
 *    first <hex, 64 digits; - where nothing has been published>
 *    signature <hex, 128 digits>
 *
 *  One name and one value a line, in any order after the first.  The signature is of the server's signing key over the lines
 *  above it, in this order: what was changed on the way is noticed here, before the code is spent.  Whoever holds the file
 *  can join: it is a secret. */

#ifndef QCDC_INVITATION_H
#define QCDC_INVITATION_H

#include "base/fault.h"
#include "matters/judge.h"
#include "wire/entry.h"

typedef struct {
    char endpoint[256];
    uint8_t server_curve[CURVE_KEY_BYTES];
    uint8_t server_sign[SIGN_KEY_BYTES];
    char office[64];
    role_t role;
    uint64_t whereabouts; /* the serial of the server's last statement of its keys and address */
    int64_t expires_us;   /* for people: whether it has expired is for the server's clock to say */
    uint8_t first[SIGN_KEY_BYTES]; /* the key of the device that published first; zeros: none has */
    uint8_t code[JOIN_CODE_BYTES];
    uint8_t signature[SIGNATURE_BYTES];
} invitation_t;

/*  Reads PATH ("-" is stdin).  QCDC_IO, or QCDC_BAD_INVITATION with the line and what is wrong with it. */
qcdc_status invitation_read (const char *path, invitation_t *invitation, fault_t *fault) QCDC_CHECK;

/*  The same from TEXT; NAME is what messages call it. */
qcdc_status invitation_parse (const char *text, const char *name, invitation_t *invitation,
                              fault_t *fault) QCDC_CHECK;

#endif
