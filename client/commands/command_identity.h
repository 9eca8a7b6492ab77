/*  command_identity.h — the parts of qcdc identity. */

#ifndef QCDC_COMMAND_IDENTITY_H
#define QCDC_COMMAND_IDENTITY_H

#include "commands/command.h"

/*  At the province: qcdc identity publish KEY [OFFICE] (command_publish.c). */
int identity_publish (const command_t *command);

/*  At the province: qcdc identity index [--new] (command_publish.c). */
int identity_index (const command_t *command);

#endif
