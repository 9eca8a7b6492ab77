/*  whereabouts.h — the keys by which the server is known and the address where it is, and how these move on.
 *
 *  Each change is a statement, signed with the signing key that was known until then and with the new one.  Together they are
 *  a chain: a device that was away for any number of them walks it forward from the key that it holds, and one that joined
 *  late walks it back to the keys of older receipts.  Nothing else changes whom a device trusts. */

#ifndef QCDC_WHEREABOUTS_H
#define QCDC_WHEREABOUTS_H

#include "base/fault.h"
#include "base/limits.h"
#include "wire.pb-c.h"
#include "wire/entry.h"

typedef struct {
    uint64_t serial;
    int64_t said_at_us;
    uint8_t before[SIGN_KEY_BYTES];
    uint8_t sign[SIGN_KEY_BYTES];
    uint8_t curve[CURVE_KEY_BYTES];
    char endpoint[QCDC_ENDPOINT_BYTES_MAX + 1]; /* "": where it was */
    uint8_t signature[SIGNATURE_BYTES];         /* by BEFORE */
    uint8_t consent[SIGNATURE_BYTES];           /* by SIGN */
} statement_of_server_t;

typedef struct {
    statement_of_server_t items[QCDC_WHEREABOUTS_MAX];
    size_t count;
} whereabouts_t;

/*  The server as somebody knows it. */
typedef struct {
    uint64_t serial; /* of the last statement that made it so */
    int64_t said_at_us; /* when that was said; 0: not known */
    uint8_t sign[SIGN_KEY_BYTES];
    uint8_t curve[CURVE_KEY_BYTES];
    char endpoint[QCDC_ENDPOINT_BYTES_MAX + 1];
    uint8_t past[QCDC_WHEREABOUTS_MAX][SIGN_KEY_BYTES]; /* its earlier signing keys */
    size_t past_count;
} known_server_t;

void whereabouts_sign (statement_of_server_t *statement, const uint8_t before_secret[SIGN_SECRET_BYTES],
                       const uint8_t secret[SIGN_SECRET_BYTES]);

/*  Follows the COUNT statements at ITEMS, which are consecutive, from what SERVER says: forward to the last of them, and back to
 *  the keys before.  QCDC_BAD_SIGNATURE, and SERVER is as it was, where one is not signed by the key before it, or where they
 *  do not lead from or to the key known; also for more than can be kept. */
qcdc_status whereabouts_follow (known_server_t *server, const statement_of_server_t *items, size_t count,
                                fault_t *fault) QCDC_CHECK;

/*  Whether KEY is or was the server's. */
bool known_server_has (const known_server_t *server, const uint8_t key[SIGN_KEY_BYTES]);

/*  Whether RECEIPT is signed with a key that is or was the server's. */
bool known_server_receipt (const known_server_t *server, const receipt_t *receipt);

/*  From and to the wire; the message points into STATEMENT.  False where a field has not its length. */
bool whereabouts_from_wire (const Qcdc__Whereabouts *wire, statement_of_server_t *statement);
void whereabouts_to_wire (const statement_of_server_t *statement, Qcdc__Whereabouts *wire);

#endif
