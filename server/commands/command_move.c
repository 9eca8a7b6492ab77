/*  command_move.c — qcdcd move and qcdcd rotate-key: another address, other keys, said to every device in a signed statement.
 *
 *  Nothing is asked of the offices: each learns it at its next synchronisation, from a server that it still reaches at the old
 *  address or by the old keys. */

#include "commands/commands.h"

#include "base/i18n.h"
#include "commands/endpoint.h"
#include "commands/rotation.h"
#include "commands/site.h"

#include <stdio.h>

static int state (const options_t *options, bool rotates)
{
    fault_t fault = {0};
    site_t *site QCDC_CLEANUP (site_close) = NULL;
    char hex[2 * SIGN_KEY_BYTES + 1];
    qcdc_status status = endpoint_check (options->endpoint, &fault);
    if (status == QCDC_OK)
        status = site_open (options, SITE_IS_ASKED, &site, &fault);
    if (status == QCDC_OK)
        status = rotation_make (site->keys_path, &site->keys, &site->whereabouts, rotates, options->endpoint, &fault);
    if (status == QCDC_OK)
        status = site_record_keys (site, &fault);
    if (status != QCDC_OK)
        return command_fail (&fault);
    if (rotates)
        printf (_ ("The server signs with %s from its next start on.\n"),
                hex_format (site->keys.sign_public, SIGN_KEY_BYTES, hex));
    if (options->endpoint)
        printf (_ ("The offices will look for it at %s once they have heard of it and it answers there; until then, "
                   "also at the "
                   "old address: qcdcd run --listen-old.\n"),
                options->endpoint);
    printf (_ ("Keep a new copy of the folder of %s: an older one is of no use any more.\n"), site->keys_path);
    return 0;
}

int command_move (const options_t *options)
{
    return state (options, false);
}

int command_rotate_key (const options_t *options)
{
    return state (options, true);
}
