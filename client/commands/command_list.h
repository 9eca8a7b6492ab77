/*  command_list.h — the parts of qcdc list. */

#ifndef QCDC_COMMAND_LIST_H
#define QCDC_COMMAND_LIST_H

#include "commands/command.h"

int list_show (const command_t *command);
int list_kinds (const command_t *command);

#endif
