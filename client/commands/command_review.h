/*  command_review.h — the parts of qcdc review.
 *
 *  Each is a command in the frame of command.h. */

#ifndef QCDC_COMMAND_REVIEW_H
#define QCDC_COMMAND_REVIEW_H

#include "commands/command.h"

int review_list (const command_t *command);
int review_show (const command_t *command);
int review_check (const command_t *command);

/*  QCDC_FORBIDDEN at a desk that is not the provincial office's. */
qcdc_status review_check_role (const desk_t *desk, fault_t *fault) QCDC_CHECK;

#endif
