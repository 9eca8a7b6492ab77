/*  judge_private.h — the checks on what a single fact says, apart from the state it meets (judge_check.c). */

#ifndef QCDC_JUDGE_PRIVATE_H
#define QCDC_JUDGE_PRIVATE_H

#include "matters/judge.h"

qcdc_status petition_check (const judge_input_t *input, const Qcdc__PetitionReceived *fact,
                            fault_t *fault) QCDC_CHECK;
qcdc_status move_check (const judge_input_t *input, const petition_t *petition, const Qcdc__PetitionMoved *fact,
                        fault_t *fault) QCDC_CHECK;
qcdc_status report_check (const judge_input_t *input, const Qcdc__ReportFiled *fact, fault_t *fault) QCDC_CHECK;

#endif
