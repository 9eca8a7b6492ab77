/*  commands.c — what the commands share: how they fail, and what an endpoint looks like.
 *
 *  A command fails in one line on stderr and says what to do; the functions below it never print. */

#include "commands/commands.h"

#include "base/i18n.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_fail (const fault_t *fault)
{
    const char *message = fault->message[0] ? fault->message : _ (status_text (fault->status));
    if (fault->advice[0])
        fprintf (stderr, "qcdcd: %s — %s\n", message, fault->advice);
    else
        fprintf (stderr, "qcdcd: %s\n", message);
    return fault->status == QCDC_USAGE ? 2 : 1;
}

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

const char *role_words (role_t role)
{
    static const char *const KEYS[] = {
        [ROLE_REPORTER] = "role\004reporter", [ROLE_PROVINCE] = "role\004province", [ROLE_ANALYST] = "role\004analyst"};
    const char *words = gettext (KEYS[role]);
    return words == KEYS[role] ? role_name (role) : words;
}
