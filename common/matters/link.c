/*  link.c — entries named in text. */

#include "matters/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*  In the order in which its bytes stand in the entry's hash, as databases have it. */
static const char *hash_print (uint64_t hash8, char text[17])
{
    for (unsigned i = 0; i < 8; i++)
        snprintf (text + 2 * (size_t)i, 3, "%02x", (unsigned)(hash8 >> 8 * i & 0xff));
    return text;
}

static uint64_t hash_read (const char *text)
{
    uint64_t turned = strtoull (text, NULL, 16), hash8 = 0;
    for (unsigned i = 0; i < 8; i++, turned >>= 8)
        hash8 = hash8 << 8 | (turned & 0xff);
    return hash8;
}

char *address_link_print (const address_t *address, char text[LINK_TEXT_BYTES])
{
    char name[ADDRESS_TEXT_BYTES], hash[17];
    snprintf (text, LINK_TEXT_BYTES, "%s:%s", address_format (address->origin, address->seq, name),
              hash_print (address->hash8, hash));
    return text;
}

bool address_link_next (const char **at, address_t *address)
{
    char link[LINK_TEXT_BYTES];
    size_t length = strcspn (*at, " ");
    if (length == 0 || length >= sizeof link)
        return false;
    memcpy (link, *at, length);
    link[length] = '\0';
    *at += length + strspn (*at + length, " ");
    char *hash = strrchr (link, ':');
    if (!hash)
        return false;
    *hash++ = '\0';
    address->hash8 = hash_read (hash);
    return address_parse (link, &address->origin, &address->seq) == QCDC_OK;
}
