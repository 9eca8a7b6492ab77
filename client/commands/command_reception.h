/*  command_reception.h — the parts of qcdc reception that have files of their own. */

#ifndef QCDC_COMMAND_RECEPTION_H
#define QCDC_COMMAND_RECEPTION_H

#include "commands/command.h"

int reception_import (const command_t *command);
int reception_columns (const command_t *command);
int reception_list (const command_t *command);
int reception_show (const command_t *command);
int reception_duties (const command_t *command);

#endif
