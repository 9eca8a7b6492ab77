/*  command_notice.h — qcdc notice: notices of the province are issued, withdrawn, shown and read. */

#ifndef QCDC_COMMAND_NOTICE_H
#define QCDC_COMMAND_NOTICE_H

#include "commands/command.h"
#include "conclusions/notice_view.h"

int notice_show (const command_t *command);
int notice_issue (const command_t *command);

#endif
