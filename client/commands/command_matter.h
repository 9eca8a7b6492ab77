/*  command_matter.h — the parts of qcdc matter. */

#ifndef QCDC_COMMAND_MATTER_H
#define QCDC_COMMAND_MATTER_H

#include "commands/command.h"

int matter_join (const command_t *command);
int matter_leave (const command_t *command);
int matter_reply (const command_t *command);
int matter_list (const command_t *command);
int matter_show (const command_t *command);

#endif
