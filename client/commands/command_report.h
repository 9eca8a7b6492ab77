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

/*  How far a report has come: a msgid, in the words for verdicts. */
const char *report_state (const report_view_t *view);

/*  Holds the rates that stand in a sheet of a workbook against those that follow from its figures: what differs goes to PROBLEMS. */
qcdc_status report_rates_check (desk_t *desk, const sheet_t *sheet, problems_t *problems, fault_t *fault) QCDC_CHECK;

/*  The rates that follow from the sheets' figures and from those of the same period a year before. */
qcdc_status report_derived (desk_t *desk, const sheets_t *sheets, format_t format, fault_t *fault) QCDC_CHECK;

#endif
