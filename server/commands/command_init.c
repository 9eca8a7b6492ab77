/*  command_init.c — qcdcd init: the database and the server's keys, once.
 *
 *  An init that was interrupted is taken up where it stopped: only with the last step is the database one that
 *  others open. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "commands/site.h"

#include <stdio.h>

int command_init (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    if (site_make (options, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    char hex[2 * SIGN_KEY_BYTES + 1];
    printf (_ ("Set up: %s (%s). Its first device publishes the catalogue: qcdc publish FOLDER\n"), options->name,
            options->office);
    printf (_ ("The server signs with %s.\n"), hex_format (site->keys.sign_public, SIGN_KEY_BYTES, hex));
    if (options->data)
        printf (_ ("Keep a copy of %s/keys/server.key in a safe place: without it no office trusts this server.\n"),
                options->data);
    else
        printf (_ ("Keep a copy of %s/server.key in a safe place: without it no office trusts this server.\n"),
                options->keys);
    return 0;
}
