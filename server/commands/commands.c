/*  commands.c — what the commands share: how they fail, and what roles are called.
 *
 *  A command fails in one line on stderr and says what to do; the functions below it never print. */

#include "commands/commands.h"

#include "base/i18n.h"

#include <stdio.h>
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

const char *role_words (role_t role)
{
    static const char *const KEYS[] = {[ROLE_REPORTER] = "role\004reporter",
                                       [ROLE_PROVINCE] = "role\004province",
                                       [ROLE_ANALYST] = "role\004analyst"};
    const char *words = gettext (KEYS[role]);
    return words == KEYS[role] ? role_name (role) : words;
}
