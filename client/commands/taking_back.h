/*  taking_back.h — what the commands have in common that take something back: qcdc petition void, qcdc report void … */

#ifndef QCDC_TAKING_BACK_H
#define QCDC_TAKING_BACK_H

#include "commands/command.h"

/*  Takes back what ENTRY made, for a REASON that is clean (reason_clean); INPUT is what judging it looks at. */
qcdc_status take_back (desk_t *desk, const judge_input_t *input, const address_t *entry, char *reason, bool *appended,
                       fault_t *fault) QCDC_CHECK;

/*  A command of one word and a reason, of which WORK does what is its own; its ARG is the bool that says whether there was something to take
 *  back. */
int command_take_back (const command_t *command,
                       qcdc_status (*work) (desk_t *desk, const args_t *args, void *arg, fault_t *fault));

#endif
