/*  endpoint.c — what an address of the server looks like, and which of them nobody reaches it at. */

#include "commands/endpoint.h"

#include "base/i18n.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool endpoint_valid (const char *text, bool any_port)
{
    static const char SCHEME[] = "tcp://";
    if (strncmp (text, SCHEME, strlen (SCHEME)) != 0)
        return false;
    const char *host = text + strlen (SCHEME);
    const char *colon = strrchr (host, ':');
    if (!colon || colon == host || strlen (text) > 255)
        return false;
    for (const char *p = host; p < colon; p++)
        if (!isgraph ((unsigned char)*p) || strchr ("/,;'\"", *p))
            return false;
    if (any_port && strcmp (colon, ":*") == 0)
        return true;
    char *end = NULL;
    long port = isdigit ((unsigned char)colon[1]) ? strtol (colon + 1, &end, 10) : 0;
    return end && !*end && port >= 1 && port <= 65535;
}

/*  Every address of this machine (as --listen has it), all machines of a net, or none of them. */
static bool host_is_nobody (const char *host)
{
    struct in_addr four;
    struct in6_addr six;
    static const uint8_t MAPPED[12] = {[10] = 0xFF, [11] = 0xFF};
    if (strcmp (host, "*") == 0)
        return true;
    char inner[INET6_ADDRSTRLEN + 1] = "";
    size_t length = strlen (host);
    bool brackets = host[0] == '[' && length > 2 && host[length - 1] == ']';
    if (length < sizeof inner)
        snprintf (inner, sizeof inner, "%.*s", (int)(length - (brackets ? 2 : 0)), host + brackets);
    if (inet_pton (AF_INET6, inner, &six) == 1) {
        if (memcmp (six.s6_addr, MAPPED, sizeof MAPPED) != 0)
            return IN6_IS_ADDR_UNSPECIFIED (&six) || IN6_IS_ADDR_MULTICAST (&six);
        memcpy (&four, six.s6_addr + sizeof MAPPED, sizeof four);
    } else if (inet_aton (host, &four) == 0)
        return false;
    uint32_t address = ntohl (four.s_addr);
    return address >> 24 == 0 || IN_MULTICAST (address) || address == INADDR_BROADCAST;
}

qcdc_status endpoint_check (const char *endpoint, fault_t *fault)
{
    char host[256] = "";
    if (!endpoint)
        return QCDC_OK;
    if (!endpoint_valid (endpoint, false))
        return fault_set (fault, QCDC_USAGE, "endpoint", _ ("--endpoint %s is not tcp://HOST:PORT"), endpoint);
    const char *begin = endpoint + strlen ("tcp://");
    snprintf (host, sizeof host, "%.*s", (int)(strrchr (begin, ':') - begin), begin);
    if (!host_is_nobody (host))
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, "endpoint",
               _ ("--endpoint %s: a server can listen at %s, but no office reaches it there"), endpoint, host);
    fault_advise (fault, "%s",
                  _ ("give the name or the address that the offices know it by, as tcp://province.example:5590"));
    return QCDC_USAGE;
}
