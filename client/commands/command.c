/*  command.c — how commands end when something went wrong. */

#include "commands/command.h"

#include "base/i18n.h"

#include <stdio.h>
#include <string.h>

int command_fail (const fault_t *fault)
{
    const char *what = _ (status_text (fault->status)), *message = fault->message;
    size_t length = strlen (what);
    /* A message that begins with the status says it all; one that is no more than that gives way to what it is
     * about. */
    if (strncmp (message, what, length) == 0)
        message = message[length] ? message + length + strspn (message + length, ": ") : fault->field;
    fprintf (stderr, "qcdc: %s", what);
    if (fault->field[0] && !strstr (message, fault->field))
        fprintf (stderr, ": %s", fault->field);
    if (message[0])
        fprintf (stderr, ": %s", message);
    if (fault->advice[0])
        fprintf (stderr, "; %s", fault->advice);
    putc ('\n', stderr);
    if (fault->status == QCDC_USAGE)
        return EXIT_USAGE;
    return fault->status == QCDC_TIMEOUT || fault->status == QCDC_DATABASE_AWAY ? EXIT_LATER : EXIT_FAILED;
}
