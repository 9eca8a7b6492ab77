/*  command_report.h — the parts of qcdc report.
 *
 *  Each is a command in the frame of command.h. */

#ifndef QCDC_COMMAND_REPORT_H
#define QCDC_COMMAND_REPORT_H

#include "commands/command.h"
#include "reports/report_sheet.h"

int report_list (const command_t *command);
int report_show (const command_t *command);
int report_nil (const command_t *command);
int report_void (const command_t *command);
int report_resubmit (const command_t *command);
int report_reconcile (const command_t *command);

/*  The report that the line names by form and period, with the version of its form that it was filed under; it may have been taken
 *  back.  QCDC_NOT_FOUND. */
qcdc_status report_named (desk_t *desk, const args_t *args, const form_t **form, report_view_t *view,
                          fault_t *fault) QCDC_CHECK;

/*  QCDC_TARGET_VOID, in words. */
qcdc_status report_voided_fail (const report_view_t *view, fault_t *fault);

/*  How far a report has come: a msgid, in the words for verdicts. */
const char *report_state (const report_view_t *view);

/*  What the province's review has come to, in words where FOR_PEOPLE; NULL where there is nothing to review yet. */
const char *report_review_shown (const report_view_t *view, bool for_people);

#endif
