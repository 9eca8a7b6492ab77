/*  strangers.c — four allowances.  A key is made up in a moment, an address is not: so a join takes of its key's first, and one key
 *  that floods takes nothing of what its neighbours have. */

#include "line/strangers.h"

#include "base/day.h"

#include <arpa/inet.h>
#include <string.h>

#define NETWORK_BYTES 8u /* of an IPv6 address: whoever has one has them all */

bool strangers_init (strangers_t *self)
{
    self->answers = allowance_new (ANSWERS_PER_KEY_BURST, ANSWERS_PER_KEY_MINUTE, STRANGERS_MAX);
    self->joins = allowance_new (JOINS_PER_KEY_BURST, JOINS_PER_KEY_MINUTE, STRANGERS_MAX);
    self->addresses = allowance_new (JOINS_PER_ADDRESS_BURST, JOINS_PER_ADDRESS_MINUTE, STRANGERS_MAX);
    self->wasted = allowance_new (WASTED_PER_KEY_BURST, WASTED_PER_KEY_MINUTE, STRANGERS_MAX);
    return self->answers && self->joins && self->addresses && self->wasted;
}

void strangers_release (strangers_t *self)
{
    allowance_destroy (&self->answers);
    allowance_destroy (&self->joins);
    allowance_destroy (&self->addresses);
    allowance_destroy (&self->wasted);
}

bool strangers_hear (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES])
{
    return allowance_take (self->answers, key, monotonic_us ());
}

static void address_subject (const char *address, uint8_t subject[ALLOWANCE_SUBJECT_BYTES])
{
    uint8_t bytes[sizeof (struct in6_addr)];
    memset (subject, 0, ALLOWANCE_SUBJECT_BYTES);
    if (inet_pton (AF_INET6, address, bytes) == 1 && !IN6_IS_ADDR_V4MAPPED ((struct in6_addr *)(void *)bytes))
        memcpy (subject, bytes, NETWORK_BYTES);
    else
        memcpy (subject, address, strnlen (address, ALLOWANCE_SUBJECT_BYTES));
}

bool strangers_join (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES], const char *address)
{
    uint8_t subject[ALLOWANCE_SUBJECT_BYTES];
    int64_t now = monotonic_us ();
    address_subject (address, subject);
    return self->waiting < JOINS_WAITING_MAX && allowance_take (self->joins, key, now) &&
           allowance_take (self->addresses, subject, now);
}

void strangers_waste (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES])
{
    (void)!allowance_take (self->wasted, key, monotonic_us ());
}

bool strangers_unpack (strangers_t *self, const uint8_t key[CURVE_KEY_BYTES])
{
    return allowance_left (self->wasted, key, monotonic_us ());
}
