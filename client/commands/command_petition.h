/*  command_petition.h — the parts of qcdc petition, one file each.
 *
 *  Each is a command in the frame of command.h. */

#ifndef QCDC_COMMAND_PETITION_H
#define QCDC_COMMAND_PETITION_H

#include "commands/command.h"
#include "matters/petition.h"

int petition_import (const command_t *command);
int petition_imports (const command_t *command);
int petition_columns (const command_t *command);
int petition_list (const command_t *command);
int petition_search (const command_t *command);
int petition_twins (const command_t *command);
int petition_unlike (const command_t *command);
int petition_identity (const command_t *command);
int petition_show (const command_t *command);
int petition_next (const command_t *command);
int petition_clock_show (const command_t *command);
int petition_assign (const command_t *command);
int petition_queue (const command_t *command);
int petition_correct_step (const command_t *command);
int petition_due (const command_t *command);
int petition_hand_over (const command_t *command);
int petition_incoming (const command_t *command);
int petition_take_in (const command_t *command);
int petition_return (const command_t *command);
int petition_reply (const command_t *command);
int petition_slip (const command_t *command);
int petition_attach (const command_t *command);
int petition_scans (const command_t *command);
int petition_scan (const command_t *command);

/*  The step that ARGS say, its name their second word: on=, outcome=, article=, days=, from_register=; *ARTICLE is malloc'ed, whatever is
 *  returned. */
qcdc_status petition_step_read (const args_t *args, Qcdc__PetitionMoved *moved, char **article,
                                fault_t *fault) QCDC_CHECK;

/*  An outcome, and by how many days an extension is, as people write them; "" is none. */
qcdc_status petition_outcome_read (const char *text, Qcdc__Outcome *outcome, fault_t *fault) QCDC_CHECK;
qcdc_status petition_days_read (const char *text, uint32_t *days, fault_t *fault) QCDC_CHECK;

/*  The state as it is typed and as files have it, "in_force"; "taken_back" is none of the law's, but one of our books. */
const char *petition_shown_state (const petition_t *petition);

#endif
