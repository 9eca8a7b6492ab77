/*  commands.h — what qcdcd can be told to do.
 *
 *  Each returns the exit status: 0 done, 1 refused or failed, 2 wrong usage.  A command opens its site, does its
 *  work through the folders below and prints; it holds no knowledge of its own. */

#ifndef QCDC_COMMANDS_H
#define QCDC_COMMANDS_H

#include "base/fault.h"
#include "commands/options.h"
#include "facts/role.h"

int command_init (const options_t *options);
int command_run (const options_t *options);
int command_invite (const options_t *options);
int command_revoke (const options_t *options);
int command_move (const options_t *options);
int command_rotate_key (const options_t *options);
int command_invitations (const options_t *options);
int command_devices (const options_t *options);
int command_analyst_role (const options_t *options);
int command_backup (const options_t *options);
int command_status (const options_t *options);
int command_verify (const options_t *options);
int command_rebuild (const options_t *options);

/*  Says on stderr in one line what FAULT says, and returns the exit status for it. */
int command_fail (const fault_t *fault);

/*  TEXT as the name of a device in *NAME, malloc'ed: clean, one line, QCDC_DEVICE_NAME_BYTES_MAX at the most.  QCDC_USAGE. */
qcdc_status device_name_clean (const char *text, char **name, fault_t *fault) QCDC_CHECK;

/*  What ROLE is called in the reader's language. */
const char *role_words (role_t role);

#endif
