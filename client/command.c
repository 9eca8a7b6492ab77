/*  command.c — how commands end when something went wrong. */

#include "command.h"

#include "i18n.h"

#include <stdio.h>

int command_fail (const fault_t *fault)
{
    const char *what = _ (status_text (fault->status));
    fprintf (stderr, "qcdc: %s", what);
    if (fault->message[0])
        fprintf (stderr, ": %s", fault->message);
    if (fault->advice[0])
        fprintf (stderr, "; %s", fault->advice);
    putc ('\n', stderr);
    if (fault->status == QCDC_USAGE)
        return EXIT_USAGE;
    return fault->status == QCDC_TIMEOUT || fault->status == QCDC_DATABASE_AWAY ? EXIT_LATER : EXIT_FAILED;
}
