/*  command_report.h — the parts of qcdc report.
 *
 *  Each is a command in the frame of command.h. */

#ifndef QCDC_COMMAND_REPORT_H
#define QCDC_COMMAND_REPORT_H

#include "commands/command.h"
#include "commands/report_sheet.h"

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

/*  On standard error, of a report that was returned and that nothing has been changed in: how it is handed in again all the same. */
void report_resubmit_say (const report_view_t *view);

/*  How far a report has come: a msgid, in the words for verdicts. */
const char *report_state (const report_view_t *view);

/*  What the province's review has come to, in words where FOR_PEOPLE; NULL where there is nothing to review yet. */
const char *report_review_shown (const report_view_t *view, bool for_people);

/*  What a review says and what to do, for people; silent of a report that was not reviewed. */
void report_review_say (const desk_t *desk, const report_view_t *view);

/*  The office's reports that the province has returned, or reopened, and that are as they were then. */
typedef struct {
    size_t count;
    char form[REPORT_FORM_BYTES], period[REPORT_PERIOD_BYTES]; /* of one of them */
} returned_t;
qcdc_status report_returned (desk_t *desk, returned_t *returned, returned_t *reopened, fault_t *fault) QCDC_CHECK;

/*  The versions that the report had: who changed which cells when, from what to what. */
qcdc_status report_revisions (desk_t *desk, const report_view_t *view, format_t format, fault_t *fault) QCDC_CHECK;

/*  Holds the rates that stand in a sheet of a workbook against those that follow from its figures: what differs goes to PROBLEMS. */
qcdc_status report_rates_check (desk_t *desk, const sheet_t *sheet, problems_t *problems, fault_t *fault) QCDC_CHECK;

/*  The rates that follow from the sheets' figures and from those of the same period a year before. */
qcdc_status report_derived (desk_t *desk, const sheets_t *sheets, format_t format, fault_t *fault) QCDC_CHECK;

/*  Calls EACH for what RATIO, a computed indicator of FORM, comes to in the report of VIEW, which stands: the whole, then each member,
 *  as far as there are figures for it.  CELL and VALUE ("47.12") live until EACH returns. */
typedef qcdc_status (report_rate_fn) (const char *cell, const char *value, void *arg);
qcdc_status report_rates_each (desk_t *desk, const report_view_t *view, const form_t *form, const indicator_t *ratio,
                               report_rate_fn *each, void *arg, fault_t *fault) QCDC_CHECK;

#endif
