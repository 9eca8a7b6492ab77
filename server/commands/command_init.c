/*  command_init.c — qcdcd init: the database and the server's keys, once.
 *
 *  An init that was interrupted is taken up where it stopped: only with the last step is the database one that
 *  others open. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "commands/site.h"

#include <stdio.h>

/*  Office, its name and its unit go together. */
static qcdc_status check_options (const options_t *options, fault_t *fault)
{
    bool any = options->office || options->name || options->unit || options->unit_name;
    if (!any || (options->office && options->name && options->unit))
        return QCDC_OK;
    fault_set (fault, QCDC_USAGE, NULL, _ ("a province is founded with --office CODE, --name NAME and --unit CODE"));
    fault_advise (fault, _ ("give all three: the provincial office, what people call it, and the unit that it stands for"));
    return QCDC_USAGE;
}

int command_init (const options_t *options)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    if (check_options (options, &fault) != QCDC_OK || site_make (options, &site, &fault) != QCDC_OK)
        return command_fail (&fault);
    char hex[2 * SIGN_KEY_BYTES + 1];
    if (options->office)
        printf (_ ("Set up: %s (%s). Its first device publishes the catalogue: qcdc publish FOLDER\n"), options->name,
                options->office);
    else
        printf (_ ("Set up: %zu offices, %zu forms, %zu versions of units.\n"), site->catalog->office_count,
                site->catalog->form_count, site->catalog->unit_count);
    printf (_ ("The server signs with %s.\n"), hex_format (site->keys.sign_public, SIGN_KEY_BYTES, hex));
    if (options->data)
        printf (_ ("Keep a copy of %s/keys/server.key in a safe place: without it no office trusts this server.\n"),
                options->data);
    else
        printf (_ ("Keep a copy of %s/server.key in a safe place: without it no office trusts this server.\n"),
                options->keys);
    return 0;
}
