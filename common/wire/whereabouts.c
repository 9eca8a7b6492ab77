/*  whereabouts.c — signing statements of the server's keys and address, and walking their chain.
 *
 *  What is followed is worked out in a copy: a chain that breaks somewhere moves nobody. */

#include "wire/whereabouts.h"

#include <sodium.h>
#include <string.h>

#define PREFIX "qcdc-whereabouts-1"
#define FIXED_BYTES (sizeof PREFIX - 1 + 8 + 8 + 2 * SIGN_KEY_BYTES + CURVE_KEY_BYTES)

static uint8_t *put (uint8_t *to, const void *data, size_t length)
{
    return (uint8_t *)memcpy (to, data, length) + length;
}

static uint8_t *put_u64 (uint8_t *to, uint64_t number)
{
    for (int i = 0; i < 8; i++)
        *to++ = (uint8_t)(number >> 8 * i);
    return to;
}

static size_t message_of (const statement_of_server_t *statement, uint8_t message[FIXED_BYTES + QCDC_ENDPOINT_BYTES_MAX])
{
    uint8_t *to = put (message, PREFIX, sizeof PREFIX - 1);
    to = put_u64 (to, statement->serial);
    to = put_u64 (to, (uint64_t)statement->said_at_us);
    to = put (to, statement->before, SIGN_KEY_BYTES);
    to = put (to, statement->sign, SIGN_KEY_BYTES);
    to = put (to, statement->curve, CURVE_KEY_BYTES);
    to = put (to, statement->endpoint, strlen (statement->endpoint));
    return (size_t)(to - message);
}

void whereabouts_sign (statement_of_server_t *statement, const uint8_t before_secret[SIGN_SECRET_BYTES],
                       const uint8_t secret[SIGN_SECRET_BYTES])
{
    uint8_t message[FIXED_BYTES + QCDC_ENDPOINT_BYTES_MAX];
    size_t length = message_of (statement, message);
    crypto_sign_detached (statement->signature, NULL, message, length, before_secret);
    crypto_sign_detached (statement->consent, NULL, message, length, secret);
}

static bool is_signed (const statement_of_server_t *statement)
{
    uint8_t message[FIXED_BYTES + QCDC_ENDPOINT_BYTES_MAX];
    size_t length = message_of (statement, message);
    return crypto_sign_verify_detached (statement->signature, message, length, statement->before) == 0 &&
           crypto_sign_verify_detached (statement->consent, message, length, statement->sign) == 0;
}

bool known_server_has (const known_server_t *server, const uint8_t key[SIGN_KEY_BYTES])
{
    if (memcmp (server->sign, key, SIGN_KEY_BYTES) == 0)
        return true;
    for (size_t i = 0; i < server->past_count; i++)
        if (memcmp (server->past[i], key, SIGN_KEY_BYTES) == 0)
            return true;
    return false;
}

bool known_server_receipt (const known_server_t *server, const receipt_t *receipt)
{
    if (receipt_verify (receipt, server->sign))
        return true;
    for (size_t i = 0; i < server->past_count; i++)
        if (receipt_verify (receipt, server->past[i]))
            return true;
    return false;
}

static bool remember (known_server_t *server, const uint8_t key[SIGN_KEY_BYTES])
{
    if (known_server_has (server, key))
        return true;
    if (server->past_count == QCDC_WHEREABOUTS_MAX)
        return false;
    memcpy (server->past[server->past_count++], key, SIGN_KEY_BYTES);
    return true;
}

static bool step_forward (known_server_t *server, const statement_of_server_t *statement)
{
    uint8_t before[SIGN_KEY_BYTES];
    if (statement->serial != server->serial + 1 || memcmp (statement->before, server->sign, SIGN_KEY_BYTES) != 0)
        return false;
    memcpy (before, server->sign, SIGN_KEY_BYTES);
    server->serial = statement->serial;
    server->said_at_us = statement->said_at_us;
    memcpy (server->sign, statement->sign, SIGN_KEY_BYTES);
    memcpy (server->curve, statement->curve, CURVE_KEY_BYTES);
    if (statement->endpoint[0])
        strcpy (server->endpoint, statement->endpoint);
    return remember (server, before);
}

/*  Backward the chain is believed for the consent of the key that is known. */
static bool walk (known_server_t *server, const statement_of_server_t *items, size_t count)
{
    const uint8_t *key = server->sign;
    size_t held = 0;
    for (size_t i = 0; i < count; i++) {
        bool follows = i == 0 || (items[i].serial == items[i - 1].serial + 1 &&
                                  memcmp (items[i].before, items[i - 1].sign, SIGN_KEY_BYTES) == 0);
        if (!follows || !is_signed (&items[i]))
            return false;
        held += items[i].serial <= server->serial;
    }
    if (held && (items[held - 1].serial != server->serial || memcmp (items[held - 1].sign, key, SIGN_KEY_BYTES) != 0))
        return count == held; /* an older server's, restored from a copy: it tells nothing new */
    if (held)
        server->said_at_us = items[held - 1].said_at_us;
    for (size_t i = held; i-- > 0;)
        if (!remember (server, items[i].before))
            return false;
    for (size_t i = held; i < count; i++)
        if (!step_forward (server, &items[i]))
            return false;
    return true;
}

qcdc_status whereabouts_follow (known_server_t *server, const statement_of_server_t *items, size_t count, fault_t *fault)
{
    known_server_t to = *server;
    if (!walk (&to, items, count))
        return fault_set (fault, QCDC_BAD_SIGNATURE, NULL,
                          "a statement of the server's keys or address is not signed by the keys known");
    *server = to;
    return QCDC_OK;
}

static bool take (const ProtobufCBinaryData *from, void *to, size_t length)
{
    if (from->len != length)
        return false;
    memcpy (to, from->data, length);
    return true;
}

bool whereabouts_from_wire (const Qcdc__Whereabouts *wire, statement_of_server_t *statement)
{
    *statement = (statement_of_server_t){.serial = wire->serial, .said_at_us = wire->said_at};
    if (strlen (wire->endpoint) > QCDC_ENDPOINT_BYTES_MAX)
        return false;
    strcpy (statement->endpoint, wire->endpoint);
    return take (&wire->before, statement->before, SIGN_KEY_BYTES) &&
           take (&wire->sign_key, statement->sign, SIGN_KEY_BYTES) &&
           take (&wire->curve_key, statement->curve, CURVE_KEY_BYTES) &&
           take (&wire->signature, statement->signature, SIGNATURE_BYTES) &&
           take (&wire->consent, statement->consent, SIGNATURE_BYTES);
}

void whereabouts_to_wire (const statement_of_server_t *statement, Qcdc__Whereabouts *wire)
{
    qcdc__whereabouts__init (wire);
    wire->serial = statement->serial;
    wire->said_at = statement->said_at_us;
    wire->before = (ProtobufCBinaryData){SIGN_KEY_BYTES, (uint8_t *)statement->before};
    wire->sign_key = (ProtobufCBinaryData){SIGN_KEY_BYTES, (uint8_t *)statement->sign};
    wire->curve_key = (ProtobufCBinaryData){CURVE_KEY_BYTES, (uint8_t *)statement->curve};
    wire->endpoint = (char *)statement->endpoint;
    wire->signature = (ProtobufCBinaryData){SIGNATURE_BYTES, (uint8_t *)statement->signature};
    wire->consent = (ProtobufCBinaryData){SIGNATURE_BYTES, (uint8_t *)statement->consent};
}
