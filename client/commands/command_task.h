/*  command_task.h — qcdc task: what somebody is to do is opened, shown, worked on, reported and decided about. */

#ifndef QCDC_COMMAND_TASK_H
#define QCDC_COMMAND_TASK_H

#include "commands/command.h"
#include "conclusions/item_view.h"

int task_open (const command_t *command);
int task_show (const command_t *command);

#endif
